//! Cutting lines and rings at the edges of a box.
//!
//! Cuts are computed in whole numbers and the same for both directions of an edge, whatever the origin of the tile:
//! two tiles that cut the same edge at their common seam get the same vertex.

use super::Cell;

/// A box in units, edges included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub min: Cell,
    pub max: Cell,
}

impl Frame {
    /// A square from `-margin` to `side + margin`.
    pub const fn square(side: i64, margin: i64) -> Self {
        Self { min: (-margin, -margin), max: (side + margin, side + margin) }
    }

    pub const fn contains(&self, cell: Cell) -> bool {
        self.min.0 <= cell.0 && cell.0 <= self.max.0 && self.min.1 <= cell.1 && cell.1 <= self.max.1
    }

    /// The smallest frame around cells; `None` for none.
    pub fn around(cells: &[Cell]) -> Option<Self> {
        let first = *cells.first()?;
        let grown = cells.iter().fold(Self { min: first, max: first }, |frame, cell| Self {
            min: (frame.min.0.min(cell.0), frame.min.1.min(cell.1)),
            max: (frame.max.0.max(cell.0), frame.max.1.max(cell.1)),
        });
        Some(grown)
    }

    pub const fn holds(&self, other: &Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    pub const fn meets(&self, other: &Self) -> bool {
        self.min.0 <= other.max.0 && other.min.0 <= self.max.0 && self.min.1 <= other.max.1 && other.min.1 <= self.max.1
    }

    const fn edges(&self) -> [Edge; 4] {
        [
            Edge { is_vertical: true, at: self.min.0, keeps_above: true },
            Edge { is_vertical: true, at: self.max.0, keeps_above: false },
            Edge { is_vertical: false, at: self.min.1, keeps_above: true },
            Edge { is_vertical: false, at: self.max.1, keeps_above: false },
        ]
    }
}

/// One side of the box as a half plane.
#[derive(Clone, Copy)]
struct Edge {
    is_vertical: bool,
    at: i64,
    keeps_above: bool,
}

impl Edge {
    const fn keeps(self, cell: Cell) -> bool {
        let value = if self.is_vertical { cell.0 } else { cell.1 };
        if self.keeps_above { value >= self.at } else { value <= self.at }
    }

    /// Where an edge with ends on both sides meets the line, rounded half up.
    fn cut(self, a: Cell, b: Cell) -> Cell {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        if self.is_vertical {
            (self.at, divide(a.1, (b.1 - a.1, self.at - a.0, b.0 - a.0)))
        } else {
            (divide(a.0, (b.0 - a.0, self.at - a.1, b.1 - a.1)), self.at)
        }
    }
}

/// `start + rise * run / whole`, rounded half up: exact, so that it does not depend on the origin.
fn divide(start: i64, (rise, run, whole): (i64, i64, i64)) -> i64 {
    // Both signs turned when the edge runs towards smaller values, for a positive divisor.
    let sign = i128::from(whole.signum());
    let (product, whole) = (i128::from(rise) * i128::from(run) * sign, i128::from(whole) * sign);
    // The quotient lies between the ends of the edge: it fits.
    start + (2 * product + whole).div_euclid(2 * whole) as i64
}

/// The pieces of a line inside the box.
pub(super) fn clip_line(line: &[Cell], frame: &Frame) -> Vec<Vec<Cell>> {
    frame
        .edges()
        .into_iter()
        .fold(vec![line.to_vec()], |pieces, edge| pieces.iter().flat_map(|piece| clip_line_at(piece, edge)).collect())
}

fn clip_line_at(line: &[Cell], edge: Edge) -> Vec<Vec<Cell>> {
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    for (index, cell) in line.iter().enumerate() {
        let before = index.checked_sub(1).map(|index| line[index]);
        if let Some(before) = before.filter(|before| edge.keeps(*before) != edge.keeps(*cell)) {
            push_new(&mut piece, edge.cut(before, *cell));
        }
        if edge.keeps(*cell) {
            push_new(&mut piece, *cell);
        } else if !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

/// What of a closed ring lies in the box (Sutherland and Hodgman, 1974); pieces stay joined along the edges of the box, which lie outside
/// the visible tile. Empty when nothing is left.
pub(super) fn clip_ring(ring: &[Cell], frame: &Frame) -> Vec<Cell> {
    let clipped = frame.edges().into_iter().fold(ring.to_vec(), |ring, edge| clip_ring_at(&ring, edge));
    if clipped.len() < 4 { Vec::new() } else { clipped }
}

fn clip_ring_at(ring: &[Cell], edge: Edge) -> Vec<Cell> {
    let mut kept = Vec::with_capacity(ring.len() + 4);
    for pair in ring.windows(2) {
        let (before, cell) = (pair[0], pair[1]);
        if edge.keeps(before) != edge.keeps(cell) {
            push_new(&mut kept, edge.cut(before, cell));
        }
        if edge.keeps(cell) {
            push_new(&mut kept, cell);
        }
    }
    if let Some(first) = kept.first().copied() {
        push_new(&mut kept, first);
    }
    kept
}

/// Adds a vertex that differs from the last.
pub(super) fn push_new(path: &mut Vec<Cell>, cell: Cell) {
    if path.last() != Some(&cell) {
        path.push(cell);
    }
}
