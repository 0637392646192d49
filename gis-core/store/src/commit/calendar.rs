//! What the calendar changes: features whose last valid day is over.

use super::{Changeset, Opened, number, open};
use crate::db::Store;
use crate::error::StoreError;
use crate::sql::calendar::{CalendarSql, calendar_sql};
use chrono::NaiveDate;
use gis_core::policy::Actor;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

impl Store {
    /// Moves features whose last valid day is over out of the current tables, as a changeset of the system. Those that
    /// others refer to stay until the others are changed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn close_expired(&self) -> Result<i64, StoreError> {
        let today = self.clock().today;
        let mut transaction = self.writer().begin().await?;
        let changeset = Changeset {
            actor: Actor::system("calendar"),
            reason: format!("valid_to before {today}"),
            source_document: None,
            idempotency_key: Uuid::new_v4(),
            content_hash: Vec::new(),
        };
        let Opened::New(id) = open(&mut transaction, &changeset).await? else { return Ok(0) };
        let mut total = 0;
        // What refers to others leaves before them.
        for register in self.catalog().by_dependency().into_iter().rev() {
            if let Some(sql) = calendar_sql(self.catalog(), register) {
                total += leave(&mut transaction, &sql, id, today).await?;
            }
        }
        if total > 0 {
            number(&mut transaction, id).await?;
            transaction.commit().await?;
        }
        Ok(total)
    }
}

async fn leave(
    connection: &mut PgConnection,
    sql: &CalendarSql,
    changeset: i64,
    today: NaiveDate,
) -> Result<i64, StoreError> {
    let mark = sqlx::query(AssertSqlSafe(sql.mark.clone())).bind(changeset).bind(today);
    let marked = i64::try_from(mark.execute(&mut *connection).await?.rows_affected()).unwrap_or(i64::MAX);
    if marked == 0 {
        return Ok(0);
    }
    for statement in sql.forget.iter().chain([&sql.leave]) {
        sqlx::query(AssertSqlSafe(statement.clone())).bind(changeset).execute(&mut *connection).await?;
    }
    sqlx::query(AssertSqlSafe(sql.count.clone())).bind(changeset).bind(marked).execute(&mut *connection).await?;
    Ok(marked)
}
