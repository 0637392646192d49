//! Neighbourhoods of straight streets that cross at right angles.

use crate::demo::plane::{Xy, direction, left_of, plus};
use serde::Deserialize;

/// A grid of streets on one side of a line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Where the first cross street leaves the line.
    pub origin: Xy,
    /// A point further along the line: the bearing of the grid.
    pub towards: Xy,
    /// How many blocks along the line and away from it.
    pub blocks: [usize; 2],
    /// Length of a block along the line and away from it, metres.
    pub step: [f64; 2],
    /// True: to the right of the line.
    #[serde(default)]
    pub right: bool,
}

impl Grid {
    /// The streets parallel to the line, then the cross streets; each has a vertex at every crossing.
    pub fn streets(&self) -> Vec<Vec<Xy>> {
        let along = direction(self.origin, self.towards);
        let side = if self.right { left_of(left_of(left_of(along))) } else { left_of(along) };
        let [columns, rows] = self.blocks;
        let at = |column: usize, row: usize| {
            plus(plus(self.origin, along, steps(column, self.step[0])), side, steps(row, self.step[1]))
        };
        let parallel = (1..=rows).map(|row| (0..=columns).map(|column| at(column, row)).collect());
        let cross = (0..=columns).map(|column| (0..=rows).map(|row| at(column, row)).collect());
        parallel.chain(cross).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a grid has few blocks")]
fn steps(count: usize, step: f64) -> f64 {
    count as f64 * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_of_a_grid_meet_at_common_vertices() {
        let grid = Grid { origin: [0.0, 0.0], towards: [10.0, 0.0], blocks: [2, 1], step: [100.0, 50.0], right: true };
        let streets = grid.streets();
        assert_eq!(streets.len(), 4);
        assert_eq!(streets[0], [[0.0, -50.0], [100.0, -50.0], [200.0, -50.0]]);
        assert!(streets[1..].iter().all(|cross| streets[0].contains(&cross[1])));
    }
}
