//! Staged changes as lines of COPY text.

use super::{Operation, Staged};
use gis_core::geometry::Geometry;
use gis_core::register::{GeometryType, Register};
use gis_core::validity::interior_point;
use gis_core::value::Value;
use gis_core::wkb::{Column, WkbError, encode_hex_ewkb};
use std::fmt::Write as _;
use uuid::Uuid;

/// One line.
pub(super) struct Line<'a> {
    pub batch: Uuid,
    pub srid: i32,
    pub staged: Staged<'a>,
}

impl Line<'_> {
    /// Appends the line; a geometry that does not fit its column is an error.
    pub fn write(&self, register: &Register, out: &mut String) -> Result<(), WkbError> {
        let Staged { row, operation, content, incomplete } = self.staged;
        let _ = write!(out, "{}\t{}\t{}\t", self.batch, row, operation.code());
        match operation {
            Operation::Create => out.push_str("\\N\t"),
            Operation::Update { fid, version } | Operation::Delete { fid, version } => {
                let _ = write!(out, "{version}\t{fid}\t");
            }
        }
        array(incomplete.iter().map(String::as_str), out);
        out.push('\t');
        self.point(content.geometries.iter().flatten().next(), out)?;
        for value in &content.values {
            out.push('\t');
            field(value, out);
        }
        for (geometry, declared) in content.geometries.iter().zip(&register.geometries) {
            out.push('\t');
            match geometry {
                None => out.push_str("\\N"),
                Some(geometry) => {
                    encode_hex_ewkb(geometry, Column { kind: declared.kind, has_z: declared.z, srid: self.srid }, out)?
                }
            }
        }
        out.push('\n');
        Ok(())
    }

    fn point(&self, geometry: Option<&Geometry>, out: &mut String) -> Result<(), WkbError> {
        let Some(geometry) = geometry else {
            out.push_str("\\N");
            return Ok(());
        };
        let inside = interior_point(geometry);
        let column = Column { kind: GeometryType::Point, has_z: false, srid: self.srid };
        encode_hex_ewkb(&Geometry::point(inside.x, inside.y), column, out)
    }
}

fn field(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("\\N"),
        Value::Bool(value) => out.push(if *value { 't' } else { 'f' }),
        Value::Int(value) => drop(write!(out, "{value}")),
        Value::Decimal(value) => drop(write!(out, "{value}")),
        Value::Text(text) => escaped(text, out),
        Value::Date(day) => drop(write!(out, "{day}")),
        Value::Datetime(instant) => drop(write!(out, "{}", instant.to_rfc3339())),
        Value::Uuid(id) => drop(write!(out, "{id}")),
        Value::Json(json) => escaped(&json.to_string(), out),
        Value::List(values) => {
            let plain: Vec<String> = values.iter().map(spelled).collect();
            array(plain.iter().map(String::as_str), out);
        }
    }
}

fn spelled(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Datetime(instant) => instant.to_rfc3339(),
        other => other.to_json().to_string().trim_matches('"').to_owned(),
    }
}

/// An array literal, then escaped for COPY.
fn array<'a>(items: impl Iterator<Item = &'a str>, out: &mut String) {
    let quoted: Vec<String> =
        items.map(|item| format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""))).collect();
    escaped(&format!("{{{}}}", quoted.join(",")), out);
}

fn escaped(text: &str, out: &mut String) {
    if !text.contains(['\\', '\t', '\n', '\r']) {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_one_field_of_one_row() {
        let mut out = String::new();
        field(&Value::Text("a\tb\nc\\N".into()), &mut out);
        assert_eq!(out, "a\\tb\\nc\\\\N");
        let mut list = String::new();
        field(&Value::List(vec![Value::Text("a\"b\\,{".into())]), &mut list);
        assert_eq!(list, "{\"a\\\\\"b\\\\\\\\,{\"}");
    }
}
