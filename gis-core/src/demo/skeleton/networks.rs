//! Pipes and cables in the streets, from node to node; the network of a kind is the graph of its streets, moved by one vector.

use super::lattice::{number, whole};
use super::plan::Plan;
use super::streets::{Graph, Street};
use crate::demo::chance::Chance;
use crate::demo::plane::{Xy, between, distance, on_grid, plus};
use std::collections::BTreeMap;

/// A point where lines of a network meet.
#[derive(Debug)]
pub struct Node {
    /// Where.
    pub at: Xy,
    /// Position of its network in the plan.
    pub network: usize,
    /// How many lines end in it.
    pub lines: usize,
}

/// A line between two nodes.
#[derive(Debug)]
pub struct Line {
    /// Its ends.
    pub nodes: [usize; 2],
    /// Position of its network in the plan.
    pub network: usize,
    /// Its street.
    pub street: usize,
}

/// All networks.
#[derive(Debug, Default)]
pub struct Networks {
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Lines.
    pub lines: Vec<Line>,
}

impl Networks {
    /// Lays them.
    pub fn new(plan: &Plan, graph: &Graph) -> Self {
        let mut networks = Self::default();
        for (network, planned) in plan.network.iter().enumerate() {
            let uses = plan.uses.iter().enumerate().filter(|(_, one)| planned.uses.contains(&one.tag));
            let uses: u32 = uses.map(|(at, _)| 1 << at).sum();
            let mut known: BTreeMap<[u64; 2], usize> = BTreeMap::new();
            for (index, street) in graph.streets.iter().enumerate() {
                let name = format!("{}/{:?}", planned.tag, street.points.first());
                if Chance::named(&name).happens(planned.share) {
                    networks.street((network, index), street, (uses, plan), &mut known);
                }
            }
        }
        networks
    }

    /// A network in a street, where the land beside it needs it.
    fn street(
        &mut self,
        (network, index): (usize, usize),
        street: &Street,
        (uses, plan): (u32, &Plan),
        known: &mut BTreeMap<[u64; 2], usize>,
    ) {
        let planned = &plan.network[network];
        for (pair, own) in street.points.windows(2).zip(&street.uses) {
            if own & uses == 0 {
                continue;
            }
            let pieces = whole((distance(pair[0], pair[1]) / planned.spacing).ceil()).max(1);
            let mut before: Option<usize> = None;
            for at in 0..=pieces {
                let place = between(pair[0], pair[1], number(at) / number(pieces));
                let node = self.node(on_grid(plus(place, planned.shift, 1.0)), network, known);
                if let Some(last) = before {
                    self.nodes[last].lines += 1;
                    self.nodes[node].lines += 1;
                    self.lines.push(Line { nodes: [last, node], network, street: index });
                }
                before = Some(node);
            }
        }
    }

    fn node(&mut self, at: Xy, network: usize, known: &mut BTreeMap<[u64; 2], usize>) -> usize {
        *known.entry(at.map(f64::to_bits)).or_insert_with(|| {
            self.nodes.push(Node { at, network, lines: 0 });
            self.nodes.len() - 1
        })
    }
}
