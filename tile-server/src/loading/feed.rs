//! Records from a blocking reader to the async pipeline, in chunks, with a bounded queue between.

use super::LoadError;
use gis_core::record::{Fault, Note, Record};
use importers::Source;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Records of one chunk.
const CHUNK: usize = 512;
/// Chunks that wait for the pipeline; with them full the reader pauses.
const QUEUE: usize = 8;

/// Some records, and what their reader noted meanwhile.
#[derive(Default)]
pub struct Chunk {
    /// The records in file order.
    pub records: Vec<Record>,
    /// The notes, about these records or others.
    pub notes: Vec<Note>,
}

/// A stream of chunks.
pub struct Records {
    chunks: Receiver<Result<Chunk, Fault>>,
}

impl Records {
    /// Reads an open file on a thread of its own.
    pub fn read(source: Source) -> Self {
        Self::pump(source, Source::take_notes)
    }

    /// Hands on records that are there already.
    pub fn given(records: Vec<Record>) -> Self {
        Self::pump(records.into_iter().map(Ok), |_| Vec::new())
    }

    fn pump<I>(records: I, notes: fn(&mut I) -> Vec<Note>) -> Self
    where
        I: Iterator<Item = Result<Record, Fault>> + Send + 'static,
    {
        let (sender, chunks) = channel(QUEUE);
        tokio::task::spawn_blocking(move || {
            if let Err(fault) = send_all(records, notes, &sender) {
                // Nobody listens any more: then nobody misses the fault either.
                let _ = sender.blocking_send(Err(fault));
            }
        });
        Self { chunks }
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// The fault that ended the file.
    pub async fn next(&mut self) -> Result<Option<Chunk>, LoadError> {
        match self.chunks.recv().await {
            None => Ok(None),
            Some(Ok(chunk)) => Ok(Some(chunk)),
            Some(Err(fault)) => Err(fault.into()),
        }
    }
}

fn send_all<I>(
    mut records: I,
    notes: fn(&mut I) -> Vec<Note>,
    sender: &Sender<Result<Chunk, Fault>>,
) -> Result<(), Fault>
where
    I: Iterator<Item = Result<Record, Fault>>,
{
    let mut chunk = Chunk::default();
    while let Some(record) = records.next() {
        chunk.records.push(record?);
        chunk.notes.append(&mut notes(&mut records));
        if chunk.records.len() == CHUNK && sender.blocking_send(Ok(std::mem::take(&mut chunk))).is_err() {
            return Ok(());
        }
    }
    chunk.notes.append(&mut notes(&mut records));
    // Without a listener there is nothing left to do.
    let _ = sender.blocking_send(Ok(chunk));
    Ok(())
}
