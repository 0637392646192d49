//! Geometries as well-known text (OGC 06-103r4): two coordinates a vertex, for tables.

use crate::geojson::number;
use crate::geometry::{Geometry, Position, Shape};

/// Appends a geometry with so many decimals; `single` writes a point as `POINT`, all else as `MULTI…`.
pub fn write(geometry: &Geometry, single: bool, decimals: usize, out: &mut String) {
    let path = |path: &Vec<Position>, out: &mut String| joined(path, out, |at, out| vertex(at, decimals, out));
    match &geometry.shape {
        Shape::Points(points) => {
            out.push_str(if single { "POINT " } else { "MULTIPOINT " });
            path(points, out);
        }
        Shape::Lines(lines) => {
            out.push_str("MULTILINESTRING ");
            joined(lines, out, path);
        }
        Shape::Polygons(polygons) => {
            out.push_str("MULTIPOLYGON ");
            joined(polygons, out, |rings, out| joined(rings, out, path));
        }
    }
}

fn joined<T>(items: &[T], out: &mut String, mut write: impl FnMut(&T, &mut String)) {
    out.push('(');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        write(item, out);
    }
    out.push(')');
}

fn vertex(position: &Position, decimals: usize, out: &mut String) {
    number(position.x, decimals, out);
    out.push(' ');
    number(position.y, decimals, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(shape: Shape, single: bool) -> String {
        let mut out = String::new();
        write(&Geometry { shape, has_z: false }, single, 9, &mut out);
        out
    }

    #[test]
    fn each_shape_has_its_word_and_its_brackets() {
        let ring = vec![Position::flat(33.5, 47.9), Position::flat(33.6, 47.9), Position::flat(33.5, 47.9)];
        assert_eq!(text(Shape::Points(ring[..1].to_vec()), true), "POINT (33.5 47.9)");
        assert_eq!(text(Shape::Points(ring[..2].to_vec()), false), "MULTIPOINT (33.5 47.9, 33.6 47.9)");
        assert_eq!(text(Shape::Lines(vec![ring[..2].to_vec()]), false), "MULTILINESTRING ((33.5 47.9, 33.6 47.9))");
        assert_eq!(
            text(Shape::Polygons(vec![vec![ring]]), false),
            "MULTIPOLYGON (((33.5 47.9, 33.6 47.9, 33.5 47.9)))"
        );
    }
}
