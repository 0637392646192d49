//! The pipe between the worker and the program: frames of a little-endian `u32` length and a postcard [`Message`].

use crate::{fault, limits, sink::Sink};
use gis_core::record::{Fault, Message, Note, Record, SourceInfo};
use std::io::Write;

/// Frames are gathered to this many bytes before they are written, so that a small record costs no system call.
const WRITE_AT: usize = 256 << 10;

/// Bytes of the length before each frame.
const PREFIX: usize = 4;

/// Writes messages as frames.
pub struct FrameWriter<W: Write> {
    out: W,
    buffer: Vec<u8>,
    records: u64,
}

impl<W: Write> FrameWriter<W> {
    /// A writer that has written nothing yet.
    pub fn new(out: W) -> Self {
        Self { out, buffer: Vec::with_capacity(2 * WRITE_AT), records: 0 }
    }

    /// Ends the stream with the count of records, or with the fault that stopped it.
    ///
    /// # Errors
    /// When nobody reads the pipe any more.
    pub fn finish(&mut self, result: Result<(), Fault>) -> Result<(), Fault> {
        let records = self.records;
        self.push(&result.map_or_else(Message::Fault, |()| Message::End { records }))?;
        self.flush()
    }

    fn push(&mut self, message: &Message) -> Result<(), Fault> {
        let start = self.buffer.len();
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.extend_from_slice(&[0; PREFIX]);
        self.buffer = postcard::to_extend(message, buffer).map_err(|error| broken(&error.to_string()))?;
        let size = self.buffer.len() - start - PREFIX;
        if size > limits::RECORD {
            self.buffer.truncate(start);
            return Err(fault::too_large("Розмір запису", "The size of the record", limits::RECORD));
        }
        let prefix = u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes();
        self.buffer[start..start + PREFIX].copy_from_slice(&prefix);
        if self.buffer.len() >= WRITE_AT { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Fault> {
        let written = self.out.write_all(&self.buffer).and_then(|()| self.out.flush());
        self.buffer.clear();
        written.map_err(|error| broken(&error.to_string()))
    }
}

impl<W: Write> Sink for FrameWriter<W> {
    fn info(&mut self, info: SourceInfo) -> Result<(), Fault> {
        self.push(&Message::Info(info))?;
        self.flush()
    }

    fn record(&mut self, record: Record) -> Result<(), Fault> {
        let number = record.number;
        self.push(&Message::Record(record)).map_err(|fault| fault.at(number))?;
        self.records += 1;
        Ok(())
    }

    fn note(&mut self, note: Note) -> Result<(), Fault> {
        self.push(&Message::Note(note))
    }
}

/// Cuts the bytes of the pipe into messages.
#[derive(Debug, Default)]
pub struct Frames {
    buffer: Vec<u8>,
    at: usize,
}

impl Frames {
    /// Adds what came through the pipe.
    pub fn feed(&mut self, chunk: Vec<u8>) {
        self.buffer.drain(..self.at);
        self.at = 0;
        if self.buffer.is_empty() {
            self.buffer = chunk;
        } else {
            self.buffer.extend_from_slice(&chunk);
        }
    }

    /// The next whole message, `None` when more bytes are needed.
    ///
    /// # Errors
    /// `worker_protocol` when the bytes are no message or a frame is over [`limits::RECORD`].
    pub fn next_message(&mut self) -> Result<Option<Message>, Fault> {
        let rest = &self.buffer[self.at..];
        let Some((prefix, body)) = rest.split_first_chunk::<PREFIX>() else { return Ok(None) };
        let size = u32::from_le_bytes(*prefix) as usize;
        if size > limits::RECORD {
            return Err(broken("a frame is over the limit"));
        }
        let Some(frame) = body.get(..size) else { return Ok(None) };
        let message = postcard::from_bytes(frame).map_err(|error| broken(&error.to_string()))?;
        self.at += PREFIX + size;
        Ok(Some(message))
    }
}

fn broken(why: &str) -> Fault {
    Fault::new(
        "worker_protocol",
        format!("Зв’язок із процесом читання порушено: {why}. Повторіть; якщо повториться, повідомте розробників."),
        format!("The link to the reading process is broken: {why}. Try again; if it happens again, report it."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::{geometry::Geometry, record::RawValue};

    fn record(number: u64) -> Record {
        Record {
            number,
            values: vec![RawValue::Text("вулиця".into()), RawValue::Null],
            geometry: Some(Geometry::point(33.4, 47.9)),
            geometry_fault: None,
        }
    }

    #[test]
    fn records_come_back_as_they_were_sent_however_the_pipe_cuts_them() {
        let mut bytes = Vec::new();
        let mut writer = FrameWriter::new(&mut bytes);
        (1..=3).for_each(|number| writer.record(record(number)).unwrap());
        let note = Note { record: Some(3), code: "odd".into(), uk: "дивно".into(), en: "odd".into() };
        writer.note(note.clone()).unwrap();
        writer.finish(Ok(())).unwrap();
        let (mut frames, mut messages) = (Frames::default(), Vec::new());
        for chunk in bytes.chunks(7) {
            frames.feed(chunk.to_vec());
            while let Some(message) = frames.next_message().unwrap() {
                messages.push(message);
            }
        }
        assert_eq!(messages.len(), 5);
        assert_eq!(messages[3..], [Message::Note(note), Message::End { records: 3 }]);
        let Message::Record(second) = &messages[1] else { panic!("a record was expected") };
        assert_eq!((second.number, &second.values), (2, &record(2).values));
    }

    #[test]
    fn a_frame_that_claims_four_gigabytes_is_refused() {
        let mut frames = Frames::default();
        frames.feed(vec![0xff; 8]);
        assert_eq!(frames.next_message().unwrap_err().code, "worker_protocol");
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes: Vec<u8>) {
            let mut frames = Frames::default();
            frames.feed(bytes);
            while let Ok(Some(_)) = frames.next_message() {}
        }
    }
}
