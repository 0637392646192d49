//! The exchange files of the State Land Cadastre: every way of writing one file gives the same parcels, every oddity is
//! told, and nobody's name gets in.

use crate::files::Folder;
use gis_core::crs::Crs;
use gis_core::geometry::Position;
use std::path::{Path, PathBuf};
use std::process::Output;
use tests::cities::{City, samples};
use tests::{declared, program};

/// What is said of a sound file: the registers' own warning, nothing of the reader.
const SOUND: [&str; 1] = [":formed_is_registered 2"];

/// Accuracy that EPSG states for the operation 15865 of SK-63, metres.
const SK63_ACCURACY_M: f64 = 4.5;

/// The grid of the storage, metres.
const GRID_M: f64 = 0.001;

/// A person of whom nothing may get in.
const CANARY: &str = "Канаркова7Zq";

fn derived(folder: &Path, name: &str) -> PathBuf {
    folder.join("cadastre/samples_derived").join(name)
}

/// The vertices of all parcels, in the storage CRS.
fn vertices(city: &City) -> Vec<Position> {
    let text = city
        .database
        .sql("SELECT ST_X(d.geom), ST_Y(d.geom) FROM reg.parcel p, ST_DumpPoints(p.geom) d ORDER BY p.cadnum, d.path");
    let vertex = |line: &str| {
        let (x, y) = line.split_once('|').expect("two numbers");
        Position::flat(x.parse().expect("a number"), y.parse().expect("a number"))
    };
    text.lines().map(vertex).collect()
}

/// The larger of the differences along the two axes: each is rounded to the grid by itself.
fn apart(a: &Position, b: &Position) -> f64 {
    (a.x - b.x).abs().max((a.y - b.y).abs())
}

/// The largest distance of a point from the nearest of the others.
fn farthest(points: &[Position], others: &[Position]) -> f64 {
    assert!(!points.is_empty() && !others.is_empty());
    let nearest = |point: &Position| others.iter().map(|other| apart(point, other)).fold(f64::INFINITY, f64::min);
    points.iter().map(nearest).fold(0.0, f64::max)
}

/// The points that a file states, northing as `y`.
fn stated(text: &str) -> Vec<Position> {
    let number = |point: &str, tag: &str| -> f64 {
        let (_, rest) = point.split_once(&format!("<{tag}>")).expect("a coordinate");
        rest.split('<').next().and_then(|number| number.parse().ok()).expect("a number")
    };
    text.split("<Point>").skip(1).map(|point| Position::flat(number(point, "Y"), number(point, "X"))).collect()
}

fn transformed(mut points: Vec<Position>, from: Crs, to: Crs) -> Vec<Position> {
    declared().city.transformer.transform_positions(from, to, &mut points).expect("points of the city");
    points
}

/// The same file with its points in another system.
fn rewritten(text: &str, (from, to): (Crs, Crs), word: &str, decimals: usize) -> String {
    let points = stated(text);
    let moved = transformed(points.clone(), from, to);
    let (head, rest) = text.split_once("<CoordinateSystem>").expect("the system");
    let (_, rest) = rest.split_once("</CoordinateSystem>").expect("the end of the system");
    let mut out = format!("{head}<CoordinateSystem>{word}</CoordinateSystem>{rest}");
    for (old, new) in points.iter().zip(&moved) {
        let pair = |p: &Position, decimals: usize| format!("<X>{:.decimals$}</X><Y>{:.decimals$}</Y>", p.y, p.x);
        out = out.replace(&pair(old, 2), &pair(new, decimals));
    }
    assert_ne!(out, text);
    out
}

/// A city with the parcels of a file that must load whole and without a word.
fn loaded(mapping: &str, file: &Path) -> City {
    let city = City::own();
    let parcels = city.import(mapping, file);
    assert_eq!(
        (parcels.counts(), parcels.warnings()),
        ([2, 2, 0], SOUND.map(str::to_owned).to_vec()),
        "{}",
        file.display()
    );
    assert_eq!(parcels.changes("parcel"), [2, 0, 0]);
    assert!(!city.import(mapping, file).committed(), "the same file again changes nothing");
    city
}

