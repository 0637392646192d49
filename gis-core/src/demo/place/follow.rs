//! Lines beside lines and points at their vertices, such as pipes and manholes in a street.

use crate::demo::chance::Chance;
use crate::demo::plane::{Xy, direction, left_of, line, plus, xy};
use crate::demo::world::{Link, Spot, World};
use crate::geometry::{Geometry, Path};
use crate::text::Ident;
use serde::Deserialize;

/// How something runs along the lines of a register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follow {
    /// The register of the lines.
    pub of: Ident,
    /// Metres to the left; negative to the right. The same number puts pipes and manholes onto each other.
    pub offset: f64,
    /// Metres below the ground.
    #[serde(default)]
    pub depth: f64,
    /// Any text: takes the lines in another order, the same for the same text.
    pub shuffle: String,
}

impl Follow {
    /// A line for each piece between two vertices.
    pub fn lines(&self, world: &World) -> Vec<Spot> {
        let pieces = |(link, points): (Link, Vec<Xy>)| {
            let pieces: Vec<Spot> = points.windows(2).map(|pair| spot(line(pair), &link)).collect();
            pieces
        };
        self.shifted(world).into_iter().flat_map(pieces).collect()
    }

    /// A point for each vertex.
    pub fn points(&self, world: &World) -> Vec<Spot> {
        let points = |(link, points): (Link, Vec<Xy>)| {
            let points: Vec<Spot> = points.iter().map(|[x, y]| spot(Geometry::point(*x, *y), &link)).collect();
            points
        };
        self.shifted(world).into_iter().flat_map(points).collect()
    }

    fn shifted(&self, world: &World) -> Vec<(Link, Vec<Xy>)> {
        let mut lines: Vec<(Link, Vec<Xy>)> = world
            .lines(&self.of)
            .map(|(index, path)| (Link { register: self.of.clone(), index }, shift(path, self.offset)))
            .collect();
        Chance::named(&self.shuffle).shuffle(&mut lines);
        lines
    }
}

fn spot(geometry: Geometry, parent: &Link) -> Spot {
    Spot { geometry: Some(geometry), parent: Some(parent.clone()), ..Spot::default() }
}

/// The line moved to its left; vertices go along the mean of the directions before and after.
fn shift(path: &Path, offset: f64) -> Vec<Xy> {
    let points: Vec<Xy> = path.iter().map(xy).collect();
    let last = points.len().saturating_sub(1);
    points
        .iter()
        .enumerate()
        .map(|(at, point)| {
            let along = direction(points[at.saturating_sub(1)], points[(at + 1).min(last)]);
            plus(*point, left_of(along), offset)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Position;

    #[test]
    fn a_shifted_line_keeps_its_distance() {
        let path = [[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]].map(|[x, y]| Position::flat(x, y)).to_vec();
        assert_eq!(shift(&path, 2.0), [[0.0, 2.0], [10.0, 2.0], [20.0, 2.0]]);
        assert!(shift(&Vec::new(), 2.0).is_empty());
    }
}
