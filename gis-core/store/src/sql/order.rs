//! The order of a page, and the condition that the next page begins with (a keyset: no page costs more for those
//! before it).
//!
//! Features without a value come last in both directions; equal ones stand by fid, so that the order is one.

use super::items::{Bind, Query};
use super::{columns, quoted};
use gis_core::policy::Scope;
use gis_core::register::{Field, FieldType};
use gis_core::text::Ident;
use gis_core::value::Value;

/// Most fields of an order.
pub const MAX_KEYS: usize = 3;
/// Characters of a text that its place depends on: a cursor carries them.
pub const SORTED_CHARS: usize = 100;
/// Ukrainian alphabet; a binary order puts Є, І, Ї and Ґ behind Я.
const ALPHABET: &str = "\"uk-x-icu\"";

/// One field of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// A sortable field of the scope.
    pub field: Ident,
    /// Largest first.
    pub descending: bool,
}

/// Where a page ended: the values of its last feature, and its fid.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct After {
    /// A value for each key of the order.
    pub values: Vec<Value>,
    /// The feature.
    pub fid: i64,
}

/// The order and the part of it that is asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// Keys before the fid.
    pub keys: Vec<SortKey>,
    /// Only what stands behind this; the default is the beginning.
    pub after: Option<After>,
    /// Most features.
    pub limit: i64,
}

/// The value of a feature as an order and its cursor see it.
#[must_use]
pub fn sorted_value(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.chars().take(SORTED_CHARS).collect()),
        other => other.clone(),
    }
}

/// `ORDER BY` of a page.
#[must_use]
pub fn order_by(scope: &Scope, keys: &[SortKey]) -> String {
    let terms = sorted(scope, keys).map(|(key, field)| {
        let direction = if key.descending { "DESC" } else { "ASC" };
        format!("{} {direction} NULLS LAST, ", expression(field))
    });
    format!("{}t.fid", terms.collect::<String>())
}

/// The condition of everything behind a feature; an order that does not fit it has nothing behind.
#[must_use]
pub fn behind(scope: &Scope, keys: &[SortKey], after: &After, query: &mut Query) -> String {
    let fid = query.bind(Bind::Int(after.fid), "bigint");
    let mut steps = Vec::new();
    let mut equal = String::new();
    for ((key, field), value) in sorted(scope, keys).zip(&after.values) {
        let column = expression(field);
        if value.is_null() {
            // Nothing but further nulls stands behind a null.
            equal.push_str(&format!("{column} IS NULL AND "));
            continue;
        }
        let value = query.bind(Bind::Value(value.clone()), &columns::sql_type(field));
        let sign = if key.descending { "<" } else { ">" };
        steps.push(format!("{equal}({column} {sign} {value} OR {column} IS NULL)"));
        equal.push_str(&format!("{column} = {value} AND "));
    }
    steps.push(format!("{equal}t.fid > {fid}"));
    match &steps[..] {
        _ if after.values.len() != keys.len() => "FALSE".to_owned(),
        [one] => one.clone(),
        many => format!("({})", many.join(" OR ")),
    }
}

fn sorted<'a>(scope: &'a Scope, keys: &'a [SortKey]) -> impl Iterator<Item = (&'a SortKey, &'a Field)> {
    keys.iter().filter_map(|key| Some((key, scope.field(key.field.as_str()).filter(|field| field.is_sortable())?)))
}

fn expression(field: &Field) -> String {
    let column = format!("t.{}", quoted(&field.name));
    match field.kind {
        FieldType::Text => format!("left({column}, {SORTED_CHARS}) COLLATE {ALPHABET}"),
        FieldType::Code => format!("{column} COLLATE \"C\""),
        _ => column,
    }
}
