//! Where a reader puts what it reads.

use gis_core::record::{Fault, Note, Record, SourceInfo};

/// The receiver of a file: one `info`, then the records in file order, with notes among them.
pub trait Sink {
    /// The file is open.
    ///
    /// # Errors
    /// When nobody listens any more; the reader stops.
    fn info(&mut self, info: SourceInfo) -> Result<(), Fault>;

    /// The next record.
    ///
    /// # Errors
    /// When the record is over a limit or nobody listens any more; the reader stops.
    fn record(&mut self, record: Record) -> Result<(), Fault>;

    /// Something against the format that was read past, at any time after `info`.
    ///
    /// # Errors
    /// When nobody listens any more; the reader stops.
    fn note(&mut self, note: Note) -> Result<(), Fault>;
}

/// Keeps everything in memory: for tests and small files.
#[derive(Debug, Default)]
pub struct Collected {
    /// What was learnt of the file.
    pub info: Option<SourceInfo>,
    /// Its records.
    pub records: Vec<Record>,
    /// What was read past.
    pub notes: Vec<Note>,
}

impl Sink for Collected {
    fn info(&mut self, info: SourceInfo) -> Result<(), Fault> {
        self.info = Some(info);
        Ok(())
    }

    fn record(&mut self, record: Record) -> Result<(), Fault> {
        self.records.push(record);
        Ok(())
    }

    fn note(&mut self, note: Note) -> Result<(), Fault> {
        self.notes.push(note);
        Ok(())
    }
}
