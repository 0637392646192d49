//! The XML exchange file: points, polylines over points, boundaries over polylines, and the units that they bound.
//!
//! The file is streamed; kept are the points, the lines and the units of the layer that is asked for. Records go out
//! once the whole file was read, so that a file that breaks off gives none.

mod layers;
mod net;
mod node;
mod outline;
mod parcel;
mod parser;
mod walk;

use super::draft::{self, Head};
use super::{deviation, system};
use crate::encoding::{self, TextEncoding};
use crate::{OpenOptions, Sink, fault, sniff};
use encoding_rs::UTF_8;
use gis_core::record::Fault;
use parser::Parser;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use walk::Walk;

/// The root element.
pub(crate) const ROOT: &str = "UkrainianCadastralExchangeFile";

/// Bytes at the start that may hold the XML declaration.
const DECLARATION: usize = 256;

/// Reads an exchange file.
///
/// # Errors
/// `layer_needed`, `layer_unknown`, `crs_unknown`, `crs_contradicts`, `encoding_mismatch`, `file_truncated`,
/// `file_damaged`, `xml_entities`, `xml_too_deep`, a limit, or what the sink answered with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let head = sniff::head(file, DECLARATION)?;
    let opened = File::open(file).map_err(|error| fault::unreadable(file, &error))?;
    read_from(opened, &head, options, sink)
}

/// Reads an exchange file whose first bytes are `head`.
///
/// # Errors
/// As [`read`].
pub fn read_from(input: impl Read, head: &[u8], options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let layer = draft::pick(layers::LAYERS, options)?;
    let encoding = encoding(head, options)?;
    let mut walk = Walk::new(layer);
    walk.run(&mut Parser::new(input, encoding.encoding))?;
    let Walk { net, mut notes, drafts, system, .. } = walk;
    let points = net.points();
    if points.is_empty() {
        notes.add(None, deviation::NO_POINTS);
    }
    let epsg = match options.epsg {
        Some(code) => Some(code),
        None => system::resolve(system, &points, &mut notes)?,
    };
    let head = Head { format: "cadastral_xml", layers: layers::LAYERS, layer, epsg, encoding: encoding.describe() };
    draft::emit(&head, drafts, |outline, odd| outline::geometry(&outline, &net, odd), notes, sink)
}

/// The option, then the mark, then the declaration; XML without any is UTF-8.
fn encoding(head: &[u8], options: &OpenOptions) -> Result<TextEncoding, Fault> {
    if let Some(name) = &options.encoding {
        return encoding::by_option(name);
    }
    if head.starts_with(b"\xef\xbb\xbf") {
        return Ok(TextEncoding { encoding: UTF_8, learnt: "byte order mark" });
    }
    match declared(head) {
        None => Ok(TextEncoding { encoding: UTF_8, learnt: "XML" }),
        Some(name) => Ok(TextEncoding { learnt: "XML declaration", ..encoding::by_option(name)? }),
    }
}

/// The encoding that `<?xml … encoding="…"?>` names.
fn declared(head: &[u8]) -> Option<&str> {
    let text = head.split(|byte| *byte == b'>').next()?;
    let text = std::str::from_utf8(text).ok()?.trim_start();
    let (_, rest) = text.strip_prefix("<?xml")?.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}
