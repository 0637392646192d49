//! Changes on their way to a commit: rows of the stage tables, written with COPY, checked as a set.
//!
//! A batch owns one connection and, on it, a session lock named after the batch. When the process dies the lock goes
//! with the connection, and [`sweep`] removes the rows.

mod copy;

use crate::db::Store;
use crate::error::{Rejection, StoreError};
use crate::sql::checks::BatchCheck;
use crate::sql::{self, changes};
use copy::Line;
use gis_core::feature::Content;
use gis_core::reason::Reason;
use gis_core::register::Register;
use gis_core::text::Ident;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Row};
use std::collections::BTreeMap;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Staged text is sent to the database in pieces of about this size, bytes.
const FLUSH_BYTES: usize = 4 * 1024 * 1024;
/// Most failing rows a check reports at once; the rest stay counted by running it again.
const MAX_FAILURES: i64 = 200_000;

/// Batches from this size on are analysed before they are joined with their registers.
const ANALYZE_FROM: u64 = 1_000;

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// A new feature.
    Create,
    /// New content for a feature at a version.
    Update {
        /// The feature.
        fid: i64,
        /// The version it was read at.
        version: i32,
    },
    /// The feature ends.
    Delete {
        /// The feature.
        fid: i64,
        /// The version it was read at.
        version: i32,
    },
}

impl Operation {
    const fn code(self) -> char {
        match self {
            Self::Create => 'c',
            Self::Update { .. } => 'u',
            Self::Delete { .. } => 'd',
        }
    }
}

/// A change on its way into a batch.
#[derive(Debug, Clone, Copy)]
pub struct Staged<'a> {
    /// Its position, from 1; names it in reasons.
    pub row: i64,
    /// What is done.
    pub operation: Operation,
    /// The content, completed and judged.
    pub content: &'a Content,
    /// Fields that registration still needs.
    pub incomplete: &'a [String],
}

/// Where the connection of a batch is.
enum Link {
    /// Waiting for the next statement.
    Here(PoolConnection<Postgres>),
    /// Sending rows, while the next ones are made.
    Sending(JoinHandle<Result<PoolConnection<Postgres>, sqlx::Error>>),
    /// Given back, or lost with an error.
    Gone,
}

/// A batch of changes to be committed together.
pub struct Batch {
    /// Its id in the stage tables.
    pub id: Uuid,
    link: Link,
    store: Store,
    /// Registers in it.
    registers: Vec<Ident>,
    buffers: BTreeMap<(Ident, bool), String>,
    srid: i32,
    /// Changes in it.
    size: u64,
}

