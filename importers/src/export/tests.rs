use super::*;
use crate::{OpenOptions, geopackage as reader, sink::Collected};
use ::flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use chrono::NaiveDate;
use gis_core::crs::{Crs, Transformer};
use gis_core::geometry::{Position, Shape};
use gis_core::record::RawValue;
use gis_core::register::{FieldType, GeometryType};
use gis_core::text::Lang;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::io::Read;

fn column(name: &str, label: &str, kind: FieldType) -> Column {
    Column { name: name.to_owned(), label: label.to_owned(), kind, list: false, codes: None }
}

fn layout(kind: GeometryType) -> Layout {
    let codes = Some(BTreeMap::from([("res".to_owned(), "Житловий".to_owned())]));
    Layout {
        layer: "building.geom".to_owned(),
        title: "Будівлі".to_owned(),
        description: "Усі будівлі".to_owned(),
        columns: vec![
            column("name", "Назва", FieldType::Text),
            Column { codes, ..column("use", "Призначення", FieldType::Code) },
            column("floors", "Поверхи", FieldType::Int),
            column("area", "Площа", FieldType::Decimal),
            column("since", "Від", FieldType::Date),
            column("open", "Відкрито", FieldType::Bool),
        ],
        place: Some(Place { name: "geom".to_owned(), kind, has_z: false }),
        updated: None,
        has_versions: false,
        lang: Lang::Uk,
        storage: Crs::from_epsg(6385).unwrap(),
        transformer: Transformer::default(),
    }
}

fn row(fid: i64, name: &str, geometry: Option<Geometry>) -> Row {
    let values = vec![
        Value::Text(name.to_owned()),
        Value::Text("res".to_owned()),
        Value::Int(fid * 10),
        Value::Decimal(0.5),
        Value::Date(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()),
        Value::Bool(true),
    ];
    Row { fid, values, geometry }
}

fn square(x: f64) -> Geometry {
    let corners = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)];
    let ring = corners.iter().map(|(dx, dy)| Position::flat(330_000.0 + x + dx, 5_308_000.0 + dy)).collect();
    Geometry { shape: Shape::Polygons(vec![vec![ring]]), has_z: false }
}

fn written(format: Format, layout: &Layout, rows: Vec<Row>) -> Vec<u8> {
    let mut out = Vec::new();
    let expected = rows.len() as u64;
    let mut rows = rows.into_iter().map(Ok);
    assert_eq!(write(format, layout, &mut rows, &mut out).unwrap(), expected);
    out
}

fn text(format: Format, layout: &Layout, rows: Vec<Row>) -> String {
    String::from_utf8(written(format, layout, rows)).unwrap()
}

#[test]
fn csv_has_labels_codes_and_no_living_formula() {
    let point = Some(Geometry::point(300_000.0, 5_308_000.0));
    let rows = vec![row(1, "=1+1", point), row(2, "a,\"b\"", None), row(3, "-5", None)];
    let csv = text(Format::Csv { bom: true }, &layout(GeometryType::Point), rows);
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(lines[0], "\u{feff}fid,Назва,Призначення,Призначення (код),Поверхи,Площа,Від,Відкрито,wkt");
    assert!(lines[1].starts_with("1,'=1+1,Житловий,res,10,0.5,2026-01-31,true,POINT (32.99"), "{}", lines[1]);
    assert!(lines[2].starts_with("2,\"a,\"\"b\"\"\","), "{}", lines[2]);
    assert!(lines[3].starts_with("3,'-5,"), "a text stays guarded, whatever it looks like: {}", lines[3]);
    let plain = text(Format::Csv { bom: false }, &layout(GeometryType::Point), Vec::new());
    assert!(plain.starts_with("fid,"));
}

#[test]
fn geojson_is_what_the_api_serves() {
    let file: Json = serde_json::from_str(&text(
        Format::GeoJson,
        &layout(GeometryType::MultiPolygon),
        vec![row(7, "а", Some(square(0.0))), row(8, "б", None)],
    ))
    .unwrap();
    assert_eq!(file["features"][0]["id"], 7);
    assert_eq!(file["features"][0]["properties"]["use"], "res");
    assert_eq!(file["features"][0]["geometry"]["type"], "MultiPolygon");
    assert_eq!(file["features"][1]["geometry"], Json::Null);
    let empty = text(Format::GeoJson, &layout(GeometryType::Point), Vec::new());
    assert_eq!(serde_json::from_str::<Json>(&empty).unwrap()["features"], json!([]));
}

