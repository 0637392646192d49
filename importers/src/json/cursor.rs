//! The tokens of JSON (RFC 8259), read from bytes in memory without recursion and without building a tree.

use crate::{fault, limits};
use gis_core::record::Fault;
use std::borrow::Cow;

/// Why a parse stopped.
#[derive(Debug)]
pub enum Stop {
    /// The bytes end here; with more of them it may go on.
    More,
    /// This is not JSON, or not the JSON that was expected.
    Bad(&'static str),
    /// The nesting is over [`limits::JSON_DEPTH`].
    Deep,
    /// The geometry cannot be taken (a code of [`crate::geometry`]); the record can.
    Geometry(&'static str),
    /// Another fault, ready to be shown.
    Fault(Box<Fault>),
}

impl Stop {
    /// The fault a person sees.
    pub fn into_fault(self) -> Fault {
        match self {
            Self::More => fault::truncated("JSON"),
            Self::Bad(why) | Self::Geometry(why) => Fault::new(
                "json_invalid",
                format!("Файл не є правильним JSON: {why}. Вивантажте його ще раз."),
                format!("The file is not valid JSON: {why}. Export it again."),
            ),
            Self::Deep => Fault::new(
                "json_too_deep",
                format!("Вкладеність JSON перевищує {} рівні; такі файли не приймаються.", limits::JSON_DEPTH),
                format!("The JSON is nested deeper than {} levels; such files are refused.", limits::JSON_DEPTH),
            ),
            Self::Fault(fault) => *fault,
        }
    }
}

/// For each byte, whether a number or word ends before it.
const ENDS: [bool; 256] = among(b",]}:\"[{ \n\r\t");

/// For each byte, whether a string must be looked at there: its end, an escape, or a byte it may not hold.
const STRING_STOPS: [bool; 256] = {
    let mut table = among(b"\"\\");
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = true;
        byte += 1;
    }
    table
};

/// For each byte, whether it is a bracket or the quote before a string.
const STRUCTURE: [bool; 256] = among(b"\"[]{}");

const fn among(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// A place in the bytes.
pub struct Cursor<'a> {
    bytes: &'a [u8],
    /// How many bytes are behind.
    pub at: usize,
    last: bool,
}

impl<'a> Cursor<'a> {
    /// A cursor at the start of `bytes`; `last` says that nothing follows them.
    pub const fn new(bytes: &'a [u8], last: bool) -> Self {
        Self { bytes, at: 0, last }
    }

    /// The next byte that is not white space, without passing it.
    pub fn peek(&mut self) -> Result<u8, Stop> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return Ok(*byte),
                None => return Err(self.ended()),
            }
        }
    }

    /// Passes the byte order mark some programs begin a file with.
    pub fn skip_mark(&mut self) -> Result<(), Stop> {
        if self.bytes.len() < 3 && !self.last {
            return Err(Stop::More);
        }
        if self.bytes.starts_with(b"\xef\xbb\xbf") {
            self.at = 3;
        }
        Ok(())
    }

    /// Passes the record separators of RFC 8142.
    pub fn skip_separator(&mut self) -> Result<(), Stop> {
        while !self.at_end()? && self.bytes[self.at] == 0x1e {
            self.at += 1;
        }
        Ok(())
    }

    /// True when only white space is left.
    pub fn at_end(&mut self) -> Result<bool, Stop> {
        match self.peek() {
            Ok(_) => Ok(false),
            Err(Stop::More) if !self.last => Err(Stop::More),
            Err(_) => Ok(true),
        }
    }

    /// Passes `byte` when it is next.
    pub fn take(&mut self, byte: u8) -> Result<bool, Stop> {
        let next = self.peek()? == byte;
        self.at += usize::from(next);
        Ok(next)
    }

    /// Passes `byte`, which must be next.
    pub fn expect(&mut self, byte: u8, why: &'static str) -> Result<(), Stop> {
        if self.take(byte)? { Ok(()) } else { Err(Stop::Bad(why)) }
    }

    /// Passes the comma before a further item of a list or object; false at its closing bracket, which is passed too.
    pub fn next_item(&mut self, first: bool, close: u8) -> Result<bool, Stop> {
        if self.take(close)? {
            return Ok(false);
        }
        if !first {
            self.expect(b',', "a comma or a closing bracket is missing")?;
        }
        Ok(true)
    }

    /// A member's name and the colon behind it.
    pub fn key(&mut self) -> Result<Cow<'a, str>, Stop> {
        let key = self.string()?;
        self.expect(b':', "a colon is missing")?;
        Ok(key)
    }

    /// A string.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Stop> {
        let start = self.at_quote()?;
        let escaped = self.skip_string()?;
        let token = &self.bytes[start..self.at];
        if escaped {
            return serde_json::from_slice(token).map(Cow::Owned).map_err(|_| Stop::Bad("a string has a wrong escape"));
        }
        let text = std::str::from_utf8(&token[1..token.len() - 1]);
        text.map(Cow::Borrowed).map_err(|_| Stop::Bad("a string is not UTF-8"))
    }

    fn at_quote(&mut self) -> Result<usize, Stop> {
        if self.peek()? == b'"' { Ok(self.at) } else { Err(Stop::Bad("a string is missing")) }
    }

    /// Passes a string; true when it has escapes.
    fn skip_string(&mut self) -> Result<bool, Stop> {
        let mut escaped = false;
        let mut at = self.at + 1;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let Some(step) = rest.iter().position(|byte| STRING_STOPS[usize::from(*byte)]) else {
                return Err(self.ended());
            };
            at += step;
            match rest[step] {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    at += 2;
                }
                _ => return Err(Stop::Bad("a string holds a control character")),
            }
        }
        self.at = at + 1;
        Ok(escaped)
    }

    /// The bytes of a number or a word such as `null`.
    pub fn scalar(&mut self) -> Result<&'a [u8], Stop> {
        self.peek()?;
        let rest = &self.bytes[self.at..];
        let size = match rest.iter().position(|byte| ENDS[usize::from(*byte)]) {
            Some(size) => size,
            None if self.last => rest.len(),
            None if rest.len() > limits::NUMBER => return Err(Stop::Bad("a number is too long")),
            None => return Err(Stop::More),
        };
        self.at += size;
        match size {
            0 => Err(Stop::Bad("a value is missing")),
            1..=limits::NUMBER => Ok(&rest[..size]),
            _ => Err(Stop::Bad("a number is too long")),
        }
    }

    /// Passes a value of any kind and gives its bytes. Nested values are not checked, only their brackets counted.
    pub fn skip(&mut self) -> Result<&'a [u8], Stop> {
        let first = self.peek()?;
        let start = self.at;
        match first {
            b'"' => drop(self.skip_string()?),
            b'{' | b'[' => self.skip_nested()?,
            _ => drop(self.scalar()?),
        }
        Ok(&self.bytes[start..self.at])
    }

    fn skip_nested(&mut self) -> Result<(), Stop> {
        let mut depth = 0usize;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(step) = rest.iter().position(|byte| STRUCTURE[usize::from(*byte)]) else {
                return Err(self.ended());
            };
            self.at += step;
            match rest[step] {
                b'"' => {
                    self.skip_string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                _ => depth -= 1,
            }
            self.at += 1;
            match depth {
                0 => return Ok(()),
                1..=limits::JSON_DEPTH => {}
                _ => return Err(Stop::Deep),
            }
        }
    }

    fn ended(&self) -> Stop {
        if self.last { Stop::Bad("the file ends too early") } else { Stop::More }
    }
}
