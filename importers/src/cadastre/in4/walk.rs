//! The way through the lines: blocks, what they stand in, and the units of the layer that is asked for.

use super::block::{self, Block, MARKERS, Node};
use super::layers::Unit;
use super::line::{Piece, pieces};
use crate::cadastre::deviation::{self, Notes};
use crate::cadastre::draft::{self, Draft, Layer};
use crate::cadastre::number::{self, ParcelNumber, Place};
use gis_core::record::Fault;

/// Digits of quarter and parcel in `SC`.
const SHORT: usize = 7;

/// Digits of a whole cadastral number.
const WHOLE: usize = 19;

/// Units as far as they are read.
type Drafts = Vec<Draft<Vec<Node>>>;

/// What was gathered so far.
pub struct Walk {
    layer: &'static Layer<Unit>,
    place: Place,
    unit: Option<String>,
    block: Option<Block>,
    /// A zone whose number stands in the quarter behind it.
    zone: Option<Block>,
    drafts: Drafts,
    notes: Notes,
    nodes: usize,
}

impl Walk {
    /// A walk that gathers the blocks of a layer.
    pub fn new(layer: &'static Layer<Unit>) -> Self {
        Self {
            layer,
            place: Place::default(),
            unit: None,
            block: None,
            zone: None,
            drafts: Vec::new(),
            notes: Notes::default(),
            nodes: 0,
        }
    }

    /// Takes the next line; lines are counted from 1.
    ///
    /// # Errors
    /// A limit.
    pub fn line(&mut self, number: u64, text: &str) -> Result<(), Fault> {
        let pieces = pieces(text);
        if pieces.iter().any(|piece| matches!(piece, Piece::Pair { closed: false, .. })) {
            self.notes.add(None, deviation::quote(number));
        }
        let value = |wanted: &str| {
            pieces.iter().find_map(|piece| match piece {
                Piece::Pair { key, value, .. } if *key == wanted => Some(value.as_str()),
                _ => None,
            })
        };
        if let Some(node) = value("N") {
            return self.node(number, block::node(node, value("X"), value("Y")));
        }
        for piece in pieces {
            match piece {
                Piece::Word(word) => self.word(number, word)?,
                Piece::Pair { key, value, .. } => match &mut self.block {
                    Some(block) => block.set(key, value),
                    None => self.notes.add(None, deviation::orphan(number)),
                },
            }
        }
        Ok(())
    }

    fn word(&mut self, number: u64, word: &str) -> Result<(), Fault> {
        match MARKERS.iter().find(|marker| **marker == word) {
            Some(marker) => {
                self.end_block()?;
                self.block = Some(Block::new(marker));
            }
            None => self.notes.add(None, deviation::text_line(number)),
        }
        Ok(())
    }

    fn node(&mut self, number: u64, node: Option<Node>) -> Result<(), Fault> {
        match (&mut self.block, node) {
            (_, None) => self.notes.add(None, deviation::node(number)),
            (None, Some(_)) => self.notes.add(None, deviation::orphan(number)),
            (Some(block), Some(node)) => {
                self.nodes += 1;
                block.nodes.push(node);
            }
        }
        draft::vertices(self.nodes)
    }

    fn end_block(&mut self) -> Result<(), Fault> {
        let Some(block) = self.block.take() else { return Ok(()) };
        match block.marker {
            "BR" => {
                self.end_zone()?;
                self.place = Place { zone: zone(&block), ..Place::default() };
                self.zone = Some(block);
                return Ok(());
            }
            "BL" => {
                self.place.zone = zone(&block).or(self.place.zone.take());
                let quarter = block.text("BC").or(block.text("BS"));
                self.place.quarter = quarter.and_then(|text| number::digits(text, 3, true));
                self.place.parcel = None;
                self.unit = block.text("SZ").map(str::to_owned);
                self.end_zone()?;
            }
            "SR" => return self.parcel(block),
            _ => {}
        }
        self.add(block)
    }

    fn end_zone(&mut self) -> Result<(), Fault> {
        match self.zone.take() {
            Some(zone) => self.add(zone),
            None => Ok(()),
        }
    }

    fn parcel(&mut self, block: Block) -> Result<(), Fault> {
        let number = self.number(block.text("SC"));
        self.add(block)?;
        if self.layer.name == "SR" {
            let record = Some(self.drafts.len() as u64);
            match number {
                ParcelNumber::Given(_) => {}
                ParcelNumber::None => self.notes.add(record, deviation::UNNUMBERED),
                ParcelNumber::Malformed => self.notes.add(record, deviation::PARCEL_NUMBER),
            }
            if self.drafts.last().is_some_and(|draft| draft.area.is_none()) {
                self.notes.add(record, deviation::AREA);
            }
        }
        Ok(())
    }

    /// `1230001`: quarter and parcel. Some programs write the whole number, or colons between the parts.
    fn number(&mut self, text: Option<&str>) -> ParcelNumber {
        self.place.parcel = None;
        let Some(text) = text else { return ParcelNumber::None };
        let compact = text.replace(':', "");
        if !compact.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(compact.len(), SHORT | WHOLE) {
            return ParcelNumber::Malformed;
        }
        let (rest, parcel) = compact.split_at(compact.len() - 4);
        let (rest, quarter) = rest.split_at(rest.len() - 3);
        if rest.len() == WHOLE - SHORT {
            self.place.zone = number::zone(&rest[..10], &rest[10..]);
        }
        self.place.quarter = Some(quarter.to_owned());
        let number = number::parcel(Some(parcel));
        if let ParcelNumber::Given(number) = &number {
            self.place.parcel = Some(number.clone());
        }
        number
    }

    fn add(&mut self, block: Block) -> Result<(), Fault> {
        if block.marker != self.layer.name {
            return Ok(());
        }
        let area = block.area(self.unit.as_deref());
        let mut unit = Unit { block, area };
        let outline = std::mem::take(&mut unit.block.nodes);
        let values = self.layer.values(&self.place, &unit);
        self.drafts.push(Draft { values, outline, area });
        let record = Some(self.drafts.len() as u64);
        let (zone, quarter) = (self.place.zone.is_none(), self.place.quarter.is_none() && unit.block.marker != "BR");
        if zone {
            self.notes.add(record, deviation::ZONE_NUMBER);
        }
        if quarter {
            self.notes.add(record, deviation::QUARTER_NUMBER);
        }
        draft::records(self.drafts.len())
    }

    /// The units and the deviations, at the end of the file.
    ///
    /// # Errors
    /// A limit.
    pub fn finished(mut self) -> Result<(Drafts, Notes), Fault> {
        self.end_block()?;
        self.end_zone()?;
        Ok((self.drafts, self.notes))
    }
}

fn zone(block: &Block) -> Option<String> {
    number::zone(block.text("DS")?, block.text("SD")?)
}
