//! One feature of a FlatGeobuf file: geometry tables and the packed values.

use super::super::cells::instant;
use super::super::{Layout, Row};
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use flatgeobuf::{Feature, FeatureArgs, Geometry as Table, GeometryArgs, GeometryType as Kind};
use gis_core::geometry::{Geometry, Path, Position, Shape};
use gis_core::value::Value;

/// Encodes features; keeps its buffers.
#[derive(Default)]
pub struct Encoder<'a> {
    fbb: FlatBufferBuilder<'a>,
    values: Vec<u8>,
}

impl<'a> Encoder<'a> {
    /// The bytes of a feature, with their length before them.
    pub fn feature(&mut self, layout: &Layout, row: Row) -> Vec<u8> {
        self.values.clear();
        put(&mut self.values, 0, &Value::Int(row.fid));
        for (at, value) in (1_u16..).zip(&row.values) {
            put(&mut self.values, at, value);
        }
        self.fbb.reset();
        let has_z = layout.place.as_ref().is_some_and(|place| place.has_z);
        let geometry = row.geometry.as_ref().map(|geometry| self.geometry(geometry, has_z));
        let properties = Some(self.fbb.create_vector(&self.values));
        let feature = Feature::create(&mut self.fbb, &FeatureArgs { geometry, properties, columns: None });
        self.fbb.finish_size_prefixed(feature, None);
        self.fbb.finished_data().to_vec()
    }

    fn geometry(&mut self, geometry: &Geometry, has_z: bool) -> WIPOffset<Table<'a>> {
        match &geometry.shape {
            Shape::Points(points) => self.paths(&[points], has_z, Kind::Unknown),
            Shape::Lines(lines) => self.paths(&lines.iter().collect::<Vec<_>>(), has_z, Kind::MultiLineString),
            Shape::Polygons(polygons) => {
                let parts: Vec<_> = polygons
                    .iter()
                    .map(|rings| self.paths(&rings.iter().collect::<Vec<_>>(), has_z, Kind::Polygon))
                    .collect();
                let parts = Some(self.fbb.create_vector(&parts));
                Table::create(&mut self.fbb, &GeometryArgs { parts, ..GeometryArgs::default() })
            }
        }
    }

    /// Paths as one flat list of vertices; where they end is said when there are several, and of lines always: GDAL 3.6
    /// refuses them otherwise.
    fn paths(&mut self, paths: &[&Path], has_z: bool, type_: Kind) -> WIPOffset<Table<'a>> {
        let vertices = || paths.iter().flat_map(|path| path.iter());
        let xy: Vec<f64> = vertices().flat_map(|position| [position.x, position.y]).collect();
        let z: Vec<f64> = vertices().map(|position: &Position| position.z).collect();
        let ends: Vec<u32> = paths
            .iter()
            .scan(0_u32, |end, path| {
                *end = end.saturating_add(u32::try_from(path.len()).unwrap_or(u32::MAX));
                Some(*end)
            })
            .collect();
        let args = GeometryArgs {
            xy: Some(self.fbb.create_vector(&xy)),
            z: has_z.then(|| self.fbb.create_vector(&z)),
            ends: (ends.len() > 1 || type_ == Kind::MultiLineString).then(|| self.fbb.create_vector(&ends)),
            type_,
            ..GeometryArgs::default()
        };
        Table::create(&mut self.fbb, &args)
    }
}

/// A value as the specification packs it: number of the column, then the bytes of its type. Nothing for null.
fn put(out: &mut Vec<u8>, column: u16, value: &Value) {
    let head = column.to_le_bytes();
    match value {
        Value::Null => {}
        Value::Bool(value) => out.extend([head[0], head[1], u8::from(*value)]),
        Value::Int(value) => out.extend(head.into_iter().chain(value.to_le_bytes())),
        Value::Decimal(value) => out.extend(head.into_iter().chain(value.to_le_bytes())),
        Value::Text(text) => put_text(out, head, text),
        Value::Date(day) => put_text(out, head, &day.to_string()),
        Value::Datetime(at) => put_text(out, head, &instant(at)),
        Value::Uuid(id) => put_text(out, head, &id.to_string()),
        Value::Json(_) | Value::List(_) => put_text(out, head, &value.to_json().to_string()),
    }
}

fn put_text(out: &mut Vec<u8>, head: [u8; 2], text: &str) {
    // Bounded far below 4 GiB by what a field may hold.
    let Ok(length) = u32::try_from(text.len()) else { return };
    out.extend(head);
    out.extend(length.to_le_bytes());
    out.extend(text.as_bytes());
}
