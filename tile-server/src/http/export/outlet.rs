//! From a thread that writes a file to the body of an answer.

use axum::body::{Body, Bytes};
use futures::StreamExt;
use std::io::{Error, ErrorKind, Write};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, timeout_at};

/// Bytes sent at once.
const CHUNK: usize = 64 << 10;
/// Chunks that wait for the client; with them full the writer pauses.
const QUEUE: usize = 8;
/// Longest time that a client may take no bytes.
const STALL: Duration = Duration::from_secs(30);

/// A part of the file, or its end: a body that stops without one is broken off.
type Chunk = Option<Bytes>;

/// Where the file is written to.
pub struct Outlet {
    chunks: Sender<Chunk>,
    buffer: Vec<u8>,
    until: Instant,
    runtime: Handle,
}

impl Outlet {
    /// An outlet and the body it fills, for so long.
    pub fn open(time: Duration) -> (Self, Body) {
        let (chunks, receiver) = channel(QUEUE);
        let outlet = Self { chunks, buffer: Vec::new(), until: Instant::now() + time, runtime: Handle::current() };
        (outlet, Body::from_stream(futures::stream::unfold(Some(receiver), next).fuse()))
    }

    /// Tells whether anybody still waits for the file.
    pub fn watch(&self) -> impl Fn() -> bool + Send + 'static {
        let (chunks, until) = (self.chunks.clone(), self.until);
        move || !chunks.is_closed() && Instant::now() < until
    }

    /// The file is whole.
    ///
    /// # Errors
    /// When nobody takes the rest.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.flush()?;
        self.send(None)
    }

    fn send(&self, chunk: Chunk) -> std::io::Result<()> {
        let until = self.until.min(Instant::now() + STALL);
        match self.runtime.block_on(timeout_at(until, self.chunks.send(chunk))) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Error::from(ErrorKind::BrokenPipe)),
            Err(_) => Err(Error::from(ErrorKind::TimedOut)),
        }
    }
}

async fn next(receiver: Option<Receiver<Chunk>>) -> Option<(std::io::Result<Bytes>, Option<Receiver<Chunk>>)> {
    let mut receiver = receiver?;
    match receiver.recv().await {
        Some(Some(bytes)) => Some((Ok(bytes), Some(receiver))),
        Some(None) => None,
        None => Some((Err(Error::other("the file was not finished")), None)),
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let full = std::mem::take(&mut self.buffer);
        self.send(Some(full.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    #[tokio::test]
    async fn a_file_that_is_not_finished_breaks_the_answer_off() {
        for is_whole in [true, false] {
            let (mut outlet, body) = Outlet::open(DEADLINE);
            let thread = tokio::task::spawn_blocking(move || {
                outlet.write_all(b"half").unwrap();
                outlet.flush().unwrap();
                if is_whole {
                    outlet.finish().unwrap();
                }
            });
            let read = to_bytes(body, 100).await;
            thread.await.unwrap();
            assert_eq!(read.is_ok(), is_whole);
        }
    }

    #[tokio::test]
    async fn a_client_that_left_is_noticed() {
        let (mut outlet, body) = Outlet::open(DEADLINE);
        let is_wanted = outlet.watch();
        assert!(is_wanted());
        drop(body);
        assert!(!is_wanted());
        let written = tokio::task::spawn_blocking(move || outlet.write_all(&[0; CHUNK])).await.unwrap();
        assert_eq!(written.unwrap_err().kind(), ErrorKind::BrokenPipe);
    }

    const DEADLINE: Duration = Duration::from_secs(5);
}
