//! Geometry as it is drawn at a zoom, for clients that fetch features and not tiles (OGC API Features Part 7).
//!
//! Vertices are chosen as for tiles, and those that stay keep their coordinates and heights.

use super::id::world_cell;
use super::shape::doubled_area;
use super::simplify::kept;
use super::{Cell, EXTENT, MIN_AREA_UNITS};
use crate::crs::{CrsError, LocalMap};
use crate::geometry::{Geometry, Path, Shape};
use crate::measure::signed_ring_area;

/// Deepest zoom that a geometry is generalised for: a unit is then half a millimetre, under the storage grid.
pub const DEEPEST_VIEW: f64 = 24.0;

/// Drops the vertices that cannot be told apart at a zoom of `WebMercatorQuad`, and the areas and holes under a pixel. Of a
/// geometry whose every part is, the largest stays as it is; the type never changes.
///
/// # Errors
/// Those of the transformation to Web Mercator, for a vertex outside the area of use.
pub fn generalise(geometry: &mut Geometry, map: &LocalMap, zoom: f64) -> Result<(), CrsError> {
    let grid = Grid { map, side: EXTENT as f64 * zoom.clamp(0.0, DEEPEST_VIEW).exp2() };
    match &mut geometry.shape {
        Shape::Points(_) => {}
        Shape::Lines(lines) => {
            for line in lines {
                let cells = grid.cells(line)?;
                thin(line, &kept(&cells));
            }
        }
        Shape::Polygons(polygons) => *polygons = grid.polygons(std::mem::take(polygons))?,
    }
    Ok(())
}

/// The whole world at a zoom.
struct Grid<'a> {
    map: &'a LocalMap,
    side: f64,
}

impl Grid<'_> {
    fn cells(&self, path: &Path) -> Result<Vec<Cell>, CrsError> {
        let mut mercator = path.clone();
        self.map.apply(&mut mercator)?;
        Ok(mercator.iter().map(|position| world_cell(self.side, position.x, position.y)).collect())
    }

    fn polygons(&self, polygons: Vec<Vec<Path>>) -> Result<Vec<Vec<Path>>, CrsError> {
        let mut seen = Vec::new();
        let mut largest: Option<(f64, Vec<Path>)> = None;
        for mut rings in polygons {
            let Some(shell) = rings.first() else { continue };
            let cells = self.cells(shell)?;
            // Of what is smaller than a cell the cells say nothing.
            let area = signed_ring_area(shell).abs();
            match visible(&cells) {
                Some(keeps) => {
                    thin(&mut rings[0], &keeps);
                    seen.push(self.with_holes(rings)?);
                }
                None if largest.as_ref().is_none_or(|(other, _)| area > *other) => largest = Some((area, rings)),
                None => {}
            }
        }
        if seen.is_empty() {
            seen.extend(largest.map(|(_, rings)| rings));
        }
        Ok(seen)
    }

    /// The polygon with those of its holes that are seen.
    fn with_holes(&self, rings: Vec<Path>) -> Result<Vec<Path>, CrsError> {
        let mut rings = rings.into_iter();
        let mut shown: Vec<Path> = rings.next().into_iter().collect();
        for mut hole in rings {
            if let Some(keeps) = visible(&self.cells(&hole)?) {
                thin(&mut hole, &keeps);
                shown.push(hole);
            }
        }
        Ok(shown)
    }
}

/// Which vertices of a ring stay; `None` when what they enclose is under a pixel.
fn visible(ring: &[Cell]) -> Option<Vec<bool>> {
    let keeps = kept(ring);
    let left: Vec<Cell> = ring.iter().zip(&keeps).filter(|(_, keep)| **keep).map(|(cell, _)| *cell).collect();
    (doubled_area(&left).abs() >= i128::from(2 * MIN_AREA_UNITS)).then_some(keeps)
}

fn thin(path: &mut Path, keeps: &[bool]) {
    let mut keep = keeps.iter();
    path.retain(|_| keep.next().is_none_or(|keep| *keep));
}
