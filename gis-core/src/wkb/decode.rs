//! Bytes to geometry; every count is measured against the bytes that remain before anything is reserved.

use super::{
    FLAG_M, FLAG_SRID, FLAG_Z, GEOMETRY_COLLECTION, LINE_STRING, MULTI_LINE_STRING, MULTI_POINT, MULTI_POLYGON, POINT,
    POLYGON, WkbError,
};
use crate::geometry::{Geometry, Path, Position, Shape};

/// Bytes of the smallest part that can stand in a multi-geometry: byte order, type and a count.
const SMALLEST_PART: usize = 9;
/// Bytes of the smallest ring: its count.
const SMALLEST_RING: usize = 4;

/// Reads one geometry of WKB, ISO WKB or EWKB; an EWKB SRID is read past, the caller knows the CRS of its column.
///
/// # Errors
/// Whatever cannot be held by a register or is not exactly one geometry, see [`WkbError`].
pub fn decode(bytes: &[u8]) -> Result<Geometry, WkbError> {
    let mut reader = Reader { bytes, little: true };
    let header = reader.header()?;
    let shape = reader.shape(header)?;
    match reader.bytes.len() {
        0 => Ok(Geometry { shape, has_z: header.has_z }),
        more => Err(WkbError::TrailingBytes(more)),
    }
}

/// What stands before the coordinates of every geometry and part.
#[derive(Clone, Copy, PartialEq)]
struct Header {
    kind: u32,
    has_z: bool,
    has_m: bool,
}

impl Header {
    /// Bytes of one vertex.
    const fn stride(self) -> usize {
        16 + if self.has_z { 8 } else { 0 } + if self.has_m { 8 } else { 0 }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], WkbError> {
        let (head, tail) = self.bytes.split_at_checked(count).ok_or(WkbError::Truncated)?;
        self.bytes = tail;
        Ok(head)
    }

    fn u32(&mut self) -> Result<u32, WkbError> {
        let (head, tail) = self.bytes.split_first_chunk::<4>().ok_or(WkbError::Truncated)?;
        self.bytes = tail;
        Ok(if self.little { u32::from_le_bytes(*head) } else { u32::from_be_bytes(*head) })
    }

    /// A count of items of at least `smallest` bytes each; more than the remaining bytes can hold is a lie.
    fn count(&mut self, smallest: usize) -> Result<usize, WkbError> {
        let count = self.u32()? as usize;
        match count {
            0 => Err(WkbError::Empty),
            _ if count > self.bytes.len() / smallest => Err(WkbError::Truncated),
            _ => Ok(count),
        }
    }

    fn header(&mut self) -> Result<Header, WkbError> {
        self.little = match self.take(1)? {
            [0] => false,
            [1] => true,
            [other, ..] => return Err(WkbError::ByteOrder(*other)),
            [] => return Err(WkbError::Truncated),
        };
        let code = self.u32()?;
        if code & FLAG_SRID != 0 {
            self.u32()?;
        }
        let plain = code & !(FLAG_Z | FLAG_M | FLAG_SRID);
        let iso = plain / 1000;
        if iso > 3 {
            return Err(WkbError::UnknownType(code));
        }
        let has_z = code & FLAG_Z != 0 || iso & 1 != 0;
        let has_m = code & FLAG_M != 0 || iso & 2 != 0;
        Ok(Header { kind: plain % 1000, has_z, has_m })
    }

    fn shape(&mut self, header: Header) -> Result<Shape, WkbError> {
        match header.kind {
            POINT => Ok(Shape::Points(vec![self.point(header)?])),
            LINE_STRING => Ok(Shape::Lines(vec![self.path(header)?])),
            POLYGON => Ok(Shape::Polygons(vec![self.rings(header)?])),
            MULTI_POINT => self.parts(header, POINT, Self::point).map(Shape::Points),
            MULTI_LINE_STRING => self.parts(header, LINE_STRING, Self::path).map(Shape::Lines),
            MULTI_POLYGON => self.parts(header, POLYGON, Self::rings).map(Shape::Polygons),
            GEOMETRY_COLLECTION => Err(WkbError::Collection),
            other => Err(WkbError::UnknownType(other)),
        }
    }

    /// The parts of a multi-geometry; parts are simple, so nothing nests deeper than this.
    fn parts<T>(
        &mut self,
        parent: Header,
        kind: u32,
        read: impl Fn(&mut Self, Header) -> Result<T, WkbError>,
    ) -> Result<Vec<T>, WkbError> {
        let count = self.count(SMALLEST_PART)?;
        let expected = Header { kind, ..parent };
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            let header = self.header()?;
            if header != expected {
                return Err(WkbError::MixedParts);
            }
            parts.push(read(self, header)?);
        }
        Ok(parts)
    }

    fn rings(&mut self, header: Header) -> Result<Vec<Path>, WkbError> {
        let count = self.count(SMALLEST_RING)?;
        let mut rings = Vec::with_capacity(count);
        for _ in 0..count {
            rings.push(self.path(header)?);
        }
        Ok(rings)
    }

    fn path(&mut self, header: Header) -> Result<Path, WkbError> {
        let count = self.count(header.stride())?;
        self.positions(header, count)
    }

    /// A point has no count; an empty one is written as two NaN.
    fn point(&mut self, header: Header) -> Result<Position, WkbError> {
        let chunk = self.take(header.stride())?;
        let point =
            if self.little { position::<true>(chunk, header.has_z) } else { position::<false>(chunk, header.has_z) };
        match (point.x.is_nan() && point.y.is_nan(), is_finite(point, header.has_z)) {
            (true, _) => Err(WkbError::Empty),
            (_, false) => Err(WkbError::NotFinite(0)),
            _ => Ok(point),
        }
    }

    fn positions(&mut self, header: Header, count: usize) -> Result<Path, WkbError> {
        let bytes = self.take(count * header.stride())?;
        let path: Path = match (self.little, header.has_z) {
            (true, false) => bytes.chunks_exact(header.stride()).map(|chunk| position::<true>(chunk, false)).collect(),
            (little, has_z) => bytes
                .chunks_exact(header.stride())
                .map(|chunk| if little { position::<true>(chunk, has_z) } else { position::<false>(chunk, has_z) })
                .collect(),
        };
        match path.iter().position(|p| !is_finite(*p, header.has_z)) {
            Some(index) => Err(WkbError::NotFinite(index)),
            None => Ok(path),
        }
    }
}

fn is_finite(position: Position, has_z: bool) -> bool {
    position.x.is_finite() && position.y.is_finite() && (!has_z || position.z.is_finite())
}

#[inline]
fn position<const LITTLE: bool>(chunk: &[u8], has_z: bool) -> Position {
    Position {
        x: f64_at::<LITTLE>(chunk, 0),
        y: f64_at::<LITTLE>(chunk, 8),
        z: if has_z { f64_at::<LITTLE>(chunk, 16) } else { f64::NAN },
    }
}

/// A double at an offset; the caller cut `chunk` to the stride, so it is always there.
#[inline]
fn f64_at<const LITTLE: bool>(chunk: &[u8], offset: usize) -> f64 {
    match chunk.get(offset..).and_then(|tail| tail.first_chunk::<8>()) {
        Some(bytes) if LITTLE => f64::from_le_bytes(*bytes),
        Some(bytes) => f64::from_be_bytes(*bytes),
        None => f64::NAN,
    }
}
