//! Planar geometry as the whole house passes it on: always multi-part, optionally with heights, never a collection.
//!
//! Coordinates are x = easting (or longitude), y = northing (or latitude) inside the house whatever the
//! authority's axis order is; `crs` swaps once, at the edge. Heights are metres in the height system of the
//! source and are never transformed.

use serde::{Deserialize, Serialize};

/// One vertex. `z` is NaN where the geometry has no heights.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Position {
    /// Easting in metres, or longitude in degrees.
    pub x: f64,
    /// Northing in metres, or latitude in degrees.
    pub y: f64,
    /// Height in metres; NaN in a flat geometry.
    pub z: f64,
}

/// Two unknown heights are the same.
impl PartialEq for Position {
    fn eq(&self, other: &Self) -> bool {
        self.x == other.x && self.y == other.y && (self.z == other.z || self.z.is_nan() && other.z.is_nan())
    }
}

impl Position {
    /// A vertex without height.
    #[must_use]
    pub const fn flat(x: f64, y: f64) -> Self {
        Self { x, y, z: f64::NAN }
    }
}

/// A line or a ring: its vertices in order. Rings repeat the first vertex at the end.
pub type Path = Vec<Position>;

/// The three shapes a register can hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    /// One or more points.
    Points(Vec<Position>),
    /// One or more lines.
    Lines(Vec<Path>),
    /// One or more polygons; of each the first ring is the shell, the others are holes.
    Polygons(Vec<Vec<Path>>),
}

/// A shape and whether its vertices carry heights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Geometry {
    /// The vertices.
    pub shape: Shape,
    /// True when every vertex has a height.
    pub has_z: bool,
}

/// An axis-parallel box in the units of its CRS.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Smallest easting or longitude.
    pub min_x: f64,
    /// Smallest northing or latitude.
    pub min_y: f64,
    /// Largest easting or longitude.
    pub max_x: f64,
    /// Largest northing or latitude.
    pub max_y: f64,
}

impl Bounds {
    /// The box that holds nothing; growing it by a vertex gives that vertex.
    pub const EMPTY: Self =
        Self { min_x: f64::INFINITY, min_y: f64::INFINITY, max_x: f64::NEG_INFINITY, max_y: f64::NEG_INFINITY };

    /// Widens the box to hold a vertex.
    pub fn grow(&mut self, x: f64, y: f64) {
        self.min_x = self.min_x.min(x);
        self.min_y = self.min_y.min(y);
        self.max_x = self.max_x.max(x);
        self.max_y = self.max_y.max(y);
    }

    /// The box widened by `margin` on every side.
    #[must_use]
    pub fn buffered(&self, margin: f64) -> Self {
        Self {
            min_x: self.min_x - margin,
            min_y: self.min_y - margin,
            max_x: self.max_x + margin,
            max_y: self.max_y + margin,
        }
    }

    /// True when the vertex lies in the box or on its edge.
    #[must_use]
    pub fn contains(&self, x: f64, y: f64) -> bool {
        self.min_x <= x && x <= self.max_x && self.min_y <= y && y <= self.max_y
    }

    /// True when the boxes share at least a point.
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        self.min_x <= other.max_x && other.min_x <= self.max_x && self.min_y <= other.max_y && other.min_y <= self.max_y
    }

    /// True when nothing was added yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.min_x > self.max_x
    }
}

impl Geometry {
    /// A flat geometry of one point.
    #[must_use]
    pub fn point(x: f64, y: f64) -> Self {
        Self { shape: Shape::Points(vec![Position::flat(x, y)]), has_z: false }
    }

    /// All paths of the geometry: points as one path, lines, or all rings.
    pub fn paths(&self) -> impl Iterator<Item = &[Position]> {
        let (flat, nested): (&[Path], &[Vec<Path>]) = match &self.shape {
            Shape::Points(_) => (&[], &[]),
            Shape::Lines(lines) => (lines, &[]),
            Shape::Polygons(polygons) => (&[], polygons),
        };
        let points = match &self.shape {
            Shape::Points(points) => Some(points.as_slice()),
            _ => None,
        };
        points.into_iter().chain(flat.iter().map(Vec::as_slice)).chain(nested.iter().flatten().map(Vec::as_slice))
    }

    /// All vertices in order.
    pub fn positions(&self) -> impl Iterator<Item = &Position> {
        self.paths().flatten()
    }

    /// All vertices, to be changed in place.
    pub fn positions_mut(&mut self) -> Box<dyn Iterator<Item = &mut Position> + '_> {
        match &mut self.shape {
            Shape::Points(points) => Box::new(points.iter_mut()),
            Shape::Lines(lines) => Box::new(lines.iter_mut().flatten()),
            Shape::Polygons(polygons) => Box::new(polygons.iter_mut().flatten().flatten()),
        }
    }

    /// The smallest box around all vertices.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let mut bounds = Bounds::EMPTY;
        for position in self.positions() {
            bounds.grow(position.x, position.y);
        }
        bounds
    }

    /// How many vertices the geometry has.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        self.paths().map(<[Position]>::len).sum()
    }

    /// Moves every vertex onto a grid of `step` (metres in the storage CRS).
    pub fn snap(&mut self, step: f64) {
        for position in self.positions_mut() {
            position.x = (position.x / step).round() * step;
            position.y = (position.y / step).round() * step;
            position.z = (position.z / step).round() * step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_visit_every_ring_once() {
        let ring = vec![Position::flat(0.0, 0.0), Position::flat(1.0, 0.0), Position::flat(0.0, 0.0)];
        let geometry =
            Geometry { shape: Shape::Polygons(vec![vec![ring.clone(), ring.clone()], vec![ring]]), has_z: false };
        assert_eq!(geometry.paths().count(), 3);
        assert_eq!(geometry.vertex_count(), 9);
        assert_eq!(geometry.bounds(), Bounds { min_x: 0.0, min_y: 0.0, max_x: 1.0, max_y: 0.0 });
    }
}
