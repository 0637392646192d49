//! Files as suppliers send them, from the folder in `MISTO_SAMPLES`; without it the checks are skipped.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests; a failure here is a failed test

use gis_core::record::{Fault, RawValue, Record, SourceInfo};
use importers::{OpenOptions, open};
use std::path::{Path, PathBuf};

const WORKER: &str = env!("CARGO_BIN_EXE_misto-worker");

/// A file that was read.
struct Read {
    info: SourceInfo,
    records: Vec<Record>,
}

struct Samples(PathBuf);

impl Samples {
    /// The folder, or a note how many checks are left out.
    fn find(checks: usize) -> Option<Self> {
        let folder = std::env::var_os("MISTO_SAMPLES").map(|folder| Self(folder.into()));
        if folder.is_none() {
            println!("skipped: {checks} checks");
        }
        folder
    }

    fn try_read(&self, file: &str, layer: Option<&str>) -> Result<Read, Fault> {
        let options = OpenOptions { layer: layer.map(str::to_owned), ..OpenOptions::default() };
        let source = open(Path::new(WORKER), &self.0.join(file), &options)?;
        let info = source.info.clone();
        Ok(Read { info, records: source.collect::<Result<_, _>>()? })
    }

    fn read(&self, file: &str) -> Read {
        self.try_read(file, None).unwrap_or_else(|fault| panic!("{file}: {} {fault}", fault.code))
    }
}

fn text(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) | RawValue::Json(text) => text.trim().to_owned(),
        RawValue::Null => String::new(),
        other => format!("{other:?}"),
    }
}

#[test]
fn three_hints_of_one_encoding_give_identical_text() {
    let Some(samples) = Samples::find(3) else { return };
    let folders = ["with_cpg", "ldid_c9_no_cpg", "no_cpg_ldid0"];
    let [cpg, language, none] = folders.map(|folder| samples.read(&format!("ua_formats/{folder}/pzo_dnipro.shp")));
    assert_eq!((cpg.records.len(), cpg.info.epsg), (88, Some(4326)));
    assert_eq!(cpg.info.columns, language.info.columns);
    assert_eq!(cpg.records, language.records);
    assert_eq!(cpg.records, none.records);
    let register = samples.read("kryvyi_rih/pzo-dnipropetrovska.geojson");
    let names = |read: &Read| read.records.iter().map(|record| text(&record.values[1])).collect::<Vec<_>>();
    assert_eq!(names(&cpg), names(&register));
    assert_eq!(samples.read("ua_formats/pgo_dnipro_cp1251.shp").records.len(), 1089);
}

#[test]
fn one_table_in_two_encodings_gives_identical_rows() {
    let Some(samples) = Samples::find(2) else { return };
    let utf8 = samples.read("ua_formats/houses_semicolon.csv");
    let cp1251 = samples.read("ua_formats/houses_semicolon_cp1251.csv");
    assert_eq!(utf8.records.len(), 3921);
    assert_eq!(utf8.records, cp1251.records);
    let houses = samples.read("ladyzhyn/house.geojson");
    for (row, feature) in utf8.records.iter().zip(&houses.records) {
        let near = match (&row.geometry, &feature.geometry) {
            (Some(a), Some(b)) => {
                (a.bounds().min_x - b.bounds().min_x).abs() + (a.bounds().min_y - b.bounds().min_y).abs() < 1e-9
            }
            (a, b) => a.is_none() && b.is_none(),
        };
        assert!(near, "row {}", row.number);
    }
}

#[test]
fn a_municipal_geojson_is_read_with_its_missing_geometries() {
    let Some(samples) = Samples::find(2) else { return };
    let houses = samples.read("ladyzhyn/house.geojson");
    let missing = houses.records.iter().filter(|record| record.geometry.is_none()).count();
    assert_eq!((houses.records.len(), missing, houses.info.count), (3921, 478, Some(3921)));
    assert!(houses.records.iter().all(|record| record.geometry_fault.is_none()));
    let streets = samples.read("ladyzhyn/street.json");
    assert_eq!((streets.records.len(), streets.info.format.as_str()), (95, "json"));
}

#[test]
fn the_layers_of_a_geopackage_are_read_in_their_system() {
    let Some(samples) = Samples::find(8) else { return };
    let file = "ua_formats/ladyzhyn_sc63.gpkg";
    let fault = samples.try_read(file, None).map(|_| ()).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.choices.len()), ("layer_needed", 6));
    let counts = [("entrance", 529), ("billboards", 17), ("route_public_transport", 12), ("parking", 235)];
    for (layer, count) in counts {
        let read = samples.try_read(file, Some(layer)).unwrap();
        assert_eq!((read.records.len(), read.info.epsg), (count, Some(7827)), "{layer}");
        assert!(read.records.iter().all(|record| record.geometry.is_some()), "{layer}");
    }
    let plots = [("buildings", 144), ("streets", 35), ("plots", 407)];
    for (layer, count) in plots {
        let read = samples.try_read("plots_prague/bubenec.gpkg", Some(layer)).unwrap();
        assert_eq!(read.records.len(), count, "{layer}");
        assert!(read.records.iter().all(|record| record.geometry_fault.is_none()), "{layer}");
    }
}

