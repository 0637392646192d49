//! Rows of a tile.

use crate::db::Store;
use crate::error::StoreError;
use crate::rows;
use crate::sql::items::{self, Drawn, Window};
use futures::TryStreamExt;
use gis_core::geometry::Geometry;
use gis_core::policy::Scope;
use gis_core::register::{Field, GeometryField};
use gis_core::value::Value;
use sqlx::Row;

/// A feature of a tile.
#[derive(Debug, Clone, PartialEq)]
pub struct TileRow {
    /// Id.
    pub fid: i64,
    /// Values of the fields asked for.
    pub values: Vec<Value>,
    /// Geometry in the storage CRS.
    pub geometry: Geometry,
}

impl Store {
    /// The features of a window that a tile layer is made of, at most `limit`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn tile_rows(
        &self,
        scope: &Scope<'_>,
        drawn: (&GeometryField, Drawn),
        fields: &[&Field],
        (window, limit): (Window, i64),
    ) -> Result<Vec<TileRow>, StoreError> {
        let mut found =
            rows::query(items::tile(scope, drawn, fields, (window, limit))).fetch(self.reader(scope.audience()));
        let mut tile = Vec::new();
        while let Some(row) = found.try_next().await? {
            let Some(geometry) = rows::geometry(&row, fields.len() + 1)? else { continue };
            let values: Result<Vec<Value>, StoreError> =
                fields.iter().enumerate().map(|(at, field)| rows::value(self.catalog(), field, &row, at + 1)).collect();
            tile.push(TileRow { fid: row.try_get(0)?, values: values?, geometry });
        }
        Ok(tile)
    }
}
