//! The trips that stand for a route: of each direction the one with the most stops.

use super::feed::Feed;
use super::table::{Row, each_row};
use crate::{fault, limits};
use gis_core::record::Fault;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Read, Seek};

/// A trip in as little memory as it takes.
struct Trip {
    route: u32,
    direction: u8,
    shape: u32,
    stops: u32,
}

/// A trip that stands for its route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Its id.
    pub trip: String,
    /// The id of its shape; empty when it has none.
    pub shape: String,
}

/// The trips of a feed.
#[derive(Default)]
struct Trips {
    trips: Vec<Trip>,
    by_id: HashMap<Box<str>, u32>,
    routes: Names,
    shapes: Names,
}

/// What is known of a route from its trips.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Course {
    /// How many trips it has.
    pub trips: u32,
    /// One a direction.
    pub chosen: Vec<Chosen>,
}

/// Names by number.
#[derive(Default)]
struct Names {
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }
}

/// The course of each route by its id.
///
/// # Errors
/// What the reader of CSV answers with, or a limit.
pub fn courses<R: Read + Seek>(feed: &mut Feed<R>) -> Result<HashMap<String, Course>, Fault> {
    let mut trips = Trips::default();
    let columns = ["trip_id", "route_id", "direction_id", "shape_id"];
    each_row(feed, "trips.txt", &columns, &mut |row| trips.take(&row))?;
    each_row(feed, "stop_times.txt", &["trip_id"], &mut |row| {
        if let Some(at) = trips.by_id.get(row.text("trip_id")) {
            let trip = &mut trips.trips[*at as usize];
            trip.stops = trip.stops.saturating_add(1);
        }
        Ok(())
    })?;
    Ok(trips.courses())
}

impl Trips {
    fn take(&mut self, row: &Row) -> Result<(), Fault> {
        if self.trips.len() >= limits::GTFS_TRIPS {
            return Err(fault::too_large("Кількість рейсів", "The number of trips", limits::GTFS_TRIPS));
        }
        let at = u32::try_from(self.trips.len()).unwrap_or(u32::MAX);
        self.by_id.insert(row.text("trip_id").into(), at);
        let direction = u8::from(row.text("direction_id") == "1");
        let (route, shape) = (self.routes.number(row.text("route_id")), self.shapes.number(row.text("shape_id")));
        self.trips.push(Trip { route, direction, shape, stops: 0 });
        Ok(())
    }

    fn courses(self) -> HashMap<String, Course> {
        let mut longest: BTreeMap<(u32, u8), usize> = BTreeMap::new();
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for (at, trip) in self.trips.iter().enumerate() {
            *counts.entry(trip.route).or_default() += 1;
            let best = longest.entry((trip.route, trip.direction)).or_insert(at);
            if trip.stops > self.trips[*best].stops {
                *best = at;
            }
        }
        let chosen: HashSet<usize> = longest.values().copied().collect();
        let ids = self.by_id.iter().map(|(id, at)| (*at as usize, id.to_string()));
        let mut ids: HashMap<usize, String> = ids.filter(|(at, _)| chosen.contains(at)).collect();
        let mut courses: HashMap<String, Course> = HashMap::new();
        for ((route, _), at) in longest {
            let course = courses.entry(self.routes.names[route as usize].to_string()).or_default();
            course.trips = counts.get(&route).copied().unwrap_or_default();
            let shape = self.shapes.names[self.trips[at].shape as usize].to_string();
            course.chosen.push(Chosen { trip: ids.remove(&at).unwrap_or_default(), shape });
        }
        courses
    }
}
