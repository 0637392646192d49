use super::*;
use crate::sink::Collected;
use encoding_rs::WINDOWS_1251;
use gis_core::geometry::Geometry;
use gis_core::record::RawValue;
use proptest::prelude::*;
use std::io::Cursor;

/// A .shp of points.
fn shp(points: &[(f64, f64)]) -> Vec<u8> {
    let mut bytes = 9994i32.to_be_bytes().to_vec();
    bytes.extend([0; 28]);
    bytes.extend(1i32.to_le_bytes());
    bytes.extend([0; 64]);
    for (number, (x, y)) in (1i32..).zip(points) {
        bytes.extend(number.to_be_bytes());
        bytes.extend(10i32.to_be_bytes());
        bytes.extend(1i32.to_le_bytes());
        bytes.extend(x.to_le_bytes());
        bytes.extend(y.to_le_bytes());
    }
    bytes
}

/// A .dbf with a text, a number, a truth value and a date; `names` are the texts in CP1251.
fn dbf(language: u8, names: &[&str]) -> Vec<u8> {
    let fields = [("NAME", b'C', 40u8), ("N", b'N', 8), ("OK", b'L', 1), ("WHEN", b'D', 8)];
    let row = 1 + fields.iter().map(|(.., width)| u16::from(*width)).sum::<u16>();
    let start = 32 * (fields.len() as u16 + 1) + 1;
    let mut bytes = vec![3, 126, 1, 1];
    bytes.extend((names.len() as u32).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend(row.to_le_bytes());
    bytes.resize(29, 0);
    bytes.push(language);
    bytes.resize(32, 0);
    for (name, kind, width) in fields {
        let mut field = name.as_bytes().to_vec();
        field.resize(11, 0);
        field.push(kind);
        field.resize(16, 0);
        field.push(width);
        field.resize(32, 0);
        bytes.extend(field);
    }
    bytes.push(b'\r');
    for name in names {
        let mut text = WINDOWS_1251.encode(name).0.into_owned();
        text.resize(40, b' ');
        bytes.push(b' ');
        bytes.extend(text);
        bytes.extend(b"   12.50T20240131");
    }
    bytes
}

fn read(shp: &[u8], dbf: &[u8], cpg: Option<&str>, encoding: Option<&str>) -> Result<Collected, Fault> {
    let parts = Parts { shp, dbf: Cursor::new(dbf), cpg: cpg.map(str::to_owned), prj: None };
    let options = OpenOptions { encoding: encoding.map(str::to_owned), ..OpenOptions::default() };
    let mut sink = Collected::default();
    read_parts(parts, &options, &mut sink).map(|()| sink)
}

const STREET: &str = "вулиця Степана Тільги";
const TWO: [(f64, f64); 2] = [(33.4, 47.9), (33.5, 47.8)];

#[test]
fn every_way_of_telling_the_encoding_gives_the_same_text() {
    let names = [STREET, "проспект Миру"];
    let found = [
        read(&shp(&TWO), &dbf(0, &names), Some("1251\r\n"), None),
        read(&shp(&TWO), &dbf(0xc9, &names), None, None),
        read(&shp(&TWO), &dbf(0, &names), None, None),
        read(&shp(&TWO), &dbf(0x26, &names), None, Some("cp1251")),
    ]
    .map(Result::unwrap);
    for sink in &found {
        assert_eq!(sink.records, found[0].records);
    }
    let when = RawValue::Text("2024-01-31".into());
    let values = [RawValue::Text(STREET.into()), RawValue::Float(12.5), RawValue::Bool(true), when];
    assert_eq!(found[0].records[0].values, values);
    assert_eq!(found[0].records[1].geometry, Some(Geometry::point(33.5, 47.8)));
}

#[test]
fn too_little_text_without_a_hint_is_asked_about() {
    let fault = read(&shp(&TWO), &dbf(0, &["Мир", "Сад"]), None, None).unwrap_err();
    assert_eq!(fault.code, "encoding_unknown");
    assert!(fault.choices[0].preview.contains("Мир"));
}

#[test]
fn text_that_is_not_utf8_where_the_cpg_says_so_is_refused() {
    let fault = read(&shp(&TWO), &dbf(0, &[STREET, STREET]), Some("UTF-8"), None).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.record), ("encoding_mismatch", Some(1)));
}

#[test]
fn files_that_end_too_early_or_do_not_belong_together_are_refused() {
    let (shapes, rows) = (shp(&TWO), dbf(0xc9, &[STREET, STREET]));
    let code = |shapes: &[u8], rows: &[u8]| read(shapes, rows, None, None).unwrap_err();
    assert_eq!(code(&shapes[..shapes.len() - 1], &rows).code, "file_truncated");
    assert_eq!(code(&shapes[..shapes.len() - 1], &rows).record, Some(2));
    assert_eq!(code(&shapes, &rows[..rows.len() - 1]).code, "file_truncated");
    assert_eq!(code(&shapes[..50], &rows).code, "file_truncated");
    assert_eq!(code(&shp(&[TWO[0], TWO[1], TWO[0]]), &rows).code, "sibling_mismatch");
}

#[test]
fn a_header_that_claims_a_thousand_million_rows_takes_no_memory() {
    let mut rows = dbf(0xc9, &[STREET]);
    rows[4..8].copy_from_slice(&1_000_000_000u32.to_le_bytes());
    assert_eq!(read(&shp(&TWO), &rows, None, None).unwrap_err().code, "file_truncated");
    let mut shapes = shp(&TWO);
    shapes[104..108].copy_from_slice(&i32::MAX.to_be_bytes());
    assert_eq!(read(&shapes, &dbf(0xc9, &[STREET]), None, None).unwrap_err().code, "file_damaged");
}

#[test]
fn not_a_number_leaves_the_record() {
    let sink = read(&shp(&[(f64::NAN, 1.0)]), &dbf(0xc9, &[STREET]), None, None).unwrap();
    assert_eq!(sink.records[0].geometry_fault.as_deref(), Some("non_finite"));
}

#[test]
fn a_deleted_row_is_passed_over_with_its_shape() {
    let mut rows = dbf(0xc9, &["перша", "друга"]);
    let first = rows.len() - 2 * 58;
    rows[first] = b'*';
    let sink = read(&shp(&TWO), &rows, None, None).unwrap();
    assert_eq!((sink.records.len(), sink.records[0].number), (1, 2));
}

proptest! {
    #[test]
    fn changed_bytes_never_panic(at: prop::sample::Index, byte: u8, which: bool, kind in 0i32..32) {
        let (mut shapes, mut rows) = (shp(&TWO), dbf(0, &[STREET, STREET]));
        for place in [32, 108, 136] {
            shapes[place..place + 4].copy_from_slice(&kind.to_le_bytes());
        }
        let changed = if which { &mut shapes } else { &mut rows };
        let at = at.index(changed.len());
        changed[at] = byte;
        let _ = read(&shapes, &rows, None, None);
        let _ = read(&shapes[..shapes.len().min(at + 1)], &rows, None, None);
    }
}
