//! ZIP archives that somebody else made: few entries, and a directory that is read only once it is known to be small.

use crate::{fault, limits};
use gis_core::record::Fault;
use std::io::{Read, Seek, SeekFrom};
use zip::ZipArchive;

/// Bytes of the end of the archive's directory that are looked at before the directory itself, and its signature.
const TAIL: i64 = 66_000;
const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";

/// Where in the end record the number of entries stands.
const ENTRY_COUNT: usize = 10;

/// Opens an archive of at most [`limits::ARCHIVE_ENTRIES`] entries.
///
/// # Errors
/// `file_truncated`, `file_damaged`, or `too_large` when there are more.
pub fn open<R: Read + Seek>(mut reader: R, format: &str, too_large: fn() -> Fault) -> Result<ZipArchive<R>, Fault> {
    if !few_entries(&mut reader, format)? {
        return Err(too_large());
    }
    let archive = ZipArchive::new(reader).map_err(|error| fault::damaged(format, &error.to_string()))?;
    if archive.len() > limits::ARCHIVE_ENTRIES { Err(too_large()) } else { Ok(archive) }
}

/// The directory is read as a whole by the library, so a million entries are refused before.
fn few_entries(reader: &mut (impl Read + Seek), format: &str) -> Result<bool, Fault> {
    let damaged = |error: std::io::Error| fault::damaged(format, &error.to_string());
    let size = reader.seek(SeekFrom::End(0)).map_err(damaged)?;
    let start = size.saturating_sub(TAIL.unsigned_abs());
    let mut tail = Vec::new();
    reader.seek(SeekFrom::Start(start)).map_err(damaged)?;
    reader.take(TAIL.unsigned_abs()).read_to_end(&mut tail).map_err(damaged)?;
    let record = memchr::memmem::rfind(&tail, END_OF_DIRECTORY).map(|at| &tail[at..]);
    match record.and_then(|record| record.get(ENTRY_COUNT..ENTRY_COUNT + 2)) {
        Some([low, high]) => Ok(usize::from(u16::from_le_bytes([*low, *high])) <= limits::ARCHIVE_ENTRIES),
        _ => Err(fault::truncated(format)),
    }
}
