//! A Shapefile polygon is a heap of rings: shells run clockwise, holes counter-clockwise, in any order.

use crate::geometry as sound;
use crate::rings::{self, doubled_area};
use gis_core::geometry::{Path, Shape};

/// The polygons of a heap of rings.
///
/// # Errors
/// [`sound::HOLE`] when a hole lies in no shell.
pub fn polygons(rings: Vec<Path>) -> Result<Shape, &'static str> {
    let (shells, holes): (Vec<Path>, Vec<Path>) = rings.into_iter().partition(|ring| doubled_area(ring) <= 0.0);
    if shells.is_empty() {
        // Some programs write a lone shell the wrong way round; with no shell there is nothing to mistake it for.
        return if holes.len() <= 1 { Ok(Shape::Polygons(vec![holes])) } else { Err(sound::HOLE) };
    }
    rings::nest(shells, holes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::geometry::Position;

    fn square(x: f64, y: f64, side: f64, clockwise: bool) -> Path {
        let mut ring: Path = [(0.0, 0.0), (0.0, side), (side, side), (side, 0.0), (0.0, 0.0)]
            .map(|(dx, dy)| Position::flat(x + dx, y + dy))
            .to_vec();
        if !clockwise {
            ring.reverse();
        }
        ring
    }

    #[test]
    fn a_hole_finds_the_smallest_shell_around_it() {
        let rings = vec![
            square(4.5, 4.5, 0.2, false),
            square(0.0, 0.0, 10.0, true),
            square(3.0, 3.0, 4.0, false),
            square(4.0, 4.0, 1.0, true),
        ];
        let Ok(Shape::Polygons(polygons)) = polygons(rings) else { panic!("polygons were expected") };
        assert_eq!(polygons.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn a_hole_outside_every_shell_is_named() {
        let rings = vec![square(0.0, 0.0, 1.0, true), square(5.0, 5.0, 1.0, true), square(9.0, 9.0, 1.0, false)];
        assert_eq!(polygons(rings), Err(sound::HOLE));
    }
}
