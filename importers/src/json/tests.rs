use super::*;
use crate::sink::Collected;
use gis_core::geometry::{Geometry, Shape};
use gis_core::record::RawValue;
use proptest::prelude::*;

fn read(text: &str) -> Result<Collected, Fault> {
    read_bytes(text.as_bytes())
}

fn read_bytes(bytes: &[u8]) -> Result<Collected, Fault> {
    let mut sink = Collected::default();
    read_twice(bytes, bytes, &mut sink).map(|()| sink)
}

fn code(text: &str) -> String {
    read(text).unwrap_err().code
}

fn columns(sink: &Collected) -> Vec<&str> {
    sink.info.as_ref().unwrap().columns.iter().map(String::as_str).collect()
}

const COLLECTION: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","id":7,"properties":{"назва":"парк \"Мир\"","n":1},"geometry":{"type":"Point","coordinates":[33.391783,47.910483]}},
    {"type":"Feature","properties":{"n":2.5,"list":[1,{"a":"]"}]},"geometry":null}],
    "crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::6385"}}}"#;

#[test]
fn a_collection_gives_its_columns_its_crs_and_its_records() {
    let sink = read(COLLECTION).unwrap();
    let info = sink.info.as_ref().unwrap();
    assert_eq!((info.epsg, info.count, info.format.as_str()), (Some(6385), Some(2), "geojson"));
    assert_eq!(columns(&sink), ["назва", "n", "list", "id"]);
    assert_eq!(sink.records[0].values[0], RawValue::Text("парк \"Мир\"".into()));
    assert_eq!(sink.records[0].values[3], RawValue::Int(7));
    assert_eq!(sink.records[0].geometry, Some(Geometry::point(33.391783, 47.910483)));
    assert_eq!(sink.records[1].values[1..3], [RawValue::Float(2.5), RawValue::Json("[1,{\"a\":\"]\"}]".into())]);
    assert_eq!((sink.records[1].number, &sink.records[1].geometry), (2, &None));
}

#[test]
fn plain_arrays_lines_and_single_features_are_read_too() {
    let flat = read("\u{feff}[{\"a\":1},{\"b\":true}]").unwrap();
    assert_eq!((columns(&flat), flat.info.as_ref().unwrap().epsg), (vec!["a", "b"], None));
    let lines = "{\"type\":\"Feature\",\"properties\":{\"a\":1},\"geometry\":null}\n".repeat(3);
    assert_eq!(read(&lines).unwrap().records.len(), 3);
    assert_eq!(read("\u{1e}{\"a\":1}\n\u{1e}{\"a\":2}\n").unwrap().records.len(), 2);
    assert_eq!(read("[]").unwrap().records.len(), 0);
}

