//! CSV (RFC 4180) as the table of the portal writes it: number, fields, shape as WKT in longitude and latitude.

use super::cells::{self, Cell};
use super::{Bounded, ExportError, Layout};
use csv::{Terminator, WriterBuilder};
use gis_core::crs::Crs;
use gis_core::wkt;
use std::borrow::Cow;
use std::io::Write;

/// By which spreadsheets know UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// Beginnings that a spreadsheet takes for a formula (OWASP, CSV injection), also in full width.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

pub fn write(layout: &Layout, bom: bool, rows: &mut Bounded, out: &mut (dyn Write + Send)) -> Result<(), ExportError> {
    if bom {
        out.write_all(BOM)?;
    }
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let mut heads = cells::heads(layout);
    heads.extend(layout.place.is_some().then(|| "wkt".to_owned()));
    table.write_record(heads.iter().map(|head| guarded(head).into_owned())).map_err(unwritten)?;
    for row in rows {
        let row = row?;
        let mut record: Vec<Cow<str>> = cells::cells(layout, row.fid, &row.values).into_iter().map(text).collect();
        if layout.place.is_some() {
            record.push(row.geometry.map(|geometry| shape(layout, geometry)).transpose()?.unwrap_or_default().into());
        }
        table.write_record(record.iter().map(|cell| cell.as_bytes())).map_err(unwritten)?;
    }
    table.flush()?;
    Ok(())
}

fn shape(layout: &Layout, geometry: gis_core::geometry::Geometry) -> Result<String, ExportError> {
    let mut text = String::new();
    wkt::write(&layout.in_degrees(geometry)?, layout.is_single(), Crs::CRS84.decimals(), &mut text);
    Ok(text)
}

fn text(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Int(number) => Cow::Owned(number.to_string()),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        Cell::Day(day) => Cow::Owned(day.to_string()),
        Cell::Instant(instant) => Cow::Owned(cells::instant(&instant)),
        Cell::Text(Cow::Borrowed(text)) => guarded(text),
        Cell::Text(Cow::Owned(text)) => Cow::Owned(guarded(&text).into_owned()),
    }
}

/// A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers.
fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn unwritten(error: csv::Error) -> ExportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ExportError::Io(error),
        other => ExportError::Format(format!("{other:?}")),
    }
}
