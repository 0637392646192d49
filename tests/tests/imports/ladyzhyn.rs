//! The open data of a real hromada: streets, then houses in four formats.

use crate::files::Folder;
use gis_core::primitive::Primitive;
use std::collections::BTreeMap;
use std::path::Path;
use tests::cities::{City, Imported, samples};
use tests::{Server, program};

/// What the houses are rejected for, in every format they come in.
const REJECTED: [&str; 5] = [
    "edra_id:unique_in_file 1",
    "geom:outside_city 1",
    "geom:required 478",
    "number:pattern 1",
    "street_id:unique_in_file 54",
];

/// Accuracy that EPSG states for the operation 15865 of SK-63, metres.
const SK63_ACCURACY_M: f64 = 4.5;

fn with_streets(folder: &Path) -> City {
    let city = City::new("ladyzhyn");
    let streets = city.import("ladyzhyn_streets", &folder.join("ladyzhyn/street.json"));
    assert_eq!(streets.counts(), [95, 94, 1]);
    assert_eq!(streets.reasons(), ["str_id:unique_in_file 1"]);
    assert_eq!(streets.changes("street"), [94, 0, 0]);
    city
}

fn is_houses(houses: &Imported) {
    assert_eq!(houses.counts(), [3921, 3386, 535]);
    assert_eq!(houses.reasons(), REJECTED);
}

/// Number, street, cadastral number and object type of each address by its id, and its place.
fn rows(city: &City) -> BTreeMap<String, (String, [f64; 2])> {
    let text = city.database.sql(
        "SELECT edra_id, concat_ws('/', street_id, number, parcel_cadnum, object_type, addr_status), ST_X(geom), ST_Y(geom) FROM reg.address",
    );
    let row = |line: &str| {
        let parts: Vec<&str> = line.split('|').collect();
        let place = [parts[2], parts[3]].map(|number| number.parse().expect("a number"));
        (parts[0].to_owned(), (parts[1].to_owned(), place))
    };
    text.lines().map(row).collect()
}

#[test]
fn streets_keep_their_former_names_and_houses_their_rejections() {
    let Some(folder) = samples(8) else { return };
    let city = with_streets(&folder);
    let file = folder.join("ladyzhyn/house.geojson");
    let dry = Imported::of(&program::done(&mut city.importing("ladyzhyn_houses", &file, &["--dry-run"])));
    is_houses(&dry);
    assert!(!dry.committed());
    assert_eq!((city.count("address"), city.staged("address")), (0, 0));

    let houses = city.import("ladyzhyn_houses", &file);
    is_houses(&houses);
    assert_eq!(houses.changes("address"), [3386, 0, 0]);
    kept_report(&city, &houses);
    let again = city.import("ladyzhyn_houses", &file);
    is_houses(&again);
    assert_eq!((again.committed(), again.changes("address")), (false, [0, 0, 0]));
    one_changed_house(&city, &file);
    on_the_map(&city);
}

fn kept_report(city: &City, houses: &Imported) {
    let reasons = |which: &str| {
        city.database.sql(&format!(
            "SELECT record, field, code FROM misto.import_reason WHERE import = '{}' AND {which}",
            houses.id()
        ))
    };
    assert_eq!(reasons("code = 'outside_city'"), "1632|geom|outside_city");
    assert_eq!(reasons("field = 'geom' AND code = 'required'").lines().count(), 478);
    assert_eq!(
        city.database.sql(&format!(
            "SELECT value FROM misto.import_reason WHERE import = '{}' AND code = 'pattern'",
            houses.id()
        )),
        "17А/А"
    );
    let text = city.database.sql("SELECT DISTINCT en FROM misto.import_reason WHERE code = 'outside_city'");
    assert!(text.contains("axis order"), "{text}");
}

/// A file in which one house has another cadastral number changes that house alone.
fn one_changed_house(city: &City, file: &Path) {
    let text = std::fs::read_to_string(file).expect("the sample");
    assert!(text.contains("0510600000:07:006:0202"));
    let folder = Folder::new();
    let changed = folder.write("house.geojson", text.replacen("0510600000:07:006:0202", "0510600000:07:006:9999", 1));
    let update = city.import("ladyzhyn_houses", &changed);
    assert_eq!(update.changes("address"), [0, 1, 0]);
    assert_eq!(city.database.sql("SELECT edra_id, version FROM reg.address WHERE version > 1"), "LAD-3|2");
}

