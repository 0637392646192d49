//! How much of one area lies in another.

use crate::geometry::{Geometry, Path, Position, Shape};
use crate::measure;
use crate::register::OVERLAP_STRIP_M;
use geo::BooleanOps;
use geo_types::{Coord, LineString, MultiPolygon, Polygon};

/// What two areas share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Shared area on the ellipsoid, m².
    pub area_m2: f64,
    /// Its share of the first area, 0 to 1.
    pub share: f64,
    /// True when they only meet along their boundaries: what they share is a strip no wider than their uncertainty.
    pub borders: bool,
}

/// What two geometries in the CRS `epsg` share; `None` unless both are areas and the CRS is one that is measured in.
#[must_use]
pub fn overlap(first: &Geometry, second: &Geometry, epsg: i32) -> Option<Overlap> {
    let shared = geometry(&areas(first)?.intersection(&areas(second)?));
    let area_m2 = measure::area_m2(&shared, epsg);
    let share = (area_m2 / measure::area_m2(first, epsg)).min(1.0);
    let borders = measure::plane_area(&shared) <= OVERLAP_STRIP_M * measure::plane_length(&shared);
    (area_m2.is_finite() && share.is_finite()).then_some(Overlap { area_m2, share, borders })
}

fn areas(geometry: &Geometry) -> Option<MultiPolygon<f64>> {
    let Shape::Polygons(polygons) = &geometry.shape else { return None };
    let line = |ring: &Path| LineString::from_iter(ring.iter().map(|at| Coord { x: at.x, y: at.y }));
    let polygon = |rings: &Vec<Path>| {
        let mut lines = rings.iter().map(line);
        lines.next().map(|shell| Polygon::new(shell, lines.collect()))
    };
    Some(polygons.iter().filter_map(polygon).collect())
}

fn geometry(areas: &MultiPolygon<f64>) -> Geometry {
    let path = |line: &LineString<f64>| line.coords().map(|at| Position::flat(at.x, at.y)).collect::<Path>();
    let rings = |polygon: &Polygon<f64>| {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(path).collect::<Vec<_>>()
    };
    Geometry { shape: Shape::Polygons(areas.iter().map(rings).collect()), has_z: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square of 20 m, `east` and `north` metres from a corner in the city.
    fn square(east: f64, north: f64) -> Geometry {
        let corner = |x: f64, y: f64| Position::flat(329_400.0 + east + x, 5_308_600.0 + north + y);
        let ring = vec![corner(0.0, 0.0), corner(20.0, 0.0), corner(20.0, 20.0), corner(0.0, 20.0), corner(0.0, 0.0)];
        Geometry { shape: Shape::Polygons(vec![vec![ring]]), has_z: false }
    }

    #[test]
    fn a_quarter_shared_is_a_quarter() {
        let found = overlap(&square(0.0, 0.0), &square(10.0, 10.0), 6385).unwrap();
        assert!((found.share - 0.25).abs() < 1e-6, "{found:?}");
        assert!((found.area_m2 - 100.0).abs() < 0.1, "{found:?}");
        assert!(!found.borders);
    }

    #[test]
    fn an_area_in_another_is_wholly_in_it() {
        assert!((overlap(&square(0.0, 0.0), &square(0.0, 0.0), 6385).unwrap().share - 1.0).abs() < 1e-9);
    }

    #[test]
    fn neighbours_border_and_a_strip_of_centimetres_is_no_overlap() {
        assert!(overlap(&square(0.0, 0.0), &square(20.0, 0.0), 6385).unwrap().borders);
        assert!(overlap(&square(0.0, 0.0), &square(19.96, 0.0), 6385).unwrap().borders);
        assert!(!overlap(&square(0.0, 0.0), &square(19.0, 0.0), 6385).unwrap().borders);
    }

    #[test]
    fn points_have_no_share_and_degrees_are_not_measured() {
        assert_eq!(overlap(&Geometry::point(1.0, 1.0), &square(0.0, 0.0), 6385), None);
        assert_eq!(overlap(&square(0.0, 0.0), &square(0.0, 0.0), 4326), None);
    }
}
