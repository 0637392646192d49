//! Transformation between two systems of the table, in batches, exact both ways.
//!
//! Everything goes through degrees: those of WGS 84, or of the common datum when both systems share one. PROJ's own
//! inverse of a datum shift is up to 0.5 mm off its forward direction, because the height the shift gives is dropped.
//! One step of fixed-point iteration makes the way back the exact inverse of the way there, so that
//! a point of the 1 mm storage grid survives any round trip (see [`super::Crs::decimals`]).

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use proj::Proj;

use super::Crs;
use super::operation::{Ucs2000Operation, from_own_degrees, from_wgs84};
use super::table::{Datum, Projection};
use crate::geometry::{Bounds, Geometry, Position, Shape};

/// Degrees beyond the area of use in which a system still answers: zones are used across their borders.
const AREA_MARGIN_DEG: f64 = 3.0;
/// Vertices handed to PROJ at a time.
const BATCH: usize = 4096;
/// Pieces into which every edge of a box is cut before it is transformed.
const EDGE_PIECES: usize = 32;

/// Why coordinates cannot be transformed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CrsError {
    /// A vertex lies outside the area of use of one of the systems; often the axes are swapped.
    #[error(
        "{title}: longitude {lon:.4}, latitude {lat:.4} is outside the area of use; check the CRS and the order of the axes"
    )]
    OutsideArea {
        /// The system whose area it is.
        title: &'static str,
        /// Where the vertex would lie, degrees.
        lon: f64,
        /// Where the vertex would lie, degrees.
        lat: f64,
    },
    /// A vertex has no place in the other system.
    #[error("{0}: a coordinate is not a finite number or has no place in the other system")]
    NotFinite(&'static str),
    /// PROJ refused a pipeline or a vertex.
    #[error("{title}: {reason}")]
    Proj {
        /// The system.
        title: &'static str,
        /// What PROJ said.
        reason: String,
    },
}

/// Transforms with the datum operations of one city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Transformer {
    /// The operation between UCS-2000 and WGS 84.
    pub ucs2000: Ucs2000Operation,
}

/// A pair of coordinates as PROJ takes them.
type Pair = (f64, f64);

impl Transformer {
    /// Transforms all vertices of a geometry; heights stay as they are.
    ///
    /// # Errors
    /// See [`CrsError`]; the geometry is then partly transformed and must be dropped.
    pub fn transform(self, from: Crs, to: Crs, geometry: &mut Geometry) -> Result<(), CrsError> {
        match &mut geometry.shape {
            Shape::Points(points) => self.transform_positions(from, to, points),
            Shape::Lines(lines) => lines.iter_mut().try_for_each(|line| self.transform_positions(from, to, line)),
            Shape::Polygons(polygons) => {
                polygons.iter_mut().flatten().try_for_each(|ring| self.transform_positions(from, to, ring))
            }
        }
    }

    /// Transforms vertices in place; heights stay as they are.
    ///
    /// # Errors
    /// See [`CrsError`]; some vertices are then already transformed.
    pub fn transform_positions(self, from: Crs, to: Crs, positions: &mut [Position]) -> Result<(), CrsError> {
        if from == to {
            return Ok(());
        }
        let mut pairs = Vec::with_capacity(positions.len().min(BATCH));
        for batch in positions.chunks_mut(BATCH) {
            pairs.clear();
            pairs.extend(batch.iter().map(|position| (position.x, position.y)));
            self.transform_pairs(from, to, &mut pairs)?;
            for (position, pair) in batch.iter_mut().zip(&pairs) {
                (position.x, position.y) = *pair;
            }
        }
        Ok(())
    }

    /// The box in `to` that holds a box of `from`, its edges followed. A box in degrees or Web Mercator is cut
    /// to the area of use of `to` first, so that a client may ask for the whole world.
    ///
    /// # Errors
    /// `OutsideArea` when nothing of the box lies where `to` may be used.
    pub fn transform_bounds(self, from: Crs, to: Crs, bounds: &Bounds) -> Result<Bounds, CrsError> {
        if from == to {
            return Ok(*bounds);
        }
        let (from, bounds) = self.clamped(from, to, bounds)?;
        self.follow_edges(from, to, &bounds)
    }

