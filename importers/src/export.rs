//! Writers: the features of a collection in, a file out.
//!
//! CSV and GeoJSON leave row by row. FlatGeobuf, GeoPackage and XLSX can only be sent when they are whole: they grow in
//! temporary files that the system removes with the process, no larger than [`MAX_BYTES`].

mod cells;
mod csv;
mod flatgeobuf;
mod geojson;
mod geopackage;
mod layout;
mod workbook;

#[cfg(test)]
mod tests;

pub use layout::{Column, Layout, Place};

use gis_core::geometry::Geometry;
use gis_core::value::Value;
use std::io::Write;

/// Most bytes of features of one file, about.
pub const MAX_BYTES: u64 = 4 << 30;
/// Most rows of a CSV, GeoJSON or GeoPackage file.
pub const MAX_ROWS: u64 = 2_000_000;
/// Most rows of a FlatGeobuf file: its index is made in memory, about 150 bytes a row.
pub const MAX_INDEXED_ROWS: u64 = 1_000_000;
/// Most rows of a worksheet below its head (ECMA-376: 1 048 576 in all).
pub const MAX_SHEET_ROWS: u64 = 1_048_575;

/// A file format that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180) in UTF-8, geometry as WKT in longitude and latitude.
    Csv {
        /// Whether the file begins with the mark by which spreadsheets know UTF-8.
        bom: bool,
    },
    /// GeoJSON (RFC 7946).
    GeoJson,
    /// GeoPackage 1.3 (OGC 12-128r18) in the storage CRS.
    GeoPackage,
    /// FlatGeobuf 3 in the storage CRS.
    FlatGeobuf,
    /// A workbook of one worksheet (ECMA-376), a point on each feature in longitude and latitude.
    Workbook,
}

impl Format {
    /// The endings of files, which are also the names in URLs.
    pub const NAMES: [&'static str; 5] = ["csv", "geojson", "gpkg", "fgb", "xlsx"];

    /// The format that a file ending or a parameter names.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "csv" => Self::Csv { bom: true },
            "geojson" | "json" => Self::GeoJson,
            "gpkg" => Self::GeoPackage,
            "fgb" => Self::FlatGeobuf,
            "xlsx" => Self::Workbook,
            _ => return None,
        })
    }

    /// The ending of its files.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv { .. } => "csv",
            Self::GeoJson => "geojson",
            Self::GeoPackage => "gpkg",
            Self::FlatGeobuf => "fgb",
            Self::Workbook => "xlsx",
        }
    }

    /// The name that people know it by.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Csv { .. } => "CSV",
            Self::GeoJson => "GeoJSON",
            Self::GeoPackage => "GeoPackage",
            Self::FlatGeobuf => "FlatGeobuf",
            Self::Workbook => "XLSX",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv { .. } => "text/csv; charset=utf-8; header=present",
            Self::GeoJson => "application/geo+json",
            Self::GeoPackage => "application/geopackage+sqlite3",
            Self::FlatGeobuf => "application/flatgeobuf",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Most rows of a file.
    #[must_use]
    pub const fn max_rows(self) -> u64 {
        match self {
            Self::Csv { .. } | Self::GeoJson | Self::GeoPackage => MAX_ROWS,
            Self::FlatGeobuf => MAX_INDEXED_ROWS,
            Self::Workbook => MAX_SHEET_ROWS,
        }
    }
}

/// One feature to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Id.
    pub fid: i64,
    /// A value for each of [`Layout::columns`].
    pub values: Vec<Value>,
    /// The place in the storage CRS.
    pub geometry: Option<Geometry>,
}

/// The features to be written; an error ends the file.
pub type Rows<'a> = dyn Iterator<Item = Result<Row, ExportError>> + 'a;

/// Why a file cannot be written to its end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The disk is full, or nobody takes the bytes any more.
    #[error("the file cannot be written: {0}")]
    Io(#[from] std::io::Error),
    /// More rows than the format, or this program, puts into one file.
    #[error("more than {0} rows do not fit into one file; narrow the filter")]
    TooManyRows(u64),
    /// More than [`MAX_BYTES`].
    #[error("the features are more than {MAX_BYTES} bytes; narrow the filter")]
    TooLarge,
    /// The rows did not come to their end; the text is for the log.
    #[error("the features cannot be read: {0}")]
    Source(String),
    /// A stored coordinate has no place in the CRS of the file.
    #[error(transparent)]
    Crs(#[from] gis_core::crs::CrsError),
    /// What the format cannot hold.
    #[error("{0}")]
    Format(String),
}

/// Writes a file; the answer is how many rows it holds.
///
/// # Errors
/// See [`ExportError`]; what was written by then is no whole file.
pub fn write(
    format: Format,
    layout: &Layout,
    rows: &mut Rows,
    out: &mut (dyn Write + Send),
) -> Result<u64, ExportError> {
    let mut rows = Bounded { rows, limit: format.max_rows(), count: 0, bytes: 0 };
    match format {
        Format::Csv { bom } => csv::write(layout, bom, &mut rows, out)?,
        Format::GeoJson => geojson::write(layout, &mut rows, out)?,
        Format::GeoPackage => geopackage::write(layout, &mut rows, out)?,
        Format::FlatGeobuf => flatgeobuf::write(layout, &mut rows, out)?,
        Format::Workbook => workbook::write(layout, &mut rows, out)?,
    }
    out.flush()?;
    Ok(rows.count)
}

/// Rows within the bounds of a file.
struct Bounded<'a, 'r> {
    rows: &'a mut Rows<'r>,
    limit: u64,
    count: u64,
    bytes: u64,
}

impl Iterator for Bounded<'_, '_> {
    type Item = Result<Row, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.rows.next()? {
            Ok(row) => row,
            Err(error) => return Some(Err(error)),
        };
        self.count += 1;
        self.bytes += weight(&row);
        if self.count > self.limit {
            return Some(Err(ExportError::TooManyRows(self.limit)));
        }
        if self.bytes > MAX_BYTES {
            return Some(Err(ExportError::TooLarge));
        }
        Some(Ok(row))
    }
}

/// Bytes that a row takes in a file, about.
fn weight(row: &Row) -> u64 {
    let texts: usize = row.values.iter().map(|value| if let Value::Text(text) = value { text.len() } else { 16 }).sum();
    let vertices = row.geometry.as_ref().map_or(0, Geometry::vertex_count);
    u64::try_from(texts + vertices * 24).unwrap_or(u64::MAX)
}
