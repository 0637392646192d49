//! Geometries written as WKT. The `wkt` crate recurses on nesting, so the depth is counted before it sees the text.

use crate::{geometry as sound, limits};
use gis_core::geometry::{Geometry, Path, Position, Shape};
use wkt::Wkt;
use wkt::types::{Coord, LineString, Point, Polygon};

/// The geometry of the text, `None` when it is blank or empty.
///
/// # Errors
/// A code of [`crate::geometry`].
pub fn parse(text: &str) -> Result<Option<Geometry>, &'static str> {
    let text = text.trim();
    // EWKT names its system before the geometry; the system of a table is one for all rows and said elsewhere.
    let text = text.split_once(';').filter(|(prefix, _)| prefix.starts_with("SRID=")).map_or(text, |(_, text)| text);
    if text.is_empty() {
        return Ok(None);
    }
    if text.get(..12).is_some_and(|start| start.eq_ignore_ascii_case("GEOMETRYCOLL")) {
        return Err(sound::COLLECTION);
    }
    if depth(text) > limits::WKT_DEPTH {
        return Err(sound::INVALID);
    }
    let wkt: Wkt<f64> = text.parse().map_err(|_| sound::INVALID)?;
    sound::checked(Geometry { shape: shape(wkt)?, has_z: false })
}

fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn shape(wkt: Wkt<f64>) -> Result<Shape, &'static str> {
    Ok(match wkt {
        Wkt::Point(point) => Shape::Points(vertex(&point).into_iter().collect()),
        Wkt::MultiPoint(points) => Shape::Points(points.points().iter().filter_map(vertex).collect()),
        Wkt::LineString(line) if line.coords().is_empty() => Shape::Lines(Vec::new()),
        Wkt::LineString(line) => Shape::Lines(vec![path(&line)]),
        Wkt::MultiLineString(lines) => Shape::Lines(lines.line_strings().iter().map(path).collect()),
        Wkt::Polygon(polygon) if polygon.rings().is_empty() => Shape::Polygons(Vec::new()),
        Wkt::Polygon(polygon) => Shape::Polygons(vec![rings(&polygon)]),
        Wkt::MultiPolygon(polygons) => Shape::Polygons(polygons.polygons().iter().map(rings).collect()),
        Wkt::GeometryCollection(_) => return Err(sound::COLLECTION),
    })
}

fn rings(polygon: &Polygon<f64>) -> Vec<Path> {
    polygon.rings().iter().map(path).collect()
}

fn path(line: &LineString<f64>) -> Path {
    line.coords().iter().map(position).collect()
}

fn vertex(point: &Point<f64>) -> Option<Position> {
    point.coord().map(position)
}

fn position(coord: &Coord<f64>) -> Position {
    Position { x: coord.x, y: coord.y, z: coord.z.unwrap_or(f64::NAN) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_are_kept_and_collections_are_named() {
        let geometry = parse("SRID=6385;POINT Z (1 2 3)").unwrap().unwrap();
        assert!(geometry.has_z);
        assert_eq!(parse("GEOMETRYCOLLECTION(POINT(1 2))"), Err(sound::COLLECTION));
        assert_eq!(parse("POINT EMPTY"), Ok(None));
        assert_eq!(parse("POLYGON((0 0,1 0,1 1,0 1))"), Err(sound::OPEN_RING));
    }

    #[test]
    fn a_hundred_thousand_brackets_are_refused_without_recursion() {
        assert_eq!(parse(&"(".repeat(100_000)), Err(sound::INVALID));
        assert_eq!(parse(&"GEOMETRYCOLLECTION(".repeat(100_000)), Err(sound::COLLECTION));
        assert_eq!(parse(&format!("POINT({}", "(".repeat(100_000))), Err(sound::INVALID));
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "[POINTLYGEMUS ZM(),.0-9-]{0,80}") {
            let _ = parse(&text);
        }
    }
}
