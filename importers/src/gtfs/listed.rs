//! Layers that are a table of the feed, row for row.

use super::LAYERS;
use super::feed::Feed;
use crate::{GeometryColumns, OpenOptions, Sink};
use gis_core::record::{Fault, Note, RawValue, Record, SourceInfo};
use std::io::{Read, Seek};

/// Columns of stops that the specification has; those a mapping wants are there also when the feed has none.
const STOPS: [&str; 16] = [
    "stop_id",
    "stop_code",
    "stop_name",
    "tts_stop_name",
    "stop_desc",
    "stop_lat",
    "stop_lon",
    "zone_id",
    "stop_url",
    "location_type",
    "parent_station",
    "stop_timezone",
    "wheelchair_boarding",
    "level_id",
    "platform_code",
    "stop_access",
];

/// Columns of agencies that the specification has.
const AGENCIES: [&str; 8] = [
    "agency_id",
    "agency_name",
    "agency_url",
    "agency_timezone",
    "agency_lang",
    "agency_phone",
    "agency_fare_url",
    "agency_email",
];

/// Stops, stations, entrances: points.
///
/// # Errors
/// As [`super::read`].
pub fn stops<R: Read + Seek>(feed: &mut Feed<R>, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let place = GeometryColumns::Point { x: "stop_lon".to_owned(), y: "stop_lat".to_owned() };
    let epsg = options.epsg.or(Some(4326));
    let listed = OpenOptions { geometry: Some(place), epsg, ..options.clone() };
    feed.table("stops.txt", &listed, &mut Listed::new("stops", &STOPS, sink))
}

/// Agencies: without geometry.
///
/// # Errors
/// As [`super::read`].
pub fn agencies<R: Read + Seek>(feed: &mut Feed<R>, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let listed = OpenOptions { geometry: Some(GeometryColumns::None), ..options.clone() };
    feed.table("agency.txt", &listed, &mut Listed::new("agencies", &AGENCIES, sink))
}

/// Hands records on with columns added behind their own.
pub struct Listed<'a> {
    layer: &'static str,
    known: &'a [&'static str],
    added: usize,
    sink: &'a mut dyn Sink,
}

impl<'a> Listed<'a> {
    /// Adds those of the known columns that the table lacks.
    pub fn new(layer: &'static str, known: &'a [&'static str], sink: &'a mut dyn Sink) -> Self {
        Self { layer, known, added: 0, sink }
    }
}

/// What is known of a table, as the layer that it is.
pub fn described(layer: &'static str, known: &[&str], table: SourceInfo) -> SourceInfo {
    let mut columns = table.columns;
    let lacking: Vec<String> =
        known.iter().filter(|name| !columns.iter().any(|have| have == *name)).map(|name| (*name).to_owned()).collect();
    columns.extend(lacking);
    SourceInfo {
        format: "gtfs".to_owned(),
        layer: layer.to_owned(),
        layers: LAYERS.map(str::to_owned).to_vec(),
        columns,
        ..table
    }
}

impl Sink for Listed<'_> {
    fn info(&mut self, info: SourceInfo) -> Result<(), Fault> {
        let own = info.columns.len();
        let info = described(self.layer, self.known, info);
        self.added = info.columns.len() - own;
        self.sink.info(info)
    }

    fn record(&mut self, mut record: Record) -> Result<(), Fault> {
        record.values.resize(record.values.len() + self.added, RawValue::Null);
        self.sink.record(record)
    }

    fn note(&mut self, note: Note) -> Result<(), Fault> {
        self.sink.note(note)
    }
}
