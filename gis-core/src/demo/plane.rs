//! The little plane geometry that places need; metres.

use crate::geometry::{Geometry, Path, Position, Shape};

/// A vector or point on the plane.
pub type Xy = [f64; 2];

pub fn xy(position: &Position) -> Xy {
    [position.x, position.y]
}

pub fn plus(a: Xy, b: Xy, times: f64) -> Xy {
    [a[0] + b[0] * times, a[1] + b[1] * times]
}

pub fn distance(a: Xy, b: Xy) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
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

/// Distance from a point to a segment.
pub fn to_segment(point: Xy, a: Xy, b: Xy) -> f64 {
    let length = distance(a, b);
    let along = direction(a, b);
    let foot = ((point[0] - a[0]) * along[0] + (point[1] - a[1]) * along[1]).clamp(0.0, length);
    distance(point, plus(a, along, foot))
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

    /// Half of its diagonal.
    pub fn reach(&self) -> f64 {
        self.half[0].hypot(self.half[1])
    }

    /// True when two rectangles share an inner point (separating axes).
    pub fn overlaps(&self, other: &Self) -> bool {
        if distance(self.center, other.center) > self.reach() + other.reach() {
            return false;
        }
        let (mine, theirs) = (self.corners(), other.corners());
        [self.along, left_of(self.along), other.along, left_of(other.along)].into_iter().all(|axis| {
            let ([a, b], [c, d]) = (shadow(&mine, axis), shadow(&theirs, axis));
            a < d && c < b
        })
    }

    /// True when a segment comes nearer than a margin.
    pub fn is_near(&self, a: Xy, b: Xy, margin: f64) -> bool {
        if to_segment(self.center, a, b) > self.reach() + margin {
            return false;
        }
        let corridor = Self {
            center: [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])],
            along: direction(a, b),
            half: [distance(a, b) / 2.0 + margin, margin],
        };
        self.overlaps(&corridor)
    }

    /// The rectangle as a polygon.
    pub fn polygon(&self) -> Geometry {
        polygon(&self.corners())
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

    fn square(x: f64, y: f64) -> Rectangle {
        Rectangle { center: [x, y], along: [0.6, 0.8], half: [5.0, 5.0] }
    }

    #[test]
    fn rectangles_side_by_side_do_not_overlap() {
        assert!(square(0.0, 0.0).overlaps(&square(5.0, 5.0)));
        assert!(!square(0.0, 0.0).overlaps(&square(6.01, 8.01)));
    }

    #[test]
    fn a_line_through_a_rectangle_is_near() {
        assert!(square(0.0, 0.0).is_near([-100.0, 0.0], [100.0, 0.0], 1.0));
        assert!(!square(0.0, 0.0).is_near([-100.0, 20.0], [100.0, 20.0], 1.0));
    }
}
