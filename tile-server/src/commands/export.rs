//! `misto export <register> <file>`.

use super::ExportArgs;
use crate::context::Declared;
use crate::exporting::way;
use anyhow::Context as _;
use gis_core::policy::{Actor, Audience, Scope, scope};
use gis_core::text::Lang;
use importers::export::{Format, Layout};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;
use store::Store;
use store::sql::items::Filter;

/// Writes a register; the file appears under its name only when it is whole.
pub async fn run(declared: &Declared, args: ExportArgs) -> anyhow::Result<ExitCode> {
    let audience = if args.audience == "official" { Audience::Official } else { Audience::Anonymous };
    let actor = Actor { audience, name: "export".to_owned() };
    let scope = declared
        .catalog
        .register(&args.register)
        .and_then(|register| scope(register, &actor))
        .with_context(|| format!("there is no register `{}` for this audience", args.register))?;
    let lang = if args.lang == "en" { Lang::En } else { Lang::Uk };
    let format = format_of(&args.file)?;
    let database = declared.database().await?;
    let store = declared.store(&database, None)?;
    let partial = args.file.with_extension("partial");
    let written = write(&store, &scope, (format, lang), &partial).await;
    store.close().await;
    database.stop().await?;
    let written = written?;
    std::fs::rename(&partial, &args.file)?;
    println!("{written} features in {}", args.file.display());
    Ok(ExitCode::SUCCESS)
}

fn format_of(file: &Path) -> anyhow::Result<Format> {
    let ending = file.extension().and_then(|end| end.to_str()).unwrap_or_default();
    Format::named(ending).with_context(|| format!("name a file that ends in one of: {}", Format::NAMES.join(", ")))
}

async fn write(store: &Store, scope: &Scope<'_>, (format, lang): (Format, Lang), file: &Path) -> anyhow::Result<u64> {
    let geometry = scope.geometries().next();
    let layout = Layout {
        updated: store.changed(scope).await?.map(|[_, last]| last),
        ..Layout::of(store.catalog(), store.city(), scope, geometry, lang)
    };
    let mut out = BufWriter::new(File::create(file).with_context(|| file.display().to_string())?);
    let whole = store.whole(scope, geometry, (&Filter::default(), &[])).await?;
    let (reading, features) = way();
    let writer = tokio::task::spawn_blocking(move || features.write(format, &layout, &mut out));
    reading.run(whole).await;
    Ok(writer.await??)
}
