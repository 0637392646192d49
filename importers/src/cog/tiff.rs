//! The tables (image file directories) of a TIFF 6.0 or BigTIFF: as much of them as tells the layout.

use crate::fault;
use gis_core::record::Fault;
use std::collections::HashSet;
use std::io::{ErrorKind, Read, Seek, SeekFrom};

/// Images of one file: versions and masks.
const IMAGES: usize = 64;
/// Entries of one table; TIFF has some 100 tags.
const ENTRIES: u64 = 4096;
/// Tiles of one image whose places are looked at; with 512 pixels a side they are 270 Gpx.
const TILES: u64 = 1 << 20;

/// Tags of the specification.
const SUBFILE: u64 = 254;
const WIDTH: u64 = 256;
const HEIGHT: u64 = 257;
const STRIP_OFFSETS: u64 = 273;
const STRIP_SIZES: u64 = 279;
const TILE_OFFSETS: u64 = 324;
const TILE_SIZES: u64 = 325;

/// Bit of [`SUBFILE`]: the image is a mask of another one.
const MASK: u64 = 4;

/// One image of a file.
#[derive(Debug, Clone, Default)]
pub struct Image {
    /// Pixels.
    pub width: u64,
    /// Pixels.
    pub height: u64,
    /// Cut into tiles, not strips.
    pub tiled: bool,
    /// A mask of another image.
    pub mask: bool,
    /// Where its table stands.
    pub table: u64,
    /// Where its first pixels stand.
    pub data: Option<u64>,
}

/// The images in the order of their tables.
///
/// # Errors
/// `file_truncated`, `file_damaged`.
pub fn images(reader: impl Read + Seek) -> Result<Vec<Image>, Fault> {
    let (mut tiff, mut next) = Tiff::open(reader)?;
    let mut images: Vec<Image> = Vec::new();
    while next != 0 {
        if images.len() == IMAGES || images.iter().any(|image| image.table == next) {
            return Err(damaged("its tables do not end"));
        }
        let (image, following) = tiff.image(next)?;
        images.push(image);
        next = following;
    }
    if images.is_empty() { Err(damaged("it holds no image")) } else { Ok(images) }
}

/// A file whose first bytes are understood.
struct Tiff<R> {
    reader: R,
    /// Bytes of the file.
    length: u64,
    big_endian: bool,
    /// Bytes of an offset or count: 4, in BigTIFF 8.
    word: usize,
}

/// A row of a table.
struct Entry {
    tag: u64,
    kind: u64,
    count: u64,
    /// Where its values stand, in the row itself when they fit.
    at: u64,
}

impl<R: Read + Seek> Tiff<R> {
    fn open(mut reader: R) -> Result<(Self, u64), Fault> {
        let length = reader.seek(SeekFrom::End(0)).map_err(|error| broken(&error))?;
        let mut tiff = Self { reader, length, big_endian: false, word: 4 };
        tiff.go(0)?;
        let mut order = [0; 2];
        tiff.fill(&mut order)?;
        tiff.big_endian = order == *b"MM";
        match tiff.number(2)? {
            42 => {}
            43 => {
                tiff.word = 8;
                // Bytes of an offset, and two that are zero.
                tiff.number(4)?;
            }
            _ => return Err(damaged("it is no TIFF")),
        }
        let first = tiff.number(tiff.word)?;
        Ok((tiff, first))
    }

    /// The image of the table at `table`, and where the next table is.
    fn image(&mut self, table: u64) -> Result<(Image, u64), Fault> {
        self.go(table)?;
        let entries = self.number(if self.word == 8 { 8 } else { 2 })?;
        if entries > ENTRIES {
            return Err(damaged("a table has too many entries"));
        }
        let mut rows: Vec<Entry> = (0..entries).map(|_| self.entry()).collect::<Result<_, _>>()?;
        // The first of a tag counts: one that is repeated would have its tiles read again and again.
        let mut seen = HashSet::new();
        rows.retain(|row| seen.insert(row.tag));
        let next = self.number(self.word)?;
        let mut image = Image { table, ..Image::default() };
        let (mut offsets, mut sizes) = (Vec::new(), Vec::new());
        for row in rows {
            match row.tag {
                SUBFILE => image.mask = self.first(&row)? & MASK != 0,
                WIDTH => image.width = self.first(&row)?,
                HEIGHT => image.height = self.first(&row)?,
                STRIP_OFFSETS => offsets = self.values(&row)?,
                TILE_OFFSETS => (image.tiled, offsets) = (true, self.values(&row)?),
                STRIP_SIZES | TILE_SIZES => sizes = self.values(&row)?,
                _ => {}
            }
        }
        self.all_there(&offsets, &sizes)?;
        // A sparse file has no place for empty tiles.
        image.data = offsets.into_iter().find(|offset| *offset != 0);
        Ok((image, next))
    }

