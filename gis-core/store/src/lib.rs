//! The only package that knows SQL text and the database: commit, read, history, change sequence, search, imports.
//!
//! Readers come with a [`gis_core::policy::Scope`] and use the login of their audience, which the database grants no
//! more columns than the scope shows. Every write is one [`commit`](crate::commit::commit).

pub mod around;
pub mod batch;
pub mod commit;
pub mod db;
pub mod error;
pub mod follow;
pub mod imports;
pub mod plan;
pub mod read;
mod rows;
pub mod search;
pub mod sql;
pub mod tiles;
pub mod titles;
pub mod whole;

pub use db::{Limits, Store};
pub use error::StoreError;
