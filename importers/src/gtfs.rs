//! Timetables of public transport (GTFS): a ZIP archive of tables, read as stops, routes or agencies.
//!
//! The tables go through the reader of CSV: encodings, separators and bounds of a row are its own. A table is unpacked
//! as it is read and never as a whole; those of trips and stop times, which alone are large, are gone through once or
//! twice for what the routes need.

mod chosen;
mod feed;
mod lines;
mod listed;
mod routes;
mod table;

use crate::{OpenOptions, Sink, fault};
use feed::Feed;
use gis_core::record::Fault;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

/// The layers of a feed.
const LAYERS: [&str; 3] = ["stops", "routes", "agencies"];

/// Where in the first entry of an archive the length of its name stands, and the name.
const NAME_LENGTH: usize = 26;
const NAME: usize = 30;

/// True when the bytes begin an archive whose first entry is a text.
#[must_use]
pub fn is_feed(head: &[u8]) -> bool {
    let length = head.get(NAME_LENGTH..NAME_LENGTH + 2).map(|bytes| usize::from(bytes[0]) | usize::from(bytes[1]) << 8);
    let name = length.and_then(|length| head.get(NAME..NAME + length));
    head.starts_with(b"PK\x03\x04") && name.is_some_and(|name| name.to_ascii_lowercase().ends_with(b".txt"))
}

/// Reads a layer of a feed.
///
/// # Errors
/// `layer_needed`, `layer_unknown`, `gtfs_table`, `gtfs_value`, `archive_too_large`, `encoding_unknown`, what the reader
/// of CSV answers with, a limit, or what the sink answered with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let opened = File::open(file).map_err(|error| fault::unreadable(file, &error))?;
    read_open(BufReader::new(opened), options, sink)
}

/// Reads a layer of an open feed.
///
/// # Errors
/// As [`read`].
pub fn read_open(input: impl Read + Seek, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let layers = LAYERS.map(str::to_owned).to_vec();
    let layer = fault::pick_layer(options.layer.as_deref(), &layers)?;
    let mut feed = Feed::open(input, options.encoding.clone())?;
    match layer.as_str() {
        "stops" => listed::stops(&mut feed, options, sink),
        "agencies" => listed::agencies(&mut feed, options, sink),
        _ => routes::read(&mut feed, options, sink),
    }
}

#[cfg(test)]
mod tests;