    /// Pixels that lie behind the end of the file were cut off.
    fn all_there(&self, offsets: &[u64], sizes: &[u64]) -> Result<(), Fault> {
        let mut ends = offsets.iter().zip(sizes).map(|(offset, size)| offset.saturating_add(*size));
        if ends.any(|end| end > self.length) { Err(fault::truncated("TIFF")) } else { Ok(()) }
    }

    fn entry(&mut self) -> Result<Entry, Fault> {
        let (tag, kind, count) = (self.number(2)?, self.number(2)?, self.number(self.word)?);
        let here = self.reader.stream_position().map_err(|error| broken(&error))?;
        let value = self.number(self.word)?;
        let fits = count.saturating_mul(size(kind)) <= self.word as u64;
        Ok(Entry { tag, kind, count, at: if fits { here } else { value } })
    }

    fn first(&mut self, entry: &Entry) -> Result<u64, Fault> {
        self.go(entry.at)?;
        self.number(usize::try_from(size(entry.kind)).unwrap_or(1))
    }

    fn values(&mut self, entry: &Entry) -> Result<Vec<u64>, Fault> {
        self.go(entry.at)?;
        let size = usize::try_from(size(entry.kind)).unwrap_or(1);
        (0..entry.count.min(TILES)).map(|_| self.number(size)).collect()
    }

    fn go(&mut self, to: u64) -> Result<(), Fault> {
        self.reader.seek(SeekFrom::Start(to)).map(drop).map_err(|error| broken(&error))
    }

    /// A whole number of up to eight bytes.
    fn number(&mut self, size: usize) -> Result<u64, Fault> {
        let mut bytes = [0; 8];
        let bytes = &mut bytes[..size.min(8)];
        self.fill(bytes)?;
        let digit = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Ok(if self.big_endian { bytes.iter().fold(0, digit) } else { bytes.iter().rev().fold(0, digit) })
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Fault> {
        self.reader.read_exact(bytes).map_err(|error| broken(&error))
    }
}

/// Bytes of a value of a type: the types of offsets and sizes are short, long and long8.
const fn size(kind: u64) -> u64 {
    match kind {
        3 => 2,
        4 | 13 => 4,
        16 | 18 => 8,
        _ => 1,
    }
}

fn broken(error: &std::io::Error) -> Fault {
    match error.kind() {
        ErrorKind::UnexpectedEof => fault::truncated("TIFF"),
        _ => damaged(&error.to_string()),
    }
}

fn damaged(why: &str) -> Fault {
    fault::damaged("TIFF", why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    /// A little-endian TIFF of one tiled image of 600 × 300 pixels in eight bytes.
    fn file() -> Vec<u8> {
        let entry = |tag: u16, value: u32| {
            [&tag.to_le_bytes()[..], &4u16.to_le_bytes(), &1u32.to_le_bytes(), &value.to_le_bytes()].concat()
        };
        let rows = [entry(256, 600), entry(257, 300), entry(324, 62), entry(325, 8)].concat();
        [b"II\x2a\0\x08\0\0\0\x04\0".as_slice(), &rows, &[0; 4], &[1; 8]].concat()
    }

    #[test]
    fn size_tiles_and_places_are_read() {
        let images = images(Cursor::new(file())).unwrap();
        let [image] = images.as_slice() else { panic!("one image was expected") };
        assert_eq!((image.width, image.height, image.tiled, image.mask), (600, 300, true, false));
        assert_eq!((image.table, image.data), (8, Some(62)));
    }

    #[test]
    fn tables_in_a_circle_and_short_files_are_refused() {
        let mut circle = file();
        circle[58..62].copy_from_slice(&8u32.to_le_bytes());
        assert_eq!(images(Cursor::new(circle)).unwrap_err().code, "file_damaged");
        for short in [30, 69] {
            assert_eq!(images(Cursor::new(&file()[..short])).unwrap_err().code, "file_truncated");
        }
    }

    proptest! {
        #[test]
        fn changed_bytes_never_panic(at: prop::sample::Index, byte: u8) {
            let mut file = file();
            let at = at.index(file.len());
            file[at] = byte;
            let _ = images(Cursor::new(file));
        }
    }
}
