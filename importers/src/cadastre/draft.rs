//! What both formats share: layers with their columns, and the way of a unit into a record.

use super::area::Area;
use super::deviation::{Deviation, Notes};
use super::number::Place;
use crate::{OpenOptions, Sink, fault, limits};
use encoding_rs::Encoding;
use gis_core::crs::Crs;
use gis_core::geometry::Geometry;
use gis_core::record::{Fault, RawValue, Record, SourceInfo};
use std::io;

/// The value of a column for a unit of the format.
type Value<T> = fn(&Place, &T) -> RawValue;

/// A column that every layer has behind its own: the system of the coordinates as they stand in the file.
const SYSTEM: &str = "EPSG";

/// Units of one kind.
pub struct Layer<T: 'static> {
    /// The element or block.
    pub name: &'static str,
    /// The columns and how they are filled. Nothing else of a unit leaves the reader.
    pub columns: &'static [(&'static str, Value<T>)],
}

impl<T> Layer<T> {
    /// The values of a unit.
    pub fn values(&self, place: &Place, unit: &T) -> Vec<RawValue> {
        self.columns.iter().map(|(_, value)| value(place, unit)).collect()
    }

    fn names(&self) -> Vec<String> {
        self.columns.iter().map(|(name, _)| *name).chain([SYSTEM]).map(str::to_owned).collect()
    }
}

/// The layer that is asked for.
///
/// # Errors
/// `layer_needed`, `layer_unknown`.
pub fn pick<T>(layers: &'static [Layer<T>], options: &OpenOptions) -> Result<&'static Layer<T>, Fault> {
    let names = names(layers);
    let name = fault::pick_layer(options.layer.as_deref(), &names)?;
    layers.iter().find(|layer| layer.name == name).ok_or_else(|| fault::layer_unknown(&name, &names))
}

fn names<T>(layers: &[Layer<T>]) -> Vec<String> {
    layers.iter().map(|layer| layer.name.to_owned()).collect()
}

/// A unit on its way: its boundary waits until all points are known.
pub struct Draft<S> {
    /// The values of its columns but the last.
    pub values: Vec<RawValue>,
    /// Its boundary as the format has it.
    pub outline: S,
    /// Its stated area.
    pub area: Option<Area>,
}

/// Checks the number of records that wait.
///
/// # Errors
/// `limit_exceeded`.
pub fn records(count: usize) -> Result<(), Fault> {
    let limit = limits::CADASTRE_RECORDS;
    if count <= limit {
        Ok(())
    } else {
        Err(fault::too_large("Кількість записів", "The number of records", limit))
    }
}

/// Checks the number of points, or of vertices, that wait.
///
/// # Errors
/// `limit_exceeded`.
pub fn vertices(count: usize) -> Result<(), Fault> {
    let limit = limits::CADASTRE_VERTICES;
    if count <= limit {
        Ok(())
    } else {
        Err(fault::too_large("Кількість точок", "The number of points", limit))
    }
}

/// Why text cannot be read on, without repeating any of it.
pub fn broken(error: &io::Error, format: &str, encoding: &'static Encoding) -> Fault {
    match error.kind() {
        io::ErrorKind::InvalidData => fault::encoding_mismatch(encoding.name(), format),
        io::ErrorKind::FileTooLarge => fault::too_large(
            "Довжина одного рядка, тексту або тега",
            "The length of one line, text or tag",
            limits::TEXT,
        ),
        _ => fault::damaged(format, &error.kind().to_string()),
    }
}

/// What is known of the file when its units are handed on.
pub struct Head<T: 'static> {
    /// Name of the format.
    pub format: &'static str,
    /// All layers of the format.
    pub layers: &'static [Layer<T>],
    /// The one that is read.
    pub layer: &'static Layer<T>,
    /// The coordinate system, when there is one.
    pub epsg: Option<i32>,
    /// The text encoding and where it was learnt.
    pub encoding: String,
}

/// Hands the units on as records.
///
/// # Errors
/// What the sink answers with.
pub fn emit<T, S>(
    head: &Head<T>,
    drafts: Vec<Draft<S>>,
    build: impl Fn(S, &mut Vec<Deviation>) -> Result<Option<Geometry>, &'static str>,
    mut notes: Notes,
    sink: &mut dyn Sink,
) -> Result<(), Fault> {
    sink.info(SourceInfo {
        format: head.format.to_owned(),
        layer: head.layer.name.to_owned(),
        layers: names(head.layers),
        columns: head.layer.names(),
        epsg: head.epsg,
        encoding: Some(head.encoding.clone()),
        count: Some(drafts.len() as u64),
    })?;
    let planar = head.epsg.and_then(Crs::from_epsg).is_some_and(|crs| !crs.is_geographic());
    for (number, draft) in (1..).zip(drafts) {
        let mut odd = Vec::new();
        let (geometry, geometry_fault) = match build(draft.outline, &mut odd) {
            Ok(geometry) => (geometry, None),
            Err(code) => (None, Some(code.to_owned())),
        };
        if planar && let (Some(area), Some(geometry)) = (draft.area, &geometry) {
            odd.extend(area.against(geometry));
        }
        odd.into_iter().for_each(|deviation| notes.add(Some(number), deviation));
        let mut values = draft.values;
        values.push(head.epsg.map_or(RawValue::Null, |code| RawValue::Int(i64::from(code))));
        sink.record(Record { number, values, geometry, geometry_fault })?;
    }
    notes.send(sink)
}
