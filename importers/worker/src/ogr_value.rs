//! One field of a GDAL feature.

use gdal::errors::GdalError;
use gdal::vector::{Feature, FieldValue};
use gis_core::record::{Fault, RawValue};
use importers::{fault, limits};

/// The value at a field; dates and times as ISO 8601, lists as JSON.
pub fn value(feature: &Feature, at: usize) -> Result<RawValue, Fault> {
    // A field that was never set reads as zero, or as no date at all; only its text tells that nothing is there.
    let text = feature.field_as_string(at).map_err(|error| broken(&error))?.filter(|text| !text.is_empty());
    let Some(text) = text else { return Ok(RawValue::Null) };
    let value = match feature.field(at) {
        Ok(value) => value,
        // Times of day and bytes have no type of their own in the binding; GDAL writes them as text.
        Err(GdalError::UnhandledFieldType { .. }) => Some(FieldValue::StringValue(text)),
        Err(error) => return Err(broken(&error)),
    };
    Ok(match value {
        None => RawValue::Null,
        Some(FieldValue::StringValue(text)) => bounded(text).map(RawValue::Text)?,
        Some(FieldValue::IntegerValue(whole)) => RawValue::Int(i64::from(whole)),
        Some(FieldValue::Integer64Value(whole)) => RawValue::Int(whole),
        Some(FieldValue::RealValue(fraction)) => RawValue::Float(fraction),
        Some(FieldValue::DateValue(date)) => RawValue::Text(date.format("%Y-%m-%d").to_string()),
        Some(FieldValue::DateTimeValue(time)) => RawValue::Text(time.format("%Y-%m-%dT%H:%M:%S").to_string()),
        Some(list) => bounded(json(list)).map(RawValue::Json)?,
    })
}

fn json(list: FieldValue) -> String {
    match list {
        FieldValue::StringListValue(items) => serde_json::json!(items),
        FieldValue::IntegerListValue(items) => serde_json::json!(items),
        FieldValue::Integer64ListValue(items) => serde_json::json!(items),
        FieldValue::RealListValue(items) => serde_json::json!(items),
        _ => serde_json::Value::Null,
    }
    .to_string()
}

/// Refuses text that is too long, and text in which GDAL or the binding could not decode a letter: they put U+FFFD
/// there without a word, and the letter would be lost.
fn bounded(text: String) -> Result<String, Fault> {
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(fault::encoding_mismatch("UTF-8", &text.chars().take(40).collect::<String>()));
    }
    if text.len() > limits::TEXT {
        return Err(fault::too_large("Довжина тексту", "The length of a text", limits::TEXT));
    }
    Ok(text)
}

fn broken(error: &GdalError) -> Fault {
    fault::damaged("GDAL", &error.to_string())
}
