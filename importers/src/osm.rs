//! OpenStreetMap in the PBF format, as layers of points, lines, areas, routes, places and streets.
//!
//! A relation names ways and a way names nodes, but the file holds them the other way round. It is therefore gone
//! through up to four times: for the columns and the ways that are wanted, for the ways of the relations, for the places
//! of the nodes that those ways need, and for the records. Memory grows with these nodes, not with the file.

mod area;
mod assemble;
mod blob;
mod block;
mod columns;
mod element;
mod layer;
mod message;
mod nest;
mod nodes;
mod pass;
mod shape;
mod streets;

use crate::{OpenOptions, Sink, fault, limits};
use columns::{Columns, Keys};
use element::{Body, Element, Kinds};
use gis_core::record::{Fault, Record, SourceInfo};
use layer::Layer;
use nodes::{Nodes, Wanted};
use pass::Pbf;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

/// Where the name of the first blob stands, and what it is, with its tag and length.
const NAME_AT: usize = 4;
const NAME: &[u8] = b"\x0a\x09OSMHeader";

/// True when the bytes begin like a PBF file.
#[must_use]
pub fn is_pbf(head: &[u8]) -> bool {
    head.get(NAME_AT..).is_some_and(|rest| rest.starts_with(NAME))
}

/// Reads a layer of a PBF file.
///
/// # Errors
/// `layer_needed`, `layer_unknown`, `file_truncated`, `file_damaged`, `osm_compression`, `osm_history`, `osm_feature`, a
/// limit, or what the sink answered with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let opened = File::open(file).map_err(|error| fault::unreadable(file, &error))?;
    read_open(BufReader::new(opened), options, sink)
}

/// Reads a layer of an open PBF file.
///
/// # Errors
/// As [`read`].
pub fn read_open(input: impl Read + Seek, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let layers: Vec<String> = Layer::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    let name = fault::pick_layer(options.layer.as_deref(), &layers)?;
    let layer = Layer::named(&name).ok_or_else(|| fault::layer_unknown(&name, &layers))?;
    let mut file = Pbf::new(input);
    let survey = Survey::of(&mut file, layer, options)?;
    let (columns, count) = (survey.keys.into_columns(), survey.count);
    let nodes = located(&mut file, survey.wanted, &survey.members)?;
    sink.info(SourceInfo {
        format: "osm".to_owned(),
        layer: name,
        layers,
        columns: columns.names().to_vec(),
        epsg: options.epsg.or(Some(4326)),
        encoding: None,
        count: (layer != Layer::Streets).then_some(count),
    })?;
    if layer == Layer::Streets {
        return streets::records(&mut file, (&columns, &nodes), sink);
    }
    records(&mut file, layer, (&columns, &nodes), sink)
}

/// What the first pass learns.
struct Survey {
    keys: Keys,
    count: u64,
    wanted: Wanted,
    members: HashSet<i64>,
}

impl Survey {
    fn of<R: Read + Seek>(file: &mut Pbf<R>, layer: Layer, options: &OpenOptions) -> Result<Self, Fault> {
        let (keys, members) = (Keys::new(options), HashSet::new());
        let mut survey = Self { keys, count: 0, wanted: Wanted::default(), members };
        file.survey(&mut |element| if layer.takes(&element) { survey.take(&element) } else { Ok(()) })?;
        Ok(survey)
    }

    fn take(&mut self, element: &Element) -> Result<(), Fault> {
        self.count += 1;
        self.keys.meet(element)?;
        match &element.body {
            Body::Node(_) => Ok(()),
            Body::Way(nodes) => self.wanted.nodes(nodes),
            Body::Relation(members) => {
                self.members.extend(members.iter().filter(|member| member.kind == Kinds::WAYS).map(|way| way.id));
                if self.members.len() > limits::OSM_MEMBERS { Err(too_many_members()) } else { Ok(()) }
            }
        }
    }
}

/// The second and third pass: the ways of the relations, then the places of all nodes that are wanted.
fn located<R: Read + Seek>(file: &mut Pbf<R>, mut wanted: Wanted, members: &HashSet<i64>) -> Result<Nodes, Fault> {
    if !members.is_empty() {
        file.again(Kinds::WAYS, &mut |element| match element.body {
            Body::Way(nodes) if members.contains(&element.id) => wanted.way(element.id, nodes),
            _ => Ok(()),
        })?;
    }
    let mut nodes = wanted.into_table();
    if !nodes.is_empty() {
        file.again(Kinds::NODES, &mut |element| {
            if let Body::Node(place) = element.body {
                nodes.put(element.id, place);
            }
            Ok(())
        })?;
    }
    Ok(nodes)
}

fn records<R: Read + Seek>(
    file: &mut Pbf<R>,
    layer: Layer,
    (columns, nodes): (&Columns, &Nodes),
    sink: &mut dyn Sink,
) -> Result<(), Fault> {
    let mut number = 0;
    file.again(layer.kinds(), &mut |element| {
        if !layer.takes(&element) {
            return Ok(());
        }
        number += 1;
        let values = columns.values(&element).map_err(|fault| fault.at(number))?;
        let (geometry, geometry_fault) = match shape::geometry(layer, &element, nodes) {
            Ok(geometry) => (geometry, None),
            Err(code) => (None, Some(code)),
        };
        sink.record(Record { number, values, geometry, geometry_fault })
    })
}

fn too_many_members() -> Fault {
    fault::too_large("Кількість ліній у відношеннях", "The number of ways in relations", limits::OSM_MEMBERS)
}

#[cfg(test)]
mod tests;
