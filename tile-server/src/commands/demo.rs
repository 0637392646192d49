//! `misto demo`: the demonstration city, through the same pipeline as any delivery.

use crate::context::Declared;
use crate::loading::{Load, Progress, Records};
use gis_core::demo;
use gis_core::policy::Actor;
use std::process::ExitCode;
use store::Store;

/// Loads the demonstration city into an empty database.
pub async fn run(declared: &Declared) -> anyhow::Result<ExitCode> {
    let database = declared.database().await?;
    super::registers::bring_up_to_date(declared, &database).await?;
    let store = declared.store(&database)?;
    let result = if store.is_empty().await? {
        fill(declared, &store).await
    } else {
        Err(anyhow::anyhow!("the database is not empty: the demonstration city is for a new one"))
    };
    store.close().await;
    database.stop().await?;
    println!("{} features", result?);
    Ok(ExitCode::SUCCESS)
}

/// Fills the registers from their hints; answers how many features there are.
///
/// # Errors
/// When a hint is wrong or a record is rejected: the demonstration city is data of ours and has no faults.
pub async fn fill(declared: &Declared, store: &Store) -> anyhow::Result<u64> {
    let hints = demo::load(&declared.settings.server.layers, &declared.catalog)?;
    let mut features = 0;
    for batch in demo::fill(&declared.catalog, &hints)? {
        let load = Load {
            store,
            mapping: &batch.mapping,
            file_name: format!("demo:{}:{}", batch.mapping.register, batch.info.layer),
            file_sha256: declared.catalog.fingerprint().into_bytes(),
            actor: Actor::system("demo"),
            reason: "demonstration city".to_owned(),
            dry_run: false,
            max_rejected_percent: 0.0,
        };
        let records = batch.records;
        let outcome = load.run(&batch.info, Records::read(records.into_iter().map(Ok)), &Progress::quiet()).await?;
        eprintln!("  {:<16} {:>6} features", format!("{}", batch.mapping.register), outcome.accepted);
        features += outcome.accepted;
    }
    Ok(features)
}
