//! Geometry to little-endian EWKB, promoted to the type its column declares.

use super::{FLAG_SRID, FLAG_Z, LINE_STRING, MULTI_LINE_STRING, MULTI_POINT, MULTI_POLYGON, POINT, POLYGON, WkbError};
use crate::geometry::{Geometry, Position, Shape};
use crate::register::GeometryType;

/// Bytes turned into hexadecimal digits at a time.
const HEX_BLOCK: usize = 256;
/// What ISO adds to the code of a type whose vertices have heights.
const ISO_Z: u32 = 1000;
const HEX_DIGITS: &[u8; 16] = b"0123456789abcdef";

/// What a geometry column declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The type every geometry is promoted to.
    pub kind: GeometryType,
    /// Whether its vertices carry heights; heights of a flat column are dropped.
    pub has_z: bool,
    /// EPSG code of the storage CRS.
    pub srid: i32,
}

/// Writes EWKB as PostGIS reads it in binary `COPY` and as a bind value.
///
/// # Errors
/// `WrongKind`, `MissingHeights` or `Empty` when the geometry does not fit the column.
pub fn encode_ewkb(geometry: &Geometry, column: Column) -> Result<Vec<u8>, WkbError> {
    let mut out = Vec::with_capacity(64 + geometry.vertex_count() * if column.has_z { 24 } else { 16 });
    write(geometry, column.kind, Writer { out: &mut out, has_z: column.has_z, srid: Some(column.srid) })?;
    Ok(out)
}

/// Writes WKB as ISO 13249-3 and OGC 06-103r4 define it: no CRS, three dimensions as types above 1000.
///
/// # Errors
/// As [`encode_ewkb`].
pub fn encode_iso_wkb(geometry: &Geometry, kind: GeometryType, has_z: bool) -> Result<Vec<u8>, WkbError> {
    let mut out = Vec::with_capacity(64 + geometry.vertex_count() * if has_z { 24 } else { 16 });
    write(geometry, kind, Writer { out: &mut out, has_z, srid: None })?;
    Ok(out)
}

/// Appends EWKB in hexadecimal digits, as PostGIS reads it in text `COPY`.
///
/// # Errors
/// As [`encode_ewkb`]; `out` is unchanged then.
pub fn encode_hex_ewkb(geometry: &Geometry, column: Column, out: &mut String) -> Result<(), WkbError> {
    let bytes = encode_ewkb(geometry, column)?;
    out.reserve(bytes.len() * 2);
    let mut digits = [0_u8; HEX_BLOCK * 2];
    for block in bytes.chunks(HEX_BLOCK) {
        for (pair, byte) in digits.chunks_exact_mut(2).zip(block) {
            pair[0] = HEX_DIGITS[usize::from(byte >> 4)];
            pair[1] = HEX_DIGITS[usize::from(byte & 15)];
        }
        // The digits are ASCII: the check never fails and costs little next to the copy.
        out.push_str(std::str::from_utf8(&digits[..block.len() * 2]).unwrap_or_default());
    }
    Ok(())
}

fn write(geometry: &Geometry, kind: GeometryType, mut writer: Writer) -> Result<(), WkbError> {
    if writer.has_z && !geometry.has_z {
        return Err(WkbError::MissingHeights);
    }
    if geometry.paths().next().is_none() || geometry.paths().any(<[Position]>::is_empty) {
        return Err(WkbError::Empty);
    }
    match (&geometry.shape, kind) {
        (Shape::Points(points), GeometryType::Point) if points.len() == 1 => {
            writer.head(POINT);
            writer.positions(points);
        }
        (Shape::Points(points), GeometryType::MultiPoint) => {
            writer.parts(MULTI_POINT, points, |writer, point| {
                writer.head(POINT);
                writer.positions(std::slice::from_ref(point));
                Ok(())
            })?;
        }
        (Shape::Lines(lines), GeometryType::MultiLineString) => {
            writer.parts(MULTI_LINE_STRING, lines, |writer, line| {
                writer.head(LINE_STRING);
                writer.path(line)
            })?;
        }
        (Shape::Polygons(polygons), GeometryType::MultiPolygon) => {
            writer.parts(MULTI_POLYGON, polygons, |writer, rings| {
                writer.head(POLYGON);
                writer.count(rings.len())?;
                rings.iter().try_for_each(|ring| writer.path(ring))
            })?;
        }
        (_, kind) => return Err(WkbError::WrongKind(kind)),
    }
    Ok(())
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    has_z: bool,
    /// Written once, by the outermost head; `None`: the dialect of ISO, which has none.
    srid: Option<i32>,
}

impl Writer<'_> {
    fn head(&mut self, kind: u32) {
        let is_outermost = self.out.is_empty();
        let code = match (self.srid, self.has_z) {
            (None, has_z) => kind + if has_z { ISO_Z } else { 0 },
            (Some(_), has_z) => kind | if has_z { FLAG_Z } else { 0 } | if is_outermost { FLAG_SRID } else { 0 },
        };
        self.out.push(1);
        self.out.extend_from_slice(&code.to_le_bytes());
        if let Some(srid) = self.srid.filter(|_| is_outermost) {
            self.out.extend_from_slice(&srid.to_le_bytes());
        }
    }

    fn count(&mut self, count: usize) -> Result<(), WkbError> {
        let count = u32::try_from(count).map_err(|_| WkbError::TooLarge)?;
        self.out.extend_from_slice(&count.to_le_bytes());
        Ok(())
    }

    fn parts<T>(
        &mut self,
        kind: u32,
        parts: &[T],
        write: impl Fn(&mut Self, &T) -> Result<(), WkbError>,
    ) -> Result<(), WkbError> {
        self.head(kind);
        self.count(parts.len())?;
        parts.iter().try_for_each(|part| write(self, part))
    }

    fn path(&mut self, path: &[Position]) -> Result<(), WkbError> {
        self.count(path.len())?;
        self.positions(path);
        Ok(())
    }

    fn positions(&mut self, positions: &[Position]) {
        for position in positions {
            let mut vertex = [0_u8; 24];
            vertex[..8].copy_from_slice(&position.x.to_le_bytes());
            vertex[8..16].copy_from_slice(&position.y.to_le_bytes());
            vertex[16..].copy_from_slice(&position.z.to_le_bytes());
            self.out.extend_from_slice(if self.has_z { &vertex } else { &vertex[..16] });
        }
    }
}
