//! Connections: one pool a login, each with its deadlines.

use crate::error::StoreError;
use crate::sql::changes::{ChangeSql, change_sql};
use gis_core::catalog::Catalog;
use gis_core::city::City;
use gis_core::expr::Clock;
use gis_core::policy::Audience;
use gis_core::text::Ident;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Executor};
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Deadlines and bounds of the pools.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections for everybody's reads.
    pub public: u32,
    /// Connections for the officials' reads.
    pub official: u32,
    /// Connections for commits, imports and jobs.
    pub writer: u32,
    /// Whose reads are served: half of their connections are kept open, because on a busy machine opening one takes
    /// longer than `acquire`.
    pub served: Option<Audience>,
    /// Longest wait for a connection.
    pub acquire: Duration,
    /// Longest statement of a reader.
    pub statement: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            public: 8,
            official: 4,
            writer: 4,
            served: None,
            acquire: Duration::from_millis(250),
            statement: Duration::from_secs(5),
        }
    }
}

/// Longest statement of a commit or an import; such statements run on their own pool.
const WRITER_STATEMENT: Duration = Duration::from_secs(900);
/// Longest wait for a writing connection.
const WRITER_ACQUIRE: Duration = Duration::from_secs(10);

/// The database of a city.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    public: PgPool,
    official: PgPool,
    writer: PgPool,
    catalog: Arc<Catalog>,
    city: Arc<City>,
    changes: BTreeMap<Ident, ChangeSql>,
}

impl Store {
    /// Connects to a database that is migrated and has its registers applied. Connections are made when first used.
    ///
    /// # Errors
    /// When the address is not one.
    pub fn new(url: &str, limits: Limits, catalog: Arc<Catalog>, city: Arc<City>) -> Result<Self, StoreError> {
        let reader = |login, audience, most| {
            let least = if limits.served == Some(audience) { most / 2 } else { 0 };
            pool(url, login, (least, most), (limits.acquire, limits.statement))
        };
        let changes =
            catalog.registers.iter().map(|(id, register)| (id.clone(), change_sql(&catalog, register))).collect();
        let inner = Inner {
            public: reader("misto_public", Audience::Anonymous, limits.public)?,
            official: reader("misto_official", Audience::Official, limits.official)?,
            writer: pool(url, "misto_writer", (0, limits.writer), (WRITER_ACQUIRE, WRITER_STATEMENT))?,
            catalog,
            city,
            changes,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Opens the connections that are kept: the pools themselves only replace those that were closed. What cannot be
    /// opened now is opened when it is needed.
    pub async fn warm(&self) {
        for pool in [&self.inner.public, &self.inner.official] {
            let mut open = Vec::new();
            while open.len() < pool.options().get_min_connections() as usize {
                let Ok(connection) = pool.acquire().await else { break };
                open.push(connection);
            }
        }
    }

    /// The declarations the store serves.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.inner.catalog
    }

    /// The city.
    #[must_use]
    pub fn city(&self) -> &City {
        &self.inner.city
    }

    /// The pool of an audience; the system reads with the writer's login.
    pub(crate) fn reader(&self, audience: Audience) -> &PgPool {
        match audience {
            Audience::Anonymous => &self.inner.public,
            Audience::Official => &self.inner.official,
            Audience::System => &self.inner.writer,
        }
    }

    pub(crate) fn writer(&self) -> &PgPool {
        &self.inner.writer
    }

    pub(crate) fn changes(&self, register: &Ident) -> Option<&ChangeSql> {
        self.inner.changes.get(register)
    }

    /// The current day in the city.
    #[must_use]
    pub fn clock(&self) -> Clock {
        now()
    }

    /// True when the database answers a simple question in time.
    pub async fn is_ready(&self) -> bool {
        sqlx::query("SELECT 1 FROM misto.applied")
            .fetch_optional(&self.inner.public)
            .await
            .is_ok_and(|row| row.is_some())
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.inner.public.close().await;
        self.inner.official.close().await;
        self.inner.writer.close().await;
    }
}

/// The current day in Kyiv.
#[must_use]
pub fn now() -> Clock {
    Clock { today: gis_core::expr::kyiv_today() }
}

fn pool(
    url: &str,
    login: &'static str,
    (least, most): (u32, u32),
    (acquire, statement): (Duration, Duration),
) -> Result<PgPool, StoreError> {
    // Parallel workers cost small queries more than they give; the just-in-time compiler likewise.
    let options = PgConnectOptions::from_str(url)?.application_name("misto").options([
        ("statement_timeout", format!("{}", statement.as_millis())),
        ("idle_in_transaction_session_timeout", "60000".to_owned()),
        ("lock_timeout", "10000".to_owned()),
        ("max_parallel_workers_per_gather", "0".to_owned()),
        ("jit", "off".to_owned()),
        ("search_path", "misto,public,pg_catalog".to_owned()),
        ("timezone", "UTC".to_owned()),
    ]);
    Ok(PgPoolOptions::new()
        .min_connections(least)
        .max_connections(most)
        .acquire_timeout(acquire.max(Duration::from_millis(50)))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute(AssertSqlSafe(format!("SET ROLE {login}"))).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options))
}
