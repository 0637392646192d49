//! A plan applied: its steps, then what is made anew from rows that are there already: labels, grants, search entries.

use super::{Plan, plan};
use crate::error::StoreError;
use crate::sql::search::{self, forget, is_found, learn, renew};
use crate::sql::{ddl, literal};
use gis_core::catalog::{Catalog, CodeItem};
use gis_core::city::City;
use gis_core::register::Register;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use std::collections::BTreeMap;

/// Key of the lock under which plans are applied.
const PLAN_LOCK: i64 = 0x6d69_7374_6f02;

/// Of the declarations and of what this program derives from them that no name in the database tells: a newer program
/// may make other search entries or grants of the same registers.
pub(super) fn fingerprint(catalog: &Catalog) -> String {
    let mut hasher = Sha256::new_with_prefix(catalog.fingerprint());
    for register in catalog.registers.values() {
        hasher.update(recipe(catalog, &entries(catalog, register)));
        hasher.update(ddl::grants(register).concat());
    }
    hex(hasher)
}

fn hex(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Takes the additive steps in one transaction and renews labels, grants and search; each register whose search entries
/// are to be made anew is `told` before, since a large one takes minutes. A change of the visibility profile is audited as
/// made by `actor`.
///
/// # Errors
/// `Pending` when destructive steps remain; then nothing is done.
pub async fn apply(
    connection: &mut PgConnection,
    (catalog, city): (&Catalog, &City),
    actor: &str,
    told: impl FnMut(&Register),
) -> Result<Plan, StoreError> {
    let mut transaction = connection.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(PLAN_LOCK).execute(&mut *transaction).await?;
    let plan = plan(&mut transaction, catalog, city).await?;
    let blocked: Vec<String> = plan.destructive().map(|step| format!("{}\n    {}", step.what, step.sql)).collect();
    if !blocked.is_empty() {
        return Err(StoreError::Pending(format!("write reviewed SQL in migrations/ for:\n  {}", blocked.join("\n  "))));
    }
    if plan.is_done() {
        return Ok(plan);
    }
    for step in &plan.steps {
        run(&mut transaction, step.sql.clone()).await?;
    }
    labels(&mut transaction, catalog).await?;
    for grant in catalog.registers.values().flat_map(ddl::grants) {
        run(&mut transaction, grant).await?;
    }
    let is_renewed = search_entries(&mut transaction, catalog, told).await?;
    profile(&mut transaction, catalog, actor).await?;
    sqlx::query(
        "INSERT INTO misto.applied (fingerprint, storage_epsg) VALUES ($1, $2) \
         ON CONFLICT (only_one) DO UPDATE SET fingerprint = excluded.fingerprint, applied_at = now()",
    )
    .bind(fingerprint(catalog))
    .bind(city.storage_epsg)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    if is_renewed {
        // The dead entries and the lists of pending ones would slow every search until somebody swept.
        for table in search::TABLES {
            run(connection, format!("VACUUM (ANALYZE) {table}")).await?;
        }
    }
    Ok(plan)
}

async fn run(connection: &mut PgConnection, statement: String) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
    Ok(())
}

async fn labels(connection: &mut PgConnection, catalog: &Catalog) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM misto.code").execute(&mut *connection).await?;
    for list in catalog.codes.values() {
        let column = |of: fn(&CodeItem) -> Option<String>| list.items.iter().map(of).collect::<Vec<_>>();
        sqlx::query(
            "INSERT INTO misto.code (list, code, uk, en, short_uk, short_en, aliases) \
             SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])",
        )
        .bind(list.id.to_string())
        .bind(column(|item| Some(item.code.clone())))
        .bind(column(|item| Some(item.label.uk.clone())))
        .bind(column(|item| Some(item.label.en.clone())))
        .bind(column(|item| item.short.as_ref().map(|short| short.uk.clone())))
        .bind(column(|item| item.short.as_ref().map(|short| short.en.clone())))
        .bind(column(|item| Some(item.aliases.join(" "))))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Makes the search entries anew of those registers whose entries would be others than they were; true when there are any.
async fn search_entries(
    connection: &mut PgConnection,
    catalog: &Catalog,
    mut told: impl FnMut(&Register),
) -> Result<bool, StoreError> {
    let known = sqlx::query("SELECT register, recipe FROM misto.applied_search").fetch_all(&mut *connection).await?;
    let known: BTreeMap<String, String> =
        known.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, sqlx::Error>>()?;
    let mut renewed = Vec::new();
    for register in catalog.registers.values() {
        let statements = entries(catalog, register);
        let recipe = recipe(catalog, &statements);
        if known.get(register.id.as_str()) == Some(&recipe) {
            continue;
        }
        if has_rows(connection, register).await? {
            told(register);
        }
        for statement in statements {
            run(connection, statement).await?;
        }
        sqlx::query(
            "INSERT INTO misto.applied_search (register, recipe) VALUES ($1, $2) \
             ON CONFLICT (register) DO UPDATE SET recipe = excluded.recipe",
        )
        .bind(register.id.as_str())
        .bind(recipe)
        .execute(&mut *connection)
        .await?;
        renewed.push(literal(register.id.as_str()));
    }
    if renewed.is_empty() {
        return Ok(false);
    }
    for statement in learn(&format!("s.register IN ({})", renewed.join(", "))) {
        run(connection, statement).await?;
    }
    Ok(true)
}

async fn has_rows(connection: &mut PgConnection, register: &Register) -> Result<bool, StoreError> {
    let text = format!("SELECT EXISTS ({})", ddl::every(register));
    Ok(sqlx::query(AssertSqlSafe(text)).fetch_one(connection).await?.try_get(0)?)
}

/// The statements that make all search entries of a register, or take them away when it is not searched any more.
fn entries(catalog: &Catalog, register: &Register) -> Vec<String> {
    let all = ddl::every(register);
    if is_found(register) { renew(catalog, register, &all) } else { forget(register, &all) }
}

/// What search entries are made by: the statements, and the labels that they put in.
fn recipe(catalog: &Catalog, statements: &[String]) -> String {
    let mut hasher = Sha256::new();
    for statement in statements {
        hasher.update(statement);
    }
    let is_named = |id: &str| statements.iter().any(|statement| statement.contains(&literal(id)));
    let by_alias = statements.iter().any(|statement| statement.contains("c.aliases"));
    for list in catalog.codes.values().filter(|list| is_named(list.id.as_str())) {
        for CodeItem { code, label, short, aliases, .. } in &list.items {
            // A name for files alone changes no entry.
            let aliases = if by_alias { aliases.as_slice() } else { &[] };
            hasher.update(format!("{code:?}{label:?}{short:?}{aliases:?}"));
        }
    }
    hex(hasher)
}

/// Notes which profile is in force from now on, unless it was before.
async fn profile(connection: &mut PgConnection, catalog: &Catalog, actor: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO misto.audit_profile (actor, profile) SELECT $1, $2 \
         WHERE $2 IS DISTINCT FROM (SELECT profile FROM misto.audit_profile ORDER BY id DESC LIMIT 1)",
    )
    .bind(actor)
    .bind(catalog.profile.as_str())
    .execute(connection)
    .await?;
    Ok(())
}
