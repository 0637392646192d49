//! Values from outside (JSON of the API, raw values of files) into the type of their field.

use crate::catalog::Catalog;
use crate::reason::Reason;
use crate::record::RawValue;
use crate::register::{Field, FieldType, Part};
use crate::value::Value;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::Kyiv;
use serde_json::Value as Json;
use uuid::Uuid;

/// Most values of a list and most rows of a `records` field.
pub const MAX_LIST: usize = 1_000;
/// Largest magnitude of a number that JSON clients keep exact, 2^53.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// JSON into the field's type; `null` and missing are [`Value::Null`].
///
/// # Errors
/// One reason with code `type`, `code_unknown` or `max_length`.
pub fn from_json(catalog: &Catalog, field: &Field, json: &Json) -> Result<Value, Reason> {
    match json {
        Json::Null => Ok(Value::Null),
        Json::Array(items) if field.list => {
            if items.len() > MAX_LIST {
                return Err(too_many(field));
            }
            let values: Result<Vec<Value>, Reason> = items.iter().map(|item| one_json(catalog, field, item)).collect();
            values.map(list)
        }
        _ if field.list => Err(wrong_type(field, &json.to_string())),
        _ => one_json(catalog, field, json),
    }
}

/// A value of a file into the field's type. Text is trimmed; blank text is no value. Lists arrive `;`-separated.
///
/// # Errors
/// As [`from_json`].
pub fn from_raw(catalog: &Catalog, field: &Field, raw: &RawValue) -> Result<Value, Reason> {
    match raw {
        RawValue::Null => Ok(Value::Null),
        RawValue::Json(text) => {
            let json = serde_json::from_str(text).map_err(|_| wrong_type(field, text))?;
            from_json(catalog, field, &json)
        }
        RawValue::Text(text) if text.trim().is_empty() => Ok(Value::Null),
        RawValue::Text(text) if field.list => {
            let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty()).take(MAX_LIST + 1);
            let values: Result<Vec<Value>, Reason> = parts.map(|part| one_text(catalog, field, part)).collect();
            let values = values?;
            if values.len() > MAX_LIST { Err(too_many(field)) } else { Ok(list(values)) }
        }
        RawValue::Text(text) => one_text(catalog, field, text.trim()),
        RawValue::Bool(value) => one_json(catalog, field, &Json::Bool(*value)).map(|value| wrap(field, value)),
        RawValue::Int(value) => number(catalog, field, &value.to_string()).map(|value| wrap(field, value)),
        RawValue::Float(value) => number(catalog, field, &value.to_string()).map(|value| wrap(field, value)),
    }
}

fn list(values: Vec<Value>) -> Value {
    if values.is_empty() { Value::Null } else { Value::List(values) }
}

fn wrap(field: &Field, value: Value) -> Value {
    if field.list { Value::List(vec![value]) } else { value }
}

fn wrong_type(field: &Field, given: &str) -> Reason {
    let (uk, en) = expected(field.kind);
    Reason::of(field, "type", format!("очікується {uk}"), format!("{en} is expected")).with(given)
}

fn too_many(field: &Field) -> Reason {
    Reason::of(field, "max_length", format!("понад {MAX_LIST} значень"), format!("more than {MAX_LIST} values"))
}

const fn expected(kind: FieldType) -> (&'static str, &'static str) {
    match kind {
        FieldType::Text => ("текст", "a text"),
        FieldType::Int => ("ціле число", "a whole number"),
        FieldType::Decimal | FieldType::Money => ("число", "a number"),
        FieldType::Date => ("дата виду 2026-01-31", "a day such as 2026-01-31"),
        FieldType::Datetime => ("час виду 2026-01-31T10:00:00Z", "an instant such as 2026-01-31T10:00:00Z"),
        FieldType::Bool => ("так або ні", "true or false"),
        FieldType::Code => ("код зі списку", "a code of the list"),
        FieldType::Ref => ("номер об'єкта реєстру", "the number of a feature"),
        FieldType::Url => ("адреса https://…", "an https:// address"),
        FieldType::Uuid | FieldType::File => ("UUID", "a UUID"),
        FieldType::Json => ("JSON", "JSON"),
        FieldType::Records => ("список записів", "a list of records"),
    }
}

