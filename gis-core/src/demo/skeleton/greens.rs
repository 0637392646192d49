//! Trees along streets and in parks, strips of lawn, parks and squares.

use super::growth::Cell;
use super::lattice::{number, whole};
use super::lots::Land;
use super::plan::Plan;
use crate::demo::chance::Chance;
use crate::demo::plane::{Rectangle, Xy, between, depth_in, direction, distance, left_of, on_grid, plus};

/// Trees and lawns stand so far outside the border of their block, metres.
const VERGE: f64 = 1.6;
/// Width of a strip of lawn, metres.
const STRIP: f64 = 2.0;
/// No tree and no lawn nearer to a crossing, metres.
const CORNER: f64 = 4.0;
/// A strip of lawn is no shorter, metres.
const SHORTEST: f64 = 8.0;
/// Trees of a park keep so far from its border, metres.
const EDGE: f64 = 3.0;

/// A tree.
#[derive(Debug)]
pub struct Tree {
    /// Where.
    pub at: Xy,
    /// The street it stands at; none of a park.
    pub street: Option<usize>,
}

/// A strip of lawn between a carriageway and a block.
#[derive(Debug)]
pub struct Lawn {
    /// Its outline.
    pub outline: Rectangle,
    /// The street.
    pub street: usize,
}

/// All greenery.
#[derive(Debug, Default)]
pub struct Greens {
    /// Trees.
    pub trees: Vec<Tree>,
    /// Lawns.
    pub lawns: Vec<Lawn>,
    /// Blocks that are parks or squares.
    pub parks: Vec<usize>,
}

impl Greens {
    /// Plants the city.
    pub fn new(plan: &Plan, cells: &[Cell], land: &Land) -> Self {
        let mut greens = Self::default();
        for (index, block) in land.blocks.iter().enumerate() {
            let cell = &cells[block.cell];
            let using = &plan.uses[cell.using];
            let mut chance = Chance::named(&format!("green/{index}/{}/{}", cell.at[0], cell.at[1]));
            if using.park || block.square {
                greens.parks.push(index);
                greens.park(&block.corners, using.park_trees, &mut chance);
            }
            for side in 0..4 {
                let Some(street) = block.sides[side] else { continue };
                let ends = [block.corners[side], block.corners[(side + 1) % 4]];
                greens.row(ends, street, using.street_trees, &mut chance);
                if chance.happens(using.lawns) {
                    greens.lawns.extend(lawn(ends, street));
                }
            }
        }
        greens
    }

    /// Trees along a side of a block; some are missing.
    fn row(&mut self, [a, b]: [Xy; 2], street: usize, spacing: f64, chance: &mut Chance) {
        let (along, length) = (direction(a, b), distance(a, b) - 2.0 * CORNER);
        if spacing <= 0.0 || length <= 0.0 {
            return;
        }
        let count = whole(length / spacing);
        for at in 0..=count {
            let foot = plus(a, along, CORNER + number(at) * spacing + chance.between([-1.5, 1.5]));
            if chance.happens(0.85) {
                let at = on_grid(plus(foot, left_of(along), -VERGE));
                self.trees.push(Tree { at, street: Some(street) });
            }
        }
    }

    /// Trees all over a park, not in rows.
    fn park(&mut self, corners: &[Xy; 4], spacing: f64, chance: &mut Chance) {
        let [a, b, c, d] = *corners;
        if spacing <= 0.0 {
            return;
        }
        let [rows, columns] = [whole(distance(a, b) / spacing), whole(distance(a, d) / spacing)];
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            let place = |at: usize, of: usize, chance: &mut Chance| (number(at) + chance.unit()) / number(of);
            let (u, v) = (place(row, rows, chance), place(column, columns, chance));
            let at = on_grid(between(between(a, b, u), between(d, c, u), v));
            if depth_in(at, corners) > EDGE && chance.happens(0.8) {
                self.trees.push(Tree { at, street: None });
            }
        }
    }
}

fn lawn([a, b]: [Xy; 2], street: usize) -> Option<Lawn> {
    let (along, length) = (direction(a, b), distance(a, b) - 2.0 * CORNER);
    let center = plus(between(a, b, 0.5), left_of(along), -VERGE);
    let outline = Rectangle { center, along, half: [length / 2.0, STRIP / 2.0] };
    (length >= SHORTEST).then_some(Lawn { outline, street })
}
