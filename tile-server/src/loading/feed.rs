//! Records from a blocking reader to the async pipeline, in chunks, with a bounded queue between.

use super::LoadError;
use gis_core::record::{Fault, Record};
use tokio::sync::mpsc::{Receiver, channel};

/// Records of one chunk.
const CHUNK: usize = 512;
/// Chunks that wait for the pipeline; with them full the reader pauses.
const QUEUE: usize = 8;

/// A stream of chunks.
pub struct Records {
    chunks: Receiver<Result<Vec<Record>, Fault>>,
}

impl Records {
    /// Reads an iterator on a thread of its own.
    pub fn read(records: impl Iterator<Item = Result<Record, Fault>> + Send + 'static) -> Self {
        let (sender, chunks) = channel(QUEUE);
        tokio::task::spawn_blocking(move || {
            let mut chunk = Vec::with_capacity(CHUNK);
            for record in records {
                match record {
                    Ok(record) => chunk.push(record),
                    Err(fault) => {
                        // Nobody listens any more: then nobody misses the fault either.
                        let _ = sender.blocking_send(Err(fault));
                        return;
                    }
                }
                if chunk.len() == CHUNK && sender.blocking_send(Ok(std::mem::take(&mut chunk))).is_err() {
                    return;
                }
            }
            let _ = sender.blocking_send(Ok(chunk));
        });
        Self { chunks }
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// The fault that ended the file.
    pub async fn next(&mut self) -> Result<Option<Vec<Record>>, LoadError> {
        match self.chunks.recv().await {
            None => Ok(None),
            Some(Ok(chunk)) => Ok(Some(chunk)),
            Some(Err(fault)) => Err(fault.into()),
        }
    }
}
