//! The difference between the declarations and a database, and how it is closed.
//!
//! Additive steps (new tables, columns, indexes, constraints that all rows keep, renames that are declared) are
//! applied; destructive ones are only shown: they belong into reviewed SQL in `migrations/`.

mod apply;

pub use apply::apply;

use crate::error::StoreError;
use crate::sql::ddl::{self, Column, Named};
use gis_core::catalog::Catalog;
use gis_core::city::City;
use gis_core::register::Register;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqlSafeStr};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// The platform's own SQL, in order.
const MIGRATIONS: [(i64, &str, &str); 5] = [
    (1, "platform", include_str!("../../../migrations/0001_platform.sql")),
    (2, "search", include_str!("../../../migrations/0002_search.sql")),
    (3, "search of a city", include_str!("../../../migrations/0003_search_of_a_city.sql")),
    (4, "statistics as they age", include_str!("../../../migrations/0004_statistics_as_they_age.sql")),
    (5, "what was applied", include_str!("../../../migrations/0005_what_was_applied.sql")),
];

/// Whether a step may be taken without a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Nothing is lost.
    Additive,
    /// Data would be lost or rows break the rule.
    Destructive,
}

/// One step from the database to the declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Whether `apply` takes it.
    pub kind: StepKind,
    /// What it is, in words.
    pub what: String,
    /// The statement.
    pub sql: String,
}

/// All steps, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// True when labels, grants, search or the visibility profile have to be renewed.
    pub stale: bool,
}

impl Plan {
    /// True when the database is as declared.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.steps.is_empty() && !self.stale
    }

    /// The steps that a person must take.
    pub fn destructive(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.kind == StepKind::Destructive)
    }
}

/// Opens a connection of the account in the address; it must own the database or be able to create in it.
///
/// # Errors
/// See [`StoreError`].
pub async fn connect(url: &str) -> Result<PgConnection, StoreError> {
    // By default the schema named like the account comes first: once there is a schema `misto`, an account `misto`
    // would look for the list of applied migrations there and apply them again.
    let options = PgConnectOptions::from_str(url)?.options([("search_path", "public")]);
    Ok(PgConnection::connect_with(&options).await?)
}

/// Brings the platform's tables to the newest version.
///
/// # Errors
/// See [`StoreError`]; also when a migration that was applied has another text now.
pub async fn migrate(connection: &mut PgConnection) -> Result<(), StoreError> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, sql)| {
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, (*sql).into_sql_str(), false)
        })
        .collect();
    let migrator = Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT };
    migrator.run(connection).await.map_err(|error| StoreError::Pending(error.to_string()))
}

/// The difference.
///
/// # Errors
/// See [`StoreError`]; `Pending` when the database belongs to another storage CRS.
pub async fn plan(connection: &mut PgConnection, catalog: &Catalog, city: &City) -> Result<Plan, StoreError> {
    let live = Live::read(connection).await?;
    let mut plan = Plan { steps: Vec::new(), stale: is_stale(connection, catalog, city).await? };
    let mut later = Vec::new();
    for register in catalog.by_dependency() {
        match live.columns.get(register.id.as_str()) {
            None => plan.steps.extend(
                ddl::create_tables(register, city.storage_epsg)
                    .into_iter()
                    .map(|sql| additive(format!("new register {}", register.id), sql)),
            ),
            Some(columns) => plan.steps.extend(column_steps(register, columns, city.storage_epsg)),
        }
        let is_new = !live.columns.contains_key(register.id.as_str());
        later.extend(name_steps(connection, register, &live, (&ddl::constraints(catalog, register), is_new)).await?);
        later.extend(index_steps(register, &live));
    }
    plan.steps.append(&mut later);
    plan.steps.extend(
        live.columns.keys().filter(|name| !name.ends_with("_history") && catalog.register(name).is_none()).map(
            |name| Step {
                kind: StepKind::Destructive,
                what: format!("the table of {name} has no register file any more"),
                sql: ddl::drop_tables(name),
            },
        ),
    );
    Ok(plan)
}

fn additive(what: String, sql: String) -> Step {
    Step { kind: StepKind::Additive, what, sql }
}

