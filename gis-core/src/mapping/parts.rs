//! Values of a file into the small rows of a `records` field.

use crate::cast;
use crate::catalog::Catalog;
use crate::reason::Reason;
use crate::record::RawValue;
use crate::register::Field;
use crate::text::Ident;
use crate::value::Value;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Text of `;`-separated pieces: one row a piece, with this one part.
pub fn pieces(part: &Ident, text: &str) -> Value {
    let rows: Vec<Json> = text
        .split(';')
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .map(|piece| serde_json::json!({ part.as_str(): piece }))
        .collect();
    if rows.is_empty() { Value::Null } else { Value::Json(Json::Array(rows)) }
}

/// A list of objects: one row an object, each part under its name in the file.
///
/// # Errors
/// The reason `type` when the value is no such list or a part does not fit.
pub fn renamed(
    catalog: &Catalog,
    field: &Field,
    parts: &BTreeMap<Ident, String>,
    raw: &RawValue,
) -> Result<Value, Reason> {
    let objects: Option<Vec<Map<String, Json>>> = match raw {
        RawValue::Json(text) => serde_json::from_str(text).ok(),
        _ => None,
    };
    let Some(objects) = objects else { return cast::from_raw(catalog, field, raw) };
    let part = |object: &Map<String, Json>, (part, name): (&Ident, &String)| {
        (part.to_string(), object.get(name).cloned().unwrap_or(Json::Null))
    };
    let row = |object: &Map<String, Json>| Json::Object(parts.iter().map(|pair| part(object, pair)).collect());
    cast::from_json(catalog, field, &Json::Array(objects.iter().map(row).collect()))
}
