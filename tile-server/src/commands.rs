//! The commands a person types.

mod demo;
mod export;
mod import;
mod registers;
mod serve;

use crate::context::Declared;
use clap::{Args, Parser, Subcommand};
use gis_core::demo::Size;
use std::path::PathBuf;
use std::process::ExitCode;

/// Misto: city GIS and geoportal.
#[derive(Debug, Parser)]
#[command(
    name = "misto",
    version,
    about,
    after_help = "Settings: city.toml, overridden by the environment; see docs/settings.md"
)]
pub struct Cli {
    /// The city's settings; also MISTO_CITY. Default: ./city.toml
    #[arg(long, global = true)]
    pub city: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the portal, the OGC API and the tiles.
    Serve(ServeArgs),
    /// Load a file into a register by a mapping.
    Import(ImportArgs),
    /// Write a register to a file: CSV, GeoJSON, GeoPackage, FlatGeobuf or XLSX.
    Export(ExportArgs),
    /// Check the declarations, show or apply their difference to the database.
    Registers {
        #[command(subcommand)]
        action: RegistersAction,
    },
    /// Fill an empty database with the demonstration city.
    Demo(DemoArgs),
}

/// What `demo` takes.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// How much of the demonstration city: tiny (for tests), small, or city (over a million features).
    #[arg(long, value_parser = demo_size, default_value = "small")]
    pub size: Size,
}

fn demo_size(name: &str) -> Result<Size, String> {
    let names = || Size::ALL.map(Size::name).join(", ");
    Size::named(name).ok_or_else(|| format!("one of {}", names()))
}

/// What `serve` takes.
#[derive(Debug, Args)]
#[command(mut_arg("size", |size| size.requires("prepare")))]
pub struct ServeArgs {
    /// Serve as this audience; `official` only on a loopback address.
    #[arg(long = "as", value_parser = ["anonymous", "official"], default_value = "anonymous")]
    pub audience: String,
    /// First migrate, apply the registers and load the demonstration city if the database is empty.
    #[arg(long)]
    pub prepare: bool,
    /// How much of the demonstration city `--prepare` loads.
    #[command(flatten)]
    pub demo: DemoArgs,
}

/// What `import` takes.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Id of a mapping in layers/mappings, or a mapping file.
    pub mapping: String,
    /// The file.
    pub file: PathBuf,
    /// Check and report only.
    #[arg(long)]
    pub dry_run: bool,
    /// Text encoding of the file, such as windows-1251, cp866, utf-8.
    #[arg(long)]
    pub encoding: Option<String>,
    /// Table, worksheet or layer of the file.
    #[arg(long)]
    pub layer: Option<String>,
    /// What stands between the values of a CSV file, when it is not recognised: one character, such as `;` or `|`.
    #[arg(long)]
    pub separator: Option<char>,
    /// Why, for the history.
    #[arg(long, default_value = "import")]
    pub reason: String,
    /// Print the outcome as JSON on standard output.
    #[arg(long)]
    pub json: bool,
}

/// What `export` takes.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Id of the register.
    pub register: String,
    /// The file to write; its ending says the format: .csv, .geojson, .gpkg, .fgb or .xlsx.
    pub file: PathBuf,
    /// What to include: what everybody may see, or what staff may see.
    #[arg(long = "as", value_parser = ["anonymous", "official"], default_value = "anonymous")]
    pub audience: String,
    /// The language of heads and labels in CSV and XLSX.
    #[arg(long, value_parser = ["uk", "en"], default_value = "uk")]
    pub lang: String,
}

#[derive(Debug, Subcommand)]
enum RegistersAction {
    /// Check files and cross-references; no database is needed.
    Check,
    /// Show what would change in the database.
    Plan,
    /// Apply what loses nothing.
    Apply,
}

/// Runs a command.
///
/// # Errors
/// What a person has to mend, in words.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let declared = Declared::read(cli.city.as_deref())?;
    match cli.command {
        Command::Serve(args) => serve::run(declared, args).await,
        Command::Import(args) => import::run(&declared, args).await,
        Command::Export(args) => export::run(&declared, args).await,
        Command::Registers { action: RegistersAction::Check } => Ok(registers::check(&declared)),
        Command::Registers { action: RegistersAction::Plan } => registers::plan(&declared).await,
        Command::Registers { action: RegistersAction::Apply } => registers::apply(&declared).await,
        Command::Demo(args) => demo::run(&declared, args.size).await,
    }
}
