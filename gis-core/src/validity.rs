//! What is wrong with a geometry: every reason, with a code and a place.
//!
//! The rule `valid` of a register: OGC Simple Features validity, finite coordinates, no polygon under 0.5 m², bounded
//! size. Coordinates are metres of the storage CRS. Orientation decisions are exact (adaptive predicates); the work is
//! bounded, and a geometry that cannot be judged within the bound is refused.

mod crossings;
mod nesting;
mod point;

pub use point::{covers, interior_point, orient};

use crate::geometry::{Geometry, Path, Position, Shape};
use crate::measure::signed_ring_area;
use crossings::{Ring, Work};

/// Most vertices of one geometry.
pub const MAX_VERTICES: usize = 1_000_000;
/// Smallest area of a polygon, square metres.
pub const MIN_AREA_M2: f64 = 0.5;
/// Most faults that are told of one geometry.
pub const MAX_FAULTS: usize = 100;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// No vertices, or a part without any.
    Empty,
    /// A coordinate is infinite or not a number.
    NotFinite,
    /// More than [`MAX_VERTICES`].
    TooManyVertices,
    /// A line of fewer than two vertices, or a ring of fewer than three distinct ones.
    TooFewPoints,
    /// The last vertex of a ring is not its first.
    NotClosed,
    /// All vertices of a line are one point.
    ZeroLength,
    /// A polygon is smaller than [`MIN_AREA_M2`].
    TooSmall,
    /// A ring crosses or touches itself.
    SelfIntersection,
    /// Two rings cross.
    RingsCross,
    /// Two rings run along a common edge.
    RingsShareEdge,
    /// Two rings are the same.
    DuplicateRing,
    /// A hole lies outside its shell.
    HoleOutside,
    /// A hole lies inside another hole.
    NestedHoles,
    /// A polygon lies inside another of the same geometry.
    NestedShells,
    /// Two rings of a polygon touch twice and cut its inside in two.
    Disconnected,
    /// Not judged: the check exceeded its bound of work.
    TooComplex,
}

/// One reason, and the place where it shows.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where; `None` when it concerns the whole geometry.
    pub at: Option<Position>,
}

impl Fault {
    const fn whole(kind: FaultKind) -> Self {
        Self { kind, at: None }
    }

    const fn at(kind: FaultKind, x: f64, y: f64) -> Self {
        Self { kind, at: Some(Position::flat(x, y)) }
    }

    /// The stable code of the reason.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.kind {
            FaultKind::Empty => "empty",
            FaultKind::NotFinite => "not_finite",
            FaultKind::TooManyVertices => "too_many_vertices",
            FaultKind::TooFewPoints => "too_few_points",
            FaultKind::NotClosed => "not_closed",
            FaultKind::ZeroLength => "zero_length",
            FaultKind::TooSmall => "too_small",
            FaultKind::SelfIntersection => "self_intersection",
            FaultKind::RingsCross => "rings_cross",
            FaultKind::RingsShareEdge => "rings_share_edge",
            FaultKind::DuplicateRing => "duplicate_ring",
            FaultKind::HoleOutside => "hole_outside",
            FaultKind::NestedHoles => "nested_holes",
            FaultKind::NestedShells => "nested_shells",
            FaultKind::Disconnected => "disconnected",
            FaultKind::TooComplex => "too_complex",
        }
    }

    /// The reason in Ukrainian and in English.
    #[must_use]
    pub const fn sentence(&self) -> (&'static str, &'static str) {
        match self.kind {
            FaultKind::Empty => ("геометрія або її частина порожня", "the geometry or a part of it is empty"),
            FaultKind::NotFinite => ("координата не є скінченним числом", "a coordinate is not a finite number"),
            FaultKind::TooManyVertices => {
                ("понад 1 000 000 вершин; розділіть об'єкт", "more than 1 000 000 vertices; divide the feature")
            }
            FaultKind::TooFewPoints => (
                "замало вершин: лінії потрібні дві, кільцю три різні",
                "too few vertices: a line needs two, a ring three distinct ones",
            ),
            FaultKind::NotClosed => (
                "кільце не замкнене; повторіть першу вершину наприкінці",
                "the ring is not closed; repeat its first vertex at the end",
            ),
            FaultKind::ZeroLength => ("лінія має нульову довжину", "the line has no length"),
            FaultKind::TooSmall => ("площа полігона менша за 0,5 м²", "the area of the polygon is under 0.5 m²"),
            FaultKind::SelfIntersection => {
                ("межа перетинає або торкається себе", "the boundary crosses or touches itself")
            }
            FaultKind::RingsCross => ("межі перетинаються", "the boundaries cross"),
            FaultKind::RingsShareEdge => ("межі мають спільний відрізок", "the boundaries share a segment"),
            FaultKind::DuplicateRing => ("межа повторена двічі", "the boundary is given twice"),
            FaultKind::HoleOutside => ("виріз лежить поза полігоном", "a hole lies outside its polygon"),
            FaultKind::NestedHoles => ("виріз лежить у іншому вирізі", "a hole lies inside another hole"),
            FaultKind::NestedShells => ("полігон лежить усередині іншого", "a polygon lies inside another"),
            FaultKind::Disconnected => {
                ("межі торкаються двічі й розрізають полігон", "the boundaries touch twice and cut the polygon apart")
            }
            FaultKind::TooComplex => (
                "геометрія надто складна для перевірки; розділіть об'єкт",
                "the geometry is too complex to be checked; divide the feature",
            ),
        }
    }
}

