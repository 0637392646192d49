//! Rings into polygons: every hole finds its shell.

use gis_core::geometry::{Bounds, Path, Position, Shape};

use crate::geometry as sound;

/// Holes times shells above which the search for the shells would take longer than a person waits.
const COMPARISONS: usize = 1_000_000;

/// The polygons of shells and of holes that are not tied to them.
///
/// # Errors
/// [`sound::HOLE`] when a hole lies in no shell, [`sound::TOO_MANY`] when there are too many to compare.
pub fn nest(shells: Vec<Path>, holes: Vec<Path>) -> Result<Shape, &'static str> {
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
fn home(hole: &[Position], polygons: &[Vec<Path>], boxes: &[Bounds]) -> Option<usize> {
    if polygons.len() == 1 {
        return Some(0);
    }
    let around = |at: &usize| lies_in_box(hole, &boxes[*at]) && touches_inside(hole, &polygons[*at][0]);
    let area = |at: &usize| doubled_area(&polygons[*at][0]).abs();
    (0..polygons.len()).filter(around).min_by(|a, b| area(a).total_cmp(&area(b)))
}

/// True when `ring` lies inside `shell`, given that their edges do not cross.
pub fn lies_in(ring: &[Position], shell: &[Position]) -> bool {
    lies_in_box(ring, &bounds(shell)) && touches_inside(ring, shell)
}

fn lies_in_box(ring: &[Position], bounds: &Bounds) -> bool {
    ring.iter().all(|p| bounds.contains(p.x, p.y))
}

fn touches_inside(ring: &[Position], shell: &[Position]) -> bool {
    ring.iter().any(|p| inside(p, shell))
}

/// The box around a ring.
pub fn bounds(ring: &[Position]) -> Bounds {
    let mut bounds = Bounds::EMPTY;
    ring.iter().for_each(|p| bounds.grow(p.x, p.y));
    bounds
}

/// Twice the signed area, positive counter-clockwise; taken from the first vertex to keep the digits.
pub fn doubled_area(ring: &[Position]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let edge = |pair: &[Position]| {
        let [a, b] = pair else { return 0.0 };
        (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
    };
    ring.windows(2).map(edge).sum()
}

/// Crossing-number test; a vertex on the edge may count either way, so callers ask several vertices.
pub fn inside(point: &Position, ring: &[Position]) -> bool {
    let crosses = |pair: &[Position]| {
        let [a, b] = pair else { return false };
        (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
    };
    ring.windows(2).filter(|pair| crosses(pair)).count() % 2 == 1
}
