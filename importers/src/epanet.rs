//! Water networks of EPANET (.inp): a text of sections, in which nodes and links stand first and their places last.
//!
//! Whatever units the file counts in, records are in metres, millimetres and cubic metres a day, and vertices carry
//! heights. The file names no coordinate system; the mapping does.

mod line;
mod links;
mod network;
mod nodes;
mod section;
mod units;

use crate::encoding::{self, TextEncoding};
use crate::{OpenOptions, Sink, fault, limits, sniff};
use gis_core::record::{Fault, Note, Record, SourceInfo};
use line::Lines;
use network::Network;
use section::Section;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The layers of a file.
const LAYERS: [&str; 2] = ["nodes", "links"];

/// True when the text begins with a section of EPANET; comments may stand before it.
#[must_use]
pub fn is_epanet(head: &[u8]) -> bool {
    let lines = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).split(|byte| *byte == b'\n');
    let first = lines.map(<[u8]>::trim_ascii).find(|line| !line.is_empty() && !line.starts_with(b";"));
    first.is_some_and(|line| Section::named(&String::from_utf8_lossy(line)).is_some())
}

/// Reads the nodes or the links of a network.
///
/// # Errors
/// `layer_needed`, `layer_unknown`, `encoding_unknown`, `encoding_mismatch`, `epanet_section`, `epanet_line`, a limit, or
/// what the sink answered with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let encoding = shape(&sniff::head(file, limits::SAMPLE)?, options)?;
    let opened = File::open(file).map_err(|error| fault::unreadable(file, &error))?;
    read_text(opened, encoding, options, sink)
}

fn shape(sample: &[u8], options: &OpenOptions) -> Result<TextEncoding, Fault> {
    match &options.encoding {
        Some(name) => encoding::by_option(name),
        None => encoding::detect(sample, sample.len() < limits::SAMPLE),
    }
}

/// Reads an open file.
///
/// # Errors
/// As [`read`].
pub fn read_text(
    input: impl Read,
    encoding: TextEncoding,
    options: &OpenOptions,
    sink: &mut dyn Sink,
) -> Result<(), Fault> {
    let layers = LAYERS.map(str::to_owned).to_vec();
    let layer = fault::pick_layer(options.layer.as_deref(), &layers)?;
    let mut network = Network::default();
    let mut lines = Lines::new(BufReader::new(input), encoding);
    while let Some(line) = lines.next_line()? {
        network.take(&line)?;
    }
    let (columns, records) = match layer.as_str() {
        "nodes" => (nodes::COLUMNS.to_vec(), nodes::records(&network)),
        _ => (links::COLUMNS.to_vec(), links::records(&network)),
    };
    sink.info(SourceInfo {
        format: "epanet".to_owned(),
        layer,
        layers,
        columns: columns.into_iter().map(str::to_owned).collect(),
        epsg: options.epsg,
        encoding: Some(encoding.describe()),
        count: Some(records.len() as u64),
    })?;
    network.notes().into_iter().try_for_each(|note: Note| sink.note(note))?;
    records.into_iter().try_for_each(|record: Record| sink.record(record))
}

#[cfg(test)]
mod tests;
