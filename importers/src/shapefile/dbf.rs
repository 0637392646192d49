//! The .dbf (dBASE III/IV table): a header, a descriptor per column, rows of fixed width.

use super::bytes::{exact, failed, fill};
use super::dbf_value::{Kind, value};
use crate::encoding::TextEncoding;
use crate::{fault, limits};
use encoding_rs::{Encoding, IBM866, WINDOWS_1250, WINDOWS_1251};
use gis_core::record::{Fault, RawValue};
use std::io::{Read, Seek, SeekFrom};

/// Bytes of the header and of each column descriptor.
const DESCRIPTOR: usize = 32;

/// What the first byte of a row is when it is deleted but not yet packed away.
const DELETED: u8 = b'*';

/// A table, open at its first row.
pub struct Dbf<R> {
    reader: R,
    /// Rows, deleted ones included.
    pub count: u32,
    language: u8,
    start: u64,
    row_size: usize,
    fields: Vec<Field>,
    row: Vec<u8>,
}

struct Field {
    name: Vec<u8>,
    kind: Kind,
    start: usize,
    end: usize,
}

impl<R: Read + Seek> Dbf<R> {
    /// Reads the header and the column descriptors.
    pub fn open(mut reader: R) -> Result<Self, Fault> {
        let header: [u8; DESCRIPTOR] = exact(&mut reader, ".dbf")?;
        let start = u16::from_le_bytes([header[8], header[9]]);
        let row_size = usize::from(u16::from_le_bytes([header[10], header[11]]));
        let fields = fields(&mut reader, usize::from(start), row_size)?;
        reader.seek(SeekFrom::Start(u64::from(start))).map_err(|error| failed(&error, ".dbf"))?;
        Ok(Self {
            reader,
            count: u32::from_le_bytes([header[4], header[5], header[6], header[7]]),
            language: header[29],
            start: u64::from(start),
            row_size,
            fields,
            row: Vec::new(),
        })
    }

    /// The encoding of the language byte. 0x00 says nothing; 0x57 ("the system's") and 0x03 (Western European) are
    /// what programs write without asking and say nothing either.
    pub fn language(&self) -> Option<&'static Encoding> {
        match self.language {
            0xc9 => Some(WINDOWS_1251),
            0x26 | 0x65 => Some(IBM866),
            0xc8 => Some(WINDOWS_1250),
            _ => None,
        }
    }

    /// The column names as text.
    pub fn columns(&self, encoding: TextEncoding) -> Result<Vec<String>, Fault> {
        let name = |field: &Field| {
            encoding.decode(&field.name).ok_or_else(|| fault::encoding_mismatch(encoding.encoding.name(), ".dbf"))
        };
        self.fields.iter().map(name).collect()
    }

    /// Text beyond ASCII from the names and the rows, up to about `limit` bytes; the table is at its first row again.
    pub fn sample(&mut self, limit: usize) -> Result<Vec<u8>, Fault> {
        let mut sample = Vec::new();
        let mut keep = |bytes: &[u8]| {
            if !bytes.is_ascii() {
                sample.extend_from_slice(bytes.trim_ascii());
                sample.push(b'\n');
            }
            sample.len() < limit
        };
        self.fields.iter().all(|field| keep(&field.name));
        for _ in 0..self.count {
            fill(&mut self.reader, &mut self.row, self.row_size, ".dbf")?;
            let texts = self.fields.iter().filter(|field| field.kind == Kind::Text);
            if !texts.map(|field| &self.row[field.start..field.end]).all(&mut keep) {
                break;
            }
        }
        self.reader.seek(SeekFrom::Start(self.start)).map_err(|error| failed(&error, ".dbf"))?;
        Ok(sample)
    }

    /// The values of the next row; `None` when the row is deleted.
    pub fn next_row(&mut self, encoding: TextEncoding) -> Result<Option<Vec<RawValue>>, Fault> {
        fill(&mut self.reader, &mut self.row, self.row_size, ".dbf")?;
        if self.row.first() == Some(&DELETED) {
            return Ok(None);
        }
        let read = |field: &Field| {
            let bytes = &self.row[field.start..field.end];
            value(field.kind, bytes, encoding)
                .map_err(|()| fault::encoding_mismatch(encoding.encoding.name(), &String::from_utf8_lossy(&field.name)))
        };
        self.fields.iter().map(read).collect::<Result<_, _>>().map(Some)
    }
}

fn fields(reader: &mut impl Read, start: usize, row_size: usize) -> Result<Vec<Field>, Fault> {
    let mut fields = Vec::new();
    let mut at = 1usize;
    // The descriptors end with a carriage return; some programs leave more bytes between it and the rows.
    while (fields.len() + 2) * DESCRIPTOR < start + DESCRIPTOR {
        let first: [u8; 1] = exact(reader, ".dbf")?;
        if first == [b'\r'] {
            break;
        }
        let rest: [u8; DESCRIPTOR - 1] = exact(reader, ".dbf")?;
        let name: Vec<u8> = first.iter().chain(&rest[..10]).copied().take_while(|byte| *byte != 0).collect();
        let end = at + usize::from(rest[15]);
        let kind = Kind::of(rest[10]).ok_or_else(|| unsupported(&name, rest[10]))?;
        fields.push(Field { name, kind, start: at, end });
        at = end;
    }
    match (at <= row_size, fields.len()) {
        (true, 1..=limits::COLUMNS) => Ok(fields),
        _ => Err(fault::damaged(".dbf", "columns and row length disagree")),
    }
}

fn unsupported(name: &[u8], kind: u8) -> Fault {
    let (name, kind) = (String::from_utf8_lossy(name), char::from(kind).escape_default().to_string());
    Fault::new(
        "dbf_field_type",
        format!(
            "Стовпець «{name}» має тип {kind}, який не читається (лише C, N, F, L, D). Вивантажте дані в GeoPackage."
        ),
        format!(
            "The column \"{name}\" has the type {kind}, which is not read (only C, N, F, L, D). Export to GeoPackage."
        ),
    )
}
