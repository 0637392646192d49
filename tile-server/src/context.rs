//! What every command needs: settings, declarations, the city, a database.

use crate::cluster::Cluster;
use crate::settings::Settings;
use crate::settings::{self, Ucs2000Operation as Chosen};
use anyhow::{Context as _, anyhow};
use gis_core::catalog::Catalog;
use gis_core::city::City;
use gis_core::crs::{Crs, Transformer, Ucs2000Operation};
use gis_core::geometry::{Bounds, Geometry};
use gis_core::load;
use gis_core::policy::Audience;
use gis_core::text::Text;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{Limits, Store};

/// Settings and declarations, without a database.
pub struct Declared {
    /// Settings.
    pub settings: Settings,
    /// Registers, code lists, tile sets.
    pub catalog: Arc<Catalog>,
    /// The city.
    pub city: Arc<City>,
}

impl Declared {
    /// Reads settings and declarations.
    ///
    /// # Errors
    /// Every mistake with file, line and hint.
    pub fn read(city: Option<&Path>) -> anyhow::Result<Self> {
        let settings = Settings::load(city)?;
        let catalog = load::load(&settings.server.layers)?.under(settings.city.visibility_profile);
        let city = city_of(&settings)?;
        Ok(Self { catalog: Arc::new(catalog), city: Arc::new(city), settings })
    }

    /// Starts or finds the database.
    ///
    /// # Errors
    /// What keeps the private cluster from starting and how to mend it.
    pub async fn database(&self) -> anyhow::Result<Database> {
        if let Some(url) = &self.settings.database.url {
            return Ok(Database { url: url.as_str().to_owned(), cluster: None });
        }
        let chosen = self.settings.cluster().ok_or_else(|| anyhow!("no database is set"))?;
        let cluster = tokio::task::spawn_blocking(move || Cluster::start(&chosen)).await??;
        Ok(Database { url: cluster.url(), cluster: Some(Arc::new(Mutex::new(cluster))) })
    }

    /// Connects the store; `served` are those whose reads it serves, none for a command.
    ///
    /// # Errors
    /// When the address of the database is not one.
    pub fn store(&self, database: &Database, served: Option<Audience>) -> anyhow::Result<Store> {
        let limits = Limits {
            public: self.settings.database.pool_public.get(),
            served,
            official: self.settings.database.pool_official.get(),
            writer: self.settings.database.pool_writer.get(),
            statement: Duration::from_millis(u64::from(self.settings.database.statement_timeout_ms.get())),
            ..Limits::default()
        };
        Ok(Store::new(&database.url, limits, Arc::clone(&self.catalog), Arc::clone(&self.city))?)
    }

    /// The folder of mapping files.
    #[must_use]
    pub fn mappings(&self) -> PathBuf {
        self.settings.server.layers.join("mappings")
    }
}

/// A running database.
pub struct Database {
    /// Its address for the account that owns it.
    pub url: String,
    /// The private cluster behind it, kept while it is used.
    cluster: Option<Arc<Mutex<Cluster>>>,
}

impl Database {
    /// Stops the private cluster if nobody else uses it.
    ///
    /// # Errors
    /// When PostgreSQL does not stop in time.
    pub async fn stop(self) -> anyhow::Result<()> {
        if let Some(cluster) = self.cluster {
            tokio::task::spawn_blocking(move || held(&cluster).stop()).await??;
        }
        Ok(())
    }

    /// Looks after the private cluster: starts PostgreSQL again when it died under a running server.
    pub async fn watch(cluster: Option<Arc<Mutex<Cluster>>>, store: Store) {
        let Some(cluster) = cluster else { return };
        loop {
            tokio::time::sleep(WATCH_EVERY).await;
            if store.is_ready().await {
                continue;
            }
            let cluster = Arc::clone(&cluster);
            match tokio::task::spawn_blocking(move || held(&cluster).revive()).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => tracing::error!(%error, "PostgreSQL cannot be started again"),
                Err(error) => tracing::error!(%error, "the watch over PostgreSQL failed"),
            }
        }
    }

    /// The private cluster, to be watched.
    #[must_use]
    pub fn cluster(&self) -> Option<Arc<Mutex<Cluster>>> {
        self.cluster.clone()
    }
}

/// How often the private cluster is looked after.
const WATCH_EVERY: Duration = Duration::from_secs(2);

/// A panic while the lock was held leaves a cluster that can still be stopped.
fn held(cluster: &Mutex<Cluster>) -> MutexGuard<'_, Cluster> {
    cluster.lock().unwrap_or_else(PoisonError::into_inner)
}

fn city_of(settings: &Settings) -> anyhow::Result<City> {
    let declared = &settings.city;
    let epsg = i32::try_from(declared.storage_crs.get())?;
    let storage = Crs::from_epsg(epsg).filter(|crs| !crs.is_geographic()).ok_or_else(|| {
        anyhow!("city.toml: storage_crs = {epsg} is not a metric CRS this program knows; Kryvyi Rih uses 6385")
    })?;
    let ucs2000 = match declared.ucs2000_operation {
        Chosen::Epsg5840 => Ucs2000Operation::Epsg5840,
        Chosen::Epsg7817 => Ucs2000Operation::Epsg7817,
    };
    let transformer = Transformer { ucs2000 };
    let [min_x, min_y, max_x, max_y] = declared.bounds.as_array();
    let degrees = Bounds { min_x, min_y, max_x, max_y };
    let bounds = transformer.transform_bounds(Crs::CRS84, storage, &degrees)?;
    Ok(City {
        id: declared.id.as_str().to_owned(),
        title: Text::new(declared.title.uk.clone(), declared.title.en.clone()),
        storage_epsg: epsg,
        storage,
        transformer,
        bounds,
        bounds_degrees: degrees,
        boundary: boundary(declared, transformer, storage)?,
        territory: declared.territory_code.as_str().to_owned(),
    })
}

/// The boundary is a GeoJSON file of ours with one feature, longitude and latitude.
fn boundary(declared: &settings::City, transformer: Transformer, storage: Crs) -> anyhow::Result<Option<Geometry>> {
    let Some(file) = &declared.boundary else { return Ok(None) };
    let text = std::fs::read_to_string(file).with_context(|| format!("city.toml: boundary = {}", file.display()))?;
    let json: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("{} is not JSON", file.display()))?;
    let found = json.pointer("/features/0/geometry").or_else(|| json.get("geometry")).unwrap_or(&json);
    let mut geometry = gis_core::geojson::read(found).map_err(|fault| anyhow!("{}: {}", file.display(), fault.en))?;
    transformer.transform(Crs::CRS84, storage, &mut geometry)?;
    Ok(Some(geometry))
}
