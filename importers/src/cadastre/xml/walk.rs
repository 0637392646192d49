//! The way through the file: which elements are gone into, which are taken whole, which are passed over.

use super::layers::within_parcel;
use super::net::Net;
use super::node::Node;
use super::outline::Outline;
use super::parser::{Parser, Token};
use super::{ROOT, parcel};
use crate::cadastre::deviation::{self, Notes};
use crate::cadastre::draft::{self, Draft, Layer};
use crate::cadastre::number::{self, ParcelNumber, Place};
use crate::cadastre::system::System;
use crate::fault;
use gis_core::record::Fault;
use std::io::Read;

const ZONE: &str = "CadastralZoneInfo";
const QUARTER: &str = "CadastralQuarterInfo";

/// Elements that only hold others.
const CONTAINERS: [&str; 9] = [
    "AdditionalPart",
    "InfoPart",
    "MetricInfo",
    "PointInfo",
    "Polyline",
    ZONE,
    "CadastralQuarters",
    QUARTER,
    "Parcels",
];

/// Elements that are read whole.
const PARTS: [&str; 10] = [
    "ServiceInfo",
    "CoordinateSystem",
    "MeasurementUnit",
    "Point",
    "PL",
    "CadastralZoneNumber",
    "KOATUU",
    "CadastralQuarterNumber",
    "Externals",
    "ParcelInfo",
];

/// Elements of the schema that hold nothing for us, or that speak of persons.
const PASSED: [&str; 6] = ["InfoLandWork", "HeightSystem", "ControlPoint", "CadastralUnit", "MSK", "RegionalContacts"];

/// Longest name of an unknown element that is repeated to a person.
const SHOWN_NAME: usize = 40;

/// What was gathered so far.
pub struct Walk {
    layer: &'static Layer<Node>,
    /// Points and lines.
    pub net: Net,
    /// Deviations.
    pub notes: Notes,
    /// Units of the layer.
    pub drafts: Vec<Draft<Outline>>,
    /// What the file says of its coordinates.
    pub system: System,
    koatuu: Option<String>,
    place: Place,
    in_quarter: bool,
    zone: Node,
    quarter: Node,
}

impl Walk {
    /// A walk that gathers the units of a layer.
    pub fn new(layer: &'static Layer<Node>) -> Self {
        Self {
            layer,
            net: Net::default(),
            notes: Notes::default(),
            drafts: Vec::new(),
            system: System::Unsaid,
            koatuu: None,
            place: Place::default(),
            in_quarter: false,
            zone: Node::default(),
            quarter: Node::default(),
        }
    }

    /// Goes through the whole file.
    ///
    /// # Errors
    /// What the parser says, `file_damaged` when the root is another, or a limit.
    pub fn run<R: Read>(&mut self, parser: &mut Parser<R>) -> Result<(), Fault> {
        self.root(parser)?;
        self.inside(parser)?;
        loop {
            match parser.next()? {
                Token::End => return Ok(()),
                Token::Text(text) if text.trim().is_empty() => {}
                _ => return Err(fault::damaged("XML", ROOT)),
            }
        }
    }

    fn root<R: Read>(&self, parser: &mut Parser<R>) -> Result<(), Fault> {
        loop {
            match parser.next()? {
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Open(name) if name == ROOT => return Ok(()),
                _ => return Err(fault::damaged("XML", ROOT)),
            }
        }
    }

    /// The content of a container. Containers nest no deeper than the parser allows.
    fn inside<R: Read>(&mut self, parser: &mut Parser<R>) -> Result<(), Fault> {
        loop {
            match parser.next()? {
                Token::Open(name) => self.child(parser, name)?,
                Token::Text(_) => {}
                Token::Close | Token::End => return Ok(()),
            }
        }
    }

    fn child<R: Read>(&mut self, parser: &mut Parser<R>, name: String) -> Result<(), Fault> {
        if PARTS.contains(&name.as_str()) {
            let node = parser.node(name)?;
            return self.take(node);
        }
        if !CONTAINERS.contains(&name.as_str()) {
            if !PASSED.contains(&name.as_str()) {
                self.notes.add(None, deviation::element(&shown(&name)));
            }
            return parser.skip();
        }
        self.enter(&name);
        self.inside(parser)?;
        self.leave(&name)
    }

