//! A layer: its features, and the dictionaries of names and values they point into.

use std::collections::HashMap;
use std::rc::Rc;

use super::{EXTENT, protobuf};

/// Fields of `Tile.Layer` (vector_tile.proto 2.1).
mod field {
    pub const NAME: u64 = 1;
    pub const FEATURES: u64 = 2;
    pub const KEYS: u64 = 3;
    pub const VALUES: u64 = 4;
    pub const EXTENT: u64 = 5;
    pub const VERSION: u64 = 15;
}

/// A value of a feature in a tile; a missing value is left out by the caller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Attribute<'a> {
    /// Text.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// A number.
    Double(f64),
    /// Yes or no.
    Bool(bool),
}

/// One feature before it is written; `size` decides who stays when the tile is full.
pub(super) struct Feature {
    pub fid: u64,
    pub kind: u8,
    /// Places of names and of values in the dictionaries.
    pub tags: Vec<(usize, usize)>,
    pub commands: Vec<u8>,
    pub size: f64,
}

impl Feature {
    /// Bytes of the feature without what it adds to the dictionaries; an upper bound.
    pub const fn weight(&self) -> usize {
        const FRAME: usize = 32;
        const TAG: usize = 6;
        self.commands.len() + self.tags.len() * TAG + FRAME
    }

    /// The message `Tile.Feature`.
    fn write(&self, keys: &Numbering, values: &Numbering, out: &mut Vec<u8>) {
        let mut tags = Vec::with_capacity(self.tags.len() * 4);
        for (key, value) in &self.tags {
            protobuf::varint(&mut tags, keys.number(*key));
            protobuf::varint(&mut tags, values.number(*value));
        }
        protobuf::number(out, 1, self.fid);
        protobuf::bytes(out, 2, &tags);
        protobuf::number(out, 3, self.kind.into());
        protobuf::bytes(out, 4, &self.commands);
    }
}

pub(super) struct Layer {
    name: String,
    pub features: Vec<Feature>,
    pub keys: Dictionary,
    pub values: Dictionary,
}

impl Layer {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), features: Vec::new(), keys: Dictionary::default(), values: Dictionary::default() }
    }

    /// Enters names and values into the dictionaries; gives their places and the bytes that are new.
    pub fn enter(&mut self, attributes: &[(&str, Attribute<'_>)]) -> (Vec<(usize, usize)>, usize) {
        let before = self.keys.bytes + self.values.bytes;
        let mut value = Vec::new();
        let mut tags = Vec::with_capacity(attributes.len());
        for (key, attribute) in attributes {
            value.clear();
            attribute.write(&mut value);
            tags.push((self.keys.place(key.as_bytes()), self.values.place(&value)));
        }
        (tags, self.keys.bytes + self.values.bytes - before)
    }

    /// The message `Tile.Layer`, with only the names and values that its features use.
    pub fn write(&self, out: &mut Vec<u8>) {
        let tags = || self.features.iter().flat_map(|feature| &feature.tags);
        let keys = Numbering::of(&self.keys, tags().map(|tag| tag.0));
        let values = Numbering::of(&self.values, tags().map(|tag| tag.1));
        protobuf::bytes(out, field::NAME, self.name.as_bytes());
        let mut message = Vec::new();
        for feature in &self.features {
            message.clear();
            feature.write(&keys, &values, &mut message);
            protobuf::bytes(out, field::FEATURES, &message);
        }
        keys.write(&self.keys, field::KEYS, out);
        values.write(&self.values, field::VALUES, out);
        protobuf::number(out, field::EXTENT, EXTENT.unsigned_abs());
        protobuf::number(out, field::VERSION, 2);
    }
}

impl Attribute<'_> {
    /// The message `Tile.Value`.
    fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => protobuf::bytes(out, 1, text.as_bytes()),
            Self::Double(number) => protobuf::double(out, 3, number),
            Self::Int(number) => protobuf::number(out, 4, number.cast_unsigned()),
            Self::Bool(yes) => protobuf::number(out, 7, u64::from(yes)),
        }
    }
}

/// Every different run of bytes once, in order of arrival.
#[derive(Default)]
pub(super) struct Dictionary {
    places: HashMap<Rc<[u8]>, usize>,
    entries: Vec<Rc<[u8]>>,
    bytes: usize,
}

impl Dictionary {
    fn place(&mut self, entry: &[u8]) -> usize {
        if let Some(place) = self.places.get(entry) {
            return *place;
        }
        let (place, entry) = (self.entries.len(), Rc::<[u8]>::from(entry));
        self.bytes += Self::weight_of(&entry);
        self.places.insert(Rc::clone(&entry), place);
        self.entries.push(entry);
        place
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Bytes of an entry in the tile; an upper bound.
    pub fn weight(&self, place: usize) -> usize {
        Self::weight_of(&self.entries[place])
    }

    const fn weight_of(entry: &[u8]) -> usize {
        const FRAME: usize = 6;
        entry.len() + FRAME
    }
}

/// New numbers for the entries of a dictionary that are used.
struct Numbering(Vec<Option<u64>>);

impl Numbering {
    fn of(dictionary: &Dictionary, used: impl Iterator<Item = usize>) -> Self {
        let mut numbers = vec![None; dictionary.len()];
        used.for_each(|place| numbers[place] = Some(0));
        numbers.iter_mut().flatten().zip(0..).for_each(|(number, next)| *number = next);
        Self(numbers)
    }

    fn number(&self, place: usize) -> u64 {
        self.0[place].unwrap_or_default()
    }

    fn write(&self, dictionary: &Dictionary, field: u64, out: &mut Vec<u8>) {
        let used = dictionary.entries.iter().zip(&self.0).filter(|(_, number)| number.is_some());
        used.for_each(|(entry, _)| protobuf::bytes(out, field, entry));
    }
}
