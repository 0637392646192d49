//! `misto import <mapping> <file>`.

use super::ImportArgs;
use crate::context::Declared;
use crate::loading::{Example, Load, LoadError, Outcome, Progress, Records};
use anyhow::{Context as _, bail};
use gis_core::load::{Mistake, parse};
use gis_core::mapping::Mapping;
use gis_core::policy::Actor;
use gis_core::record::Fault;
use importers::{GeometryColumns, OpenOptions};
use sha2::{Digest, Sha256};
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code for an answer that only a person can give, such as the encoding of a file.
const ASK: u8 = 2;

/// Loads a file.
pub async fn run(declared: &Declared, args: ImportArgs) -> anyhow::Result<ExitCode> {
    let mapping = mapping(declared, &args.mapping)?;
    let worker = declared
        .settings
        .import
        .worker
        .clone()
        .context("[import] worker: misto-worker is not beside misto; build it or name it")?;
    let mut options = options(&mapping, &args);
    let progress = Progress::shown();
    progress.step("open", None);
    let source = match importers::open(&worker, &args.file, &options) {
        Err(fault) if fault.code == "encoding_unknown" => match asked(&fault)? {
            None => return Ok(ExitCode::from(ASK)),
            Some(encoding) => {
                options.encoding = Some(encoding);
                importers::open(&worker, &args.file, &options)?
            }
        },
        other => other?,
    };
    progress.done();
    let database = declared.database().await?;
    super::registers::require_up_to_date(declared, &database).await?;
    let store = declared.store(&database, None)?;
    store::batch::sweep(&store).await?;
    let load = Load {
        store: &store,
        mapping: &mapping,
        file_name: args.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        file_sha256: digest(&args.file)?,
        actor: Actor::system("import"),
        reason: args.reason.clone(),
        dry_run: args.dry_run,
        max_rejected_percent: declared.settings.import.max_rejected_percent.get(),
    };
    let info = source.info.clone();
    eprintln!(
        "{}: {}, {} columns, encoding {}",
        load.file_name,
        info.format,
        info.columns.len(),
        info.encoding.as_deref().unwrap_or("utf-8")
    );
    let outcome = load.run(&info, Records::read(source), &progress).await;
    store.close().await;
    database.stop().await?;
    match outcome {
        Ok(outcome) => {
            show(&outcome, &args);
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            if let LoadError::TooManyRejected { outcome, .. } = &error {
                show(outcome, &args);
            }
            Err(error.into())
        }
    }
}

fn show(outcome: &Outcome, args: &ImportArgs) {
    if args.json {
        println!("{}", as_json(outcome));
    } else {
        tell(outcome);
    }
}

fn options(mapping: &Mapping, args: &ImportArgs) -> OpenOptions {
    let geometry = mapping.x.clone().zip(mapping.y.clone()).map(|(x, y)| GeometryColumns::Point { x, y });
    OpenOptions {
        layer: args.layer.clone().or_else(|| mapping.layer.clone()),
        encoding: args.encoding.clone(),
        epsg: mapping.crs,
        geometry,
        separator: args.separator,
        columns: mapping.columns(),
    }
}

/// Asks for the encoding on a terminal; elsewhere says which flag answers.
fn asked(fault: &Fault) -> anyhow::Result<Option<String>> {
    eprintln!("{}\n{}", fault.uk, fault.en);
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    eprint!("encoding: ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
}

/// A mapping by id or file, checked against the registers.
///
/// # Errors
/// Its mistakes with file and line.
pub fn mapping(declared: &Declared, name: &str) -> anyhow::Result<Mapping> {
    let named = declared.mappings().join(format!("{name}.toml"));
    let file = if name.ends_with(".toml") { PathBuf::from(name) } else { named };
    if !file.exists() {
        bail!("there is no mapping {}; mappings are TOML files in layers/mappings", file.display());
    }
    let (mapping, source) = parse::<Mapping>(&file).map_err(|mistake| anyhow::anyhow!("{mistake}"))?;
    match mapping.mistakes(&declared.catalog, &source).as_slice() {
        [] => Ok(mapping),
        mistakes => bail!("{}", mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// Mistakes of all mapping files.
pub fn mapping_mistakes(declared: &Declared) -> Vec<Mistake> {
    let Ok(folder) = std::fs::read_dir(declared.mappings()) else { return Vec::new() };
    let mut files: Vec<PathBuf> = folder
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    files
        .iter()
        .flat_map(|file| match parse::<Mapping>(file) {
            Ok((mapping, source)) => mapping.mistakes(&declared.catalog, &source),
            Err(mistake) => vec![mistake],
        })
        .collect()
}

fn digest(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut reader = std::fs::File::open(file).with_context(|| file.display().to_string())?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(hash.finalize().to_vec()),
            count => hash.update(&buffer[..count]),
        }
    }
}

fn tell(outcome: &Outcome) {
    println!(
        "{} records: {} accepted, {} rejected (report {})",
        outcome.records, outcome.accepted, outcome.rejected, outcome.import
    );
    if outcome.left_out > 0 {
        println!("  left out by the condition of the mapping: {}", outcome.left_out);
    }
    for (kind, counts) in [("rejected", &outcome.reasons), ("warning", &outcome.warnings)] {
        for (key, count) in counts {
            println!("  {kind} {key}: {count}");
            if let Some(example) = outcome.examples.get(key) {
                tell_example(example);
            }
        }
    }
    match &outcome.committed {
        Some(committed) => {
            for (register, counts) in &committed.counts {
                println!(
                    "  {register}: {} created, {} updated, {} deleted (change {})",
                    counts.created, counts.updated, counts.deleted, committed.seq
                );
            }
        }
        None => println!("  nothing was changed"),
    }
}

/// The report says it of every record; one shows what is meant.
fn tell_example(example: &Example) {
    let place = match example.record {
        0 => "file".to_owned(),
        record => format!("record {record}"),
    };
    let value = example.value.as_ref().map_or_else(String::new, |value| format!(" `{value}`"));
    println!("    {place}{value}: {}\n    {}", example.text.uk, example.text.en);
}

fn as_json(outcome: &Outcome) -> serde_json::Value {
    let counts = outcome.committed.iter().flat_map(|committed| &committed.counts);
    let changes: serde_json::Map<_, _> = counts
        .map(|(register, counts)| {
            let counts =
                serde_json::json!({ "created": counts.created, "updated": counts.updated, "deleted": counts.deleted });
            (register.to_string(), counts)
        })
        .collect();
    serde_json::json!({
        "import": outcome.import,
        "records": outcome.records,
        "left_out": outcome.left_out,
        "accepted": outcome.accepted,
        "rejected": outcome.rejected,
        "reasons": outcome.reasons,
        "warnings": outcome.warnings,
        "examples": outcome.examples,
        "seq": outcome.committed.as_ref().map(|committed| committed.seq),
        "changes": changes,
    })
}
