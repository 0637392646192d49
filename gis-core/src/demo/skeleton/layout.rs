//! How inner streets divide a cell into blocks.

use super::growth::Cell;
use super::lattice::{Edge, MAX_STRIPS, PARTS, number, whole};
use super::plan::{Plan, Use};
use crate::demo::chance::Chance;

/// The division of a cell.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Row and column of the cell.
    pub cell: [usize; 2],
    /// Blocks along the spine and across it.
    pub blocks: [usize; 2],
    /// True: lots front the streets that cross the city.
    pub turned: bool,
}

/// A street at the side of a block: one between crossings, or one within the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// A piece of a great street.
    Edge(Edge),
    /// An inner street.
    Inner {
        /// The cell.
        cell: [usize; 2],
        /// True: it crosses the city.
        across: bool,
        /// Where it leaves the side of the cell, in [`PARTS`].
        at: usize,
    },
}

/// A block in the division of its cell.
#[derive(Debug, Clone, Copy)]
pub struct Plot {
    /// From and to along the spine, in [`PARTS`].
    pub along: [usize; 2],
    /// From and to across it.
    pub across: [usize; 2],
}

impl Layout {
    /// The division of a cell.
    pub fn new(plan: &Plan, cell: &Cell, using: &Use) -> Self {
        let mut chance = Chance::named(&format!("layout/{}/{}", cell.at[0], cell.at[1]));
        let turned = using.turns && chance.happens(0.5);
        let [strip, block] = using.block;
        let sizes = if turned { [strip, block] } else { [block, strip] };
        let blocks = [0, 1].map(|at| whole((plan.cell[at] / sizes[at]).round()).clamp(1, MAX_STRIPS));
        Self { cell: cell.at, blocks, turned }
    }

    /// Where inner streets divide a side of the cell, its ends included; direction 0 is along the spine.
    pub fn cuts(&self, direction: usize) -> impl Iterator<Item = usize> + use<> {
        let blocks = self.blocks[direction];
        (0..=blocks).map(move |at| at * PARTS / blocks)
    }

    /// The inner streets.
    pub fn inner(&self) -> impl Iterator<Item = (bool, usize)> + use<> {
        let [along, across] = [0, 1].map(|direction| self.cuts(direction));
        let within = |at: &usize| (1..PARTS).contains(at);
        across.filter(within).map(|at| (false, at)).chain(along.filter(within).map(|at| (true, at)))
    }

    /// The blocks.
    pub fn plots(&self) -> impl Iterator<Item = Plot> + use<> {
        let ([rows, columns], parts) = (self.blocks, |at: usize, of: usize| [at * PARTS / of, (at + 1) * PARTS / of]);
        (0..rows).flat_map(move |row| {
            (0..columns).map(move |column| Plot { along: parts(row, rows), across: parts(column, columns) })
        })
    }

    /// The street of a cell that leaves its side at some part.
    pub fn line(&self, across: bool, at: usize) -> Line {
        let [row, column] = self.cell;
        match at {
            0 => Line::Edge(Edge { across, row, column }),
            PARTS if across => Line::Edge(Edge { across, row: row + 1, column }),
            PARTS => Line::Edge(Edge { across, row, column: column + 1 }),
            _ => Line::Inner { cell: self.cell, across, at },
        }
    }

    /// The streets at the sides of a block, in the order of its corners.
    pub fn sides(&self, plot: &Plot) -> [Line; 4] {
        [
            self.line(false, plot.across[0]),
            self.line(true, plot.along[1]),
            self.line(false, plot.across[1]),
            self.line(true, plot.along[0]),
        ]
    }
}

/// How many pieces of about a length fit into another; one at least.
pub fn pieces(length: f64, each: f64) -> usize {
    whole((length / each).round()).max(1)
}

/// The shares at which pieces of uneven size end, from 0 to 1.
pub fn uneven(count: usize, chance: &mut Chance) -> Vec<f64> {
    let inner = (1..count).map(|at| (number(at) + chance.between([-0.2, 0.2])) / number(count));
    std::iter::once(0.0).chain(inner).chain(std::iter::once(1.0)).collect()
}
