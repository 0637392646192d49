//! Which records of a file a mapping takes.

use super::is_blank;
use crate::expr::{Clock, ColumnExpr, Facts, Name};
use crate::record::{RawValue, Record, SourceInfo};
use crate::value::Value;

/// The condition of a mapping, with the place of each column it looks at.
pub(super) struct When<'a> {
    condition: &'a ColumnExpr,
    columns: Vec<(&'a str, usize)>,
    clock: Clock,
}

impl<'a> When<'a> {
    /// Binds the condition; columns that the file lacks are added to `missing`.
    pub(super) fn new(condition: &'a ColumnExpr, info: &SourceInfo, clock: Clock, missing: &mut Vec<String>) -> Self {
        let mut columns = Vec::new();
        for name in condition.fields().into_iter().map(Name::as_str) {
            match info.columns.iter().position(|have| have == name) {
                Some(at) => columns.push((name, at)),
                None => missing.push(name.to_owned()),
            }
        }
        Self { condition, columns, clock }
    }

    /// False also when the answer is unknown.
    pub(super) fn holds(&self, record: &Record) -> bool {
        let value = |(name, at): &(&'a str, usize)| (*name, plain(record.values.get(*at).unwrap_or(&RawValue::Null)));
        let row = Row(self.columns.iter().map(value).collect());
        self.condition.holds(&row, self.clock) == Some(true)
    }
}

/// The values that a condition looks at.
struct Row<'a>(Vec<(&'a str, Value)>);

impl Facts for Row<'_> {
    fn value(&self, field: &str) -> &Value {
        self.0.iter().find(|(name, _)| *name == field).map_or(&Value::Null, |(_, value)| value)
    }
}

/// A value of a file as a condition compares it; blank text is no value.
fn plain(raw: &RawValue) -> Value {
    match raw {
        _ if is_blank(raw) => Value::Null,
        RawValue::Null => Value::Null,
        RawValue::Bool(value) => Value::Bool(*value),
        RawValue::Int(value) => Value::Int(*value),
        RawValue::Float(value) => Value::Decimal(*value),
        RawValue::Text(text) | RawValue::Json(text) => Value::Text(text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn holds(condition: &str, values: Vec<RawValue>) -> bool {
        let condition: ColumnExpr = serde_json::from_value(condition.into()).unwrap();
        let columns = ["building", "addr:housenumber", "levels"].map(str::to_owned).to_vec();
        let info = SourceInfo {
            format: String::new(),
            layer: String::new(),
            layers: Vec::new(),
            columns,
            epsg: None,
            encoding: None,
            count: None,
        };
        let clock = Clock { today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() };
        let mut missing = Vec::new();
        let when = When::new(&condition, &info, clock, &mut missing);
        assert_eq!(missing, Vec::<String>::new());
        when.holds(&Record { number: 1, values, geometry: None, geometry_fault: None })
    }

    #[test]
    fn a_condition_compares_text_numbers_and_what_is_missing() {
        let text = |text: &str| RawValue::Text(text.to_owned());
        let row = || vec![text("yes"), text(" 5-А "), RawValue::Int(3)];
        assert!(holds("building <> 'no' AND \"addr:housenumber\" LIKE '5%' AND levels > 2", row()));
        assert!(!holds("building IN ('no', 'ruins')", row()));
        assert!(!holds("building <> 'no'", vec![RawValue::Null, RawValue::Null, RawValue::Null]));
        assert!(holds("\"addr:housenumber\" IS NULL", vec![RawValue::Null, text(" "), RawValue::Null]));
    }
}
