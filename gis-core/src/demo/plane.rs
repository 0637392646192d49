//! The little plane geometry that places need; metres.

use crate::geometry::{Geometry, Path, Position, Shape};

/// A vector or point on the plane.
pub type Xy = [f64; 2];

pub fn plus(a: Xy, b: Xy, times: f64) -> Xy {
    [a[0] + b[0] * times, a[1] + b[1] * times]
}

pub fn minus(a: Xy, b: Xy) -> Xy {
    plus(a, b, -1.0)
}

pub fn distance(a: Xy, b: Xy) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Twice the area of the triangle of two vectors; positive when the second lies to the left of the first.
pub fn cross(a: Xy, b: Xy) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

/// Length one from `a` towards `b`; zero when they are one point.
pub fn direction(a: Xy, b: Xy) -> Xy {
    match distance(a, b) {
        0.0 => [0.0, 0.0],
        length => [(b[0] - a[0]) / length, (b[1] - a[1]) / length],
    }
}

/// The direction turned left by a right angle.
pub const fn left_of(along: Xy) -> Xy {
    [-along[1], along[0]]
}

/// The point at a share of the way; exactly `a` at 0 and `b` at 1.
pub fn between(a: Xy, b: Xy, share: f64) -> Xy {
    [a[0] * (1.0 - share) + b[0] * share, a[1] * (1.0 - share) + b[1] * share]
}

/// The nearest point of the 1 mm grid.
pub fn on_grid(at: Xy) -> Xy {
    at.map(|coordinate| (coordinate * 1_000.0).round() / 1_000.0)
}

/// Share of the way along a segment at which it comes nearest to a point, 0 to 1.
pub fn foot(point: Xy, a: Xy, b: Xy) -> f64 {
    let along = minus(b, a);
    let square = along[0] * along[0] + along[1] * along[1];
    let onto = (point[0] - a[0]) * along[0] + (point[1] - a[1]) * along[1];
    if square > 0.0 { (onto / square).clamp(0.0, 1.0) } else { 0.0 }
}

/// Distance from a point to a segment.
pub fn to_segment(point: Xy, a: Xy, b: Xy) -> f64 {
    distance(point, between(a, b, foot(point, a, b)))
}

/// Distance between two segments.
pub fn apart([a, b]: [Xy; 2], [c, d]: [Xy; 2]) -> f64 {
    let sides = |from: Xy, to: Xy, point: Xy| cross(minus(to, from), minus(point, from)) > 0.0;
    if sides(a, b, c) != sides(a, b, d) && sides(c, d, a) != sides(c, d, b) {
        return 0.0;
    }
    to_segment(a, c, d).min(to_segment(b, c, d)).min(to_segment(c, a, b)).min(to_segment(d, a, b))
}

/// True when a point lies inside a ring, closed or not.
pub fn is_inside(point: Xy, ring: &[Xy]) -> bool {
    let sides = ring.iter().zip(ring.iter().skip(1).chain(ring.first()));
    sides.fold(false, |inside, (a, b)| {
        let spans = (a[1] > point[1]) != (b[1] > point[1]);
        let crosses = spans && point[0] < (b[0] - a[0]) * (point[1] - a[1]) / (b[1] - a[1]) + a[0];
        inside != crosses
    })
}

/// How far inside a convex counter-clockwise ring a point lies, metres; negative outside.
pub fn depth_in(point: Xy, ring: &[Xy]) -> f64 {
    let sides = ring.iter().zip(ring.iter().skip(1).chain(ring.first()));
    sides.map(|(a, b)| cross(direction(*a, *b), minus(point, *a))).fold(f64::INFINITY, f64::min)
}

/// Area of a ring, closed or not; positive when it runs counter-clockwise.
pub fn area(ring: &[Xy]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let pairs = ring.windows(2).map(|pair| cross(minus(pair[0], *origin), minus(pair[1], *origin)));
    pairs.sum::<f64>() / 2.0
}