impl Batch {
    /// Opens a batch.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open(store: &Store) -> Result<Self, StoreError> {
        let id = Uuid::now_v7();
        let mut connection = store.writer().acquire().await?;
        sqlx::query("SELECT pg_advisory_lock(hashtextextended($1::text, 0))")
            .bind(id.to_string())
            .execute(&mut *connection)
            .await?;
        Ok(Self {
            id,
            link: Link::Here(connection),
            store: store.clone(),
            registers: Vec::new(),
            buffers: BTreeMap::new(),
            srid: store.city().storage_epsg,
            size: 0,
        })
    }

    /// The store it belongs to.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The registers that have rows in it.
    #[must_use]
    pub fn registers(&self) -> &[Ident] {
        &self.registers
    }

    /// The connection, once the rows on their way have arrived.
    pub(crate) async fn connection(&mut self) -> Result<&mut PoolConnection<Postgres>, StoreError> {
        if let Link::Sending(sending) = &mut self.link {
            let sent = sending.await;
            self.link = Link::Gone;
            self.link = Link::Here(sent.map_err(|error| StoreError::Corrupt(error.to_string()))??);
        }
        match &mut self.link {
            Link::Here(connection) => Ok(connection),
            _ => Err(StoreError::Corrupt("the batch is closed".to_owned())),
        }
    }

    /// Adds a change.
    ///
    /// # Errors
    /// See [`StoreError`]; a geometry that does not fit its column is `Corrupt`: the rules refuse it before.
    pub async fn add(&mut self, register: &Register, staged: Staged<'_>) -> Result<(), StoreError> {
        if !self.registers.contains(&register.id) {
            self.registers.push(register.id.clone());
            let names: Vec<String> = self.registers.iter().map(ToString::to_string).collect();
            let id = self.id;
            sqlx::query("INSERT INTO misto.batch (id, registers) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
                .bind(id)
                .bind(names)
                .execute(&mut **self.connection().await?)
                .await?;
        }
        self.size += 1;
        let line = Line { batch: self.id, srid: self.srid, staged };
        let key = (register.id.clone(), staged.operation == Operation::Create);
        let buffer = self.buffers.entry(key.clone()).or_default();
        line.write(register, buffer).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        if buffer.len() >= FLUSH_BYTES {
            self.send(register, key.1).await?;
        }
        Ok(())
    }

    /// Sends all that is buffered.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn flush_all(&mut self) -> Result<(), StoreError> {
        let waiting: Vec<(Ident, bool)> = self.buffers.keys().cloned().collect();
        let store = self.store.clone();
        for (id, creates) in waiting {
            if let Some(register) = store.catalog().register(id.as_str()) {
                self.flush(register, creates).await?;
            }
        }
        Ok(())
    }

    /// Sends what is buffered and waits until it has arrived.
    async fn flush(&mut self, register: &Register, creates: bool) -> Result<(), StoreError> {
        if let Some(text) = self.buffered(register, creates) {
            let statement = sql::stage::copy(register, creates);
            send(self.connection().await?, &statement, text).await?;
        }
        Ok(())
    }

    /// Sends what is buffered while the caller makes the next rows.
    async fn send(&mut self, register: &Register, creates: bool) -> Result<(), StoreError> {
        self.connection().await?;
        let Some(text) = self.buffered(register, creates) else { return Ok(()) };
        let Link::Here(mut connection) = std::mem::replace(&mut self.link, Link::Gone) else { return Ok(()) };
        let statement = sql::stage::copy(register, creates);
        // Should the batch be dropped meanwhile, its lock must not go back to the pool with the connection.
        connection.close_on_drop();
        self.link = Link::Sending(tokio::spawn(async move {
            send(&mut connection, &statement, text).await?;
            Ok(connection)
        }));
        Ok(())
    }

    fn buffered(&mut self, register: &Register, creates: bool) -> Option<String> {
        let buffer = self.buffers.get_mut(&(register.id.clone(), creates))?;
        (!buffer.is_empty()).then(|| std::mem::take(buffer))
    }

    /// Lets the planner know a large batch.
    async fn analyze(&mut self) -> Result<(), StoreError> {
        if self.size < ANALYZE_FROM {
            return Ok(());
        }
        for id in self.registers.clone() {
            sqlx::query("SELECT misto.analyze($1)")
                .bind(id.to_string())
                .execute(&mut **self.connection().await?)
                .await?;
        }
        Ok(())
    }

    /// Turns creations whose business key is known into updates; `fed` says for each data column whether the file
    /// feeds it: the others keep what they hold.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn take_known(&mut self, register: &Register, key: &[Ident], fed: &[bool]) -> Result<(), StoreError> {
        if key.is_empty() {
            return Ok(());
        }
        let statement = changes::take_known(register, key, fed);
        self.run(statement).await
    }

    /// Computes what depends on other registers, such as the district a feature lies in.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn compute(&mut self) -> Result<(), StoreError> {
        self.flush_all().await?;
        self.analyze().await?;
        for id in self.registers.clone() {
            let statements = self.store.changes(&id).map(|sql| sql.compute.clone()).unwrap_or_default();
            for statement in statements {
                self.run(statement).await?;
            }
        }
        Ok(())
    }

    /// Checks the batch against the other features: uniqueness and references.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn check(&mut self, register: &Register) -> Result<Vec<Rejection>, StoreError> {
        let mut failures: BTreeMap<i64, Vec<Reason>> = BTreeMap::new();
        let id = self.id;
        let store = self.store.clone();
        for check in store.changes(&register.id).map_or(&[][..], |sql| &sql.checks) {
            let statement = format!("{} LIMIT {MAX_FAILURES}", check.sql);
            let rows =
                sqlx::query(AssertSqlSafe(statement)).bind(id).fetch_all(&mut **self.connection().await?).await?;
            for row in rows {
                let value: Option<String> = row.try_get(1)?;
                failures.entry(row.try_get(0)?).or_default().push(reason(register, check, value.as_deref()));
            }
        }
        Ok(failures.into_iter().map(|(row, reasons)| Rejection { row, reasons }).collect())
    }

    /// Takes rejected rows out of the batch.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn remove(&mut self, register: &Register, rows: &[i64]) -> Result<(), StoreError> {
        let statement = sql::stage::remove(&register.id);
        let id = self.id;
        sqlx::query(AssertSqlSafe(statement))
            .bind(id)
            .bind(rows.to_vec())
            .execute(&mut **self.connection().await?)
            .await?;
        Ok(())
    }

    async fn run(&mut self, statement: String) -> Result<(), StoreError> {
        let id = self.id;
        let takes_batch = statement.contains("$1");
        let mut query = sqlx::query(AssertSqlSafe(statement));
        if takes_batch {
            query = query.bind(id);
        }
        query.execute(&mut **self.connection().await?).await?;
        Ok(())
    }

    /// Removes the staged rows and gives the connection back.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn close(mut self) -> Result<(), StoreError> {
        for register in self.registers.clone() {
            self.run(sql::stage::empty(&register)).await?;
        }
        self.run("DELETE FROM misto.batch WHERE id = $1".to_owned()).await?;
        let id = self.id.to_string();
        sqlx::query("SELECT pg_advisory_unlock(hashtextextended($1::text, 0))")
            .bind(id)
            .execute(&mut **self.connection().await?)
            .await?;
        self.link = Link::Gone;
        Ok(())
    }
}

