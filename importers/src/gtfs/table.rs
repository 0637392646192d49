//! A table row by row, for what the reader itself needs of it.

use super::feed::Feed;
use crate::{GeometryColumns, OpenOptions, Sink};
use gis_core::record::{Fault, Note, RawValue, Record, SourceInfo};
use std::io::{Read, Seek};

/// A row of a table.
pub struct Row<'a> {
    columns: &'a [(&'static str, Option<usize>)],
    record: &'a Record,
}

impl Row<'_> {
    /// The number of the row, from 1.
    pub const fn number(&self) -> u64 {
        self.record.number
    }

    /// The text in one of the columns that were asked for; empty where there is none.
    pub fn text(&self, column: &str) -> &str {
        let at = self.columns.iter().find(|(name, _)| *name == column).and_then(|(_, at)| *at);
        match at.and_then(|at| self.record.values.get(at)) {
            Some(RawValue::Text(text)) => text.trim(),
            _ => "",
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// `gtfs_value`.
    pub fn whole(&self, column: &str) -> Result<u64, Fault> {
        self.text(column).parse().map_err(|_| self.broken(column))
    }

    /// A longitude and a latitude.
    ///
    /// # Errors
    /// `gtfs_value`.
    pub fn place(&self, lon: &str, lat: &str) -> Result<[f64; 2], Fault> {
        let degrees = |column: &str, most: f64| {
            let number = self.text(column).parse().ok().filter(|number: &f64| number.abs() <= most);
            number.ok_or_else(|| self.broken(column))
        };
        Ok([degrees(lon, 180.0)?, degrees(lat, 90.0)?])
    }

    fn broken(&self, column: &str) -> Fault {
        let (number, text) = (self.number(), self.text(column));
        let text: String = text.chars().take(40).collect();
        Fault::new(
            "gtfs_value",
            format!("рядок {number}: «{text}» не підходить для {column}. Виправте набір або попросіть перевізника."),
            format!("row {number}: \"{text}\" does not fit {column}. Mend the feed or ask its publisher."),
        )
    }
}

/// Goes through a table; a feed that lacks it has no rows.
///
/// # Errors
/// What the reader of CSV, or `each`, answers with.
pub fn each_row<R: Read + Seek>(
    feed: &mut Feed<R>,
    table: &str,
    columns: &[&'static str],
    each: &mut dyn FnMut(Row) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if !feed.has(table) {
        return Ok(());
    }
    let options = OpenOptions { geometry: Some(GeometryColumns::None), ..OpenOptions::default() };
    let columns = columns.iter().map(|name| (*name, None)).collect();
    feed.table(table, &options, &mut Rows { columns, each })
}

/// Hands on the rows.
struct Rows<'a> {
    columns: Vec<(&'static str, Option<usize>)>,
    each: &'a mut dyn FnMut(Row) -> Result<(), Fault>,
}

impl Sink for Rows<'_> {
    fn info(&mut self, info: SourceInfo) -> Result<(), Fault> {
        for (name, at) in &mut self.columns {
            *at = info.columns.iter().position(|have| have == name);
        }
        Ok(())
    }

    fn record(&mut self, record: Record) -> Result<(), Fault> {
        (self.each)(Row { columns: &self.columns, record: &record })
    }

    fn note(&mut self, _: Note) -> Result<(), Fault> {
        Ok(())
    }
}
