//! Column types and the casts that rows are read with.

use super::quoted;
use gis_core::register::{Field, FieldType, GeometryField, Register};

/// The SQL type of a field's column.
#[must_use]
pub fn sql_type(field: &Field) -> String {
    let one = match field.kind {
        FieldType::Text | FieldType::Code | FieldType::Url => "text".to_owned(),
        FieldType::Int | FieldType::Ref => "bigint".to_owned(),
        FieldType::Decimal | FieldType::Money => format!("numeric(20,{})", field.decimals()),
        FieldType::Date => "date".to_owned(),
        FieldType::Datetime => "timestamptz".to_owned(),
        FieldType::Bool => "boolean".to_owned(),
        FieldType::Uuid | FieldType::File => "uuid".to_owned(),
        FieldType::Json | FieldType::Records => return "jsonb".to_owned(),
    };
    if field.list { format!("{one}[]") } else { one }
}

/// The SQL type of a geometry column; `srid` is the storage CRS.
#[must_use]
pub fn geometry_type(geometry: &GeometryField, srid: i32) -> String {
    let z = if geometry.z { "Z" } else { "" };
    format!("geometry({}{z},{srid})", geometry.kind.name())
}

/// How a field is selected so that its Rust type is one of few: lists as jsonb, numerics as float8.
#[must_use]
pub fn select(field: &Field, alias: &str) -> String {
    let name = quoted(&field.name);
    if field.list {
        return format!("to_jsonb({alias}.{name})");
    }
    match field.kind {
        FieldType::Decimal | FieldType::Money => format!("{alias}.{name}::float8"),
        _ => format!("{alias}.{name}"),
    }
}

/// How a geometry is selected: as WKB.
#[must_use]
pub fn select_geometry(geometry: &GeometryField, alias: &str) -> String {
    format!("ST_AsBinary({alias}.{})", quoted(&geometry.name))
}

/// All data columns of a register, fields then geometries, quoted.
#[must_use]
pub fn data_columns(register: &Register) -> Vec<String> {
    let fields = register.fields.iter().map(|field| quoted(&field.name));
    fields.chain(register.geometries.iter().map(|geometry| quoted(&geometry.name))).collect()
}
