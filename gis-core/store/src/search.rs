//! One search box over everything an audience may find.

use crate::db::Store;
use crate::error::StoreError;
use crate::sql::search::{found_by, prominence};
use gis_core::geometry::Position;
use gis_core::policy::Actor;
use gis_core::text::Text;
use sqlx::{AssertSqlSafe, Row};

/// Longest query, bytes.
pub const MAX_QUERY: usize = 200;
/// Most words that are looked at; further ones are dropped.
const MAX_WORDS: i64 = 12;
/// Most hits of one answer.
pub const MAX_HITS: i64 = 50;

/// A feature that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its register.
    pub register: String,
    /// Its id.
    pub fid: i64,
    /// `title`, `former` or `code`.
    pub kind: String,
    /// The former name or code it was found by.
    pub matched: Option<String>,
    /// Its title.
    pub title: Text,
    /// Its subtitle.
    pub subtitle: Option<Text>,
    /// A point on it, storage CRS.
    pub place: Option<Position>,
}

impl Store {
    /// Features whose words begin with the words of the query: whole words first, former names after current ones, of
    /// numbers the shortest, then registers by their prominence.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn search(&self, actor: &Actor, query: &str, limit: i64) -> Result<Vec<Hit>, StoreError> {
        let (entries, prominence) = (found_by(actor.audience), prominence(self.catalog()));
        // Words come from misto.fold, so they hold letters and digits only; quoting keeps to_tsquery from reading them otherwise.
        let text = format!(
            "WITH asked AS (SELECT array_agg(w) AS words FROM (SELECT w FROM unnest(string_to_array(misto.fold($1), ' ')) w WHERE w <> '' LIMIT {MAX_WORDS}) t), \
             q AS (SELECT (SELECT string_agg('''' || w || ''':*', ' & ') FROM unnest(words) w)::tsquery AS starts, \
                          (SELECT string_agg('''' || w || '''', ' & ') FROM unnest(words) w)::tsquery AS whole FROM asked WHERE words IS NOT NULL), \
             hits AS (SELECT DISTINCT ON (s.register, s.fid) s.*, s.words @@ q.whole AS exact, length(s.words) AS size \
                      FROM {entries} s, q WHERE s.words @@ q.starts \
                      ORDER BY s.register, s.fid, s.words @@ q.whole DESC, s.kind = 'former', s.own DESC) \
             SELECT register, fid, kind, matched, title_uk, title_en, subtitle_uk, subtitle_en, ST_X(place), ST_Y(place) FROM hits \
             ORDER BY exact DESC, kind = 'former', CASE WHEN kind = 'code' THEN size ELSE 0 END, {prominence} DESC, size, title_uk COLLATE \"C\", register, fid LIMIT $2"
        );
        let found = sqlx::query(AssertSqlSafe(text))
            .bind(query)
            .bind(limit.clamp(1, MAX_HITS))
            .fetch_all(self.reader(actor.audience))
            .await?;
        found.iter().map(|row| hit(row).map_err(StoreError::from)).collect()
    }
}

fn hit(row: &sqlx::postgres::PgRow) -> Result<Hit, sqlx::Error> {
    let subtitle: Option<String> = row.try_get(6)?;
    let subtitle_en: Option<String> = row.try_get(7)?;
    let (x, y): (Option<f64>, Option<f64>) = (row.try_get(8)?, row.try_get(9)?);
    Ok(Hit {
        register: row.try_get(0)?,
        fid: row.try_get(1)?,
        kind: row.try_get(2)?,
        matched: row.try_get(3)?,
        title: Text::new(row.try_get::<String, _>(4)?, row.try_get::<String, _>(5)?),
        subtitle: subtitle.map(|uk| Text::new(uk.clone(), subtitle_en.unwrap_or(uk))),
        place: x.zip(y).map(|(x, y)| Position::flat(x, y)),
    })
}
