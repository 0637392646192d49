//! A stretch of the file in memory that moves forward record by record.

use super::cursor::{Cursor, Stop};
use crate::{fault, limits};
use gis_core::record::Fault;
use std::io::Read;

/// Bytes held at first; doubled for a record that is longer, up to [`limits::RECORD`].
const START: usize = 1 << 20;

/// The bytes between what is done and what is read.
pub struct Window<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    eof: bool,
}

impl<R: Read> Window<R> {
    /// A window at the start of the file.
    pub fn new(reader: R) -> Self {
        Self { reader, buffer: vec![0; START], start: 0, end: 0, eof: false }
    }

    /// Runs `parse` on what is held; when that ends too early, reads more and runs it again from the same place. So
    /// `parse` must do nothing that may not be done twice.
    ///
    /// # Errors
    /// The fault of the parser, or of reading.
    pub fn parse<T>(&mut self, mut parse: impl FnMut(&mut Cursor) -> Result<T, Stop>) -> Result<T, Fault> {
        loop {
            let mut cursor = Cursor::new(&self.buffer[self.start..self.end], self.eof);
            match parse(&mut cursor) {
                Ok(value) => {
                    self.start += cursor.at;
                    return Ok(value);
                }
                Err(Stop::More) if !self.eof => self.fill()?,
                Err(stop) => return Err(stop.into_fault()),
            }
        }
    }

    /// Like [`Self::parse`], but stays where it is.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn peek<T>(&mut self, mut parse: impl FnMut(&mut Cursor) -> Result<T, Stop>) -> Result<T, Fault> {
        self.parse(|cursor| {
            let value = parse(cursor)?;
            cursor.at = 0;
            Ok(value)
        })
    }

    fn fill(&mut self) -> Result<(), Fault> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == self.buffer.len() {
            if self.end >= limits::RECORD {
                return Err(fault::too_large("Розмір запису", "The size of the record", limits::RECORD));
            }
            self.buffer.resize(self.end * 2, 0);
        }
        while self.end < self.buffer.len() {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.eof = true;
                    break;
                }
                Ok(size) => self.end += size,
                Err(error) => return Err(fault::damaged("JSON", &error.to_string())),
            }
        }
        Ok(())
    }
}
