//! The area that a file states, against the area within the boundary that it draws.

use super::deviation::{self, Deviation};
use super::number::decimal;
use crate::rings::doubled_area;
use gis_core::geometry::{Geometry, Shape};

/// Square metres of a hectare.
const HECTARE: f64 = 10_000.0;

/// Files give four decimals of a hectare.
const ROUNDING_HA: f64 = 0.000_1;

/// A stated area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Hectares.
    pub hectares: f64,
    /// Its stated error, hectares; zero where there is none.
    pub error: f64,
}

impl Area {
    /// The deviation of a boundary that holds another area. The legal area is that in the plane of the document's own
    /// coordinate system, so `geometry` is still in it.
    pub fn against(&self, geometry: &Geometry) -> Option<Deviation> {
        let found = plane_area(geometry)? / HECTARE;
        let apart = (found - self.hectares).abs() > self.error + ROUNDING_HA;
        apart.then(|| deviation::area_differs(self.hectares, found))
    }
}

/// Hectares of a size and its unit as files write them; `None` when either is not understood.
pub fn hectares(size: &str, unit: &str) -> Option<f64> {
    let (size, _) = decimal(size)?;
    let unit: String = unit.to_lowercase().chars().filter(|c| !matches!(c, ' ' | '.')).collect();
    let factor = match unit.as_str() {
        "га" | "ha" => 1.0,
        "квм" | "м2" | "м²" | "m2" => 1.0 / HECTARE,
        _ => return None,
    };
    Some(size * factor).filter(|hectares| *hectares >= 0.0)
}

fn plane_area(geometry: &Geometry) -> Option<f64> {
    let Shape::Polygons(polygons) = &geometry.shape else { return None };
    let ring = |ring: &Vec<_>| doubled_area(ring).abs() / 2.0;
    let polygon = |rings: &Vec<Vec<_>>| match rings.as_slice() {
        [] => 0.0,
        [shell, holes @ ..] => ring(shell) - holes.iter().map(ring).sum::<f64>(),
    };
    Some(polygons.iter().map(polygon).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::geometry::Position;

    fn square(side: f64) -> Vec<Position> {
        [(0.0, 0.0), (0.0, side), (side, side), (side, 0.0), (0.0, 0.0)].map(|(x, y)| Position::flat(x, y)).to_vec()
    }

    #[test]
    fn holes_are_taken_off_and_the_error_is_allowed() {
        let geometry = Geometry { shape: Shape::Polygons(vec![vec![square(50.0), square(10.0)]]), has_z: false };
        assert_eq!(Area { hectares: 0.24, error: 0.0 }.against(&geometry), None);
        assert!(Area { hectares: 0.25, error: 0.001 }.against(&geometry).is_some());
        assert_eq!(Area { hectares: 0.25, error: 0.01 }.against(&geometry), None);
    }

    #[test]
    fn units_are_read_as_files_write_them() {
        assert_eq!(hectares("0.19", "га."), Some(0.19));
        assert_eq!(hectares("1900", "кв. м"), Some(0.19));
        assert_eq!(hectares("1900", "ар"), None);
        assert_eq!(hectares("-1", "га"), None);
    }
}
