//! One value of a .dbf row.

use crate::encoding::TextEncoding;
use gis_core::record::RawValue;

/// The types of dBASE III.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `C`: text, padded with spaces.
    Text,
    /// `N` and `F`: a number in digits.
    Number,
    /// `L`: one of `TtYyFfNn`.
    Logical,
    /// `D`: eight digits.
    Date,
}

impl Kind {
    /// The type of a descriptor's letter.
    pub const fn of(letter: u8) -> Option<Self> {
        match letter {
            b'C' => Some(Self::Text),
            b'N' | b'F' => Some(Self::Number),
            b'L' => Some(Self::Logical),
            b'D' => Some(Self::Date),
            _ => None,
        }
    }
}

/// The value of the bytes. A blank is null; a number of stars did not fit its column and is null too.
///
/// # Errors
/// When the bytes are not text of the encoding.
pub fn value(kind: Kind, bytes: &[u8], encoding: TextEncoding) -> Result<RawValue, ()> {
    let end = bytes.iter().rposition(|byte| !matches!(byte, b' ' | 0)).map_or(0, |last| last + 1);
    let bytes = &bytes[..end];
    if bytes.is_empty() {
        return Ok(RawValue::Null);
    }
    let text = encoding.decode(bytes).ok_or(())?;
    Ok(match kind {
        Kind::Text => RawValue::Text(text),
        Kind::Number => number(text.trim()),
        Kind::Logical => logical(&text),
        Kind::Date => date(&text),
    })
}

fn number(text: &str) -> RawValue {
    if let Ok(whole) = text.parse() {
        return RawValue::Int(whole);
    }
    match text.parse::<f64>() {
        _ if text.starts_with('*') => RawValue::Null,
        Ok(fraction) if fraction.is_finite() && text.contains(['.', 'e', 'E']) => RawValue::Float(fraction),
        // Too long for a whole number, or no number at all: as it stands, for the mapping to refuse.
        _ => RawValue::Text(text.to_owned()),
    }
}

fn logical(text: &str) -> RawValue {
    match text {
        "T" | "t" | "Y" | "y" => RawValue::Bool(true),
        "F" | "f" | "N" | "n" => RawValue::Bool(false),
        "?" => RawValue::Null,
        _ => RawValue::Text(text.to_owned()),
    }
}

fn date(text: &str) -> RawValue {
    match (text.get(..4), text.get(4..6), text.get(6..8)) {
        (Some("0000"), ..) => RawValue::Null,
        (Some(year), Some(month), Some(day)) if text.len() == 8 => RawValue::Text(format!("{year}-{month}-{day}")),
        _ => RawValue::Text(text.to_owned()),
    }
}
