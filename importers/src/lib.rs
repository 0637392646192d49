//! A file in, records out.
//!
//! [`open`] is what the program calls: it starts the worker process on one file and iterates over the records that
//! come back. The readers below run inside that process ([`read`]); GDAL is linked by the worker alone. [`export`] is the way
//! out: features in, a file out.

mod archive;
mod bounded;
pub mod cadastre;
pub mod client;
pub mod cog;
mod decoded;
pub mod encoding;
pub mod epanet;
pub mod export;
pub mod fault;
pub mod flatgeobuf;
pub mod geometry;
pub mod geopackage;
pub mod gtfs;
pub mod json;
pub mod limits;
pub mod markup;
pub mod options;
pub mod osm;
mod rings;
pub mod shapefile;
pub mod sink;
pub mod sniff;
pub mod table;
pub mod wire;
pub mod workbook;

pub use client::{Source, open};
pub use options::{GeometryColumns, OpenOptions};
pub use sink::Sink;
pub use sniff::Format;

use gis_core::record::Fault;
use std::path::Path;

/// Reads a file of one of the formats that have a reader in Rust.
///
/// # Errors
/// A fault that names what is wrong with the file, or the fault the sink answered with.
pub fn read(format: Format, file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    match format {
        Format::Json => json::read(file, sink),
        Format::Shapefile => shapefile::read(file, options, sink),
        Format::GeoPackage => geopackage::read(file, options, sink),
        Format::Csv => table::csv::read(file, options, sink),
        Format::OsmPbf => osm::read(file, options, sink),
        Format::Epanet => epanet::read(file, options, sink),
        Format::Gtfs => gtfs::read(file, options, sink),
        Format::FlatGeobuf => flatgeobuf::read(file, options, sink),
        Format::CadastralXml => cadastre::read_xml(file, options, sink),
        Format::In4 => cadastre::read_in4(file, options, sink),
        Format::Dxf | Format::Workbook | Format::MapInfo | Format::Gml | Format::Kml | Format::GeoTiff => {
            Err(fault::not_native())
        }
    }
}
