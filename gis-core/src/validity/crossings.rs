//! Where the edges of rings meet.
//!
//! Few edges are compared each with each. Many are compared through a tree of boxes over runs of consecutive edges
//! (neighbours in a ring are neighbours in space), all within a bound of work.

use geo::Orientation;
use geo::algorithm::kernels::{Kernel, RobustKernel};
use geo_types::Coord;

use super::{Fault, FaultKind, MAX_FAULTS};
use crate::geometry::Bounds;

/// Most box and edge comparisons for one geometry: under half a second.
const MAX_WORK: u64 = 50_000_000;
/// Edges under one leaf of the tree; two leaves are compared edge by edge.
const LEAF: usize = 8;

pub(super) type Point = (f64, f64);

/// One ring without repeated vertices, closed.
pub(super) struct Ring {
    pub points: Vec<Point>,
    pub polygon: usize,
    pub is_hole: bool,
    pub bounds: Bounds,
}

impl Ring {
    pub fn new(points: Vec<Point>, polygon: usize, is_hole: bool) -> Self {
        let mut bounds = Bounds::EMPTY;
        points.iter().for_each(|point| bounds.grow(point.0, point.1));
        Self { points, polygon, is_hole, bounds }
    }
}

/// Two rings that touch, by their places in the list, and where.
pub(super) struct Touch {
    pub rings: (usize, usize),
    pub at: Point,
}

/// What is left of the bound.
pub(super) struct Work(u64);

impl Default for Work {
    fn default() -> Self {
        Self(MAX_WORK)
    }
}

impl Work {
    /// False when the bound is spent.
    pub fn spend(&mut self, amount: usize) -> bool {
        self.0 = self.0.saturating_sub(amount as u64);
        self.0 > 0
    }
}

#[derive(Clone, Copy)]
struct Edge {
    a: Point,
    b: Point,
    ring: usize,
    index: usize,
}

impl Edge {
    fn bounds(&self) -> Bounds {
        Bounds {
            min_x: self.a.0.min(self.b.0),
            min_y: self.a.1.min(self.b.1),
            max_x: self.a.0.max(self.b.0),
            max_y: self.a.1.max(self.b.1),
        }
    }
}

/// How two edges meet.
enum Meeting {
    Apart,
    Touch(Point),
    Cross(Point),
    Overlap(Point),
}

/// Adds a fault for every crossing and gives the harmless touches back.
pub(super) fn judge(rings: &[Ring], faults: &mut Vec<Fault>, work: &mut Work) -> Vec<Touch> {
    let edges: Vec<Edge> = rings.iter().enumerate().flat_map(|(ring, of)| edges_of(ring, of)).collect();
    let mut search = Search { rings, edges: &edges, levels: levels(&edges), touches: Vec::new(), faults, work };
    let top = search.levels.len() - 1;
    for node in 0..search.levels[top].len() {
        for other in node..search.levels[top].len() {
            search.join(top, node, other);
        }
    }
    let touches = search.touches;
    if !work.spend(0) {
        faults.push(Fault::whole(FaultKind::TooComplex));
    }
    touches
}

fn edges_of(ring: usize, of: &Ring) -> impl Iterator<Item = Edge> {
    of.points.windows(2).enumerate().map(move |(index, pair)| Edge { a: pair[0], b: pair[1], ring, index })
}

/// Boxes over runs of edges: the first level over `LEAF` edges, every next over `LEAF` boxes, until `LEAF` are left.
fn levels(edges: &[Edge]) -> Vec<Vec<Bounds>> {
    let boxes: Vec<Bounds> = edges.iter().map(Edge::bounds).collect();
    let mut levels = vec![united(&boxes)];
    while let Some(last) = levels.last().filter(|last| last.len() > LEAF) {
        levels.push(united(last));
    }
    levels
}

fn united(boxes: &[Bounds]) -> Vec<Bounds> {
    let unite = |run: &[Bounds]| {
        run.iter().fold(Bounds::EMPTY, |all, one| Bounds {
            min_x: all.min_x.min(one.min_x),
            min_y: all.min_y.min(one.min_y),
            max_x: all.max_x.max(one.max_x),
            max_y: all.max_y.max(one.max_y),
        })
    };
    boxes.chunks(LEAF).map(unite).collect()
}

