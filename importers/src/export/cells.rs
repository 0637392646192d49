//! Rows as people read them in tables: labels as heads, codes with what they mean.

use super::layout::{Column, Layout};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use gis_core::text::Lang;
use gis_core::value::Value;
use std::borrow::Cow;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A whole number.
    Int(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Day(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
    /// Text.
    Text(Cow<'a, str>),
}

/// Between the labels of several codes.
const BETWEEN: &str = "; ";

/// The heads of the id and the fields. A field of codes has two columns: what the code means, and the code.
pub fn heads(layout: &Layout) -> Vec<String> {
    let code = if layout.lang == Lang::Uk { "код" } else { "code" };
    let mut heads = vec!["fid".to_owned()];
    for column in &layout.columns {
        heads.push(column.label.clone());
        if column.codes.is_some() {
            heads.push(format!("{} ({code})", column.label));
        }
    }
    heads
}

/// The cells under [`heads`].
pub fn cells<'a>(layout: &'a Layout, fid: i64, values: &'a [Value]) -> Vec<Cell<'a>> {
    let mut cells = vec![Cell::Int(fid)];
    for (column, value) in layout.columns.iter().zip(values) {
        if column.codes.is_some() {
            cells.push(label(column, value));
        }
        cells.push(cell(value));
    }
    cells
}

fn cell(value: &Value) -> Cell<'_> {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(value) => Cell::Bool(*value),
        Value::Int(value) => Cell::Int(*value),
        Value::Decimal(value) => Cell::Number(*value),
        Value::Text(text) => Cell::Text(Cow::Borrowed(text)),
        Value::Date(day) => Cell::Day(*day),
        Value::Datetime(instant) => Cell::Instant(*instant),
        Value::Uuid(id) => Cell::Text(Cow::Owned(id.to_string())),
        Value::Json(_) | Value::List(_) => Cell::Text(Cow::Owned(value.to_json().to_string())),
    }
}

/// What the codes of a value mean; a code that its list lacks stands for itself.
fn label<'a>(column: &'a Column, value: &'a Value) -> Cell<'a> {
    let means = |code: &'a str| {
        let found = column.codes.as_ref().and_then(|codes| codes.get(code));
        found.map_or(code, String::as_str)
    };
    match value {
        Value::Text(code) => Cell::Text(Cow::Borrowed(means(code))),
        Value::List(values) => {
            let codes =
                values.iter().filter_map(|value| if let Value::Text(code) = value { Some(means(code)) } else { None });
            Cell::Text(Cow::Owned(codes.collect::<Vec<_>>().join(BETWEEN)))
        }
        _ => Cell::Empty,
    }
}

/// An instant as data formats write it.
pub fn instant(instant: &DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
