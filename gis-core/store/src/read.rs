//! Reading features: pages, single ones, counts; now, at a day, as known at an instant.

use crate::db::Store;
use crate::error::StoreError;
use crate::rows;
use crate::sql::items::{self, Columns, Filter, Moment};
use crate::sql::order::{After, Part};
use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use gis_core::geometry::Bounds;
use gis_core::policy::{Actor, Purpose, Scope, sealed_scope};
use gis_core::register::{GeometryField, Register};
use sqlx::Row;

pub use crate::rows::Feature;

/// Most features of one page.
pub const MAX_PAGE: i64 = 10_000;

impl Store {
    /// Features with fid above `after` in order of fid, at most `limit` of them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn page(
        &self,
        scope: &Scope<'_>,
        geometry: Option<&GeometryField>,
        filter: &Filter,
        (after, limit): (i64, i64),
    ) -> Result<Vec<Feature>, StoreError> {
        let after = Some(After { values: Vec::new(), fid: after });
        let part = Part { keys: Vec::new(), after, limit };
        self.part(scope, geometry, &Columns::all(scope, geometry), (filter, &part)).await
    }

    /// Features in an order, of the columns that are asked for; `geometry` is that of the collection.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn part(
        &self,
        scope: &Scope<'_>,
        geometry: Option<&GeometryField>,
        columns: &Columns<'_>,
        (filter, part): (&Filter, &Part),
    ) -> Result<Vec<Feature>, StoreError> {
        let part = Part { limit: part.limit.clamp(0, MAX_PAGE), ..part.clone() };
        let query = items::page(scope, geometry, columns, filter, &part);
        let mut found = rows::query(query).fetch(self.reader(scope.audience()));
        let mut features = Vec::new();
        while let Some(row) = found.try_next().await? {
            features.push(rows::feature(self.catalog(), columns, &row)?);
        }
        Ok(features)
    }

    /// One feature; `None` when there is none or the scope hides it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn one(
        &self,
        scope: &Scope<'_>,
        geometry: Option<&GeometryField>,
        fid: i64,
        moment: Moment,
    ) -> Result<Option<Feature>, StoreError> {
        self.one_of(scope, &Columns::all(scope, geometry), fid, moment).await
    }

    /// One feature, of the columns that are asked for.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn one_of(
        &self,
        scope: &Scope<'_>,
        columns: &Columns<'_>,
        fid: i64,
        moment: Moment,
    ) -> Result<Option<Feature>, StoreError> {
        let query = items::one(scope, columns, fid, moment);
        let row = rows::query(query).fetch_optional(self.reader(scope.audience())).await?;
        row.map(|row| rows::feature(self.catalog(), columns, &row)).transpose()
    }

    /// One feature with its confidential fields; the audit is written, and committed, before anything is read.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn one_sealed(
        &self,
        (register, fid): (&Register, i64),
        actor: &Actor,
        purpose: &Purpose,
    ) -> Result<Option<Feature>, StoreError> {
        let Some(scope) = sealed_scope(register, actor, purpose) else { return Ok(None) };
        sqlx::query("INSERT INTO misto.audit_read (actor, purpose, register, fid) VALUES ($1, $2, $3, $4)")
            .bind(actor.name.clone())
            .bind(purpose.as_str().to_owned())
            .bind(register.id.to_string())
            .bind(fid)
            .execute(self.writer())
            .await?;
        self.one(&scope, None, fid, Moment::default()).await
    }

    /// How many features match.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn count(
        &self,
        scope: &Scope<'_>,
        geometry: Option<&GeometryField>,
        filter: &Filter,
    ) -> Result<i64, StoreError> {
        let row = rows::query(items::count(scope, geometry, filter)).fetch_one(self.reader(scope.audience())).await?;
        Ok(row.try_get(0)?)
    }

    /// Box of the places that a scope shows, storage CRS; `None` without any.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn extent(&self, scope: &Scope<'_>) -> Result<Option<Bounds>, StoreError> {
        let mut whole: Option<Bounds> = None;
        for geometry in scope.geometries() {
            let query = rows::query(items::extent(scope, geometry));
            let row = query.fetch_one(self.reader(scope.audience())).await?;
            let [a, b, c, d] = [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?];
            if let (Some(min_x), Some(min_y), Some(max_x), Some(max_y)) = (a, b, c, d) {
                let bounds = whole.get_or_insert(Bounds { min_x, min_y, max_x, max_y });
                bounds.grow(min_x, min_y);
                bounds.grow(max_x, max_y);
            }
        }
        Ok(whole)
    }

    /// When a register first and last changed; `None` before its first change.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn changed(&self, scope: &Scope<'_>) -> Result<Option<[DateTime<Utc>; 2]>, StoreError> {
        let row = sqlx::query(
            "SELECT min(s.committed_at), max(s.committed_at) FROM misto.change c JOIN misto.changeset s ON s.id = c.changeset \
             WHERE s.seq IS NOT NULL AND c.register = $1",
        )
        .bind(scope.register().id.to_string())
        .fetch_one(self.reader(scope.audience()))
        .await?;
        let (first, last): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) = (row.try_get(0)?, row.try_get(1)?);
        Ok(first.zip(last).map(|(first, last)| [first, last]))
    }

    /// When a changeset was committed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn committed_at(&self, scope: &Scope<'_>, changeset: i64) -> Result<Option<DateTime<Utc>>, StoreError> {
        let row = sqlx::query("SELECT committed_at FROM misto.changeset WHERE id = $1")
            .bind(changeset)
            .fetch_optional(self.reader(scope.audience()))
            .await?;
        Ok(row.and_then(|row| row.try_get(0).ok()))
    }

    /// The newest sequence number; 0 before the first change.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn sequence(&self) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT coalesce(max(seq), 0) FROM misto.changeset").fetch_one(self.writer()).await?;
        Ok(row.try_get(0)?)
    }

    /// The last change of each register.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn versions(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let rows = sqlx::query(
            "SELECT c.register, max(s.seq) FROM misto.change c JOIN misto.changeset s ON s.id = c.changeset WHERE s.seq IS NOT NULL GROUP BY 1",
        )
        .fetch_all(self.writer())
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// What the first `limit` changesets after a sequence number did, oldest first; a changeset is never cut in two.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn changes_since(&self, since: i64, limit: i64) -> Result<Vec<Change>, StoreError> {
        let found = sqlx::query(
            "SELECT s.seq, s.committed_at, c.register, c.created, c.updated, c.deleted, c.bounds \
             FROM misto.changeset s JOIN misto.change c ON c.changeset = s.id \
             WHERE s.seq > $1 AND s.seq <= (SELECT max(seq) FROM (SELECT seq FROM misto.changeset WHERE seq > $1 ORDER BY seq LIMIT $2) t) \
             ORDER BY s.seq, c.register",
        )
        .bind(since)
        .bind(limit)
        .fetch_all(self.writer())
        .await?;
        found.iter().map(|row| change(row).map_err(StoreError::from)).collect()
    }
}

/// What one changeset did to one register.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Position in the one order of changes.
    pub seq: i64,
    /// When readers could first see it.
    pub committed_at: DateTime<Utc>,
    /// The register.
    pub register: String,
    /// Features created, updated, deleted.
    pub counts: [i64; 3],
    /// Box of what changed in the storage CRS, as min x, min y, max x, max y.
    pub bounds: Option<Vec<f64>>,
}

fn change(row: &sqlx::postgres::PgRow) -> Result<Change, sqlx::Error> {
    Ok(Change {
        seq: row.try_get(0)?,
        committed_at: row.try_get(1)?,
        register: row.try_get(2)?,
        counts: [row.try_get(3)?, row.try_get(4)?, row.try_get(5)?],
        bounds: row.try_get(6)?,
    })
}
