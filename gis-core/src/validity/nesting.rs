//! How rings that do not cross lie in one another.

use super::crossings::{Point, Ring, Touch, Work};
use super::point::{Place, place_in_ring};
use super::{Fault, FaultKind, MAX_FAULTS};

/// Adds a fault for every hole outside its shell, ring in a ring where none may be, and inside cut in two.
pub(super) fn judge(rings: &[Ring], touches: &[Touch], faults: &mut Vec<Fault>, work: &mut Work) {
    judge_touches(rings, touches, faults, work);
    judge_holes(rings, faults, work);
    for first in 0..rings.len() {
        for second in first + 1..rings.len() {
            if faults.len() >= MAX_FAULTS {
                return;
            }
            if !work.spend(1) {
                return faults.push(Fault::whole(FaultKind::TooComplex));
            }
            let (a, b) = (&rings[first], &rings[second]);
            if a.bounds.intersects(&b.bounds) {
                judge_pair(rings, (a, b), faults, work);
            }
        }
    }
}

/// Rings may touch, but not pass through each other at a vertex, and within a polygon only once.
fn judge_touches(rings: &[Ring], touches: &[Touch], faults: &mut Vec<Fault>, work: &mut Work) {
    let mut pairs: Vec<((usize, usize), Point)> = touches.iter().map(|touch| (touch.rings, touch.at)).collect();
    pairs.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.0.total_cmp(&b.1.0)).then(a.1.1.total_cmp(&b.1.1)));
    pairs.dedup();
    for run in pairs.chunk_by(|a, b| a.0 == b.0) {
        let ((first, second), at) = run[0];
        let (a, b) = (&rings[first], &rings[second]);
        if passes_through(a, b, work) || passes_through(b, a, work) {
            faults.push(Fault::at(FaultKind::RingsCross, at.0, at.1));
        } else if run.len() > 1 && a.polygon == b.polygon {
            faults.push(Fault::at(FaultKind::Disconnected, at.0, at.1));
        }
    }
}

/// True when the ring has points both strictly inside and strictly outside the other.
fn passes_through(ring: &Ring, other: &Ring, work: &mut Work) -> bool {
    let (mut inside, mut outside) = (false, false);
    for point in samples(ring) {
        if !work.spend(other.points.len()) {
            return false;
        }
        match place_in_ring(point, &other.points) {
            Place::Inside => inside = true,
            Place::Outside => outside = true,
            Place::Boundary => {}
        }
        if inside && outside {
            return true;
        }
    }
    false
}

/// Every hole lies in the shell of its polygon, which stands before it in the list.
fn judge_holes(rings: &[Ring], faults: &mut Vec<Fault>, work: &mut Work) {
    for polygon in rings.chunk_by(|a, b| a.polygon == b.polygon) {
        let (Some(shell), Some(holes)) = (polygon.first(), polygon.get(1..)) else {
            continue;
        };
        for hole in holes {
            if let Some(at) = point_in_place(hole, shell, Place::Outside, work) {
                faults.push(Fault::at(FaultKind::HoleOutside, at.0, at.1));
            }
        }
    }
}

fn judge_pair(rings: &[Ring], (a, b): (&Ring, &Ring), faults: &mut Vec<Fault>, work: &mut Work) {
    let kind = match (a.is_hole, b.is_hole) {
        (true, true) if a.polygon == b.polygon => FaultKind::NestedHoles,
        (false, false) => FaultKind::NestedShells,
        _ => return,
    };
    for (inner, outer) in [(a, b), (b, a)] {
        let Some(at) = point_in_place(inner, outer, Place::Inside, work) else {
            continue;
        };
        // An island in a hole of the outer polygon is as it should be.
        let holes = rings.iter().filter(|ring| ring.is_hole && ring.polygon == outer.polygon);
        let mut holes = holes.filter(|hole| hole.bounds.intersects(&inner.bounds));
        let is_island = kind == FaultKind::NestedShells
            && holes.any(|hole| point_in_place(inner, hole, Place::Outside, work).is_none());
        if !is_island {
            faults.push(Fault::at(kind, at.0, at.1));
        }
    }
}

/// The first point of a ring that is not on the boundary of the other, when it lies in the asked place.
fn point_in_place(ring: &Ring, other: &Ring, asked: Place, work: &mut Work) -> Option<Point> {
    for point in samples(ring) {
        if !work.spend(other.points.len()) {
            return None;
        }
        match place_in_ring(point, &other.points) {
            Place::Boundary => {}
            place if place == asked => return Some(point),
            _ => return None,
        }
    }
    None
}

/// The vertices of a ring, then the middles of its edges.
fn samples(ring: &Ring) -> impl Iterator<Item = Point> {
    let middles =
        ring.points.windows(2).map(|edge| (f64::midpoint(edge[0].0, edge[1].0), f64::midpoint(edge[0].1, edge[1].1)));
    ring.points[1..].iter().copied().chain(middles)
}