    fn enter(&mut self, name: &str) {
        match name {
            ZONE => (self.place, self.zone, self.koatuu) = (Place::default(), Node::new(name.to_owned()), None),
            QUARTER => {
                (self.place.quarter, self.quarter, self.in_quarter) = (None, Node::new(name.to_owned()), true);
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) -> Result<(), Fault> {
        match name {
            ZONE => {
                let zone = std::mem::take(&mut self.zone);
                self.whole(&zone, self.place.zone.is_some(), deviation::ZONE_NUMBER)
            }
            QUARTER => {
                self.in_quarter = false;
                let quarter = std::mem::take(&mut self.quarter);
                let numbered = self.place.whole_quarter().is_some();
                let result = self.whole(&quarter, numbered, deviation::QUARTER_NUMBER);
                self.place.quarter = None;
                result
            }
            _ => Ok(()),
        }
    }

    /// A zone or quarter that has ended.
    fn whole(&mut self, node: &Node, numbered: bool, otherwise: deviation::Deviation) -> Result<(), Fault> {
        if self.layer.name != node.name {
            return Ok(());
        }
        let place = self.place.clone();
        self.add(&place, node, Outline::area(node.all("Externals")))?;
        if !numbered {
            self.notes.add(Some(self.drafts.len() as u64), otherwise);
        }
        Ok(())
    }

    fn take(&mut self, node: Node) -> Result<(), Fault> {
        match node.name.as_str() {
            "Point" => return self.net.point(&node, &mut self.notes),
            "PL" => return self.net.line(&node, &mut self.notes),
            "ParcelInfo" => return self.parcel(&node),
            "Externals" if self.in_quarter => self.quarter.children.push(node),
            "Externals" => self.zone.children.push(node),
            "KOATUU" => self.koatuu = node.text().map(str::to_owned),
            "CadastralZoneNumber" => self.place.zone = self.zone_number(&node),
            "CadastralQuarterNumber" => {
                self.place.quarter = node.text().and_then(|text| number::digits(text, 3, true));
            }
            "CoordinateSystem" => self.system = system(&node),
            "MeasurementUnit" if node.children.first().is_none_or(|unit| unit.name != "M") => {
                self.notes.add(None, deviation::COORDINATE_UNIT);
            }
            "ServiceInfo" => self.service(&node),
            _ => {}
        }
        Ok(())
    }

    /// Code and zone in one, or in older files apart.
    fn zone_number(&self, node: &Node) -> Option<String> {
        let text = node.text()?;
        match (text.split_once(':'), &self.koatuu) {
            (Some((code, zone)), _) => number::zone(code, zone),
            (None, Some(code)) => number::zone(code, text),
            (None, None) => None,
        }
    }

    fn service(&mut self, node: &Node) {
        if !matches!(node.text_at("FormatVersion"), Some("0.4" | "0.5" | "0.6" | "0.7")) {
            self.notes.add(None, deviation::VERSION);
        }
        let date = node.text_at("FileID/FileDate").unwrap_or_default();
        if gis_core::cast::day(date).is_none() {
            self.notes.add(None, deviation::FILE_DATE);
        }
    }

    /// A parcel, or the units of the layer within it.
    fn parcel(&mut self, node: &Node) -> Result<(), Fault> {
        let number = number::parcel(node.text_at("ParcelMetricInfo/ParcelID"));
        let mut place = self.place.clone();
        if let ParcelNumber::Given(number) = &number {
            place.parcel = Some(number.clone());
        }
        match within_parcel(self.layer.name) {
            None => Ok(()),
            Some("") => {
                self.add(
                    &place,
                    node,
                    Outline::area(node.at("ParcelMetricInfo").into_iter().flat_map(|info| info.all("Externals"))),
                )?;
                self.note_parcel(node, &number);
                Ok(())
            }
            Some(list) => self.within(&place, node, list),
        }
    }

    fn note_parcel(&mut self, node: &Node, number: &ParcelNumber) {
        let record = Some(self.drafts.len() as u64);
        let mut odd = parcel::deviations(node);
        match number {
            ParcelNumber::Given(_) => {}
            ParcelNumber::None => odd.push(deviation::UNNUMBERED),
            ParcelNumber::Malformed => odd.push(deviation::PARCEL_NUMBER),
        }
        if self.place.zone.is_none() {
            odd.push(deviation::ZONE_NUMBER);
        }
        if self.place.quarter.is_none() {
            odd.push(deviation::QUARTER_NUMBER);
        }
        odd.into_iter().for_each(|deviation| self.notes.add(record, deviation));
    }

    fn within(&mut self, place: &Place, node: &Node, list: &str) -> Result<(), Fault> {
        for unit in node.at(list).into_iter().flat_map(|list| list.all(self.layer.name)) {
            let outline = match (unit.at("AdjacentBoundary"), unit.at("MetricInfo")) {
                (Some(_), _) => Outline::line(unit.all("AdjacentBoundary")),
                (None, Some(metric)) => Outline::area(metric.all("Externals")),
                (None, None) => Outline::area(unit.all("Externals")),
            };
            self.add(place, unit, outline)?;
        }
        Ok(())
    }

    fn add(&mut self, place: &Place, node: &Node, outline: Outline) -> Result<(), Fault> {
        let metric = if node.name == "ParcelInfo" { "ParcelMetricInfo" } else { "MetricInfo" };
        let values = self.layer.values(place, node);
        self.drafts.push(Draft { values, outline, area: parcel::area(node, metric) });
        draft::records(self.drafts.len())
    }
}

/// The words of the schema; `UCS2000` is how the system is called, `USC2000` how the schema spells it.
fn system(node: &Node) -> System {
    let Some(word) = node.children.first() else { return System::Unsaid };
    match word.name.as_str() {
        "SC63" if word.at("X").is_some() => System::Sk63,
        "SC63" => System::Foreign("SC63"),
        "SC42" => System::Sk42,
        "SC42_3" => System::Foreign("SC42_3"),
        "USC2000" | "UCS2000" => System::Ucs2000,
        "WGS84" => System::Wgs84,
        "Local" => System::of_local(word.text().unwrap_or_default()),
        _ => System::Unsaid,
    }
}

/// A name of Latin letters as it is; anything else could be a value in the wrong place.
fn shown(name: &str) -> String {
    let plain = name.len() <= SHOWN_NAME && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { name.to_owned() } else { "…".to_owned() }
}
