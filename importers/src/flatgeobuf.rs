//! FlatGeobuf, version 3: a header, a spatial index that is passed over, and features with their length before each.
//!
//! The pieces are cut here, because the library's own reader makes room for whatever length a file names, up to 4 GiB
//! for each feature. What lies inside a piece is read through the library's tables, verified first.

mod frames;
mod shape;
mod value;

use crate::{OpenOptions, Sink, fault, limits};
use flatgeobuf::{Feature, GeometryType, Header, size_prefixed_root_as_feature, size_prefixed_root_as_header};
use frames::Frames;
use gis_core::record::{Fault, Record, SourceInfo};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use value::Column;

/// First bytes of a file; the eighth byte is the patch level, which may differ.
pub const MAGIC: [u8; 7] = *b"fgb\x03fgb";

/// Bytes of a header. Names and descriptions of a thousand columns take some 200 KiB.
const HEADER: usize = 10 << 20;

/// Reads a FlatGeobuf file.
///
/// # Errors
/// `file_truncated`, `file_damaged`, a limit, or what the sink answered with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let open = File::open(file).map_err(|error| fault::unreadable(file, &error))?;
    read_from(BufReader::new(open), options, sink)
}

/// Reads FlatGeobuf from an open reader.
///
/// # Errors
/// As [`read`].
pub fn read_from(reader: impl Read, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut frames = Frames::open(reader)?;
    let head = frames.next_frame(HEADER)?.ok_or_else(|| fault::truncated("FlatGeobuf"))?.to_vec();
    let header = size_prefixed_root_as_header(&head).map_err(|error| damaged(&error.to_string()))?;
    let columns = value::columns(&header)?;
    sink.info(info(&header, &columns, options))?;
    let index = index_size(header.features_count(), header.index_node_size());
    frames.skip(index.ok_or_else(|| damaged("the index has no possible size"))?)?;
    let read = features(&mut frames, header.geometry_type(), &columns, sink)?;
    match header.features_count() {
        0 => Ok(()),
        stated if stated == read => Ok(()),
        stated if stated > read => Err(fault::truncated("FlatGeobuf")),
        stated => Err(damaged(&format!("its header says {stated} features, but it has {read}"))),
    }
}

fn features(
    frames: &mut Frames<impl Read>,
    kind: GeometryType,
    columns: &[Column],
    sink: &mut dyn Sink,
) -> Result<u64, Fault> {
    let mut number = 0;
    while let Some(frame) = frames.next_frame(limits::RECORD).map_err(|fault| fault.at(number + 1))? {
        number += 1;
        let feature = size_prefixed_root_as_feature(frame).map_err(|error| damaged(&error.to_string()).at(number))?;
        sink.record(record(&feature, number, kind, columns).map_err(|fault| fault.at(number))?)?;
    }
    Ok(number)
}

fn record(feature: &Feature, number: u64, kind: GeometryType, columns: &[Column]) -> Result<Record, Fault> {
    if feature.columns().is_some_and(|own| !own.is_empty()) {
        return Err(damaged("a feature has columns of its own"));
    }
    let values = value::values(feature.properties().map_or(&[][..], |properties| properties.bytes()), columns)?;
    let (geometry, geometry_fault) = match feature.geometry().map(|geometry| shape::read(&geometry, kind)) {
        None => (None, None),
        Some(Ok(geometry)) => (geometry, None),
        Some(Err(code)) => (None, Some(code.to_owned())),
    };
    Ok(Record { number, values, geometry, geometry_fault })
}

fn info(header: &Header, columns: &[Column], options: &OpenOptions) -> SourceInfo {
    let stated = header.crs().filter(|crs| crs.org().is_none_or(|org| org.eq_ignore_ascii_case("EPSG")));
    let epsg = stated.map(|crs| crs.code()).filter(|code| *code > 0);
    SourceInfo {
        format: "flatgeobuf".to_owned(),
        layer: header.name().unwrap_or_default().to_owned(),
        layers: Vec::new(),
        columns: columns.iter().map(|column| column.name.clone()).collect(),
        epsg: options.epsg.or(epsg),
        encoding: None,
        count: Some(header.features_count()).filter(|count| *count > 0),
    }
}

/// Bytes of the index: a packed tree of 40 bytes a node, its leaves being the features. `None` when they do not fit 64
/// bits.
fn index_size(features: u64, node_size: u16) -> Option<u64> {
    const NODE: u64 = 40;
    if features == 0 || node_size == 0 {
        return Some(0);
    }
    let (mut level, mut nodes) = (features, features);
    // A single leaf has a root above it, too.
    loop {
        level = level.div_ceil(u64::from(node_size.max(2)));
        nodes = nodes.checked_add(level)?;
        if level == 1 {
            return nodes.checked_mul(NODE);
        }
    }
}

fn damaged(why: &str) -> Fault {
    fault::damaged("FlatGeobuf", why)
}

#[cfg(test)]
mod tests;
