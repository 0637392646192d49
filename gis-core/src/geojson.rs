//! GeoJSON geometry objects (RFC 7946) to and from geometry, in one CRS and with the axes in one order.

use crate::geometry::{Geometry, Position, Shape};
use crate::text::Text;
use serde_json::{Map, Value as Json};
use std::fmt::Write as _;

/// Most vertices of a geometry that comes in a request.
pub const MAX_VERTICES: usize = 50_000;

/// Reads a geometry object; single parts become multi-part, an empty one or a collection is refused.
///
/// # Errors
/// A sentence in both languages.
pub fn read(json: &Json) -> Result<Geometry, Text> {
    let kind = json.get("type").and_then(Json::as_str).unwrap_or_default();
    let coordinates = json.get("coordinates").unwrap_or(&Json::Null);
    let mut reader = Reader { vertices: 0, flat: 0 };
    let shape = match kind {
        "Point" => Shape::Points(vec![reader.position(coordinates)?]),
        "MultiPoint" => Shape::Points(reader.path(coordinates)?),
        "LineString" => Shape::Lines(vec![reader.path(coordinates)?]),
        "MultiLineString" => Shape::Lines(reader.paths(coordinates)?),
        "Polygon" => Shape::Polygons(vec![reader.paths(coordinates)?]),
        "MultiPolygon" => {
            Shape::Polygons(list(coordinates)?.iter().map(|polygon| reader.paths(polygon)).collect::<Result<_, _>>()?)
        }
        _ => return Err(unsupported(kind)),
    };
    let mut geometry = Geometry { shape, has_z: reader.flat == 0 };
    if geometry.paths().next().is_none() || geometry.paths().any(<[Position]>::is_empty) {
        return Err(Text::new("геометрія порожня", "the geometry is empty"));
    }
    if !geometry.has_z {
        geometry.positions_mut().for_each(|position| position.z = f64::NAN);
    }
    Ok(geometry)
}

fn unsupported(kind: &str) -> Text {
    let kind: String = kind.chars().take(40).collect();
    Text::new(
        format!("тип геометрії «{kind}» не підтримується; потрібен Point, LineString, Polygon або Multi…"),
        format!("the geometry type “{kind}” is not supported; send Point, LineString, Polygon or Multi…"),
    )
}

fn list(json: &Json) -> Result<&Vec<Json>, Text> {
    json.as_array()
        .ok_or_else(|| Text::new("координати записано хибно", "the coordinates are not nested as the type asks"))
}

struct Reader {
    vertices: usize,
    flat: usize,
}

impl Reader {
    fn paths(&mut self, json: &Json) -> Result<Vec<Vec<Position>>, Text> {
        list(json)?.iter().map(|path| self.path(path)).collect()
    }

    fn path(&mut self, json: &Json) -> Result<Vec<Position>, Text> {
        list(json)?.iter().map(|position| self.position(position)).collect()
    }

    fn position(&mut self, json: &Json) -> Result<Position, Text> {
        self.vertices += 1;
        if self.vertices > MAX_VERTICES {
            return Err(Text::new(
                format!("понад {MAX_VERTICES} вершин"),
                format!("more than {MAX_VERTICES} vertices"),
            ));
        }
        let numbers: Vec<f64> =
            list(json)?.iter().filter_map(Json::as_f64).filter(|number| number.is_finite()).collect();
        match numbers[..] {
            [x, y] => {
                self.flat += 1;
                Ok(Position::flat(x, y))
            }
            [x, y, z] => Ok(Position { x, y, z }),
            _ => Err(Text::new("вершина — це два або три числа", "a position is two or three numbers")),
        }
    }
}

/// How geometry is written: how many decimals, and whether the authority's axis order is northing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writing {
    /// Decimals of x and y.
    pub decimals: usize,
    /// True: y before x.
    pub swapped: bool,
}

/// Decimals of heights: millimetres.
const HEIGHT_DECIMALS: usize = 3;

