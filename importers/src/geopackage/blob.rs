//! The geometry of a GeoPackage: a header of its own (clause 2.1.3), then WKB.

use crate::geometry as sound;
use gis_core::geometry::Geometry;
use gis_core::register::GeometryType;
use gis_core::wkb::{self, WkbError};

/// Bytes of the envelope for each value of the header's three-bit code.
const ENVELOPES: [usize; 5] = [0, 32, 48, 48, 64];

/// The header without its envelope: `GP`, version, flags, spatial reference.
const HEADER: usize = 8;

/// Flag: the geometry is empty.
const EMPTY: u8 = 0b1_0000;

/// Flag: the bytes are of an extension's own format.
const EXTENDED: u8 = 0b10_0000;

/// The geometry of a blob; `None` when it is empty.
///
/// # Errors
/// A code of [`crate::geometry`].
pub fn geometry(blob: &[u8]) -> Result<Option<Geometry>, &'static str> {
    let [b'G', b'P', 0, flags, ..] = *blob else { return Err(sound::INVALID) };
    if flags & EXTENDED != 0 {
        return Err(sound::TYPE);
    }
    let envelope = ENVELOPES.get(usize::from(flags >> 1 & 0b111)).ok_or(sound::INVALID)?;
    let wkb = blob.get(HEADER + envelope..).ok_or(sound::INVALID)?;
    if flags & EMPTY != 0 { Ok(None) } else { sound::from_wkb(wkb) }
}

/// Flag: the header is little-endian.
const LITTLE_ENDIAN: u8 = 1;

/// Flag: an envelope of four numbers, min x, max x, min y, max y.
const ENVELOPE_XY: u8 = 0b10;

/// The blob of a geometry; lines and polygons carry their envelope.
///
/// # Errors
/// When the geometry is not of the kind its column declares.
pub fn encode(geometry: &Geometry, (kind, has_z): (GeometryType, bool), srs: i32) -> Result<Vec<u8>, WkbError> {
    let wkb = wkb::encode_iso_wkb(geometry, kind, has_z)?;
    let with_envelope = kind != GeometryType::Point;
    let flags = LITTLE_ENDIAN | if with_envelope { ENVELOPE_XY } else { 0 };
    let mut blob = vec![b'G', b'P', 0, flags];
    blob.extend(srs.to_le_bytes());
    if with_envelope {
        let b = geometry.bounds();
        blob.extend([b.min_x, b.max_x, b.min_y, b.max_y].into_iter().flat_map(f64::to_le_bytes));
    }
    blob.extend(wkb);
    Ok(blob)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(flags: u8, envelope: usize) -> Vec<u8> {
        let mut blob = vec![b'G', b'P', 0, flags, 0, 0, 0, 0];
        blob.extend(vec![0; envelope]);
        blob.extend([1, 1, 0, 0, 0]);
        blob.extend(1.5f64.to_le_bytes());
        blob.extend(2.5f64.to_le_bytes());
        blob
    }

    #[test]
    fn the_envelope_is_passed_over() {
        let expected = Ok(Some(Geometry::point(1.5, 2.5)));
        assert_eq!(geometry(&point(0b001, 0)), expected);
        assert_eq!(geometry(&point(0b011, 32)), expected);
        assert_eq!(geometry(&point(0b1001, 64)), expected);
    }

    #[test]
    fn an_empty_geometry_is_none_and_a_wrong_header_is_named() {
        assert_eq!(geometry(&point(EMPTY | 1, 0)), Ok(None));
        assert_eq!(geometry(&point(0b1111, 0)), Err(sound::INVALID));
        assert_eq!(geometry(b"PG"), Err(sound::INVALID));
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(mut blob: Vec<u8>, header: bool) {
            if header {
                blob.splice(0..0, [b'G', b'P', 0]);
            }
            let _ = geometry(&blob);
        }
    }
}
