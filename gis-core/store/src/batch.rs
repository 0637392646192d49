//! Changes on their way to a commit: rows of the stage tables, written with COPY, checked as a set.
//!
//! A batch owns one connection and, on it, a session lock named after the batch. When the process dies the lock goes
//! with the connection, and [`sweep`] removes the rows.

mod copy;

use crate::db::Store;
use crate::error::{Rejection, StoreError};
use crate::sql::checks::{BatchCheck, batch_checks};
use crate::sql::columns::data_columns;
use crate::sql::{changes, stage};
use copy::Line;
use gis_core::feature::Content;
use gis_core::reason::Reason;
use gis_core::register::Register;
use gis_core::text::Ident;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Postgres, Row};
use std::collections::BTreeMap;
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

/// A batch of changes to be committed together.
pub struct Batch {
    /// Its id in the stage tables.
    pub id: Uuid,
    connection: Option<PoolConnection<Postgres>>,
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
            connection: Some(connection),
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

    pub(crate) fn connection(&mut self) -> Result<&mut PoolConnection<Postgres>, StoreError> {
        self.connection.as_mut().ok_or_else(|| StoreError::Corrupt("the batch is closed".to_owned()))
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
                .execute(&mut **self.connection()?)
                .await?;
        }
        self.size += 1;
        let line = Line { batch: self.id, srid: self.srid, staged };
        let key = (register.id.clone(), staged.operation == Operation::Create);
        let buffer = self.buffers.entry(key.clone()).or_default();
        line.write(register, buffer).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        if buffer.len() >= FLUSH_BYTES {
            self.flush(register, key.1).await?;
        }
        Ok(())
    }

    /// Sends what is buffered.
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

    async fn flush(&mut self, register: &Register, creates: bool) -> Result<(), StoreError> {
        let Some(text) = self.buffers.get_mut(&(register.id.clone(), creates)).map(std::mem::take) else {
            return Ok(());
        };
        if text.is_empty() {
            return Ok(());
        }
        let fid = if creates { "" } else { "fid, " };
        let columns = data_columns(register).join(", ");
        let statement = format!(
            "COPY {} (batch, row_no, op, expected, {fid}incomplete, on_surface, {columns}) FROM STDIN",
            stage(&register.id)
        );
        let mut copy = self.connection()?.copy_in_raw(&statement).await?;
        copy.send(text.into_bytes()).await?;
        copy.finish().await?;
        Ok(())
    }

    /// Lets the planner know a large batch.
    async fn analyze(&mut self) -> Result<(), StoreError> {
        if self.size < ANALYZE_FROM {
            return Ok(());
        }
        for id in self.registers.clone() {
            sqlx::query("SELECT misto.analyze($1)").bind(id.to_string()).execute(&mut **self.connection()?).await?;
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
        for check in batch_checks(register) {
            let statement = format!("{} LIMIT {MAX_FAILURES}", check.sql);
            let rows = sqlx::query(AssertSqlSafe(statement)).bind(id).fetch_all(&mut **self.connection()?).await?;
            for row in rows {
                let value: Option<String> = row.try_get(1)?;
                failures.entry(row.try_get(0)?).or_default().push(reason(register, &check, value.as_deref()));
            }
        }
        Ok(failures.into_iter().map(|(row, reasons)| Rejection { row, reasons }).collect())
    }

    /// Takes rejected rows out of the batch.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn remove(&mut self, register: &Register, rows: &[i64]) -> Result<(), StoreError> {
        let statement = format!("DELETE FROM {} WHERE batch = $1 AND row_no = ANY ($2)", stage(&register.id));
        let id = self.id;
        sqlx::query(AssertSqlSafe(statement)).bind(id).bind(rows.to_vec()).execute(&mut **self.connection()?).await?;
        Ok(())
    }

    async fn run(&mut self, statement: String) -> Result<(), StoreError> {
        let id = self.id;
        let takes_batch = statement.contains("$1");
        let mut query = sqlx::query(AssertSqlSafe(statement));
        if takes_batch {
            query = query.bind(id);
        }
        query.execute(&mut **self.connection()?).await?;
        Ok(())
    }

    /// Removes the staged rows and gives the connection back.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn close(mut self) -> Result<(), StoreError> {
        for register in self.registers.clone() {
            self.run(format!("DELETE FROM {} WHERE batch = $1", stage(&register))).await?;
        }
        self.run("DELETE FROM misto.batch WHERE id = $1".to_owned()).await?;
        let id = self.id.to_string();
        sqlx::query("SELECT pg_advisory_unlock(hashtextextended($1::text, 0))")
            .bind(id)
            .execute(&mut **self.connection()?)
            .await?;
        self.connection = None;
        Ok(())
    }
}

impl Drop for Batch {
    /// A batch that was not closed takes its connection with it, so that the lock is free and the rows are swept.
    fn drop(&mut self) {
        if let Some(connection) = self.connection.as_mut() {
            connection.close_on_drop();
        }
    }
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
            let statement = format!("DELETE FROM {} WHERE batch = $1", stage(&name));
            sqlx::query(AssertSqlSafe(statement)).bind(id).execute(&mut *connection).await?;
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
        _ => ("об'єкта, на який посилаються, немає", "the feature referred to does not exist"),
    };
    let declared = register.unique.iter().find(|unique| unique.fields == check.fields);
    let field = check.fields.first().and_then(|name| register.field(name.as_str()));
    let made = match (declared, field) {
        (Some(unique), _) => Reason::at(check.fields[0].as_str(), check.code, Default::default(), unique.text.clone()),
        (None, Some(field)) => Reason::of(field, check.code, uk, en),
        (None, None) => Reason::at("", check.code, Default::default(), gis_core::text::Text::new(uk, en)),
    };
    match value {
        Some(value) => made.with(value),
        None => made,
    }
}
