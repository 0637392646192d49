//! The geometry of a feature: coordinates in one list, the ends of its rings or lines, and parts for several polygons.

use crate::{geometry as sound, limits};
use flatgeobuf::{Geometry as Table, GeometryType};
use gis_core::geometry::{Geometry, Path, Position, Shape};

/// The geometry of a table; `kind` is that of the file, where it is the same for all.
///
/// # Errors
/// A code of [`crate::geometry`].
pub fn read(table: &Table, kind: GeometryType) -> Result<Option<Geometry>, &'static str> {
    let kind = if kind == GeometryType::Unknown { table.type_() } else { kind };
    let shape = match kind {
        GeometryType::Point | GeometryType::MultiPoint => Shape::Points(positions(table)?),
        GeometryType::LineString => Shape::Lines(some(positions(table)?)),
        GeometryType::MultiLineString => Shape::Lines(paths(table)?),
        GeometryType::Polygon => Shape::Polygons(some(paths(table)?)),
        GeometryType::MultiPolygon => Shape::Polygons(polygons(table)?),
        GeometryType::GeometryCollection => return Err(sound::COLLECTION),
        _ => return Err(sound::TYPE),
    };
    // Whether it has heights is read off its vertices.
    sound::checked(Geometry { shape, has_z: false })
}

/// One part, or none when it is empty.
fn some<T>(part: Vec<T>) -> Vec<Vec<T>> {
    if part.is_empty() { Vec::new() } else { vec![part] }
}

/// Several parts may be one table named many times over, so that a small file would become a huge geometry: the
/// vertices are counted before they are copied.
fn polygons(table: &Table) -> Result<Vec<Vec<Path>>, &'static str> {
    let (mut polygons, mut vertices) = (Vec::new(), 0);
    for part in table.parts().iter().flatten() {
        vertices += part.xy().map_or(0, |xy| xy.len() / 2).max(1);
        if vertices > limits::VERTICES {
            return Err(sound::TOO_MANY);
        }
        polygons.extend(some(paths(&part)?));
    }
    Ok(polygons)
}

fn positions(table: &Table) -> Result<Vec<Position>, &'static str> {
    let Some(xy) = table.xy() else { return Ok(Vec::new()) };
    if xy.len() / 2 > limits::VERTICES {
        return Err(sound::TOO_MANY);
    }
    let (pairs, rest) = xy.bytes().as_chunks::<16>();
    let heights = table.z().filter(|z| !z.is_empty());
    if !rest.is_empty() || heights.is_some_and(|z| z.len() != pairs.len()) {
        return Err(sound::INVALID);
    }
    let flat = pairs.iter().map(|pair| Position::flat(number(pair, 0), number(pair, 8)));
    Ok(match heights {
        None => flat.collect(),
        Some(z) => flat.zip(z.iter()).map(|(position, z)| Position { z, ..position }).collect(),
    })
}

fn number(pair: &[u8; 16], at: usize) -> f64 {
    pair[at..].first_chunk().map_or(f64::NAN, |bytes| f64::from_le_bytes(*bytes))
}

/// The list of coordinates cut at the ends, which count vertices; without ends it is one path.
fn paths(table: &Table) -> Result<Vec<Path>, &'static str> {
    let positions = positions(table)?;
    let Some(ends) = table.ends().filter(|ends| !ends.is_empty()) else { return Ok(some(positions)) };
    let (mut paths, mut start) = (Vec::new(), 0);
    for end in ends.iter().map(|end| end as usize) {
        paths.push(positions.get(start..end).ok_or(sound::INVALID)?.to_vec());
        start = end;
    }
    if start == positions.len() { Ok(paths) } else { Err(sound::INVALID) }
}
