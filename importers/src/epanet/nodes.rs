//! Records of the layer `nodes`.

use super::network::{Network, Node};
use super::section::Section;
use crate::geometry as sound;
use gis_core::geometry::{Geometry, Position, Shape};
use gis_core::record::{RawValue, Record};

/// The node has no line in [COORDINATES].
pub const NO_PLACE: &str = "coordinates_missing";

/// Columns; heights, levels and diameters are metres, the demand is cubic metres a day.
pub const COLUMNS: [&str; 11] = [
    "id",
    "kind",
    "elevation_m",
    "demand_m3_day",
    "init_level_m",
    "min_level_m",
    "max_level_m",
    "diameter_m",
    "tag",
    "comment",
    "line",
];

/// All nodes.
pub fn records(network: &Network) -> Vec<Record> {
    (1..).zip(&network.nodes).map(|(number, node)| record(network, node, number)).collect()
}

fn record(network: &Network, node: &Node, number: u64) -> Record {
    let id = &node.line.words[0];
    let position = position(network, node);
    let geometry = position.map(|at| Geometry { shape: Shape::Points(vec![at]), has_z: true });
    let checked = geometry.map_err(str::to_owned).and_then(|geometry| sound::checked(geometry).map_err(str::to_owned));
    let (geometry, fault) = match checked {
        Ok(geometry) => (geometry, None),
        Err(code) => (None, Some(format!("{code} ({}, {})", node.line.section.heading(), node.line.number))),
    };
    let metres = |value: Option<f64>| float(value.map(|value| network.units.metres(value)));
    let (demand, [init, min, max, diameter]) = match node.line.section {
        Section::Junctions => (network.demand_of(id).or(node.numbers[0]), [None; 4]),
        _ => (None, node.numbers),
    };
    let values = vec![
        RawValue::Text(id.clone()),
        RawValue::Text(node.line.section.kind().to_owned()),
        metres(Some(node.elevation)),
        float(demand.map(|demand| network.units.flow(demand))),
        metres(init),
        metres(min),
        metres(max),
        metres(diameter),
        text(network.tag_of(id, true)),
        text(Some(&node.line.comment)),
        line(node.line.number),
    ];
    Record { number, values, geometry, geometry_fault: fault }
}

/// The place of a node with its elevation, or the head of a reservoir, as height.
///
/// # Errors
/// [`NO_PLACE`].
pub fn position(network: &Network, node: &Node) -> Result<Position, &'static str> {
    let [x, y] = network.place_of(&node.line.words[0]).ok_or(NO_PLACE)?;
    Ok(Position { x, y, z: network.units.metres(node.elevation) })
}

/// A text that may be missing or empty.
pub fn text(text: Option<&str>) -> RawValue {
    text.filter(|text| !text.is_empty()).map_or(RawValue::Null, |text| RawValue::Text(text.to_owned()))
}

/// A number that may be missing.
pub fn float(number: Option<f64>) -> RawValue {
    number.map_or(RawValue::Null, RawValue::Float)
}

/// The number of a line.
pub fn line(number: u64) -> RawValue {
    i64::try_from(number).map_or(RawValue::Null, RawValue::Int)
}
