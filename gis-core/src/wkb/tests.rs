use super::*;
use crate::geometry::{Geometry, Path, Position, Shape};
use proptest::prelude::*;

const SRID: i32 = 6385;

fn column(geometry: &Geometry) -> Column {
    let kind = match geometry.shape {
        Shape::Points(_) => GeometryType::MultiPoint,
        Shape::Lines(_) => GeometryType::MultiLineString,
        Shape::Polygons(_) => GeometryType::MultiPolygon,
    };
    Column { kind, has_z: geometry.has_z, srid: SRID }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[i * 2..i * 2 + 2], 16).unwrap()).collect()
}

fn path(has_z: bool) -> impl Strategy<Value = Path> {
    let number = -1e7..1e7;
    let z = if has_z { (-500.0..500.0).boxed() } else { Just(f64::NAN).boxed() };
    prop::collection::vec((number.clone(), number, z).prop_map(|(x, y, z)| Position { x, y, z }), 1..9)
}

fn geometry() -> impl Strategy<Value = Geometry> {
    any::<bool>().prop_flat_map(|has_z| {
        let lines = prop::collection::vec(path(has_z), 1..4).boxed();
        prop_oneof![
            path(has_z).prop_map(Shape::Points),
            lines.clone().prop_map(Shape::Lines),
            prop::collection::vec(lines, 1..4).prop_map(Shape::Polygons),
        ]
        .prop_map(move |shape| Geometry { shape, has_z })
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(geometry in geometry()) {
        let back = decode(&encode_ewkb(&geometry, column(&geometry)).unwrap()).unwrap();
        // NaN heights of flat geometries are not equal to themselves: compare the text.
        prop_assert_eq!(format!("{back:?}"), format!("{geometry:?}"));
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn a_damaged_geometry_never_panics(geometry in geometry(), at in any::<prop::sample::Index>(), value in any::<u8>()) {
        let mut bytes = encode_ewkb(&geometry, column(&geometry)).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = value;
        let _ = decode(&bytes);
    }

    #[test]
    fn every_cut_is_refused(geometry in geometry(), at in any::<prop::sample::Index>()) {
        let bytes = encode_ewkb(&geometry, column(&geometry)).unwrap();
        prop_assert_eq!(decode(&bytes[..at.index(bytes.len())]), Err(WkbError::Truncated));
    }
}

#[test]
fn hexadecimal_is_the_same_bytes() {
    let ring = (0..100).map(|i| Position::flat(f64::from(i), 0.5)).collect();
    let geometry = Geometry { shape: Shape::Polygons(vec![vec![ring]]), has_z: false };
    let mut hex = String::from("7\t");
    encode_hex_ewkb(&geometry, column(&geometry), &mut hex).unwrap();
    assert_eq!(bytes(&hex[2..]), encode_ewkb(&geometry, column(&geometry)).unwrap());
}

#[test]
fn a_point_is_written_as_postgis_writes_it() {
    // SELECT encode(ST_AsEWKB('SRID=6385;POINT(1 2)'::geometry), 'hex')
    let column = Column { kind: GeometryType::Point, has_z: false, srid: SRID };
    let mut hex = String::new();
    encode_hex_ewkb(&Geometry::point(1.0, 2.0), column, &mut hex).unwrap();
    assert_eq!(hex, "0101000020f1180000000000000000f03f0000000000000040");
}

#[test]
fn both_byte_orders_and_both_height_codes_are_read() {
    let flat = decode(&bytes("00000000013ff00000000000004000000000000000")).unwrap();
    assert_eq!(flat.bounds().max_y, 2.0);
    for code in ["01e9030000", "0101000080"] {
        let solid = decode(&bytes(&format!("{code}000000000000f03f00000000000000400000000000000840"))).unwrap();
        assert_eq!(solid.positions().next().unwrap().z, 3.0);
        assert!(solid.has_z);
    }
}

#[test]
fn measures_are_dropped() {
    let m = decode(&bytes("01d1070000000000000000f03f00000000000000400000000000000840")).unwrap();
    assert!(!m.has_z);
    assert!(m.positions().next().unwrap().z.is_nan());
}

#[test]
fn what_a_register_cannot_hold_is_refused() {
    let nan = "000000000000f87f";
    assert_eq!(decode(&bytes("010700000000000000")), Err(WkbError::Collection));
    assert_eq!(decode(&bytes("010800000000000000")), Err(WkbError::UnknownType(8)));
    assert_eq!(decode(&bytes("010600000000000000")), Err(WkbError::Empty));
    assert_eq!(decode(&bytes(&format!("0101000000{nan}{nan}"))), Err(WkbError::Empty));
    assert_eq!(decode(&bytes(&format!("0101000000{nan}0000000000000000"))), Err(WkbError::NotFinite(0)));
    assert_eq!(decode(&bytes("0201000000")), Err(WkbError::ByteOrder(2)));
    assert_eq!(decode(&bytes("0101000000000000000000f03f000000000000004000")), Err(WkbError::TrailingBytes(1)));
}

#[test]
fn a_claimed_count_reserves_nothing() {
    assert_eq!(decode(&bytes("0102000000ffffffff")), Err(WkbError::Truncated));
    assert_eq!(decode(&bytes("0106000000ffffffff0103000000")), Err(WkbError::Truncated));
}

#[test]
fn a_part_of_another_kind_is_refused() {
    let multi_point_of_lines = "01040000000100000001020000000100000000000000000000000000000000000000";
    assert_eq!(decode(&bytes(multi_point_of_lines)), Err(WkbError::MixedParts));
}

#[test]
fn a_geometry_that_does_not_fit_its_column_is_not_written() {
    let point = Geometry::point(1.0, 2.0);
    let polygon = Column { kind: GeometryType::MultiPolygon, has_z: false, srid: SRID };
    assert_eq!(encode_ewkb(&point, polygon), Err(WkbError::WrongKind(GeometryType::MultiPolygon)));
    let solid = Column { kind: GeometryType::Point, has_z: true, srid: SRID };
    assert_eq!(encode_ewkb(&point, solid), Err(WkbError::MissingHeights));
}

#[test]
fn the_dialect_of_iso_has_no_flags_and_reads_back() {
    let point = Geometry { shape: Shape::Points(vec![Position { x: 1.0, y: 2.0, z: 3.0 }]), has_z: true };
    let flat = encode_iso_wkb(&point, GeometryType::MultiPoint, false).unwrap();
    assert_eq!(flat[..5], [1, 4, 0, 0, 0]);
    let high = encode_iso_wkb(&point, GeometryType::Point, true).unwrap();
    assert_eq!(high[1..5], 1001_u32.to_le_bytes());
    assert_eq!(decode(&high).unwrap(), point);
}
