//! One search box over everything an audience may find.
//!
//! The likeliest meaning of a query is asked for first: its words as they stand, then its last word as the beginning of
//! one; that all of them are beginnings is a guess of its own. Each question looks at a bounded number of entries, so that
//! a word that half the city has costs no more than a rare one.

use crate::db::Store;
use crate::error::StoreError;
use crate::sql::find;
use crate::sql::search::{FoundBy, VOCABULARY_LETTERS, found_by};
use gis_core::geometry::Position;
use gis_core::policy::Actor;
use gis_core::text::Text;
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::{BTreeMap, BTreeSet};

/// Longest query, bytes.
pub const MAX_QUERY: usize = 200;
/// Most words that are looked at; further ones are dropped.
const MAX_WORDS: usize = 12;
/// Most hits of one answer.
pub const MAX_HITS: usize = 50;
/// Shortest code that is looked for by its beginning, characters.
const MIN_CODE: usize = 3;
/// Share of common trigrams from which words are compared.
const ALIKE: &str = "0.2";

/// How far the words of a query are stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// A code, the words as they stand, or the last of them as the beginning of one.
    Likely,
    /// Each word as the beginning of one: a guess for when nothing better is found, and the costliest question.
    Beginnings,
}

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

/// A query in words as entries have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The words: letters and digits alone.
    pub words: Vec<String>,
    /// Those that begin no word of the vocabulary, and the words there that share some of their letters, the most alike
    /// first.
    pub unknown: BTreeMap<String, Vec<String>>,
}

impl Store {
    /// Features that have the words of the query, or whose code begins with it: whole words and codes first, former names
    /// after current ones, registers by their prominence.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn search(
        &self,
        actor: &Actor,
        (query, reach): (&str, Reach),
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        let tables = found_by(actor.audience);
        let mut transaction = self.reader(actor.audience).begin().await?;
        let words = fold(&mut transaction, query).await?;
        let limit = limit.min(MAX_HITS);
        // A sequential scan looks cheap for a common word and reads everything when all its entries lie at the end.
        sqlx::query("SET LOCAL enable_seqscan = off").execute(&mut *transaction).await?;
        let hits = match reach {
            _ if words.is_empty() => Vec::new(),
            Reach::Likely => likely(&mut transaction, &tables, &words, limit).await?,
            Reach::Beginnings if words.len() < 2 || is_strange(&mut transaction, &tables, &words).await? => Vec::new(),
            Reach::Beginnings => worded(&mut transaction, &tables, &meaning(&words, 0), limit).await?,
        };
        transaction.commit().await?;
        Ok(hits)
    }

    /// The words of a query, and what those that nobody has may have been meant to be.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn unknown_words(&self, actor: &Actor, query: &str) -> Result<Folded, StoreError> {
        let tables = found_by(actor.audience);
        let mut transaction = self.reader(actor.audience).begin().await?;
        let words = fold(&mut transaction, query).await?;
        sqlx::query(
            "SELECT set_config('pg_trgm.similarity_threshold', $1, true), set_config('enable_seqscan', 'off', true)",
        )
        .bind(ALIKE)
        .execute(&mut *transaction)
        .await?;
        let found =
            sqlx::query(AssertSqlSafe(find::alike(&tables))).bind(spelt(&words)).fetch_all(&mut *transaction).await?;
        let unknown = |row: &sqlx::postgres::PgRow| Ok((row.try_get(0)?, row.try_get(1)?));
        let unknown = found.iter().map(unknown).collect::<Result<_, sqlx::Error>>()?;
        transaction.commit().await?;
        Ok(Folded { words, unknown })
    }
}

/// What was found so far: each feature once, by what it was found first.
struct Hits {
    found: Vec<Hit>,
    known: BTreeSet<(String, i64)>,
    limit: usize,
}

impl Hits {
    const fn is_full(&self) -> bool {
        self.found.len() >= self.limit
    }

