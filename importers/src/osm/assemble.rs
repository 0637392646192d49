//! Rings out of the ways of a relation, which stand there in any order and run in any direction.

use std::collections::{HashMap, HashSet};

/// A chain of ways that ends at this node, where no other way goes on.
#[derive(Debug, PartialEq, Eq)]
pub struct Open {
    /// The id of the node.
    pub node: i64,
}

/// Closed rings of node ids. Rings that touch in a node are cut apart there.
///
/// # Errors
/// The end of a chain that does not close.
pub fn rings(ways: &[&[i64]]) -> Result<Vec<Vec<i64>>, Open> {
    let mut heap = Heap::new(ways);
    let mut rings = heap.closed();
    while let Some(way) = heap.any() {
        follow(way, &mut heap, &mut rings)?;
    }
    Ok(rings)
}

/// Walks on from a way until nothing is left of the chain; whenever it comes back to a node, a ring is cut off.
fn follow(first: Vec<i64>, heap: &mut Heap, rings: &mut Vec<Vec<i64>>) -> Result<(), Open> {
    let mut path = first;
    // Ends of the ways of the path, by node, with their place in it.
    let mut ends: HashMap<i64, usize> = path.first().map(|start| (*start, 0)).into_iter().collect();
    while let [_, .., end] = path.as_slice() {
        let end = *end;
        if let Some(start) = ends.get(&end).copied() {
            rings.push(path[start..].to_vec());
            for node in path.drain(start + 1..) {
                if ends.get(&node).is_some_and(|at| *at > start) {
                    ends.remove(&node);
                }
            }
        } else {
            let way = heap.at(end).ok_or(Open { node: end })?;
            ends.insert(end, path.len() - 1);
            path.extend(&way[1..]);
            continue;
        }
        // The rest of the chain ends where the ring was cut off; it is not a way back to itself.
        if let Some(end) = path.last().filter(|_| path.len() > 1) {
            ends.remove(end);
        }
    }
    Ok(())
}

/// Ways that no ring has taken yet.
struct Heap<'a> {
    ways: &'a [&'a [i64]],
    free: HashSet<usize>,
    next: usize,
    by_end: HashMap<i64, Vec<usize>>,
}

impl<'a> Heap<'a> {
    fn new(ways: &'a [&'a [i64]]) -> Self {
        let mut by_end: HashMap<i64, Vec<usize>> = HashMap::new();
        for (at, way) in ways.iter().enumerate() {
            way.first().into_iter().chain(way.last()).for_each(|end| by_end.entry(*end).or_default().push(at));
        }
        let free = (0..ways.len()).filter(|at| ways[*at].len() > 1).collect();
        Self { ways, free, next: 0, by_end }
    }

    /// Takes the ways that are rings by themselves.
    fn closed(&mut self) -> Vec<Vec<i64>> {
        let ways = self.ways;
        let closed = |at: &usize| ways[*at].len() > 1 && ways[*at].first() == ways[*at].last();
        let rings: Vec<usize> = (0..ways.len()).filter(closed).collect();
        for at in &rings {
            self.free.remove(at);
        }
        rings.into_iter().map(|at| ways[at].to_vec()).collect()
    }

    /// Takes the first way that is left.
    fn any(&mut self) -> Option<Vec<i64>> {
        while self.next < self.ways.len() {
            self.next += 1;
            if self.free.remove(&(self.next - 1)) {
                return Some(self.ways[self.next - 1].to_vec());
            }
        }
        None
    }

    /// Takes a way that ends at a node, turned to begin there.
    fn at(&mut self, node: i64) -> Option<Vec<i64>> {
        let ends = self.by_end.get_mut(&node)?;
        while let Some(at) = ends.pop() {
            if self.free.remove(&at) {
                let mut way = self.ways[at].to_vec();
                if way.first() != Some(&node) {
                    way.reverse();
                }
                return Some(way);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rings in a form that does not depend on where they begin and which way they run.
    fn sorted(rings: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
        let mut rings: Vec<Vec<i64>> = rings
            .into_iter()
            .map(|ring| {
                assert_eq!(ring.first(), ring.last());
                let mut nodes = ring[1..].to_vec();
                nodes.sort_unstable();
                nodes
            })
            .collect();
        rings.sort();
        rings
    }

    #[test]
    fn ways_in_any_order_and_direction_close_to_rings() {
        let found = rings(&[&[3, 4], &[1, 2, 3], &[5, 1], &[5, 4], &[10, 11, 12, 10]]).unwrap();
        assert_eq!(sorted(found), [vec![1, 2, 3, 4, 5], vec![10, 11, 12]]);
    }

    #[test]
    fn rings_that_touch_in_a_node_are_cut_apart() {
        let found = rings(&[&[1, 2, 3], &[3, 4, 5], &[5, 6, 3], &[3, 7, 1]]).unwrap();
        assert_eq!(sorted(found), [vec![1, 2, 3, 7], vec![3, 4, 5, 6]]);
    }

    #[test]
    fn a_gap_is_named_by_its_node() {
        let gap = rings(&[&[1, 2, 3], &[3, 4]]).unwrap_err();
        assert!([1, 4].contains(&gap.node), "{gap:?}");
    }

    proptest::proptest! {
        #[test]
        fn a_ring_cut_anywhere_comes_together_again(cuts: Vec<u8>, turned: u32, size in 3i64..40) {
            let ring: Vec<i64> = (0..size).chain([0]).collect();
            let mut at: Vec<usize> = cuts.iter().map(|cut| usize::from(*cut) % ring.len()).collect();
            at.extend([0, ring.len() - 1]);
            at.sort_unstable();
            at.dedup();
            let mut ways: Vec<Vec<i64>> = at.windows(2).map(|pair| ring[pair[0]..=pair[1]].to_vec()).collect();
            ways.iter_mut().enumerate().filter(|(at, _)| turned >> (at % 32) & 1 == 1).for_each(|(_, way)| way.reverse());
            let middle = ways.len() / 2;
            ways.rotate_left(middle);
            let ways: Vec<&[i64]> = ways.iter().map(Vec::as_slice).collect();
            let found = rings(&ways).unwrap();
            proptest::prop_assert_eq!(sorted(found), [(0..size).collect::<Vec<_>>()]);
        }

        #[test]
        fn any_heap_of_ways_ends(ways: Vec<Vec<u8>>) {
            let ways: Vec<Vec<i64>> = ways.iter().map(|way| way.iter().map(|node| i64::from(node % 8)).collect()).collect();
            let ways: Vec<&[i64]> = ways.iter().map(Vec::as_slice).collect();
            let _ = rings(&ways);
        }
    }
}
