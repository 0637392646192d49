//! A workbook: one worksheet, a head that stays, values in their types. A text is never a formula there.

use super::cells::{self, Cell};
use super::{Bounded, ExportError, Layout, Row};
use chrono_tz::Europe::Kyiv;
use gis_core::validity::interior_point;
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use std::io::Write;

/// Most characters of a cell (ECMA-376, UTF-16 units in practice), less the mark of what was cut.
const MAX_CELL: usize = 32_700;
/// Most characters of a worksheet's name.
const MAX_NAME: usize = 31;
/// Whole numbers that a cell holds exactly: it stores doubles.
const EXACT: i64 = 1 << 53;
/// Decimals of a point in degrees: a centimetre.
const DEGREE_DECIMALS: u8 = 7;
/// Width of every column, characters.
const WIDTH: f64 = 18.0;

pub fn write(layout: &Layout, rows: &mut Bounded, out: &mut (dyn Write + Send)) -> Result<(), ExportError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(&layout.title).set_comment(&layout.description));
    let sheet = workbook.add_worksheet_with_constant_memory();
    let looks = Looks::new();
    head(layout, sheet, &looks).map_err(unwritten)?;
    for (at, row) in (1..).zip(rows) {
        line(layout, sheet, (at, row?), &looks)?;
    }
    workbook.save_to_writer(out).map_err(unwritten)
}

struct Looks {
    head: Format,
    day: Format,
    instant: Format,
}

impl Looks {
    fn new() -> Self {
        Self {
            head: Format::new().set_bold().set_text_wrap(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

fn head(layout: &Layout, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(layout.layer.chars().take(MAX_NAME).collect::<String>())?;
    sheet.set_freeze_panes(1, 0)?;
    let mut heads = cells::heads(layout);
    if layout.place.is_some() {
        heads.extend(["lon".to_owned(), "lat".to_owned()]);
    }
    for (at, head) in (0..).zip(heads) {
        sheet.set_column_width(at, WIDTH)?;
        sheet.write_string_with_format(0, at, head, &looks.head)?;
    }
    Ok(())
}

fn line(layout: &Layout, sheet: &mut Worksheet, (at, row): (u32, Row), looks: &Looks) -> Result<(), ExportError> {
    let mut cells = cells::cells(layout, row.fid, &row.values);
    if let Some(geometry) = row.geometry.filter(|_| layout.place.is_some()) {
        let point = interior_point(&layout.in_degrees(geometry)?);
        let round = |value: f64| Cell::Number(gis_core::cast::round(value, DEGREE_DECIMALS));
        cells.extend([round(point.x), round(point.y)]);
    }
    for (column, cell) in (0..).zip(cells) {
        put(sheet, (at, column), cell, looks).map_err(unwritten)?;
    }
    Ok(())
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: Cell, looks: &Looks) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Int(number) if number.abs() < EXACT =>
        {
            #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
            sheet.write_number(row, column, number as f64)?
        }
        Cell::Int(number) => sheet.write_string(row, column, number.to_string())?,
        Cell::Number(number) => sheet.write_number(row, column, number)?,
        Cell::Bool(value) => sheet.write_boolean(row, column, value)?,
        Cell::Day(day) if is_datable(day) => sheet.write_datetime_with_format(row, column, day, &looks.day)?,
        Cell::Day(day) => sheet.write_string(row, column, day.to_string())?,
        Cell::Instant(instant) => {
            let local = instant.with_timezone(&Kyiv).naive_local();
            if is_datable(local.date()) {
                sheet.write_datetime_with_format(row, column, local, &looks.instant)?
            } else {
                sheet.write_string(row, column, cells::instant(&instant))?
            }
        }
        Cell::Text(text) => sheet.write_string(row, column, fitting(text))?,
    };
    Ok(())
}

/// Days that a workbook counts: from 1900 to 9999.
fn is_datable(day: chrono::NaiveDate) -> bool {
    use chrono::Datelike;
    (1900..=9999).contains(&day.year())
}

/// A text longer than a cell is cut where everybody sees it.
fn fitting(text: Cow<str>) -> String {
    let mut units = 0;
    let cut = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > MAX_CELL
    });
    match cut {
        Some((at, _)) => format!("{} … [{}]", &text[..at], text.len() - at),
        None => text.into_owned(),
    }
}

fn unwritten(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) => ExportError::Io(error),
        other => ExportError::Format(other.to_string()),
    }
}
