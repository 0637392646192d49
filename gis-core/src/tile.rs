//! Vector tiles: Mapbox Vector Tile 2.1, written by hand.
//!
//! A geometry goes from the storage CRS to the integer grid of its zoom, which is one grid for the whole world; it is simplified
//! there, before it is clipped, so that neighbouring tiles get the same vertices and the same cuts and seams close.
//! Web Mercator is for display: nothing is measured here.

mod builder;
mod clip;
mod generalise;
mod id;
mod layer;
mod protobuf;
mod shape;
mod simplify;

pub use builder::{Added, LayerIndex, Tile, TileBuilder};
pub use generalise::{DEEPEST_VIEW, generalise};
pub use id::{MAX_ZOOM, TileId};
pub use layer::Attribute;

/// Units along one side of a tile.
pub const EXTENT: i64 = 4096;
/// Units around a tile in which geometry is still carried, so that strokes and symbols do not end at the seam.
pub const BUFFER: i64 = 64;
/// Most features of a tile; later ones are dropped.
pub const MAX_FEATURES: usize = 50_000;
/// Most vertices of a tile after clipping; later features are dropped.
pub const MAX_VERTICES: usize = 500_000;
/// Most bytes of a tile before compression; the smallest features are dropped. Compressed it is about a quarter.
pub const MAX_BYTES: usize = 2_000_000;
/// Largest distance by which simplification moves a boundary: a quarter of a pixel of a 512-pixel tile.
const TOLERANCE_UNITS: i64 = 2;
/// Polygons and holes under one pixel (8 × 8 units of a 512-pixel tile) are dropped: they would be drawn as noise.
const MIN_AREA_UNITS: i64 = 64;

/// A vertex in units of the tile: x to the right, y down, from the upper left corner.
type Cell = (i64, i64);

#[cfg(test)]
mod tests;
