//! A block: its marker, those of its values that are read, its nodes.

use crate::cadastre::area::{Area, hectares};
use crate::cadastre::number::decimal;
use gis_core::geometry::Position;
use gis_core::record::RawValue;

/// Markers: zone, quarter, parcel, land use, neighbour, restriction.
pub const MARKERS: [&str; 6] = ["BR", "BL", "SR", "CL", "NB", "OB"];

/// Keys that are read. All others are passed over where they stand: `NM`, `KU`, `AU`, `SU`, `RNM`, `LN` and the like are
/// names, codes and addresses of owners and tenants, `TD` and `OX` free words that may hold them.
const KEYS: [&str; 20] = [
    "AB", "AD", "AL", "AO", "AS", "BC", "BS", "CV", "DS", "KZ", "MB", "ML", "MS", "OK", "PF", "SC", "SD", "SZ", "TX",
    "XN",
];

/// A node of a boundary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Its number, which grows along a ring.
    pub number: i64,
    /// Its place.
    pub position: Position,
}

/// A block.
#[derive(Debug, Default, PartialEq)]
pub struct Block {
    /// One of [`MARKERS`].
    pub marker: &'static str,
    /// Its nodes in file order.
    pub nodes: Vec<Node>,
    values: Vec<(&'static str, String)>,
}

impl Block {
    /// A block without content.
    pub fn new(marker: &'static str) -> Self {
        Self { marker, ..Self::default() }
    }

    /// Keeps a value if its key is read; a repeated key keeps its first value, and `-` is none.
    pub fn set(&mut self, key: &str, value: String) {
        if let Some(key) = KEYS.iter().find(|known| **known == key)
            && !matches!(value.trim(), "" | "-")
            && self.text(key).is_none()
        {
            self.values.push((key, value));
        }
    }

    /// The value of a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == key).map(|(_, value)| value.trim())
    }

    /// The value of a key for a record.
    pub fn value(&self, key: &str) -> RawValue {
        crate::cadastre::number::raw(self.text(key))
    }

    /// The stated area and its error, which have other keys in each block, in the unit of the quarter.
    pub fn area(&self, unit: Option<&str>) -> Option<Area> {
        let (size, error) = match self.marker {
            "BR" | "BL" => ("AB", "MB"),
            "SR" => ("AS", "MS"),
            "CL" => ("AL", "ML"),
            _ => ("AO", "MO"),
        };
        let hectares = |key| hectares(self.text(key)?, unit?);
        Some(Area { hectares: hectares(size)?, error: hectares(error).unwrap_or(0.0) })
    }
}

/// A node from the values of its line; `X` is the northing. `None` when one is missing or no number.
pub fn node(number: &str, north: Option<&str>, east: Option<&str>) -> Option<Node> {
    let (north, _) = decimal(north?)?;
    let (east, _) = decimal(east?)?;
    let number = number.trim().parse().ok()?;
    (north != 0.0 || east != 0.0).then_some(Node { number, position: Position::flat(east, north) })
}
