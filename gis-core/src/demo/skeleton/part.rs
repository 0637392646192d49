//! The parts of a skeleton as places of features: geometry, kind, facts, and the parts that one stands on.

use super::Skeleton;
use super::lots::{Building, Lot};
use crate::demo::plane::{Xy, area, line, polygon};
use crate::demo::spot::Spot;
use crate::geometry::Geometry;
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// Square metres of a hectare.
const HECTARE: f64 = 10_000.0;

/// What a skeleton consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Areas of the plan's districts. Facts: `zone`.
    District,
    /// Areas between great streets, to their middle; tag: the use. Facts: `zone`, `quarter`.
    Quarter,
    /// Land between streets; tag: the use, or `square`. Facts of its quarter.
    Block,
    /// Streets; tag: `arterial`, `collector` or `local`. Facts: `name`, `kind`, `clarification`.
    Street,
    /// Land with an owner; tag: its kind. Facts: those of its quarter, `lot`, `house`, `area_ha`, `name` and `kind` of its street.
    Lot,
    /// Houses; tag: the kind of the lot, or what stands behind. Facts of its lot.
    Building,
    /// Doors with numbers; tag: that of the building. Facts of its lot.
    Address,
    /// Trees; tag: `street` or `park`.
    Tree,
    /// Strips of lawn.
    Lawn,
    /// Parks and squares; tag: `park` or `square`.
    Park,
    /// Points where lines of a network meet; tag: the network. Facts: `lines`.
    Node,
    /// Pipes and cables; tag: the network.
    Line,
    /// Ends of a line, only to refer to.
    From,
    /// See `from`.
    To,
    /// Stops of public transport. Facts: `name` of the street.
    Stop,
    /// Routes. Facts: `from`, `to`: the streets of the ends.
    Route,
    /// Signs beside streets.
    Sign,
}

impl Part {
    /// The part that features are made of: nodes for the ends of lines.
    pub const fn made(self) -> Self {
        match self {
            Self::From | Self::To => Self::Node,
            other => other,
        }
    }

    /// Its name in hints, and in the ids of features.
    pub const fn name(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::Quarter => "quarter",
            Self::Block => "block",
            Self::Street => "street",
            Self::Lot => "lot",
            Self::Building => "building",
            Self::Address => "address",
            Self::Tree => "tree",
            Self::Lawn => "lawn",
            Self::Park => "park",
            Self::Node | Self::From | Self::To => "node",
            Self::Line => "line",
            Self::Stop => "stop",
            Self::Route => "route",
            Self::Sign => "sign",
        }
    }
}

