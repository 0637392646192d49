//! One record of a JSON file.

use super::columns::Columns;
use super::cursor::{Cursor, Stop};
use super::geometry;
use super::layout::Rows;
use crate::limits;
use gis_core::record::{RawValue, Record};

/// Notes the column names of a record and passes it.
pub fn survey(cursor: &mut Cursor, rows: Rows, columns: &mut Columns) -> Result<(), Stop> {
    if rows == Rows::Flat {
        return survey_names(cursor, columns);
    }
    cursor.expect(b'{', "a feature is missing")?;
    let mut first = true;
    while cursor.next_item(first, b'}')? {
        first = false;
        match &*cursor.key()? {
            "properties" if cursor.peek()? == b'{' => survey_names(cursor, columns)?,
            "id" => {
                columns.meet_id();
                cursor.skip()?;
            }
            _ => drop(cursor.skip()?),
        }
    }
    Ok(())
}

fn survey_names(cursor: &mut Cursor, columns: &mut Columns) -> Result<(), Stop> {
    cursor.expect(b'{', "an object is missing")?;
    let mut place = 0;
    while cursor.next_item(place == 0, b'}')? {
        columns.meet(&cursor.key()?, place).map_err(Stop::Fault)?;
        cursor.skip()?;
        place += 1;
    }
    Ok(())
}

/// Reads a record; its number is not set yet.
pub fn record(cursor: &mut Cursor, rows: Rows, columns: &Columns) -> Result<Record, Stop> {
    let values = vec![RawValue::Null; columns.names().len()];
    let mut record = Record { number: 0, values, geometry: None, geometry_fault: None };
    match rows {
        Rows::Flat => members(cursor, columns, &mut record.values)?,
        Rows::Features => feature(cursor, columns, &mut record)?,
    }
    Ok(record)
}

fn feature(cursor: &mut Cursor, columns: &Columns, record: &mut Record) -> Result<(), Stop> {
    cursor.expect(b'{', "a feature is missing")?;
    let (mut first, mut is_feature) = (true, false);
    while cursor.next_item(first, b'}')? {
        first = false;
        match &*cursor.key()? {
            "type" => is_feature = cursor.string()? == "Feature",
            "geometry" => geometry::read(cursor, record)?,
            "properties" if cursor.peek()? == b'{' => members(cursor, columns, &mut record.values)?,
            "properties" if cursor.scalar()? == b"null" => {}
            "properties" => return Err(Stop::Bad("properties are no object")),
            "id" => {
                let place = columns.id_place().ok_or(CHANGED)?;
                record.values[place] = value(cursor)?;
            }
            _ => drop(cursor.skip()?),
        }
    }
    if is_feature { Ok(()) } else { Err(Stop::Bad("a record is no Feature")) }
}

/// A name that the first walk did not meet.
const CHANGED: Stop = Stop::Bad("the file changed while it was read");

fn members(cursor: &mut Cursor, columns: &Columns, values: &mut [RawValue]) -> Result<(), Stop> {
    cursor.expect(b'{', "an object is missing")?;
    let mut hint = 0;
    let mut first = true;
    while cursor.next_item(first, b'}')? {
        first = false;
        let place = columns.place(&cursor.key()?, hint).ok_or(CHANGED)?;
        hint = place + 1;
        let slot = values.get_mut(place).ok_or(CHANGED)?;
        if *slot != RawValue::Null {
            return Err(Stop::Bad("a name occurs twice in one record"));
        }
        *slot = value(cursor)?;
    }
    Ok(())
}

fn value(cursor: &mut Cursor) -> Result<RawValue, Stop> {
    match cursor.peek()? {
        b'"' => text(&cursor.string()?).map(RawValue::Text),
        b'{' | b'[' => nested(cursor.skip()?).map(RawValue::Json),
        _ => scalar(cursor.scalar()?),
    }
}

fn text(text: &str) -> Result<String, Stop> {
    if text.len() > limits::TEXT { Err(Stop::Bad("a text is longer than 1 MiB")) } else { Ok(text.to_owned()) }
}

fn nested(bytes: &[u8]) -> Result<String, Stop> {
    // The skipped value was only counted; this checks it, within a depth that is already bounded.
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).map_err(|_| Stop::Bad("a nested value is wrong"))?;
    text(std::str::from_utf8(bytes).map_err(|_| Stop::Bad("a nested value is not UTF-8"))?)
}

fn scalar(token: &[u8]) -> Result<RawValue, Stop> {
    match token {
        b"null" => Ok(RawValue::Null),
        b"true" => Ok(RawValue::Bool(true)),
        b"false" => Ok(RawValue::Bool(false)),
        _ => number(token),
    }
}

/// A whole number too long for 64 bits stays text, so that no digit of an identifier is lost.
fn number(token: &[u8]) -> Result<RawValue, Stop> {
    let wrong = || Stop::Bad("a value is neither a number nor text, true, false or null");
    let value: serde_json::Number = serde_json::from_slice(token).map_err(|_| wrong())?;
    let whole = token.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
    match (value.as_i64(), value.as_f64()) {
        (Some(whole), _) => Ok(RawValue::Int(whole)),
        (None, _) if whole => Ok(RawValue::Text(String::from_utf8_lossy(token).into_owned())),
        (None, Some(fraction)) if fraction.is_finite() => Ok(RawValue::Float(fraction)),
        _ => Err(wrong()),
    }
}
