//! Vector formats that are read through GDAL, each by one driver that is called by name.

use crate::ogr_value::value;
use crate::session::{Session, epsg};
use gdal::GdalOpenFlags;
use gdal::vector::{Feature, Layer, LayerAccess, OGRwkbGeometryType};
use gis_core::geometry::Geometry;
use gis_core::record::{Fault, Record, SourceInfo};
use importers::encoding::TextEncoding;
use importers::geometry as sound;
use importers::table::{GeometrySource, points};
use importers::{OpenOptions, Sink, fault, limits};
use std::path::Path;

/// A format of GDAL.
pub struct OgrFormat {
    /// The name of records' source.
    name: &'static str,
    /// The one driver that may open the file.
    driver: &'static str,
    /// Its configuration.
    config: &'static [(&'static str, &'static str)],
    /// What it is told on opening.
    open: &'static [&'static str],
    /// The layer to read where the driver offers others that are not data.
    layer: Option<&'static str>,
    /// Where its coordinates come from.
    place: Place,
}

/// Where the coordinates of a format come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Geometries in a system that the file does not name.
    Unnamed,
    /// Geometries in a system that the file names.
    Named,
    /// Columns of a table.
    Columns,
}

/// Drawings. Blocks are drawn where they are inserted, each as one geometry.
pub const DXF: OgrFormat = OgrFormat {
    name: "dxf",
    driver: "DXF",
    config: &[("DXF_INLINE_BLOCKS", "TRUE"), ("DXF_MERGE_BLOCK_GEOMETRIES", "TRUE")],
    open: &[],
    layer: Some("entities"),
    place: Place::Unnamed,
};

/// Workbooks. The first row of a sheet holds the names.
pub const XLSX: OgrFormat = OgrFormat {
    name: "xlsx",
    driver: "XLSX",
    config: &[("OGR_XLSX_HEADERS", "FORCE")],
    open: &[],
    layer: None,
    place: Place::Columns,
};

/// MapInfo tables and interchange files.
pub const MAPINFO: OgrFormat =
    OgrFormat { name: "mapinfo", driver: "MapInfo File", config: &[], open: &[], layer: None, place: Place::Named };

/// GML 2 and 3. Values stay text, so that a number with leading zeros keeps them; no schema is fetched, no link
/// followed, nothing written beside the file, and the empty schema keeps GDAL from one that lies there.
pub const GML: OgrFormat = OgrFormat {
    name: "gml",
    driver: "GML",
    config: &[("GML_FIELDTYPES", "ALWAYS_STRING"), ("GML_SKIP_RESOLVE_ELEMS", "ALL")],
    open: &["WRITE_GFS=NO", "DOWNLOAD_SCHEMA=NO", "XSD=/dev/null"],
    layer: None,
    place: Place::Named,
};

/// KML; longitude and latitude on WGS 84. A folder is a layer. The name of a place is the column `name`.
pub const KML: OgrFormat = OgrFormat {
    name: "kml",
    driver: "LIBKML",
    config: &[("LIBKML_NAME_FIELD", "name"), ("LIBKML_RESOLVE_STYLE", "NO")],
    open: &[],
    layer: None,
    place: Place::Named,
};

/// Reads a file with the driver of `format`. `with` holds the options and the encoding to report.
///
/// # Errors
/// `file_damaged` with GDAL's words, `layer_needed`, `layer_unknown`, a limit, or what the sink answered with.
pub fn read(
    file: &Path,
    format: &OgrFormat,
    config: &[(&str, &str)],
    with: (&OpenOptions, Option<TextEncoding>),
    sink: &mut dyn Sink,
) -> Result<(), Fault> {
    let config: Vec<_> = format.config.iter().chain(config).copied().collect();
    let session = Session::start(format.name, format.driver, &config)?;
    let dataset = session.open(file, GdalOpenFlags::GDAL_OF_VECTOR, format.open)?;
    let layers: Vec<String> = dataset.layers().map(|layer| layer.name()).collect();
    let wanted = with.0.layer.as_deref().or(format.layer);
    let layer = fault::pick_layer(wanted, &layers)?;
    let mut layer = dataset.layer_by_name(&layer).map_err(|error| session.broken(&error))?;
    let columns: Vec<String> = layer.defn().fields().map(|field| field.name()).collect();
    if columns.len() > limits::COLUMNS {
        return Err(fault::too_many_columns());
    }
    let (source, stated) = place(format, &layer, &columns, with.0)?;
    sink.info(SourceInfo {
        format: format.name.to_owned(),
        layer: layer.name(),
        layers,
        columns,
        epsg: with.0.epsg.or(stated),
        encoding: with.1.map(TextEncoding::describe),
        count: None,
    })?;
    for (number, feature) in (1..).zip(layer.features()) {
        let mut record = record(&feature, number).map_err(|fault| fault.at(number))?;
        source.place(&mut record);
        sink.record(record)?;
    }
    session.check()
}

fn place(
    format: &OgrFormat,
    layer: &Layer,
    columns: &[String],
    options: &OpenOptions,
) -> Result<(GeometrySource, Option<i32>), Fault> {
    match format.place {
        Place::Columns => points::find(columns, options.geometry.as_ref()),
        Place::Named => Ok((GeometrySource::None, layer.spatial_ref().and_then(epsg))),
        Place::Unnamed => Ok((GeometrySource::None, None)),
    }
}

fn record(feature: &Feature, number: u64) -> Result<Record, Fault> {
    let values = (0..feature.field_count()).map(|at| value(feature, at)).collect::<Result<_, _>>()?;
    let (geometry, geometry_fault) = match geometry(feature) {
        Ok(geometry) => (geometry, None),
        Err(code) => (None, Some(code.to_owned())),
    };
    Ok(Record { number, values, geometry, geometry_fault })
}

fn geometry(feature: &Feature) -> Result<Option<Geometry>, &'static str> {
    let Some(geometry) = feature.geometry().filter(|geometry| !geometry.is_empty()) else { return Ok(None) };
    let kind = gdal::vector::geometry_type_flatten(geometry.geometry_type());
    if kind == OGRwkbGeometryType::wkbGeometryCollection {
        return Err(sound::COLLECTION);
    }
    sound::from_wkb(&geometry.iso_wkb().map_err(|_| sound::INVALID)?)
}
