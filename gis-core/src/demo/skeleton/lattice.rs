//! The great streets: a warped grid along the spine. Everything else hangs on its crossings.

use super::plan::Plan;
use crate::demo::chance::Chance;
use crate::demo::plane::{Xy, between, direction, distance, left_of, on_grid, plus};

/// Rounds of corner cutting that make the spine a curve.
const SMOOTHING: usize = 5;
/// Metres of the spine before and after a row that give its bearing: rows of a bend fan out and do not cross.
const BEARING_M: f64 = 2_500.0;
/// How many parts of an edge streets may begin at: divisible by every number of strips up to [`MAX_STRIPS`].
pub const PARTS: usize = 840;
/// Most strips in a cell.
pub const MAX_STRIPS: usize = 8;

/// Crossings by row along the spine and column across it.
#[derive(Debug)]
pub struct Lattice {
    nodes: Vec<Xy>,
    /// Rows of cells.
    pub rows: usize,
    /// Columns of cells.
    pub columns: usize,
}

/// A piece of a great street between two neighbouring crossings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// True: it crosses the city.
    pub across: bool,
    /// Row of its first crossing.
    pub row: usize,
    /// Column of its first crossing.
    pub column: usize,
}

impl Lattice {
    /// The grid of a plan.
    pub fn new(plan: &Plan) -> Self {
        let spine = (0..SMOOTHING).fold(plan.spine.clone(), |line, _| rounded(&line));
        let length: f64 = spine.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
        let rows = whole(length / plan.cell[0]);
        let mut nodes = Vec::with_capacity((rows + 1) * (plan.columns + 1));
        for row in 0..=rows {
            let at = number(row) * plan.cell[0];
            let (before, after) = (walk(&spine, at - BEARING_M), walk(&spine, at + BEARING_M));
            let side = left_of(direction(before, after));
            for column in 0..=plan.columns {
                let out = (number(column) - number(plan.columns) / 2.0) * plan.cell[1];
                let mut chance = Chance::named(&format!("crossing/{row}/{column}"));
                let jitter = [0, 1].map(|_| chance.between([-plan.jitter, plan.jitter]));
                nodes.push(on_grid(plus(plus(walk(&spine, at), side, out), jitter, 1.0)));
            }
        }
        Self { nodes, rows, columns: plan.columns }
    }

    /// A crossing.
    pub fn node(&self, row: usize, column: usize) -> Xy {
        self.nodes[row * (self.columns + 1) + column]
    }

    /// Corners of a cell, counter-clockwise: along the spine first.
    pub fn quad(&self, row: usize, column: usize) -> [Xy; 4] {
        [[0, 0], [1, 0], [1, 1], [0, 1]].map(|[r, c]| self.node(row + r, column + c))
    }

    /// A point of a cell; shares are counted in [`PARTS`], along the spine and across it. Neighbours get the same point of
    /// their common edge, to the last digit.
    pub fn point(&self, cell: [usize; 2], [along, across]: [usize; 2]) -> Xy {
        let [a, b, c, d] = self.quad(cell[0], cell[1]);
        let (u, v) = (share(along), share(across));
        on_grid(between(between(a, b, u), between(d, c, u), v))
    }
}

/// A number of [`PARTS`] as a share.
pub fn share(parts: usize) -> f64 {
    number(parts) / number(PARTS)
}

/// A count as a factor.
#[expect(clippy::cast_precision_loss, reason = "counts of a city are far below 2^53")]
pub const fn number(count: usize) -> f64 {
    count as f64
}

/// The whole part of a number; 0 of a negative one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is positive and small, or 0")]
pub const fn whole(number: f64) -> usize {
    number.max(0.0) as usize
}

/// Cuts the corners of a line (Chaikin 1974); its ends stay.
fn rounded(line: &[Xy]) -> Vec<Xy> {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return Vec::new() };
    let cut = line.windows(2).flat_map(|pair| [0.25, 0.75].map(|share| between(pair[0], pair[1], share)));
    std::iter::once(*first).chain(cut).chain(std::iter::once(*last)).collect()
}

/// The point at a distance along a line; beyond its ends straight on.
fn walk(line: &[Xy], mut left: f64) -> Xy {
    let last = line.len().saturating_sub(2);
    for (at, pair) in line.windows(2).enumerate() {
        let length = distance(pair[0], pair[1]);
        if left < length || at == last {
            return plus(pair[0], direction(pair[0], pair[1]), left);
        }
        left -= length;
    }
    line.first().copied().unwrap_or_default()
}