fn on_the_map(city: &City) {
    let server = Server::run(&mut city.misto(&["serve"]));
    let items = server.json("/ogc/collections/address/items?limit=1");
    assert_eq!(items["numberMatched"], 3386);
    assert_eq!(server.json("/ogc/collections/address/items?limit=1&edra_id=LAD-1632")["numberMatched"], 0);
    let found = server.json("/search?q=%D0%9A%D0%BE%D1%82%D0%BE%D0%B2%D1%81%D1%8C%D0%BA%D0%BE%D0%B3%D0%BE").to_string();
    assert!(found.contains("former") && found.contains("Довженка"), "{found}");
}

#[test]
fn each_of_the_1804_cadastral_numbers_is_well_formed() {
    let Some(folder) = samples(1) else { return };
    let text = std::fs::read_to_string(folder.join("ladyzhyn/house.geojson")).expect("the sample");
    let houses: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let features = houses["features"].as_array().expect("features");
    let numbers: Vec<&str> = features
        .iter()
        .filter_map(|feature| feature["properties"]["house_kadastr_number"].as_str())
        .filter(|number| !number.is_empty())
        .collect();
    assert_eq!(numbers.len(), 1804);
    assert!(numbers.iter().all(|number| Primitive::Cadnum.accepts(number)));
}

#[test]
fn four_formats_of_the_same_houses_give_the_same_addresses() {
    let Some(folder) = samples(4) else { return };
    let city = with_streets(&folder);
    is_houses(&city.import("ladyzhyn_houses_csv", &folder.join("ua_formats/houses_semicolon.csv")));
    let utf8 = rows(&city);
    assert_eq!(utf8.len(), 3386);
    let cp1251 = city.import("ladyzhyn_houses_csv", &folder.join("ua_formats/houses_semicolon_cp1251.csv"));
    is_houses(&cp1251);
    assert!(!cp1251.committed(), "the encodings of one table give other rows: {:?}", cp1251.changes("address"));
    let geojson = city.import("ladyzhyn_houses", &folder.join("ladyzhyn/house.geojson"));
    is_houses(&geojson);
    assert!(!geojson.committed(), "table and GeoJSON give other rows: {:?}", geojson.changes("address"));

    is_houses(&city.import("ladyzhyn_houses_sc63", &folder.join("ua_formats/ladyzhyn_sc63.gpkg")));
    let mut farthest: f64 = 0.0;
    let moved = rows(&city);
    assert_eq!(moved.len(), utf8.len());
    for (id, (values, place)) in &utf8 {
        let (other, there) = &moved[id];
        assert_eq!(values, other, "{id}");
        farthest = farthest.max((place[0] - there[0]).hypot(place[1] - there[1]));
    }
    println!("SK-63 and WGS 84 differ by at most {farthest:.3} m");
    assert!(farthest <= SK63_ACCURACY_M, "{farthest} m");
}

#[test]
fn too_many_rejections_need_an_explanation_in_the_mapping() {
    let Some(folder) = samples(1) else { return };
    let city = with_streets(&folder);
    let text =
        std::fs::read_to_string(program::root().join("layers/mappings/ladyzhyn_houses.toml")).expect("the mapping");
    let silent: Vec<&str> = text.lines().filter(|line| !line.starts_with("explain_rejected")).collect();
    let own = Folder::new();
    let mapping = own.write("ladyzhyn_houses.toml", silent.join("\n"));
    let (code, said) = city.refused(&mapping.display().to_string(), &folder.join("ladyzhyn/house.geojson"), &[]);
    assert_eq!(code, 1);
    assert!(said.contains("13.6 % of the records are rejected") && said.contains("explain_rejected"), "{said}");
    // Who sees only this learns where the rest is, and of each reason what it means by a record that has it.
    let report = city.database.sql("SELECT id FROM misto.import WHERE register = 'address'");
    assert!(said.contains(&format!("\"import\":\"{report}\"")) && said.contains("\"rejected\":535"), "{said}");
    assert!(
        said.contains("\"geom:outside_city\":{\"record\":1632,") && said.contains("check the CRS and the axis order"),
        "{said}"
    );
    assert_eq!((city.count("address"), city.staged("address")), (0, 0));
    assert_eq!(city.database.sql("SELECT state FROM misto.import WHERE register = 'address'"), "refused");
}
