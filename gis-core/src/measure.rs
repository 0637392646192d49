//! Lengths and areas: on the plane of a CRS, and on the ellipsoid behind a transverse Mercator plane.
//!
//! A legal area is the plane area in the CRS of its document; totals and measuring use the ellipsoid. Over a city the ellipsoid is a
//! sphere of the Gaussian radius R = √(ρν) to 1e-7, and on a sphere the scale of transverse Mercator is k = k₀ cosh(x / k₀R),
//! x being the easting from the central meridian (J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395,
//! 1987, § 8: eq. 8-1 and 8-4 together). Lengths are divided by k, areas by k²; the integral of 1/k² along x is (R/k₀) tanh(x / k₀R).

use crate::crs::{Crs, TransverseMercator};
use crate::geometry::{Geometry, Path, Position, Shape};

/// Area on the ellipsoid in square metres; zero for points and lines.
///
/// NaN when `epsg` is no transverse Mercator system of the table: there is nothing to correct by.
#[must_use]
pub fn area_m2(geometry: &Geometry, epsg: i32) -> f64 {
    let Some(plane) = Plane::of(geometry, epsg) else {
        return f64::NAN;
    };
    area(geometry, |a, b| {
        let (x0, x1) = (a.x - plane.easting, b.x - plane.easting);
        // Simpson's rule along the edge: the strip between it and the central meridian.
        (plane.strip(x0) + 4.0 * plane.strip(f64::midpoint(x0, x1)) + plane.strip(x1)) / 6.0 * (b.y - a.y)
    })
}

/// Length of lines, or of the rings of polygons, on the ellipsoid in metres; with heights the length in space.
///
/// NaN when `epsg` is no transverse Mercator system of the table.
#[must_use]
pub fn length_m(geometry: &Geometry, epsg: i32) -> f64 {
    let Some(plane) = Plane::of(geometry, epsg) else {
        return f64::NAN;
    };
    length(geometry, |a, b| {
        let (x0, x1) = (a.x - plane.easting, b.x - plane.easting);
        let shrink = (1.0 / plane.scale(x0) + 4.0 / plane.scale(f64::midpoint(x0, x1)) + 1.0 / plane.scale(x1)) / 6.0;
        (b.x - a.x).hypot(b.y - a.y) * shrink
    })
}

/// Area on the plane of the geometry's own CRS, in its units squared.
#[must_use]
pub fn plane_area(geometry: &Geometry) -> f64 {
    let origin = geometry.positions().next().map_or(0.0, |position| position.x);
    area(geometry, |a, b| f64::midpoint(a.x - origin, b.x - origin) * (b.y - a.y))
}

/// Length on the plane of the geometry's own CRS, in its units; with heights the length in space.
#[must_use]
pub fn plane_length(geometry: &Geometry) -> f64 {
    length(geometry, |a, b| (b.x - a.x).hypot(b.y - a.y))
}

/// Area of one ring on the plane, positive when counter-clockwise.
#[must_use]
pub fn signed_ring_area(ring: &[Position]) -> f64 {
    let origin = ring.first().map_or(0.0, |position| position.x);
    ring_area(ring, &|a, b| f64::midpoint(a.x - origin, b.x - origin) * (b.y - a.y))
}

/// A transverse Mercator plane around a geometry, its ellipsoid replaced by the sphere that fits there.
struct Plane {
    easting: f64,
    k0: f64,
    /// k₀R in metres.
    unit: f64,
}

impl Plane {
    fn of(geometry: &Geometry, epsg: i32) -> Option<Self> {
        let projection = Crs::from_epsg(epsg)?.transverse_mercator()?;
        let bounds = geometry.bounds();
        let northing = if bounds.is_empty() { 0.0 } else { f64::midpoint(bounds.min_y, bounds.max_y) };
        let unit = projection.scale * gaussian_radius(&projection, northing);
        Some(Self { easting: projection.easting, k0: projection.scale, unit })
    }

    fn scale(&self, x: f64) -> f64 {
        self.k0 * (x / self.unit).cosh()
    }

    /// The integral of 1/k² from the central meridian to `x`.
    fn strip(&self, x: f64) -> f64 {
        self.unit / (self.k0 * self.k0) * (x / self.unit).tanh()
    }
}

/// √(ρν) at a northing. The latitude needs 0.3° for 1e-7 of a length: the first term of the series (Snyder 3-26) gives 0.01°.
fn gaussian_radius(projection: &TransverseMercator, northing: f64) -> f64 {
    let (a, f) = (projection.semi_major, projection.flattening);
    let n = f / (2.0 - f);
    let e2 = f * (2.0 - f);
    let mean_radius = a / (1.0 + n) * (1.0 + n * n / 4.0);
    let rectifying = northing / (projection.scale * mean_radius) + projection.lat_0.to_radians();
    let latitude = rectifying + 1.5 * n * (2.0 * rectifying).sin();
    a * (1.0 - e2).sqrt() / (1.0 - e2 * latitude.sin().powi(2))
}

