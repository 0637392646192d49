//! What has been made so far: what later fills stand on, refer to and keep clear of.

use crate::geometry::{Geometry, Path, Shape};
use crate::text::Ident;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A feature of another register that something stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The register.
    pub register: Ident,
    /// Position among its features.
    pub index: usize,
}

/// Where a feature is going to be.
#[derive(Debug, Clone, Default)]
pub struct Spot {
    /// Its geometry, in the CRS of the hints.
    pub geometry: Option<Geometry>,
    /// What it stands on.
    pub parent: Option<Link>,
    /// Its number along the line it stands at: odd on the left, even on the right.
    pub ordinal: Option<usize>,
    /// The kind of shape that was chosen for it.
    pub tag: Option<String>,
}

/// A finished feature.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its exchange id.
    pub id: Uuid,
    /// Its values by column.
    pub values: Map<String, Json>,
    /// Its geometry.
    pub geometry: Option<Geometry>,
    /// What it stands on.
    pub parent: Option<Link>,
    /// Its number along a line.
    pub ordinal: Option<usize>,
}

/// All finished features by register.
#[derive(Debug, Default)]
pub struct World(BTreeMap<Ident, Vec<Made>>);

impl World {
    /// Adds features to a register.
    pub fn add(&mut self, register: &Ident, made: Vec<Made>) {
        self.0.entry(register.clone()).or_default().extend(made);
    }

    /// The features of a register; none when it was not filled.
    pub fn of(&self, register: &Ident) -> &[Made] {
        self.0.get(register).map_or(&[], Vec::as_slice)
    }

    /// The feature a link leads to.
    pub fn at(&self, link: &Link) -> Option<&Made> {
        self.of(&link.register).get(link.index)
    }

    /// The links from a feature's parent upwards.
    pub fn ancestors<'a>(&'a self, parent: Option<&'a Link>) -> impl Iterator<Item = &'a Link> {
        std::iter::successors(parent, |link| self.at(link).and_then(|made| made.parent.as_ref()))
    }

    /// The lines of a register with the position of their feature; only features of lines have any.
    pub fn lines<'a>(&'a self, register: &Ident) -> impl Iterator<Item = (usize, &'a Path)> {
        self.of(register).iter().enumerate().flat_map(|(index, made)| {
            match made.geometry.as_ref().map(|geometry| &geometry.shape) {
                Some(Shape::Lines(lines)) => lines.iter().map(|line| (index, line)).collect(),
                _ => Vec::new(),
            }
        })
    }
}
