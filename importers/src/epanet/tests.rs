use super::{is_epanet, read_text};
use crate::encoding::by_option;
use crate::sink::Collected;
use crate::{OpenOptions, limits};
use gis_core::geometry::{Position, Shape};
use gis_core::record::{Fault, RawValue};

const SMALL: &str = "\
[junctions]
;ID Elev Demand Pattern
 J-1  100  10  1  ; кут вулиці
 \"J 2\" 200
[RESERVOIRS]
 R 50
[TANKS]
 T 10 1 2 3 40 0
[PIPES]
 P-1 J-1 \"J 2\" 1000 6 130 0 Open ;
[PUMPS]
 PU R J-1 POWER 150
[VALVES]
 V \"J 2\" T 12 PRV 40 0
[TAGS]
 NODE J-1 corner
[DEMANDS]
 J-1 3
 J-1 4
[STATUS]
 P-1 Closed
[OPTIONS]
 Units GPM
[COORDINATES]
 J-1 0 0
 \"J 2\" 100 0
 T 100 50
 X 1 1
[VERTICES]
 P-1 50 0
[END]
";

fn read(text: &str, layer: &str) -> Result<Collected, Fault> {
    let mut sink = Collected::default();
    let options = OpenOptions { layer: Some(layer.into()), ..OpenOptions::default() };
    read_text(text.as_bytes(), by_option("utf-8")?, &options, &mut sink).map(|()| sink)
}

fn values(sink: &Collected, record: usize, columns: &[&str]) -> Vec<String> {
    let have = &sink.info.as_ref().unwrap().columns;
    let value = |column: &&str| match &sink.records[record].values[have.iter().position(|name| name == column).unwrap()]
    {
        RawValue::Text(text) => text.clone(),
        RawValue::Float(number) => number.to_string(),
        RawValue::Int(number) => number.to_string(),
        _ => String::new(),
    };
    columns.iter().map(value).collect()
}

#[test]
fn nodes_have_metres_and_their_demand_in_cubic_metres_a_day() {
    let sink = read(SMALL, "nodes").unwrap();
    assert_eq!(sink.records.len(), 4);
    let seen = ["id", "kind", "elevation_m", "demand_m3_day", "tag", "comment", "line"];
    assert_eq!(values(&sink, 0, &seen), ["J-1", "junction", "30.48", "38.157", "corner", "кут вулиці", "3"]);
    assert_eq!(values(&sink, 3, &["id", "kind", "min_level_m", "diameter_m"]), ["T", "tank", "0.6096", "12.192"]);
    assert_eq!(sink.records[2].geometry_fault.as_deref(), Some("coordinates_missing ([RESERVOIRS], 6)"));
    let Shape::Points(points) = &sink.records[1].geometry.as_ref().unwrap().shape else { panic!("a point") };
    assert_eq!(points[0], Position { x: 100.0, y: 0.0, z: 60.96 });
}

#[test]
fn links_run_through_their_bends_on_an_even_slope() {
    let sink = read(SMALL, "links").unwrap();
    let seen = ["id", "kind", "node1", "node2", "length_m", "diameter_mm", "roughness", "status"];
    assert_eq!(values(&sink, 0, &seen), ["P-1", "pipe", "J-1", "J 2", "304.8", "152", "130", "Closed"]);
    let Shape::Lines(lines) = &sink.records[0].geometry.as_ref().unwrap().shape else { panic!("a line") };
    let heights: Vec<f64> = lines[0].iter().map(|position| position.z).collect();
    assert_eq!(heights, [30.48, 45.72, 60.96]);
    assert_eq!(values(&sink, 1, &["kind", "setting"]), ["pump", "POWER 150"]);
    assert_eq!(sink.records[1].geometry_fault.as_deref(), Some("coordinates_missing: R ([PUMPS], 12)"));
    assert_eq!(values(&sink, 2, &["kind", "diameter_mm", "valve_type", "setting"]), ["valve", "305", "PRV", "40"]);
}

#[test]
fn what_belongs_to_nothing_and_missing_units_are_noted() {
    let sink = read(SMALL, "nodes").unwrap();
    assert_eq!(sink.notes.iter().map(|note| note.code.as_str()).collect::<Vec<_>>(), ["epanet_stray"]);
    let sink = read("[JUNCTIONS]\nJ 1\n", "nodes").unwrap();
    assert_eq!(sink.notes[0].code, "epanet_units");
    let metric = SMALL.replace("GPM", "lps");
    assert_eq!(values(&read(&metric, "links").unwrap(), 0, &["length_m", "diameter_mm"]), ["1000", "6"]);
}

#[test]
fn a_mistake_is_told_with_section_and_line() {
    for (text, code, words) in [
        ("[PIPES]\nP A B ten 6\n", "epanet_line", "[PIPES], line 2: the length: \"ten\" is not a number"),
        ("[PIPES]\n;\nP A\n", "epanet_line", "[PIPES], line 3: the second node is missing"),
        ("[JUNCTIONS]\nJ 1\nJ 2\n", "epanet_line", "line 3: there is already a node"),
        ("[COORDINATES]\nJ 1 NaN\n", "epanet_line", "\"NaN\" is not a number"),
        ("[OPTIONS]\nUnits buckets\n", "epanet_line", "\"buckets\" is no unit of flow"),
        ("[JUNCTIONS]\n\"J 1\n", "epanet_line", "a quote is not closed"),
        ("[JUNCTIONS]\nJ 1\n[CONDUITS]\n", "epanet_section", "Line 3: EPANET has no section [CONDUITS]"),
    ] {
        let fault = read(text, "links").unwrap_err();
        assert_eq!(fault.code, code, "{text}");
        assert!(fault.en.contains(words), "{}", fault.en);
    }
    let long = format!("[JUNCTIONS]\nJ{}", " ".repeat(limits::EPANET_LINE));
    assert!(read(&long, "nodes").unwrap_err().en.contains("too long"));
}

#[test]
fn a_network_is_known_by_its_first_section() {
    assert!(is_epanet(SMALL.as_bytes()) && is_epanet(b"\xef\xbb\xbf; c\r\n\r\n[TITLE]\r\n"));
    assert!(!is_epanet(b"[true]") && !is_epanet(b"[{\"a\": 1}]") && !is_epanet(b"a;b\n") && !is_epanet(b""));
}

proptest::proptest! {
    #[test]
    fn changed_bytes_never_panic(changes in proptest::collection::vec((0usize..4096, 0u8..128), 1..8), nodes: bool) {
        let mut text = SMALL.as_bytes().to_vec();
        let size = text.len();
        changes.iter().for_each(|(at, byte)| text[at % size] = *byte);
        let _ = read(&String::from_utf8_lossy(&text), if nodes { "nodes" } else { "links" });
    }

    #[test]
    fn arbitrary_text_never_panics(text: String) {
        let _ = read(&format!("[PUMPS]\n{text}"), "links");
        let _ = read(&text, "nodes");
        let _ = is_epanet(text.as_bytes());
    }
}
