//! What the skeleton of the demonstration city is made from: `layers/city.demo.toml`.

use super::super::plane::Xy;
use serde::Deserialize;

/// A city as its skeleton needs it; metres, in the CRS of all hints.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The course of the city from its first row of cells to its last.
    pub spine: Vec<Xy>,
    /// Length of a cell along the spine and across it.
    pub cell: [f64; 2],
    /// Cells across the city; an even number, so that the spine is a street.
    pub columns: usize,
    /// How far crossings of the great streets stand from a strict grid at most.
    pub jitter: f64,
    /// The great streets that run the whole length, by column of crossings.
    pub arterials: Vec<usize>,
    /// Every so many rows a great street crosses the city.
    pub cross_every: usize,
    /// Half of the land that a street takes.
    pub half_width: HalfWidths,
    /// How many cells are built up in each size.
    pub sizes: Sizes,
    /// Districts; the order gives their numbers.
    pub district: Vec<District>,
    /// Where settlement began.
    pub center: Vec<Center>,
    /// What cells are used for.
    #[serde(rename = "use")]
    pub uses: Vec<Use>,
    /// Pipes and cables.
    pub network: Vec<Network>,
    /// Public transport.
    pub transport: Transport,
    /// Names of streets.
    pub names: Names,
}

/// Half widths of the land of streets, metres.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HalfWidths {
    /// Of streets through the city.
    pub arterial: f64,
    /// Of streets between cells.
    pub collector: f64,
    /// Of streets within a cell.
    pub local: f64,
}

/// Cells that are built up by size.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// For tests.
    pub tiny: usize,
    /// For a first look.
    pub small: usize,
    /// A whole city.
    pub city: usize,
}

/// A district: a rectangle of cells.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    /// First row and the one after the last.
    pub rows: [usize; 2],
    /// First column and the one after the last.
    pub columns: [usize; 2],
}

/// Where settlement began.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Center {
    /// Name of the settlement.
    pub name: String,
    /// Where.
    pub at: Xy,
    /// How many cells further it would have to lie to grow as late as it does.
    #[serde(default)]
    pub after: usize,
    /// Cells nearer than this are the core.
    pub core: usize,
    /// Use of the first cell, by tag.
    pub first: Option<String>,
}

/// What the land of a cell is used for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Use {
    /// Its name.
    pub tag: String,
    /// How often, in cores and elsewhere.
    pub weight: [f64; 2],
    /// Width of the strips between inner streets, and length of the blocks in them, metres.
    pub block: [f64; 2],
    /// True: strips may also run across the city.
    #[serde(default)]
    pub turns: bool,
    /// Frontage of a lot, metres.
    #[serde(default)]
    pub lot: [f64; 2],
    /// Kinds of lots.
    #[serde(default)]
    pub lots: Vec<LotKind>,
    /// How often a block is a square instead, 0 to 1.
    #[serde(default)]
    pub square: f64,
    /// Metres between street trees; 0: none.
    pub street_trees: f64,
    /// Metres between trees of parks and squares.
    pub park_trees: f64,
    /// True: the cell is a park.
    #[serde(default)]
    pub park: bool,
    /// Strips of lawn at the edges of blocks, 0 to 1.
    #[serde(default)]
    pub lawns: f64,
}

/// A kind of lot with its building.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotKind {
    /// Name of the kind, also of its building.
    pub tag: String,
    /// How often.
    pub weight: f64,
    /// The building; none when absent.
    #[serde(default)]
    pub building: Option<Building>,
    /// How many buildings have an address, 0 to 1.
    #[serde(default)]
    pub addressed: f64,
    /// A second building behind the first.
    #[serde(default)]
    pub second: Option<Second>,
}

/// Sizes of a building, metres.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Building {
    /// Along the street.
    pub length: [f64; 2],
    /// Away from it.
    pub depth: [f64; 2],
    /// From the border of the lot to the front.
    pub setback: [f64; 2],
}

/// A building behind another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Second {
    /// What it is.
    pub tag: String,
    /// How often, 0 to 1.
    pub chance: f64,
    /// Its sizes; the setback is from the back of the lot.
    pub building: Building,
}

/// A kind of pipe or cable.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// Its name.
    pub tag: String,
    /// Where it lies beside the middle of every street: one vector for the whole city, so that lines meet at crossings.
    pub shift: Xy,
    /// Most metres from node to node.
    pub spacing: f64,
    /// Uses whose streets have it, by tag.
    pub uses: Vec<String>,
    /// How many of these streets have it, 0 to 1.
    pub share: f64,
}

/// Stops, routes and signs.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transport {
    /// Metres between stops of a direction.
    pub stops: f64,
    /// Length of a route in rows of cells.
    pub rows: usize,
    /// Metres between signs beside streets.
    pub signs: f64,
}

/// Names of streets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Of the sections of the spine, from its first row.
    pub arterial: Vec<Name>,
    /// Of the first streets within cells.
    pub local: Vec<Name>,
    /// Words that take an ending.
    pub stems: Vec<String>,
    /// Words that take none.
    pub whole: Vec<String>,
    /// Types of streets with the ending of the words in `stems`.
    pub types: Vec<Ending>,
}

/// A name with the type of its street.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// What stands for the type in the register.
    pub kind: String,
    /// The name.
    pub name: String,
}

/// A type of street.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// What stands for the type in the register.
    pub kind: String,
    /// The ending.
    pub ending: String,
}