struct Search<'a> {
    rings: &'a [Ring],
    edges: &'a [Edge],
    levels: Vec<Vec<Bounds>>,
    touches: Vec<Touch>,
    faults: &'a mut Vec<Fault>,
    work: &'a mut Work,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.faults.len() >= MAX_FAULTS
    }

    /// Compares all edges under two boxes of a level; `node <= other`, so that every pair is met once.
    /// The depth is the number of levels: seven for a million edges.
    fn join(&mut self, level: usize, node: usize, other: usize) {
        if self.is_over() || !self.work.spend(1) || !self.levels[level][node].intersects(&self.levels[level][other]) {
            return;
        }
        let Some(below) = level.checked_sub(1) else {
            return self.compare_leaves(node, other);
        };
        let count = self.levels[below].len();
        for first in children(node, count) {
            for second in children(other, count).filter(|second| *second >= first) {
                self.join(below, first, second);
            }
        }
    }

    fn compare_leaves(&mut self, node: usize, other: usize) {
        let count = self.edges.len();
        for first in children(node, count) {
            let edge = self.edges[first];
            let bounds = edge.bounds();
            for second in children(other, count).filter(|second| *second > first) {
                let against = self.edges[second];
                if self.is_over() || !self.work.spend(1) {
                    return;
                }
                if bounds.intersects(&against.bounds()) {
                    self.compare(&edge, &against);
                }
            }
        }
    }

    fn compare(&mut self, first: &Edge, second: &Edge) {
        let same_ring = first.ring == second.ring;
        if same_ring && self.turns_cleanly(first, second) {
            return;
        }
        let fault = match meet(first, second) {
            Meeting::Apart => return,
            Meeting::Touch(_) if same_ring && self.follows(first, second).is_some() => return,
            Meeting::Touch(at) if !same_ring => {
                return self.touches.push(Touch { rings: (first.ring, second.ring), at });
            }
            Meeting::Touch(at) | Meeting::Cross(at) | Meeting::Overlap(at) if same_ring => {
                Fault::at(FaultKind::SelfIntersection, at.0, at.1)
            }
            Meeting::Overlap(at) => Fault::at(self.shared(first.ring, second.ring), at.0, at.1),
            Meeting::Cross(at) | Meeting::Touch(at) => Fault::at(FaultKind::RingsCross, at.0, at.1),
        };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Edges that follow each other share their vertex; unless they lie on one line, they share nothing else.
    fn turns_cleanly(&self, first: &Edge, second: &Edge) -> bool {
        self.follows(first, second)
            .is_some_and(|(before, after)| side(before.a, before.b, after.b) != Orientation::Collinear)
    }

    /// The two edges in the order of the ring, when one begins where the other ends.
    fn follows<'e>(&self, first: &'e Edge, second: &'e Edge) -> Option<(&'e Edge, &'e Edge)> {
        let last = self.rings[first.ring].points.len() - 2;
        if second.index == first.index + 1 {
            Some((first, second))
        } else {
            (first.index == 0 && second.index == last).then_some((second, first))
        }
    }

    fn shared(&self, first: usize, second: usize) -> FaultKind {
        let sorted = |ring: &Ring| {
            let mut points = ring.points[1..].to_vec();
            points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            points
        };
        let (first, second) = (&self.rings[first], &self.rings[second]);
        let same = first.bounds == second.bounds
            && first.points.len() == second.points.len()
            && sorted(first) == sorted(second);
        if same { FaultKind::DuplicateRing } else { FaultKind::RingsShareEdge }
    }
}

fn children(node: usize, count: usize) -> std::ops::Range<usize> {
    node * LEAF..((node + 1) * LEAF).min(count)
}

/// On which side of the line from `a` to `b` the point lies; exact.
pub(super) fn side(a: Point, b: Point, point: Point) -> Orientation {
    let coord = |p: Point| Coord { x: p.0, y: p.1 };
    RobustKernel::orient2d(coord(a), coord(b), coord(point))
}

fn meet(first: &Edge, second: &Edge) -> Meeting {
    let (c, d) = (side(first.a, first.b, second.a), side(first.a, first.b, second.b));
    if c == d && c != Orientation::Collinear {
        return Meeting::Apart;
    }
    let (a, b) = (side(second.a, second.b, first.a), side(second.a, second.b, first.b));
    if a == b && a != Orientation::Collinear {
        return Meeting::Apart;
    }
    match (a, b, c, d) {
        (_, _, Orientation::Collinear, Orientation::Collinear) => meet_on_line(first, second),
        (_, _, Orientation::Collinear, _) => Meeting::Touch(second.a),
        (_, _, _, Orientation::Collinear) => Meeting::Touch(second.b),
        (Orientation::Collinear, ..) => Meeting::Touch(first.a),
        (_, Orientation::Collinear, ..) => Meeting::Touch(first.b),
        _ => Meeting::Cross(crossing(first, second)),
    }
}

/// Edges on one line: the common stretch, ordered by x and then y.
fn meet_on_line(first: &Edge, second: &Edge) -> Meeting {
    let ordered = |edge: &Edge| if edge.a <= edge.b { (edge.a, edge.b) } else { (edge.b, edge.a) };
    let (first, second) = (ordered(first), ordered(second));
    let low = if first.0 >= second.0 { first.0 } else { second.0 };
    let high = if first.1 <= second.1 { first.1 } else { second.1 };
    match low.partial_cmp(&high) {
        Some(std::cmp::Ordering::Less) => Meeting::Overlap(low),
        Some(std::cmp::Ordering::Equal) => Meeting::Touch(low),
        _ => Meeting::Apart,
    }
}

/// Where two edges cross; for telling, so rounding does not matter.
fn crossing(first: &Edge, second: &Edge) -> Point {
    let (dx, dy) = (first.b.0 - first.a.0, first.b.1 - first.a.1);
    let (ex, ey) = (second.b.0 - second.a.0, second.b.1 - second.a.1);
    let share = ((second.a.0 - first.a.0) * ey - (second.a.1 - first.a.1) * ex) / (dx * ey - dy * ex);
    (first.a.0 + dx * share, first.a.1 + dy * share)
}