fn saved(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".gpkg").tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

#[test]
fn a_geopackage_reads_back_as_it_was_written() {
    let rows = vec![row(5, "=а", Some(square(0.0))), row(9, "б", None)];
    let file = saved(&written(Format::GeoPackage, &layout(GeometryType::MultiPolygon), rows));
    let mut kept = Collected::default();
    reader::read(file.path(), &OpenOptions::default(), &mut kept).unwrap();
    let info = kept.info.unwrap();
    assert_eq!((info.layer.as_str(), info.epsg), ("building_geom", Some(6385)));
    assert_eq!(kept.records[0].geometry, Some(square(0.0)));
    assert_eq!(kept.records[1].geometry, None);
    let name = info.columns.iter().position(|column| column == "name").unwrap();
    assert_eq!(kept.records[0].values[name], RawValue::Text("=а".to_owned()));
    let base = rusqlite::Connection::open(file.path()).unwrap();
    let number = |sql: &str| base.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("SELECT count(*) FROM rtree_building_geom_geom"), 1);
    assert_eq!(number("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"), 6);
    assert_eq!(number("SELECT fid FROM building_geom WHERE name = 'б'"), 9);
}

#[test]
fn a_feature_in_several_versions_has_a_row_for_each() {
    let layout = Layout { has_versions: true, ..layout(GeometryType::MultiPolygon) };
    let file = saved(&written(Format::GeoPackage, &layout, vec![row(5, "а", None), row(5, "б", None)]));
    let base = rusqlite::Connection::open(file.path()).unwrap();
    let rows: i64 = base.query_row("SELECT count(*) FROM building_geom WHERE fid = 5", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 2);
}

/// Names of the features of a file, all or those in a box.
fn names(file: &[u8], bounds: Option<[f64; 4]>) -> Vec<String> {
    let reader = FgbReader::open(std::io::Cursor::new(file)).unwrap();
    let mut features = match bounds {
        None => reader.select_all().unwrap(),
        Some([a, b, c, d]) => reader.select_bbox(a, b, c, d).unwrap(),
    };
    let mut names = Vec::new();
    while let Some(feature) = features.next().unwrap() {
        names.push(feature.property::<String>("name").unwrap());
    }
    names.sort();
    names
}

#[test]
fn a_flatgeobuf_is_indexed_and_its_index_finds() {
    let rows = (0..100).map(|fid| row(fid, &format!("n{fid:02}"), Some(square(fid as f64 * 100.0)))).collect();
    let file = written(Format::FlatGeobuf, &layout(GeometryType::MultiPolygon), rows);
    assert_eq!(names(&file, None).len(), 100);
    assert_eq!(names(&file, Some([330_290.0, 5_308_000.0, 330_420.0, 5_308_001.0])), ["n03", "n04"]);
}

#[test]
fn a_feature_without_a_place_is_kept_in_a_flatgeobuf() {
    let rows = vec![row(1, "а", Some(square(0.0))), row(2, "б", None)];
    let file = written(Format::FlatGeobuf, &layout(GeometryType::MultiPolygon), rows);
    let reader = FgbReader::open(std::io::Cursor::new(&file)).unwrap();
    assert_eq!((reader.header().features_count(), reader.header().index_node_size()), (2, 0));
}

#[test]
fn a_text_of_a_workbook_is_never_a_formula() {
    let long = "ж".repeat(40_000);
    let rows = vec![row(1, "=1+1", Some(square(0.0))), row(2, &long, None)];
    let file = written(Format::Workbook, &layout(GeometryType::MultiPolygon), rows);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("=1+1") && !sheet.contains("<f>"), "{sheet}");
    assert!(sheet.contains("Житловий") && sheet.contains("Призначення (код)"));
    assert!(sheet.contains("… [14600]"), "what is cut is said");
}

#[test]
fn more_rows_than_a_file_may_hold_end_it() {
    let mut rows = std::iter::repeat_with(|| Ok(row(1, "а", None)));
    let mut bounded = Bounded { rows: &mut rows, limit: 3, count: 0, bytes: 0 };
    assert!(bounded.by_ref().take(3).all(|row| row.is_ok()));
    assert!(matches!(bounded.next(), Some(Err(ExportError::TooManyRows(3)))));
    assert_eq!(Format::Workbook.max_rows() + 1, 1_048_576);
}
