//! Points and the polylines over them.

use super::node::Node;
use crate::cadastre::deviation::{self, Deviation, Notes};
use crate::cadastre::draft::vertices;
use crate::cadastre::number::decimal;
use gis_core::geometry::{Path, Position};
use gis_core::record::Fault;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What the boundaries of a file are made of.
#[derive(Debug, Default)]
pub struct Net {
    /// By UIDP; `None` where two points have one number.
    points: HashMap<i64, Option<Position>>,
    /// By ULID.
    lines: HashMap<i64, Vec<i64>>,
    vertices: usize,
}

impl Net {
    /// Takes a `Point`.
    ///
    /// # Errors
    /// When there are too many.
    pub fn point(&mut self, node: &Node, notes: &mut Notes) -> Result<(), Fault> {
        let Some((id, position)) = point(node, notes) else {
            notes.add(None, deviation::POINT_UNREADABLE);
            return Ok(());
        };
        match self.points.entry(id) {
            Entry::Vacant(free) => drop(free.insert(Some(position))),
            Entry::Occupied(mut known) if *known.get() != Some(position) => {
                notes.add(None, deviation::point_twice(id));
                known.insert(None);
            }
            Entry::Occupied(_) => {}
        }
        vertices(self.points.len())
    }

    /// Takes a `PL`.
    ///
    /// # Errors
    /// When there are too many.
    pub fn line(&mut self, node: &Node, notes: &mut Notes) -> Result<(), Fault> {
        let points = node.at("Points").into_iter().flat_map(|points| points.all("P"));
        let ids: Option<Vec<i64>> = points.map(|point| point.text()?.parse().ok()).collect();
        match (whole(node, "ULID"), ids.filter(|ids| ids.len() > 1)) {
            (Some(id), Some(_)) if self.lines.contains_key(&id) => notes.add(None, deviation::line_twice(id)),
            (Some(id), Some(ids)) => {
                self.vertices += ids.len();
                self.lines.insert(id, ids);
            }
            _ => notes.add(None, deviation::LINE_UNREADABLE),
        }
        vertices(self.vertices)
    }

    /// The vertices of a polyline.
    ///
    /// # Errors
    /// What is missing.
    pub fn path(&self, id: i64) -> Result<Path, Deviation> {
        let ids = self.lines.get(&id).ok_or_else(|| deviation::line_missing(id))?;
        let point = |id: &i64| self.points.get(id).copied().flatten().ok_or_else(|| deviation::point_missing(*id));
        ids.iter().map(point).collect()
    }

    /// How many vertices a polyline has; none when it is missing.
    pub fn size(&self, id: i64) -> usize {
        self.lines.get(&id).map_or(0, Vec::len)
    }

    /// All points whose place is certain.
    pub fn points(&self) -> Vec<Position> {
        self.points.values().copied().flatten().collect()
    }
}

/// `X` is the northing, `Y` the easting. A point at 0, 0 lies in no system: it is what programs write before a
/// measurement.
fn point(node: &Node, notes: &mut Notes) -> Option<(i64, Position)> {
    let id = whole(node, "UIDP")?;
    let (north, comma) = decimal(node.text_at("X")?)?;
    let (east, other) = decimal(node.text_at("Y")?)?;
    if comma || other {
        notes.add(None, deviation::DECIMAL_COMMA);
    }
    (north != 0.0 || east != 0.0).then(|| (id, Position::flat(east, north)))
}

fn whole(node: &Node, name: &str) -> Option<i64> {
    node.text_at(name)?.parse().ok()
}
