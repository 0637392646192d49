use super::{is_feed, read_open};
use crate::sink::Collected;
use crate::{OpenOptions, limits};
use gis_core::geometry::{Geometry, Shape};
use gis_core::record::{Fault, RawValue};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const AGENCY: &str =
    "agency_id,agency_name,agency_url,agency_timezone\nKR,Швидкісний трамвай,https://example.org,Europe/Kyiv\n";
const STOPS: &str =
    "stop_id,stop_name,stop_lat,stop_lon\nA,Соборності,47.90,33.30\nB,Перехрестя,47.91,33.31\nC,Вокзал,47.92,33.33\n";
const ROUTES: &str = "route_id,route_short_name,route_long_name,route_type\n1,1,Коло,0\n2,2,,3\n3,3,,3\n";
const TRIPS: &str = "route_id,service_id,trip_id,direction_id,shape_id\n1,w,t1,0,s1\n1,w,t2,1,\n2,w,t3,,\n2,w,t4,,\n";
const TIMES: &str =
    "trip_id,stop_id,stop_sequence\nt1,A,1\nt1,B,2\nt2,B,10\nt2,A,9\nt3,A,1\nt3,B,2\nt4,A,1\nt4,C,3\nt4,B,2\n";
const SHAPES: &str =
    "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\ns1,47.91,33.31,5\ns1,47.90,33.30,1\ns1,47.905,33.30,2\n";

fn tables() -> Vec<(&'static str, Vec<u8>)> {
    [
        ("agency.txt", AGENCY),
        ("stops.txt", STOPS),
        ("routes.txt", ROUTES),
        ("trips.txt", TRIPS),
        ("stop_times.txt", TIMES),
        ("shapes.txt", SHAPES),
    ]
    .map(|(name, text)| (name, text.as_bytes().to_vec()))
    .to_vec()
}

