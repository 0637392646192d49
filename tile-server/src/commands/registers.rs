//! `misto registers check | plan | apply`.

use crate::context::{Database, Declared};
use gis_core::register::Register;
use std::process::ExitCode;
use store::plan::{self, Plan, StepKind};

/// The declarations were read and cross-checked already; mappings are checked here.
pub fn check(declared: &Declared) -> ExitCode {
    let mistakes = super::import::mapping_mistakes(declared);
    for mistake in &mistakes {
        eprintln!("{mistake}");
    }
    if !mistakes.is_empty() {
        return ExitCode::FAILURE;
    }
    let catalog = &declared.catalog;
    let fields: usize = catalog.registers.values().map(|register| register.fields.len()).sum();
    println!("{} registers, {fields} fields, {} code lists: no mistakes", catalog.registers.len(), catalog.codes.len());
    ExitCode::SUCCESS
}

/// Shows the difference; exit code 2 when there is one.
pub async fn plan(declared: &Declared) -> anyhow::Result<ExitCode> {
    let database = declared.database().await?;
    let mut connection = plan::connect(&database.url).await?;
    plan::migrate(&mut connection).await?;
    let found = plan::plan(&mut connection, &declared.catalog, &declared.city).await?;
    drop(connection);
    show(&found);
    database.stop().await?;
    Ok(if found.is_done() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Applies the additive steps.
pub async fn apply(declared: &Declared) -> anyhow::Result<ExitCode> {
    let database = declared.database().await?;
    let applied = bring_up_to_date(declared, &database).await;
    database.stop().await?;
    show_applied(&applied?);
    Ok(ExitCode::SUCCESS)
}

/// Migrates and applies.
///
/// # Errors
/// The destructive steps that a person must take.
pub async fn bring_up_to_date(declared: &Declared, database: &Database) -> anyhow::Result<Plan> {
    let mut connection = plan::connect(&database.url).await?;
    plan::migrate(&mut connection).await?;
    let told = |register: &Register| println!("renewing the search of {}", register.id);
    Ok(plan::apply(&mut connection, (&declared.catalog, &declared.city), &operator(), told).await?)
}

/// Who runs the command, for the audit: the account of the system, that behind `sudo` first.
fn operator() -> String {
    let named = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.unwrap_or_else(|| "unnamed".to_owned())
}

/// Refuses to go on with a database that is not as declared.
///
/// # Errors
/// The first steps that are missing and the command that takes them.
pub async fn require_up_to_date(declared: &Declared, database: &Database) -> anyhow::Result<()> {
    let mut connection = plan::connect(&database.url).await?;
    plan::migrate(&mut connection).await?;
    let found = plan::plan(&mut connection, &declared.catalog, &declared.city).await?;
    if found.is_done() {
        return Ok(());
    }
    for step in found.steps.iter().take(SHOWN) {
        println!("{}", step.what);
    }
    println!("{} step(s); `misto registers plan` shows them with their statements", found.steps.len());
    anyhow::bail!("the database is not as declared; run `misto registers apply`, or start with `misto serve --prepare`")
}

/// Steps that `serve` names when it refuses to start.
const SHOWN: usize = 10;

fn show(plan: &Plan) {
    for step in &plan.steps {
        let mark = if step.kind == StepKind::Additive { '+' } else { '!' };
        println!("{mark} {}\n    {}", step.what, step.sql);
    }
    let destructive = plan.destructive().count();
    match (plan.steps.len(), plan.stale) {
        (0, false) => println!("the database is as declared"),
        (0, true) => println!("labels, grants and search are to be renewed"),
        (steps, _) => println!("{steps} step(s), {destructive} of them need reviewed SQL in migrations/"),
    }
}

fn show_applied(plan: &Plan) {
    match plan.steps.len() {
        0 if plan.is_done() => println!("the database was as declared"),
        0 => println!("labels, grants and search renewed"),
        steps => println!("{steps} step(s) applied"),
    }
}
