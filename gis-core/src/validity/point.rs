//! Points in and on geometries, and the orientation of rings.

use geo::Orientation;

use super::crossings::{Point, side};
use crate::geometry::{Geometry, Path, Position, Shape};
use crate::measure::signed_ring_area;

/// Where a point lies relative to a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Inside,
    Outside,
    Boundary,
}

/// Counts the edges to the right of the point; exact.
pub(super) fn place_in_ring(point: Point, ring: &[Point]) -> Place {
    let mut is_inside = false;
    for edge in ring.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        if point == a || point == b {
            return Place::Boundary;
        }
        if (a.1 > point.1) == (b.1 > point.1) {
            let level = a.1 == point.1 && b.1 == point.1;
            if level && (a.0.min(b.0)..=a.0.max(b.0)).contains(&point.0) {
                return Place::Boundary;
            }
            continue;
        }
        match side(a, b, point) {
            Orientation::Collinear => return Place::Boundary,
            turn => is_inside ^= (turn == Orientation::CounterClockwise) == (b.1 > a.1),
        }
    }
    if is_inside { Place::Inside } else { Place::Outside }
}

/// True when the point lies in a polygon of the geometry or on its boundary.
#[must_use]
pub fn covers(geometry: &Geometry, point: &Position) -> bool {
    let Shape::Polygons(polygons) = &geometry.shape else {
        return false;
    };
    polygons.iter().any(|rings| {
        let places = rings.iter().map(|ring| place_on_path((point.x, point.y), ring));
        let mut is_inside = false;
        for place in places {
            match place {
                Place::Boundary => return true,
                Place::Inside => is_inside = !is_inside,
                Place::Outside => {}
            }
        }
        is_inside
    })
}

fn place_on_path(point: Point, path: &[Position]) -> Place {
    let ring: Vec<Point> = path.iter().map(|position| (position.x, position.y)).collect();
    place_in_ring(point, &ring)
}

/// Turns shells counter-clockwise and holes clockwise, as GeoJSON asks (RFC 7946 § 3.1.6).
pub fn orient(geometry: &mut Geometry) {
    let Shape::Polygons(polygons) = &mut geometry.shape else {
        return;
    };
    for rings in polygons {
        for (index, ring) in rings.iter_mut().enumerate() {
            if (signed_ring_area(ring) < 0.0) == (index == 0) {
                ring.reverse();
            }
        }
    }
}

/// A point that stands for the geometry: inside its largest polygon, half way along its longest line, or its first point.
#[must_use]
pub fn interior_point(geometry: &Geometry) -> Position {
    let chosen = match &geometry.shape {
        Shape::Points(points) => points.first().copied(),
        Shape::Lines(lines) => largest(lines, |line| path_length(line)).and_then(|line| middle(line)),
        Shape::Polygons(polygons) => {
            largest(polygons, |rings| rings.first().map_or(0.0, |shell| signed_ring_area(shell).abs()))
                .and_then(|rings| inside_of(rings))
        }
    };
    chosen.or_else(|| geometry.positions().next().copied()).unwrap_or(Position::flat(f64::NAN, f64::NAN))
}

fn largest<T>(parts: &[T], size: impl Fn(&T) -> f64) -> Option<&T> {
    parts.iter().max_by(|a, b| size(a).total_cmp(&size(b)))
}

fn path_length(path: &[Position]) -> f64 {
    path.windows(2).map(|edge| (edge[1].x - edge[0].x).hypot(edge[1].y - edge[0].y)).sum()
}

fn middle(line: &[Position]) -> Option<Position> {
    let mut left = path_length(line) / 2.0;
    for edge in line.windows(2) {
        let length = (edge[1].x - edge[0].x).hypot(edge[1].y - edge[0].y);
        if length > 0.0 && left <= length {
            let at = |a: f64, b: f64| a + (b - a) * left / length;
            return Some(Position {
                x: at(edge[0].x, edge[1].x),
                y: at(edge[0].y, edge[1].y),
                z: at(edge[0].z, edge[1].z),
            });
        }
        left -= length;
    }
    None
}

/// The middle of the widest stretch inside the polygon on a horizontal line that meets no vertex near its middle.
fn inside_of(rings: &[Path]) -> Option<Position> {
    let heights = || rings.iter().flatten().map(|position| position.y);
    let (low, high) = heights().fold((f64::MAX, f64::MIN), |(low, high), y| (low.min(y), high.max(y)));
    let centre = f64::midpoint(low, high);
    let below = heights().filter(|y| *y < centre).fold(low, f64::max);
    let above = heights().filter(|y| *y >= centre).fold(high, f64::min);
    let y = f64::midpoint(below, above);
    let mut crossings: Vec<f64> = rings
        .iter()
        .flat_map(|ring| ring.windows(2))
        .filter(|edge| (edge[0].y > y) != (edge[1].y > y))
        .map(|edge| edge[0].x + (edge[1].x - edge[0].x) * (y - edge[0].y) / (edge[1].y - edge[0].y))
        .collect();
    crossings.sort_by(f64::total_cmp);
    let stretches = crossings.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])));
    stretches.map(|stretch| Position::flat(f64::midpoint(stretch[0], stretch[1]), y))
}
