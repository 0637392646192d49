//! Shapefiles: .shp and .dbf side by side, with .cpg and .prj when they are there. The .shx is not needed: records
//! are read in the order they stand in the .shp, so an index that lies changes nothing.

mod bytes;
mod dbf;
mod dbf_value;
mod prj;
mod rings;
mod shape;

use crate::encoding::{self, TextEncoding};
use crate::{OpenOptions, Sink, fault, limits};
use dbf::Dbf;
use gis_core::record::{Fault, Record, SourceInfo};
use shape::Shapes;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};

/// The files that belong to a .shp, by extension.
pub const SIBLINGS: [&str; 4] = ["shx", "dbf", "cpg", "prj"];

/// A .cpg or .prj is a line of text.
const HINT_SIZE: u64 = 16 << 10;

/// Reads a Shapefile.
///
/// # Errors
/// `sibling_missing`, `file_truncated`, `file_damaged`, `encoding_unknown`, `encoding_mismatch`, a limit, or what the
/// sink answered with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let open = |path: &Path| File::open(path).map(BufReader::new).map_err(|error| fault::unreadable(path, &error));
    let dbf = sibling(file, "dbf").ok_or_else(|| missing(file))?;
    let hint = |extension| sibling(file, extension).and_then(|path| text(&path));
    let parts = Parts { shp: open(file)?, dbf: open(&dbf)?, cpg: hint("cpg"), prj: hint("prj") };
    read_parts(parts, options, sink)
}

/// The files of a Shapefile, open.
pub struct Parts<S, D> {
    /// The shapes.
    pub shp: S,
    /// The attributes.
    pub dbf: D,
    /// What the .cpg says.
    pub cpg: Option<String>,
    /// What the .prj says.
    pub prj: Option<String>,
}

/// Reads a Shapefile whose files are open.
///
/// # Errors
/// As [`read`].
pub fn read_parts<S: Read, D: Read + Seek>(
    parts: Parts<S, D>,
    options: &OpenOptions,
    sink: &mut dyn Sink,
) -> Result<(), Fault> {
    let mut dbf = Dbf::open(parts.dbf)?;
    let encoding = encoding(&mut dbf, parts.cpg.as_deref(), options)?;
    let columns = dbf.columns(encoding)?;
    let mut shapes = Shapes::open(parts.shp)?;
    sink.info(SourceInfo {
        format: "shapefile".to_owned(),
        layer: String::new(),
        layers: Vec::new(),
        columns,
        epsg: options.epsg.or_else(|| prj::epsg(parts.prj.as_deref()?)),
        encoding: Some(encoding.describe()),
        count: Some(u64::from(dbf.count)),
    })?;
    for number in 1..=u64::from(dbf.count) {
        let shape = shapes.next_shape().map_err(|fault| fault.at(number))?;
        let Some(values) = dbf.next_row(encoding).map_err(|fault| fault.at(number))? else { continue };
        let (geometry, geometry_fault) = match shape {
            Ok(geometry) => (geometry, None),
            Err(code) => (None, Some(code.to_owned())),
        };
        sink.record(Record { number, values, geometry, geometry_fault })?;
    }
    shapes.finish()
}

/// In order of trust: the option, the .cpg, the language byte of the .dbf, the letters themselves.
fn encoding<D: Read + Seek>(dbf: &mut Dbf<D>, cpg: Option<&str>, options: &OpenOptions) -> Result<TextEncoding, Fault> {
    if let Some(name) = &options.encoding {
        return encoding::by_option(name);
    }
    if let Some(encoding) = cpg.and_then(encoding::by_name) {
        return Ok(TextEncoding { encoding, learnt: ".cpg" });
    }
    match dbf.language() {
        Some(encoding) => Ok(TextEncoding { encoding, learnt: "DBF language byte" }),
        None => encoding::detect(&dbf.sample(limits::SAMPLE)?, true),
    }
}

/// The sibling with this extension in lower or upper case.
fn sibling(file: &Path, extension: &str) -> Option<PathBuf> {
    [extension.to_owned(), extension.to_uppercase()]
        .into_iter()
        .map(|extension| file.with_extension(extension))
        .find(|path| path.is_file())
}

fn text(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(HINT_SIZE).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn missing(file: &Path) -> Fault {
    let name = fault::name(&file.with_extension("dbf"));
    Fault::new(
        "sibling_missing",
        format!("Поруч із .shp немає «{name}» з атрибутами. Передайте всі файли шейпу разом: .shp, .dbf, .prj, .cpg."),
        format!(
            "\"{name}\" with the attributes is not beside the .shp. Pass all files together: .shp, .dbf, .prj, .cpg."
        ),
    )
}

#[cfg(test)]
mod tests;