#[test]
fn a_drawing_in_two_encodings_gives_identical_records() {
    let Some(samples) = Samples::find(2) else { return };
    let old = samples.read("ua_formats/topoplan_r2000_ansi1251.dxf");
    let new = samples.read("ua_formats/topoplan_r2010_utf8.dxf");
    assert_eq!(old.records.len(), 1862);
    let facts = |read: &Read| {
        let row = |record: &Record| (record.values[0].clone(), record.values[5].clone(), record.geometry.clone());
        read.records.iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(facts(&old), facts(&new));
    assert!(old.records.iter().all(|record| record.geometry.is_some()));
    let cyrillic = |record: &Record| text(&record.values[0]).chars().any(|letter| ('а'..='я').contains(&letter));
    assert!(new.records.iter().any(cyrillic));
}

#[test]
fn a_damaged_drawing_gives_records_or_a_fault_and_no_crash() {
    let Some(samples) = Samples::find(6) else { return };
    for name in ["recover02", "4_world", "custom_blocks", "hatches_1", "text", "houses_of_parliament_georeferenced"] {
        if let Err(fault) = samples.try_read(&format!("dxf/{name}.dxf"), None).map(|_| ()) {
            assert!(!fault.code.starts_with("worker_"), "{name}: {} {fault}", fault.code);
        }
    }
}

#[test]
fn a_workbook_and_a_geojson_of_one_register_agree() {
    let Some(samples) = Samples::find(1) else { return };
    let mut reads =
        ["xlsx", "geojson"].map(|extension| samples.read(&format!("kryvyi_rih/pzo-dnipropetrovska.{extension}")));
    let [workbook, json] = &mut reads;
    assert_eq!((workbook.records.len(), json.records.len()), (88, 88));
    assert_eq!(workbook.info.columns, json.info.columns);
    for read in [&mut *workbook, &mut *json] {
        read.records.sort_by_key(|record| text(&record.values[0]));
    }
    for (left, right) in workbook.records.iter().zip(&json.records) {
        let values = |record: &Record| record.values.iter().map(text).collect::<Vec<_>>();
        assert_eq!(values(left), values(right));
        let position = |record: &Record| *record.geometry.as_ref().unwrap().positions().next().unwrap();
        let (a, b) = (position(left), position(right));
        assert!((a.x - b.x).abs() < 1e-6 && (a.y - b.y).abs() < 1e-6, "{}", text(&left.values[0]));
    }
}

#[test]
fn names_of_places_are_the_same_in_a_shapefile_and_in_geojson() {
    let Some(samples) = Samples::find(1) else { return };
    let shapes = samples.read("ua_formats/pgo_dnipro_cp1251.shp");
    let json = samples.read("kryvyi_rih/fiz-geo-dnipropetrovska.geojson");
    assert_eq!(shapes.records.len(), json.records.len());
    for (left, right) in shapes.records.iter().zip(&json.records) {
        let values = |record: &Record| record.values.iter().take(4).map(text).collect::<Vec<_>>();
        assert_eq!((values(left), &left.geometry), (values(right), &right.geometry), "record {}", left.number);
    }
}

#[test]
fn files_of_other_programs_state_their_system_and_their_letters() {
    let Some(samples) = Samples::find(4) else { return };
    let facts = |file: &str| {
        let Read { info, records } = samples.read(&format!("ua_formats/{file}"));
        assert!(records.iter().all(|record| record.geometry.is_some()), "{file}");
        (info.format, info.epsg, info.encoding, records.len())
    };
    let fact = |format: &str, epsg, encoding: Option<&str>, count| {
        (format.to_owned(), Some(epsg), encoding.map(str::to_owned), count)
    };
    assert_eq!(facts("billboards.tab"), fact("mapinfo", 4326, Some("windows-1251 (Charset)"), 17));
    assert_eq!(facts("bus_stops.mif"), fact("mapinfo", 4326, Some("windows-1251 (Charset)"), 59));
    assert_eq!(facts("parking_usc2000.gml"), fact("gml", 5563, None, 235));
    assert_eq!(facts("routes.kml"), fact("kml", 4326, None, 12));
}

#[test]
fn the_layout_of_images_is_told_from_the_file_itself() {
    let Some(samples) = Samples::find(5) else { return };
    let images = [
        ("cog", 32621, "true "),
        ("nocog", 32621, "false not_tiled"),
        ("usda_naip_128_none_z2", 3857, "true "),
        ("usda_naip_512_deflate_z2", 3857, "true "),
        ("usda_naip_512_jpeg_z5", 3857, "true "),
    ];
    for (name, epsg, layout) in images {
        let read = samples.read(&format!("raster/{name}.tif"));
        let [record] = read.records.as_slice() else { panic!("{name}: one record was expected") };
        let at = |column: &str| read.info.columns.iter().position(|have| have == column).unwrap();
        let told = match &record.values[at("cog")] {
            RawValue::Bool(cog) => format!("{cog} {}", text(&record.values[at("cog_fault")])),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!((read.info.epsg, told.as_str()), (Some(epsg), layout), "{name}");
        assert!(record.geometry.is_some(), "{name}");
    }
}
