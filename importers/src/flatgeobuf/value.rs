//! The attributes of a feature: number of the column, then the value, again and again.

use super::damaged;
use crate::{fault, limits};
use flatgeobuf::{ColumnType, Header};
use gis_core::record::{Fault, RawValue};

/// A column of the header.
pub struct Column {
    /// As the file calls it.
    pub name: String,
    /// What its values are.
    kind: ColumnType,
}

/// The columns of the header.
///
/// # Errors
/// A limit.
pub fn columns(header: &Header) -> Result<Vec<Column>, Fault> {
    let columns = header.columns();
    if columns.is_some_and(|columns| columns.len() > limits::COLUMNS) {
        return Err(fault::too_many_columns());
    }
    let column = |column: flatgeobuf::Column| Column { name: column.name().to_owned(), kind: column.type_() };
    Ok(columns.iter().flatten().map(column).collect())
}

/// One value per column; a column that the feature does not name is empty.
///
/// # Errors
/// `file_damaged` or a limit.
pub fn values(bytes: &[u8], columns: &[Column]) -> Result<Vec<RawValue>, Fault> {
    let (mut values, mut rest) = (vec![RawValue::Null; columns.len()], Bytes(bytes));
    // Some writers leave one byte behind the last value.
    while rest.0.len() > 1 {
        let at = usize::from(u16::from_le_bytes(rest.array()?));
        let column = columns.get(at).ok_or_else(|| damaged("a value of a column that it does not have"))?;
        values[at] = rest.value(column)?;
    }
    Ok(values)
}

/// The bytes that are still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn value(&mut self, column: &Column) -> Result<RawValue, Fault> {
        Ok(match column.kind {
            ColumnType::Byte => RawValue::Int(i8::from_le_bytes(self.array()?).into()),
            ColumnType::UByte => RawValue::Int(u8::from_le_bytes(self.array()?).into()),
            ColumnType::Bool => RawValue::Bool(self.array::<1>()? != [0]),
            ColumnType::Short => RawValue::Int(i16::from_le_bytes(self.array()?).into()),
            ColumnType::UShort => RawValue::Int(u16::from_le_bytes(self.array()?).into()),
            ColumnType::Int => RawValue::Int(i32::from_le_bytes(self.array()?).into()),
            ColumnType::UInt => RawValue::Int(u32::from_le_bytes(self.array()?).into()),
            ColumnType::Long => RawValue::Int(i64::from_le_bytes(self.array()?)),
            ColumnType::ULong => {
                let whole = u64::from_le_bytes(self.array()?);
                i64::try_from(whole).map_or_else(|_| RawValue::Text(whole.to_string()), RawValue::Int)
            }
            ColumnType::Float => RawValue::Float(f32::from_le_bytes(self.array()?).into()),
            ColumnType::Double => RawValue::Float(f64::from_le_bytes(self.array()?)),
            ColumnType::String | ColumnType::DateTime => RawValue::Text(self.text(column)?),
            ColumnType::Json => RawValue::Json(self.text(column)?),
            ColumnType::Binary => {
                // Pictures have no place in a record.
                self.sized()?;
                RawValue::Null
            }
            _ => return Err(damaged(&format!("the column {} is of an unknown type", column.name))),
        })
    }

    fn text(&mut self, column: &Column) -> Result<String, Fault> {
        let bytes = self.sized()?;
        if bytes.len() > limits::TEXT {
            return Err(fault::too_large("Довжина тексту", "The length of a text", limits::TEXT));
        }
        String::from_utf8(bytes.to_vec()).map_err(|_| damaged(&format!("{}: UTF-8", column.name)))
    }

    fn sized(&mut self) -> Result<&'a [u8], Fault> {
        let size = u32::from_le_bytes(self.array()?) as usize;
        let (head, rest) = self.0.split_at_checked(size).ok_or_else(short)?;
        self.0 = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (head, rest) = self.0.split_first_chunk().ok_or_else(short)?;
        self.0 = rest;
        Ok(*head)
    }
}

fn short() -> Fault {
    damaged("the values of a feature end too early")
}