/// A convex counter-clockwise quadrilateral with its sides moved inwards; `None` when nothing is left.
pub fn inset(quad: &[Xy; 4], by: [f64; 4]) -> Option<[Xy; 4]> {
    let side = |at: usize| {
        let (a, b) = (quad[at % 4], quad[(at + 1) % 4]);
        let along = direction(a, b);
        (plus(a, left_of(along), by[at % 4]), along)
    };
    let mut corners = [[0.0; 2]; 4];
    for (at, corner) in corners.iter_mut().enumerate() {
        let ((a, u), (b, v)) = (side(at + 3), side(at));
        let turn = cross(u, v);
        if turn < 0.1 {
            return None;
        }
        *corner = plus(a, u, cross(minus(b, a), v) / turn);
    }
    let keeps = |at: usize| {
        let (was, is) = (minus(quad[(at + 1) % 4], quad[at]), minus(corners[(at + 1) % 4], corners[at]));
        was[0] * is[0] + was[1] * is[1] > 0.0
    };
    (0..4).all(keeps).then_some(corners)
}

/// A rectangle on any bearing.
#[derive(Debug, Clone, Copy)]
pub struct Rectangle {
    /// Its middle.
    pub center: Xy,
    /// Direction of its length.
    pub along: Xy,
    /// Half its length and half its depth.
    pub half: Xy,
}

impl Rectangle {
    /// Its corners, counter-clockwise.
    pub fn corners(&self) -> [Xy; 4] {
        let side = left_of(self.along);
        [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]
            .map(|[x, y]| plus(plus(self.center, self.along, x * self.half[0]), side, y * self.half[1]))
    }

    /// True when two rectangles come nearer than a margin (separating axes).
    pub fn is_near(&self, other: &Self, margin: f64) -> bool {
        let (mine, theirs) = (self.corners(), other.corners());
        [self.along, left_of(self.along), other.along, left_of(other.along)].into_iter().all(|axis| {
            let ([a, b], [c, d]) = (shadow(&mine, axis), shadow(&theirs, axis));
            a < d + margin && c < b + margin
        })
    }
}

fn shadow(corners: &[Xy; 4], axis: Xy) -> [f64; 2] {
    corners
        .iter()
        .map(|corner| corner[0] * axis[0] + corner[1] * axis[1])
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], at| [low.min(at), high.max(at)])
}

/// A polygon of one ring, which is closed here.
pub fn polygon(corners: &[Xy]) -> Geometry {
    let ring: Path = corners.iter().chain(corners.first()).map(|[x, y]| Position::flat(*x, *y)).collect();
    Geometry { shape: Shape::Polygons(vec![vec![ring]]), has_z: false }
}

/// A flat line.
pub fn line(points: &[Xy]) -> Geometry {
    let path: Path = points.iter().map(|[x, y]| Position::flat(*x, *y)).collect();
    Geometry { shape: Shape::Lines(vec![path]), has_z: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [Xy; 4] = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];

    fn tilted(x: f64, y: f64) -> Rectangle {
        Rectangle { center: [x, y], along: [0.6, 0.8], half: [5.0, 5.0] }
    }

    #[test]
    fn rectangles_side_by_side_are_as_near_as_their_sides() {
        assert!(tilted(0.0, 0.0).is_near(&tilted(5.0, 5.0), 0.0));
        assert!(!tilted(0.0, 0.0).is_near(&tilted(6.01, 8.01), 0.0));
        assert!(tilted(0.0, 0.0).is_near(&tilted(6.01, 8.01), 1.0));
    }

    #[test]
    fn segments_that_cross_are_no_distance_apart() {
        assert_eq!(apart([[0.0, 0.0], [10.0, 0.0]], [[5.0, -5.0], [5.0, 5.0]]), 0.0);
        assert_eq!(apart([[0.0, 0.0], [10.0, 0.0]], [[5.0, 3.0], [5.0, 5.0]]), 3.0);
    }

    #[test]
    fn an_inset_moves_each_side_by_its_own_width() {
        assert_eq!(inset(&SQUARE, [1.0, 2.0, 3.0, 4.0]), Some([[4.0, 1.0], [8.0, 1.0], [8.0, 7.0], [4.0, 7.0]]));
        assert_eq!(inset(&SQUARE, [6.0; 4]), None);
    }

    #[test]
    fn a_point_knows_how_deep_it_lies() {
        assert_eq!(depth_in([2.0, 5.0], &SQUARE), 2.0);
        assert!(depth_in([-2.0, 5.0], &SQUARE) < 0.0);
        assert!(is_inside([2.0, 5.0], &SQUARE) && !is_inside([-2.0, 5.0], &SQUARE));
        assert_eq!(area(&SQUARE), 100.0);
    }
}