#[test]
fn every_twin_of_the_exchange_file_gives_the_same_parcels() {
    let Some(folder) = samples(4) else { return };
    let storage = declared().city.storage;
    let files = [
        ("kr_sc63x4_utf8.xml", 7828),
        ("kr_sc63x4_cp1251.xml", 7828),
        ("kr_usc2000_z6_utf8.xml", 5564),
        ("kr_local_msk12_utf8.xml", 9834),
    ];
    let mut corners = Vec::new();
    let mut rows = Vec::new();
    for (name, epsg) in files {
        let file = derived(&folder, name);
        let city = loaded("cadastral_xml_parcels", &file);
        let stored = vertices(&city);
        assert_eq!(stored.len(), 15, "{name}: two shells and a hole");
        let text = String::from_utf8_lossy(&std::fs::read(&file).expect("the sample")).into_owned();
        let truth = transformed(stated(&text), Crs::from_epsg(epsg).expect("a system of ours"), storage);
        let off = farthest(&stored, &truth).max(farthest(&truth, &stored));
        println!("{name}: stored within {:.3} mm of the stated points", off * 1000.0);
        assert!(off <= GRID_M / 2.0 + 1e-6, "{name}: {off}");
        corners.push(truth[0]);
        rows.push(city.database.sql(
            "SELECT cadnum, formed, quarter, category, purpose_code, ownership, area_doc_ha, area_error_ha, location_text, \
             in_settlement, doc_type, land_use, source_kind FROM reg.parcel ORDER BY cadnum",
        ));
    }
    assert!(rows.iter().all(|row| *row == rows[0]), "{rows:?}");
    assert!(
        rows[0].starts_with("1211000000:04:123:0001|t|1211000000:04:123|200|02.01|100|0.1900|0.0001|"),
        "{}",
        rows[0]
    );
    assert!(rows[0].contains("\"code\": \"007.01\""), "{}", rows[0]);
    let [sk63, _, ucs, local] = corners.as_slice() else { panic!("four files") };
    let (datums, systems) = (apart(sk63, ucs), apart(ucs, local));
    println!("one corner: SK-63 and UCS-2000 differ by {datums:.3} m, two systems of UCS-2000 by {systems:.3} m");
    assert!(datums <= SK63_ACCURACY_M, "{datums}");
    assert!(systems <= 0.02, "the samples are rounded to centimetres: {systems}");
}

#[test]
fn one_boundary_written_in_any_system_is_the_same_within_the_grid() {
    let Some(folder) = samples(4) else { return };
    let text = std::fs::read_to_string(derived(&folder, "kr_usc2000_z6_utf8.xml")).expect("the sample");
    let own = Folder::new();
    let from = Crs::from_epsg(5564).expect("a system of ours");
    let base = vertices(&loaded("cadastral_xml_parcels", &own.write("base.xml", &text)));
    let words = [
        (9834, "<Local>МСК-12</Local>", 4),
        (7828, "<SC63><X/></SC63>", 4),
        (28406, "<SC42/>", 4),
        (4326, "<WGS84/>", 9),
    ];
    for (epsg, word, decimals) in words {
        let to = if epsg == 4326 { Crs::CRS84 } else { Crs::from_epsg(epsg).expect("a system of ours") };
        let file = own.write(&format!("{epsg}.xml"), rewritten(&text, (from, to), word, decimals));
        let city = loaded("cadastral_xml_parcels", &file);
        let other = vertices(&city);
        assert_eq!(other.len(), base.len());
        let off = base.iter().zip(&other).map(|(a, b)| apart(a, b)).fold(0.0, f64::max);
        println!("EPSG:{epsg} and EPSG:5564 differ by at most {:.3} mm", off * 1000.0);
        assert!(off <= GRID_M + 1e-6, "{word}: {off}");
        assert_eq!(city.database.sql("SELECT DISTINCT source_srid FROM reg.parcel"), epsg.to_string());
    }
}