/// Appends a geometry object of the declared type; `single` writes a point as `Point`, all else as `Multi…`.
pub fn write(geometry: &Geometry, single: bool, writing: Writing, out: &mut String) {
    let writer = Writer { writing, has_z: geometry.has_z };
    match &geometry.shape {
        Shape::Points(points) if single => {
            out.push_str("{\"type\":\"Point\",\"coordinates\":");
            if let Some(point) = points.first() {
                writer.position(point, out);
            }
        }
        Shape::Points(points) => {
            out.push_str("{\"type\":\"MultiPoint\",\"coordinates\":");
            writer.path(points, out);
        }
        Shape::Lines(lines) => {
            out.push_str("{\"type\":\"MultiLineString\",\"coordinates\":");
            writer.paths(lines, out);
        }
        Shape::Polygons(polygons) => {
            out.push_str("{\"type\":\"MultiPolygon\",\"coordinates\":");
            joined(polygons, out, |polygon, out| writer.paths(polygon, out));
        }
    }
    out.push('}');
}

/// The members of a GeoJSON feature.
pub struct Members<'a> {
    /// Id.
    pub fid: i64,
    /// The place, in the CRS of the answer.
    pub geometry: Option<&'a Geometry>,
    /// What is known of it.
    pub properties: Map<String, Json>,
    /// Further members, such as links, that stand at the end.
    pub extra: Option<&'a Map<String, Json>>,
}

/// Appends a feature; `single` and `writing` as in [`write`].
pub fn write_feature(members: Members, single: bool, writing: Writing, out: &mut String) {
    let _ = write!(out, "{{\"type\":\"Feature\",\"id\":{},\"geometry\":", members.fid);
    match members.geometry {
        Some(geometry) => self::write(geometry, single, writing, out),
        None => out.push_str("null"),
    }
    let _ = write!(out, ",\"properties\":{}", Json::Object(members.properties));
    for (name, value) in members.extra.into_iter().flatten() {
        let _ = write!(out, ",{}:{value}", Json::String(name.clone()));
    }
    out.push('}');
}

fn joined<T>(items: &[T], out: &mut String, mut write: impl FnMut(&T, &mut String)) {
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(']');
}

struct Writer {
    writing: Writing,
    has_z: bool,
}

impl Writer {
    fn paths(&self, paths: &[Vec<Position>], out: &mut String) {
        joined(paths, out, |path, out| self.path(path, out));
    }

    fn path(&self, path: &[Position], out: &mut String) {
        joined(path, out, |position, out| self.position(position, out));
    }

    fn position(&self, position: &Position, out: &mut String) {
        let (first, second) = if self.writing.swapped { (position.y, position.x) } else { (position.x, position.y) };
        out.push('[');
        number(first, self.writing.decimals, out);
        out.push(',');
        number(second, self.writing.decimals, out);
        if self.has_z {
            out.push(',');
            number(position.z, HEIGHT_DECIMALS, out);
        }
        out.push(']');
    }
}

/// Fixed decimals without trailing zeros.
pub(crate) fn number(value: f64, decimals: usize, out: &mut String) {
    let start = out.len();
    let _ = write!(out, "{value:.decimals$}");
    if out[start..].contains('.') {
        let kept = out.trim_end_matches('0').trim_end_matches('.').len();
        out.truncate(kept.max(start + 1));
    }
    if &out[start..] == "-0" {
        out.replace_range(start.., "0");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_polygon_comes_back_as_it_was() {
        let text = r#"{"type":"MultiPolygon","coordinates":[[[[33.5,47.9],[33.6,47.9],[33.5,48],[33.5,47.9]]]]}"#;
        let geometry = read(&serde_json::from_str(text).unwrap()).unwrap();
        let mut out = String::new();
        write(&geometry, false, Writing { decimals: 9, swapped: false }, &mut out);
        assert_eq!(out, text);
    }

    #[test]
    fn heights_stay_only_when_every_vertex_has_one() {
        assert!(read(&json!({"type": "LineString", "coordinates": [[1, 2, 3], [4, 5, 6]]})).unwrap().has_z);
        assert!(!read(&json!({"type": "LineString", "coordinates": [[1, 2, 3], [4, 5]]})).unwrap().has_z);
    }

    #[test]
    fn what_is_not_a_geometry_is_refused_with_a_sentence() {
        for bad in [
            json!({"type": "GeometryCollection", "geometries": []}),
            json!({"type": "Polygon", "coordinates": []}),
            json!({"type": "Point", "coordinates": ["1", 2]}),
            json!({"type": "Point", "coordinates": [1]}),
            json!(null),
        ] {
            assert!(read(&bad).is_err(), "{bad}");
        }
    }
}
