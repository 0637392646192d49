//! Routes: the rows of routes.txt with a line, the name of the agency and the number of trips.

use super::chosen::{Course, courses};
use super::feed::Feed;
use super::lines::Lines;
use super::listed::described;
use super::table::each_row;
use crate::{GeometryColumns, OpenOptions, Sink};
use gis_core::record::{Fault, Note, RawValue, Record, SourceInfo};
use std::collections::HashMap;
use std::io::{Read, Seek};

/// Columns of routes that the specification has.
const ROUTES: [&str; 12] = [
    "route_id",
    "agency_id",
    "route_short_name",
    "route_long_name",
    "route_desc",
    "route_type",
    "route_url",
    "route_color",
    "route_text_color",
    "route_sort_order",
    "continuous_pickup",
    "continuous_drop_off",
];

/// Columns that are made here: the name of the agency, the number of trips, and what the line was made of.
const MADE: [&str; 3] = ["agency_name", "trip_count", "line_source"];

/// Reads the routes.
///
/// # Errors
/// As [`super::read`].
pub fn read<R: Read + Seek>(feed: &mut Feed<R>, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let agencies = agencies(feed)?;
    let courses = courses(feed)?;
    let lines = Lines::read(feed, &courses)?;
    let listed =
        OpenOptions { geometry: Some(GeometryColumns::None), epsg: options.epsg.or(Some(4326)), ..options.clone() };
    let places = [None; 2];
    feed.table("routes.txt", &listed, &mut Routes { agencies, courses, lines, places, added: 0, sink })
}

/// Names of agencies by id.
fn agencies<R: Read + Seek>(feed: &mut Feed<R>) -> Result<HashMap<String, String>, Fault> {
    let mut names = HashMap::new();
    each_row(feed, "agency.txt", &["agency_id", "agency_name"], &mut |row| {
        names.insert(row.text("agency_id").to_owned(), row.text("agency_name").to_owned());
        Ok(())
    })?;
    Ok(names)
}

/// Adds to each row what the other tables say.
struct Routes<'a> {
    agencies: HashMap<String, String>,
    courses: HashMap<String, Course>,
    lines: Lines,
    /// Where the ids of the route and the agency stand.
    places: [Option<usize>; 2],
    added: usize,
    sink: &'a mut dyn Sink,
}

impl Routes<'_> {
    /// The agency of a route; where a feed has one alone, routes need not name it.
    fn agency(&self, id: &str) -> Option<&String> {
        let only = || self.agencies.values().next().filter(|_| self.agencies.len() == 1 && id.is_empty());
        self.agencies.get(id).or_else(only)
    }
}

impl Sink for Routes<'_> {
    fn info(&mut self, info: SourceInfo) -> Result<(), Fault> {
        self.places = ["route_id", "agency_id"].map(|name| info.columns.iter().position(|have| have == name));
        let own = info.columns.len();
        let mut info = described("routes", &ROUTES, info);
        self.added = info.columns.len() - own;
        info.columns.extend(MADE.map(str::to_owned));
        self.sink.info(info)
    }

    fn record(&mut self, mut record: Record) -> Result<(), Fault> {
        let id = |at: Option<usize>| match at.and_then(|at| record.values.get(at)) {
            Some(RawValue::Text(text)) => text.trim().to_owned(),
            _ => String::new(),
        };
        let [route, agency] = self.places.map(id);
        let course = self.courses.get(&route).cloned().unwrap_or_default();
        let source = match self.lines.draw(&course) {
            Ok(drawn) => {
                record.geometry = drawn.geometry;
                drawn.source
            }
            Err(code) => {
                record.geometry_fault = Some(code);
                None
            }
        };
        let text = |text: Option<&str>| text.map_or(RawValue::Null, |text| RawValue::Text(text.to_owned()));
        record.values.resize(record.values.len() + self.added, RawValue::Null);
        record.values.push(text(self.agency(&agency).map(String::as_str)));
        record.values.push(RawValue::Int(i64::from(course.trips)));
        record.values.push(text(source));
        self.sink.record(record)
    }

    fn note(&mut self, note: Note) -> Result<(), Fault> {
        self.sink.note(note)
    }
}