fn one_json(catalog: &Catalog, field: &Field, json: &Json) -> Result<Value, Reason> {
    let fail = || wrong_type(field, &json.to_string());
    match (field.kind, json) {
        (FieldType::Json, _) => Ok(Value::Json(json.clone())),
        (FieldType::Records, Json::Array(rows)) => records(field, rows),
        (FieldType::Bool, Json::Bool(value)) => Ok(Value::Bool(*value)),
        (FieldType::Int | FieldType::Ref, Json::Number(value)) => integer(field, value.as_f64().ok_or_else(fail)?),
        (FieldType::Decimal | FieldType::Money, Json::Number(value)) => {
            decimal(field, value.as_f64().ok_or_else(fail)?)
        }
        (FieldType::Int | FieldType::Ref | FieldType::Decimal | FieldType::Money | FieldType::Bool, _) => Err(fail()),
        (_, Json::String(text)) => one_text(catalog, field, text),
        _ => Err(fail()),
    }
}

fn number(catalog: &Catalog, field: &Field, text: &str) -> Result<Value, Reason> {
    match field.kind {
        FieldType::Bool if text == "0" || text == "1" => Ok(Value::Bool(text == "1")),
        _ => one_text(catalog, field, text),
    }
}

fn one_text(catalog: &Catalog, field: &Field, text: &str) -> Result<Value, Reason> {
    let fail = || wrong_type(field, text);
    if text.is_empty() {
        return Ok(Value::Null);
    }
    match field.kind {
        FieldType::Text | FieldType::Url => plain(field, text),
        FieldType::Code => code(catalog, field, text),
        FieldType::Int | FieldType::Ref => integer(field, float(text).ok_or_else(fail)?),
        FieldType::Decimal | FieldType::Money => decimal(field, float(text).ok_or_else(fail)?),
        FieldType::Date => day(text).map(Value::Date).ok_or_else(fail),
        FieldType::Datetime => instant(text).map(Value::Datetime).ok_or_else(fail),
        FieldType::Bool => truth(text).map(Value::Bool).ok_or_else(fail),
        FieldType::Uuid | FieldType::File => Uuid::parse_str(text).map(Value::Uuid).map_err(|_| fail()),
        FieldType::Json => serde_json::from_str(text).map(Value::Json).map_err(|_| fail()),
        FieldType::Records => match serde_json::from_str(text) {
            Ok(Json::Array(rows)) => records(field, &rows),
            _ => Err(fail()),
        },
    }
}

/// Control characters (NUL above all, which PostgreSQL refuses) are no text; tab and line breaks are.
fn plain(field: &Field, text: &str) -> Result<Value, Reason> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return Err(Reason::of(field, "type", "містить керівні символи", "holds control characters"));
    }
    Ok(Value::Text(text.to_owned()))
}

/// A code, its label in either language, its abbreviation or another usual spelling.
fn code(catalog: &Catalog, field: &Field, text: &str) -> Result<Value, Reason> {
    let items = field.codes.as_ref().and_then(|list| catalog.codes.get(list)).map_or(&[][..], |list| &list.items);
    let same = |spelling: &str| spelling.to_lowercase() == text.to_lowercase();
    let found = items.iter().find(|item| item.code == text).or_else(|| {
        items.iter().find(|item| {
            let short = item.short.as_ref().is_some_and(|short| same(&short.uk) || same(&short.en));
            short || same(&item.label.uk) || same(&item.label.en) || item.aliases.iter().any(|alias| same(alias))
        })
    });
    match found {
        Some(item) => Ok(Value::Text(item.code.clone())),
        None => Err(unknown_code(field, text, items.iter().map(|item| item.code.as_str()))),
    }
}

fn unknown_code<'a>(field: &Field, text: &str, codes: impl Iterator<Item = &'a str>) -> Reason {
    let some: Vec<&str> = codes.take(12).collect();
    let some = some.join(", ");
    Reason::of(
        field,
        "code_unknown",
        format!("такого коду немає у списку ({some} …)"),
        format!("no such code in the list ({some} …)"),
    )
    .with(text)
}

