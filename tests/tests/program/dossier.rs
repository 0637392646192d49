//! The dossier of a place: everything that follows from references and geometry, as far as the reader may know it.

use super::edit;
use super::no_code::{Layers, misto_with};
use serde_json::Value as Json;
use tests::{Database, Server, program, run};

/// An address of the demonstration that lies in a parcel.
fn address_in_a_parcel(database: &Database) -> i64 {
    database.number(
        "SELECT a.fid FROM reg.address a JOIN reg.parcel p ON ST_Intersects(p.geom, a.geom) WHERE a.building_id IS NOT NULL \
         ORDER BY a.fid LIMIT 1",
    )
}

fn dossier(server: &Server, register: &str, fid: i64) -> Json {
    server.json(&format!("/o/{register}/{fid}/dossier?lang=en"))
}

/// The fids that a section holds of a register.
fn fids(dossier: &Json, section: &str, register: &str) -> Vec<i64> {
    let groups = dossier[section].as_array().unwrap_or_else(|| panic!("no {section}: {dossier}"));
    let items =
        groups.iter().filter(|group| group["register"] == register).filter_map(|group| group["items"].as_array());
    items.flatten().map(|item| item["fid"].as_i64().unwrap()).collect()
}

#[test]
fn an_address_shows_its_street_its_building_its_district_and_its_parcel() {
    let database = Database::shared();
    let server = Server::shared();
    let fid = address_in_a_parcel(database);
    let found = dossier(server, "address", fid);
    for (register, column) in [("street", "street_id"), ("building", "building_id"), ("city_district", "district_id")] {
        let there = database.number(&format!("SELECT {column} FROM reg.address WHERE fid = {fid}"));
        assert_eq!(fids(&found, "related", register), [there], "{register}");
    }
    for register in ["parcel", "building", "city_district", "valuation_zone"] {
        let there = database.sql(&format!(
            "SELECT string_agg(o.fid::text, ' ' ORDER BY o.fid) FROM reg.{register} o JOIN reg.address a ON ST_Intersects(o.geom, a.geom) \
             WHERE a.fid = {fid} AND o.status = 'active' AND o.visibility = 'public'"
        ));
        let there: Vec<i64> = there.split(' ').map(|fid| fid.parse().unwrap()).collect();
        assert_eq!(fids(&found, "place", register), there, "{register}");
    }
    for group in ["related", "place"].iter().flat_map(|section| found[*section].as_array().unwrap()) {
        for key in ["module_title", "register_title", "source"] {
            assert!(group[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {group}");
        }
        for item in group["items"].as_array().unwrap() {
            assert_eq!(server.get(item["href"].as_str().unwrap()).status, 200, "{item}");
            assert!(chrono::DateTime::parse_from_rfc3339(item["updated"].as_str().unwrap()).is_ok(), "{item}");
        }
    }
}

#[test]
fn what_others_say_of_a_feature_is_found_from_its_side_and_counted() {
    let database = Database::shared();
    let server = Server::shared();
    let street = database.number(
        "SELECT street_id FROM reg.address WHERE status = 'active' GROUP BY 1 HAVING count(*) > 20 ORDER BY 1 LIMIT 1",
    );
    let found = dossier(server, "street", street);
    let addresses = found["related"].as_array().unwrap().iter().find(|group| group["register"] == "address").unwrap();
    let there = database.number(&format!(
        "SELECT count(*) FROM reg.address WHERE street_id = {street} AND status = 'active' AND visibility = 'public'"
    ));
    assert_eq!((addresses["total"].as_i64(), addresses["total_exact"].as_bool()), (Some(there), Some(true)));
    assert_eq!(addresses["items"].as_array().unwrap().len(), 20);
}

#[test]
fn what_restricts_building_stands_apart_with_the_area_it_takes() {
    let database = Database::shared();
    let server = Server::shared();
    let row = database.sql(
        "SELECT g.fid, z.fid, ST_Area(ST_Intersection(g.geom, z.geom)) FROM reg.green_area g JOIN reg.water_protection_zone z \
         ON ST_Intersects(g.geom, z.geom) WHERE g.status = 'active' AND z.status = 'active' ORDER BY 3 DESC LIMIT 1",
    );
    let [area, zone, shared] = row.split('|').collect::<Vec<_>>()[..] else { panic!("{row}") };
    let found = dossier(server, "green_area", area.parse().unwrap());
    assert!(fids(&found, "limits", "water_protection_zone").contains(&zone.parse().unwrap()), "{found}");
    assert!(fids(&found, "place", "water_protection_zone").is_empty());
    let group = found["limits"].as_array().unwrap().iter().find(|group| group["register"] == "water_protection_zone");
    let overlap = &group.unwrap()["items"][0]["overlap"];
    let (measured, shared): (f64, f64) = (overlap["area_m2"].as_f64().unwrap(), shared.parse().unwrap());
    assert!((measured - shared).abs() < 0.002 * shared + 0.1, "{measured} m², on the plane {shared}");
    let checked = found["unrestricted"].as_array().unwrap();
    assert!(checked.iter().all(|one| one["register"] != "water_protection_zone"), "{checked:?}");
    assert!(checked.iter().any(|one| one["register"] == "emerald_site"), "{checked:?}");
}

#[test]
fn the_page_needs_no_script_and_speaks_both_languages() {
    let database = Database::shared();
    let server = Server::shared();
    let fid = address_in_a_parcel(database);
    let parcel = dossier(server, "address", fid);
    let parcel = fids(&parcel, "place", "parcel")[0];
    for (lang, limits, related) in
        [("uk", "Що обмежує забудову", "Пов&#39;язані записи"), ("en", "What limits building here", "Related records")]
    {
        let page = server.get(&format!("/o/address/{fid}/dossier?f=html&lang={lang}")).text().replace("'", "&#39;");
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text}: {page}"));
        assert!(at(limits) < at(related));
        assert!(page.contains(&format!("<html lang=\"{lang}\">")) && !page.contains("<script"), "{page}");
        assert!(page.contains(&format!("/o/parcel/{parcel}?lang={lang}")), "{page}");
        let card = server.get(&format!("/o/address/{fid}?f=html&lang={lang}")).text();
        assert!(card.contains(&format!("/o/address/{fid}/dossier?lang={lang}")), "{card}");
    }
}

#[test]
fn registers_of_staff_are_in_the_dossier_of_staff_alone() {
    let database = Database::demo();
    let (public, staff) = (Server::start(&database), Server::official(&database));
    let address = database.number(
        "SELECT a.fid FROM reg.address a JOIN reg.network_node n ON ST_DWithin(n.geom, a.geom, 400) WHERE a.status = 'active' \
         ORDER BY a.fid LIMIT 1",
    );
    let street = database.number(
        "SELECT s.fid FROM reg.street s JOIN reg.network_line n ON ST_Intersects(s.geom, n.geom) WHERE s.status = 'active' \
         ORDER BY s.fid LIMIT 1",
    );
    let is_near = |server: &Server| dossier(server, "address", address)["near"].to_string().contains("network_node");
    assert_eq!((is_near(&public), is_near(&staff)), (false, true));
    let crossing = |server: &Server| fids(&dossier(server, "street", street), "place", "network_line").len();
    assert_eq!(crossing(&public), 0);
    assert!(crossing(&staff) > 0);
    for (register, fid) in [("address", address), ("street", street)] {
        assert!(!dossier(&public, register, fid).to_string().contains("network_"));
        assert!(!public.get(&format!("/o/{register}/{fid}/dossier?f=html")).text().contains("network_"));
    }
}

#[test]
fn a_record_that_is_withdrawn_leaves_the_dossiers_of_others() {
    let database = Database::demo();
    let server = Server::start(&database);
    let fid = address_in_a_parcel(&database);
    let building = database.number(&format!("SELECT building_id FROM reg.address WHERE fid = {fid}"));
    let there = |found: &Json| ["related", "place"].map(|section| fids(found, section, "building").contains(&building));
    assert_eq!(there(&dossier(&server, "address", fid)), [true, true]);
    run(edit::update(&database.store(), "building", building, &[("visibility", "official")]));
    assert_eq!(there(&dossier(&server, "address", fid)), [false, false]);
    assert_eq!(server.get(&format!("/o/building/{building}/dossier")).status, 404);
}

#[test]
fn a_geometry_that_is_hidden_places_nothing() {
    let database = Database::demo();
    let fid = address_in_a_parcel(&database);
    let building = database.number(&format!("SELECT building_id FROM reg.address WHERE fid = {fid}"));
    let layers = Layers::copy();
    layers.edit_all("planning/building.toml", |text| {
        format!("{text}\n[[hide]]\nprofiles = [\"martial\"]\nfields = [\"geom\"]\nground = \"рішення для перевірки\"\n")
    });
    program::done(&mut misto_with(&database, &layers, &["registers", "apply"]));
    let server = Server::run(&mut misto_with(&database, &layers, &["serve"]));
    let found = dossier(&server, "address", fid);
    assert_eq!(fids(&found, "related", "building"), [building]);
    assert!(fids(&found, "place", "building").is_empty());
    let own = dossier(&server, "building", building);
    assert_eq!(own["subject"]["center"], Json::Null);
    for section in ["limits", "unrestricted", "place", "near"] {
        assert_eq!(own[section].as_array().map(Vec::len), Some(0), "{section}");
    }
    assert_eq!(fids(&own, "related", "address"), [fid]);
}

#[test]
fn what_has_no_place_has_relations_and_what_is_not_there_has_no_dossier() {
    let database = Database::shared();
    let server = Server::shared();
    let document = database.number(
        "SELECT decision_id FROM reg.address WHERE decision_id IS NOT NULL AND status = 'active' ORDER BY fid LIMIT 1",
    );
    let found = dossier(server, "document", document);
    assert!(!fids(&found, "related", "address").is_empty(), "{found}");
    assert_eq!((found["place"].as_array().map(Vec::len), found["near"].as_array().map(Vec::len)), (Some(0), Some(0)));
    for path in [
        "/o/address/999999999/dossier",
        "/o/address/007/dossier",
        "/o/nobody_has_this/1/dossier",
        "/o/network_node/1/dossier",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    assert_eq!(server.get(&format!("/o/document/{document}/dossier?radius=5")).status, 400);
}
