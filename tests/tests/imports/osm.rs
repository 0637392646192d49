//! Extracts of OpenStreetMap: the centre of Helsinki, and Monaco.

use crate::files::Folder;
use std::path::Path;
use tests::cities::{City, Imported, samples};

const HELSINKI: &str = "osm/Helsinki.osm.pbf";
const MONACO: &str = "osm/monaco-latest.osm.pbf";

/// Imports a file: so many records, at least so many of them accepted and created.
fn loaded(city: &City, register: &str, file: &Path, records: u64, at_least: u64) -> Imported {
    let imported = city.import(&format!("osm_{register}"), file);
    let [read, accepted, rejected] = imported.counts();
    println!("osm_{register}: {read} records, {accepted} accepted, {rejected} rejected {:?}", imported.reasons());
    assert_eq!((read, accepted + rejected), (records, records));
    assert!(accepted >= at_least, "{accepted} of {at_least}: {:?}", imported.reasons());
    imported
}

#[test]
fn buildings_and_trees_of_helsinki_load_and_load_again_without_a_change() {
    let Some(folder) = samples(2) else { return };
    let (city, file) = (City::new("helsinki"), folder.join(HELSINKI));
    // 536 have the tag: 36 of them are nodes; of 433 closed ways 48 lack nodes, of 67 relations six lack ways.
    let buildings = loaded(&city, "buildings", &file, 500, 430);
    assert!(buildings.reasons().contains(&"geom:unreadable 54".to_owned()), "{:?}", buildings.reasons());
    assert!(!city.import("osm_buildings", &file).committed());
    assert_eq!(loaded(&city, "trees", &file, 649, 649).changes("tree"), [649, 0, 0]);
    assert!(!city.import("osm_trees", &file).committed());
}

#[test]
fn addresses_of_helsinki_find_their_streets() {
    let Some(folder) = samples(2) else { return };
    let (city, file) = (City::new("helsinki"), folder.join(HELSINKI));
    loaded(&city, "streets", &file, 79, 70);
    // 1377 nodes and 93 buildings; many are places in one building, which repeat its address.
    loaded(&city, "addresses", &file, 1470, 200);
    assert_eq!(city.database.number("SELECT count(*) FROM reg.address WHERE street_id IS NULL"), 0);
}

#[test]
fn buildings_of_monaco_load() {
    let Some(folder) = samples(1) else { return };
    // 1183 closed ways and 24 relations; one more is a node.
    loaded(&City::new("monaco"), "buildings", &folder.join(MONACO), 1207, 1150);
}

#[test]
fn a_file_that_is_packed_otherwise_cut_off_or_misnamed_is_refused() {
    let Some(folder) = samples(4) else { return };
    let (city, own) = (City::new("monaco"), Folder::new());
    let is_refused = |file: &Path, words: &[&str]| {
        let (code, said) = city.refused("osm_buildings", file, &[]);
        assert_eq!(code, 1, "{said}");
        assert!(words.iter().all(|word| said.contains(word)) && !said.contains("panicked"), "{said}");
        assert_eq!(city.count("building"), 0);
    };
    is_refused(&folder.join("osm/monaco-latest.lz4.osm.pbf"), &["LZ4", "osmium cat"]);
    let whole = std::fs::read(folder.join(MONACO)).expect("the sample");
    is_refused(&own.write("half.osm.pbf", &whole[..whole.len() / 2]), &["ends before it should"]);
    is_refused(&own.write("monaco.geojson", &whole), &["is called .geojson"]);
    is_refused(&own.write("squares.osm.pbf", "{\"type\":\"FeatureCollection\"}"), &["JSON text"]);
}
