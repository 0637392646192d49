//! The line of a trip: its shape where the feed has one, else straight from stop to stop.

use super::chosen::{Chosen, Course};
use super::feed::Feed;
use super::table::each_row;
use crate::{fault, geometry as sound, limits};
use gis_core::geometry::{Geometry, Path, Position, Shape};
use gis_core::record::Fault;
use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek};

/// A stop of the trip has no place in stops.txt.
const STOP_UNKNOWN: &str = "stop_unknown";

/// Where the lines of the chosen trips run.
#[derive(Default)]
pub struct Lines {
    shapes: HashMap<String, Vec<(u64, [f64; 2])>>,
    trips: HashMap<String, Vec<(u64, String)>>,
    stops: HashMap<String, [f64; 2]>,
    vertices: usize,
}

/// The line of a route and what it was made of.
pub struct Drawn {
    /// The line; `None` when the route has no trip of two stops.
    pub geometry: Option<Geometry>,
    /// `shapes` or `stops`.
    pub source: Option<&'static str>,
}

impl Lines {
    /// Reads what the courses need, and of stops and stop times only when shapes are missing.
    ///
    /// # Errors
    /// `gtfs_value`, what the reader of CSV answers with, or a limit.
    pub fn read<R: Read + Seek>(feed: &mut Feed<R>, courses: &HashMap<String, Course>) -> Result<Self, Fault> {
        let mut lines = Self::default();
        let chosen = || courses.values().flat_map(|course| &course.chosen);
        lines.shapes = chosen().filter(|trip| !trip.shape.is_empty()).map(|t| (t.shape.clone(), Vec::new())).collect();
        if !lines.shapes.is_empty() {
            lines.read_shapes(feed)?;
        }
        let shapeless = chosen().filter(|trip| !lines.has_shape(trip));
        lines.trips = shapeless.map(|trip| (trip.trip.clone(), Vec::new())).collect();
        if !lines.trips.is_empty() {
            lines.read_trips(feed)?;
            lines.read_stops(feed)?;
        }
        Ok(lines)
    }

    fn has_shape(&self, trip: &Chosen) -> bool {
        self.shapes.get(&trip.shape).is_some_and(|points| points.len() > 1)
    }

    fn read_shapes<R: Read + Seek>(&mut self, feed: &mut Feed<R>) -> Result<(), Fault> {
        let columns = ["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"];
        each_row(feed, "shapes.txt", &columns, &mut |row| {
            if let Some(points) = self.shapes.get_mut(row.text("shape_id")) {
                points.push((row.whole("shape_pt_sequence")?, row.place("shape_pt_lon", "shape_pt_lat")?));
                one_more(&mut self.vertices)?;
            }
            Ok(())
        })?;
        self.shapes.values_mut().for_each(|points| points.sort_by_key(|(sequence, _)| *sequence));
        Ok(())
    }

    fn read_trips<R: Read + Seek>(&mut self, feed: &mut Feed<R>) -> Result<(), Fault> {
        let columns = ["trip_id", "stop_id", "stop_sequence"];
        each_row(feed, "stop_times.txt", &columns, &mut |row| {
            if let Some(stops) = self.trips.get_mut(row.text("trip_id")) {
                stops.push((row.whole("stop_sequence")?, row.text("stop_id").to_owned()));
                one_more(&mut self.vertices)?;
            }
            Ok(())
        })?;
        self.trips.values_mut().for_each(|stops| stops.sort_by_key(|(sequence, _)| *sequence));
        Ok(())
    }

    fn read_stops<R: Read + Seek>(&mut self, feed: &mut Feed<R>) -> Result<(), Fault> {
        let needed: HashSet<&str> = self.trips.values().flatten().map(|(_, stop)| stop.as_str()).collect();
        let mut stops = HashMap::new();
        each_row(feed, "stops.txt", &["stop_id", "stop_lat", "stop_lon"], &mut |row| {
            let id = row.text("stop_id");
            if needed.contains(id) {
                stops.insert(id.to_owned(), row.place("stop_lon", "stop_lat")?);
            }
            Ok(())
        })?;
        self.stops = stops;
        Ok(())
    }

    /// The lines of a route, one a direction.
    ///
    /// # Errors
    /// A code of [`sound`], or of a stop that is not there.
    pub fn draw(&self, course: &Course) -> Result<Drawn, String> {
        let mut paths = Vec::new();
        let mut source = None;
        for trip in &course.chosen {
            let path: Path = if self.has_shape(trip) {
                source = source.or(Some("shapes"));
                self.shapes[&trip.shape].iter().map(|(_, place)| position(*place)).collect()
            } else {
                let stops = self.trips.get(&trip.trip).map_or(&[][..], Vec::as_slice);
                let place = |id: &String| self.stops.get(id).ok_or_else(|| format!("{STOP_UNKNOWN}: {id}"));
                let path = stops.iter().map(|(_, id)| place(id).map(|place| position(*place)));
                path.collect::<Result<_, String>>()?
            };
            if path.len() > 1 {
                source = if self.has_shape(trip) { source } else { Some("stops") };
                paths.push(path);
            }
        }
        let geometry = sound::checked(Geometry { shape: Shape::Lines(paths), has_z: false })?;
        Ok(Drawn { source: source.filter(|_| geometry.is_some()), geometry })
    }
}

fn one_more(vertices: &mut usize) -> Result<(), Fault> {
    *vertices += 1;
    match *vertices > limits::GTFS_VERTICES {
        true => Err(fault::too_large("Кількість точок трас", "The number of points of courses", limits::GTFS_VERTICES)),
        false => Ok(()),
    }
}

fn position([lon, lat]: [f64; 2]) -> Position {
    Position::flat(lon, lat)
}
