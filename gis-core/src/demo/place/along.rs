//! Rectangles on both sides of lines, none over another and none on a line.

use crate::demo::chance::Chance;
use crate::demo::plane::{Rectangle, Xy, direction, distance, left_of, plus, xy};
use crate::demo::world::{Link, Spot, World};
use crate::geometry::{Bounds, Path};
use crate::text::Ident;
use serde::Deserialize;

/// How rectangles stand along lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Along {
    /// The register of the lines.
    pub of: Ident,
    /// From the line to the front, metres.
    pub setback: [f64; 2],
    /// Least distance to any line of that register, metres.
    pub clear: f64,
    /// Lines longer than this, metres, get none: a highway has no houses.
    pub longest: f64,
    /// Shapes; a line chooses one for its whole length. Repeat one to have it more often.
    pub shapes: Vec<Sizes>,
}

/// Sizes of one kind of rectangle, metres.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// What recipes call it: `@tag`.
    pub tag: String,
    /// Along the line.
    pub length: [f64; 2],
    /// Away from it.
    pub depth: [f64; 2],
    /// Free space to the next one.
    pub gap: [f64; 2],
}

/// One side of a line.
struct Side<'a> {
    line: &'a Path,
    /// 1 on the left, -1 on the right.
    sign: f64,
    sizes: &'a Sizes,
}

/// What must not be built over.
struct Ground {
    segments: Vec<[Xy; 2]>,
    taken: Vec<Rectangle>,
}

impl Along {
    /// Evenly thinned to `count`; numbers along a line are odd on the left and even on the right, and leave a number to
    /// each empty place.
    pub fn spots(&self, world: &World, count: usize, chance: &mut Chance) -> Vec<Spot> {
        let pairs = world
            .lines(&self.of)
            .flat_map(|(_, line)| line.windows(2).map(|pair| [xy(&pair[0]), xy(&pair[1])]).collect::<Vec<_>>());
        let mut ground = Ground { segments: pairs.collect(), taken: Vec::new() };
        let mut spots = Vec::new();
        for (index, line) in world.lines(&self.of).filter(|(_, line)| length(line) <= self.longest) {
            let Some(sizes) = chance.pick(&self.shapes) else { return Vec::new() };
            let mut near = ground.near(line, sizes.depth[1] + sizes.length[1] + self.setback[1]);
            for (first, sign) in [(1, 1.0), (2, -1.0)] {
                let parent = Link { register: self.of.clone(), index };
                let row = self.row(&Side { line, sign, sizes }, &mut near, chance);
                ground.taken.extend(&row);
                spots.extend(
                    (0..).zip(row).map(|(at, rectangle)| stand(&rectangle, first + 2 * at, &parent, &sizes.tag)),
                );
            }
        }
        thinned(spots, count)
    }

    /// The rectangles of one side of a line, in its direction.
    fn row(&self, side: &Side, near: &mut Ground, chance: &mut Chance) -> Vec<Rectangle> {
        let Side { line, sign, sizes } = side;
        let mut found = Vec::new();
        let mut at = chance.between(sizes.gap) + self.clear;
        while let Some((foot, along)) = walk(line, at) {
            let half = [chance.between(sizes.length) / 2.0, chance.between(sizes.depth) / 2.0];
            let out = sign * (chance.between(self.setback) + half[1]);
            let center = plus(plus(foot, along, half[0]), left_of(along), out);
            let rectangle = Rectangle { center, along, half };
            if near.is_free(&rectangle, self.clear) {
                near.taken.push(rectangle);
                found.push(rectangle);
                // At least a metre, so that odd sizes of a hint cannot stop the walk.
                at += (2.0 * half[0] + chance.between(sizes.gap)).max(1.0);
            } else {
                at += self.clear.max(1.0);
            }
        }
        found
    }
}

impl Ground {
    /// The part in the box around a line.
    fn near(&self, line: &Path, margin: f64) -> Self {
        let points: Vec<Xy> = line.iter().map(xy).collect();
        let around = bounds(&points).buffered(margin);
        let segments = self.segments.iter().filter(|segment| bounds(&segment[..]).intersects(&around));
        let taken = self.taken.iter().filter(|rectangle| bounds(&rectangle.corners()).intersects(&around));
        Self { segments: segments.copied().collect(), taken: taken.copied().collect() }
    }

    fn is_free(&self, rectangle: &Rectangle, clear: f64) -> bool {
        let on_line = self.segments.iter().any(|[a, b]| rectangle.is_near(*a, *b, clear));
        !on_line && !self.taken.iter().any(|other| rectangle.overlaps(other))
    }
}

fn bounds(points: &[Xy]) -> Bounds {
    let mut bounds = Bounds::EMPTY;
    points.iter().for_each(|[x, y]| bounds.grow(*x, *y));
    bounds
}

fn stand(rectangle: &Rectangle, ordinal: usize, parent: &Link, tag: &str) -> Spot {
    Spot {
        geometry: Some(rectangle.polygon()),
        parent: Some(parent.clone()),
        ordinal: Some(ordinal),
        tag: Some(tag.to_owned()),
    }
}

fn length(line: &Path) -> f64 {
    line.windows(2).map(|pair| distance(xy(&pair[0]), xy(&pair[1]))).sum()
}

/// The point at a distance along a line and the direction there; nothing beyond its end.
fn walk(line: &Path, mut left: f64) -> Option<(Xy, Xy)> {
    for pair in line.windows(2) {
        let (a, b) = (xy(&pair[0]), xy(&pair[1]));
        let length = distance(a, b);
        if left < length {
            return Some((plus(a, direction(a, b), left), direction(a, b)));
        }
        left -= length;
    }
    None
}

fn thinned(spots: Vec<Spot>, count: usize) -> Vec<Spot> {
    let all = spots.len().max(1);
    let keep = |at: &usize| at * count / all != (at + 1) * count / all;
    if all <= count {
        spots
    } else {
        spots.into_iter().enumerate().filter(|(at, _)| keep(at)).map(|(_, spot)| spot).collect()
    }
}
