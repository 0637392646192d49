//! `sortby` and the `cursor` that leads to the next page of an order.
//!
//! A cursor is the fid of the last feature; of an order, the values it stands by and its fid as a JSON array.

use super::Collection;
use crate::http::App;
use crate::http::problem::Problem;
use gis_core::cast;
use gis_core::register::{Field, FieldType};
use gis_core::value::Value;
use serde_json::Value as Json;
use store::read::Feature;
use store::sql::items::Columns;
use store::sql::order::{After, MAX_KEYS, SortKey, sorted_value};

/// The order that `sortby` names: fields with `-` for the largest first, `+` or nothing for the smallest.
///
/// # Errors
/// A field that is no sortable (whether it is hidden, unknown or of another kind), one that stands twice, too many.
pub fn keys(collection: &Collection, text: &str) -> Result<Vec<SortKey>, Problem> {
    let mut keys: Vec<SortKey> = Vec::new();
    for part in text.split(',') {
        // A plus sign in a query string reads as a space.
        let name = part.trim_start_matches([' ', '+', '-']);
        let sign = &part[..part.len() - name.len()];
        let field = collection.scope.field(name).filter(|field| field.is_sortable() && sign.len() <= 1);
        let field = field.ok_or_else(|| unknown(part))?;
        if keys.iter().any(|key| key.field == field.name) {
            return Err(Problem::parameter("sortby", "поле повторюється", "a field stands twice"));
        }
        keys.push(SortKey { field: field.name.clone(), descending: sign == "-" });
    }
    if keys.len() > MAX_KEYS {
        let (uk, en) = (format!("не більше ніж {MAX_KEYS} поля"), format!("at most {MAX_KEYS} fields"));
        return Err(Problem::parameter("sortby", uk, en));
    }
    Ok(keys)
}

fn unknown(part: &str) -> Problem {
    let part: String = part.chars().take(60).collect();
    Problem::parameter(
        "sortby",
        format!("«{part}» не є полем для впорядкування; перелік: …/sortables"),
        format!("“{part}” is no field to sort by; they are listed at …/sortables"),
    )
}

/// Where a page ended, as its cursor says.
///
/// # Errors
/// When it is no cursor of this order.
pub fn after(app: &App, collection: &Collection, keys: &[SortKey], cursor: &str) -> Result<After, Problem> {
    let found = if keys.is_empty() {
        cursor.parse().ok().map(|fid| After { values: Vec::new(), fid })
    } else {
        values(app, collection, keys, cursor)
    };
    found.filter(|after| after.fid >= 0).ok_or_else(|| {
        Problem::parameter(
            "cursor",
            "курсор беруть з посилання next того самого запиту",
            "a cursor is taken from the next link of the same request",
        )
    })
}

fn values(app: &App, collection: &Collection, keys: &[SortKey], cursor: &str) -> Option<After> {
    let mut parts: Vec<Json> = serde_json::from_str(cursor).ok()?;
    let fid = parts.pop()?.as_i64()?;
    let fields = keys.iter().filter_map(|key| collection.scope.field(key.field.as_str()));
    let values: Vec<Value> = fields.zip(&parts).map(|(field, part)| value(app, field, part)).collect::<Option<_>>()?;
    (values.len() == keys.len() && parts.len() == keys.len()).then_some(After { values, fid })
}

/// A code is compared as it is stored, whether it is declared today or not.
fn value(app: &App, field: &Field, part: &Json) -> Option<Value> {
    match (field.kind, part) {
        (FieldType::Code, Json::String(code)) if !code.contains('\0') => Some(Value::Text(code.clone())),
        _ => cast::from_json(app.catalog(), field, part).ok(),
    }
}

/// The cursor behind a feature that was read with these columns.
pub fn cursor(keys: &[SortKey], columns: &Columns, last: &Feature) -> String {
    if keys.is_empty() {
        return last.fid.to_string();
    }
    let value = |key: &SortKey| {
        let at = columns.fields.iter().position(|field| field.name == key.field)?;
        Some(sorted_value(last.values.get(at)?).to_json())
    };
    let mut parts: Vec<Json> = keys.iter().map(|key| value(key).unwrap_or_default()).collect();
    parts.push(Json::from(last.fid));
    Json::Array(parts).to_string()
}