    /// The outline in `to` of a box of `from`, its edges followed: the points in turn, the first one not again. The box is
    /// cut as in [`Self::transform_bounds`].
    ///
    /// # Errors
    /// `OutsideArea` when nothing of the box lies where `to` may be used.
    pub fn transform_outline(self, from: Crs, to: Crs, bounds: &Bounds) -> Result<Vec<(f64, f64)>, CrsError> {
        let (from, bounds) = if from == to { (from, *bounds) } else { self.clamped(from, to, bounds)? };
        let mut pairs = edge_points(&bounds);
        if from != to {
            self.transform_pairs(from, to, &mut pairs)?;
        }
        Ok(pairs)
    }

    /// The part of a box that lies where `to` may be used, in degrees unless `from` is a projection of its own.
    fn clamped(self, from: Crs, to: Crs, bounds: &Bounds) -> Result<(Crs, Bounds), CrsError> {
        Ok(match from.definition().projection {
            Projection::TransverseMercator { .. } => (from, *bounds),
            Projection::WebMercator => (Crs::CRS84, clamp(&self.corners(from, bounds)?, to)?),
            Projection::Geographic => (Crs::CRS84, clamp(bounds, to)?),
        })
    }

    /// A box of Web Mercator in degrees: its edges stay parallel to the axes.
    fn corners(self, from: Crs, bounds: &Bounds) -> Result<Bounds, CrsError> {
        let mut pairs = [(bounds.min_x, bounds.min_y), (bounds.max_x, bounds.max_y)];
        self.unproject(from, Hub::Wgs84, &mut pairs)?;
        let [(min_x, min_y), (max_x, max_y)] = pairs;
        Ok(Bounds { min_x, min_y, max_x, max_y })
    }

    fn follow_edges(self, from: Crs, to: Crs, bounds: &Bounds) -> Result<Bounds, CrsError> {
        let mut pairs = edge_points(bounds);
        self.transform_pairs(from, to, &mut pairs)?;
        let grown = |step: usize| {
            let mut grown = Bounds::EMPTY;
            pairs.iter().step_by(step).for_each(|pair| grown.grow(pair.0, pair.1));
            grown
        };
        // Between two followed points an edge bulges less than its whole bulge divided by the pieces.
        let (corners, all) = (grown(EDGE_PIECES), grown(1));
        let pieces = EDGE_PIECES as f64;
        Ok(Bounds {
            min_x: all.min_x - (corners.min_x - all.min_x) / pieces,
            min_y: all.min_y - (corners.min_y - all.min_y) / pieces,
            max_x: all.max_x + (all.max_x - corners.max_x) / pieces,
            max_y: all.max_y + (all.max_y - corners.max_y) / pieces,
        })
    }

    pub(super) fn transform_pairs(self, from: Crs, to: Crs, pairs: &mut [Pair]) -> Result<(), CrsError> {
        let hub = if from.definition().datum == to.definition().datum { Hub::OwnDatum } else { Hub::Wgs84 };
        self.unproject(from, hub, pairs)?;
        check_area(from, pairs)?;
        check_area(to, pairs)?;
        self.project(to, hub, pairs)
    }

    fn project(self, to: Crs, hub: Hub, pairs: &mut [Pair]) -> Result<(), CrsError> {
        if to.is_geographic() {
            return Ok(());
        }
        let leg = self.leg(to, hub)?;
        run(to, &leg, pairs, false)
    }

    fn unproject(self, from: Crs, hub: Hub, pairs: &mut [Pair]) -> Result<(), CrsError> {
        if from.is_geographic() {
            return Ok(());
        }
        let leg = self.leg(from, hub)?;
        let shifts = hub == Hub::Wgs84 && from.definition().datum != Datum::Wgs84;
        if !shifts {
            return run(from, &leg, pairs, true);
        }
        let mut there = pairs.to_vec();
        run(from, &leg, &mut there, true)?;
        run(from, &leg, &mut there, false)?;
        for (pair, back) in pairs.iter_mut().zip(&there) {
            *pair = (pair.0 - (back.0 - pair.0), pair.1 - (back.1 - pair.1));
        }
        run(from, &leg, pairs, true)
    }

