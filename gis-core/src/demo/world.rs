//! What later fills refer to: features that are picked, and which fill is fed by which part of the skeleton.

use super::hint::Hints;
use super::place::Place;
use super::skeleton::{Part, Skeleton};
use super::spot::Spot;
use crate::text::Ident;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Most features of a register that can be picked: a city has very many, and nobody sees from which of them was chosen.
const MAX_KEPT: usize = 2_000;

/// A finished feature.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its exchange id.
    pub id: Uuid,
    /// Its values by column.
    pub values: Map<String, Json>,
}

/// A fill that a part of the skeleton feeds.
#[derive(Debug)]
struct Fed {
    fill: String,
    only: Vec<String>,
}

/// What can be referred to.
#[derive(Debug, Default)]
pub struct World {
    made: BTreeMap<Ident, Vec<Made>>,
    fed: BTreeMap<(Ident, Part), Vec<Fed>>,
}

impl World {
    /// Nothing is made yet; only features of `picked` registers will be kept.
    pub fn new(hints: &[&Hints], picked: &BTreeSet<&Ident>) -> Self {
        let mut world = Self::default();
        world.made.extend(picked.iter().map(|register| ((*register).clone(), Vec::new())));
        for (hints, fill) in hints.iter().flat_map(|hints| hints.fills.iter().map(move |fill| (hints, fill))) {
            // A thinned fill has some of the shapes only, so that none of them can be relied on.
            if let (Some(Place::Skeleton { part, only, .. }), None) = (&fill.place, fill.count) {
                let fed = Fed { fill: fill.name.clone(), only: only.clone() };
                world.fed.entry((hints.register.clone(), *part)).or_default().push(fed);
            }
        }
        world
    }

    /// True when more features of a register are to be kept.
    pub fn wants(&self, register: &Ident) -> bool {
        self.made.get(register).is_some_and(|kept| kept.len() < MAX_KEPT)
    }

    /// Adds a feature to a register that is picked from.
    pub fn add(&mut self, register: &Ident, made: Made) {
        if self.wants(register) {
            self.made.entry(register.clone()).or_default().push(made);
        }
    }

    /// The features of a register; none when it is not picked from or not filled.
    pub fn of(&self, register: &Ident) -> &[Made] {
        self.made.get(register).map_or(&[], Vec::as_slice)
    }

    /// The id of the feature of a register that one of a part feeds.
    pub fn fed(&self, register: &Ident, (part, at): (Part, usize), skeleton: &Skeleton) -> Option<Uuid> {
        let part = part.made();
        let fed = self.fed.get(&(register.clone(), part))?;
        let tag = skeleton.tag(part, at);
        let fill = fed.iter().find(|fed| fed.only.is_empty() || fed.only.iter().any(|only| only == tag))?;
        Some(id(&shape_name(register, &fill.fill, (part, at))))
    }
}

/// The id of a feature of that name.
pub fn id(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
}

/// The name of a feature: from it come its id and its random numbers.
pub fn name(register: &Ident, fill: &str, spot: &Spot, index: usize) -> String {
    match spot.shape {
        Some(shape) => shape_name(register, fill, shape),
        None => format!("{register}/{fill}/{index}"),
    }
}

fn shape_name(register: &Ident, fill: &str, (part, at): (Part, usize)) -> String {
    format!("{register}/{fill}/{}/{at}", part.name())
}