    fn add(&mut self, hits: Vec<Hit>) {
        for hit in hits {
            if !self.is_full() && self.known.insert((hit.register.clone(), hit.fid)) {
                self.found.push(hit);
            }
        }
    }
}

/// The words of a text as entries have them: letters and digits alone, so that they are safe within a `tsquery`.
async fn fold(connection: &mut PgConnection, text: &str) -> Result<Vec<String>, StoreError> {
    let folded: String = sqlx::query("SELECT misto.fold($1)").bind(text).fetch_one(connection).await?.try_get(0)?;
    Ok(folded.split(' ').filter(|word| !word.is_empty()).take(MAX_WORDS).map(str::to_owned).collect())
}

/// The words that the vocabulary would know: of letters, neither short nor endless.
fn spelt(words: &[String]) -> Vec<&str> {
    let [shortest, longest] = VOCABULARY_LETTERS;
    let is_spelt = |word: &&str| {
        (shortest..=longest).contains(&word.chars().count()) && !word.bytes().any(|byte| byte.is_ascii_digit())
    };
    words.iter().map(String::as_str).filter(is_spelt).collect()
}

/// The words as a `tsquery`, those from one on as beginnings.
fn meaning(words: &[String], from: usize) -> String {
    // A letter begins too many words for any of them to be meant, but it may be the beginning of one that is being typed.
    let begins = |at: usize, word: &str| at >= from && (at + 1 == words.len() || word.chars().nth(1).is_some());
    let term = |(at, word): (usize, &String)| format!("'{word}'{}", if begins(at, word) { ":*" } else { "" });
    words.iter().enumerate().map(term).collect::<Vec<_>>().join(" & ")
}

/// Features with the code that the words spell or its beginning, or with the words, the last of them whole or begun.
async fn likely(
    connection: &mut PgConnection,
    tables: &FoundBy,
    words: &[String],
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let mut hits = Hits { found: Vec::new(), known: BTreeSet::new(), limit };
    let code = words.concat();
    let is_code = code.len() >= MIN_CODE && code.bytes().any(|byte| byte.is_ascii_digit());
    if is_code {
        hits.add(coded(connection, tables, (&code, &code), limit).await?);
    }
    let is_strange = is_strange(connection, tables, words).await?;
    if !is_strange {
        hits.add(worded(connection, tables, &meaning(words, words.len()), limit).await?);
    }
    if is_code && !hits.is_full() {
        let last = format!("{code}{}", char::MAX);
        hits.add(coded(connection, tables, (&code, &last), limit).await?);
    }
    if !is_strange && !hits.is_full() {
        hits.add(worded(connection, tables, &meaning(words, words.len() - 1), limit).await?);
    }
    Ok(hits.found)
}

/// Whether nobody has one of the words. All of them are asked for together: of that one nothing would come, but the others
/// are costly.
async fn is_strange(connection: &mut PgConnection, tables: &FoundBy, words: &[String]) -> Result<bool, StoreError> {
    let asked = sqlx::query(AssertSqlSafe(find::is_strange(tables))).bind(spelt(words));
    Ok(asked.fetch_one(connection).await?.try_get(0)?)
}

/// Features whose entries match.
async fn worded(
    connection: &mut PgConnection,
    tables: &FoundBy,
    meaning: &str,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    rows(connection, find::worded(tables), &[meaning], limit).await
}

/// Features that have a code from `first` to `last`: of equal codes those first that are called by them.
async fn coded(
    connection: &mut PgConnection,
    tables: &FoundBy,
    (first, last): (&str, &str),
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    rows(connection, find::coded(tables), &[first, last], limit).await
}

async fn rows(
    connection: &mut PgConnection,
    text: String,
    binds: &[&str],
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let asked = sqlx::query(AssertSqlSafe(text));
    let asked = binds.iter().fold(asked, |asked, bind| asked.bind(*bind));
    let found = asked.bind(i64::try_from(limit).unwrap_or(i64::MAX)).fetch_all(connection).await?;
    found.iter().map(|row| hit(row).map_err(StoreError::from)).collect()
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
