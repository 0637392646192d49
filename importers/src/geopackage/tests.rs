use super::*;
use crate::sink::Collected;
use gis_core::geometry::Geometry;
use gis_core::record::RawValue;
use std::path::PathBuf;

/// A file of its own for each test, removed when it ends.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

const CATALOG: &str = "
    CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
    CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER);
    INSERT INTO gpkg_spatial_ref_sys VALUES (100, 'epsg', 6385);";

const STREETS: &str = "
    CREATE TABLE streets (fid INTEGER PRIMARY KEY, geom POINT, \"на\"\"зва\" TEXT, ok BOOLEAN, photo BLOB);
    INSERT INTO gpkg_contents VALUES ('streets', 'features');
    INSERT INTO gpkg_geometry_columns VALUES ('streets', 'geom', 100);
    INSERT INTO streets VALUES (5, x'47500001000000000101000000000000000000F83F0000000000000440', 'Миру', 1, x'00');
    INSERT INTO streets VALUES (6, NULL, NULL, 0, NULL);
    INSERT INTO streets VALUES (7, x'00', 'x', NULL, NULL);";

fn file(name: &str, sql: &[&str]) -> Temporary {
    let path = std::env::temp_dir().join(format!("misto-{}-{name} 100%?.gpkg", std::process::id()));
    let connection = Connection::open(&path).unwrap();
    sql.iter().for_each(|sql| connection.execute_batch(sql).unwrap());
    Temporary(path)
}

fn records(file: &Temporary) -> Result<Collected, Fault> {
    let mut sink = Collected::default();
    read(&file.0, &OpenOptions::default(), &mut sink).map(|()| sink)
}

#[test]
fn a_listed_table_is_read_with_its_types_and_its_system() {
    let sink = records(&file("plain", &[CATALOG, STREETS])).unwrap();
    let info = sink.info.unwrap();
    assert_eq!((info.epsg, info.layer.as_str()), (Some(6385), "streets"));
    assert_eq!(info.columns, ["fid", "на\"зва", "ok"]);
    assert_eq!(sink.records[0].values, [RawValue::Int(5), RawValue::Text("Миру".into()), RawValue::Bool(true)]);
    assert_eq!(sink.records[0].geometry, Some(Geometry::point(1.5, 2.5)));
    assert_eq!((&sink.records[1].geometry, &sink.records[1].values[1]), (&None, &RawValue::Null));
    assert_eq!(sink.records[2].geometry_fault.as_deref(), Some("coordinates_invalid"));
}

#[test]
fn views_and_virtual_tables_are_not_offered() {
    let evil = "
        CREATE VIEW v AS SELECT 1 AS a;
        CREATE VIRTUAL TABLE r USING rtree(id, x0, x1, y0, y1);
        INSERT INTO gpkg_contents VALUES ('v', 'features'), ('r', 'attributes'), ('sqlite_master', 'attributes');";
    let sink = records(&file("views", &[CATALOG, STREETS, evil])).unwrap();
    assert_eq!(sink.info.unwrap().layers, ["streets"]);
    let only_views = records(&file("only", &[CATALOG, evil])).unwrap_err();
    assert_eq!(only_views.code, "file_empty");
}

#[test]
fn a_generated_column_is_not_computed() {
    let sql = "
        CREATE TABLE t (a INTEGER, b INTEGER GENERATED ALWAYS AS (a / 0) VIRTUAL);
        INSERT INTO t (a) VALUES (1);
        INSERT INTO gpkg_contents VALUES ('t', 'attributes');";
    let sink = records(&file("generated", &[CATALOG, sql])).unwrap();
    assert_eq!(sink.info.unwrap().columns, ["a"]);
}

#[test]
fn several_layers_are_asked_about() {
    let more = "CREATE TABLE t (a INTEGER); INSERT INTO gpkg_contents VALUES ('t', 'attributes');";
    let fault = records(&file("several", &[CATALOG, STREETS, more])).unwrap_err();
    assert_eq!(fault.code, "layer_needed");
    assert_eq!(fault.choices.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>(), ["streets", "t"]);
}

#[test]
fn bytes_in_a_text_column_are_refused_with_the_record() {
    let sql = "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'), (x'00ff'); INSERT INTO gpkg_contents VALUES ('t', 'attributes');";
    let fault = records(&file("bytes", &[CATALOG, sql])).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.record), ("value_binary", Some(2)));
}

#[test]
fn changed_pages_never_panic() {
    let whole = file("pages", &[CATALOG, STREETS]);
    let bytes = std::fs::read(&whole.0).unwrap();
    let broken = Temporary(whole.0.with_extension("broken.gpkg"));
    for at in (100..bytes.len()).step_by(97) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x5a;
        std::fs::write(&broken.0, &changed).unwrap();
        let _ = records(&broken);
        std::fs::write(&broken.0, &changed[..at]).unwrap();
        let _ = records(&broken);
    }
}
