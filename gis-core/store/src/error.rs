//! What can go wrong between the program and its database.

use gis_core::reason::Reason;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The pool or the database did not answer in time, or is not there: try again later.
    #[error("the database is busy or away")]
    Unavailable(#[source] sqlx::Error),
    /// The features were changed by somebody else since they were read.
    #[error("{} feature(s) were changed meanwhile", .0.len())]
    Conflict(Vec<Conflict>),
    /// The rules of the register refuse the changes.
    #[error("{} change(s) are refused", .0.len())]
    Rejected(Vec<Rejection>),
    /// The idempotency key was used for other content.
    #[error("the idempotency key was used for other content")]
    KeyReused,
    /// The database differs from the declarations.
    #[error("the database differs from the declarations: {0}")]
    Pending(String),
    /// Any other failure; its text is for the log only.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// A stored geometry or value cannot be read back; a fault of the program.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
}

/// A feature that is not at the expected version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Position of the change in its batch, from 1.
    pub row: i64,
    /// The feature.
    pub fid: i64,
    /// Its version now; `None` when it is gone.
    pub current: Option<i32>,
}

/// A change that the rules refuse.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    /// Position of the change in its batch, from 1.
    pub row: i64,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Unavailable(error),
            sqlx::Error::Database(database) if database.code().is_some_and(|code| is_passing(&code)) => {
                Self::Unavailable(error)
            }
            _ => Self::Database(error),
        }
    }
}

/// Statement time-out, shutdown, crash recovery, too many connections, lock time-out, deadlock, serialisation.
fn is_passing(code: &str) -> bool {
    ["57014", "57P01", "57P02", "57P03", "53300", "55P03", "40P01", "40001"].contains(&code) || code.starts_with("08")
}
