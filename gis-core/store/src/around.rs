//! What the registers know of the place of a feature.

use crate::db::Store;
use crate::error::StoreError;
use crate::rows;
use crate::sql::around::{self, Reference, Subject};
use chrono::{DateTime, Utc};
use gis_core::geometry::Geometry;
use gis_core::policy::Scope;
use gis_core::register::GeometryField;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};

/// A feature that has to do with the place.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Position of its register, or reference, in the question.
    pub at: usize,
    /// The feature.
    pub fid: i64,
    /// How many there are of this register, counted to one more than [`around::COUNTED`].
    pub total: i64,
    /// When its version was committed.
    pub updated: Option<DateTime<Utc>>,
    /// Its area, where it has one and was asked for it.
    pub shape: Option<Geometry>,
}

/// The nearest feature of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// Position of its register in the question.
    pub at: usize,
    /// The feature.
    pub fid: i64,
    /// How far it is, metres of the storage CRS.
    pub metres: f64,
    /// How many are near, counted to one more than [`around::COUNTED`].
    pub total: i64,
    /// When its version was committed.
    pub updated: Option<DateTime<Utc>>,
}

impl Store {
    /// What the subject refers to and what refers to it: at most [`around::SHOWN`] features a reference.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn referring(
        &self,
        subject: Subject<'_>,
        references: &[Reference<'_>],
    ) -> Result<Vec<Found>, StoreError> {
        if references.is_empty() {
            return Ok(Vec::new());
        }
        self.ask(subject, around::referring(subject.scope, references)).await?.iter().map(found).collect()
    }

    /// What shares a point with a geometry of the subject: at most [`around::SHOWN`] features a register. Each of
    /// `others` shows a geometry.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn around(
        &self,
        subject: Subject<'_>,
        place: &GeometryField,
        others: &[Scope<'_>],
    ) -> Result<Vec<Found>, StoreError> {
        if others.is_empty() {
            return Ok(Vec::new());
        }
        self.ask(subject, around::around(subject.scope, place, others)).await?.iter().map(found).collect()
    }

    /// The nearest feature of each register within [`around::NEAR_M`] of a geometry of the subject.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn near(
        &self,
        subject: Subject<'_>,
        place: &GeometryField,
        others: &[(Scope<'_>, &GeometryField)],
    ) -> Result<Vec<Nearest>, StoreError> {
        if others.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.ask(subject, around::near(subject.scope, place, others)).await?;
        rows.iter()
            .map(|row| {
                Ok(Nearest {
                    at: at(row)?,
                    fid: row.try_get(1)?,
                    metres: row.try_get(2)?,
                    total: row.try_get(3)?,
                    updated: row.try_get(4)?,
                })
            })
            .collect()
    }

    /// The text is long and as manifold as there are registers: it is not kept among the prepared statements.
    async fn ask(&self, subject: Subject<'_>, text: String) -> Result<Vec<PgRow>, StoreError> {
        let asked = sqlx::query(AssertSqlSafe(text)).bind(subject.fid).persistent(false);
        Ok(asked.fetch_all(self.reader(subject.scope.audience())).await?)
    }
}

fn found(row: &PgRow) -> Result<Found, StoreError> {
    Ok(Found {
        at: at(row)?,
        fid: row.try_get(1)?,
        total: row.try_get(2)?,
        updated: row.try_get(3)?,
        shape: rows::geometry(row, 4)?,
    })
}

fn at(row: &PgRow) -> Result<usize, StoreError> {
    let at: i32 = row.try_get(0)?;
    usize::try_from(at).map_err(|_| StoreError::Corrupt(format!("branch {at}")))
}
