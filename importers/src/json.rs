//! GeoJSON in all its habits (collection, array, one feature per line) and plain arrays of flat objects.
//!
//! The file is walked twice: first for the column names, which in JSON stand beside every value, then for the
//! records. Both walks hold one record at a time, so that memory does not grow with the file.

mod columns;
mod cursor;
mod feature;
mod geometry;
mod layout;
mod walk;
mod window;

use crate::{Sink, fault};
use columns::Columns;
use gis_core::record::{Fault, SourceInfo};
use layout::Rows;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use walk::Walk;
use window::Window;

/// Reads a JSON file.
///
/// # Errors
/// `json_invalid`, `json_too_deep`, `format_mismatch`, `crs_unknown`, a limit, or what the sink answered with.
pub fn read(file: &Path, sink: &mut dyn Sink) -> Result<(), Fault> {
    let open = || File::open(file).map_err(|error| fault::unreadable(file, &error));
    read_twice(open()?, open()?, sink)
}

/// Reads the same JSON from two readers, one for each walk.
///
/// # Errors
/// As [`read`].
pub fn read_twice(first: impl Read, second: impl Read, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut window = Window::new(first);
    let layout = layout::detect(&mut window)?;
    let mut columns = Columns::default();
    let mut survey = Walk::new(window, layout);
    let count = survey.run(|cursor| feature::survey(cursor, layout.rows, &mut columns), |_, ()| Ok(()))?;
    columns.settle()?;
    sink.info(info(layout.rows, &columns, survey.epsg, count))?;
    let mut walk = Walk::new(Window::new(second), layout);
    walk.run(
        |cursor| feature::record(cursor, layout.rows, &columns),
        |number, mut record| {
            record.number = number;
            sink.record(record)
        },
    )?;
    Ok(())
}

fn info(rows: Rows, columns: &Columns, epsg: Option<i32>, count: u64) -> SourceInfo {
    SourceInfo {
        format: if rows == Rows::Features { "geojson" } else { "json" }.to_owned(),
        layer: String::new(),
        layers: Vec::new(),
        columns: columns.names().to_vec(),
        // RFC 7946 §4: longitude and latitude on WGS 84 unless the member `crs` of the 2008 format says otherwise.
        epsg: (rows == Rows::Features).then_some(epsg.unwrap_or(4326)),
        encoding: None,
        count: Some(count),
    }
}

#[cfg(test)]
mod tests;
