//! Why a load did not happen.

use super::Outcome;
use gis_core::record::Fault;
use std::collections::BTreeMap;
use store::StoreError;

/// A load that committed nothing.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The mapping names a register that does not exist.
    #[error("the register `{0}` does not exist; see layers/")]
    Register(String),
    /// The mapping names columns that the file lacks.
    #[error("the file lacks the column(s) {}; it has: {}", .missing.join(", "), .have.join(", "))]
    Columns {
        /// Named by the mapping.
        missing: Vec<String>,
        /// In the file.
        have: Vec<String>,
    },
    /// The CRS is not one this program transforms.
    #[error("EPSG:{0} is not a CRS this program transforms; set `crs` in the mapping")]
    Crs(i32),
    /// The file cannot be read, or not to its end.
    #[error("{}{} ({})", .0.record.map_or(String::new(), |at| format!("record {at}: ")), .0.en, .0.code)]
    File(Fault),
    /// More records are rejected than the city allows.
    #[error("{percent:.1} % of the records are rejected, {allowed} % are allowed ({}); mend the file or set `explain_rejected` in the mapping", listed(&.outcome.reasons))]
    TooManyRejected {
        /// Share of rejected records.
        percent: f64,
        /// Allowed share.
        allowed: f64,
        /// The counts and the report.
        outcome: Box<Outcome>,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The reading thread ended without a word.
    #[error("reading stopped unexpectedly")]
    Reader,
}

// Not `#[from]`: the fault would be its own cause, and be told twice.
impl From<Fault> for LoadError {
    fn from(fault: Fault) -> Self {
        Self::File(fault)
    }
}

fn listed(reasons: &BTreeMap<String, u64>) -> String {
    reasons.iter().map(|(key, count)| format!("{key} {count}")).collect::<Vec<_>>().join(", ")
}