fn float(text: &str) -> Option<f64> {
    let plain = text.replace([' ', '\u{a0}', '\u{202f}'], "").replace(',', ".");
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 2^53")]
fn integer(field: &Field, number: f64) -> Result<Value, Reason> {
    if number.fract() == 0.0 && number.abs() <= MAX_EXACT {
        Ok(Value::Int(number as i64))
    } else {
        Err(wrong_type(field, &number.to_string()))
    }
}

fn decimal(field: &Field, number: f64) -> Result<Value, Reason> {
    if !number.is_finite() || number.abs() > MAX_EXACT {
        return Err(wrong_type(field, &number.to_string()));
    }
    Ok(Value::Decimal(round(number, field.decimals())))
}

/// Rounds half away from zero to a number of decimals.
#[must_use]
pub fn round(number: f64, decimals: u8) -> f64 {
    let step = 10_f64.powi(i32::from(decimals));
    let rounded = (number * step).round() / step;
    if rounded.is_finite() { rounded } else { number }
}

/// ISO day or the everyday Ukrainian `31.01.2026`; a time behind it is dropped.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let head = text.get(..10).unwrap_or(text);
    NaiveDate::parse_from_str(head, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(head, "%d.%m.%Y"))
        .or_else(|_| NaiveDate::parse_from_str(head, "%Y/%m/%d"))
        .ok()
}

/// RFC 3339; without a zone it is Kyiv time.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.with_timezone(&Utc));
    }
    let naive = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Kyiv.from_local_datetime(&naive).earliest().map(|instant| instant.with_timezone(&Utc))
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "t" | "1" | "так" | "yes" => Some(true),
        "false" | "f" | "0" | "ні" | "no" => Some(false),
        _ => None,
    }
}

fn records(field: &Field, rows: &[Json]) -> Result<Value, Reason> {
    if rows.len() > MAX_LIST {
        return Err(too_many(field));
    }
    for row in rows {
        let Json::Object(row) = row else { return Err(wrong_type(field, &row.to_string())) };
        let unknown = row.keys().find(|key| !field.of.iter().any(|part| part.name.as_str() == key.as_str()));
        if let Some(key) = unknown {
            return Err(
                Reason::of(field, "type", format!("зайвий ключ «{key}»"), format!("unexpected key “{key}”")).with(key)
            );
        }
        for part in &field.of {
            part_fits(field, part, row.get(part.name.as_str()).unwrap_or(&Json::Null))?;
        }
    }
    Ok(if rows.is_empty() { Value::Null } else { Value::Json(Json::Array(rows.to_vec())) })
}

fn part_fits(field: &Field, part: &Part, value: &Json) -> Result<(), Reason> {
    let fits = match (part.kind, value) {
        (_, Json::Null) => !part.required,
        (FieldType::Text, Json::String(text)) => {
            plain(field, text).is_ok() && !(part.required && text.trim().is_empty())
        }
        (FieldType::Date, Json::String(text)) => NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok(),
        (FieldType::Int, Json::Number(number)) => number.is_i64(),
        (FieldType::Decimal, Json::Number(_)) | (FieldType::Bool, Json::Bool(_)) => true,
        _ => false,
    };
    if fits {
        return Ok(());
    }
    let (uk, en) = expected(part.kind);
    Err(Reason::of(
        field,
        "type",
        format!("у «{}» очікується {uk}", part.label.uk),
        format!("“{}” must be {en}", part.label.en),
    )
    .with(&value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_spellings_of_days_and_numbers_are_read() {
        let expected = NaiveDate::from_ymd_opt(2026, 1, 31);
        for text in ["2026-01-31", "31.01.2026", "2026/01/31", "2026-01-31T10:00:00Z"] {
            assert_eq!(day(text), expected, "{text}");
        }
        assert_eq!(day("31.02.2026"), None);
        assert_eq!(float("1 234,5"), Some(1234.5));
        assert_eq!(float("1e400"), None);
    }

    #[test]
    fn an_instant_without_zone_is_kyiv_time() {
        let winter = instant("2026-01-31 10:00:00").unwrap();
        assert_eq!(winter.to_rfc3339(), "2026-01-31T08:00:00+00:00");
    }

    #[test]
    fn numbers_round_half_away_from_zero() {
        assert_eq!(round(2.5, 0), 3.0);
        assert_eq!(round(-0.0005, 3), -0.001);
    }
}
