//! Blocks between streets, lots that tile them, buildings on lots, house numbers along streets.

use super::growth::Cell;
use super::lattice::{Lattice, share};
use super::layout::{Layout, Line, Plot, pieces, uneven};
use super::plan::{Building as Sizes, LotKind, Plan};
use super::streets::{Graph, Rank};
use crate::demo::chance::Chance;
use crate::demo::plane::{Rectangle, Xy, between, depth_in, direction, distance, inset, left_of, on_grid, plus};

/// A building keeps at least this far from the border of its lot, metres.
const MARGIN: f64 = 1.0;
/// Buildings of a lot keep at least this far from each other, metres.
const APART: f64 = 3.0;
/// A building that does not fit is tried smaller.
const TRIES: [f64; 3] = [1.0, 0.8, 0.6];
/// How far behind its front wall a building's address stands, metres.
const DOOR: f64 = 1.0;

/// Land between streets.
#[derive(Debug)]
pub struct Block {
    /// Its cell.
    pub cell: usize,
    /// Its border, counter-clockwise, with the corners of all lots.
    pub ring: Vec<Xy>,
    /// Its corners.
    pub corners: [Xy; 4],
    /// The streets at its sides.
    pub sides: [Option<usize>; 4],
    /// True: a square without lots.
    pub square: bool,
}

/// Land with an owner.
#[derive(Debug)]
pub struct Lot {
    /// Counter-clockwise; the first two are at its street.
    pub corners: [Xy; 4],
    /// Its block.
    pub block: usize,
    /// Number within the cell.
    pub number: usize,
    /// Position of its kind among those of the use of its cell.
    pub kind: usize,
    /// The street at its front.
    pub street: usize,
    /// Number along the street: odd on the left, even on the right.
    pub house: usize,
}

/// A house.
#[derive(Debug)]
pub struct Building {
    /// Its outline.
    pub outline: Rectangle,
    /// Its lot.
    pub lot: usize,
    /// True: it stands behind another one.
    pub second: bool,
}

/// A door with a number.
#[derive(Debug)]
pub struct Address {
    /// Where.
    pub at: Xy,
    /// The building.
    pub building: usize,
}

/// All that stands between streets.
#[derive(Debug, Default)]
pub struct Land {
    /// Blocks.
    pub blocks: Vec<Block>,
    /// Lots.
    pub lots: Vec<Lot>,
    /// Buildings.
    pub buildings: Vec<Building>,
    /// Addresses.
    pub addresses: Vec<Address>,
}

/// What land is made from.
pub struct Ground<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The great streets.
    pub lattice: &'a Lattice,
    /// All streets.
    pub graph: &'a Graph,
}

impl Land {
    /// Divides all cells.
    pub fn new(ground: &Ground, cells: &[Cell], layouts: &[Layout]) -> Self {
        let mut land = Self::default();
        for (index, (cell, layout)) in cells.iter().zip(layouts).enumerate() {
            let mut chance = Chance::named(&format!("land/{}/{}", cell.at[0], cell.at[1]));
            let before = land.lots.len();
            for plot in layout.plots() {
                land.block(ground, (index, cell, layout), &plot, &mut chance);
            }
            for (number, lot) in (1..).zip(&mut land.lots[before..]) {
                lot.number = number;
            }
        }
        land.number(ground.graph);
        land.build(ground.plan, cells);
        land
    }

    /// Adds a block and its lots.
    fn block(
        &mut self,
        ground: &Ground,
        (index, cell, layout): (usize, &Cell, &Layout),
        plot: &Plot,
        chance: &mut Chance,
    ) {
        let using = &ground.plan.uses[cell.using];
        let Some(corners) = ground.corners(layout, plot) else { return };
        let sides = layout.sides(plot).map(|line| ground.graph.street_at(line));
        let square = using.square > 0.0 && chance.happens(using.square);
        let divided = !square && !using.lots.is_empty();
        // Lots front the sides 0 and 2; of a turned layout these are the streets that cross the city.
        let first = usize::from(layout.turned);
        let quad = [0, 1, 2, 3].map(|at| corners[(at + first) % 4]);
        let rows = if divided { grid(&quad, using.lot, chance) } else { grid(&quad, [f64::INFINITY; 2], chance) };
        let block = self.blocks.len();
        self.blocks.push(Block { cell: index, ring: ring(&rows), corners, sides, square });
        if !divided {
            return;
        }
        let [front, middle, back] = &rows;
        let mut add = |corners: [Xy; 4], side: usize| {
            let Some(street) = sides[(side + first) % 4] else { return };
            let kind = chance.weighted(using.lots.iter().map(|kind| kind.weight));
            self.lots.push(Lot { corners, block, number: 0, kind, street, house: 0 });
        };
        for at in 1..front.len() {
            add([front[at - 1], front[at], middle[at], middle[at - 1]], 0);
            add([back[at], back[at - 1], middle[at - 1], middle[at]], 2);
        }
    }

