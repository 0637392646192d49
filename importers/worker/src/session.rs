//! GDAL with everything switched off that is not needed: one driver, one file, its errors kept.

use gdal::config::{set_config_option, set_error_handler};
use gdal::spatial_ref::SpatialRef;
use gdal::{Dataset, DatasetOptions, DriverManager, GdalOpenFlags};
use gis_core::record::Fault;
use importers::fault;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

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

/// GDAL set up for one file.
pub struct Session {
    /// The name of the format in faults.
    name: &'static str,
    /// The one driver that may open the file.
    driver: &'static str,
    /// GDAL reports a file that breaks off in the middle only through its error handler; the first words are kept.
    errors: Arc<Mutex<Option<String>>>,
}

impl Session {
    /// Sets GDAL up and leaves it a single driver, so that even a file which names another format finds nobody to
    /// open it.
    ///
    /// # Errors
    /// `file_damaged` with GDAL's words.
    pub fn start(name: &'static str, driver: &'static str, config: &[(&str, &str)]) -> Result<Self, Fault> {
        let errors = Arc::new(Mutex::new(None));
        let first = Arc::clone(&errors);
        set_error_handler(move |class, _, message| {
            if matches!(class, gdal::errors::CplErrType::Failure | gdal::errors::CplErrType::Fatal) {
                first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| message.to_owned());
            }
        });
        let session = Self { name, driver, errors };
        for (key, value) in CONFIG.iter().chain(config) {
            set_config_option(key, value).map_err(|error| session.broken(&error))?;
        }
        DriverManager::register_all();
        let others: Vec<_> = DriverManager::all().filter(|other| other.short_name() != driver).collect();
        others.iter().for_each(DriverManager::deregister_driver);
        Ok(session)
    }

    /// Opens the file as `kind`, vector or raster.
    ///
    /// # Errors
    /// `file_damaged` with GDAL's words.
    pub fn open(&self, file: &Path, kind: GdalOpenFlags, options: &[&str]) -> Result<Dataset, Fault> {
        // GDAL takes a file name for a language: names that begin like its virtual file systems are not given to it.
        if file.starts_with("/vsi") || file.to_string_lossy().starts_with("/vsi") {
            return Err(fault::damaged(self.name, "the path begins with /vsi"));
        }
        let options = DatasetOptions {
            open_flags: GdalOpenFlags::GDAL_OF_READONLY | GdalOpenFlags::GDAL_OF_VERBOSE_ERROR | kind,
            allowed_drivers: Some(&[self.driver]),
            open_options: Some(options),
            sibling_files: None,
        };
        Dataset::open_ex(file, options).map_err(|error| self.broken(&error))
    }

    /// A fault with GDAL's words.
    pub fn broken(&self, error: &gdal::errors::GdalError) -> Fault {
        fault::damaged(self.name, &error.to_string())
    }

    /// The fault that GDAL told its error handler alone.
    ///
    /// # Errors
    /// `file_damaged` with GDAL's words.
    pub fn check(&self) -> Result<(), Fault> {
        match self.errors.lock().unwrap_or_else(PoisonError::into_inner).as_deref() {
            Some(message) => Err(fault::damaged(self.name, message)),
            None => Ok(()),
        }
    }
}

/// The EPSG code of a coordinate system that has one, or is one by its parameters.
pub fn epsg(mut system: SpatialRef) -> Option<i32> {
    if system.auth_name().is_none() {
        // MapInfo writes the parameters alone; what GDAL does not recognise by them has no code.
        system.auto_identify_epsg().ok()?;
    }
    match system.auth_name().as_deref() {
        Some("EPSG") => system.auth_code().ok(),
        Some("OGC") if system.is_geographic() => Some(4326),
        _ => None,
    }
}
