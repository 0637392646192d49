//! The places of nodes: of those alone that the wanted ways need.

use super::element::Place;
use crate::{fault, limits};
use gis_core::geometry::{Path, Position};
use gis_core::record::Fault;
use std::collections::HashMap;

/// A node that the file does not hold; no longitude has this value.
const MISSING: Place = [i32::MAX; 2];

/// Units of [`Place`] in a degree.
const DEGREE: f64 = 1e7;

/// Node ids to be looked up, gathered while the ways are read, and the ways whose nodes a relation asks for.
#[derive(Default)]
pub struct Wanted {
    ids: Vec<i64>,
    ways: HashMap<i64, Vec<i64>>,
    kept: usize,
}

impl Wanted {
    /// Wants the nodes of a way.
    pub fn nodes(&mut self, nodes: &[i64]) -> Result<(), Fault> {
        if self.ids.len() + self.kept + nodes.len() > limits::OSM_NODES {
            return Err(too_many());
        }
        self.ids.extend_from_slice(nodes);
        Ok(())
    }

    /// Keeps a way for the relations that it is a member of.
    pub fn way(&mut self, id: i64, nodes: Vec<i64>) -> Result<(), Fault> {
        self.nodes(&nodes)?;
        self.kept += nodes.len();
        self.ways.insert(id, nodes);
        Ok(())
    }

    /// The table to be filled.
    pub fn into_table(mut self) -> Nodes {
        self.ids.sort_unstable();
        self.ids.dedup();
        self.ids.shrink_to_fit();
        Nodes { places: vec![MISSING; self.ids.len()], ids: self.ids, ways: self.ways }
    }
}

/// Places by node, and nodes by way.
#[derive(Default)]
pub struct Nodes {
    ids: Vec<i64>,
    places: Vec<Place>,
    ways: HashMap<i64, Vec<i64>>,
}

impl Nodes {
    /// True when no place is asked for.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Notes the place of a node when it is asked for.
    pub fn put(&mut self, id: i64, place: Place) {
        if let Ok(at) = self.ids.binary_search(&id) {
            self.places[at] = place;
        }
    }

    /// The nodes of a way that a relation asked for; `None` when the file does not hold the way.
    pub fn way(&self, id: i64) -> Option<&[i64]> {
        self.ways.get(&id).map(Vec::as_slice)
    }

    /// The path over nodes, or how many of them the file does not hold.
    pub fn path(&self, nodes: &[i64]) -> Result<Path, usize> {
        let place = |id: &i64| self.ids.binary_search(id).ok().map(|at| self.places[at]).filter(|p| *p != MISSING);
        let path: Path = nodes.iter().filter_map(place).map(position).collect();
        if path.len() == nodes.len() { Ok(path) } else { Err(nodes.len() - path.len()) }
    }
}

/// The position of a place in degrees.
pub fn position([lon, lat]: Place) -> Position {
    Position::flat(f64::from(lon) / DEGREE, f64::from(lat) / DEGREE)
}

fn too_many() -> Fault {
    let limit = limits::OSM_NODES;
    Fault {
        uk: format!(
            "У файлі надто багато вузлів ліній та площ (понад {limit}). Спершу виріжте місто: osmium extract -b ДОВГОТА,ШИРОТА,ДОВГОТА,ШИРОТА ВХІДНИЙ.osm.pbf -o МІСТО.osm.pbf"
        ),
        en: format!(
            "The lines and areas of the file have too many nodes (over {limit}). Cut the city out first: osmium extract -b LON,LAT,LON,LAT IN.osm.pbf -o CITY.osm.pbf"
        ),
        ..fault::too_large("", "", limit)
    }
}
