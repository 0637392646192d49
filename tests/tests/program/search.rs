//! The search box, as people type into it.

use super::api::encoded;
use serde_json::Value as Json;
use tests::{Database, Server};

/// What is typed, and the register and title of the first hit; `place` with its system for coordinates.
const SEARCHES: &str = include_str!("../../searches.tsv");

fn ask(server: &Server, query: &str) -> Json {
    server.json(&format!("/search?q={}", encoded(query)))
}

/// What the first answer is, as `SEARCHES` says it.
fn first(answer: &Json) -> (String, String) {
    let hit = &answer["hits"][0];
    let said = |value: &Json| value.as_str().unwrap_or("nothing").to_owned();
    match &answer["place"] {
        Json::Null => (said(&hit["register"]), said(&hit["title"])),
        place => ("place".to_owned(), said(&place["crs"])),
    }
}

#[test]
fn the_first_hit_is_what_people_mean() {
    let server = Server::shared();
    let mut asked = 0;
    let mut wrong = Vec::new();
    for line in SEARCHES.lines() {
        let [query, register, title] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {line}")
        };
        let (found, named) = first(&ask(server, query));
        if (found.as_str(), named.as_str()) != (register, title) {
            wrong.push(format!("{query}: {found} {named}, not {register} {title}"));
        }
        asked += 1;
    }
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked >= 200);
}

#[test]
fn who_is_answered_otherwise_than_they_asked_is_told_so() {
    let server = Server::shared();
    assert_eq!(ask(server, "Соборності")["read_as"], Json::Null);
    assert_eq!(ask(server, "Cj,jhyjcns")["read_as"], "соборності");
    assert_eq!(ask(server, "вул. Собрності")["read_as"], "вул соборності");
}

#[test]
fn coordinates_are_a_place_whatever_their_system_and_order() {
    let database = Database::empty();
    let server = Server::start(&database);
    let near = |query: &str, crs: &str| {
        let place = ask(&server, query)["place"].clone();
        let degree = |at: usize| place["center"][at].as_f64().unwrap_or_else(|| panic!("{query}: {place}"));
        assert!((degree(0) - 33.391).abs() < 2e-3 && (degree(1) - 47.91).abs() < 2e-3, "{query}: {place}");
        assert_eq!(place["crs"], crs, "{query}");
    };
    near("47.9100, 33.3910", "WGS 84");
    near("33.3910 47.9100", "WGS 84");
    near("47,91; 33,391", "WGS 84");
    near("47°54'36\"N 33°23'27.6\"E", "WGS 84");
    near("5308658 329344", "EPSG:6385");
    near("329344 5308658", "EPSG:6385");
    for other in ["12 5", "50.45, 30.52", "Соборності 12", "0 0"] {
        assert_eq!(ask(&server, other)["place"], Json::Null, "{other}");
    }
}

#[test]
fn a_place_is_told_in_every_system_of_the_city() {
    let database = Database::empty();
    let server = Server::start(&database);
    let systems = server.json("/api/coordinates?lon=33.391&lat=47.91")["crs"].clone();
    let of = |code: i64| systems.as_array().unwrap().iter().find(|crs| crs["epsg"] == code).unwrap().clone();
    let ucs = of(6385);
    assert_eq!(ucs["axes"], serde_json::json!(["northing", "easting"]));
    assert!((ucs["values"][0].as_f64().unwrap() - 5_308_602.298).abs() < 1e-3, "{ucs}");
    assert!((ucs["values"][1].as_f64().unwrap() - 329_343.858).abs() < 1e-3, "{ucs}");
    assert!(of(7828)["values"][0].is_f64());
    let told = |code: i64| (of(code)["title"].clone(), of(code)["accuracy_m"].clone());
    assert_eq!(told(6385), ("УСК-2000 / Україна TM, зона 11".into(), 1.0.into()));
    assert_eq!(told(7828), ("СК-63, район X4".into(), 4.5.into()));
    assert_eq!(told(4326), ("WGS 84".into(), Json::Null));
    let english = server.json("/api/coordinates?lon=33.391&lat=47.91&lang=en");
    assert!(english["crs"].as_array().unwrap().iter().any(|crs| crs["title"] == "UCS-2000 / Ukraine TM zone 11"));
    for bad in ["", "?lon=33", "?lon=NaN&lat=47", "?lon=181&lat=0"] {
        assert_eq!(server.get(&format!("/api/coordinates{bad}")).status, 400, "{bad}");
    }
}

#[test]
fn a_place_is_found_by_what_people_call_its_kind() {
    let server = Server::shared();
    for (query, kind) in [("школа", "school"), ("Школи", "school"), ("садочок", "kindergarten"), ("School", "school")]
    {
        let hits = server.json(&format!("/search?q={}", encoded(query)))["hits"].clone();
        let first = hits.as_array().unwrap().first().unwrap_or_else(|| panic!("{query} finds nothing"));
        let found = server.json(&format!("/ogc/collections/poi/items/{}", first["fid"]));
        assert_eq!((&first["register"], &found["properties"]["kind"]), (&"poi".into(), &kind.into()), "{query}");
    }
}

#[test]
fn a_search_says_that_it_found_a_former_name() {
    let database = Database::shared();
    let server = Server::shared();
    let former = database.sql(
        "SELECT f.value->>'name' FROM reg.street t, jsonb_array_elements(t.name_old) f(value) WHERE f.value->>'name' IS NOT NULL ORDER BY fid LIMIT 1",
    );
    let hits = server.json(&format!("/search?q={}", encoded(&former)))["hits"].clone();
    let hit = hits
        .as_array()
        .unwrap()
        .iter()
        .find(|hit| hit["match"]["kind"] == "former")
        .unwrap_or_else(|| panic!("{former}: {hits}"));
    assert!(hit["match"]["text"].as_str().unwrap().starts_with("раніше: "), "{hit}");
    assert_eq!(server.get(&format!("{}?f=html", hit["href"].as_str().unwrap())).status, 200);
}
