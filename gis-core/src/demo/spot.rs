//! Where a feature is going to be.

use super::skeleton::Part;
use crate::geometry::Geometry;
use serde_json::Value as Json;

/// A place, and what is known of it before any recipe.
#[derive(Debug, Clone, Default)]
pub struct Spot {
    /// Its geometry, in the CRS of the hints.
    pub geometry: Option<Geometry>,
    /// Which of a part of the skeleton it is.
    pub shape: Option<(Part, usize)>,
    /// The kind of shape.
    pub tag: Option<String>,
    /// What the skeleton says of it, by name.
    pub facts: Vec<(&'static str, Json)>,
    /// The shapes it stands on or belongs to.
    pub refs: Vec<(Part, usize)>,
}

impl Spot {
    /// A place with a geometry and nothing else.
    pub fn of(geometry: Geometry) -> Self {
        Self { geometry: Some(geometry), ..Self::default() }
    }

    /// A fact.
    pub fn fact(&self, name: &str) -> Option<&Json> {
        self.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Which of a part it belongs to.
    pub fn part(&self, part: Part) -> Option<usize> {
        self.refs.iter().find(|(known, _)| *known == part).map(|(_, at)| *at)
    }
}
