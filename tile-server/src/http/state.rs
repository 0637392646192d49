//! What handlers share.

use super::print::Fonts;
use super::tiles::TileCache;
use arc_swap::ArcSwap;
use gis_core::catalog::Catalog;
use gis_core::city::City;
use gis_core::crs::LocalMap;
use gis_core::derive::dataset::{Facts, Publication};
use gis_core::policy::{Actor, Scope, scope};
use metrics_exporter_prometheus::PrometheusHandle;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use store::follow::Follower;
use tokio::sync::Semaphore;

/// The application; cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

/// The parts of [`App`].
pub struct Inner {
    /// The database.
    pub store: Store,
    /// Who every request of this server speaks for.
    pub actor: Actor,
    /// How others reach the server; absent: as the request came.
    pub public_url: Option<String>,
    /// First view: longitude, latitude, zoom.
    pub view: [f64; 3],
    /// Mailbox for mistakes in the data.
    pub contact: Option<String>,
    /// Who publishes, and under which licence.
    pub publication: Publication,
    /// Languages the portal offers, the default one first.
    pub languages: Vec<&'static str>,
    /// Folder of the built viewer.
    pub viewer: PathBuf,
    /// Longest time for an answer.
    pub timeout: Duration,
    /// Requests at once.
    pub slots: Arc<Semaphore>,
    /// Tiles computed at once.
    pub encoders: Arc<Semaphore>,
    /// Files made at once.
    pub exports: Arc<Semaphore>,
    /// Maps drawn at once.
    pub renders: Arc<Semaphore>,
    /// Fonts of maps; none where they are not installed.
    pub fonts: Option<Arc<Fonts>>,
    /// Finished tiles.
    pub tiles: TileCache,
    /// Counts of collections by filter and version.
    pub counts: moka::future::Cache<String, i64>,
    /// What the data say of registers, by version, for the catalogue.
    pub facts: moka::future::Cache<String, Facts>,
    /// Storage CRS to Web Mercator.
    pub map: LocalMap,
    /// The last change of each register that this process knows of.
    pub versions: ArcSwap<BTreeMap<String, i64>>,
    /// Metrics to be rendered.
    pub metrics: PrometheusHandle,
}

impl App {
    /// Shares the parts.
    #[must_use]
    pub fn new(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
    }

    /// The declarations.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        self.inner.store.catalog()
    }

    /// The city.
    #[must_use]
    pub fn city(&self) -> &City {
        self.inner.store.city()
    }

    /// The scope of this server's actor on a register, if it may know of it.
    #[must_use]
    pub fn scope(&self, register: &str) -> Option<Scope<'_>> {
        scope(self.catalog().register(register)?, &self.inner.actor)
    }

    /// All scopes of this server's actor.
    pub fn scopes(&self) -> impl Iterator<Item = Scope<'_>> {
        gis_core::policy::scopes(self.catalog(), &self.inner.actor)
    }

    /// The last change of a register, 0 when it never changed.
    #[must_use]
    pub fn version(&self, register: &str) -> i64 {
        self.inner.versions.load().get(register).copied().unwrap_or(0)
    }

    /// True when answers may be kept by shared caches.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.inner.actor.audience == gis_core::policy::Audience::Anonymous
    }
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}

/// How often the change sequence is looked at when nothing wakes the follower.
const FOLLOW_EVERY: Duration = Duration::from_secs(1);
/// Changes read at once.
const FOLLOW_LIMIT: i64 = 1_000;

/// Follows the change sequence for as long as the server runs; tiles and counts carry the versions in their keys.
pub async fn follow(app: App, mut since: i64) {
    let mut follower = Follower::new(app.store.clone());
    loop {
        match app.store.changes_since(since, FOLLOW_LIMIT).await {
            Ok(changes) if !changes.is_empty() => {
                let mut versions = BTreeMap::clone(&app.versions.load());
                for change in changes {
                    since = since.max(change.seq);
                    versions.insert(change.register, change.seq);
                }
                app.versions.store(Arc::new(versions));
            }
            Ok(_) => follower.wait(FOLLOW_EVERY).await,
            Err(error) => {
                tracing::warn!(%error, "the change sequence cannot be read");
                tokio::time::sleep(FOLLOW_EVERY).await;
            }
        }
    }
}
