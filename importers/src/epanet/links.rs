//! Records of the layer `links`.

use super::network::{Link, Network};
use super::nodes::{float, line, position, text};
use super::section::Section;
use crate::{geometry as sound, limits};
use gis_core::geometry::{Geometry, Path, Position, Shape};
use gis_core::record::{RawValue, Record};

/// One of the two nodes is not in the file.
const NODE_UNKNOWN: &str = "node_unknown";

/// Columns; the length is metres, the diameter millimetres. Roughness, losses and settings are as the file has them,
/// since their unit depends on the formula and the kind of valve.
pub const COLUMNS: [&str; 14] = [
    "id",
    "kind",
    "node1",
    "node2",
    "length_m",
    "diameter_mm",
    "roughness",
    "minor_loss",
    "status",
    "valve_type",
    "setting",
    "tag",
    "comment",
    "line",
];

/// All links.
pub fn records(network: &Network) -> Vec<Record> {
    (1..).zip(&network.links).map(|(number, link)| record(network, link, number)).collect()
}

fn record(network: &Network, link: &Link, number: u64) -> Record {
    let words = &link.line.words;
    let word = |at: usize| text(words.get(at).map(String::as_str));
    let id = &words[0];
    let state = |own: RawValue| network.state_of(id).map_or(own, |state| text(Some(state)));
    let none = || RawValue::Null;
    let [roughness, loss, status, valve, setting] = match link.line.section {
        Section::Pipes => [word(5), word(6), state(word(7)), none(), none()],
        Section::Valves => [none(), word(6), state(none()), word(4), word(5)],
        // What a pump is given by, such as `HEAD 1` or `POWER 150`.
        _ => [none(), none(), state(none()), none(), text(Some(&words[3..].join(" ")))],
    };
    let (geometry, geometry_fault) = match geometry(network, link) {
        Ok(geometry) => (geometry, None),
        Err(code) => (None, Some(format!("{code} ({}, {})", link.line.section.heading(), link.line.number))),
    };
    let values = vec![
        RawValue::Text(id.clone()),
        RawValue::Text(link.line.section.kind().to_owned()),
        word(1),
        word(2),
        float(link.length.map(|length| network.units.metres(length))),
        float(link.diameter.map(|diameter| network.units.millimetres(diameter))),
        roughness,
        loss,
        status,
        valve,
        setting,
        text(network.tag_of(id, false)),
        text(Some(&link.line.comment)),
        line(link.line.number),
    ];
    Record { number, values, geometry, geometry_fault }
}

fn geometry(network: &Network, link: &Link) -> Result<Option<Geometry>, String> {
    let end = |at: usize| {
        let id = &link.line.words[at];
        let node = network.node_of(id).ok_or_else(|| format!("{NODE_UNKNOWN}: {id}"))?;
        position(network, node).map_err(|code| format!("{code}: {id}"))
    };
    let (first, last) = (end(1)?, end(2)?);
    let bends = network.bends_of(&link.line.words[0]);
    if bends.len() > limits::VERTICES {
        return Err(sound::TOO_MANY.to_owned());
    }
    let bends = bends.iter().map(|[x, y]| Position { x: *x, y: *y, z: first.z });
    let mut path: Path = std::iter::once(first).chain(bends).chain([last]).collect();
    slope(&mut path);
    let shape = Shape::Lines(vec![path]);
    sound::checked(Geometry { shape, has_z: true }).map_err(str::to_owned)
}

/// Gives the bends heights on an even slope between the ends.
fn slope(path: &mut [Position]) {
    let step = |pair: &[Position]| (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y);
    let whole: f64 = path.windows(2).map(step).sum();
    let [first, .., last] = path else { return };
    let (from, rise) = (first.z, last.z - first.z);
    let mut along = 0.0;
    for at in 1..path.len() - 1 {
        along += step(&path[at - 1..=at]);
        path[at].z = if whole > 0.0 { from + rise * along / whole } else { from };
    }
}
