//! Polylines joined end to end. Files give the direction of each line with two optional points that are often wrong, so
//! that only the coordinates of the ends are believed.

use gis_core::geometry::{Path, Position};
use std::collections::HashMap;

/// What became of a heap of lines.
#[derive(Debug, Default, PartialEq)]
pub struct Chains {
    /// Rings: the first vertex is repeated at the end.
    pub closed: Vec<Path>,
    /// Chains whose ends do not meet.
    pub open: Vec<Path>,
}

/// Joins lines at equal ends, in the order given wherever it leads on, turning them round where needed.
pub fn chain(lines: Vec<Path>) -> Chains {
    let mut heap = Heap::new(lines);
    let mut chains = Chains::default();
    while let Some(first) = heap.first() {
        let mut path = first;
        if !is_closed(&path) && !heap.continues(path.last()) {
            path.reverse();
        }
        while !is_closed(&path)
            && let Some(next) = heap.take(path.last())
        {
            path.extend(next.into_iter().skip(1));
        }
        path.dedup();
        if is_closed(&path) { chains.closed.push(path) } else { chains.open.push(path) }
    }
    chains
}

fn is_closed(path: &[Position]) -> bool {
    path.len() > 2 && path.first() == path.last()
}

/// An end by its coordinates; files repeat them digit by digit, and two zeros are one.
type End = (u64, u64);

fn end(position: &Position) -> End {
    ((position.x + 0.0).to_bits(), (position.y + 0.0).to_bits())
}

/// Lines that are not used yet.
struct Heap {
    lines: Vec<Option<Path>>,
    next: usize,
    /// The lines at an end, the first of the file last.
    ends: HashMap<End, Vec<usize>>,
}

impl Heap {
    fn new(lines: Vec<Path>) -> Self {
        let mut ends: HashMap<End, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate().rev() {
            for position in [line.first(), line.last()].into_iter().flatten() {
                ends.entry(end(position)).or_default().push(at);
            }
        }
        Self { lines: lines.into_iter().map(Some).collect(), next: 0, ends }
    }

    /// The first line of the file that is left.
    fn first(&mut self) -> Option<Path> {
        while self.next < self.lines.len() {
            self.next += 1;
            if let Some(line) = self.lines[self.next - 1].take() {
                return Some(line);
            }
        }
        None
    }

    fn at(&mut self, position: Option<&Position>) -> Option<usize> {
        let waiting = self.ends.get_mut(&end(position?))?;
        while let Some(at) = waiting.last().copied() {
            if self.lines[at].is_some() {
                return Some(at);
            }
            waiting.pop();
        }
        None
    }

    fn continues(&mut self, position: Option<&Position>) -> bool {
        self.at(position).is_some()
    }

    /// The next line at this end, turned so that it begins there.
    fn take(&mut self, position: Option<&Position>) -> Option<Path> {
        let at = self.at(position)?;
        let mut line = self.lines[at].take()?;
        if line.first().map(end) != position.map(end) {
            line.reverse();
        }
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(corners: &[(f64, f64)]) -> Path {
        corners.iter().map(|(x, y)| Position::flat(*x, *y)).collect()
    }

    const A: (f64, f64) = (0.0, 0.0);
    const B: (f64, f64) = (0.0, 1.0);
    const C: (f64, f64) = (1.0, 1.0);
    const D: (f64, f64) = (1.0, 0.0);

    #[test]
    fn lines_of_any_direction_and_order_make_one_ring() {
        for lines in [
            vec![path(&[A, B]), path(&[B, C, D]), path(&[D, A])],
            vec![path(&[B, A]), path(&[D, C, B]), path(&[D, A])],
            vec![path(&[B, A]), path(&[B, C, D]), path(&[A, D])],
            vec![path(&[C, D]), path(&[A, B]), path(&[D, A]), path(&[C, B])],
        ] {
            let chains = chain(lines);
            assert_eq!((chains.closed.len(), chains.open.len()), (1, 0), "{chains:?}");
            assert_eq!((chains.closed[0].len(), chains.closed[0][0]), (5, chains.closed[0][4]));
        }
    }

    #[test]
    fn a_gap_leaves_the_chain_open_and_two_rings_stay_two() {
        let chains = chain(vec![path(&[A, B]), path(&[C, D])]);
        assert_eq!((chains.closed.len(), chains.open.len()), (0, 2));
        let far = |(x, y): (f64, f64)| (x + 9.0, y);
        let chains = chain(vec![path(&[A, B, C, A]), path(&[far(A), far(B), far(C)]), path(&[far(C), far(A)])]);
        assert_eq!((chains.closed.len(), chains.open.len()), (2, 0));
    }

    #[test]
    fn a_point_repeated_where_two_lines_meet_is_kept_once() {
        let chains = chain(vec![path(&[A, B, B, C]), path(&[C, C, A])]);
        assert_eq!(chains.closed, vec![path(&[A, B, C, A])]);
    }

    #[test]
    fn a_star_of_many_lines_is_joined_without_delay() {
        let lines = (0..100_000).map(|at| path(&[A, (f64::from(at) + 1.0, 5.0)])).collect();
        assert_eq!(chain(lines).closed.len(), 0);
    }
}
