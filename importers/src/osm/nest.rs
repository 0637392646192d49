//! Rings without a word on which are holes: a ring inside an odd number of others is one. The roles `outer` and
//! `inner` are not asked, as osmium and osm2pgsql do not ask them: they are often wrong and never needed.

use crate::geometry as sound;
use crate::rings::{self, bounds, inside};
use gis_core::geometry::{Bounds, Path, Position, Shape};
use std::collections::HashSet;

/// Pairs of rings above which the comparison would take longer than a person waits.
const PAIRS: usize = 1_000_000;

/// The polygons of closed rings that do not cross.
///
/// # Errors
/// [`sound::TOO_MANY`], [`sound::HOLE`].
pub fn polygons(found: Vec<Path>) -> Result<Shape, &'static str> {
    if found.len().saturating_mul(found.len()) > PAIRS {
        return Err(sound::TOO_MANY);
    }
    let looked: Vec<Looked> = found.iter().map(|ring| Looked::new(ring)).collect();
    let around = |at: usize| (0..found.len()).filter(|other| *other != at && looked[*other].holds(&looked[at])).count();
    let is_hole: Vec<bool> = (0..found.len()).map(|at| around(at) % 2 == 1).collect();
    let (holes, shells): (Vec<_>, Vec<_>) = found.into_iter().zip(is_hole).partition(|(_, hole)| *hole);
    let rings = |pairs: Vec<(Path, bool)>| pairs.into_iter().map(|(ring, _)| ring).collect();
    rings::nest(rings(shells), rings(holes))
}

/// A ring with what is asked of it again and again.
struct Looked<'a> {
    ring: &'a [Position],
    bounds: Bounds,
    vertices: HashSet<[u64; 2]>,
}

impl<'a> Looked<'a> {
    fn new(ring: &'a [Position]) -> Self {
        Self { ring, bounds: bounds(ring), vertices: ring.iter().map(key).collect() }
    }

    /// True when the other ring lies inside this one. Rings may share vertices, which stand on the edge; the first
    /// vertex that they do not share tells, or else the middle of an edge.
    fn holds(&self, other: &Self) -> bool {
        let boxed = self.bounds.contains(other.bounds.min_x, other.bounds.min_y)
            && self.bounds.contains(other.bounds.max_x, other.bounds.max_y);
        if !boxed {
            return false;
        }
        match other.ring.iter().find(|vertex| !self.vertices.contains(&key(vertex))) {
            Some(vertex) => inside(vertex, self.ring),
            None if self.ring.len() == other.ring.len() => false,
            None => {
                let within = other.ring.windows(2).filter(|edge| inside(&middle(edge), self.ring)).count();
                within * 2 >= other.ring.len()
            }
        }
    }
}

fn key(position: &Position) -> [u64; 2] {
    [position.x.to_bits(), position.y.to_bits()]
}

fn middle(edge: &[Position]) -> Position {
    match edge {
        [a, b] => Position::flat(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y)),
        _ => Position::flat(f64::NAN, f64::NAN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Path {
        [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)]
            .map(|(dx, dy)| Position::flat(x + dx, y + dy))
            .to_vec()
    }

    fn counts(rings: Vec<Path>) -> Vec<usize> {
        let Ok(Shape::Polygons(polygons)) = polygons(rings) else { panic!("polygons were expected") };
        let mut counts: Vec<usize> = polygons.iter().map(Vec::len).collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn an_island_in_a_lake_in_a_wood_is_a_shell_again() {
        let rings = vec![square(4.0, 4.0, 1.0), square(0.0, 0.0, 10.0), square(3.0, 3.0, 4.0), square(20.0, 0.0, 1.0)];
        assert_eq!(counts(rings), [1, 1, 2]);
    }

    #[test]
    fn neighbours_and_a_hole_that_share_vertices_are_told_apart() {
        let neighbours = vec![square(0.0, 0.0, 2.0), square(2.0, 0.0, 2.0)];
        assert_eq!(counts(neighbours), [1, 1]);
        let touching = vec![square(0.0, 0.0, 4.0), {
            let mut ring = square(1.0, 0.0, 2.0);
            ring[0] = Position::flat(0.0, 0.0);
            ring[4] = ring[0];
            ring[1] = Position::flat(2.0, 1.0);
            ring
        }];
        assert_eq!(counts(touching), [2]);
    }
}
