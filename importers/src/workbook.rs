//! A look into an .xlsx before GDAL unpacks it: sizes counted as they leave the decoder, never as the archive claims.

use crate::{archive, fault, limits};
use gis_core::record::Fault;
use std::fs::File;
use std::io::{Read, Seek, copy, sink};
use std::path::Path;
use zip::read::ZipFile;

/// The parts every workbook has.
const PARTS: [&str; 2] = ["[Content_Types].xml", "xl/workbook.xml"];

/// Refuses an archive that is no workbook or would unpack to too much.
///
/// # Errors
/// `archive_too_large`, `archive_nested`, `format_mismatch`, `file_damaged`.
pub fn check(file: &Path) -> Result<(), Fault> {
    let unreadable = |error: std::io::Error| fault::unreadable(file, &error);
    check_archive(File::open(file).map_err(unreadable)?)
}

/// Checks an open archive.
///
/// # Errors
/// As [`check`].
pub fn check_archive<R: Read + Seek>(reader: R) -> Result<(), Fault> {
    let mut archive = archive::open(reader, "XLSX", too_large)?;
    if !PARTS.iter().all(|part| archive.index_for_name(part).is_some()) {
        return Err(not_a_workbook());
    }
    let (mut unpacked, mut spans) = (0, Vec::new());
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|error| fault::damaged("XLSX", &error.to_string()))?;
        spans.push((entry.header_start(), entry.data_start().unwrap_or(u64::MAX), entry.compressed_size()));
        unpacked += drain(&mut entry, limits::UNPACKED - unpacked)?;
    }
    if overlap(&mut spans) { Err(fault::damaged("XLSX", "entries of the archive overlap")) } else { Ok(()) }
}

/// Unpacks an entry into nothing; the bytes it gave.
fn drain<R: Read>(entry: &mut ZipFile<'_, R>, limit: u64) -> Result<u64, Fault> {
    let damaged = |error: std::io::Error| fault::damaged("XLSX", &error.to_string());
    let mut magic = Vec::new();
    entry.take(4).read_to_end(&mut magic).map_err(damaged)?;
    if matches!(magic.as_slice(), b"PK\x03\x04" | b"PK\x05\x06") || magic.starts_with(&[0x1f, 0x8b]) {
        return Err(nested());
    }
    let size = copy(&mut entry.take(limit + 1), &mut sink()).map_err(damaged)? + magic.len() as u64;
    if size > limit { Err(too_large()) } else { Ok(size) }
}

/// Entries that share packed bytes make a small file unpack to a huge one.
fn overlap(spans: &mut [(u64, u64, u64)]) -> bool {
    spans.sort_unstable();
    spans.windows(2).any(|pair| pair[0].1.saturating_add(pair[0].2) > pair[1].0)
}

fn too_large() -> Fault {
    let (entries, size) = (limits::ARCHIVE_ENTRIES, limits::UNPACKED >> 20);
    Fault::new(
        "archive_too_large",
        format!(
            "Книга розпаковується в понад {size} МіБ або має понад {entries} частин. Поділіть її або збережіть як CSV."
        ),
        format!("The workbook unpacks to over {size} MiB or has over {entries} parts. Split it or save it as CSV."),
    )
}

fn nested() -> Fault {
    Fault::new(
        "archive_nested",
        "У книзі є вкладений архів або документ. Приберіть вкладені об’єкти чи збережіть аркуш як CSV.",
        "The workbook holds a nested archive or document. Remove embedded objects or save the sheet as CSV.",
    )
}

fn not_a_workbook() -> Fault {
    Fault::new(
        "format_mismatch",
        "Файл має розширення .xlsx, але не є книгою Excel. Збережіть таблицю як .xlsx.",
        "The file is called .xlsx but is no Excel workbook. Save the table as .xlsx.",
    )
}

#[cfg(test)]
mod tests;
