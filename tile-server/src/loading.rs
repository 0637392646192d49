//! One pipeline for every file, mapping and demo:
//! `open -> map -> check -> stage -> neighbours -> report -> commit`.
//!
//! Rows wait in the stage tables; readers see nothing until the one transaction at the end, and a process that dies
//! before it leaves nothing but rows that the next start sweeps.

mod error;
mod feed;
mod finish;
mod lookup;
mod prepare;
mod progress;

pub use error::LoadError;
pub use feed::Records;
pub use progress::Progress;

use finish::Tally;
use gis_core::crs::Crs;
use gis_core::mapping::{Mapper, Mapping};
use gis_core::policy::Actor;
use gis_core::reason::Reason;
use gis_core::record::{Record, SourceInfo};
use gis_core::register::Register;
use gis_core::rules::Rulebook;
use gis_core::text::Text;
use prepare::Preparer;
use serde::Serialize;
use store::Store;
use store::batch::Batch;
use store::imports::ImportHead;

/// What to load and how.
pub struct Load<'a> {
    /// Where to.
    pub store: &'a Store,
    /// By which mapping.
    pub mapping: &'a Mapping,
    /// Name of the file for the report.
    pub file_name: String,
    /// Digest of the file.
    pub file_sha256: Vec<u8>,
    /// Who loads.
    pub actor: Actor,
    /// Why, for the changeset.
    pub reason: String,
    /// True: check and report, commit nothing.
    pub dry_run: bool,
    /// Most rejected records in percent, unless the mapping explains more.
    pub max_rejected_percent: f64,
}

/// How a load ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Id of the kept report.
    pub import: uuid::Uuid,
    /// Records that the mapping takes.
    pub records: u64,
    /// Records that its condition left out.
    pub left_out: u64,
    /// Records that passed.
    pub accepted: u64,
    /// Records that did not.
    pub rejected: u64,
    /// Rejections by `field:code`.
    pub reasons: std::collections::BTreeMap<String, u64>,
    /// Warnings by `field:code`.
    pub warnings: std::collections::BTreeMap<String, u64>,
    /// The first record of each reason and warning.
    pub examples: std::collections::BTreeMap<String, Example>,
    /// What was committed; `None` after a dry run or when nothing changed.
    pub committed: Option<store::commit::Committed>,
}

/// A record that shows what a reason means.
#[derive(Debug, Clone, Serialize)]
pub struct Example {
    /// Its number in the file, from 1; 0 for the file as a whole.
    pub record: i64,
    /// The value that was given; absent for fields that are not public.
    pub value: Option<String>,
    /// What is wrong and how to mend it.
    pub text: Text,
}

impl Example {
    fn of(record: i64, reason: &Reason) -> Self {
        Self { record, value: reason.value.clone(), text: reason.text.clone() }
    }
}

impl Load<'_> {
    /// Runs the pipeline on an open source.
    ///
    /// # Errors
    /// When the mapping does not fit the file, the file breaks off, too many records are rejected, or the database
    /// fails; then nothing is committed and the report says why.
    pub async fn run(&self, info: &SourceInfo, records: Records, progress: &Progress) -> Result<Outcome, LoadError> {
        let register = self.register()?;
        let mapper = Mapper::new(self.mapping, self.store.catalog(), register, info, self.store.clock())
            .map_err(|missing| LoadError::Columns { missing, have: info.columns.clone() })?;
        let mut batch = Batch::open(self.store).await?;
        let head = self.head(register, batch.id);
        self.store.begin_import(&head).await?;
        let result = self.steps(&mapper, (info, records), (&mut batch, progress)).await;
        if let Err(error) = &result {
            let message = error.to_string();
            finish::failed(self.store, head.id, error, message).await;
        }
        batch.close().await?;
        result
    }

    async fn steps(
        &self,
        mapper: &Mapper<'_>,
        (info, mut records): (&SourceInfo, Records),
        (batch, progress): (&mut Batch, &Progress),
    ) -> Result<Outcome, LoadError> {
        let register = self.register()?;
        let rules = Rulebook::new(self.store.catalog(), register, self.store.city(), self.store.clock());
        let mut preparer = Preparer::new(self.store, mapper, rules, self.crs(info)?);
        let mut tally = Tally::new(self.store, batch.id);
        progress.step("check", info.count);
        while let Some(chunk) = records.next().await? {
            let count = chunk.records.len() as u64;
            tally.remark(chunk.notes).await?;
            let taken: Vec<Record> = chunk.records.into_iter().filter(|record| mapper.takes(record)).collect();
            tally.leave_out(count - taken.len() as u64);
            for prepared in preparer.chunk(taken).await? {
                tally.note(prepared.record, prepared.verdict.reasons.clone()).await?;
                if prepared.verdict.accepted() {
                    batch.add(register, prepared.staged()).await?;
                }
            }
            progress.advance(count);
        }
        batch.flush_all().await?;
        progress.done();
        self.settle(register, mapper, (batch, &mut tally), progress).await
    }

    /// What needs all rows: known features, neighbours, the report, the commit.
    async fn settle(
        &self,
        register: &Register,
        mapper: &Mapper<'_>,
        (batch, tally): (&mut Batch, &mut Tally<'_>),
        progress: &Progress,
    ) -> Result<Outcome, LoadError> {
        progress.step("neighbours", None);
        batch.compute().await?;
        batch.take_known(register, &self.mapping.key, &mapper.fed()).await?;
        let rejected = batch.check(register).await?;
        let rows: Vec<i64> = rejected.iter().map(|rejection| rejection.row).collect();
        batch.remove(register, &rows).await?;
        for rejection in rejected {
            tally.reject(rejection.row, rejection.reasons).await?;
        }
        tally.keep().await?;
        progress.done();
        if let Err(error) = self.allowed(tally) {
            tally.refuse(&error).await?;
            return Err(error);
        }
        progress.step("commit", None);
        let committed = if self.dry_run { None } else { finish::commit(self, batch).await? };
        progress.done();
        tally.outcome(self, committed).await
    }

    fn register(&self) -> Result<&Register, LoadError> {
        let id = &self.mapping.register;
        self.store.catalog().register(id.as_str()).ok_or_else(|| LoadError::Register(id.to_string()))
    }

    fn head(&self, register: &Register, id: uuid::Uuid) -> ImportHead {
        ImportHead {
            id,
            mapping: self.mapping.id.to_string(),
            register: register.id.to_string(),
            file_name: self.file_name.clone(),
            file_sha256: self.file_sha256.clone(),
            actor: self.actor.name.clone(),
        }
    }

    /// The mapping's CRS wins over the file's. Where neither says one, records with a geometry are rejected.
    fn crs(&self, info: &SourceInfo) -> Result<Option<Crs>, LoadError> {
        match self.mapping.crs.or(info.epsg) {
            None => Ok(None),
            // Files keep longitude first whatever the authority says; readers have put x first.
            Some(4326) => Ok(Some(Crs::CRS84)),
            Some(code) => Crs::from_epsg(code).map(Some).ok_or(LoadError::Crs(code)),
        }
    }

    fn allowed(&self, tally: &Tally<'_>) -> Result<(), LoadError> {
        let share = tally.rejected_percent();
        if share > self.max_rejected_percent && self.mapping.explain_rejected.is_none() {
            return Err(LoadError::TooManyRejected {
                percent: share,
                allowed: self.max_rejected_percent,
                outcome: Box::new(tally.so_far()),
            });
        }
        Ok(())
    }
}
