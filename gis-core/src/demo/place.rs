//! Where features are: parts of the skeleton, given shapes, points around given ones.

use super::chance::Chance;
use super::hint::{Fill, MAX_COUNT};
use super::plane::{self, Xy};
use super::skeleton::{Obstacle, Part, Skeleton};
use super::spot::Spot;
use crate::geometry::{Geometry, Shape};
use crate::register::{GeometryField, GeometryType, Register};
use crate::validity;
use serde::Deserialize;

/// A recipe of places; coordinates and lengths are metres of the hints' CRS.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Place {
    /// A part of the skeleton; what it is referred to by is its part.
    Skeleton {
        /// The part.
        part: Part,
        /// Only these kinds; all when empty.
        #[serde(default)]
        only: Vec<String>,
        /// Metres below the ground.
        #[serde(default)]
        depth: f64,
    },
    /// Polygons as given, one ring each.
    Areas {
        /// Corners of each, not closed.
        rings: Vec<Vec<Xy>>,
        /// The skeleton keeps so far away, metres; absent: it does not.
        #[serde(default)]
        keep_clear: Option<f64>,
    },
    /// Lines as given.
    Lines {
        /// Vertices of each.
        lines: Vec<Vec<Xy>>,
        /// The skeleton keeps so far away, metres; absent: it does not.
        #[serde(default)]
        keep_clear: Option<f64>,
    },
    /// Points anywhere around given ones.
    Scatter {
        /// The given points.
        around: Vec<Xy>,
        /// How far away, metres.
        radius: f64,
    },
}

impl Place {
    /// What the skeleton keeps clear of.
    pub fn obstacles(&self) -> Vec<Obstacle> {
        let (paths, clear, closed) = match self {
            Self::Areas { rings, keep_clear: Some(clear) } => (rings, *clear, true),
            Self::Lines { lines, keep_clear: Some(clear) } => (lines, *clear, false),
            _ => return Vec::new(),
        };
        paths.iter().map(|path| Obstacle { path: path.clone(), closed, clear }).collect()
    }
}

/// The places of a fill; those of a skeleton are only counted, because there may be very many.
#[derive(Debug)]
pub enum Spots {
    /// Each in full.
    Given(Vec<Spot>),
    /// Some of a part.
    Parts(Part, Vec<usize>),
}

impl Spots {
    /// The places of a fill; as many empty ones as it has rows where it names no place.
    pub fn new(register: &Register, fill: &Fill, skeleton: &Skeleton) -> Self {
        let count = fill.count.unwrap_or(MAX_COUNT).min(MAX_COUNT);
        let Some(place) = &fill.place else {
            return Self::Given(vec![Spot::default(); fill.count.unwrap_or(fill.rows.len()).min(MAX_COUNT)]);
        };
        let mut chance = Chance::named(&format!("{}/{}/place", register.id, fill.name));
        let given = |geometries: Vec<Geometry>| Self::Given(geometries.into_iter().map(Spot::of).take(count).collect());
        match place {
            Place::Skeleton { part, only, .. } => {
                let fits = |at: &usize| only.is_empty() || only.iter().any(|tag| tag == skeleton.tag(*part, *at));
                let all: Vec<usize> = (0..skeleton.count(*part)).filter(fits).collect();
                Self::Parts(*part, thinned(all, fill.count))
            }
            Place::Areas { rings, .. } => given(rings.iter().map(|ring| plane::polygon(ring)).collect()),
            Place::Lines { lines, .. } => given(lines.iter().map(|points| plane::line(points)).collect()),
            Place::Scatter { around, radius } => {
                given(scatter(around, *radius, fill.count.unwrap_or(around.len()).min(count), &mut chance))
            }
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        match self {
            Self::Given(spots) => spots.len(),
            Self::Parts(_, all) => all.len(),
        }
    }

    /// One of them, ready for a geometry of the register.
    pub fn get(&self, index: usize, fill: &Fill, target: Option<&GeometryField>, skeleton: &Skeleton) -> Spot {
        let mut spot = match self {
            Self::Given(spots) => spots.get(index).cloned().unwrap_or_default(),
            Self::Parts(part, all) => all.get(index).map_or_else(Spot::default, |at| skeleton.spot(*part, *at)),
        };
        let depth = if let Some(Place::Skeleton { depth, .. }) = fill.place { depth } else { 0.0 };
        if let Some((geometry, target)) = spot.geometry.as_mut().zip(target) {
            fit(geometry, target, depth);
        }
        spot
    }
}

/// The geometry of a register that a fill makes.
pub fn target<'a>(register: &'a Register, fill: &Fill) -> Option<&'a GeometryField> {
    register.geometries.iter().find(|geometry| fill.geometry.as_ref().is_none_or(|name| geometry.name == *name))
}

/// Evenly thinned to a count.
fn thinned(all: Vec<usize>, count: Option<usize>) -> Vec<usize> {
    let (Some(count), length) = (count, all.len().max(1)) else { return all };
    let keep = |at: usize| at * count / length != (at + 1) * count / length;
    if all.len() <= count {
        return all;
    }
    all.into_iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, one)| one).collect()
}

fn scatter(around: &[Xy], radius: f64, count: usize, chance: &mut Chance) -> Vec<Geometry> {
    let one = |center: &Xy, chance: &mut Chance| {
        let (x, y) = (chance.between([-radius, radius]), chance.between([-radius, radius]));
        Geometry::point(center[0] + x, center[1] + y)
    };
    around.iter().cycle().take(count).map(|center| one(center, chance)).collect()
}

/// A point of an area where the register keeps points, and heights where it keeps heights: those of an invented ground,
/// less a depth.
fn fit(geometry: &mut Geometry, target: &GeometryField, depth: f64) {
    if target.kind == GeometryType::Point && matches!(geometry.shape, Shape::Polygons(_)) {
        let inside = validity::interior_point(geometry);
        *geometry = Geometry::point(inside.x, inside.y);
    }
    if target.z {
        for position in geometry.positions_mut() {
            position.z = ground(position.x, position.y) - depth;
        }
        geometry.has_z = true;
    }
}

/// Height of an invented ground, metres: hills of a kilometre or two between 60 and 110 m, rounded to centimetres.
pub fn ground(x: f64, y: f64) -> f64 {
    let height = 85.0 + 15.0 * (x / 1_700.0).sin() + 10.0 * (y / 2_300.0).cos();
    (height * 100.0).round() / 100.0
}
