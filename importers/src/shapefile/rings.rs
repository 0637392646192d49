//! A Shapefile polygon is a heap of rings: shells run clockwise, holes counter-clockwise, in any order. Here every hole
//! finds its shell.

use crate::geometry as sound;
use gis_core::geometry::{Geometry, Path, Position, Shape};

/// Holes times shells above which the search for the shells would take longer than a person waits.
const COMPARISONS: usize = 1_000_000;

/// The polygons of a heap of rings.
///
/// # Errors
/// [`sound::HOLE`] when a hole lies in no shell.
pub fn polygons(rings: Vec<Path>) -> Result<Shape, &'static str> {
    let (shells, holes): (Vec<Path>, Vec<Path>) = rings.into_iter().partition(|ring| doubled_area(ring) <= 0.0);
    if shells.is_empty() {
        // Some programs write a lone shell the wrong way round; with no shell there is nothing to mistake it for.
        return if holes.len() <= 1 { Ok(Shape::Polygons(vec![holes])) } else { Err(sound::HOLE) };
    }
    if shells.len().saturating_mul(holes.len()) > COMPARISONS {
        return Err(sound::TOO_MANY);
    }
    let boxes: Vec<_> = shells.iter().map(|shell| bounds(shell)).collect();
    let mut polygons: Vec<Vec<Path>> = shells.into_iter().map(|shell| vec![shell]).collect();
    for hole in holes {
        let home = home(&hole, &polygons, &boxes).ok_or(sound::HOLE)?;
        polygons[home].push(hole);
    }
    Ok(Shape::Polygons(polygons))
}

/// The smallest shell around the hole: an island in a lake lies in two.
fn home(hole: &[Position], polygons: &[Vec<Path>], boxes: &[gis_core::geometry::Bounds]) -> Option<usize> {
    if polygons.len() == 1 {
        return Some(0);
    }
    let around = |at: &usize| {
        hole.iter().all(|p| boxes[*at].contains(p.x, p.y)) && hole.iter().any(|p| inside(p, &polygons[*at][0]))
    };
    let area = |at: &usize| doubled_area(&polygons[*at][0]).abs();
    (0..polygons.len()).filter(around).min_by(|a, b| area(a).total_cmp(&area(b)))
}

fn bounds(ring: &[Position]) -> gis_core::geometry::Bounds {
    Geometry { shape: Shape::Points(ring.to_vec()), has_z: false }.bounds()
}

/// Twice the signed area, positive counter-clockwise; taken from the first vertex to keep the digits.
fn doubled_area(ring: &[Position]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let edge = |pair: &[Position]| {
        let [a, b] = pair else { return 0.0 };
        (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
    };
    ring.windows(2).map(edge).sum()
}

/// Crossing-number test; a vertex on the edge may count either way, so callers ask several vertices.
fn inside(point: &Position, ring: &[Position]) -> bool {
    let crosses = |pair: &[Position]| {
        let [a, b] = pair else { return false };
        (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
    };
    ring.windows(2).filter(|pair| crosses(pair)).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64, clockwise: bool) -> Path {
        let mut ring: Path = [(0.0, 0.0), (0.0, side), (side, side), (side, 0.0), (0.0, 0.0)]
            .map(|(dx, dy)| Position::flat(x + dx, y + dy))
            .to_vec();
        if !clockwise {
            ring.reverse();
        }
        ring
    }

    #[test]
    fn a_hole_finds_the_smallest_shell_around_it() {
        let rings = vec![
            square(4.5, 4.5, 0.2, false),
            square(0.0, 0.0, 10.0, true),
            square(3.0, 3.0, 4.0, false),
            square(4.0, 4.0, 1.0, true),
        ];
        let Ok(Shape::Polygons(polygons)) = polygons(rings) else { panic!("polygons were expected") };
        assert_eq!(polygons.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn a_hole_outside_every_shell_is_named() {
        let rings = vec![square(0.0, 0.0, 1.0, true), square(5.0, 5.0, 1.0, true), square(9.0, 9.0, 1.0, false)];
        assert_eq!(polygons(rings), Err(sound::HOLE));
    }
}
