//! Imports and their kept reports.

use crate::db::Store;
use crate::error::StoreError;
use gis_core::reason::Reason;
use gis_core::register::{FieldType, Register, Severity};
use gis_core::text::Ident;
use sqlx::{AssertSqlSafe, Row};
use std::collections::HashMap;
use uuid::Uuid;

/// Reasons are written in pieces of this many.
const PIECE: usize = 5_000;

/// What is known of an import before it runs.
#[derive(Debug, Clone)]
pub struct ImportHead {
    /// Its id; also the idempotency key of its changeset.
    pub id: Uuid,
    /// Mapping it uses.
    pub mapping: String,
    /// Register it feeds.
    pub register: String,
    /// Name of the file as given.
    pub file_name: String,
    /// Digest of the file.
    pub file_sha256: Vec<u8>,
    /// Who runs it.
    pub actor: String,
}

/// How an import ended.
#[derive(Debug, Clone)]
pub struct ImportEnd<'a> {
    /// `committed`, `checked` (dry run), `refused` or `failed`.
    pub state: &'a str,
    /// Records read.
    pub records: i64,
    /// Records that passed.
    pub accepted: i64,
    /// Records that did not.
    pub rejected: i64,
    /// The changeset it became.
    pub changeset: Option<i64>,
    /// A sentence for `refused` and `failed`.
    pub message: Option<String>,
}

impl Store {
    /// Notes that an import runs.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn begin_import(&self, head: &ImportHead) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO misto.import (id, mapping, register, file_name, file_sha256, actor, state) VALUES ($1, $2, $3, $4, $5, $6, 'running')")
            .bind(head.id)
            .bind(head.mapping.clone())
            .bind(head.register.clone())
            .bind(head.file_name.clone())
            .bind(head.file_sha256.clone())
            .bind(head.actor.clone())
            .execute(self.writer())
            .await?;
        Ok(())
    }

    /// Keeps reasons in the report.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn report(&self, import: Uuid, reasons: &[(i64, Reason)]) -> Result<(), StoreError> {
        for piece in reasons.chunks(PIECE) {
            let text = |of: fn(&Reason) -> String| piece.iter().map(|(_, reason)| of(reason)).collect::<Vec<String>>();
            let values: Vec<Option<String>> = piece.iter().map(|(_, reason)| reason.value.clone()).collect();
            sqlx::query(
                "INSERT INTO misto.import_reason (import, record, severity, field, code, value, uk, en) \
                 SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])",
            )
            .bind(import)
            .bind(piece.iter().map(|(record, _)| *record).collect::<Vec<i64>>())
            .bind(text(|reason| if reason.severity == Severity::Error { "error" } else { "warning" }.to_owned()))
            .bind(text(|reason| reason.field.clone()))
            .bind(text(|reason| reason.code.clone()))
            .bind(values)
            .bind(text(|reason| reason.text.uk.clone()))
            .bind(text(|reason| reason.text.en.clone()))
            .execute(self.writer())
            .await?;
        }
        Ok(())
    }

    /// Notes how an import ended.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn end_import(&self, import: Uuid, end: &ImportEnd<'_>) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE misto.import SET state = $2, records = $3, accepted = $4, rejected = $5, changeset = $6, message = $7, \
             ended_at = clock_timestamp() WHERE id = $1",
        )
        .bind(import)
        .bind(end.state.to_owned())
        .bind(end.records)
        .bind(end.accepted)
        .bind(end.rejected)
        .bind(end.changeset)
        .bind(end.message.clone())
        .execute(self.writer())
        .await?;
        Ok(())
    }

    /// Fids of features by the text of one of their fields: how files name what they refer to.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn find_by(
        &self,
        register: &Register,
        field: &Ident,
        values: &[String],
    ) -> Result<HashMap<String, i64>, StoreError> {
        let is_uuid = register.field(field.as_str()).is_some_and(|field| field.kind == FieldType::Uuid);
        // As text no index would be used, and the whole register read for each chunk of a file.
        let (column, list) = if is_uuid { ("", "::uuid[]") } else { ("::text", "") };
        let text = format!(
            "SELECT {0}::text, min(fid) FROM {1} WHERE {0}{column} = ANY ($1{list}) GROUP BY 1",
            crate::sql::quoted(field),
            crate::sql::table(&register.id)
        );
        // As PostgreSQL writes it, which does not read every spelling that `Uuid` reads (`urn:uuid:…`).
        let stored = |value: &String| {
            if is_uuid { Uuid::parse_str(value).ok().map(|id| id.to_string()) } else { Some(value.clone()) }
        };
        let asked: Vec<String> = values.iter().filter_map(stored).collect();
        let rows = sqlx::query(AssertSqlSafe(text)).bind(asked).fetch_all(self.writer()).await?;
        let found: HashMap<String, i64> =
            rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, StoreError>>()?;
        Ok(values.iter().filter_map(|value| Some((value.clone(), *found.get(&stored(value)?)?))).collect())
    }

    /// True when the registers hold nothing at all.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT NOT EXISTS (SELECT 1 FROM misto.changeset WHERE seq IS NOT NULL)")
            .fetch_one(self.writer())
            .await?;
        Ok(row.try_get(0)?)
    }
}
