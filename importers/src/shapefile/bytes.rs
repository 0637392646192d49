//! Numbers out of bytes that may end at any place.

use crate::fault;
use gis_core::record::Fault;
use std::io::{ErrorKind, Read};

/// Bytes of one record, read from the front.
pub struct Bytes<'a>(pub &'a [u8]);

impl Bytes<'_> {
    /// The next `N` bytes; `None` at the end.
    pub fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    /// Passes `count` bytes.
    pub fn skip(&mut self, count: usize) -> Option<()> {
        self.0 = self.0.get(count..)?;
        Some(())
    }

    /// A little-endian whole number that may not be negative.
    pub fn count(&mut self) -> Option<usize> {
        usize::try_from(i32::from_le_bytes(self.take()?)).ok()
    }

    /// A little-endian `f64`.
    pub fn float(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes)
    }
}

/// Exactly `N` bytes of a file.
///
/// # Errors
/// `file_truncated`.
pub fn exact<const N: usize>(reader: &mut impl Read, part: &str) -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes).map_err(|error| failed(&error, part))?;
    Ok(bytes)
}

/// Fills `buffer` with exactly `size` bytes. Memory grows with what is read, not with what the file claims.
///
/// # Errors
/// `file_truncated`.
pub fn fill(reader: &mut impl Read, buffer: &mut Vec<u8>, size: usize, part: &str) -> Result<(), Fault> {
    buffer.clear();
    let read = reader.take(size as u64).read_to_end(buffer).map_err(|error| failed(&error, part))?;
    if read == size { Ok(()) } else { Err(fault::truncated(part)) }
}

/// The fault of a failed read.
pub fn failed(error: &std::io::Error, part: &str) -> Fault {
    match error.kind() {
        ErrorKind::UnexpectedEof => fault::truncated(part),
        _ => fault::damaged(part, &error.to_string()),
    }
}