#[test]
fn every_encoding_of_in4_gives_the_same_parcels_zone_and_quarter() {
    let Some(folder) = samples(3) else { return };
    let mut seen = Vec::new();
    for name in ["kr_sample_utf8.in4", "kr_sample_cp1251.in4", "kr_sample_cp866.in4"] {
        let file = derived(&folder, name);
        let city = City::own();
        let zones = city.import("cadastral_in4_zones", &file);
        assert_eq!((zones.counts(), zones.warnings()), ([1, 1, 0], vec![]), "{name}");
        // The quarter states 0.35 ha and is drawn with 0.36.
        let quarters = city.import("cadastral_in4_quarters", &file);
        assert_eq!((quarters.counts(), quarters.warnings()), ([1, 1, 0], vec![":area_differs 1".to_owned()]), "{name}");
        let parcels = city.import("cadastral_in4_parcels", &file);
        // The first parcel states its area without the hole that this format does not show.
        let warned = [":area_differs 1", ":formed_is_registered 2"].map(str::to_owned).to_vec();
        assert_eq!((parcels.counts(), parcels.warnings()), ([2, 2, 0], warned), "{name}");
        let ids = city.database.sql(
            "SELECT p.cadnum, q.quarter_no, z.zone_no FROM reg.parcel p JOIN reg.cadastral_quarter q ON q.fid = p.quarter_id \
             JOIN reg.cadastral_zone z ON z.fid = q.zone_id ORDER BY 1",
        );
        seen.push((ids, vertices(&city)));
    }
    assert_eq!(seen[0].0.lines().count(), 2, "{}", seen[0].0);
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    let xml = vertices(&loaded("cadastral_xml_parcels", &derived(&folder, "kr_sc63x4_utf8.xml")));
    let off = farthest(&seen[0].1, &xml);
    println!("IN4 and XML of one survey differ by {:.3} mm", off * 1000.0);
    assert!(off <= 1e-9, "{off}");
}

#[test]
fn zones_and_quarters_without_boundary_are_rejected_and_told() {
    let Some(folder) = samples(2) else { return };
    let city = City::own();
    let file = derived(&folder, "kr_sc63x4_utf8.xml");
    for mapping in ["cadastral_xml_zones", "cadastral_xml_quarters"] {
        let (_, said) = city.refused(mapping, &file, &[]);
        assert!(said.contains("geom:required 1"), "{said}");
    }
    let notes =
        city.database.sql("SELECT record, code, uk FROM misto.import_reason WHERE severity = 'warning' ORDER BY 2");
    assert_eq!(notes.matches("1|boundary_empty|Externals").count(), 2, "{notes}");
}

/// What an import answers that may fail but not break: the code, the words, and what the report keeps.
fn answered(city: &City, mapping: &str, file: &Path) -> String {
    let output: Output = city.importing(mapping, file, &[]).output().expect("misto runs");
    let said = program::said(&output);
    assert!(
        output.status.code().is_some_and(|code| code <= 2) && !said.contains("panicked"),
        "{}: {said}",
        file.display()
    );
    let report = city.database.sql("SELECT coalesce(string_agg(concat_ws('|', record, severity, code, uk, en), E'\\n'), '') FROM misto.import_reason");
    format!("{said}\n{report}")
}

#[test]
fn files_as_they_occur_are_reported_and_not_crashed_on() {
    let Some(folder) = samples(9) else { return };
    let expected: [(&str, &[&str]); 9] = [
        (
            "samples_pseudonymised/parcel_v04_digitals_nogeom.xml",
            &[
                "geom:required 1",
                "points_missing",
                "coordinate_unit",
                "parcel_unnumbered",
                "ownership_empty",
                "part_missing",
            ],
        ),
        (
            "samples_pseudonymised/parcel_v07_sc63_a.xml",
            &["geom:required 1", "points_missing", "parcel_unnumbered", "boundary_empty"],
        ),
        ("samples_pseudonymised/parcel_v07_sc63_b.xml", &["geom:required 1", "points_missing", "parcel_unnumbered"]),
        ("samples_synthetic/Rvdzk_Nyzhnoturska.xml", &["point_unreadable", "point_missing", "zone_number"]),
        ("samples_synthetic/Turska_06.xml", &["geom:required 1", "points_missing"]),
        ("samples_synthetic/VVVV.xml", &["file_date"]),
        ("samples_synthetic/template.xml", &["point_unreadable"]),
        ("samples_synthetic/template_sample_1.xml", &["not of the system that CoordinateSystem names"]),
        ("samples_synthetic/template_sample_2.xml", &["file_date", "geom:required 1", "points_missing"]),
    ];
    for (name, words) in expected {
        let city = City::own();
        let said = answered(&city, "cadastral_xml_parcels", &folder.join("cadastre").join(name));
        for word in words {
            assert!(said.contains(word), "{name} without {word}: {said}");
        }
        assert_eq!((city.count("parcel"), city.staged("parcel")), (0, 0), "{name}");
        for person in ["Поліщук", "Коваленко", "8089931420", "Ткаченко", "Вишотравка", "АПптьро"]
        {
            assert!(!said.contains(person), "{name} repeats {person}: {said}");
        }
    }
}

