//! `misto-worker`: parses one untrusted file in a process that can do nothing else.
//!
//! `misto-worker read FILE OPTIONS` locks itself in, opens FILE, and writes records to its standard output as
//! `importers::wire` describes. OPTIONS is an `OpenOptions` as JSON. It is started by `importers::open`, not by people.

mod drawing;
mod mapinfo;
mod ogr;
mod ogr_value;
mod raster;
mod sandbox;
mod seccomp;
mod selftest;
mod session;

use gis_core::record::Fault;
use importers::markup::{self, Dialect};
use importers::wire::FrameWriter;
use importers::{Format, OpenOptions, Sink, fault, sniff};
use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match arguments.as_slice() {
        [command, file, options] if command == "read" => serve(Path::new(file), &options.to_string_lossy()),
        [command, file] if command == "selftest" => selftest::run(Path::new(file)),
        _ => {
            eprintln!("misto-worker is started by misto to read one file; use `misto import`.");
            ExitCode::from(2)
        }
    }
}

fn serve(file: &Path, options: &str) -> ExitCode {
    // Standard output as a file: its own buffer looks for newlines, which in binary frames are everywhere.
    let Ok(pipe) = io::stdout().as_fd().try_clone_to_owned() else { return ExitCode::FAILURE };
    let mut frames = FrameWriter::new(File::from(pipe));
    let result = prepare(file, options).and_then(|options| guarded(file, &options, &mut frames));
    match frames.finish(result) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn prepare(file: &Path, options: &str) -> Result<OpenOptions, Fault> {
    let options = serde_json::from_str(options).map_err(|error| failed(&format!("options: {error}")))?;
    sandbox::enter(&readable(file))?;
    Ok(options)
}

/// The file and those that belong to it by its extension.
fn readable(file: &Path) -> Vec<PathBuf> {
    let cases = sniff::siblings(file).iter().flat_map(|extension| [(*extension).to_owned(), extension.to_uppercase()]);
    std::iter::once(file.to_owned()).chain(cases.map(|extension| file.with_extension(extension))).collect()
}

/// A panic of a reader becomes a fault like any other: it is a mistake of ours, set off by this file.
fn guarded(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let attempt = std::panic::AssertUnwindSafe(|| read(file, options, sink));
    std::panic::catch_unwind(attempt).unwrap_or_else(|_| Err(failed("panic")))
}

fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    match sniff::sniff(file)? {
        Format::Dxf => {
            let encoding = drawing::encoding(file, options)?;
            ogr::read(file, &ogr::DXF, &[("DXF_ENCODING", encoding.encoding.name())], (options, Some(encoding)), sink)
        }
        Format::Workbook => {
            importers::workbook::check(file)?;
            ogr::read(file, &ogr::XLSX, &[], (options, None), sink)
        }
        Format::MapInfo => mapinfo::read(file, options, sink),
        Format::Gml => {
            markup::check(file, Dialect::Gml)?;
            ogr::read(file, &ogr::GML, &[], (options, None), sink)
        }
        Format::Kml => {
            markup::check(file, Dialect::Kml)?;
            ogr::read(file, &ogr::KML, &[], (options, None), sink)
        }
        Format::GeoTiff => raster::read(file, options, sink),
        native => importers::read(native, file, options, sink),
    }
}

fn failed(why: &str) -> Fault {
    Fault { code: "worker_failed".to_owned(), ..fault::damaged("", why) }
}
