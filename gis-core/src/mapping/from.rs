//! The columns that feed one field: one, the first that has a value, or several joined.

use super::{is_blank, spelling};
use crate::record::{RawValue, Record};
use serde::Deserialize;
use std::borrow::Cow;

/// The key `from`: a column or a list of columns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum From {
    /// One column.
    One(String),
    /// Several: the first that is not empty, or all of them with `join`.
    Several(Vec<String>),
}

impl From {
    /// The names of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
        }
    }
}

/// What the columns at these places hold together: all that is not empty with `join` between, else the first of it.
pub(super) fn value<'r>(record: &'r Record, columns: &[usize], join: Option<&str>) -> Cow<'r, RawValue> {
    let mut given = columns.iter().filter_map(|at| record.values.get(*at)).filter(|raw| !is_blank(raw));
    match join {
        None => Cow::Borrowed(given.next().unwrap_or(&RawValue::Null)),
        Some(join) => {
            let parts: Vec<String> = given.filter_map(spelling).collect();
            Cow::Owned(if parts.is_empty() { RawValue::Null } else { RawValue::Text(parts.join(join)) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let text = |text: &str| RawValue::Text(text.to_owned());
        let values = vec![text(" "), text("вул. Миру"), RawValue::Int(5), RawValue::Null];
        Record { number: 1, values, geometry: None, geometry_fault: None }
    }

    #[test]
    fn without_join_the_first_column_with_a_value_counts() {
        assert_eq!(*value(&record(), &[0, 2, 1], None), RawValue::Int(5));
        assert_eq!(*value(&record(), &[0, 3], None), RawValue::Null);
        assert_eq!(*value(&record(), &[], None), RawValue::Null);
    }

    #[test]
    fn with_join_empty_columns_leave_no_gap() {
        let record = record();
        let joined = value(&record, &[0, 1, 3, 2], Some(", "));
        assert_eq!(*joined, RawValue::Text("вул. Миру, 5".to_owned()));
        assert_eq!(*value(&record, &[0, 3], Some(", ")), RawValue::Null);
    }

    #[test]
    fn a_column_or_a_list_is_written_after_from() {
        let read = |text: &str| serde_json::from_str::<From>(text).unwrap();
        assert_eq!(read("\"a\"").names(), ["a"]);
        assert_eq!(read("[\"a\", \"b\"]").names(), ["a", "b"]);
    }
}
