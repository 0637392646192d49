//! Coordinate systems: the only place that transforms coordinates.
//!
//! Inside the house x is easting or longitude always; [`Crs::swap_axes`] turns to and from the order of the authority
//! at the edge. Every operation is an explicit PROJ pipeline made from `table`, never a bare EPSG code: by itself
//! PROJ takes EPSG:5044 for SK-63 in Ukraine, an operation of another country that is 2 m off.

mod local_map;
mod operation;
mod served;
mod table;
mod transform;
mod uri;
mod wkt;

pub use local_map::LocalMap;
pub use operation::Ucs2000Operation;
pub use served::{CRS84_URI, describe, epsg_uri, served};
pub use transform::{CrsError, Transformer};

use crate::geometry::{Bounds, Geometry};
use table::{Definition, Projection, TABLE};

/// Decimals that keep a storage grid of 1 mm through a round trip: 0.1 mm in degrees.
const DECIMALS_DEGREES: usize = 9;
/// Decimals that keep a storage grid of 1 mm through a round trip: 0.1 mm in metres.
const DECIMALS_METRES: usize = 4;

/// One coordinate system of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Crs(u8);

/// Which axis the authority writes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AxisOrder {
    /// Easting or longitude, as inside the house.
    EastingFirst,
    /// Northing or latitude.
    NorthingFirst,
}

/// The parameters of a transverse Mercator projection and its ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TransverseMercator {
    /// Scale on the central meridian.
    pub scale: f64,
    /// Easting of the central meridian, metres.
    pub easting: f64,
    /// Latitude where northing is zero, degrees.
    pub lat_0: f64,
    /// Semi-major axis, metres.
    pub semi_major: f64,
    /// Flattening of the ellipsoid.
    pub flattening: f64,
}

/// Words of the names of systems, and the same in Ukrainian.
const WORDS_UK: [(&str, &str); 9] = [
    ("longitude, latitude", "довгота, широта"),
    ("Pulkovo 1942 / CS63 zone", "СК-63, район"),
    ("UCS-2000", "УСК-2000"),
    ("Gauss-Kruger", "Гаусса — Крюгера,"),
    ("Ukraine TM", "Україна TM,"),
    ("zone", "зона"),
    ("CM ", "осьовий меридіан "),
    ("LCS-", "МСК-"),
    ("Dnipropetrovsk", "Дніпропетровська область"),
];

impl Crs {
    /// WGS 84 with longitude first: the default of OGC APIs and of GeoJSON.
    pub const CRS84: Self = Self(0);
    /// WGS 84 with latitude first.
    pub const EPSG_4326: Self = Self(1);
    /// Web Mercator: for display alone.
    pub const WEB_MERCATOR: Self = Self(2);

    /// The system of an EPSG code, if the table has it.
    #[must_use]
    pub fn from_epsg(code: i32) -> Option<Self> {
        Self::all().find(|crs| crs.epsg() == Some(code))
    }

    /// Every system of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).take(TABLE.len()).map(Self)
    }

    /// The EPSG code; CRS84 has none.
    #[must_use]
    pub fn epsg(self) -> Option<i32> {
        self.definition().epsg
    }

    /// The name the registry gives.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.definition().title
    }

    /// The name as a Ukrainian reader writes it.
    #[must_use]
    pub fn title_uk(self) -> String {
        WORDS_UK.iter().fold(self.title().to_owned(), |title, (en, uk)| title.replace(en, uk))
    }

    /// How exact a place in WGS 84 is in this system, metres, as the EPSG dataset states it of the operation between them;
    /// `None` where the numbers are WGS 84 themselves.
    #[must_use]
    pub fn accuracy_m(self, ucs2000: Ucs2000Operation) -> Option<f64> {
        operation::accuracy_m(self.definition().datum, ucs2000)
    }

    /// The order of the axes in documents and services that follow the authority.
    #[must_use]
    pub fn axis_order(self) -> AxisOrder {
        if self.definition().northing_first { AxisOrder::NorthingFirst } else { AxisOrder::EastingFirst }
    }

    /// True when coordinates are degrees.
    #[must_use]
    pub fn is_geographic(self) -> bool {
        self.definition().projection == Projection::Geographic
    }

    /// How many decimals an output carries, so that reading it back gives the same point of the 1 mm storage grid.
    #[must_use]
    pub fn decimals(self) -> usize {
        if self.is_geographic() { DECIMALS_DEGREES } else { DECIMALS_METRES }
    }

    /// Where the system may be used, in degrees with longitude as x.
    #[must_use]
    pub fn area_of_use(self) -> Bounds {
        self.definition().area
    }

    /// Turns a geometry from the order of the authority to that of the house, or back: the one swap, done at the edge.
    pub fn swap_axes(self, geometry: &mut Geometry) {
        if self.axis_order() == AxisOrder::NorthingFirst {
            for position in geometry.positions_mut() {
                std::mem::swap(&mut position.x, &mut position.y);
            }
        }
    }

    /// As [`Crs::swap_axes`] for a pair of coordinates.
    #[must_use]
    pub fn swapped(self, (first, second): (f64, f64)) -> (f64, f64) {
        match self.axis_order() {
            AxisOrder::NorthingFirst => (second, first),
            AxisOrder::EastingFirst => (first, second),
        }
    }

    /// The projection's parameters where lengths and areas can be corrected for its scale.
    pub(crate) fn transverse_mercator(self) -> Option<TransverseMercator> {
        let Projection::TransverseMercator { lat_0, scale, easting, .. } = self.definition().projection else {
            return None;
        };
        let (semi_major, flattening) = self.definition().datum.ellipsoid();
        Some(TransverseMercator { scale, easting, lat_0, semi_major, flattening })
    }

    fn definition(self) -> &'static Definition {
        // The index is made by this module alone, from the length of the table.
        &TABLE[usize::from(self.0)]
    }
}

#[cfg(test)]
mod tests;
