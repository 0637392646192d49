//! Bytes of any text encoding as UTF-8, a piece at a time.

use encoding_rs::{Decoder, DecoderResult, Encoding};
use std::io::{self, Read};

/// Bytes that are decoded at once.
const PIECE: usize = 64 << 10;

/// Reads text of an encoding as UTF-8, without a byte order mark. Bytes that are no text of the encoding end it with
/// [`io::ErrorKind::InvalidData`]: nothing is replaced.
pub struct Decoded<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    /// The text of `input`.
    pub fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { input, decoder, raw: vec![0; PIECE], text: Vec::new(), at: 0, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let size = self.input.read(&mut self.raw)?;
        self.ended = size == 0;
        let room = self.decoder.max_utf8_buffer_length_without_replacement(size).ok_or(io::ErrorKind::OutOfMemory)?;
        self.text.resize(room, 0);
        let (result, _, written) =
            self.decoder.decode_to_utf8_without_replacement(&self.raw[..size], &mut self.text, self.ended);
        self.text.truncate(written);
        self.at = 0;
        if result == DecoderResult::InputEmpty { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.fill()?;
        }
        let rest = &self.text[self.at..];
        let size = rest.len().min(buffer.len());
        buffer[..size].copy_from_slice(&rest[..size]);
        self.at += size;
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{IBM866, UTF_8, WINDOWS_1251};

    fn text(bytes: &[u8], encoding: &'static Encoding) -> io::Result<String> {
        io::read_to_string(Decoded::new(bytes, encoding))
    }

    #[test]
    fn every_encoding_becomes_the_same_text() {
        let street = "вулиця Соборна ".repeat(20_000);
        for encoding in [UTF_8, WINDOWS_1251, IBM866] {
            assert_eq!(text(&encoding.encode(&street).0, encoding).unwrap(), street);
        }
        assert_eq!(text("\u{feff}вулиця".as_bytes(), UTF_8).unwrap(), "вулиця");
    }

    #[test]
    fn bytes_that_are_no_text_of_the_encoding_are_an_error() {
        let found = text(&WINDOWS_1251.encode("вулиця").0, UTF_8);
        assert_eq!(found.unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert_eq!(text(b"\xd0", UTF_8).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
