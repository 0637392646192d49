//! What every reader asks of a geometry before it hands the record on, and the codes it answers with.
//!
//! A record whose geometry fails is kept, with the code as its `geometry_fault`: the attributes may still be wanted,
//! and the report names the record. Nothing is repaired here.

use crate::limits;
use gis_core::geometry::{Geometry, Position, Shape};
use gis_core::wkb::{self, WkbError};

/// The geometry is a collection, which no register holds.
pub const COLLECTION: &str = "geometry_collection";
/// The geometry has a type of its format that is not a point, line or polygon.
pub const TYPE: &str = "geometry_type";
/// A coordinate is NaN or infinite.
pub const NON_FINITE: &str = "non_finite";
/// The vertices are not numbers, or the text or bytes of the geometry do not follow their format.
pub const INVALID: &str = "coordinates_invalid";
/// More than [`limits::VERTICES`].
pub const TOO_MANY: &str = "too_many_vertices";
/// A line of fewer than two vertices.
pub const SHORT_LINE: &str = "line_too_short";
/// A ring of fewer than four vertices.
pub const SHORT_RING: &str = "ring_too_short";
/// A ring whose last vertex is not its first.
pub const OPEN_RING: &str = "ring_not_closed";
/// Some vertices have heights and some have none.
pub const HEIGHT: &str = "height_missing";
/// A hole lies in none of the shells.
pub const HOLE: &str = "hole_outside";

/// The geometry when it is sound, `None` when it has no vertices at all.
///
/// # Errors
/// One of the codes of this module.
pub fn checked(mut geometry: Geometry) -> Result<Option<Geometry>, &'static str> {
    let vertices = geometry.vertex_count();
    if vertices == 0 {
        return Ok(None);
    }
    if vertices > limits::VERTICES {
        return Err(TOO_MANY);
    }
    heights(&mut geometry)?;
    match &geometry.shape {
        Shape::Points(_) => {}
        Shape::Lines(lines) if lines.iter().any(|line| line.len() < 2) => return Err(SHORT_LINE),
        Shape::Lines(_) => {}
        Shape::Polygons(polygons) => polygons.iter().flatten().try_for_each(|path| ring(path))?,
    }
    Ok(Some(geometry))
}

/// A geometry from (E)WKB.
///
/// # Errors
/// One of the codes of this module.
pub fn from_wkb(bytes: &[u8]) -> Result<Option<Geometry>, &'static str> {
    match wkb::decode(bytes) {
        Ok(geometry) => checked(geometry),
        Err(WkbError::Collection) => Err(COLLECTION),
        Err(WkbError::UnknownType(_)) => Err(TYPE),
        Err(WkbError::NotFinite(_)) => Err(NON_FINITE),
        Err(_) => Err(INVALID),
    }
}

fn heights(geometry: &mut Geometry) -> Result<(), &'static str> {
    let (mut with, mut without, mut finite) = (false, false, true);
    for position in geometry.positions() {
        finite &= position.x.is_finite() && position.y.is_finite() && !position.z.is_infinite();
        with |= !position.z.is_nan();
        without |= position.z.is_nan();
    }
    geometry.has_z = with;
    match (finite, with && without) {
        (false, _) => Err(NON_FINITE),
        (_, true) => Err(HEIGHT),
        _ => Ok(()),
    }
}

fn ring(path: &[Position]) -> Result<(), &'static str> {
    let closed = matches!((path.first(), path.last()), (Some(a), Some(b)) if a.x == b.x && a.y == b.y);
    match path.len() {
        0..4 => Err(SHORT_RING),
        _ if !closed => Err(OPEN_RING),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(x: f64, y: f64) -> Position {
        Position::flat(x, y)
    }

    #[test]
    fn an_open_ring_is_named() {
        let ring = vec![flat(0.0, 0.0), flat(1.0, 0.0), flat(1.0, 1.0), flat(0.0, 1.0)];
        let geometry = Geometry { shape: Shape::Polygons(vec![vec![ring]]), has_z: false };
        assert_eq!(checked(geometry), Err(OPEN_RING));
    }

    #[test]
    fn not_a_number_and_infinity_are_named() {
        assert_eq!(checked(Geometry::point(f64::NAN, 1.0)), Err(NON_FINITE));
        assert_eq!(checked(Geometry::point(1.0, f64::INFINITY)), Err(NON_FINITE));
    }

    #[test]
    fn a_geometry_without_vertices_is_no_geometry() {
        let geometry = Geometry { shape: Shape::Lines(vec![]), has_z: false };
        assert_eq!(checked(geometry), Ok(None));
    }
}
