//! Formats that are read through GDAL. Each is a row: one driver, opened by name, and nothing GDAL finds by itself.

use crate::ogr_value::value;
use gdal::config::{set_config_option, set_error_handler};
use gdal::vector::{Feature, LayerAccess, OGRwkbGeometryType};
use gdal::{Dataset, DatasetOptions, DriverManager, GdalOpenFlags};
use gis_core::geometry::Geometry;
use gis_core::record::{Fault, Record, SourceInfo};
use importers::encoding::TextEncoding;
use importers::geometry as sound;
use importers::table::{GeometrySource, points};
use importers::{OpenOptions, Sink, fault, limits};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// A format of GDAL.
pub struct OgrFormat {
    /// The name of records' source.
    name: &'static str,
    /// The one driver that may open the file.
    driver: &'static str,
    /// Its configuration.
    config: &'static [(&'static str, &'static str)],
    /// The layer to read where the driver offers others that are not data.
    layer: Option<&'static str>,
    /// True when rows have no geometry of their own but may have columns of coordinates.
    table: bool,
}

/// Drawings. Blocks are drawn where they are inserted, each as one geometry.
pub const DXF: OgrFormat = OgrFormat {
    name: "dxf",
    driver: "DXF",
    config: &[("DXF_INLINE_BLOCKS", "TRUE"), ("DXF_MERGE_BLOCK_GEOMETRIES", "TRUE")],
    layer: Some("entities"),
    table: false,
};

/// Workbooks. The first row of a sheet holds the names.
pub const XLSX: OgrFormat =
    OgrFormat { name: "xlsx", driver: "XLSX", config: &[("OGR_XLSX_HEADERS", "FORCE")], layer: None, table: true };

/// What GDAL may never do: load plugins, run Python, reach out, or follow one file to another.
const CONFIG: [(&str, &str); 12] = [
    ("GDAL_SKIP", "VRT,GTI,WMS,WCS,WMTS,HTTP,PDF,MEM,PLMOSAIC,DERIVED,STACIT,STACTA,OGCAPI,EEDAI,PostGISRaster"),
    ("OGR_SKIP", "OGR_VRT,WFS,OAPIF,CSW,PLSCENES,Carto,AmigoCloud,Elastic,GMLAS,Memory,PGDUMP,PostgreSQL,MySQL,ODBC"),
    ("GDAL_DRIVER_PATH", "disable"),
    ("OGR_DRIVER_PATH", "disable"),
    ("GDAL_VRT_ENABLE_PYTHON", "NO"),
    ("GDAL_VRT_ENABLE_RAWRASTERBAND", "NO"),
    ("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", "{none}"),
    ("CPL_VSIL_CURL_HEADER_FILE_KVP_ENABLED", "NO"),
    ("GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR"),
    ("GDAL_PAM_ENABLED", "NO"),
    ("GDAL_CACHEMAX", "16"),
    ("GDAL_NUM_THREADS", "1"),
];

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
    let log = ErrorLog::start();
    let broken = |error: gdal::errors::GdalError| fault::damaged(format.name, &error.to_string());
    let settings = CONFIG.iter().chain(format.config).chain(config);
    settings.into_iter().try_for_each(|(key, value)| set_config_option(key, value)).map_err(broken)?;
    only_driver(format.driver);
    let dataset = open(file, format)?;
    let layers: Vec<String> = dataset.layers().map(|layer| layer.name()).collect();
    let wanted = with.0.layer.as_deref().or(format.layer);
    let layer = fault::pick_layer(wanted, &layers)?;
    let mut layer = dataset.layer_by_name(&layer).map_err(broken)?;
    let columns: Vec<String> = layer.defn().fields().map(|field| field.name()).collect();
    if columns.len() > limits::COLUMNS {
        return Err(fault::too_many_columns());
    }
    let (source, epsg) = match format.table {
        true => points::find(&columns, with.0.geometry.as_ref())?,
        false => (GeometrySource::None, None),
    };
    sink.info(SourceInfo {
        format: format.name.to_owned(),
        layer: layer.name(),
        layers,
        columns,
        epsg: with.0.epsg.or(epsg),
        encoding: with.1.map(TextEncoding::describe),
        count: None,
    })?;
    for (number, feature) in (1..).zip(layer.features()) {
        let mut record = record(&feature, number).map_err(|fault| fault.at(number))?;
        source.place(&mut record);
        sink.record(record)?;
    }
    log.check(format.name)
}

/// Leaves GDAL a single driver, so that even a file which names another format finds nobody to open it.
fn only_driver(name: &str) {
    DriverManager::register_all();
    let others: Vec<_> = DriverManager::all().filter(|driver| driver.short_name() != name).collect();
    others.iter().for_each(DriverManager::deregister_driver);
}

fn open(file: &Path, format: &OgrFormat) -> Result<Dataset, Fault> {
    // GDAL takes a file name for a language: names that begin like its virtual file systems are not given to it.
    if file.starts_with("/vsi") || file.to_string_lossy().starts_with("/vsi") {
        return Err(fault::damaged(format.name, "the path begins with /vsi"));
    }
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_READONLY
            | GdalOpenFlags::GDAL_OF_VECTOR
            | GdalOpenFlags::GDAL_OF_VERBOSE_ERROR,
        allowed_drivers: Some(&[format.driver]),
        open_options: None,
        sibling_files: None,
    };
    Dataset::open_ex(file, options).map_err(|error| fault::damaged(format.name, &error.to_string()))
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

/// GDAL reports a file that breaks off in the middle only through its error handler.
struct ErrorLog(Arc<Mutex<Option<String>>>);

impl ErrorLog {
    fn start() -> Self {
        let first = Arc::new(Mutex::new(None));
        let log = Self(Arc::clone(&first));
        set_error_handler(move |class, _, message| {
            if matches!(class, gdal::errors::CplErrType::Failure | gdal::errors::CplErrType::Fatal) {
                first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| message.to_owned());
            }
        });
        log
    }

    fn check(&self, format: &str) -> Result<(), Fault> {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).as_deref() {
            Some(message) => Err(fault::damaged(format, message)),
            None => Ok(()),
        }
    }
}
