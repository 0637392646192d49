//! A fast stand-in for the transformation from the storage CRS to Web Mercator, for tiles.
//!
//! Over a city the transformation is smooth enough for one polynomial per axis. It is fitted once to the exact
//! transformation and proved against it on other points; being the same for every tile, it gives a vertex the same place in
//! all tiles that show it, so that seams close.

use super::{Crs, CrsError, Transformer};
use crate::geometry::{Bounds, Position};

/// Largest difference to the exact transformation, metres of Web Mercator: a twentieth of a tile unit at zoom 22.
pub const TOLERANCE_M: f64 = 1.1e-4;
/// Degrees of the polynomials that are tried, in this order.
const DEGREES: std::ops::RangeInclusive<usize> = 2..=10;
/// Proof points along one side: no multiple of any fit grid.
const PROOF_SIDE: usize = 29;

/// Maps storage coordinates to Web Mercator metres: by polynomial inside its bounds, by PROJ outside.
#[derive(Debug, Clone)]
pub struct LocalMap {
    transformer: Transformer,
    storage: Crs,
    bounds: Bounds,
    degree: usize,
    /// Coefficients of both axes, highest power of `u` first, see [`LocalMap::evaluate`].
    coefficients: Vec<(f64, f64)>,
}

impl LocalMap {
    /// Fits the map over `bounds` (storage CRS); a city of 100 km takes a few milliseconds.
    ///
    /// # Errors
    /// Those of the exact transformation, when part of `bounds` lies outside the area of use.
    pub fn fit(transformer: Transformer, storage: Crs, bounds: &Bounds) -> Result<Self, CrsError> {
        let mut map = Self { transformer, storage, bounds: *bounds, degree: 0, coefficients: Vec::new() };
        let proof = map.exact(&grid(PROOF_SIDE, |step| step * 2.0 - 1.0))?;
        for degree in DEGREES {
            let nodes = map.exact(&grid(degree + 1, chebyshev(degree + 1)))?;
            map.degree = degree;
            map.coefficients = interpolate(degree + 1, &nodes);
            if proof.iter().all(|&(u, v, x, y)| is_near(map.evaluate(u, v), (x, y))) {
                return Ok(map);
            }
        }
        // Too large for a polynomial: an empty box sends every vertex the exact way.
        Ok(Self { bounds: Bounds::EMPTY, ..map })
    }

    /// Turns storage coordinates into Web Mercator metres in place.
    ///
    /// # Errors
    /// Those of the exact transformation, for vertices outside the fitted bounds.
    pub fn apply(&self, positions: &mut [Position]) -> Result<(), CrsError> {
        for position in positions {
            if self.bounds.contains(position.x, position.y) {
                let (u, v) = self.normalised(position.x, position.y);
                (position.x, position.y) = self.evaluate(u, v);
            } else {
                self.transformer.transform_positions(
                    self.storage,
                    Crs::WEB_MERCATOR,
                    std::slice::from_mut(position),
                )?;
            }
        }
        Ok(())
    }

    fn normalised(&self, x: f64, y: f64) -> (f64, f64) {
        let b = &self.bounds;
        ((2.0 * x - b.min_x - b.max_x) / (b.max_x - b.min_x), (2.0 * y - b.min_y - b.max_y) / (b.max_y - b.min_y))
    }

    /// Horner's scheme in `v` inside Horner's scheme in `u`.
    fn evaluate(&self, u: f64, v: f64) -> (f64, f64) {
        self.coefficients.chunks_exact(self.degree + 1).fold((0.0, 0.0), |outer, row| {
            let inner = row.iter().fold((0.0, 0.0), |sum, c| (sum.0 * v + c.0, sum.1 * v + c.1));
            (outer.0 * u + inner.0, outer.1 * u + inner.1)
        })
    }

    /// `(u, v, x, y)` of the exact transformation at points given in -1..1.
    fn exact(&self, points: &[(f64, f64)]) -> Result<Vec<(f64, f64, f64, f64)>, CrsError> {
        let b = &self.bounds;
        let at = |min: f64, max: f64, share: f64| f64::midpoint(min, max) + (max - min) / 2.0 * share;
        let mut pairs: Vec<_> =
            points.iter().map(|&(u, v)| (at(b.min_x, b.max_x, u), at(b.min_y, b.max_y, v))).collect();
        self.transformer.transform_pairs(self.storage, Crs::WEB_MERCATOR, &mut pairs)?;
        Ok(points.iter().zip(pairs).map(|(&(u, v), (x, y))| (u, v, x, y)).collect())
    }
}

fn is_near(a: (f64, f64), b: (f64, f64)) -> bool {
    (a.0 - b.0).abs() < TOLERANCE_M && (a.1 - b.1).abs() < TOLERANCE_M
}

/// A square grid, `u` outside and `v` inside; `place` turns a share of the side (0..1) into -1..1.
fn grid(side: usize, place: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let steps: Vec<f64> = (0..side).map(|i| place(i as f64 / (side - 1) as f64)).collect();
    steps.iter().flat_map(|&u| steps.iter().map(move |&v| (u, v))).collect()
}

/// Chebyshev nodes, where interpolation does not swing at the ends.
fn chebyshev(side: usize) -> impl Fn(f64) -> f64 {
    move |share| {
        let index = share * (side - 1) as f64;
        -((index + 0.5) * std::f64::consts::PI / side as f64).cos()
    }
}

/// Tensor-product interpolation: first along `v` in every column, then the coefficients along `u`.
fn interpolate(side: usize, nodes: &[(f64, f64, f64, f64)]) -> Vec<(f64, f64)> {
    let steps: Vec<f64> = nodes[..side].iter().map(|node| node.1).collect();
    let columns: Vec<Vec<(f64, f64)>> = nodes
        .chunks_exact(side)
        .map(|column| newton(&steps, &column.iter().map(|node| (node.2, node.3)).collect::<Vec<_>>()))
        .collect();
    let rows: Vec<Vec<(f64, f64)>> =
        (0..side).map(|i| newton(&steps, &columns.iter().map(|column| column[i]).collect::<Vec<_>>())).collect();
    (0..side).flat_map(|power| rows.iter().map(move |row| row[power])).collect()
}

/// The polynomial through `values` at `steps`, highest power first, by divided differences.
fn newton(steps: &[f64], values: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut differences = values.to_vec();
    for order in 1..steps.len() {
        for i in (order..steps.len()).rev() {
            let width = steps[i] - steps[i - order];
            let (a, b) = (differences[i], differences[i - 1]);
            differences[i] = ((a.0 - b.0) / width, (a.1 - b.1) / width);
        }
    }
    // p = d0 + (t - t0)(d1 + (t - t1)(d2 + ...)), multiplied out from the inside; lowest power first until reversed.
    let mut powers = vec![(0.0, 0.0); steps.len()];
    for (step, difference) in steps.iter().zip(&differences).rev() {
        for i in (1..powers.len()).rev() {
            powers[i] = (powers[i - 1].0 - step * powers[i].0, powers[i - 1].1 - step * powers[i].1);
        }
        powers[0] = (difference.0 - step * powers[0].0, difference.1 - step * powers[0].1);
    }
    powers.reverse();
    powers
}
