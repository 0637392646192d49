//! The pieces of a file: each has its length before it, in four bytes.

use super::{MAGIC, damaged};
use crate::fault;
use gis_core::record::Fault;
use std::io::{Read, copy, sink};

/// Bytes of the length before a piece.
const PREFIX: usize = 4;

/// Cuts a reader into pieces.
pub struct Frames<R> {
    reader: R,
    frame: Vec<u8>,
}

impl<R: Read> Frames<R> {
    /// Passes over the first bytes of the file.
    ///
    /// # Errors
    /// `file_damaged` when they are not those of the format.
    pub fn open(mut reader: R) -> Result<Self, Fault> {
        let mut magic = Vec::new();
        (&mut reader).take(MAGIC.len() as u64 + 1).read_to_end(&mut magic).map_err(broken)?;
        match magic.strip_prefix(&MAGIC) {
            Some([_]) => Ok(Self { reader, frame: Vec::new() }),
            Some(_) => Err(fault::truncated("FlatGeobuf")),
            None => Err(damaged("it is not of version 3")),
        }
    }

    /// The next piece with its length, or `None` at the end. The room for it grows with the bytes that are there,
    /// never with the length that the file names.
    ///
    /// # Errors
    /// A limit when it names more than `limit` bytes, `file_truncated` when they are not all there.
    pub fn next_frame(&mut self, limit: usize) -> Result<Option<&[u8]>, Fault> {
        self.frame.clear();
        match self.fill(PREFIX)? {
            0 => return Ok(None),
            PREFIX => {}
            _ => return Err(fault::truncated("FlatGeobuf")),
        }
        let size = self.frame.first_chunk().map_or(0, |prefix| u32::from_le_bytes(*prefix)) as usize;
        if size > limit {
            return Err(fault::too_large("Розмір частини FlatGeobuf", "The size of a part of the FlatGeobuf", limit));
        }
        if self.fill(size)? < size {
            return Err(fault::truncated("FlatGeobuf"));
        }
        Ok(Some(&self.frame))
    }

    /// Passes over so many bytes.
    ///
    /// # Errors
    /// `file_truncated`.
    pub fn skip(&mut self, size: u64) -> Result<(), Fault> {
        let passed = copy(&mut (&mut self.reader).take(size), &mut sink()).map_err(broken)?;
        if passed < size { Err(fault::truncated("FlatGeobuf")) } else { Ok(()) }
    }

    fn fill(&mut self, size: usize) -> Result<usize, Fault> {
        (&mut self.reader).take(size as u64).read_to_end(&mut self.frame).map_err(broken)
    }
}

fn broken(error: std::io::Error) -> Fault {
    damaged(&error.to_string())
}
