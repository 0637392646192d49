//! How features are called.

use crate::db::Store;
use crate::error::StoreError;
use crate::sql::title::titles_of;
use gis_core::policy::Scope;
use gis_core::text::Text;
use sqlx::{AssertSqlSafe, Row};

/// The name of a feature and its second line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Name in both languages; empty where a part of it is hidden or missing.
    pub title: Text,
    /// Second line in both languages, where the register declares one and it is not empty.
    pub subtitle: Option<Text>,
}

impl Store {
    /// Names of features, as this reader may see them; unknown and hidden features are missing.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn titles(&self, scope: &Scope<'_>, fids: &[i64]) -> Result<Vec<(i64, Named)>, StoreError> {
        let found = sqlx::query(AssertSqlSafe(titles_of(self.catalog(), scope)))
            .bind(fids.to_vec())
            .fetch_all(self.reader(scope.audience()))
            .await?;
        found
            .iter()
            .map(|row| {
                let (uk, en): (Option<String>, Option<String>) = (row.try_get(3)?, row.try_get(4)?);
                let subtitle = uk.map(|uk| Text::new(uk.clone(), en.unwrap_or(uk)));
                let title = Text::new(row.try_get::<String, _>(1)?, row.try_get::<String, _>(2)?);
                Ok((row.try_get(0)?, Named { title, subtitle }))
            })
            .collect()
    }
}
