//! The one way to write: a changeset, its batch, one transaction.
//!
//! Everything slow (reading, rules, staging, spatial computation) is done before. In the transaction the current rows
//! are locked in order of fid, their versions compared, rectangles closed and written, audit and search renewed; last,
//! under one advisory lock, the change gets its place in the order that readers follow.

mod calendar;

use crate::batch::{Batch, Operation, Staged};
use crate::db::Store;
use crate::error::{Conflict, Rejection, StoreError};
use crate::sql::changes::ChangeSql;
use crate::sql::search::learn;
use chrono::{DateTime, NaiveDate, Utc};
use gis_core::feature::Content;
use gis_core::policy::Actor;
use gis_core::register::{Register, Role};
use gis_core::rules::Rulebook;
use gis_core::text::Ident;
use gis_core::value::Value;
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Key of the lock under which sequence numbers are given.
const SEQUENCE_LOCK: i64 = 0x6d69_7374_6f01;
/// The channel that wakes followers of the change sequence; the table is the truth.
pub const CHANNEL: &str = "misto_change";
/// Most changes of one changeset.
pub const MAX_CHANGES: usize = 100_000;

/// Who changes what, why, on which ground.
#[derive(Debug, Clone)]
pub struct Changeset {
    /// Who.
    pub actor: Actor,
    /// Why, in words.
    pub reason: String,
    /// The document it rests on.
    pub source_document: Option<String>,
    /// The same key with the same content is the same changeset, however often it is sent.
    pub idempotency_key: Uuid,
    /// A digest of the content, to tell a repetition from a mistake.
    pub content_hash: Vec<u8>,
}

/// One change of a feature.
#[derive(Debug, Clone)]
pub struct Change {
    /// The register.
    pub register: Ident,
    /// What is done.
    pub operation: Operation,
    /// The new content; ignored by a deletion.
    pub content: Content,
}

/// What a register got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// New features.
    pub created: i64,
    /// Changed features.
    pub updated: i64,
    /// Ended features.
    pub deleted: i64,
}

/// An acknowledged changeset.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed {
    /// Its id.
    pub changeset: i64,
    /// Its place in the order of changes.
    pub seq: i64,
    /// When readers could first see it.
    pub committed_at: DateTime<Utc>,
    /// What each register got; empty for a repetition.
    pub counts: BTreeMap<Ident, Counts>,
    /// True when the key was known and nothing was done again.
    pub repeated: bool,
}

impl Store {
    /// Judges changes by the rules of their registers and commits them. `None` when they change nothing.
    ///
    /// # Errors
    /// `Rejected` with all reasons of all changes, `Conflict` with the features changed meanwhile, or see [`StoreError`].
    pub async fn commit(&self, changeset: &Changeset, changes: Vec<Change>) -> Result<Option<Committed>, StoreError> {
        let mut batch = Batch::open(self).await?;
        let done = match self.stage(&mut batch, changes).await {
            Ok(()) => commit_batch(&mut batch, changeset).await,
            Err(refused) => Err(refused),
        };
        // Refused changes leave nothing behind either; the first error is the one to tell.
        let closed = batch.close().await;
        let done = done?;
        closed.map(|()| done)
    }

    async fn stage(&self, batch: &mut Batch, changes: Vec<Change>) -> Result<(), StoreError> {
        let mut rejected = Vec::new();
        for (at, mut change) in changes.into_iter().enumerate().take(MAX_CHANGES + 1) {
            let row = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1);
            if at == MAX_CHANGES {
                return Err(StoreError::Rejected(vec![too_many(row)]));
            }
            let Some(register) = self.catalog().register(change.register.as_str()) else { continue };
            let mut incomplete = Vec::new();
            if !matches!(change.operation, Operation::Delete { .. }) {
                let rules = Rulebook::new(self.catalog(), register, self.city(), self.clock());
                rules.complete(&mut change.content);
                if change.operation == Operation::Create {
                    identify(register, &mut change.content);
                }
                let verdict = rules.judge(&change.content);
                if !verdict.accepted() {
                    rejected.push(Rejection { row, reasons: verdict.reasons });
                    continue;
                }
                incomplete = verdict.incomplete;
            }
            let staged = Staged { row, operation: change.operation, content: &change.content, incomplete: &incomplete };
            batch.add(register, staged).await?;
        }
        batch.compute().await?;
        for id in batch.registers().to_vec() {
            if let Some(register) = self.catalog().register(id.as_str()) {
                rejected.extend(batch.check(register).await?);
            }
        }
        if rejected.is_empty() { Ok(()) } else { Err(StoreError::Rejected(rejected)) }
    }
}

