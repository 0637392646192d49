//! A database for one test, copied from a template.

use crate::{declared, program, runtime};
use gis_core::catalog::Catalog;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, ValueRef};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use store::{Limits, Store};
use tokio::task::block_in_place;

/// With the registers and nothing in them.
const EMPTY: &str = "template_empty";
/// With the demonstration city.
const DEMO: &str = "template_demo";

/// PostgreSQL with the templates. Never dropped: the keeper sees that this process is gone.
struct Cluster {
    url: String,
    _keeper: Child,
}

/// Prepared once. A test that finds it spoilt does not try again: the first one says why.
fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| std::panic::catch_unwind(prepare).ok())
        .as_ref()
        .expect("the database that an earlier test spoilt")
}

fn prepare() -> Cluster {
    let cluster = keep();
    psql(&cluster.url, &format!("CREATE DATABASE {EMPTY} TEMPLATE misto"));
    program::done(program::command("misto").args(["registers", "apply"]).env("DATABASE_URL", cluster.address(EMPTY)));
    psql(&cluster.url, &format!("CREATE DATABASE {DEMO} TEMPLATE {EMPTY}"));
    program::done(
        program::command("misto").args(["demo", "--size", "tiny"]).env("DATABASE_URL", cluster.address(DEMO)),
    );
    cluster
}

fn keep() -> Cluster {
    let directory = std::env::temp_dir().join(format!("misto-tests-{}", std::process::id()));
    let mut keeper = Command::new(program::path("keep-database"))
        .arg(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the keeper of the database starts");
    let mut url = String::new();
    BufReader::new(keeper.stdout.take().expect("its output")).read_line(&mut url).expect("its address");
    assert!(!url.is_empty(), "PostgreSQL did not start");
    Cluster { url: url.trim().to_owned(), _keeper: keeper }
}

impl Cluster {
    fn address(&self, database: &str) -> String {
        self.url.replacen("postgres:///misto?", &format!("postgres:///{database}?"), 1)
    }
}

/// A database of its own, dropped with the handle.
pub struct Database {
    name: String,
    /// Kept, because a new one costs more than most statements.
    connection: Mutex<Option<PgConnection>>,
}

impl Database {
    /// Migrated and with the registers, without features.
    pub fn empty() -> Self {
        Self::copy(EMPTY)
    }

    /// With the demonstration city.
    pub fn demo() -> Self {
        Self::copy(DEMO)
    }

    /// The demonstration city for tests that only read it: one for the whole test program.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Database> = OnceLock::new();
        SHARED.get_or_init(Self::demo)
    }

    /// With PostGIS and nothing of the program.
    pub fn bare() -> Self {
        Self::copy("misto")
    }

    fn copy(template: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        psql(
            &cluster().url.replacen("/misto?", "/postgres?", 1),
            &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"),
        );
        Self { name, connection: Mutex::new(None) }
    }

    /// The address for the account that owns it.
    pub fn url(&self) -> String {
        cluster().address(&self.name)
    }

    /// What a statement answers: rows by lines, columns by `|`.
    pub fn sql(&self, statement: &str) -> String {
        self.ask(statement).unwrap_or_else(|error| panic!("{statement}: {error}"))
    }

    /// What PostgreSQL says of a statement that it must refuse.
    pub fn refused(&self, statement: &str) -> String {
        match self.ask(statement) {
            Ok(rows) => panic!("not refused: {statement}: {rows}"),
            Err(error) => error.to_string(),
        }
    }

    fn ask(&self, statement: &str) -> Result<String, sqlx::Error> {
        let mut kept = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        // Also from within a future that a test runs.
        block_in_place(|| {
            runtime().block_on(async {
                let mut connection = self.fresh(kept.take()).await?;
                let rows = lines(&mut connection, statement).await;
                *kept = Some(connection);
                rows
            })
        })
    }

    /// Nothing of the last statement may reach the next: no role, no transaction, no dead server.
    async fn fresh(&self, used: Option<PgConnection>) -> Result<PgConnection, sqlx::Error> {
        if let Some(mut connection) = used
            && connection.execute("DISCARD ALL").await.is_ok()
        {
            return Ok(connection);
        }
        PgConnection::connect(&self.url()).await
    }

    /// A number.
    pub fn number(&self, statement: &str) -> i64 {
        self.sql(statement).parse().unwrap_or_else(|error| panic!("{statement}: {error}"))
    }

    /// The store on this database.
    pub fn store(&self) -> Store {
        self.store_of(&declared().catalog)
    }

    /// The store on this database by other declarations.
    pub fn store_of(&self, catalog: &Arc<Catalog>) -> Store {
        let _context = runtime().enter();
        Store::new(&self.url(), Limits::default(), Arc::clone(catalog), Arc::clone(&declared().city))
            .expect("an address")
    }

    /// A command of `misto` on this database.
    pub fn misto(&self, arguments: &[&str]) -> Command {
        let mut command = program::command("misto");
        command.args(arguments).env("DATABASE_URL", self.url());
        command
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The cluster is thrown away anyway; this only keeps the disk small.
        let _ = psql_output(&cluster().url, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// What a statement answers, as text: the simple protocol sends every value so.
async fn lines(connection: &mut PgConnection, statement: &str) -> Result<String, sqlx::Error> {
    let rows = sqlx::raw_sql(AssertSqlSafe(statement)).fetch_all(connection).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut cells = Vec::with_capacity(row.len());
        for at in 0..row.len() {
            let value = row.try_get_raw(at)?;
            cells.push(if value.is_null() { "" } else { value.as_str().map_err(sqlx::Error::Decode)? });
        }
        lines.push(cells.join("|"));
    }
    Ok(lines.join("\n").trim().to_owned())
}

fn psql_output(url: &str, statement: &str) -> Output {
    Command::new("psql").args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, url]).output().expect("psql runs")
}

fn psql(url: &str, statement: &str) -> String {
    let output = psql_output(url, statement);
    assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