#[test]
fn a_local_system_of_a_city_is_refused_with_a_way_out() {
    let Some(folder) = samples(1) else { return };
    let text = std::fs::read_to_string(derived(&folder, "kr_local_msk12_utf8.xml")).expect("the sample");
    let own = Folder::new();
    let file = own.write("own.xml", text.replace("МСК-12", "місцева система м. Кривий Ріг"));
    let (code, said) = City::own().refused("cadastral_xml_parcels", &file, &[]);
    assert_eq!(code, 1);
    assert!(said.contains("CoordinateSystem/Local") && said.contains("`crs`"), "{said}");
}

/// Elements that hold what belongs to a person.
const PERSONAL: [&str; 14] = [
    "LastName",
    "FirstName",
    "MiddleName",
    "TaxNumber",
    "PassportNumber",
    "PassportSeries",
    "IssuanceAuthority",
    "Name",
    "EDRPOU",
    "Street",
    "Phone",
    "CompanyName",
    "ChiefPosition",
    "ExecutorPosition",
];

fn with_canaries(text: &str) -> String {
    let mut text = text.to_owned();
    for name in PERSONAL {
        let parts: Vec<&str> = text.split(&format!("<{name}>")).collect();
        let marked: Vec<String> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| match part.split_once("</") {
                Some((_, rest)) if at > 0 => format!("{CANARY}</{rest}"),
                _ => (*part).to_owned(),
            })
            .collect();
        text = marked.join(&format!("<{name}>"));
    }
    assert!(text.matches(CANARY).count() > 20);
    text
}

/// Tables of the program that hold the canary.
fn places(city: &City) -> String {
    let tables = city.database.sql(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('reg', 'stage', 'misto') ORDER BY 1",
    );
    let holds = |table: &&str| {
        city.database.number(&format!("SELECT count(*) FROM {table} t WHERE t::text LIKE '%{CANARY}%'")) > 0
    };
    assert!(tables.lines().count() > 50);
    tables.lines().filter(holds).collect::<Vec<_>>().join(", ")
}

#[test]
fn nothing_of_a_person_gets_into_a_register_a_report_or_an_error() {
    let Some(folder) = samples(2) else { return };
    let city = City::own();
    let own = Folder::new();
    let text = with_canaries(&std::fs::read_to_string(derived(&folder, "kr_sc63x4_utf8.xml")).expect("the sample"));
    let whole = own.write("whole.xml", &text);
    assert_eq!(city.import("cadastral_xml_parcels", &whole).counts(), [2, 2, 0]);
    let at = text.find(CANARY).expect("a canary") + CANARY.len();
    let rest = text.rfind(CANARY).expect("a canary");
    let broken = [
        text[..at].to_owned(),
        format!("{}&{CANARY};{}", &text[..at], &text[at..]),
        format!("{}</{CANARY}>{}", &text[..rest], &text[rest..]),
        format!("{}<{CANARY}/>{}", &text[..at], &text[at..]),
        text.replace("<Size>", &format!("<Size>{CANARY}</Size><Size>")),
    ];
    for (number, broken) in broken.iter().enumerate() {
        let said = answered(&city, "cadastral_xml_parcels", &own.write(&format!("{number}.xml"), broken));
        assert!(!said.contains(CANARY), "{said}");
    }
    let in4 = std::fs::read_to_string(derived(&folder, "kr_sample_utf8.in4")).expect("the sample");
    let in4: String = in4
        .lines()
        .map(|line| match line.split_once('=') {
            Some((key @ ("NM" | "KU" | "TD"), _)) => format!("{key}=\"{CANARY}\",\r\n"),
            _ => format!("{line}\r\n"),
        })
        .collect();
    for file in [own.write("whole.in4", &in4), own.write("broken.in4", in4.replace("\",\r\nKF", "\r\nKF"))] {
        let said = answered(&city, "cadastral_in4_parcels", &file);
        assert!(!said.contains(CANARY), "{said}");
    }
    assert_eq!(places(&city), "");
}
