//! Which cells are built up, in which order, and what for.

use super::lattice::Lattice;
use super::plan::Plan;
use crate::demo::chance::Chance;
use crate::demo::plane::{Xy, apart, area, depth_in, distance, is_inside};
use crate::geometry::Bounds;
use std::collections::{BTreeMap, BTreeSet};

/// A cell with less than this share of the area of a regular one is too crooked to build on.
const LEAST_SHARE: f64 = 0.5;
/// Neighbouring cells in squares of so many rows and columns are used for the same, mostly.
const PATCH: usize = 2;
/// Number of the first quarter of a district.
const FIRST_QUARTER: usize = 101;

/// Something that streets and houses keep clear of.
#[derive(Debug, Clone)]
pub struct Obstacle {
    /// Its vertices.
    pub path: Vec<Xy>,
    /// True: a ring.
    pub closed: bool,
    /// How far away they keep, metres.
    pub clear: f64,
}

/// A cell that is built up.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// Row and column.
    pub at: [usize; 2],
    /// Position of its district in the plan.
    pub district: usize,
    /// Number within the district.
    pub number: usize,
    /// Position of its use in the plan.
    pub using: usize,
    /// Position of the center it belongs to in the plan.
    pub center: usize,
}

/// The first cells of a city: settlement spreads from its centers, from cell to cell. A larger count begins with the same cells.
pub fn grow(plan: &Plan, lattice: &Lattice, obstacles: &[Obstacle], count: usize) -> Vec<Cell> {
    let free = Free::new(plan, lattice, obstacles);
    let mut front: BTreeSet<(usize, usize, usize, [usize; 2])> = BTreeSet::new();
    for (center, planned) in plan.center.iter().enumerate() {
        front.extend(free.nearest(lattice, planned.at).map(|at| (planned.after, 0, center, at)));
    }
    let (mut taken, mut cells) = (BTreeSet::new(), Vec::new());
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    while cells.len() < count {
        let Some((late, depth, center, at)) = front.pop_first() else { break };
        let Some(district) = free.district(at).filter(|_| taken.insert(at)) else { continue };
        let number = numbers.entry(district).or_insert(FIRST_QUARTER);
        cells.push(Cell { at, district, number: *number, using: using(plan, center, depth, at), center });
        *number += 1;
        let around = neighbours(at).filter(|next| !taken.contains(next) && free.district(*next).is_some());
        front.extend(around.map(|next| (late + 1, depth + 1, center, next)));
    }
    cells
}

fn neighbours([row, column]: [usize; 2]) -> impl Iterator<Item = [usize; 2]> {
    let back = |at: usize| at.checked_sub(1);
    let found = [
        Some([row + 1, column]),
        Some([row, column + 1]),
        back(row).map(|row| [row, column]),
        back(column).map(|column| [row, column]),
    ];
    found.into_iter().flatten()
}

/// What a cell is used for: by its distance from the center, and mostly as its neighbours.
fn using(plan: &Plan, center: usize, depth: usize, at: [usize; 2]) -> usize {
    let center = &plan.center[center];
    if let Some(first) = center.first.as_ref().filter(|_| depth == 0)
        && let Some(found) = plan.uses.iter().position(|one| one.tag == *first)
    {
        return found;
    }
    let place = usize::from(depth >= center.core);
    let mut chance = Chance::named(&format!("use/{}/{}/{place}", at[0] / PATCH, at[1] / PATCH));
    chance.weighted(plan.uses.iter().map(|one| one.weight[place]))
}

/// The district of each cell that can be built on.
struct Free(BTreeMap<[usize; 2], usize>);

impl Free {
    fn new(plan: &Plan, lattice: &Lattice, obstacles: &[Obstacle]) -> Self {
        let regular = plan.cell[0] * plan.cell[1];
        let boxed: Vec<(Bounds, &Obstacle)> =
            obstacles.iter().map(|one| (bounds(&one.path).buffered(one.clear), one)).collect();
        let mut free = BTreeMap::new();
        for at in (0..lattice.rows).flat_map(|row| (0..lattice.columns).map(move |column| [row, column])) {
            let quad = lattice.quad(at[0], at[1]);
            let own = bounds(&quad);
            let is_taken = |(around, one): &(Bounds, &Obstacle)| around.intersects(&own) && meets(&quad, one);
            if let Some(district) = district_of(plan, at)
                && area(&quad) > LEAST_SHARE * regular
                && !boxed.iter().any(is_taken)
            {
                free.insert(at, district);
            }
        }
        Self(free)
    }

    fn district(&self, at: [usize; 2]) -> Option<usize> {
        self.0.get(&at).copied()
    }

    /// The cell with its middle nearest to a point.
    fn nearest(&self, lattice: &Lattice, point: Xy) -> Option<[usize; 2]> {
        let away = |at: &[usize; 2]| {
            let [a, _, c, _] = lattice.quad(at[0], at[1]);
            distance(point, [f64::midpoint(a[0], c[0]), f64::midpoint(a[1], c[1])])
        };
        self.0.keys().copied().min_by(|a, b| away(a).total_cmp(&away(b)))
    }
}

/// The district that a cell lies in.
pub fn district_of(plan: &Plan, [row, column]: [usize; 2]) -> Option<usize> {
    let within = |at: usize, [from, to]: [usize; 2]| (from..to).contains(&at);
    plan.district.iter().position(|district| within(row, district.rows) && within(column, district.columns))
}

fn bounds(points: &[Xy]) -> Bounds {
    let mut bounds = Bounds::EMPTY;
    points.iter().for_each(|[x, y]| bounds.grow(*x, *y));
    bounds
}

/// True when an obstacle comes nearer to a cell than it should.
fn meets(quad: &[Xy; 4], obstacle: &Obstacle) -> bool {
    let path = &obstacle.path;
    let closing = path.last().zip(path.first()).filter(|_| obstacle.closed).map(|(a, b)| [*a, *b]);
    let sides = || (0..4).map(|at| [quad[at], quad[(at + 1) % 4]]);
    let near = |side: [Xy; 2]| sides().any(|own| apart(own, side) < obstacle.clear);
    path.windows(2).map(|pair| [pair[0], pair[1]]).chain(closing).any(near)
        || path.first().is_some_and(|point| depth_in(*point, quad) > 0.0)
        || (obstacle.closed && is_inside(quad[0], path))
}
