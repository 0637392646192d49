//! Typed values of features.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde_json::{Number, Value as Json};
use uuid::Uuid;

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// Whole number.
    Int(i64),
    /// Number with a fraction, already rounded to the field's decimals.
    Decimal(f64),
    /// Text, code, address of a page.
    Text(String),
    /// Day.
    Date(NaiveDate),
    /// Instant.
    Datetime(DateTime<Utc>),
    /// UUID.
    Uuid(Uuid),
    /// JSON of a `json` or `records` field.
    Json(Json),
    /// Several values.
    List(Vec<Value>),
}

impl Value {
    /// True when there is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// The value in JSON; dates and instants as RFC 3339 text.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(*value),
            Self::Int(value) => Json::from(*value),
            Self::Decimal(value) => whole_or_fraction(*value),
            Self::Text(value) => Json::String(value.clone()),
            Self::Date(day) => Json::String(day.to_string()),
            Self::Datetime(instant) => Json::String(instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Self::Uuid(id) => Json::String(id.to_string()),
            Self::Json(json) => json.clone(),
            Self::List(values) => Json::Array(values.iter().map(Self::to_json).collect()),
        }
    }
}

fn whole_or_fraction(value: f64) -> Json {
    Number::from_f64(value).map_or(Json::Null, Json::Number)
}
