//! Every bound a file meets, by name.

/// Vertices of one record.
pub const VERTICES: usize = 1_000_000;

/// Columns of a file.
pub const COLUMNS: usize = 1_000;

/// Bytes of one text value, and of one nested JSON value.
pub const TEXT: usize = 1 << 20;

/// Bytes of one record, in the file and on the wire.
pub const RECORD: usize = 64 << 20;

/// Levels of nesting in JSON; a multi-polygon in a feature collection has eight.
pub const JSON_DEPTH: usize = 32;

/// Digits of one number in JSON; more is an attack or a mistake.
pub const NUMBER: usize = 400;

/// Bytes at the start of a file by which its format is known.
pub const SNIFF: usize = 64 << 10;

/// Bytes by which the separator and the encoding of a table are known.
pub const SAMPLE: usize = 1 << 20;

/// Entries of a workbook's archive.
pub const ARCHIVE_ENTRIES: usize = 200;

/// Bytes a workbook may unpack to, counted as they leave the decoder.
pub const UNPACKED: u64 = 256 << 20;

/// Nested brackets of WKT text: a multi-polygon has three.
pub const WKT_DEPTH: usize = 4;
