//! The street graph: streets have a vertex wherever another one meets them.

use super::growth::{Cell, district_of};
use super::lattice::{Edge, Lattice, PARTS};
use super::layout::{Layout, Line};
use super::naming::{Named, Naming};
use super::plan::{HalfWidths, Plan};
use crate::demo::plane::{Xy, cross, distance, foot, minus};
use std::collections::BTreeMap;

/// Most pieces between crossings that one name covers, by rank.
const LONGEST: [usize; 2] = [18, 8];

/// What a street is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// Through the city.
    Arterial,
    /// Between cells.
    Collector,
    /// Within a cell.
    Local,
}

impl Rank {
    /// What recipes call it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Arterial => "arterial",
            Self::Collector => "collector",
            Self::Local => "local",
        }
    }

    /// Half of the land it takes, metres.
    pub const fn half_width(self, widths: &HalfWidths) -> f64 {
        match self {
            Self::Arterial => widths.arterial,
            Self::Collector => widths.collector,
            Self::Local => widths.local,
        }
    }
}

/// A street.
#[derive(Debug)]
pub struct Street {
    /// Its axis.
    pub points: Vec<Xy>,
    /// Uses of the land beside each segment, as bits.
    pub uses: Vec<u32>,
    /// What it is for.
    pub rank: Rank,
    /// Its name.
    pub named: Named,
}

impl Street {
    /// How far along the street a point lies, and whether it lies on its left.
    pub fn station(&self, point: Xy) -> (f64, bool) {
        let (mut best, mut passed) = ((f64::INFINITY, 0.0, false), 0.0);
        for pair in self.points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let share = foot(point, a, b);
            let away = distance(point, [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
            if away < best.0 {
                best = (away, passed + share * distance(a, b), cross(minus(b, a), minus(point, a)) > 0.0);
            }
            passed += distance(a, b);
        }
        (best.1, best.2)
    }
}

/// All streets, and which of them run where.
#[derive(Debug, Default)]
pub struct Graph {
    /// The streets.
    pub streets: Vec<Street>,
    at: BTreeMap<Line, usize>,
}

/// A piece of a great street on its way into the graph.
#[derive(Debug, Default)]
struct Piece {
    cuts: BTreeMap<usize, Xy>,
    uses: u32,
    cell: Option<usize>,
}

impl Graph {
    /// The streets that cells need: those around them and within them, the spine, and ways from the centers to it.
    pub fn new(plan: &Plan, lattice: &Lattice, cells: &[Cell], layouts: &[Layout]) -> Self {
        let mut builder = Builder { plan, lattice, cells, pieces: BTreeMap::new(), graph: Self::default() };
        let mut naming = Naming::new(plan);
        builder.pieces(layouts);
        let lines = builder.sections();
        let spine = |edges: &&Vec<Edge>| edges.first().is_some_and(|edge| builder.is_spine(*edge));
        let (first, rest): (Vec<_>, Vec<_>) = lines.iter().partition(spine);
        for edges in first {
            builder.great(edges, &mut naming);
        }
        for (cell, layout) in cells.iter().zip(layouts) {
            builder.inner(cell, layout, &mut naming);
        }
        for edges in rest {
            builder.great(edges, &mut naming);
        }
        builder.graph
    }

    /// The street that runs there.
    pub fn street_at(&self, line: Line) -> Option<usize> {
        self.at.get(&line).copied()
    }
}

struct Builder<'a> {
    plan: &'a Plan,
    lattice: &'a Lattice,
    cells: &'a [Cell],
    pieces: BTreeMap<Edge, Piece>,
    graph: Graph,
}

