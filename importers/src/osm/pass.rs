//! Passes over the file. The first looks at everything and remembers which kinds each blob holds; the others unpack
//! only the blobs that matter to them.

use super::blob;
use super::block::{Block, Visit};
use super::element::{Kinds, damaged};
use crate::{fault, limits};
use gis_core::record::Fault;
use std::io::{Read, Seek, SeekFrom};

/// Where a blob is and what it holds.
struct Place {
    at: u64,
    size: usize,
    kinds: Kinds,
}

/// An open file.
pub struct Pbf<R> {
    input: R,
    blobs: Vec<Place>,
}

impl<R: Read + Seek> Pbf<R> {
    /// Nothing is read yet.
    pub const fn new(input: R) -> Self {
        Self { input, blobs: Vec::new() }
    }

    /// The first pass.
    pub fn survey(&mut self, visit: &mut Visit) -> Result<(), Fault> {
        let (mut at, mut first) = (0, true);
        while let Some((header, length)) = blob::header(&mut self.input)? {
            let size = blob::size(&header)?;
            at += length as u64;
            match header.kind.as_str() {
                "OSMHeader" => blob::demands(&blob::unpacked(&mut self.input, size)?)?,
                _ if first => return Err(damaged("the file does not begin with a header")),
                "OSMData" => self.look(at, size, visit)?,
                // The format asks readers to pass over blobs of types they do not know.
                _ => self.skip(size)?,
            }
            (at, first) = (at + size as u64, false);
        }
        if first { Err(fault::empty()) } else { Ok(()) }
    }

    fn look(&mut self, at: u64, size: usize, visit: &mut Visit) -> Result<(), Fault> {
        if self.blobs.len() >= limits::OSM_BLOBS {
            return Err(fault::too_large("Кількість блоків", "The number of blobs", limits::OSM_BLOBS));
        }
        let block = Block::decode(blob::unpacked(&mut self.input, size)?)?;
        let mut kinds = Kinds::default();
        block.each(Kinds::ALL, &mut |element| {
            kinds = kinds.with(element.kinds());
            visit(element)
        })?;
        self.blobs.push(Place { at, size, kinds });
        Ok(())
    }

    fn skip(&mut self, size: usize) -> Result<(), Fault> {
        let passed = std::io::copy(&mut (&mut self.input).take(size as u64), &mut std::io::sink());
        match passed.map_err(|error| damaged(&error.to_string()))? {
            passed if passed == size as u64 => Ok(()),
            _ => Err(fault::truncated("OSM PBF")),
        }
    }

    /// A further pass over the elements of some kinds.
    pub fn again(&mut self, wanted: Kinds, visit: &mut Visit) -> Result<(), Fault> {
        for place in self.blobs.iter().filter(|place| place.kinds.meets(wanted)) {
            self.input.seek(SeekFrom::Start(place.at)).map_err(|error| damaged(&error.to_string()))?;
            Block::decode(blob::unpacked(&mut self.input, place.size)?)?.each(wanted, visit)?;
        }
        Ok(())
    }
}
