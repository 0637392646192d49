//! Nodes into geometry. All rings of a block stand one after another: a ring ends where its first point comes again or
//! where the numbers begin anew; programs lead back to the first ring over the first points of the others.

use super::block::Node;
use crate::cadastre::deviation::{self, Deviation};
use crate::{geometry as sound, limits, rings};
use gis_core::geometry::{Geometry, Path, Shape};

/// Most rings of one block: each is compared with the first.
const RINGS: usize = 1_000;

/// The geometry of the nodes of a block, `None` when it has none.
///
/// # Errors
/// The code of what is wrong.
pub fn geometry(marker: &str, nodes: &[Node], odd: &mut Vec<Deviation>) -> Result<Option<Geometry>, &'static str> {
    if nodes.is_empty() {
        odd.push(deviation::BOUNDARY_EMPTY);
        return Ok(None);
    }
    if nodes.len() > limits::VERTICES {
        return Err(sound::TOO_MANY);
    }
    let shape = match marker {
        "NB" => Shape::Lines(vec![nodes.iter().map(|node| node.position).collect()]),
        _ => polygons(rings(nodes))?,
    };
    sound::checked(Geometry { shape, has_z: false })
}

fn rings(nodes: &[Node]) -> Vec<Path> {
    let (mut rings, mut ring): (Vec<Path>, Path) = (Vec::new(), Path::new());
    let mut before = i64::MIN;
    for node in nodes {
        if node.number <= before && !ring.is_empty() {
            rings.push(std::mem::take(&mut ring));
        }
        before = node.number;
        if ring.last() == Some(&node.position) {
            continue;
        }
        ring.push(node.position);
        if ring.len() > 2 && ring.first() == ring.last() {
            rings.push(std::mem::take(&mut ring));
        }
    }
    let way_back = (1..=RINGS).contains(&rings.len())
        && ring.iter().all(|point| rings.iter().any(|known| known.first() == Some(point)));
    if !ring.is_empty() && !way_back {
        rings.push(ring);
    }
    rings.iter_mut().for_each(close);
    rings
}

/// The format need not repeat the first point.
fn close(ring: &mut Path) {
    if ring.first() != ring.last() {
        ring.extend(ring.first().copied());
    }
}

/// The first ring is a shell; of the others those within it are its holes.
fn polygons(rings: Vec<Path>) -> Result<Shape, &'static str> {
    if rings.len() > RINGS {
        return Err(sound::TOO_MANY);
    }
    let Some(first) = rings.first().cloned() else { return Ok(Shape::Polygons(Vec::new())) };
    let (holes, others): (Vec<Path>, Vec<Path>) =
        rings.into_iter().skip(1).partition(|ring| rings::lies_in(ring, &first));
    rings::nest(std::iter::once(first).chain(others).collect(), holes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::geometry::Position;

    fn nodes(points: &[(i64, f64, f64)]) -> Vec<Node> {
        points.iter().map(|(number, x, y)| Node { number: *number, position: Position::flat(*x, *y) }).collect()
    }

    fn counts(points: &[(i64, f64, f64)]) -> Vec<usize> {
        let geometry = geometry("SR", &nodes(points), &mut Vec::new()).unwrap().unwrap();
        let Shape::Polygons(polygons) = geometry.shape else { panic!("polygons were expected") };
        polygons.iter().map(Vec::len).collect()
    }

    const SHELL: [(i64, f64, f64); 4] = [(1, 0.0, 0.0), (2, 0.0, 9.0), (3, 9.0, 9.0), (4, 9.0, 0.0)];

    #[test]
    fn a_ring_closes_by_itself() {
        assert_eq!(counts(&SHELL), [1]);
    }

    #[test]
    fn a_keyhole_with_its_way_back_is_a_shell_with_holes() {
        let mut points = SHELL.to_vec();
        points.push((5, 0.0, 0.0));
        for (at, corner) in [(1.0, 6), (4.0, 10)] {
            let ring = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)];
            points.extend((corner..).zip(ring).map(|(number, (x, y))| (number, at + x, at + y)));
        }
        points.extend([(14, 1.0, 1.0), (15, 0.0, 0.0)]);
        assert_eq!(counts(&points), [3]);
    }

    #[test]
    fn numbers_that_begin_anew_begin_another_ring() {
        let far = SHELL.map(|(number, x, y)| (number, x + 100.0, y));
        assert_eq!(counts(&[SHELL, far].concat()), [1, 1]);
    }
}