type Facts = Vec<(&'static str, Json)>;

impl Skeleton {
    /// How many there are of a part.
    #[must_use]
    pub fn count(&self, part: Part) -> usize {
        match part {
            Part::District => self.plan.district.len(),
            Part::Quarter => self.cells.len(),
            Part::Block => self.land.blocks.len(),
            Part::Street => self.graph.streets.len(),
            Part::Lot => self.land.lots.len(),
            Part::Building => self.land.buildings.len(),
            Part::Address => self.land.addresses.len(),
            Part::Tree => self.greens.trees.len(),
            Part::Lawn => self.greens.lawns.len(),
            Part::Park => self.greens.parks.len(),
            Part::Node => self.networks.nodes.len(),
            Part::Line => self.networks.lines.len(),
            Part::Stop => self.ways.stops.len(),
            Part::Route => self.ways.routes.len(),
            Part::Sign => self.ways.signs.len(),
            Part::From | Part::To => 0,
        }
    }

    /// The kind of one of them; empty where a part has no kinds.
    pub(in crate::demo) fn tag(&self, part: Part, at: usize) -> &str {
        match part {
            Part::Quarter => &self.plan.uses[self.cells[at].using].tag,
            Part::Block => self.block_tag(at),
            Part::Park if self.land.blocks[self.greens.parks[at]].square => "square",
            Part::Park => "park",
            Part::Street => self.graph.streets[at].rank.tag(),
            Part::Lot => &self.lot_kind(&self.land.lots[at]).tag,
            Part::Building => self.building_tag(&self.land.buildings[at]),
            Part::Address => self.building_tag(&self.land.buildings[self.land.addresses[at].building]),
            Part::Tree if self.greens.trees[at].street.is_some() => "street",
            Part::Tree => "park",
            Part::Node => &self.plan.network[self.networks.nodes[at].network].tag,
            Part::Line => &self.plan.network[self.networks.lines[at].network].tag,
            _ => "",
        }
    }

    /// One of them as the place of a feature.
    pub(in crate::demo) fn spot(&self, part: Part, at: usize) -> Spot {
        Spot {
            geometry: self.geometry(part, at),
            shape: Some((part, at)),
            tag: Some(self.tag(part, at).to_owned()),
            facts: self.facts(part, at),
            refs: self.refs(part, at),
        }
    }

    fn geometry(&self, part: Part, at: usize) -> Option<Geometry> {
        let point = |[x, y]: Xy| Some(Geometry::point(x, y));
        match part {
            Part::District => Some(polygon(&self.district_ring(at))),
            Part::Quarter => {
                let [row, column] = self.cells[at].at;
                Some(polygon(&self.lattice.quad(row, column)))
            }
            Part::Block => Some(polygon(&self.land.blocks[at].ring)),
            Part::Park => Some(polygon(&self.land.blocks[self.greens.parks[at]].ring)),
            Part::Street => Some(line(&self.graph.streets[at].points)),
            Part::Lot => Some(polygon(&self.land.lots[at].corners)),
            Part::Building => Some(polygon(&self.land.buildings[at].outline.corners())),
            Part::Lawn => Some(polygon(&self.greens.lawns[at].outline.corners())),
            Part::Line => Some(line(&self.networks.lines[at].nodes.map(|node| self.networks.nodes[node].at))),
            Part::Route => Some(line(&self.ways.routes[at].points)),
            Part::Address => point(self.land.addresses[at].at),
            Part::Tree => point(self.greens.trees[at].at),
            Part::Node => point(self.networks.nodes[at].at),
            Part::Stop => point(self.ways.stops[at].at),
            Part::Sign => point(self.ways.signs[at].at),
            Part::From | Part::To => None,
        }
    }

    fn facts(&self, part: Part, at: usize) -> Facts {
        let street = |at: usize| json!(self.graph.streets[at].named.name.name);
        match part {
            Part::District => vec![("zone", json!(at + 1))],
            Part::Quarter => self.quarter_facts(at),
            Part::Block => self.quarter_facts(self.land.blocks[at].cell),
            Part::Park => self.quarter_facts(self.land.blocks[self.greens.parks[at]].cell),
            Part::Street => self.street_facts(at),
            Part::Lot => self.lot_facts(at),
            Part::Building => self.lot_facts(self.land.buildings[at].lot),
            Part::Address => self.lot_facts(self.land.buildings[self.land.addresses[at].building].lot),
            Part::Node => vec![("lines", json!(self.networks.nodes[at].lines))],
            Part::Stop => vec![("name", street(self.ways.stops[at].street))],
            Part::Route => {
                let [from, to] = self.ways.routes[at].streets;
                vec![("from", street(from)), ("to", street(to))]
            }
            _ => Vec::new(),
        }
    }

    fn refs(&self, part: Part, at: usize) -> Vec<(Part, usize)> {
        let lot = |lot: usize| {
            let found = &self.land.lots[lot];
            vec![(Part::Lot, lot), (Part::Street, found.street), (Part::Quarter, self.land.blocks[found.block].cell)]
        };
        match part {
            Part::Lot => lot(at),
            Part::Building => [vec![(Part::Building, at)], lot(self.land.buildings[at].lot)].concat(),
            Part::Address => {
                let building = self.land.addresses[at].building;
                [vec![(Part::Building, building)], lot(self.land.buildings[building].lot)].concat()
            }
            Part::Tree => self.greens.trees[at].street.map(|street| (Part::Street, street)).into_iter().collect(),
            Part::Lawn => vec![(Part::Street, self.greens.lawns[at].street)],
            Part::Line => {
                let line = &self.networks.lines[at];
                vec![(Part::From, line.nodes[0]), (Part::To, line.nodes[1]), (Part::Street, line.street)]
            }
            Part::Stop => vec![(Part::Street, self.ways.stops[at].street)],
            Part::Sign => vec![(Part::Street, self.ways.signs[at].street)],
            _ => Vec::new(),
        }
    }

    /// The border of a district, with every crossing on it: neighbours have the same vertices.
    pub(super) fn district_ring(&self, at: usize) -> Vec<Xy> {
        let district = &self.plan.district[at];
        let [north, south] = district.rows.map(|row| row.min(self.lattice.rows));
        let [west, east] = district.columns;
        let down = (north..south).map(|row| self.lattice.node(row, west));
        let right = (west..east).map(|column| self.lattice.node(south, column));
        let up = (north + 1..=south).rev().map(|row| self.lattice.node(row, east));
        let left = (west + 1..=east).rev().map(|column| self.lattice.node(north, column));
        down.chain(right).chain(up).chain(left).collect()
    }

    fn block_tag(&self, at: usize) -> &str {
        let block = &self.land.blocks[at];
        if block.square { "square" } else { &self.plan.uses[self.cells[block.cell].using].tag }
    }

    fn lot_kind(&self, lot: &Lot) -> &super::plan::LotKind {
        &self.plan.uses[self.cells[self.land.blocks[lot.block].cell].using].lots[lot.kind]
    }

    fn building_tag(&self, building: &Building) -> &str {
        let kind = self.lot_kind(&self.land.lots[building.lot]);
        let second = kind.second.as_ref().filter(|_| building.second);
        second.map_or(&kind.tag, |second| &second.tag)
    }

    fn quarter_facts(&self, cell: usize) -> Facts {
        let cell = &self.cells[cell];
        vec![("zone", json!(cell.district + 1)), ("quarter", json!(cell.number))]
    }

    fn street_facts(&self, at: usize) -> Facts {
        let named = &self.graph.streets[at].named;
        vec![
            ("name", json!(named.name.name)),
            ("kind", json!(named.name.kind)),
            ("clarification", json!(named.clarification)),
        ]
    }

    fn lot_facts(&self, at: usize) -> Facts {
        let lot = &self.land.lots[at];
        let mut facts = self.quarter_facts(self.land.blocks[lot.block].cell);
        facts.extend(self.street_facts(lot.street));
        facts.extend([
            ("lot", json!(lot.number)),
            ("house", json!(lot.house)),
            ("area_ha", json!(area(&lot.corners) / HECTARE)),
        ]);
        facts
    }
}
