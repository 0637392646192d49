//! `misto demo`: the demonstration city, through the same pipeline as any delivery.

use crate::context::Declared;
use crate::loading::{Load, Progress, Records};
use gis_core::demo::{self, Batch, Demo, Size};
use gis_core::policy::Actor;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Instant;
use store::Store;

/// Loads the demonstration city into an empty database.
pub async fn run(declared: &Declared, size: Size) -> anyhow::Result<ExitCode> {
    let database = declared.database().await?;
    super::registers::bring_up_to_date(declared, &database).await?;
    let store = declared.store(&database, None)?;
    let result = if store.is_empty().await? {
        fill(declared, &store, size).await
    } else {
        Err(anyhow::anyhow!("the database is not empty: the demonstration city is for a new one"))
    };
    store.close().await;
    database.stop().await?;
    println!("{} features", result?);
    Ok(ExitCode::SUCCESS)
}

/// Fills the registers from their hints, batch by batch; answers how many features there are. Stopped midway, it leaves whole
/// batches.
///
/// # Errors
/// When a hint is wrong or a record is rejected: the demonstration city is data of ours and has no faults.
pub async fn fill(declared: &Declared, store: &Store, size: Size) -> anyhow::Result<u64> {
    let recipes = demo::load(&declared.settings.server.layers, &declared.catalog)?;
    let demo = Demo::new(&declared.catalog, &recipes, size)?;
    let shown = if std::io::stderr().is_terminal() { Progress::shown() } else { Progress::quiet() };
    shown.step("demo", Some(demo.total() as u64));
    let (mut features, mut lines) = (0, Lines::default());
    for batch in demo {
        let (register, count) = (batch.mapping.register.to_string(), load(declared, store, batch).await?);
        shown.advance(count);
        lines.add(&register, count);
        features += count;
    }
    lines.end();
    shown.done();
    Ok(features)
}

async fn load(declared: &Declared, store: &Store, batch: Batch) -> anyhow::Result<u64> {
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
    let outcome = load.run(&batch.info, Records::given(batch.records), &Progress::quiet()).await?;
    Ok(outcome.accepted)
}

/// A line a register, where no bar can be drawn.
#[derive(Default)]
struct Lines {
    register: String,
    features: u64,
    since: Option<Instant>,
}

impl Lines {
    fn add(&mut self, register: &str, features: u64) {
        if self.register != register {
            self.end();
            *self = Self { register: register.to_owned(), features: 0, since: Some(Instant::now()) };
        }
        self.features += features;
    }

    fn end(&self) {
        if let Some(since) = self.since.filter(|_| !std::io::stderr().is_terminal()) {
            eprintln!(
                "  {:<22} {:>7} features  {:>6.1} s",
                self.register,
                self.features,
                since.elapsed().as_secs_f64()
            );
        }
    }
}
