//! Stops beside the great streets, routes through them, signs along streets.

use super::lattice::{Edge, Lattice, number, whole};
use super::layout::Line;
use super::plan::Plan;
use super::streets::{Graph, Rank, Street};
use crate::demo::plane::{Xy, between, direction, distance, left_of, on_grid, plus};

/// Stops and signs stand so far from the border of the street, metres.
const KERB: f64 = 3.0;

/// A stop.
#[derive(Debug)]
pub struct Stop {
    /// Where.
    pub at: Xy,
    /// Its street.
    pub street: usize,
}

/// A route.
#[derive(Debug)]
pub struct Route {
    /// Its course.
    pub points: Vec<Xy>,
    /// The streets of its ends.
    pub streets: [usize; 2],
}

/// All public transport, and signs.
#[derive(Debug, Default)]
pub struct Ways {
    /// Stops.
    pub stops: Vec<Stop>,
    /// Routes.
    pub routes: Vec<Route>,
    /// Signs.
    pub signs: Vec<Stop>,
}

impl Ways {
    /// Routes along the spine and other great streets, stops on them, signs on streets with houses.
    pub fn new(plan: &Plan, lattice: &Lattice, graph: &Graph) -> Self {
        let mut ways = Self::default();
        for (index, street) in graph.streets.iter().enumerate() {
            let (kerb, lived) =
                (street.rank.half_width(&plan.half_width) - KERB, street.uses.iter().any(|uses| *uses > 0));
            if street.rank == Rank::Arterial {
                let places = along(street, plan.transport.stops, kerb, [true, true]);
                ways.stops.extend(places.into_iter().map(|at| Stop { at, street: index }));
            }
            if lived && street.rank != Rank::Local {
                let places = along(street, plan.transport.signs, kerb, [true, false]);
                ways.signs.extend(places.into_iter().map(|at| Stop { at, street: index }));
            }
        }
        let mut columns = plan.arterials.clone();
        // The spine first.
        columns.sort_by_key(|column| (column.abs_diff(lattice.columns / 2), *column));
        for column in columns {
            ways.along_column(plan.transport.rows, (lattice, column), graph);
        }
        ways
    }

    /// Routes of a number of rows; one begins in the middle of the one before, so that people can change.
    fn along_column(&mut self, length: usize, (lattice, column): (&Lattice, usize), graph: &Graph) {
        let street = |row: usize| graph.street_at(Line::Edge(Edge { across: false, row, column }));
        for begin in (0..lattice.rows).step_by((length / 2).max(1)) {
            let rows: Vec<usize> = (begin..(begin + length).min(lattice.rows)).collect();
            let streets: Option<Vec<usize>> = rows.iter().map(|row| street(*row)).collect();
            let Some((streets, last)) = streets.zip(rows.last()).filter(|_| rows.len() >= length) else { continue };
            let points = (begin..=last + 1).map(|row| lattice.node(row, column)).collect();
            if let (Some(first), Some(end)) = (streets.first(), streets.last()) {
                self.routes.push(Route { points, streets: [*first, *end] });
            }
        }
    }
}

/// Points beside a street at even distances: to the right in its direction, and half way between them to the left.
fn along(street: &Street, spacing: f64, out: f64, sides: [bool; 2]) -> Vec<Xy> {
    let length: f64 = street.points.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    let (mut places, count) = (Vec::new(), whole(length / spacing));
    for at in 0..count {
        for (side, turn) in sides.into_iter().zip([-1.0, 1.0]) {
            let station = (number(at) + if turn < 0.0 { 0.35 } else { 0.65 }) * spacing;
            let Some((foot, way)) = place(street, station).filter(|_| side) else { continue };
            places.push(on_grid(plus(foot, left_of(way), out * turn)));
        }
    }
    places
}

/// The point at a distance along a street, and the direction there.
fn place(street: &Street, mut left: f64) -> Option<(Xy, Xy)> {
    for pair in street.points.windows(2) {
        let length = distance(pair[0], pair[1]);
        if left < length {
            return Some((between(pair[0], pair[1], left / length), direction(pair[0], pair[1])));
        }
        left -= length;
    }
    None
}
