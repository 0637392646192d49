//! Well-known binary: the geometry columns of PostGIS, what clients send, and the input of `COPY`.
//!
//! Reads OGC WKB, ISO WKB (1000, 2000, 3000) and PostGIS EWKB in both byte orders; writes little-endian EWKB, and ISO WKB
//! for files.
//! M values are dropped. What the registers cannot hold (collections, curves, empty geometries) is refused.

mod decode;
mod encode;

pub use decode::decode;
pub use encode::{Column, encode_ewkb, encode_hex_ewkb, encode_iso_wkb};

use crate::register::GeometryType;

/// Flag of EWKB: vertices have heights.
const FLAG_Z: u32 = 0x8000_0000;
/// Flag of EWKB: vertices have a measure.
const FLAG_M: u32 = 0x4000_0000;
/// Flag of EWKB: the number of the coordinate system follows the type.
const FLAG_SRID: u32 = 0x2000_0000;

const POINT: u32 = 1;
const LINE_STRING: u32 = 2;
const POLYGON: u32 = 3;
const MULTI_POINT: u32 = 4;
const MULTI_LINE_STRING: u32 = 5;
const MULTI_POLYGON: u32 = 6;
const GEOMETRY_COLLECTION: u32 = 7;

/// Why a geometry cannot be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WkbError {
    /// The bytes end inside the geometry, or a count claims more than they can hold.
    #[error("the geometry ends before its last vertex; send all of its bytes")]
    Truncated,
    /// Something follows the geometry.
    #[error("{0} bytes follow the end of the geometry; send one geometry alone")]
    TrailingBytes(usize),
    /// The byte order mark is neither 0 nor 1.
    #[error("byte order {0} is unknown; it is 0 (big endian) or 1 (little endian)")]
    ByteOrder(u8),
    /// A collection of mixed geometries.
    #[error("a geometry collection cannot be stored; send points, lines or polygons apart")]
    Collection,
    /// A curve, a surface or a code that no standard knows.
    #[error("geometry type {0} is not supported; curves must be turned into lines first")]
    UnknownType(u32),
    /// A part of a multi-geometry is not of its kind, or has other dimensions.
    #[error("a part of the multi-geometry is of another kind or has other dimensions")]
    MixedParts,
    /// A geometry, a part or a ring without vertices.
    #[error("the geometry, or a part of it, is empty")]
    Empty,
    /// A coordinate is not a finite number.
    #[error("vertex {0} (counted from 0 in its line or ring) has a coordinate that is not a finite number")]
    NotFinite(usize),
    /// The shape does not fit the declared column.
    #[error("the geometry does not fit a column of type {}", .0.name())]
    WrongKind(GeometryType),
    /// The column needs heights and the geometry has none.
    #[error("the column needs a height at every vertex and the geometry has none")]
    MissingHeights,
    /// More parts or vertices than the format can count.
    #[error("the geometry has more than 4 294 967 295 parts or vertices")]
    TooLarge,
}

#[cfg(test)]
mod tests;