/// Gives a new feature its exchange id.
pub fn identify(register: &Register, content: &mut Content) {
    if let Some(at) = register.fields.iter().position(|field| field.role == Some(Role::ExchangeId))
        && content.values[at].is_null()
    {
        content.values[at] = Value::Uuid(Uuid::now_v7());
    }
}

fn too_many(row: i64) -> Rejection {
    let text =
        gis_core::text::Text::new(format!("понад {MAX_CHANGES} змін"), format!("more than {MAX_CHANGES} changes"));
    Rejection { row, reasons: vec![gis_core::reason::Reason::at("", "too_many", Default::default(), text)] }
}

/// Commits a staged batch in one transaction. `None` when it changes nothing.
///
/// # Errors
/// `Conflict`, `KeyReused`, or see [`StoreError`]; then nothing is written.
pub async fn commit_batch(batch: &mut Batch, changeset: &Changeset) -> Result<Option<Committed>, StoreError> {
    batch.flush_all().await?;
    let store = batch.store().clone();
    let (id, today) = (batch.id, store.clock().today);
    let staged = batch.registers().to_vec();
    let mut transaction = sqlx::Connection::begin(&mut **batch.connection().await?).await?;
    let number_of = match open(&mut transaction, changeset).await? {
        Opened::New(number) => number,
        Opened::Known(committed) => return Ok(Some(committed)),
    };
    let mut counts = BTreeMap::new();
    for register in store.catalog().by_dependency().into_iter().filter(|register| staged.contains(&register.id)) {
        let Some(sql) = store.changes(&register.id) else { continue };
        let applied = apply(&mut transaction, register, sql, (id, number_of, today)).await?;
        if let Some(applied) = applied {
            for statement in &sql.search {
                run(&mut transaction, statement, (id, number_of, today)).await?;
            }
            counts.insert(register.id.clone(), applied);
        }
    }
    if counts.is_empty() {
        transaction.rollback().await?;
        return Ok(None);
    }
    // References are checked now, not at COMMIT, so that their failure is an answer and not a broken connection.
    sqlx::query("SET CONSTRAINTS ALL IMMEDIATE").execute(&mut *transaction).await?;
    for statement in
        learn("(s.register, s.fid) IN (SELECT a.register, a.fid FROM misto.audit a WHERE a.changeset = $1)")
    {
        sqlx::query(AssertSqlSafe(statement)).bind(number_of).execute(&mut *transaction).await?;
    }
    let (seq, committed_at) = number(&mut transaction, number_of).await?;
    transaction.commit().await?;
    Ok(Some(Committed { changeset: number_of, seq, committed_at, counts, repeated: false }))
}

enum Opened {
    New(i64),
    Known(Committed),
}

async fn open(connection: &mut PgConnection, changeset: &Changeset) -> Result<Opened, StoreError> {
    let new = sqlx::query(
        "INSERT INTO misto.changeset (actor, audience, reason, source_document, idempotency_key, content_hash) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (idempotency_key) DO NOTHING RETURNING id",
    )
    .bind(changeset.actor.name.clone())
    .bind(changeset.actor.audience.name())
    .bind(changeset.reason.clone())
    .bind(changeset.source_document.clone())
    .bind(changeset.idempotency_key)
    .bind(changeset.content_hash.clone())
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = new {
        return Ok(Opened::New(row.try_get(0)?));
    }
    let known =
        sqlx::query("SELECT id, seq, committed_at, content_hash FROM misto.changeset WHERE idempotency_key = $1")
            .bind(changeset.idempotency_key)
            .fetch_one(&mut *connection)
            .await?;
    if known.try_get::<Vec<u8>, _>(3)? != changeset.content_hash {
        return Err(StoreError::KeyReused);
    }
    let (changeset, seq, committed_at) = (known.try_get(0)?, known.try_get(1)?, known.try_get(2)?);
    Ok(Opened::Known(Committed { changeset, seq, committed_at, counts: BTreeMap::new(), repeated: true }))
}

