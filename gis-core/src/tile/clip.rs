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

    /// The box as two slabs. Both sides of a slab are cut from the same edges, so that two tiles beside each other agree;
    /// the second slab is cut from what the first leaves, which is the same for two tiles above each other.
    const fn slabs(&self) -> [Slab; 2] {
        [
            Slab { is_vertical: true, min: self.min.0, max: self.max.0 },
            Slab { is_vertical: false, min: self.min.1, max: self.max.1 },
        ]
    }
}

/// What lies between two parallel sides of the box.
#[derive(Clone, Copy)]
struct Slab {
    is_vertical: bool,
    min: i64,
    max: i64,
}

impl Slab {
    const fn value(self, cell: Cell) -> i64 {
        if self.is_vertical { cell.0 } else { cell.1 }
    }

    const fn keeps(self, cell: Cell) -> bool {
        let value = self.value(cell);
        self.min <= value && value <= self.max
    }

    /// Where an edge passes the sides, in its own order.
    fn cuts(self, a: Cell, b: Cell) -> impl Iterator<Item = Cell> {
        let (from, to) = (self.value(a), self.value(b));
        let low = ((from < self.min) != (to < self.min)).then(|| self.cut(self.min, a, b));
        let high = ((from > self.max) != (to > self.max)).then(|| self.cut(self.max, a, b));
        let ordered = if from <= to { [low, high] } else { [high, low] };
        ordered.into_iter().flatten()
    }

    /// Where an edge meets a side, rounded half up; the same for both directions of the edge.
    fn cut(self, at: i64, a: Cell, b: Cell) -> Cell {
        if self.is_vertical {
            (at, divide(a.1, (b.1 - a.1, at - a.0, b.0 - a.0)))
        } else {
            (divide(a.0, (b.0 - a.0, at - a.1, b.1 - a.1)), at)
        }
    }
}

/// `start + rise * run / whole`, rounded half up: exact, so that it depends on neither origin nor direction.
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
        .slabs()
        .into_iter()
        .fold(vec![line.to_vec()], |pieces, slab| pieces.iter().flat_map(|piece| clip_line_at(piece, slab)).collect())
}

fn clip_line_at(line: &[Cell], slab: Slab) -> Vec<Vec<Cell>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Cell> = line.first().copied().filter(|first| slab.keeps(*first)).into_iter().collect();
    for edge in line.windows(2) {
        slab.cuts(edge[0], edge[1]).for_each(|cut| push_new(&mut piece, cut));
        if slab.keeps(edge[1]) {
            push_new(&mut piece, edge[1]);
        } else if !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

/// What of a closed ring lies in the box (after Sutherland and Hodgman, 1974); pieces stay joined along the edges of
/// the box, which lie outside the visible tile. Empty when nothing is left.
pub(super) fn clip_ring(ring: &[Cell], frame: &Frame) -> Vec<Cell> {
    let clipped = frame.slabs().into_iter().fold(ring.to_vec(), |ring, slab| clip_ring_at(&ring, slab));
    if clipped.len() < 4 { Vec::new() } else { clipped }
}

fn clip_ring_at(ring: &[Cell], slab: Slab) -> Vec<Cell> {
    let mut kept = Vec::with_capacity(ring.len() + 4);
    for edge in ring.windows(2) {
        slab.cuts(edge[0], edge[1]).for_each(|cut| push_new(&mut kept, cut));
        if slab.keeps(edge[1]) {
            push_new(&mut kept, edge[1]);
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
