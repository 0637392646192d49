//! The report and the end of a load.

use super::{Example, Load, LoadError, Outcome};
use gis_core::reason::Reason;
use gis_core::record::Note;
use gis_core::register::Severity;
use gis_core::text::Text;
use std::collections::{BTreeMap, BTreeSet};
use store::Store;
use store::batch::Batch;
use store::commit::{Changeset, Committed, commit_batch};
use store::imports::ImportEnd;
use uuid::Uuid;

/// Reasons that wait to be written.
const WAITING: usize = 5_000;

/// Counts and reasons so far.
pub struct Tally<'a> {
    store: &'a Store,
    import: Uuid,
    records: u64,
    left_out: u64,
    rejected: u64,
    reasons: BTreeMap<String, u64>,
    warnings: BTreeMap<String, u64>,
    examples: BTreeMap<String, Example>,
    waiting: Vec<(i64, Reason)>,
}

impl<'a> Tally<'a> {
    /// An empty tally of an import.
    pub fn new(store: &'a Store, import: Uuid) -> Self {
        Self {
            store,
            import,
            records: 0,
            left_out: 0,
            rejected: 0,
            reasons: BTreeMap::new(),
            warnings: BTreeMap::new(),
            examples: BTreeMap::new(),
            waiting: Vec::new(),
        }
    }

    /// Counts records that the condition of the mapping leaves out.
    pub fn leave_out(&mut self, records: u64) {
        self.left_out += records;
    }

    /// Notes a record with what the rules say of it.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub async fn note(&mut self, record: i64, reasons: Vec<Reason>) -> Result<(), LoadError> {
        self.records += 1;
        self.rejected += u64::from(reasons.iter().any(|reason| reason.severity == Severity::Error));
        self.count(record, reasons).await
    }

    /// Notes that a record which had passed fails after all.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub async fn reject(&mut self, record: i64, reasons: Vec<Reason>) -> Result<(), LoadError> {
        self.rejected += 1;
        self.count(record, reasons).await
    }

    /// Notes what the reader read past, as warnings; record 0 is the file as a whole.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub async fn remark(&mut self, notes: Vec<Note>) -> Result<(), LoadError> {
        for note in notes {
            let record = i64::try_from(note.record.unwrap_or(0)).unwrap_or(i64::MAX);
            let reason = Reason::at("", &note.code, Severity::Warning, Text::new(note.uk, note.en));
            self.count(record, vec![reason]).await?;
        }
        Ok(())
    }

    async fn count(&mut self, record: i64, reasons: Vec<Reason>) -> Result<(), LoadError> {
        let mut seen = BTreeSet::new();
        for reason in reasons {
            let counted = if reason.severity == Severity::Error { &mut self.reasons } else { &mut self.warnings };
            if seen.insert(reason.key()) {
                *counted.entry(reason.key()).or_default() += 1;
                self.examples.entry(reason.key()).or_insert_with(|| Example::of(record, &reason));
            }
            self.waiting.push((record, reason));
        }
        if self.waiting.len() >= WAITING { self.keep().await } else { Ok(()) }
    }

    /// Writes the waiting reasons.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub async fn keep(&mut self) -> Result<(), LoadError> {
        let waiting = std::mem::take(&mut self.waiting);
        Ok(self.store.report(self.import, &waiting).await?)
    }

    /// Share of rejected records in percent.
    #[expect(clippy::cast_precision_loss, reason = "a share, not a count")]
    pub fn rejected_percent(&self) -> f64 {
        if self.records == 0 { 0.0 } else { self.rejected as f64 * 100.0 / self.records as f64 }
    }

    /// Notes in the report that too many records were rejected, with the counts.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub async fn refuse(&self, error: &LoadError) -> Result<(), LoadError> {
        let end = ImportEnd {
            state: "refused",
            records: signed(self.records),
            accepted: signed(self.records - self.rejected),
            rejected: signed(self.rejected),
            changeset: None,
            message: Some(error.to_string()),
        };
        Ok(self.store.end_import(self.import, &end).await?)
    }

    /// Ends the import in its report.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub async fn outcome(&self, load: &Load<'_>, committed: Option<Committed>) -> Result<Outcome, LoadError> {
        let state = if load.dry_run { "checked" } else { "committed" };
        let end = ImportEnd {
            state,
            records: signed(self.records),
            accepted: signed(self.records - self.rejected),
            rejected: signed(self.rejected),
            changeset: committed.as_ref().map(|committed| committed.changeset),
            message: None,
        };
        self.store.end_import(self.import, &end).await?;
        Ok(Outcome { committed, ..self.so_far() })
    }

    /// The counts so far, with nothing committed.
    pub fn so_far(&self) -> Outcome {
        Outcome {
            import: self.import,
            records: self.records,
            left_out: self.left_out,
            accepted: self.records - self.rejected,
            rejected: self.rejected,
            reasons: self.reasons.clone(),
            warnings: self.warnings.clone(),
            examples: self.examples.clone(),
            committed: None,
        }
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Commits the batch of a load; the id of the import is the idempotency key.
///
/// # Errors
/// When the database fails or somebody changed a feature meanwhile.
pub async fn commit(load: &Load<'_>, batch: &mut Batch) -> Result<Option<Committed>, LoadError> {
    let changeset = Changeset {
        actor: load.actor.clone(),
        reason: load.reason.clone(),
        source_document: Some(load.file_name.clone()),
        idempotency_key: batch.id,
        content_hash: load.file_sha256.clone(),
    };
    Ok(commit_batch(batch, &changeset).await?)
}

/// Notes a load that broke off; the first error is the one to tell, whatever becomes of the note.
pub async fn failed(store: &Store, import: Uuid, error: &LoadError, message: String) {
    if matches!(error, LoadError::TooManyRejected { .. }) {
        return;
    }
    let end =
        ImportEnd { state: "failed", records: 0, accepted: 0, rejected: 0, changeset: None, message: Some(message) };
    if let Err(failure) = store.end_import(import, &end).await {
        tracing::warn!(%failure, "the end of the import is not in its report");
    }
}