fn zipped(tables: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in tables {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(feed: &[u8], layer: &str, encoding: Option<&str>) -> Result<Collected, Fault> {
    let mut sink = Collected::default();
    let options =
        OpenOptions { layer: Some(layer.into()), encoding: encoding.map(str::to_owned), ..OpenOptions::default() };
    read_open(Cursor::new(feed), &options, &mut sink).map(|()| sink)
}

fn value(sink: &Collected, record: usize, column: &str) -> RawValue {
    let at = sink.info.as_ref().unwrap().columns.iter().position(|have| have == column).unwrap();
    sink.records[record].values[at].clone()
}

fn text(text: &str) -> RawValue {
    RawValue::Text(text.to_owned())
}

fn lines(sink: &Collected, record: usize) -> Vec<Vec<(f64, f64)>> {
    match &sink.records[record].geometry {
        Some(Geometry { shape: Shape::Lines(lines), .. }) => {
            lines.iter().map(|line| line.iter().map(|p| (p.x, p.y)).collect()).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn stops_are_points_and_have_the_columns_of_the_specification() {
    let sink = read(&zipped(&tables()), "stops", None).unwrap();
    assert_eq!(sink.info.as_ref().unwrap().epsg, Some(4326));
    assert_eq!(sink.records[0].geometry, Some(Geometry::point(33.30, 47.90)));
    assert_eq!(value(&sink, 0, "stop_name"), text("Соборності"));
    assert_eq!(value(&sink, 0, "wheelchair_boarding"), RawValue::Null);
}

#[test]
fn a_route_follows_its_shape_or_the_stops_of_its_longest_trip_and_says_so() {
    let sink = read(&zipped(&tables()), "routes", None).unwrap();
    assert_eq!(sink.records.len(), 3);
    let shape = vec![(33.30, 47.90), (33.30, 47.905), (33.31, 47.91)];
    assert_eq!(lines(&sink, 0), [shape, vec![(33.30, 47.90), (33.31, 47.91)]]);
    assert_eq!(lines(&sink, 1), [vec![(33.30, 47.90), (33.31, 47.91), (33.33, 47.92)]]);
    assert_eq!(value(&sink, 0, "line_source"), text("stops"));
    assert_eq!(value(&sink, 1, "line_source"), text("stops"));
    assert_eq!((value(&sink, 1, "trip_count"), value(&sink, 2, "trip_count")), (RawValue::Int(2), RawValue::Int(0)));
    assert_eq!(value(&sink, 2, "line_source"), RawValue::Null);
    assert_eq!(value(&sink, 0, "agency_name"), text("Швидкісний трамвай"));
    let mut shaped = tables();
    shaped[3].1 = TRIPS.replace("1,w,t2,1,\n", "1,w,t2,1,s1\n").into_bytes();
    assert_eq!(value(&read(&zipped(&shaped), "routes", None).unwrap(), 0, "line_source"), text("shapes"));
}

#[test]
fn a_feed_in_another_encoding_asks_for_it() {
    let mut feed = tables();
    feed[1].1 = b"stop_id,stop_name,stop_lat,stop_lon\n1,Hj\xf8rundh\xf8len,63.6,10.2\n".to_vec();
    let feed = zipped(&feed);
    // The other tables are UTF-8, and stay so.
    let routes = read(&feed, "routes", Some("iso-8859-1")).unwrap();
    assert_eq!(value(&routes, 0, "route_long_name"), text("Коло"));
    let fault = read(&feed, "stops", None).unwrap_err();
    assert_eq!(fault.code, "encoding_unknown");
    assert!(fault.en.starts_with("stops.txt: "), "{}", fault.en);
    let sink = read(&feed, "stops", Some("iso-8859-1")).unwrap();
    assert_eq!(value(&sink, 0, "stop_name"), text("Hjørundhølen"));
}

#[test]
fn what_a_feed_lacks_or_says_wrongly_is_named() {
    let without = |name: &str| zipped(&tables().into_iter().filter(|(have, _)| *have != name).collect::<Vec<_>>());
    let fault = read(&without("routes.txt"), "routes", None).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.en.contains("routes.txt")), ("gtfs_table", true));
    assert_eq!(value(&read(&without("shapes.txt"), "routes", None).unwrap(), 0, "line_source"), text("stops"));
    let mut wrong = tables();
    wrong[5].1 = SHAPES.replace("47.905", "north").into_bytes();
    let fault = read(&zipped(&wrong), "routes", None).unwrap_err();
    assert_eq!(fault.code, "gtfs_value");
    assert!(fault.en.contains("shapes.txt: row 3: \"north\" does not fit shape_pt_lat"), "{}", fault.en);
    let mut stray = tables();
    stray[4].1 = TIMES.replace("t4,C", "t4,Z").into_bytes();
    let sink = read(&zipped(&stray), "routes", None).unwrap();
    assert_eq!(sink.records[1].geometry_fault.as_deref(), Some("stop_unknown: Z"));
}

#[test]
fn a_table_that_unpacks_to_gigabytes_is_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("stops.txt", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"stop_id,stop_name,stop_lat,stop_lon\n").unwrap();
    let rows = format!("A,{},47.9,33.3\n", "x".repeat(4000)).repeat(1 << 8).into_bytes();
    let times = limits::GTFS_TABLE / rows.len() + 1;
    (0..times).for_each(|_| writer.write_all(&rows).unwrap());
    let feed = writer.finish().unwrap().into_inner();
    assert!(feed.len() < 16 << 20);
    let (mut sink, options) = (Nothing, OpenOptions { layer: Some("stops".into()), ..OpenOptions::default() });
    let fault = read_open(Cursor::new(feed), &options, &mut sink).unwrap_err();
    assert_eq!(fault.code, "archive_too_large");
}

/// Forgets what it is given.
struct Nothing;

impl crate::Sink for Nothing {
    fn info(&mut self, _: gis_core::record::SourceInfo) -> Result<(), Fault> {
        Ok(())
    }

    fn record(&mut self, _: gis_core::record::Record) -> Result<(), Fault> {
        Ok(())
    }

    fn note(&mut self, _: gis_core::record::Note) -> Result<(), Fault> {
        Ok(())
    }
}

#[test]
fn a_feed_is_told_from_other_archives_by_its_first_entry() {
    assert!(is_feed(&zipped(&tables())));
    assert!(!is_feed(&zipped(&[("[Content_Types].xml", Vec::new())])));
    assert!(!is_feed(b"PK\x03\x04") && !is_feed(b"") && !is_feed(b"agency.txt"));
}

proptest::proptest! {
    #[test]
    fn changed_bytes_never_panic(changes in proptest::collection::vec((0usize..8192, 0u8..), 1..6), layer in 0usize..3) {
        let mut feed = zipped(&tables());
        let size = feed.len();
        changes.iter().for_each(|(at, byte)| feed[at % size] = *byte);
        let _ = read(&feed, super::LAYERS[layer], None);
        let _ = is_feed(&feed);
    }

    #[test]
    fn arbitrary_tables_never_panic(stops: String, trips: String, times: String) {
        let mut feed = tables();
        for (at, (text, head)) in [(1, (stops, STOPS)), (3, (trips, TRIPS)), (4, (times, TIMES))] {
            feed[at].1 = format!("{head}{text}").into_bytes();
        }
        let feed = zipped(&feed);
        let _ = read(&feed, "stops", None);
        let _ = read(&feed, "routes", None);
    }
}