#[test]
fn coordinates_may_stand_before_their_type_and_heights_are_kept() {
    let geometry = r#"{"coordinates":[[[0,0,1],[1,0,1],[1,1,1],[0,0,1]]],"type":"Polygon"}"#;
    let sink = read(&format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#)).unwrap();
    let geometry = sink.records[0].geometry.as_ref().unwrap();
    assert!(geometry.has_z && matches!(geometry.shape, Shape::Polygons(_)));
}

#[test]
fn a_geometry_that_cannot_be_taken_leaves_the_record() {
    let cases = [
        (r#"{"type":"GeometryCollection","geometries":[]}"#, "geometry_collection"),
        (r#"{"type":"Point","coordinates":[1e400,2]}"#, "non_finite"),
        (r#"{"type":"Point","coordinates":[NaN,2]}"#, "non_finite"),
        (r#"{"type":"Point","coordinates":["33","47"]}"#, "coordinates_invalid"),
        (r#"{"type":"Point","coordinates":[1]}"#, "coordinates_invalid"),
        (r#"{"type":"LineString","coordinates":[[1,2]]}"#, "line_too_short"),
        (r#"{"type":"LineString","coordinates":[[1,2],[3,4,5]]}"#, "height_missing"),
        (r#"{"type":"Circle","coordinates":[1,2]}"#, "geometry_type"),
        (r#"{"type":"Point"}"#, "coordinates_invalid"),
    ];
    for (geometry, expected) in cases {
        let feature = format!(r#"{{"type":"Feature","geometry":{geometry},"properties":{{"a":1}}}}"#);
        let sink = read(&feature).unwrap();
        assert_eq!(sink.records[0].geometry_fault.as_deref(), Some(expected), "{geometry}");
        assert_eq!(sink.records[0].values, [RawValue::Int(1)]);
    }
}

#[test]
fn a_hundred_thousand_levels_are_refused_without_recursion() {
    let deep = "[".repeat(100_000);
    assert_eq!(code(&deep), "format_mismatch");
    assert_eq!(code(&format!("[{{\"a\":{deep}")), "json_too_deep");
    let feature = format!("{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":{{\"coordinates\":{deep}");
    assert_eq!(code(&feature), "json_too_deep");
}

#[test]
fn what_is_not_json_is_refused_with_the_record() {
    assert_eq!(code("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feat"), "json_invalid");
    assert_eq!(code("[{\"a\":1}] x"), "json_invalid");
    assert_eq!(code("[{\"a\":nul}]"), "json_invalid");
    assert_eq!(code("[{\"a\":1e999}]"), "json_invalid");
    assert_eq!(code("[{\"a\":1,\"a\":2}]"), "json_invalid");
    assert_eq!(code("[{\"a\":\"\\ud800\"}]"), "json_invalid");
    assert_eq!(code("{\"type\":\"Topology\",\"objects\":{}}"), "format_mismatch");
    assert_eq!(read("[{\"a\":1},{\"a\":1,}]").unwrap_err().record, Some(2));
    assert_eq!(code(&format!("[{{\"a\":{}}}]", "1".repeat(100_000))), "json_invalid");
}

#[test]
fn digits_of_long_identifiers_are_not_lost() {
    let sink = read("[{\"a\":123456789012345678901234567890,\"b\":-5,\"c\":1e3}]").unwrap();
    let text = RawValue::Text("123456789012345678901234567890".into());
    assert_eq!(sink.records[0].values, [text, RawValue::Int(-5), RawValue::Float(1000.0)]);
}

#[test]
fn an_unknown_crs_is_refused() {
    let text = COLLECTION.replace("urn:ogc:def:crs:EPSG::6385", "local grid");
    assert_eq!(code(&text), "crs_unknown");
}

#[test]
fn records_longer_than_the_window_are_read_whole() {
    let long = "я".repeat(300_000);
    let list = vec![format!("{{\"a\":\"{long}\"}}"); 9].join(",");
    let sink = read(&format!("[{list}]")).unwrap();
    assert!(sink.records.iter().all(|record| record.values[0] == RawValue::Text(long.clone())));
}

proptest! {
    #[test]
    fn coordinates_are_read_as_the_standard_library_reads_them(x in -1e7f64..1e7, decimals in 0usize..18) {
        let text = format!("{x:.decimals$}");
        let sink = read(&format!(r#"{{"type":"Feature","properties":null,"geometry":{{"type":"Point","coordinates":[{text},{text}]}}}}"#));
        let expected: f64 = text.parse().unwrap();
        prop_assert_eq!(sink.unwrap().records[0].geometry.clone(), Some(Geometry::point(expected, expected)));
    }

    #[test]
    fn changed_bytes_never_panic(at in 0..COLLECTION.len(), byte: u8, cut in 0..COLLECTION.len()) {
        let mut bytes = COLLECTION.as_bytes().to_vec();
        bytes[at] = byte;
        let _ = read_bytes(&bytes);
        let _ = read_bytes(&bytes[..cut]);
    }

    #[test]
    fn arbitrary_json_like_text_never_panics(text in "[\\[\\]{}\",:a-c0-9.eE \\\\-]{0,60}") {
        let _ = read(&text);
    }
}
