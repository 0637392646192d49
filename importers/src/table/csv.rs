//! Text tables: comma, semicolon, tab or bar, in any of the usual encodings, with newlines in quotes.

use super::csv_shape::{self, CsvShape};
use super::points::{self, GeometrySource};
use crate::bounded::Bounded;
use crate::{OpenOptions, Sink, fault, limits, sniff};
use csv::{ByteRecord, ReaderBuilder};
use gis_core::record::{Fault, RawValue, Record, SourceInfo};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Reads a CSV file.
///
/// # Errors
/// `encoding_unknown`, `encoding_mismatch`, `csv_row_length`, `column_unknown`, a limit, or what the sink answered
/// with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let shape = csv_shape::detect(&sniff::head(file, limits::SAMPLE)?, options)?;
    let unreadable = |error| fault::unreadable(file, &error);
    let mut opened = File::open(file).map_err(unreadable)?;
    opened.seek(SeekFrom::Start(shape.mark as u64)).map_err(unreadable)?;
    read_rows(opened, shape, options, sink)
}

/// Reads the rows behind the byte order mark.
///
/// # Errors
/// As [`read`].
pub fn read_rows(input: impl Read, shape: CsvShape, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    // A quote that is never closed would otherwise take the rest of the file.
    let (bounded, allowance) = Bounded::new(input, limits::RECORD);
    let mut reader =
        ReaderBuilder::new().delimiter(shape.separator).has_headers(false).flexible(true).from_reader(bounded);
    let mut row = ByteRecord::new();
    let mut next = |row: &mut ByteRecord| {
        allowance.renew();
        reader.read_byte_record(row).map_err(|error| broken(&error))
    };
    if !next(&mut row)? {
        return Err(fault::empty());
    }
    let columns = names(&row, shape)?;
    let (geometry, epsg) = points::find(&columns, options.geometry.as_ref())?;
    sink.info(info(columns.clone(), options.epsg.or(epsg), shape))?;
    let mut number = 0;
    while next(&mut row).map_err(|fault| fault.at(number + 1))? {
        number += 1;
        sink.record(record(&row, number, shape, (&columns, geometry)).map_err(|fault| fault.at(number))?)?;
    }
    Ok(())
}

fn info(columns: Vec<String>, epsg: Option<i32>, shape: CsvShape) -> SourceInfo {
    SourceInfo {
        format: "csv".to_owned(),
        layer: String::new(),
        layers: Vec::new(),
        columns,
        epsg,
        encoding: Some(shape.encoding.describe()),
        count: None,
    }
}

fn names(row: &ByteRecord, shape: CsvShape) -> Result<Vec<String>, Fault> {
    if row.len() > limits::COLUMNS {
        return Err(fault::too_many_columns());
    }
    let decode = |bytes: &[u8]| shape.encoding.decode(bytes.trim_ascii()).ok_or_else(|| mismatch(shape, "1"));
    row.iter().map(decode).collect()
}

fn record(
    row: &ByteRecord,
    number: u64,
    shape: CsvShape,
    (columns, geometry): (&[String], GeometrySource),
) -> Result<Record, Fault> {
    if row.len() != columns.len() {
        return Err(wrong_length(row.len(), columns.len()));
    }
    let values = row.iter().zip(columns).map(|(bytes, column)| value(bytes, shape, column));
    let mut record = Record { number, values: values.collect::<Result<_, _>>()?, geometry: None, geometry_fault: None };
    geometry.place(&mut record);
    Ok(record)
}

fn value(bytes: &[u8], shape: CsvShape, column: &str) -> Result<RawValue, Fault> {
    match bytes.len() {
        0 => Ok(RawValue::Null),
        1..=limits::TEXT => shape.encoding.decode(bytes).map(RawValue::Text).ok_or_else(|| mismatch(shape, column)),
        _ => Err(fault::too_large("Довжина тексту", "The length of a text", limits::TEXT)),
    }
}

fn mismatch(shape: CsvShape, column: &str) -> Fault {
    fault::encoding_mismatch(shape.encoding.encoding.name(), column)
}

fn wrong_length(found: usize, expected: usize) -> Fault {
    Fault::new(
        "csv_row_length",
        format!("У рядку {found} значень, а в заголовку {expected}. Перевірте лапки й роздільник (--separator)."),
        format!("The row has {found} values, the header has {expected}. Check the quotes and the --separator."),
    )
}

fn broken(error: &csv::Error) -> Fault {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            fault::too_large("Розмір рядка (перевірте лапки)", "The size of a row (check the quotes)", limits::RECORD)
        }
        _ => fault::damaged("CSV", &error.to_string()),
    }
}

#[cfg(test)]
mod tests;