type Frame = (Uuid, i64, NaiveDate);

async fn apply(
    connection: &mut PgConnection,
    register: &Register,
    sql: &ChangeSql,
    frame: Frame,
) -> Result<Option<Counts>, StoreError> {
    run(connection, &sql.lock, frame).await?;
    let conflicts = sqlx::query(AssertSqlSafe(sql.conflicts.clone())).bind(frame.0).fetch_all(&mut *connection).await?;
    if !conflicts.is_empty() {
        let conflicts: Result<Vec<Conflict>, sqlx::Error> = conflicts
            .iter()
            .map(|row| Ok(Conflict { row: row.try_get(0)?, fid: row.try_get(1)?, current: row.try_get(2)? }))
            .collect();
        return Err(StoreError::Conflict(conflicts?));
    }
    for statement in sql.identity.iter().chain([&sql.unchanged]) {
        run(connection, statement, frame).await?;
    }
    let Some((counts, bounds)) = summary(connection, sql, frame.0).await? else { return Ok(None) };
    for statement in &sql.apply {
        run(connection, statement, frame).await?;
    }
    sqlx::query("INSERT INTO misto.change (changeset, register, created, updated, deleted, bounds) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(frame.1)
        .bind(register.id.to_string())
        .bind(counts.created)
        .bind(counts.updated)
        .bind(counts.deleted)
        .bind(bounds.map(|bounds| bounds.to_vec()))
        .execute(&mut *connection)
        .await?;
    Ok(Some(counts))
}

async fn summary(
    connection: &mut PgConnection,
    sql: &ChangeSql,
    batch: Uuid,
) -> Result<Option<(Counts, Option<[f64; 4]>)>, StoreError> {
    let rows = sqlx::query(AssertSqlSafe(sql.summary.clone())).bind(batch).fetch_all(&mut *connection).await?;
    let mut counts = Counts::default();
    let mut bounds: Option<[f64; 4]> = None;
    for row in &rows {
        let count: i64 = row.try_get(1)?;
        match row.try_get::<String, _>(0)?.as_str() {
            "c" => counts.created = count,
            "u" => counts.updated = count,
            _ => counts.deleted = count,
        }
        if let (Some(west), Some(south), Some(east), Some(north)) =
            (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?, row.try_get(5)?)
        {
            let had = bounds.unwrap_or([west, south, east, north]);
            bounds = Some([had[0].min(west), had[1].min(south), had[2].max(east), had[3].max(north)]);
        }
    }
    Ok((!rows.is_empty()).then_some((counts, bounds)))
}

/// Runs a statement with as many of `$1` batch, `$2` changeset, `$3` today as it names.
async fn run(
    connection: &mut PgConnection,
    statement: &str,
    (batch, changeset, today): Frame,
) -> Result<(), StoreError> {
    let mut query = sqlx::query(AssertSqlSafe(statement.to_owned())).bind(batch);
    if statement.contains("$2") || statement.contains("$3") {
        query = query.bind(changeset);
    }
    if statement.contains("$3") {
        query = query.bind(today);
    }
    query.execute(connection).await?;
    Ok(())
}

/// Gives the changeset its place: numbers without gaps and instants that never go back.
async fn number(connection: &mut PgConnection, changeset: i64) -> Result<(i64, DateTime<Utc>), StoreError> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(SEQUENCE_LOCK).execute(&mut *connection).await?;
    let row = sqlx::query(
        "UPDATE misto.changeset SET (seq, committed_at) = (SELECT coalesce(max(seq), 0) + 1, \
         greatest(clock_timestamp(), max(committed_at) + interval '1 microsecond') FROM misto.changeset) WHERE id = $1 RETURNING seq, committed_at",
    )
    .bind(changeset)
    .fetch_one(&mut *connection)
    .await?;
    let seq: i64 = row.try_get(0)?;
    sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(seq.to_string()).execute(connection).await?;
    Ok((seq, row.try_get(1)?))
}
