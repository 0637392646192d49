//! The private PostGIS cluster: PostgreSQL that the program starts and stops by itself, so that a city begins without
//! a database administrator.
//!
//! ```text
//! /var/lib/misto/<name>/        as root; else ~/.local/share/misto/<name>/; or [database] data_dir
//!   data/                       PGDATA
//!   run/.s.PGSQL.5432           the only way in: a unix socket in a directory of mode 0700
//!   log/                        one file per weekday, overwritten a week later
//!   postgresql.conf pg_hba.conf written anew before every start
//!   gate.lock users.lock        see [`lock`]
//! ```
//!
//! PostgreSQL lives in a process session of its own, so Ctrl-C and a `kill -9` of `misto` do not reach it; the next
//! `misto` adopts it. Several programs may use one cluster at once (`serve` and `import`): the last one out stops it.

mod binaries;
mod conf;
mod error;
mod lock;
mod place;
mod runner;
mod server;

use std::path::{Path, PathBuf};

pub use conf::Durability;
pub use conf::MAX_CONNECTIONS;
pub use error::ClusterError;
use lock::Membership;
pub use place::MAX_NAME;
use place::Place;
use runner::Runner;
use server::Server;

/// The database that the program keeps its tables in.
pub const DATABASE: &str = "misto";

/// The superuser of the cluster. The logins that serve requests are made by the migrations of the store.
pub const SUPERUSER: &str = "misto";

/// Which cluster to run, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterSettings {
    /// Name of the cluster: 1 to 40 characters of `a-z`, `0-9`, `-`, `_`; usually the id of the city.
    pub name: String,
    /// Directory of the cluster; absolute. Absent: the default place for `name`.
    pub data_dir: Option<PathBuf>,
    /// Directory with `initdb`, `pg_ctl` and `psql`. Absent: found below `/usr/lib/postgresql`.
    pub postgres_bin: Option<PathBuf>,
    /// What an acknowledged write survives.
    pub durability: Durability,
}

/// How [`Cluster::start`] came by the running cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Initialised now: the database is empty.
    Created,
    /// Existed and was started now (after a clean stop or a crash: PostgreSQL recovers by itself).
    Started,
    /// Was running already: another `misto` uses it, or a killed one left it behind.
    Adopted,
}

/// What [`Cluster::stop`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// PostgreSQL was stopped; every session was ended.
    Stopped,
    /// Another `misto` still uses the cluster, so it runs on.
    InUse,
    /// This handle had been stopped before.
    Already,
}

/// A running private cluster. Dropping it stops PostgreSQL if nobody else uses it; [`Cluster::stop`] also reports.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    membership: Option<Membership>,
    origin: Origin,
}

impl Cluster {
    /// Makes the cluster run: initialises a new one, adopts a running one, starts a stopped one and waits until it
    /// answers; then sees to the database and its extensions. Blocks up to several minutes (crash recovery).
    ///
    /// # Errors
    /// [`ClusterError`] names the step that failed and how to mend it.
    pub fn start(settings: &ClusterSettings) -> Result<Self, ClusterError> {
        let place = Place::new(settings)?;
        let runner = Runner::of_this_process()?;
        place.prepare(&runner)?;
        let (gate, membership) = lock::enter(&place)?;
        let server = Server::new(place, runner, settings)?;
        let origin = server.ensure_running()?;
        let database = server.ensure_database();
        // The gate opens before the handle exists: dropping the handle on an error below takes the gate again.
        drop(gate);
        let cluster = Self { server, membership: Some(membership), origin };
        database?;
        Ok(cluster)
    }

    /// The superuser's connection URL of the database, as sqlx and libpq read it. It names the port and TLS mode, so
    /// that `PGPORT` or `PGSSLMODE` in the environment cannot redirect it.
    #[must_use]
    pub fn url(&self) -> String {
        let socket = place::percent_encoded(self.socket_dir());
        format!("postgres:///{DATABASE}?host={socket}&port={}&user={SUPERUSER}&sslmode=disable", place::PORT)
    }

    /// The directory of the unix socket.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        &self.server.place().run
    }

    /// How this handle came by the cluster.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Starts PostgreSQL again if it has died (killed, out of memory); does nothing when it answers. For a program that
    /// lost its connections.
    ///
    /// # Errors
    /// [`ClusterError`] as [`Cluster::start`], and when this handle was stopped.
    pub fn revive(&self) -> Result<Origin, ClusterError> {
        let membership = self.membership.as_ref().ok_or(ClusterError::Left)?;
        let _gate = membership.gate()?;
        self.server.ensure_running()
    }

    /// Leaves the cluster; the last user stops PostgreSQL (fast shutdown: open transactions are rolled back, committed
    /// ones are on disk) and waits for it. Calling it again does nothing.
    ///
    /// # Errors
    /// [`ClusterError`] when the lock or `pg_ctl` fails; the handle counts as left all the same.
    pub fn stop(&mut self) -> Result<Stop, ClusterError> {
        let Some(membership) = self.membership.take() else {
            return Ok(Stop::Already);
        };
        let Some(_last) = membership.leave()? else {
            return Ok(Stop::InUse);
        };
        self.server.stop().map(|()| Stop::Stopped)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            tracing::warn!(%error, "the private cluster was not stopped");
        }
    }
}