    /// The pipeline from degrees to a system, made once per thread: PROJ objects cannot be shared.
    fn leg(self, crs: Crs, hub: Hub) -> Result<Rc<Proj>, CrsError> {
        let key = (crs, hub, self.ucs2000);
        if let Some(leg) = LEGS.with_borrow(|legs| legs.get(&key).cloned()) {
            return Ok(leg);
        }
        let definition = crs.definition();
        let pipeline = match hub {
            Hub::Wgs84 => from_wgs84(definition, self.ucs2000),
            Hub::OwnDatum => from_own_degrees(definition),
        };
        let created = Proj::new(&pipeline.unwrap_or_default());
        let leg = Rc::new(created.map_err(|error| proj_error(crs, &error))?);
        LEGS.with_borrow_mut(|legs| legs.insert(key, Rc::clone(&leg)));
        Ok(leg)
    }
}

/// Whose degrees two systems meet in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Hub {
    Wgs84,
    OwnDatum,
}

thread_local! {
    /// Bounded by the table: at most two legs and two operations per system.
    static LEGS: RefCell<HashMap<(Crs, Hub, Ucs2000Operation), Rc<Proj>>> = RefCell::new(HashMap::new());
}

fn run(crs: Crs, leg: &Proj, pairs: &mut [Pair], inverse: bool) -> Result<(), CrsError> {
    // PROJ answers an empty batch or an infinite coordinate in ways that differ between versions.
    if pairs.iter().any(|pair| !is_finite(*pair)) {
        return Err(CrsError::NotFinite(crs.title()));
    }
    if !pairs.is_empty() {
        leg.project_array(pairs, inverse).map_err(|error| proj_error(crs, &error))?;
    }
    if pairs.iter().all(|pair| is_finite(*pair)) { Ok(()) } else { Err(CrsError::NotFinite(crs.title())) }
}

fn is_finite(pair: Pair) -> bool {
    pair.0.is_finite() && pair.1.is_finite()
}

fn proj_error(crs: Crs, error: &dyn std::error::Error) -> CrsError {
    CrsError::Proj { title: crs.title(), reason: error.to_string() }
}

fn check_area(crs: Crs, pairs: &[Pair]) -> Result<(), CrsError> {
    let area = usable_area(crs);
    match pairs.iter().find(|pair| !area.contains(pair.0, pair.1)) {
        Some(&(lon, lat)) => Err(CrsError::OutsideArea { title: crs.title(), lon, lat }),
        None => Ok(()),
    }
}

/// The area of use with its margin; the world has none.
fn usable_area(crs: Crs) -> Bounds {
    match crs.definition().projection {
        Projection::TransverseMercator { .. } => crs.area_of_use().buffered(AREA_MARGIN_DEG),
        Projection::Geographic | Projection::WebMercator => crs.area_of_use(),
    }
}

fn clamp(degrees: &Bounds, to: Crs) -> Result<Bounds, CrsError> {
    let area = usable_area(to);
    if !area.intersects(degrees) {
        return Err(CrsError::OutsideArea { title: to.title(), lon: degrees.min_x, lat: degrees.min_y });
    }
    Ok(Bounds {
        min_x: degrees.min_x.max(area.min_x),
        min_y: degrees.min_y.max(area.min_y),
        max_x: degrees.max_x.min(area.max_x),
        max_y: degrees.max_y.min(area.max_y),
    })
}

/// The outline of a box, corner by corner, each edge in `EDGE_PIECES` pieces.
fn edge_points(bounds: &Bounds) -> Vec<Pair> {
    let corners = [
        (bounds.min_x, bounds.min_y),
        (bounds.max_x, bounds.min_y),
        (bounds.max_x, bounds.max_y),
        (bounds.min_x, bounds.max_y),
        (bounds.min_x, bounds.min_y),
    ];
    let edges = corners.windows(2).flat_map(|edge| {
        (0..EDGE_PIECES).map(|piece| {
            let share = piece as f64 / EDGE_PIECES as f64;
            (edge[0].0 + (edge[1].0 - edge[0].0) * share, edge[0].1 + (edge[1].1 - edge[0].1) * share)
        })
    });
    edges.collect()
}
