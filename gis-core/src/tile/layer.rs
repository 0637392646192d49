//! A layer: its features as bytes, and the dictionaries of names and values they point into.

use std::collections::HashMap;

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

/// One feature, encoded; `size` decides who stays when the tile is full.
pub(super) struct Encoded {
    pub bytes: Vec<u8>,
    pub size: f64,
}

pub(super) struct Layer {
    name: String,
    pub features: Vec<Encoded>,
    keys: Dictionary,
    values: Dictionary,
}

impl Layer {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), features: Vec::new(), keys: Dictionary::default(), values: Dictionary::default() }
    }

    /// Pairs of places in the dictionaries, packed.
    pub fn tags(&mut self, attributes: &[(&str, Attribute<'_>)]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(attributes.len() * 3);
        let mut value = Vec::new();
        for (key, attribute) in attributes {
            value.clear();
            attribute.write(&mut value);
            protobuf::varint(&mut packed, self.keys.place(key.as_bytes()));
            protobuf::varint(&mut packed, self.values.place(&value));
        }
        packed
    }

    /// Bytes of the dictionaries.
    pub fn dictionary_bytes(&self) -> usize {
        self.keys.bytes + self.values.bytes
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        protobuf::bytes(out, field::NAME, self.name.as_bytes());
        for feature in &self.features {
            protobuf::bytes(out, field::FEATURES, &feature.bytes);
        }
        self.keys.in_order().iter().for_each(|key| protobuf::bytes(out, field::KEYS, key));
        self.values.in_order().iter().for_each(|value| protobuf::bytes(out, field::VALUES, value));
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

/// Every different run of bytes once, numbered in order of arrival.
#[derive(Default)]
struct Dictionary {
    places: HashMap<Vec<u8>, u64>,
    bytes: usize,
}

impl Dictionary {
    fn place(&mut self, entry: &[u8]) -> u64 {
        if let Some(place) = self.places.get(entry) {
            return *place;
        }
        let place = self.places.len() as u64;
        self.places.insert(entry.to_vec(), place);
        self.bytes += entry.len() + 6;
        place
    }

    fn in_order(&self) -> Vec<&[u8]> {
        let mut entries: Vec<_> = self.places.iter().map(|(entry, place)| (*place, entry.as_slice())).collect();
        entries.sort_unstable_by_key(|entry| entry.0);
        entries.into_iter().map(|(_, entry)| entry).collect()
    }
}
