//! What a format reader hands on: untyped records, before any mapping or rule.

use crate::geometry::Geometry;
use serde::{Deserialize, Serialize};

/// A value as the file had it. The mapping and the register's types decide what it becomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RawValue {
    /// Absent or null in the file.
    Null,
    /// A logical value of the format.
    Bool(bool),
    /// A whole number of the format.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text; dates and times arrive as ISO 8601 text.
    Text(String),
    /// Nested JSON of the format, as text.
    Json(String),
}

/// What is known of a file once it is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// The reader that took the file, such as `geojson` or `dxf`.
    pub format: String,
    /// The part of the file that is read, such as a GeoPackage table or a worksheet; empty where there is one only.
    pub layer: String,
    /// All parts the file offers, to name in messages.
    pub layers: Vec<String>,
    /// Column names in file order.
    pub columns: Vec<String>,
    /// EPSG code the file states, when it does; 4326 for GeoJSON means lon/lat.
    pub epsg: Option<i32>,
    /// The text encoding the attributes were read with, such as `windows-1251`, and where it was learnt from.
    pub encoding: Option<String>,
    /// How many records the file says it has.
    pub count: Option<u64>,
}

/// One record of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Position in the file, from 1, as a person would count rows or features.
    pub number: u64,
    /// One value per column of [`SourceInfo::columns`].
    pub values: Vec<RawValue>,
    /// The geometry with easting (longitude) first; `None` where the record has none.
    pub geometry: Option<Geometry>,
    /// Why the geometry could not be read, with the record otherwise kept.
    pub geometry_fault: Option<String>,
}

/// What a reader found against the format and read past: the report carries it as a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The record it is about, from 1; `None` for the file as a whole.
    pub record: Option<u64>,
    /// Stable code such as `boundary_open`.
    pub code: String,
    /// Ukrainian sentence: which part, why, how to mend it. Never a value that may name a person.
    pub uk: String,
    /// English sentence: which part, why, how to mend it.
    pub en: String,
}

/// What the worker writes to its pipe, in this order: one `Info`, any number of `Record`s and `Note`s, one `End` or
/// `Fault`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Message {
    /// The file is open.
    Info(SourceInfo),
    /// The next record.
    Record(Record),
    /// A deviation that was read past.
    Note(Note),
    /// All records were sent.
    End {
        /// How many there were.
        records: u64,
    },
    /// The file cannot be read, or not further.
    Fault(Fault),
}

/// Why a file cannot be read: a stable code and the sentence for each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{en}")]
pub struct Fault {
    /// Stable code such as `file_truncated`.
    pub code: String,
    /// The record it happened at, from 1, when known.
    pub record: Option<u64>,
    /// Ukrainian sentence: what, why, how to mend it.
    pub uk: String,
    /// English sentence: what, why, how to mend it.
    pub en: String,
    /// What a person may choose from, where a choice mends it: encodings, layers.
    pub choices: Vec<Choice>,
}

/// One answer a person may give to mend a fault, such as an encoding or a layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What to pass on, such as `windows-1251`.
    pub value: String,
    /// What the file looks like with it, to recognise the right one by; may be empty.
    pub preview: String,
}

impl Fault {
    /// A fault of the file as a whole.
    #[must_use]
    pub fn new(code: &str, uk: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: code.to_owned(), record: None, uk: uk.into(), en: en.into(), choices: Vec::new() }
    }

    /// The same fault with the record (from 1) it happened at.
    #[must_use]
    pub fn at(mut self, record: u64) -> Self {
        self.record.get_or_insert(record);
        self
    }
}
