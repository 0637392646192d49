//! IN4: lines of `KEY=value,` in blocks, each block with the nodes of its boundary.
//!
//! The format names no coordinate system that could be computed, so the mapping has to.

mod block;
mod layers;
mod line;
mod shape;
mod walk;

use super::draft::{self, Head};
use super::system;
use crate::bounded::Bounded;
use crate::decoded::Decoded;
use crate::encoding::{self, TextEncoding};
use crate::{OpenOptions, Sink, fault, limits, sniff};
use block::MARKERS;
use gis_core::record::Fault;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use walk::Walk;

/// True when the first line that is no comment is the marker of a block.
pub fn is_in4(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(b"#"));
    let marker = first.and_then(|line| line.strip_suffix(b",")).map(<[u8]>::trim_ascii);
    marker.is_some_and(|marker| MARKERS.iter().any(|known| known.as_bytes() == marker))
}

/// Reads an IN4 file.
///
/// # Errors
/// `layer_needed`, `layer_unknown`, `crs_unknown`, `encoding_unknown`, `encoding_mismatch`, a limit, or what the sink
/// answered with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let sample = sniff::head(file, limits::SAMPLE)?;
    let opened = File::open(file).map_err(|error| fault::unreadable(file, &error))?;
    read_from(opened, &sample, options, sink)
}

/// Reads an IN4 file whose first bytes are `sample`.
///
/// # Errors
/// As [`read`].
pub fn read_from(input: impl Read, sample: &[u8], options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let layer = draft::pick(layers::LAYERS, options)?;
    let encoding = encoding(sample, options)?;
    let mut walk = Walk::new(layer);
    lines(input, encoding, &mut walk)?;
    let (drafts, notes) = walk.finished()?;
    if options.epsg.is_none() && drafts.iter().any(|draft| !draft.outline.is_empty()) {
        return Err(system::unsaid());
    }
    let head = Head { format: "in4", layers: layers::LAYERS, layer, epsg: options.epsg, encoding: encoding.describe() };
    draft::emit(&head, drafts, |nodes, odd| shape::geometry(layer.name, &nodes, odd), notes, sink)
}

/// A preview of the text would show the names of owners, so that the choices go without.
fn encoding(sample: &[u8], options: &OpenOptions) -> Result<TextEncoding, Fault> {
    if let Some(name) = &options.encoding {
        return encoding::by_option(name);
    }
    encoding::detect(sample, sample.len() < limits::SAMPLE).map_err(|mut fault| {
        fault.choices.iter_mut().for_each(|choice| choice.preview.clear());
        fault
    })
}

fn lines(input: impl Read, encoding: TextEncoding, walk: &mut Walk) -> Result<(), Fault> {
    let (bounded, allowance) = Bounded::new(Decoded::new(input, encoding.encoding), limits::TEXT);
    let mut reader = BufReader::new(bounded);
    let mut line = String::new();
    for number in 1.. {
        allowance.renew();
        line.clear();
        match reader.read_line(&mut line) {
            Ok(0) => break,
            Ok(_) => walk.line(number, &line)?,
            Err(error) => return Err(draft::broken(&error, "IN4", encoding.encoding)),
        }
    }
    Ok(())
}
