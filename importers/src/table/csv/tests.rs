use super::*;
use crate::sink::Collected;
use encoding_rs::WINDOWS_1251;
use gis_core::geometry::Geometry;
use proptest::prelude::*;

fn read_bytes(bytes: &[u8], options: &OpenOptions) -> Result<Collected, Fault> {
    let shape = csv_shape::detect(bytes, options)?;
    let mut sink = Collected::default();
    read_rows(&bytes[shape.mark..], shape, options, &mut sink).map(|()| sink)
}

fn read(text: &str) -> Result<Collected, Fault> {
    read_bytes(text.as_bytes(), &OpenOptions::default())
}

#[test]
fn both_encodings_and_both_separators_give_the_same_records() {
    let text = "Назва;Довгота;Широта\n\"парк; «Ювілейний»\nбіля річки\";33,4;47,9\nвулиця Степана Тільги;;\n";
    let utf8 = read(text).unwrap();
    let cp1251 = read_bytes(&WINDOWS_1251.encode(text).0, &OpenOptions::default()).unwrap();
    let marked = read(&format!("\u{feff}{text}")).unwrap();
    assert_eq!(utf8.records, cp1251.records);
    assert_eq!(utf8.records, marked.records);
    assert_eq!(utf8.info.unwrap().epsg, Some(4326));
    assert_eq!(utf8.records[0].values[0], RawValue::Text("парк; «Ювілейний»\nбіля річки".into()));
    assert_eq!(utf8.records[0].geometry, Some(Geometry::point(33.4, 47.9)));
    assert_eq!((&utf8.records[1].geometry, &utf8.records[1].values[1]), (&None, &RawValue::Null));
}

#[test]
fn a_column_of_wkt_is_a_geometry() {
    let sink = read("a,WKT\n1,\"POLYGON((0 0,1 0,1 1,0 0))\"\n2,POINT EMPTY\n3,rubbish\n").unwrap();
    assert_eq!(sink.records[0].geometry.as_ref().map(Geometry::vertex_count), Some(4));
    assert_eq!((&sink.records[1].geometry, &sink.records[1].geometry_fault), (&None, &None));
    assert_eq!(sink.records[2].geometry_fault.as_deref(), Some("coordinates_invalid"));
}

#[test]
fn a_row_of_another_length_is_refused_with_its_number() {
    let fault = read("a,b\n1,2\n3\n").unwrap_err();
    assert_eq!((fault.code.as_str(), fault.record), ("csv_row_length", Some(2)));
}

#[test]
fn options_win_over_what_is_detected() {
    let options = OpenOptions {
        separator: Some('|'),
        epsg: Some(6385),
        geometry: Some(crate::GeometryColumns::Point { x: "east".into(), y: "north".into() }),
        ..OpenOptions::default()
    };
    let sink = read_bytes(b"east|north;1\n1|2\n", &OpenOptions { geometry: None, ..options.clone() }).unwrap();
    assert_eq!(sink.info.unwrap().columns, ["east", "north;1"]);
    let sink = read_bytes(b"east|north\n1|2\n", &options).unwrap();
    assert_eq!(
        (sink.info.unwrap().epsg, sink.records[0].geometry.clone()),
        (Some(6385), Some(Geometry::point(1.0, 2.0)))
    );
}

#[test]
fn a_quote_that_is_never_closed_does_not_take_all_memory() {
    let head = b"a,b\n1,\"".as_slice();
    let shape = csv_shape::detect(head, &OpenOptions::default()).unwrap();
    let endless = head.chain(std::io::repeat(b'x'));
    let fault = read_rows(endless, shape, &OpenOptions::default(), &mut Collected::default()).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.record), ("limit_exceeded", Some(1)));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes: Vec<u8>) {
        let _ = read_bytes(&bytes, &OpenOptions::default());
    }
}