impl Drop for Batch {
    /// A batch that was not closed takes its connection with it, so that the lock is free and the rows are swept.
    fn drop(&mut self) {
        if let Link::Here(connection) = &mut self.link {
            connection.close_on_drop();
        }
    }
}

async fn send(connection: &mut PgConnection, statement: &str, text: String) -> Result<(), sqlx::Error> {
    let mut copy = connection.copy_in_raw(statement).await?;
    copy.send(text.into_bytes()).await?;
    copy.finish().await?;
    Ok(())
}

/// Removes the rows of batches whose process is gone.
///
/// # Errors
/// See [`StoreError`].
pub async fn sweep(store: &Store) -> Result<u64, StoreError> {
    let mut connection = store.writer().acquire().await?;
    let known = sqlx::query("SELECT id, registers FROM misto.batch").fetch_all(&mut *connection).await?;
    let mut swept = 0;
    for row in known {
        let (id, registers): (Uuid, Vec<String>) = (row.try_get(0)?, row.try_get(1)?);
        let key = id.to_string();
        let free: bool = sqlx::query("SELECT pg_try_advisory_lock(hashtextextended($1::text, 0))")
            .bind(&key)
            .fetch_one(&mut *connection)
            .await?
            .try_get(0)?;
        if !free {
            continue;
        }
        for name in registers
            .iter()
            .filter_map(|name| Ident::new(name).ok())
            .filter(|name| store.catalog().registers.contains_key(name))
        {
            sqlx::query(AssertSqlSafe(sql::stage::empty(&name))).bind(id).execute(&mut *connection).await?;
        }
        sqlx::query("DELETE FROM misto.batch WHERE id = $1").bind(id).execute(&mut *connection).await?;
        sqlx::query("UPDATE misto.import SET state = 'failed', ended_at = clock_timestamp(), message = 'the process ended' WHERE id = $1 AND state IN ('running', 'checked')")
            .bind(id)
            .execute(&mut *connection)
            .await?;
        sqlx::query("SELECT pg_advisory_unlock(hashtextextended($1::text, 0))")
            .bind(&key)
            .execute(&mut *connection)
            .await?;
        swept += 1;
    }
    Ok(swept)
}

fn reason(register: &Register, check: &BatchCheck, value: Option<&str>) -> Reason {
    let (uk, en) = match check.code {
        "unique" => ("таке значення вже має інший об'єкт", "another feature has this value already"),
        "unique_in_file" => ("значення повторюється у цій самій поставці", "the value stands twice in this delivery"),
        "referred" => {
            ("на об'єкт посилаються інші; спершу змініть їх", "other features refer to it; change them first")
        }
        "overlap" => {
            ("перекриває сусідній об'єкт більше, ніж дозволено", "overlaps a neighbour by more than is allowed")
        }
        _ => ("об'єкта, на який посилаються, немає", "the feature referred to does not exist"),
    };
    let declared = register.unique.iter().find(|unique| unique.fields == check.fields);
    let field = check.fields.first().and_then(|name| register.field(name.as_str()));
    let made = match (declared, field) {
        (Some(unique), _) => Reason::at(check.fields[0].as_str(), check.code, Default::default(), unique.text.clone()),
        (None, Some(field)) => Reason::of(field, check.code, uk, en),
        (None, None) => Reason::at(
            check.fields.first().map_or("", Ident::as_str),
            check.code,
            Default::default(),
            gis_core::text::Text::new(uk, en),
        ),
    };
    match value {
        Some(value) => made.with(value),
        None => made,
    }
}