impl PartialEq for Fault {
    /// The same kind at the same place; the height of a flat place is NaN and equal to nothing.
    fn eq(&self, other: &Self) -> bool {
        let place = |fault: &Self| fault.at.map(|at| (at.x, at.y));
        self.kind == other.kind && place(self) == place(other)
    }
}

/// Every fault of a geometry, at most [`MAX_FAULTS`]; none means that it is valid.
#[must_use]
pub fn faults(geometry: &Geometry) -> Vec<Fault> {
    let mut faults = Vec::new();
    if geometry.vertex_count() > MAX_VERTICES {
        return vec![Fault::whole(FaultKind::TooManyVertices)];
    }
    if geometry.paths().next().is_none() || geometry.paths().any(<[Position]>::is_empty) {
        return vec![Fault::whole(FaultKind::Empty)];
    }
    let not_finite = |p: &&Position| !(p.x.is_finite() && p.y.is_finite() && (p.z.is_finite() || !geometry.has_z));
    if geometry.positions().any(|position| not_finite(&position)) {
        return vec![Fault::whole(FaultKind::NotFinite)];
    }
    match &geometry.shape {
        Shape::Points(_) => {}
        Shape::Lines(lines) => lines.iter().for_each(|line| judge_line(line, &mut faults)),
        Shape::Polygons(polygons) => judge_polygons(polygons, &mut faults),
    }
    faults.truncate(MAX_FAULTS);
    faults
}

fn judge_line(line: &[Position], faults: &mut Vec<Fault>) {
    let first = line[0];
    if line.len() < 2 {
        faults.push(Fault::at(FaultKind::TooFewPoints, first.x, first.y));
    } else if line.iter().all(|p| p.x == first.x && p.y == first.y && (p.z == first.z || p.z.is_nan())) {
        faults.push(Fault::at(FaultKind::ZeroLength, first.x, first.y));
    }
}

/// Rings one by one, then how they meet, how they nest, how large they are: each question makes sense only after a
/// clean answer to the one before.
fn judge_polygons(polygons: &[Vec<Path>], faults: &mut Vec<Fault>) {
    let mut rings = Vec::with_capacity(polygons.len());
    for (polygon, paths) in polygons.iter().enumerate() {
        for (index, path) in paths.iter().enumerate() {
            rings.extend(judge_ring(path, faults).map(|points| Ring::new(points, polygon, index > 0)));
        }
    }
    let mut work = Work::default();
    let touches = if faults.is_empty() { crossings::judge(&rings, faults, &mut work) } else { Vec::new() };
    if faults.is_empty() {
        nesting::judge(&rings, &touches, faults, &mut work);
    }
    if faults.is_empty() {
        faults.extend(polygons.iter().filter_map(|paths| judge_size(paths)));
    }
}

fn judge_size(paths: &[Path]) -> Option<Fault> {
    let mut areas = paths.iter().map(|ring| signed_ring_area(ring).abs());
    let area = areas.next()? - areas.sum::<f64>();
    let at = paths.first()?.first()?;
    (area < MIN_AREA_M2).then(|| Fault::at(FaultKind::TooSmall, at.x, at.y))
}

/// The distinct consecutive vertices of a ring, closed; nothing when it is no ring.
fn judge_ring(path: &[Position], faults: &mut Vec<Fault>) -> Option<Vec<(f64, f64)>> {
    let (first, last) = (path.first()?, path.last()?);
    if (first.x, first.y) != (last.x, last.y) {
        faults.push(Fault::at(FaultKind::NotClosed, last.x, last.y));
        return None;
    }
    let mut points: Vec<(f64, f64)> = path.iter().map(|position| (position.x, position.y)).collect();
    points.dedup();
    if points.len() < 4 {
        faults.push(Fault::at(FaultKind::TooFewPoints, first.x, first.y));
        return None;
    }
    Some(points)
}

#[cfg(test)]
mod tests;
