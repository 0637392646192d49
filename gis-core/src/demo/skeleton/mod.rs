//! One city in shapes: districts, streets, blocks, lots, houses, doors, trees, pipes, stops. It knows no register;
//! hints say which register a part feeds.
//!
//! ```text
//! plan -> lattice -> cells that are built up -> street graph -> blocks and lots -> houses, trees, pipes, stops
//! ```
//! A larger size begins with the cells of a smaller one; what lies within these cells stays as it is.

mod greens;
mod growth;
mod lattice;
mod layout;
mod lots;
mod naming;
mod networks;
mod part;
mod plan;
mod size;
mod streets;
#[cfg(test)]
mod tests;
mod transport;

pub use growth::Obstacle;
pub use part::Part;
pub use plan::Plan;
pub use size::Size;

use greens::Greens;
use growth::Cell;
use lattice::Lattice;
use layout::Layout;
use lots::{Ground, Land};
use networks::Networks;
use streets::Graph;
use transport::Ways;

/// The shapes of a city.
#[derive(Debug)]
pub struct Skeleton {
    plan: Plan,
    lattice: Lattice,
    cells: Vec<Cell>,
    graph: Graph,
    land: Land,
    greens: Greens,
    networks: Networks,
    ways: Ways,
}

impl Skeleton {
    /// Makes a city of a size that keeps clear of obstacles.
    #[must_use]
    pub fn new(plan: &Plan, obstacles: &[Obstacle], size: Size) -> Self {
        let lattice = Lattice::new(plan);
        let cells = growth::grow(plan, &lattice, obstacles, size.cells(&plan.sizes));
        let layouts: Vec<Layout> = cells.iter().map(|cell| Layout::new(plan, cell, &plan.uses[cell.using])).collect();
        let graph = Graph::new(plan, &lattice, &cells, &layouts);
        let land = Land::new(&Ground { plan, lattice: &lattice, graph: &graph }, &cells, &layouts);
        let greens = Greens::new(plan, &cells, &land);
        let networks = Networks::new(plan, &graph);
        let ways = Ways::new(plan, &lattice, &graph);
        Self { plan: plan.clone(), lattice, cells, graph, land, greens, networks, ways }
    }
}
