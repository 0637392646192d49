//! Reading everything that a filter matches, of one moment: portions of a cursor in one read-only transaction.

use crate::db::Store;
use crate::error::StoreError;
use crate::rows::{self, Feature};
use crate::sql::items::{self, Columns, Filter};
use crate::sql::order::SortKey;
use gis_core::policy::Scope;
use gis_core::register::GeometryField;
use sqlx::{Postgres, Transaction};

/// Features of one portion: with outlines of a few hundred vertices, some megabytes.
pub const PORTION: usize = 500;
/// The name of the cursor; a transaction has one.
const CURSOR: &str = "misto_whole";
/// Longest statement of such a read.
const SORTING: &str = "SET LOCAL statement_timeout = '120s'";

/// An open read. Dropping it ends its transaction; the database ends it too when nobody asks for a minute.
pub struct Whole<'a> {
    store: &'a Store,
    transaction: Transaction<'static, Postgres>,
    columns: Columns<'a>,
}

impl Store {
    /// Opens a read of all features that match, with all fields of the scope, in an order; `geometry` is that of the
    /// collection.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn whole<'a>(
        &'a self,
        scope: &Scope<'a>,
        geometry: Option<&'a GeometryField>,
        (filter, keys): (&Filter, &[SortKey]),
    ) -> Result<Whole<'a>, StoreError> {
        let columns = Columns::all(scope, geometry);
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let mut transaction = self.reader(scope.audience()).begin_with(begin).await?;
        // The first portion of an order is the work of sorting everything; readers else have seconds.
        sqlx::query(SORTING).execute(&mut *transaction).await?;
        let mut query = items::all(scope, geometry, &columns, filter, keys);
        query.text = format!("DECLARE {CURSOR} NO SCROLL CURSOR FOR {}", query.text);
        rows::query(query).persistent(false).execute(&mut *transaction).await?;
        Ok(Whole { store: self, transaction, columns })
    }
}

impl Whole<'_> {
    /// The next portion, at most [`PORTION`]; none at the end.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn next(&mut self) -> Result<Vec<Feature>, StoreError> {
        // Not prepared for later: the next cursor of this name has other columns.
        let fetch = sqlx::query(sqlx::AssertSqlSafe(format!("FETCH {PORTION} FROM {CURSOR}"))).persistent(false);
        let found = fetch.fetch_all(&mut *self.transaction).await?;
        let feature = |row| rows::feature(self.store.catalog(), &self.columns, row);
        found.iter().map(feature).collect()
    }
}
