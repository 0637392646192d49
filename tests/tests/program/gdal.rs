//! GDAL 3.6, as desktop GIS uses it, reads every collection.

use super::api::hidden_rows;
use gis_core::register::GeometryType;
use serde_json::Value as Json;
use std::process::Command;
use tests::{Database, Server, declared, program};

/// Public collections: id, geometry, how many rows everybody may see.
fn collections(database: &Database) -> Vec<(String, Option<GeometryType>, i64)> {
    let mut found = Vec::new();
    for register in declared().catalog.registers.values().filter(|register| register.visibility == Default::default()) {
        let scope =
            gis_core::policy::scope(register, &gis_core::policy::Actor::anonymous()).expect("a public register");
        for (at, (id, geometry)) in gis_core::derive::collection::list(&scope).into_iter().enumerate() {
            let there = geometry
                .filter(|_| at > 0)
                .map_or_else(String::new, |geometry| format!(" AND {} IS NOT NULL", geometry.name));
            let rows = database.number(&format!(
                "SELECT count(*) FROM reg.{} WHERE status = 'active' AND visibility = 'public'{}{there}",
                register.id,
                hidden_rows(register)
            ));
            found.push((id, geometry.map(|geometry| geometry.kind), rows));
        }
    }
    found
}

fn tool(name: &str, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(name);
    command.args(arguments).env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1").env("CPL_CURL_VERBOSE", "NO");
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{command:?}: {}", program::said(&output));
            let said = program::said(&output);
            assert!(!said.contains("ERROR"), "{command:?}: {said}");
            Some(said)
        }
        Err(error) if std::env::var_os("MISTO_ALLOW_SKIP").is_some() => {
            println!("skipped: {name}: {error}");
            None
        }
        Err(error) => panic!("{name}: {error}; script/setup --tests installs it"),
    }
}

fn source(server: &Server) -> String {
    format!("OAPIF:{}/ogc", server.url)
}

#[test]
fn ogrinfo_reads_every_collection_whole_with_small_and_large_pages() {
    let database = Database::shared();
    let server = Server::shared();
    for (id, geometry, rows) in collections(database) {
        for page in ["10", "10000"] {
            // Small pages of a large collection would be hundreds of requests: enough that one page follows another.
            if page == "10" && rows > 1_500 {
                continue;
            }
            let page = format!("PAGE_SIZE={page}");
            let Some(said) = tool("ogrinfo", &["-ro", "-oo", &page, "-q", "-al", &source(server), &id]) else {
                return;
            };
            let read = said.lines().filter(|line| line.starts_with("OGRFeature(")).count();
            assert_eq!(i64::try_from(read).unwrap(), rows, "{id} with {page}");
        }
        if rows == 0 {
            // GDAL learns the type from the first features.
            continue;
        }
        let Some(said) = tool("ogrinfo", &["-ro", "-so", &source(server), &id]) else { return };
        let kind = said.lines().find_map(|line| line.strip_prefix("Geometry: ")).unwrap_or_default().to_owned();
        let expected = match geometry {
            // GDAL 3.6 has no way to be told that there is no geometry.
            None => vec!["None", "Unknown (any)"],
            Some(GeometryType::Point) => vec!["Point", "3D Point"],
            Some(GeometryType::MultiPoint) => vec!["Multi Point"],
            Some(GeometryType::MultiLineString) => vec!["Multi Line String", "3D Multi Line String"],
            Some(GeometryType::MultiPolygon) => vec!["Multi Polygon"],
        };
        assert!(expected.contains(&kind.as_str()), "{id} is {kind}, declared {geometry:?}");
        assert!(said.contains(&format!("Feature Count: {rows}")), "{id}: {said}");
    }
}

#[test]
fn equality_on_three_fields_gives_the_rows_that_sql_gives() {
    let database = Database::shared();
    let server = Server::shared();
    let asked = [("street", "object_type"), ("building", "function"), ("address", "number")];
    for (register, field) in asked {
        let value = database.sql(&format!(
            "SELECT {field} FROM reg.{register} WHERE {field} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
        ));
        let expected = database.sql(&format!(
            "SELECT string_agg(guid::text, ' ' ORDER BY guid::text COLLATE \"C\") FROM reg.{register} WHERE {field} = '{value}' AND status = 'active' AND visibility = 'public'"
        ));
        let condition = format!("{field} = '{value}'");
        let Some(said) =
            tool("ogr2ogr", &["-f", "GeoJSON", "/vsistdout/", &source(server), register, "-where", &condition])
        else {
            return;
        };
        let read: Json = serde_json::from_str(said.trim()).unwrap();
        let features = read["features"].as_array().unwrap();
        let mut guids: Vec<&str> =
            features.iter().map(|feature| feature["properties"]["guid"].as_str().unwrap()).collect();
        guids.sort_unstable();
        assert_eq!(guids.join(" "), expected, "{register} where {condition}");
        assert!(!expected.is_empty());
    }
}
