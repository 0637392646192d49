//! Streets: OpenStreetMap cuts them at every crossing and change of surface; here the ways of one name are one record,
//! with what the first of them says. What reaches beyond the edge of the file is left out, and noted.

use super::columns::Columns;
use super::element::{Body, Element, Kinds};
use super::layer::Layer;
use super::nodes::Nodes;
use super::pass::Pbf;
use crate::{Sink, geometry as sound};
use gis_core::geometry::{Geometry, Path, Shape};
use gis_core::record::{Fault, Note, RawValue, Record};
use std::collections::HashMap;
use std::io::{Read, Seek};

/// A street in the making.
struct Street {
    values: Vec<RawValue>,
    lines: Vec<Path>,
}

/// All streets in the order of their first ways.
#[derive(Default)]
struct Streets {
    streets: Vec<Street>,
    by_name: HashMap<String, usize>,
    cut_off: usize,
}

/// Hands on one record a street.
///
/// # Errors
/// As [`super::read`].
pub fn records<R: Read + Seek>(
    file: &mut Pbf<R>,
    (columns, nodes): (&Columns, &Nodes),
    sink: &mut dyn Sink,
) -> Result<(), Fault> {
    let mut streets = Streets::default();
    file.again(Kinds::WAYS, &mut |element| match Layer::Streets.takes(&element) {
        true => streets.take(&element, columns, nodes),
        false => Ok(()),
    })?;
    if streets.cut_off > 0 {
        sink.note(cut_off(streets.cut_off))?;
    }
    (1..).zip(streets.streets).try_for_each(|(number, street)| sink.record(street.record(number)))
}

impl Streets {
    fn take(&mut self, way: &Element, columns: &Columns, nodes: &Nodes) -> Result<(), Fault> {
        let name = way.tag("name").unwrap_or_default();
        let at = match self.by_name.get(name) {
            Some(at) => *at,
            None => {
                self.streets.push(Street { values: columns.values(way)?, lines: Vec::new() });
                self.by_name.insert(name.to_owned(), self.streets.len() - 1);
                self.streets.len() - 1
            }
        };
        let Body::Way(ids) = &way.body else { return Ok(()) };
        match nodes.path(ids) {
            Ok(path) if path.len() > 1 => self.streets[at].lines.push(path),
            _ => self.cut_off += 1,
        }
        Ok(())
    }
}

impl Street {
    fn record(self, number: u64) -> Record {
        let (geometry, geometry_fault) =
            match sound::checked(Geometry { shape: Shape::Lines(self.lines), has_z: false }) {
                Ok(geometry) => (geometry, None),
                Err(code) => (None, Some(code.to_owned())),
            };
        Record { number, values: self.values, geometry, geometry_fault }
    }
}

fn cut_off(ways: usize) -> Note {
    Note {
        record: None,
        code: "osm_cut_off".to_owned(),
        uk: format!("Відрізків вулиць, що виходять за край файлу: {ways}; їх не взято. Виріжте файл із запасом."),
        en: format!(
            "Pieces of streets that reach beyond the edge of the file: {ways}; they are left out. Cut the file out with a margin."
        ),
    }
}
