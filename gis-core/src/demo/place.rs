//! Where features are: given shapes, street grids, buildings along lines, points and lines on other features.

mod along;
mod follow;
mod grid;

use super::chance::Chance;
use super::hint::{DemoError, Fill, MAX_COUNT};
use super::plane::{self, Xy};
use super::world::{Link, Spot, World};
use crate::geometry::{Geometry, Position};
use crate::register::{GeometryField, Register};
use crate::text::Ident;
use crate::validity;
use along::Along;
use follow::Follow;
use grid::Grid;
use serde::Deserialize;

/// A recipe of places; coordinates and lengths are metres of the hints' CRS.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Place {
    /// Polygons as given, one ring each.
    Areas {
        /// Corners of each, not closed.
        rings: Vec<Vec<Xy>>,
    },
    /// Lines as given.
    Lines {
        /// Vertices of each.
        lines: Vec<Vec<Xy>>,
    },
    /// Points anywhere around given ones.
    Scatter {
        /// The given points.
        around: Vec<Xy>,
        /// How far away, metres.
        radius: f64,
    },
    /// Straight streets that cross, in blocks.
    Grid {
        /// One a neighbourhood.
        grids: Vec<Grid>,
    },
    /// Rectangles on both sides of the lines of another register, such as houses.
    Along(Along),
    /// A point inside each feature of another register.
    Inside {
        /// The other register.
        of: Ident,
    },
    /// A point at each vertex of the lines of another register.
    Vertices(Follow),
    /// A line beside each piece between two vertices of the lines of another register.
    Follow(Follow),
}

impl Place {
    /// The registers it stands on.
    pub fn needs(&self) -> Vec<&Ident> {
        match self {
            Self::Areas { .. } | Self::Lines { .. } | Self::Scatter { .. } | Self::Grid { .. } => Vec::new(),
            Self::Along(along) => vec![&along.of],
            Self::Inside { of } => vec![of],
            Self::Vertices(follow) | Self::Follow(follow) => vec![&follow.of],
        }
    }
}

/// The places of a fill; as many empty ones as it has rows where it names no place.
pub fn spots(register: &Register, fill: &Fill, world: &World) -> Result<Vec<Spot>, DemoError> {
    let count = fill.count.unwrap_or(MAX_COUNT).min(MAX_COUNT);
    let Some(place) = &fill.place else {
        let count = fill.count.unwrap_or(fill.rows.len()).min(MAX_COUNT);
        return Ok(vec![Spot::default(); count]);
    };
    let mut chance = Chance::named(&format!("{}/{}/place", register.id, fill.name));
    let mut spots = match place {
        Place::Areas { rings } => rings.iter().map(|ring| spot(plane::polygon(ring))).collect(),
        Place::Lines { lines } => lines.iter().map(|points| spot(plane::line(points))).collect(),
        Place::Scatter { around, radius } => {
            scatter(around, *radius, count.min(fill.count.unwrap_or(around.len())), &mut chance)
        }
        Place::Grid { grids } => {
            grids.iter().flat_map(Grid::streets).map(|points| spot(plane::line(&points))).collect()
        }
        Place::Along(along) => along.spots(world, count, &mut chance),
        Place::Inside { of } => inside(of, world),
        Place::Vertices(follow) => follow.points(world),
        Place::Follow(follow) => follow.lines(world),
    };
    spots.truncate(count);
    if has_heights(register, fill) {
        let depth = if let Place::Follow(follow) | Place::Vertices(follow) = place { follow.depth } else { 0.0 };
        spots.iter_mut().filter_map(|spot| spot.geometry.as_mut()).for_each(|geometry| lift(geometry, depth));
    }
    Ok(spots)
}

fn has_heights(register: &Register, fill: &Fill) -> bool {
    let filled = |geometry: &&GeometryField| fill.geometry.as_ref().is_none_or(|name| geometry.name == *name);
    register.geometries.iter().find(filled).is_some_and(|geometry| geometry.z)
}

fn spot(geometry: Geometry) -> Spot {
    Spot { geometry: Some(geometry), ..Spot::default() }
}

fn scatter(around: &[Xy], radius: f64, count: usize, chance: &mut Chance) -> Vec<Spot> {
    let one = |center: &Xy, chance: &mut Chance| {
        let (x, y) = (chance.between([-radius, radius]), chance.between([-radius, radius]));
        spot(Geometry::point(center[0] + x, center[1] + y))
    };
    around.iter().cycle().take(count).map(|center| one(center, chance)).collect()
}

fn inside(of: &Ident, world: &World) -> Vec<Spot> {
    let features = world.of(of).iter().enumerate();
    features
        .filter_map(|(index, made)| {
            let geometry = made.geometry.as_ref()?;
            let Position { x, y, .. } = validity::interior_point(geometry);
            let parent = Some(Link { register: of.clone(), index });
            Some(Spot { geometry: Some(Geometry::point(x, y)), parent, ..Spot::default() })
        })
        .collect()
}

/// Gives every vertex the height of a gently rolling ground, less a depth.
fn lift(geometry: &mut Geometry, depth: f64) {
    for position in geometry.positions_mut() {
        position.z = ground(position.x, position.y) - depth;
    }
    geometry.has_z = true;
}

/// Height of an invented ground, metres: hills of a kilometre or two between 60 and 110 m, rounded to centimetres.
pub fn ground(x: f64, y: f64) -> f64 {
    let height = 85.0 + 15.0 * (x / 1_700.0).sin() + 10.0 * (y / 2_300.0).cos();
    (height * 100.0).round() / 100.0
}
