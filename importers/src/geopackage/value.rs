//! One value of a GeoPackage row.

use super::catalog::Column;
use super::damaged;
use crate::{fault, limits};
use gis_core::record::{Fault, RawValue};
use rusqlite::Row;
use rusqlite::types::ValueRef;

/// The value at a column. SQLite lets every row choose its own type; so does the record.
pub fn read(row: &Row, at: usize, column: &Column) -> Result<RawValue, Fault> {
    match row.get_ref(at).map_err(damaged)? {
        ValueRef::Null => Ok(RawValue::Null),
        ValueRef::Integer(whole @ 0..=1) if column.logical => Ok(RawValue::Bool(whole == 1)),
        ValueRef::Integer(whole) => Ok(RawValue::Int(whole)),
        ValueRef::Real(fraction) => Ok(RawValue::Float(fraction)),
        ValueRef::Text(bytes) => text(bytes, column),
        ValueRef::Blob(_) => Err(binary(&column.name)),
    }
}

fn text(bytes: &[u8], column: &Column) -> Result<RawValue, Fault> {
    if bytes.len() > limits::TEXT {
        return Err(fault::too_large("Довжина тексту", "The length of a text", limits::TEXT));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| fault::damaged("GeoPackage", &format!("{}: UTF-8", column.name)))?;
    Ok(RawValue::Text(text.to_owned()))
}

fn binary(column: &str) -> Fault {
    Fault::new(
        "value_binary",
        format!(
            "У стовпці «{column}» є двійкові дані, хоча він не оголошений як BLOB. Приберіть їх і вивантажте знову."
        ),
        format!("The column \"{column}\" holds binary data without being declared BLOB. Remove them and export again."),
    )
}