async fn is_stale(connection: &mut PgConnection, catalog: &Catalog, city: &City) -> Result<bool, StoreError> {
    let applied = sqlx::query("SELECT fingerprint, storage_epsg FROM misto.applied").fetch_optional(connection).await?;
    let Some(row) = applied else { return Ok(true) };
    let epsg: i32 = row.try_get(1)?;
    if epsg != city.storage_epsg {
        return Err(StoreError::Pending(format!(
            "the database stores EPSG:{epsg}, the city file says EPSG:{}",
            city.storage_epsg
        )));
    }
    Ok(row.try_get::<String, _>(0)? != apply::fingerprint(catalog))
}

/// What the database has.
struct Live {
    /// Table of schema `reg` to column to type.
    columns: BTreeMap<String, BTreeMap<String, String>>,
    /// Constraints and indexes with a hash in their name, by table.
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Live {
    async fn read(connection: &mut PgConnection) -> Result<Self, StoreError> {
        let rows = sqlx::query(
            "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod) FROM pg_class c \
             JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid \
             WHERE n.nspname = 'reg' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped",
        )
        .fetch_all(&mut *connection)
        .await?;
        let mut columns: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for row in rows {
            columns.entry(row.try_get(0)?).or_default().insert(row.try_get(1)?, row.try_get(2)?);
        }
        let rows = sqlx::query(
            "SELECT c.relname::text, k.conname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'reg' \
             UNION ALL SELECT tablename::text, indexname::text FROM pg_indexes WHERE schemaname IN ('reg', 'stage')",
        )
        .fetch_all(connection)
        .await?;
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in rows {
            let name: String = row.try_get(1)?;
            if is_ours(&name) {
                names.entry(row.try_get(0)?).or_default().insert(name);
            }
        }
        Ok(Self { columns, names })
    }
}

/// `…_<8 hex digits>_<kind>`: names that the derivers give.
fn is_ours(name: &str) -> bool {
    let mut parts = name.rsplit('_');
    let kind =
        parts.next().is_some_and(|kind| ["check", "fkey", "gist", "key", "idx", ddl::STAGE_INDEX].contains(&kind));
    kind && parts.next().is_some_and(|hash| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// How `format_type` spells a declared type.
fn spelled(declared: &str) -> String {
    declared.replace("timestamptz", "timestamp with time zone")
}

const SYSTEM: [&str; 5] = ["fid", "version", "changeset", "incomplete", "on_surface"];

fn column_steps(register: &Register, live: &BTreeMap<String, String>, srid: i32) -> Vec<Step> {
    let id = &register.id;
    let declared = ddl::columns(register, srid);
    let mut steps = Vec::new();
    let mut accounted: BTreeSet<&str> = SYSTEM.into_iter().collect();
    for column in &declared {
        accounted.insert(&column.name);
        match (live.get(&column.name), renamed(column, live)) {
            (Some(have), _) if *have == spelled(&column.sql_type) => {}
            (Some(have), _) => steps.push(Step {
                kind: StepKind::Destructive,
                what: format!("{id}.{} is {have}, declared {}", column.name, column.sql_type),
                sql: ddl::everywhere(
                    register,
                    &format!("ALTER COLUMN \"{0}\" TYPE {1} USING \"{0}\"::{1}", column.name, column.sql_type),
                ),
            }),
            (None, Some(old)) => {
                accounted.insert(old);
                steps.push(additive(
                    format!("{id}.{old} is called {} now", column.name),
                    ddl::everywhere(register, &format!("RENAME COLUMN \"{old}\" TO \"{}\"", column.name)),
                ));
            }
            (None, None) => {
                steps.push(additive(
                    format!("{id} gets {}", column.name),
                    ddl::everywhere(register, &format!("ADD COLUMN \"{}\" {}", column.name, column.sql_type)),
                ));
            }
        }
    }
    steps.extend(live.keys().filter(|name| !accounted.contains(name.as_str())).map(|name| Step {
        kind: StepKind::Destructive,
        what: format!("{id}.{name} is not declared any more"),
        sql: ddl::everywhere(register, &format!("DROP COLUMN \"{name}\"")),
    }));
    steps
}

fn renamed<'a>(column: &'a Column, live: &BTreeMap<String, String>) -> Option<&'a str> {
    column.renamed_from.as_deref().filter(|old| live.contains_key(*old))
}

async fn name_steps(
    connection: &mut PgConnection,
    register: &Register,
    live: &Live,
    (declared, is_new): (&[Named], bool),
) -> Result<Vec<Step>, StoreError> {
    let nothing = BTreeSet::new();
    let have = live.names.get(register.id.as_str()).unwrap_or(&nothing);
    let mut steps = Vec::new();
    for constraint in declared.iter().filter(|constraint| !have.contains(&constraint.name)) {
        let sql = ddl::add_constraint(register, constraint);
        let breaking = match &constraint.condition {
            Some(condition) if !is_new => breaking(connection, register, condition).await?,
            _ => 0,
        };
        steps.push(match breaking {
            0 => additive(format!("{}: new rule {}", register.id, constraint.name), sql),
            rows => Step {
                kind: StepKind::Destructive,
                what: format!("{}: {rows} row(s) break the rule {}", register.id, constraint.name),
                sql,
            },
        });
    }
    let kept = |name: &&String| name.ends_with("_check") || name.ends_with("_fkey");
    let dropped = have.iter().filter(kept).filter(|name| !declared.iter().any(|constraint| constraint.name == **name));
    steps.extend(dropped.map(|name| {
        additive(format!("{}: the rule {name} is gone", register.id), ddl::drop_constraint(register, name))
    }));
    Ok(steps)
}

/// Rows that break a new rule. A condition over a column that is still to come cannot be broken: a null holds.
async fn breaking(connection: &mut PgConnection, register: &Register, condition: &str) -> Result<i64, StoreError> {
    let text = ddl::count_breaking(register, condition);
    // In a savepoint: an unknown column must not end the transaction that applies the plan.
    let mut savepoint = connection.begin().await?;
    match sqlx::query(AssertSqlSafe(text)).fetch_one(&mut *savepoint).await {
        Ok(row) => Ok(row.try_get(0)?),
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42703") => Ok(0),
        Err(error) => Err(error.into()),
    }
}

fn index_steps(register: &Register, live: &Live) -> Vec<Step> {
    let nothing = BTreeSet::new();
    let have = live.names.get(register.id.as_str()).unwrap_or(&nothing);
    let declared = ddl::indexes(register);
    let missing = declared.iter().filter(|index| !have.contains(&index.name));
    let mut steps: Vec<Step> = missing
        .map(|index| additive(format!("{}: new index {}", register.id, index.name), ddl::create_index(index)))
        .collect();
    let is_index = |name: &&String| !name.ends_with("_check") && !name.ends_with("_fkey");
    let dropped = have.iter().filter(is_index).filter(|name| !declared.iter().any(|index| index.name == **name));
    steps.extend(
        dropped.map(|name| additive(format!("{}: the index {name} is gone", register.id), ddl::drop_index(name))),
    );
    steps
}

/// Declared data columns and the database's, by register: for the test that they agree both ways.
///
/// # Errors
/// See [`StoreError`].
pub async fn declared_and_live(
    connection: &mut PgConnection,
    catalog: &Catalog,
    city: &City,
) -> Result<[BTreeSet<String>; 2], StoreError> {
    let live = Live::read(connection).await?;
    let declared = catalog.registers.values().flat_map(|register| {
        ddl::columns(register, city.storage_epsg)
            .into_iter()
            .map(move |column| format!("{}.{} {}", register.id, column.name, spelled(&column.sql_type)))
    });
    let found = live.columns.iter().filter(|(table, _)| !table.ends_with("_history")).flat_map(|(table, columns)| {
        columns
            .iter()
            .filter(|(name, _)| !SYSTEM.contains(&name.as_str()))
            .map(move |(name, kind)| format!("{table}.{name} {kind}"))
    });
    Ok([declared.collect(), found.collect()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_ours() {
        assert!(is_ours("street_name_uk_0a1b2c3d_check"));
        assert!(!is_ours("street_pkey"));
        assert!(!is_ours("street_zzzzzzzz_check"));
    }
}