    /// Gives numbers to the lots of each street, in its direction.
    fn number(&mut self, graph: &Graph) {
        let mut doors: Vec<(usize, bool, f64, usize)> = Vec::with_capacity(self.lots.len());
        for (index, lot) in self.lots.iter().enumerate() {
            let (station, left) = graph.streets[lot.street].station(between(lot.corners[0], lot.corners[1], 0.5));
            doors.push((lot.street, left, station, index));
        }
        doors.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)).then(a.3.cmp(&b.3)));
        let (mut side, mut next) = (None, 0);
        for (street, left, _, index) in doors {
            let first = if left { 1 } else { 2 };
            next = if side == Some((street, left)) { next + 2 } else { first };
            side = Some((street, left));
            self.lots[index].house = next;
        }
    }

    /// Builds on the lots.
    fn build(&mut self, plan: &Plan, cells: &[Cell]) {
        for (index, lot) in self.lots.iter().enumerate() {
            let cell = &cells[self.blocks[lot.block].cell];
            let kind: &LotKind = &plan.uses[cell.using].lots[lot.kind];
            let mut chance = Chance::named(&format!("house/{}/{}/{}", cell.at[0], cell.at[1], lot.number));
            let Some(sizes) = &kind.building else { continue };
            let [a, b, c, d] = lot.corners;
            let Some(outline) = place(&lot.corners, [a, b], sizes, &mut chance) else { continue };
            let building = self.buildings.len();
            self.buildings.push(Building { outline, lot: index, second: false });
            if chance.happens(kind.addressed) {
                let at = on_grid(plus(outline.center, left_of(outline.along), DOOR - outline.half[1]));
                self.addresses.push(Address { at, building });
            }
            let Some(second) = kind.second.as_ref().filter(|second| chance.happens(second.chance)) else { continue };
            let behind = place(&lot.corners, [c, d], &second.building, &mut chance);
            if let Some(outline) = behind.filter(|behind| !behind.is_near(&outline, APART)) {
                self.buildings.push(Building { outline, lot: index, second: true });
            }
        }
    }
}

impl Ground<'_> {
    /// Corners of a block: its streets take their land first.
    fn corners(&self, layout: &Layout, plot: &Plot) -> Option<[Xy; 4]> {
        let ([u0, u1], [v0, v1]) = (plot.along, plot.across);
        let [a, b, c, d] = self.lattice.quad(layout.cell[0], layout.cell[1]);
        let at = |u: usize, v: usize| between(between(a, b, share(u)), between(d, c, share(u)), share(v));
        let quad = [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)];
        inset(&quad, layout.sides(plot).map(|line| self.rank(line).half_width(&self.plan.half_width)))
    }

    fn rank(&self, line: Line) -> Rank {
        self.graph.street_at(line).map_or(Rank::Local, |street| self.graph.streets[street].rank)
    }
}

/// Points that lots share: at the first street, between the rows, at the second street.
fn grid(quad: &[Xy; 4], frontage: [f64; 2], chance: &mut Chance) -> [Vec<Xy>; 3] {
    let [a, b, c, d] = *quad;
    let count = pieces(distance(a, b).midpoint(distance(d, c)), chance.between(frontage));
    let cuts = if frontage[0].is_finite() { uneven(count, chance) } else { vec![0.0, 1.0] };
    let row = |across: f64| {
        let (from, to) = (between(a, d, across), between(b, c, across));
        cuts.iter().map(|along| on_grid(between(from, to, *along))).collect()
    };
    [row(0.0), row(0.5), row(1.0)]
}

/// The border of a grid, counter-clockwise.
fn ring([front, middle, back]: &[Vec<Xy>; 3]) -> Vec<Xy> {
    let ends = |at: usize| middle.get(at).copied();
    let right = ends(middle.len() - 1);
    front.iter().copied().chain(right).chain(back.iter().rev().copied()).chain(ends(0)).collect()
}

/// A rectangle at a side of a lot, whole inside it.
fn place(lot: &[Xy; 4], [a, b]: [Xy; 2], sizes: &Sizes, chance: &mut Chance) -> Option<Rectangle> {
    let along = direction(a, b);
    let drawn = [chance.between(sizes.length), chance.between(sizes.depth)];
    let (setback, shift) = (chance.between(sizes.setback), chance.unit());
    TRIES.into_iter().find_map(|times| {
        let half = drawn.map(|size| size * times / 2.0);
        let free = distance(a, b) - 2.0 * (half[0] + MARGIN);
        let foot = plus(a, along, half[0] + MARGIN + free.max(0.0) * shift);
        let outline = Rectangle { center: plus(foot, left_of(along), setback * times + half[1]), along, half };
        let fits = outline.corners().iter().all(|corner| depth_in(*corner, lot) >= MARGIN);
        fits.then_some(outline)
    })
}