impl Builder<'_> {
    /// The pieces of great streets with the points at which inner streets leave them.
    fn pieces(&mut self, layouts: &[Layout]) {
        let middle = self.lattice.columns / 2;
        for row in (0..self.lattice.rows).filter(|row| district_of(self.plan, [*row, middle]).is_some()) {
            self.pieces.entry(Edge { across: false, row, column: middle }).or_default();
        }
        for center in 0..self.plan.center.len() {
            let Some(first) = self.cells.iter().find(|cell| cell.center == center) else { continue };
            let [row, column] = first.at;
            for column in column.min(middle)..column.max(middle) {
                self.pieces.entry(Edge { across: true, row, column }).or_default();
            }
        }
        for (index, (cell, layout)) in self.cells.iter().zip(layouts).enumerate() {
            for (across, at) in [(false, 0), (false, PARTS), (true, 0), (true, PARTS)] {
                let Line::Edge(edge) = layout.line(across, at) else { continue };
                let piece = self.pieces.entry(edge).or_default();
                piece.uses |= 1 << cell.using;
                piece.cell.get_or_insert(index);
                for cut in layout.cuts(usize::from(across)) {
                    let place = if across { [at, cut] } else { [cut, at] };
                    piece.cuts.insert(cut, self.lattice.point(cell.at, place));
                }
            }
        }
    }

    fn is_spine(&self, edge: Edge) -> bool {
        !edge.across && edge.column == self.lattice.columns / 2
    }

    fn rank(&self, edge: Edge) -> Rank {
        let great = if edge.across {
            edge.row.is_multiple_of(self.plan.cross_every)
        } else {
            self.plan.arterials.contains(&edge.column)
        };
        if great { Rank::Arterial } else { Rank::Collector }
    }

    /// Runs of pieces that get one name: they end at gaps, at borders of districts and when they are long enough.
    fn sections(&self) -> Vec<Vec<Edge>> {
        let line = |edge: &Edge| if edge.across { (true, edge.row) } else { (false, edge.column) };
        let place = |edge: &Edge| if edge.across { edge.column } else { edge.row };
        let mut edges: Vec<Edge> = self.pieces.keys().copied().collect();
        edges.sort_by_key(|edge| (line(edge), place(edge)));
        let district = |edge: &Edge| district_of(self.plan, [edge.row, edge.column]);
        let mut sections: Vec<Vec<Edge>> = Vec::new();
        for edge in edges {
            let longest = if self.rank(edge) == Rank::Arterial { LONGEST[0] } else { LONGEST[1] };
            let goes_on = |section: &&mut Vec<Edge>| {
                section.len() < longest
                    && section.last().is_some_and(|last| {
                        line(last) == line(&edge)
                            && place(last) + 1 == place(&edge)
                            && district(last) == district(&edge)
                    })
            };
            match sections.last_mut().filter(goes_on) {
                Some(section) => section.push(edge),
                None => sections.push(vec![edge]),
            }
        }
        sections
    }

    /// Adds a street between cells.
    fn great(&mut self, edges: &[Edge], naming: &mut Naming) {
        let Some(first) = edges.first().copied() else { return };
        let (mut points, mut uses) = (vec![self.lattice.node(first.row, first.column)], Vec::new());
        let number = self.graph.streets.len();
        for edge in edges {
            let Some(piece) = self.pieces.get(edge) else { continue };
            let end = if edge.across { [edge.row, edge.column + 1] } else { [edge.row + 1, edge.column] };
            let inner = piece.cuts.iter().filter(|(at, _)| (1..PARTS).contains(*at)).map(|(_, point)| *point);
            points.extend(inner.chain(std::iter::once(self.lattice.node(end[0], end[1]))));
            uses.resize(points.len() - 1, piece.uses);
            self.graph.at.insert(Line::Edge(*edge), number);
        }
        let center = self.center_of(edges);
        let named = if self.is_spine(first) { naming.spine(center) } else { naming.street(center) };
        self.graph.streets.push(Street { points, uses, rank: self.rank(first), named });
    }

    /// The center that a street belongs to: that of a cell beside it, or the nearest.
    fn center_of(&self, edges: &[Edge]) -> usize {
        let beside = edges.iter().filter_map(|edge| self.pieces.get(edge)?.cell).next();
        if let Some(cell) = beside {
            return self.cells[cell].center;
        }
        let Some(at) = edges.first().map(|edge| self.lattice.node(edge.row, edge.column)) else { return 0 };
        let centers = self.plan.center.iter().enumerate();
        let nearest = centers.min_by(|(_, a), (_, b)| distance(a.at, at).total_cmp(&distance(b.at, at)));
        nearest.map_or(0, |(center, _)| center)
    }

    /// Adds the streets within a cell.
    fn inner(&mut self, cell: &Cell, layout: &Layout, naming: &mut Naming) {
        for (across, at) in layout.inner() {
            let cuts = layout.cuts(usize::from(across));
            let place = |cut: usize| if across { [at, cut] } else { [cut, at] };
            let points: Vec<Xy> = cuts.map(|cut| self.lattice.point(cell.at, place(cut))).collect();
            let uses = vec![1 << cell.using; points.len().saturating_sub(1)];
            self.graph.at.insert(layout.line(across, at), self.graph.streets.len());
            let named = naming.street(cell.center);
            self.graph.streets.push(Street { points, uses, rank: Rank::Local, named });
        }
    }
}
