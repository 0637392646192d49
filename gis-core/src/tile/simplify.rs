//! Fewer vertices without a visible difference (Douglas and Peucker, 1973), on the grid of the zoom.

use super::{Cell, TOLERANCE_UNITS};

/// Longest stretch that is simplified as one: a bound on the work for paths made to be slow.
const STRETCH: usize = 1024;

/// Drops vertices that lie within the tolerance of what remains; both ends stay. The choice depends on the path
/// alone, not on the tile.
pub(super) fn simplify(path: &mut Vec<Cell>) {
    let mut keep = kept(path).into_iter();
    path.retain(|_| keep.next().unwrap_or(true));
}

/// Which vertices of a path stay.
pub(super) fn kept(path: &[Cell]) -> Vec<bool> {
    if path.len() < 3 {
        return vec![true; path.len()];
    }
    let mut keeps = vec![false; path.len()];
    let last = path.len() - 1;
    // A closed stretch has no base line: its vertex farthest from the start makes two open ones.
    let mut open: Vec<_> = (0..last).step_by(STRETCH).map(|from| (from, (from + STRETCH).min(last))).collect();
    for (from, to) in &open {
        keeps[*from] = true;
        keeps[*to] = true;
    }
    while let Some((from, to)) = open.pop() {
        if let Some(middle) = farthest(path, from, to) {
            keeps[middle] = true;
            open.extend([(from, middle), (middle, to)]);
        }
    }
    keeps
}

/// The vertex strictly between two that lies farthest from the stretch they span, if beyond the tolerance.
fn farthest(path: &[Cell], from: usize, to: usize) -> Option<usize> {
    let limit = (TOLERANCE_UNITS * TOLERANCE_UNITS) as f64;
    let distances = (from + 1..to).map(|index| (index, distance_squared(path[index], path[from], path[to])));
    let found = distances.reduce(|best, next| if next.1 > best.1 { next } else { best });
    found.filter(|(_, distance)| *distance > limit).map(|(index, _)| index)
}

fn distance_squared(point: Cell, a: Cell, b: Cell) -> f64 {
    let vector = |from: Cell, to: Cell| ((to.0 - from.0) as f64, (to.1 - from.1) as f64);
    let (base, side) = (vector(a, b), vector(a, point));
    let length = base.0 * base.0 + base.1 * base.1;
    let along = if length > 0.0 { ((side.0 * base.0 + side.1 * base.1) / length).clamp(0.0, 1.0) } else { 0.0 };
    let off = (side.0 - base.0 * along, side.1 - base.1 * along);
    off.0 * off.0 + off.1 * off.1
}
