//! Which tile, and where it lies.

use super::EXTENT;
use crate::geometry::Bounds;

/// Deepest zoom: a unit is then 2.3 mm of Web Mercator.
pub const MAX_ZOOM: u8 = 22;
/// Half of the side of the world in Web Mercator, metres.
const HALF_WORLD_M: f64 = std::f64::consts::PI * 6_378_137.0;

/// A tile of the scheme of web maps (`WebMercatorQuad` of OGC 17-083r4): row 0 is the northernmost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// The tile, if the zoom is at most [`MAX_ZOOM`] and has that column and row.
    #[must_use]
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let is_there = z <= MAX_ZOOM && x < 1 << z && y < 1 << z;
        is_there.then_some(Self { z, x, y })
    }

    /// The tile of a zoom in which a place in Web Mercator lies.
    #[must_use]
    pub fn containing(z: u8, x_m: f64, y_m: f64) -> Option<Self> {
        let side = 2.0 * HALF_WORLD_M / f64::from(1_u32.checked_shl(z.into())?);
        let (column, row) = (((x_m + HALF_WORLD_M) / side).floor(), ((HALF_WORLD_M - y_m) / side).floor());
        let is_index = |index: f64| (0.0..f64::from(u32::MAX)).contains(&index);
        // The range was just checked: the casts keep the value.
        if is_index(column) && is_index(row) { Self::new(z, column as u32, row as u32) } else { None }
    }

    /// The zoom.
    #[must_use]
    pub const fn z(self) -> u8 {
        self.z
    }

    /// The column, from the west.
    #[must_use]
    pub const fn x(self) -> u32 {
        self.x
    }

    /// The row, from the north.
    #[must_use]
    pub const fn y(self) -> u32 {
        self.y
    }

    /// The tile without its buffer, Web Mercator metres.
    #[must_use]
    pub fn bounds(self) -> Bounds {
        let side = self.side_m();
        let (min_x, max_y) = (f64::from(self.x) * side - HALF_WORLD_M, HALF_WORLD_M - f64::from(self.y) * side);
        Bounds { min_x, min_y: max_y - side, max_x: min_x + side, max_y }
    }

    /// The tile with its buffer, Web Mercator metres: what to ask the storage for.
    #[must_use]
    pub fn buffered_bounds(self) -> Bounds {
        self.bounds().buffered(self.side_m() * super::BUFFER as f64 / EXTENT as f64)
    }

    fn side_m(self) -> f64 {
        2.0 * HALF_WORLD_M / f64::from(1_u32 << self.z)
    }

    /// A place in Web Mercator in units of this tile. It is rounded on the grid of the whole zoom, so that
    /// neighbouring tiles agree; values outside the grid stay exact up to 2^53.
    pub(super) fn cell(self, x_m: f64, y_m: f64) -> super::Cell {
        let (column, row) = world_cell((EXTENT << self.z) as f64, x_m, y_m);
        (column - i64::from(self.x) * EXTENT, row - i64::from(self.y) * EXTENT)
    }
}

/// A place in Web Mercator on a grid of the whole world with so many units a side.
pub(super) fn world_cell(side: f64, x_m: f64, y_m: f64) -> super::Cell {
    let units = side / (2.0 * HALF_WORLD_M);
    let round = |units: f64| (units + 0.5).floor() as i64;
    (round((x_m + HALF_WORLD_M) * units), round((HALF_WORLD_M - y_m) * units))
}