/// Shells less holes, whatever their orientation.
fn area(geometry: &Geometry, strip: impl Fn(&Position, &Position) -> f64) -> f64 {
    let Shape::Polygons(polygons) = &geometry.shape else {
        return 0.0;
    };
    let polygon_area = |rings: &Vec<Path>| {
        let mut areas = rings.iter().map(|ring| ring_area(ring, &strip).abs());
        areas.next().unwrap_or(0.0) - areas.sum::<f64>()
    };
    polygons.iter().map(polygon_area).sum()
}

fn ring_area(ring: &[Position], strip: &impl Fn(&Position, &Position) -> f64) -> f64 {
    ring.windows(2).map(|edge| strip(&edge[0], &edge[1])).sum()
}

fn length(geometry: &Geometry, flat: impl Fn(&Position, &Position) -> f64) -> f64 {
    if matches!(geometry.shape, Shape::Points(_)) {
        return 0.0;
    }
    let edges = geometry.paths().flat_map(|path| path.windows(2));
    edges
        .map(|edge| {
            let flat = flat(&edge[0], &edge[1]);
            if geometry.has_z { flat.hypot(edge[1].z - edge[0].z) } else { flat }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::Transformer;
    use geo::{Geodesic, GeodesicArea, Length};
    use geo_types::{LineString, Polygon};

    /// A wavy ring of 10 km around the middle of the city, in degrees.
    fn ring() -> Path {
        let at = |i: i32| {
            let angle = f64::from(i % 720).to_radians() / 2.0;
            let radius = 0.1 + 0.02 * (angle * 5.0).sin();
            Position::flat(33.39 + radius * 1.4 * angle.cos(), 47.91 + radius * angle.sin())
        };
        (0..=720).map(at).collect()
    }

    fn projected(path: Path, epsg: i32) -> Path {
        let mut path = path;
        Transformer::default().transform_positions(Crs::CRS84, Crs::from_epsg(epsg).unwrap(), &mut path).unwrap();
        path
    }

    fn geodesic(path: &Path) -> LineString {
        path.iter().map(|position| (position.x, position.y)).collect()
    }

    #[test]
    fn ellipsoidal_measures_agree_with_karneys_geodesics() {
        // Zone 36 has its meridian 30 km away, zone 37 420 km: a scale of 0.9996 and of 1.0018.
        for epsg in [32636, 32637] {
            let shape = Geometry { shape: Shape::Polygons(vec![vec![projected(ring(), epsg)]]), has_z: false };
            let expected = Polygon::new(geodesic(&ring()), vec![]).geodesic_area_unsigned();
            assert!(
                (area_m2(&shape, epsg) / expected - 1.0).abs() < 1e-7,
                "{epsg}: {}",
                area_m2(&shape, epsg) / expected - 1.0
            );
            let expected = Geodesic.length(&geodesic(&ring()));
            assert!(
                (length_m(&shape, epsg) / expected - 1.0).abs() < 1e-7,
                "{epsg}: {}",
                length_m(&shape, epsg) / expected - 1.0
            );
        }
    }

    #[test]
    fn the_same_parcel_has_one_area_in_every_system() {
        let area = |epsg| {
            let shape = Geometry { shape: Shape::Polygons(vec![vec![projected(ring(), epsg)]]), has_z: false };
            (area_m2(&shape, epsg), plane_area(&shape))
        };
        let (own, oblast) = (area(6385), area(9834));
        assert!((own.0 / oblast.0 - 1.0).abs() < 1e-8);
        // 3.56 m² per hectare more on the plane of the oblast, 0.21 on that of the city, at its middle.
        assert!((oblast.1 / oblast.0 - 1.000_356).abs() < 1e-5);
        assert!((own.1 / own.0 - 1.000_021).abs() < 1e-5);
    }

    #[test]
    fn holes_are_taken_off_and_orientation_does_not_matter() {
        let square = |from: f64, to: f64| {
            [(from, from), (from, to), (to, to), (to, from), (from, from)].map(|(x, y)| Position::flat(x, y)).to_vec()
        };
        let shape = Geometry { shape: Shape::Polygons(vec![vec![square(0.0, 10.0), square(2.0, 4.0)]]), has_z: false };
        assert_eq!(plane_area(&shape), 96.0);
        assert_eq!(plane_length(&shape), 48.0);
        assert_eq!(signed_ring_area(&square(0.0, 10.0)), -100.0);
    }

    #[test]
    fn a_line_with_heights_is_measured_in_space() {
        let line =
            vec![Position { x: 300_000.0, y: 5_308_000.0, z: 0.0 }, Position { x: 300_003.0, y: 5_308_000.0, z: 4.0 }];
        let shape = Geometry { shape: Shape::Lines(vec![line]), has_z: true };
        assert!((length_m(&shape, 6385) - 5.0).abs() < 1e-6);
    }

    #[test]
    fn web_mercator_is_not_measured_in() {
        assert!(area_m2(&Geometry::point(0.0, 0.0), 3857).is_nan());
    }
}
