//! Geometries as path data.

use super::Frame;
use crate::geojson::number;
use crate::geometry::{Geometry, Position};

/// Decimals of a vertex: micrometres on paper.
const DECIMALS: usize = 3;
/// Vertices closer than this to the one before are left out, pixels of styles: a hundredth of a millimetre on paper.
const THIN_PX: f64 = 0.04;

/// Every path of a geometry; rings are closed.
pub fn data(frame: &Frame, geometry: &Geometry, is_closed: bool, out: &mut String) {
    for path in geometry.paths() {
        append(frame, path, is_closed, out);
    }
}

fn append(frame: &Frame, path: &[Position], is_closed: bool, out: &mut String) {
    let thin = frame.pixel * THIN_PX;
    let mut before: Option<(f64, f64)> = None;
    for (at, position) in path.iter().enumerate() {
        let (x, y) = frame.at(position);
        let is_last = at + 1 == path.len();
        if before.is_some_and(|(a, b)| !is_last && (a - x).abs() < thin && (b - y).abs() < thin) {
            continue;
        }
        out.push(if before.is_none() { 'M' } else { 'L' });
        number(x, DECIMALS, out);
        out.push(' ');
        number(y, DECIMALS, out);
        before = Some((x, y));
    }
    if is_closed && before.is_some() {
        out.push('Z');
    }
}
