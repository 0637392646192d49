//! The systems a city offers, and how a place is told to a person.

use super::{Crs, Transformer};
use crate::geometry::Position;

/// The URI of CRS84, the default of every OGC API.
pub const CRS84_URI: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// The systems in which features are served: the three of the web, the storage CRS, then all that may be used
/// in the middle of the storage CRS's area. Empty when the table lacks the code.
#[must_use]
pub fn served(storage_epsg: i32) -> Vec<Crs> {
    let Some(storage) = Crs::from_epsg(storage_epsg) else {
        return Vec::new();
    };
    let area = storage.area_of_use();
    let (lon, lat) = (f64::midpoint(area.min_x, area.max_x), f64::midpoint(area.min_y, area.max_y));
    let mut systems = vec![Crs::CRS84, Crs::EPSG_4326, Crs::WEB_MERCATOR];
    if !systems.contains(&storage) {
        systems.push(storage);
    }
    let others = Crs::all().filter(|crs| crs.area_of_use().contains(lon, lat));
    for crs in others {
        if !systems.contains(&crs) {
            systems.push(crs);
        }
    }
    systems
}

/// The URI of an EPSG code, whether the table has it or not.
#[must_use]
pub fn epsg_uri(code: i32) -> String {
    format!("http://www.opengis.net/def/crs/EPSG/0/{code}")
}

/// A place for a message: the coordinates as stored and, where they mean one, latitude and longitude in degrees.
#[must_use]
pub fn describe(storage_epsg: i32, position: Position) -> String {
    let stored = format!("{:.3} {:.3}", position.x, position.y);
    let mut degrees = [position];
    let told = Crs::from_epsg(storage_epsg)
        .filter(|storage| !storage.is_geographic())
        .and_then(|storage| Transformer::default().transform_positions(storage, Crs::CRS84, &mut degrees).ok());
    match told {
        Some(()) => format!("{stored} ({:.5}° N {:.5}° E)", degrees[0].y, degrees[0].x),
        None => stored,
    }
}
