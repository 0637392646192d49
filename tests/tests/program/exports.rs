//! Files: exactly the rows that the filter matches, as GDAL reads them.

use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use tests::{Database, Server, program};

const FORMATS: [&str; 5] = ["csv", "geojson", "gpkg", "fgb", "xlsx"];

/// A file of its own, removed when it goes.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("misto-{}-{name}", std::process::id())))
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("a plain name")
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // A test that failed before may have left none.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// What GDAL says; `None` where it may be missing.
fn gdal(name: &str, arguments: &[&str]) -> Option<String> {
    let output = match Command::new(name).args(arguments).output() {
        Ok(output) => output,
        Err(error) if std::env::var_os("MISTO_ALLOW_SKIP").is_some() => {
            println!("skipped: {name}: {error}");
            return None;
        }
        Err(error) => panic!("{name}: {error}; script/setup --tests installs it"),
    };
    let said = program::said(&output);
    assert!(output.status.success() && !said.contains("ERROR"), "{name} {arguments:?}: {said}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn saved(server: &Server, collection: &str, query: &str) -> Temporary {
    let ending = query.split('&').next().unwrap().trim_start_matches("f=").to_owned();
    let answer = server.get(&format!("/api/export/{collection}?{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let file = Temporary::new(&format!("{}.{ending}", collection.replace('.', "_")));
    std::fs::write(&file.0, &answer.body).unwrap();
    file
}

/// The features of a file as GDAL reads them; tables have no system to transform from.
fn read(file: &Temporary) -> Option<Vec<Json>> {
    let is_table = [".csv", ".xlsx"].iter().any(|end| file.path().ends_with(end));
    let degrees: &[&str] = if is_table { &[] } else { &["-t_srs", "EPSG:4326"] };
    let said = gdal("ogr2ogr", &[&["-f", "GeoJSON"], degrees, &["/vsistdout/", file.path()]].concat())?;
    let read: Json = serde_json::from_str(said.trim()).unwrap_or_else(|error| panic!("{error}: {said}"));
    Some(read["features"].as_array().unwrap().clone())
}

/// The exchange ids in the values of features, under whatever head they stand.
fn guids(features: &[Json]) -> BTreeSet<String> {
    let values = features.iter().flat_map(|feature| feature["properties"].as_object().unwrap().values());
    let is_guid = |text: &&str| text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4;
    values.filter_map(Json::as_str).filter(is_guid).map(str::to_owned).collect()
}

#[test]
fn every_format_holds_the_rows_that_items_show_and_no_other() {
    let database = Database::shared();
    let server = Server::shared();
    let function = database.sql(
        "SELECT function FROM reg.building WHERE function IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1 OFFSET 1",
    );
    for (collection, filter) in
        [("building", format!("function={function}")), ("street", "bbox=33.3,47.8,33.45,47.95".to_owned())]
    {
        let page = server.json(&format!("/ogc/collections/{collection}/items?limit=10000&{filter}"));
        let items = page["features"].as_array().unwrap();
        let expected: BTreeSet<String> =
            items.iter().map(|item| item["properties"]["guid"].as_str().unwrap().to_owned()).collect();
        assert!(!expected.is_empty() && page["numberMatched"] == items.len(), "{collection}");
        for format in FORMATS {
            let file = saved(server, collection, &format!("f={format}&{filter}"));
            let Some(read) = read(&file) else { return };
            assert_eq!(read.len(), items.len(), "{collection} as {format}");
            assert_eq!(guids(&read).intersection(&expected).count(), expected.len(), "{collection} as {format}");
        }
    }
}

#[test]
fn values_and_places_of_a_geopackage_and_a_flatgeobuf_are_those_of_the_items() {
    let server = Server::shared();
    let page = server.json("/ogc/collections/building/items?limit=10000");
    let items = page["features"].as_array().unwrap();
    for format in ["gpkg", "fgb", "geojson"] {
        let file = saved(server, "building", &format!("f={format}"));
        let Some(read) = read(&file) else { return };
        for item in items.iter().step_by(97) {
            let guid = &item["properties"]["guid"];
            let found = read.iter().find(|feature| feature["properties"]["guid"] == *guid).expect("the feature");
            for name in ["function", "floors", "status", "valid_from"] {
                let (have, want) = (&found["properties"][name], &item["properties"][name]);
                let same = have == want
                    || have.as_str().zip(want.as_str()).is_some_and(|(a, b)| a.replace('/', "-").starts_with(b));
                assert!(same, "{format}, {name}: {have} for {want}");
            }
            let corner = |feature: &Json| feature["geometry"]["coordinates"][0][0][0][0].as_f64();
            let apart = corner(found).zip(corner(item)).map_or(1.0, |(a, b)| (a - b).abs());
            assert!(item["geometry"].is_null() || apart < 1e-5, "{format}: {apart} degrees apart");
        }
    }
}

#[test]
fn a_geopackage_names_its_system_and_a_flatgeobuf_has_an_index() {
    let server = Server::shared();
    let file = saved(server, "street", "f=gpkg");
    let Some(said) = gdal("ogrinfo", &["-ro", "-so", "-al", file.path()]) else { return };
    for part in ["UCS-2000 / Ukraine TM zone 11", "Multi Line String", "ID[\"EPSG\",6385]"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    let box_of = server.json("/ogc/collections/street/items?limit=1&crs=EPSG:6385");
    let place = &box_of["features"][0]["geometry"]["coordinates"][0][0];
    let (north, east) = (place[0].as_f64().unwrap(), place[1].as_f64().unwrap());
    let around = [east - 5.0, north - 5.0, east + 5.0, north + 5.0].map(|side| side.to_string());
    for format in ["gpkg", "fgb"] {
        let file = saved(server, "street", &format!("f={format}"));
        let said = gdal(
            "ogrinfo",
            &["-ro", "-so", "-al", "-spat", &around[0], &around[1], &around[2], &around[3], file.path()],
        );
        let said = said.unwrap();
        let count: i64 = said.lines().find_map(|line| line.strip_prefix("Feature Count: ")).unwrap().parse().unwrap();
        assert!((1..100).contains(&count), "{format}: {said}");
    }
}

#[test]
fn a_table_for_people_says_what_codes_mean_in_their_language() {
    let server = Server::shared();
    let answer = server.get("/api/export/building?f=csv&lang=en");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    let name = answer.header("content-disposition");
    assert!(name.starts_with("attachment; filename=\"building_") && name.ends_with(".csv\""), "{name}");
    assert!(answer.header("last-modified").ends_with(" GMT"));
    let text = answer.text();
    let head = text.lines().next().unwrap();
    assert!(head.starts_with("\u{feff}fid,") && head.contains(" (code)") && head.ends_with(",wkt"), "{head}");
    let rows: usize = answer.header("ogc-numbermatched").parse().unwrap();
    assert_eq!(text.matches("\r\n").count(), rows + 1);
    let plain = server.get("/api/export/building?f=csv&bom=false&function=public");
    assert!(plain.text().starts_with("fid,") && plain.header("content-disposition").contains("_part.csv"));
}

#[test]
fn what_cannot_be_understood_is_refused() {
    let server = Server::shared();
    for query in [
        "",
        "f=json",
        "f=shp",
        "f=csv&limit=5",
        "f=csv&crs=EPSG:6385",
        "f=csv&nobody=1",
        "f=xlsx&bom=true",
        "f=csv&bbox=1",
    ] {
        server.get(&format!("/api/export/building?{query}")).is_problem(400, "parameter");
    }
    server.get("/api/export/nobody?f=csv").is_problem(404, "not_found");
}

#[test]
fn the_command_writes_the_same_files() {
    let database = Database::demo();
    let server = Server::start(&database);
    let page = server.json("/ogc/collections/street/items?limit=1");
    for format in FORMATS {
        let file = Temporary::new(&format!("command.{format}"));
        let output = database.misto(&["export", "street", file.path()]).output().unwrap();
        assert!(output.status.success(), "{}", program::said(&output));
        assert!(program::said(&output).contains(&format!("{} features", page["numberMatched"])), "{format}");
        assert!(std::fs::metadata(&file.0).unwrap().len() > 1_000, "{format}");
    }
}
