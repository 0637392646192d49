//! A GeoTIFF as one record: the outline of the image and what is known of it. No pixel is read.

use crate::session::{Session, epsg};
use gdal::raster::RasterBand;
use gdal::{Dataset, GdalOpenFlags, GeoTransform, Metadata};
use gis_core::crs::Crs;
use gis_core::geometry::{Geometry, Position, Shape};
use gis_core::record::{Fault, RawValue, Record, SourceInfo};
use importers::{OpenOptions, Sink, cog, geometry as sound};
use std::path::Path;

/// The columns of the record. `gsd_cm` is the size of a pixel in centimetres where the system is a plane in metres;
/// `cog_fault` says in a word why the file is no COG.
const COLUMNS: [&str; 14] = [
    "file",
    "name",
    "width",
    "height",
    "bands",
    "data_type",
    "compression",
    "pixel_x",
    "pixel_y",
    "gsd_cm",
    "epsg",
    "acquired",
    "cog",
    "cog_fault",
];

/// Reads a GeoTIFF.
///
/// # Errors
/// `file_damaged`, `file_truncated`, or what the sink answered with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let layout = cog::check(file)?;
    let session = Session::start("GeoTIFF", "GTiff", &[])?;
    let dataset = session.open(file, GdalOpenFlags::GDAL_OF_RASTER, &[])?;
    let stated = options.epsg.or_else(|| dataset.spatial_ref().ok().and_then(epsg));
    sink.info(SourceInfo {
        format: "geotiff".to_owned(),
        layer: String::new(),
        layers: Vec::new(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
        epsg: stated,
        encoding: None,
        count: Some(1),
    })?;
    let transform = dataset.geo_transform().ok();
    let mut values = image(&dataset, file).map_err(|error| session.broken(&error))?;
    values.extend(ground(transform.as_ref(), stated));
    values.push(acquired(&dataset));
    values.extend([RawValue::Bool(layout.is_none()), layout.map_or(RawValue::Null, text)]);
    let geometry = transform.map(|transform| outline(&dataset, &transform)).unwrap_or(Ok(None));
    let geometry_fault = geometry.as_ref().err().map(|code| (*code).to_owned());
    sink.record(Record { number: 1, values, geometry: geometry.unwrap_or_default(), geometry_fault })?;
    session.check()
}

/// From `file` to `compression`.
fn image(dataset: &Dataset, file: &Path) -> gdal::errors::Result<Vec<RawValue>> {
    let (width, height) = dataset.raster_size();
    let band: Option<RasterBand> = dataset.rasterbands().next().transpose()?;
    let part = |part: Option<&std::ffi::OsStr>| part.map_or(RawValue::Null, |name| text(&name.to_string_lossy()));
    Ok(vec![
        part(file.file_name()),
        part(file.file_stem()),
        count(width),
        count(height),
        count(dataset.raster_count()),
        band.map_or(RawValue::Null, |band| text(&band.band_type().name())),
        dataset.metadata_item("COMPRESSION", "IMAGE_STRUCTURE").map_or_else(|| text("NONE"), RawValue::Text),
    ])
}

/// From `pixel_x` to `epsg`.
fn ground(transform: Option<&GeoTransform>, epsg: Option<i32>) -> Vec<RawValue> {
    let sizes = transform.map(|[_, a, b, _, d, e]| [a.hypot(*d), b.hypot(*e)]);
    let size = |at: usize| sizes.map_or(RawValue::Null, |sizes| RawValue::Float(sizes[at]));
    // A pixel of a web map is smaller on the ground, by the cosine of the latitude; degrees are no length.
    let metric = epsg.is_some_and(|code| code != 3857 && Crs::from_epsg(code).is_some_and(|crs| !crs.is_geographic()));
    let gsd = sizes.filter(|_| metric).map_or(RawValue::Null, |[x, y]| RawValue::Float(x.max(y) * 100.0));
    vec![size(0), size(1), gsd, epsg.map_or(RawValue::Null, |code| RawValue::Int(code.into()))]
}

/// The day of the tag `DateTime`, written `2024:05:31 12:00:00`.
fn acquired(dataset: &Dataset) -> RawValue {
    let stamp = dataset.metadata_item("TIFFTAG_DATETIME", "").unwrap_or_default();
    match stamp.get(..10) {
        Some(day) => RawValue::Text(day.replace(':', "-")),
        None => RawValue::Null,
    }
}

/// The corners of the image, turned as the file says.
fn outline(dataset: &Dataset, [x, a, b, y, d, e]: &GeoTransform) -> Result<Option<Geometry>, &'static str> {
    let (width, height) = dataset.raster_size();
    let [width, height] = [width, height].map(|size| u32::try_from(size).map_or(f64::NAN, f64::from));
    let corner = |(column, row)| Position::flat(x + a * column + b * row, y + d * column + e * row);
    let corners = [(0.0, 0.0), (0.0, height), (width, height), (width, 0.0), (0.0, 0.0)];
    let ring = corners.map(corner).to_vec();
    sound::checked(Geometry { shape: Shape::Polygons(vec![vec![ring]]), has_z: false })
}

fn text(text: &str) -> RawValue {
    RawValue::Text(text.to_owned())
}

fn count(count: usize) -> RawValue {
    i64::try_from(count).map_or(RawValue::Null, RawValue::Int)
}
