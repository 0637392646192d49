//! What a change does to other features, and other features to it.

use super::edit;
use super::no_code::Layers;
use gis_core::feature::Content;
use gis_core::geometry::{Geometry, Position, Shape};
use gis_core::policy::Actor;
use gis_core::value::Value;
use std::sync::Arc;
use store::StoreError;
use store::batch::Operation;
use store::search::Reach;
use tests::{Database, Server, declared, program, run};

/// `field:code` of all reasons of a refusal.
fn reasons(refused: StoreError) -> Vec<String> {
    let StoreError::Rejected(rejections) = refused else { panic!("{refused:?}") };
    rejections.iter().flat_map(|rejection| rejection.reasons.iter().map(gis_core::reason::Reason::key)).collect()
}

/// A street of the demonstration that addresses refer to.
fn street_with_addresses(database: &Database) -> i64 {
    database.number("SELECT street_id FROM reg.address WHERE street_id IS NOT NULL ORDER BY fid LIMIT 1")
}

#[test]
fn what_others_refer_to_is_neither_deleted_nor_ended() {
    let database = Database::demo();
    let store = database.store();
    let fid = street_with_addresses(&database);
    let register = declared().catalog.register("street").unwrap();
    let (content, version) = run(edit::read(&store, "street", fid));
    let delete = vec![(Operation::Delete { fid, version }, content.clone())];
    assert_eq!(reasons(run(edit::commit(&store, "street", delete)).unwrap_err()), [":referred"]);

    let mut ended = content;
    let yesterday = store.clock().today.pred_opt().unwrap();
    ended.set(register, "valid_to", Value::Date(yesterday));
    let end = vec![(Operation::Update { fid, version }, ended)];
    assert_eq!(reasons(run(edit::commit(&store, "street", end)).unwrap_err()), [":referred"]);
    assert_eq!(database.number(&format!("SELECT count(*) FROM reg.street WHERE fid = {fid}")), 1);
}

#[test]
fn what_is_over_stays_until_nobody_refers_to_it() {
    let database = Database::demo();
    let store = database.store();
    let fid = street_with_addresses(&database);
    database.sql(&format!("UPDATE reg.street SET valid_to = misto.today() - 1 WHERE fid = {fid}"));
    assert_eq!(run(store.close_expired()).unwrap(), 0);
    database.sql(&format!("UPDATE reg.address SET valid_to = misto.today() - 1 WHERE street_id = {fid}"));
    let addresses = database.number(&format!("SELECT count(*) FROM reg.address WHERE street_id = {fid}"));
    let buildings = database.number(&format!(
        "SELECT count(DISTINCT b.address_id) FROM reg.building b JOIN reg.address a ON a.fid = b.address_id WHERE a.street_id = {fid}"
    ));
    let left = run(store.close_expired()).unwrap();
    // Addresses that buildings refer to stay, and with them the street.
    assert!(left >= addresses - buildings, "{left} of {addresses}, {buildings} referred to");
    assert_eq!(
        database.number(
            "SELECT count(*) FROM reg.address a WHERE NOT EXISTS (SELECT 1 FROM reg.street s WHERE s.fid = a.street_id)"
        ),
        0
    );
}

#[test]
fn an_update_that_names_no_exchange_id_keeps_the_one_there_is() {
    let database = Database::demo();
    let store = database.store();
    let register = declared().catalog.register("street").unwrap();
    let (mut content, version) = run(edit::read(&store, "street", 1));
    let before = database.sql("SELECT guid FROM reg.street WHERE fid = 1");
    content.set(register, "guid", Value::Null);
    let same = run(edit::commit(&store, "street", vec![(Operation::Update { fid: 1, version }, content.clone())]));
    assert!(same.unwrap().is_none(), "nothing else has changed");
    content.set(register, "note", Value::Text("перевірено".to_owned()));
    run(edit::commit(&store, "street", vec![(Operation::Update { fid: 1, version }, content)])).unwrap().unwrap();
    assert_eq!(database.sql("SELECT guid FROM reg.street WHERE fid = 1"), before);
}

#[test]
fn a_record_that_is_sealed_hides_what_it_was_before() {
    let database = Database::demo();
    let store = database.store();
    let server = Server::start(&database);
    let now = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    let known = format!("/ogc/collections/street/items/1?at={now}");
    let lists = ["datetime=../..".to_owned(), format!("at={now}")];
    let fids = |list: &String| -> Vec<i64> {
        let all = server.json(&format!("/ogc/collections/street/items?limit=10000&{list}"));
        all["features"].as_array().unwrap().iter().filter_map(|feature| feature["id"].as_i64()).collect()
    };
    assert_eq!(server.get(&known).status, 200);
    assert!(lists.iter().all(|list| fids(list).contains(&1)));
    run(edit::update(&store, "street", 1, &[("visibility", "official")]));
    assert_eq!(server.get(&known).status, 404);
    for list in &lists {
        let fids = fids(list);
        assert!(fids.len() > 10 && !fids.contains(&1), "{list}: {fids:?}");
    }
}

#[test]
fn officials_find_what_is_public_and_what_is_theirs_once_each() {
    let database = Database::demo();
    let store = database.store();
    let name = database.sql("SELECT name_uk FROM reg.street WHERE fid = 1");
    let found = |actor: &Actor| -> Vec<i64> {
        let hits = run(store.search(actor, (&name, Reach::Likely), 50)).unwrap();
        hits.iter().filter(|hit| hit.register == "street").map(|hit| hit.fid).filter(|fid| *fid == 1).collect()
    };
    let official = Actor { audience: gis_core::policy::Audience::Official, name: "test".to_owned() };
    assert_eq!((found(&Actor::anonymous()), found(&official)), (vec![1], vec![1]));
    run(edit::update(&store, "street", 1, &[("visibility", "official")]));
    assert_eq!((found(&Actor::anonymous()), found(&official)), (vec![], vec![1]));
    run(edit::update(&store, "street", 1, &[("visibility", "public")]));
    assert_eq!((found(&Actor::anonymous()), found(&official)), (vec![1], vec![1]));
}

const PLOT: &str = r#"
id = "plot"
subsystem = "S02"
title = { uk = "Наділи", en = "Plots" }
source = "рішення виконкому"

[display]
title = { uk = "Наділ {plate}", en = "Plot {plate}" }

[[geometry]]
name = "geom"
type = "MultiPolygon"
label = { uk = "Межі", en = "Boundary" }
required = "always"
rules = ["valid", "inside_city", "no_overlap"]

[[field]]
name = "plate"
type = "text"
label = { uk = "Номер", en = "Number" }
required = "always"
"#;

/// A square of 20 m, `east` metres from a corner in the city.
fn square(catalog: &gis_core::catalog::Catalog, plate: &str, east: f64) -> (Operation, Content) {
    let register = catalog.register("plot").unwrap();
    let corner = |x: f64, y: f64| Position::flat(329_400.0 + east + x, 5_308_600.0 + y);
    let ring = vec![corner(0.0, 0.0), corner(20.0, 0.0), corner(20.0, 20.0), corner(0.0, 20.0), corner(0.0, 0.0)];
    let mut content = Content::empty(register);
    content.set(register, "plate", Value::Text(plate.to_owned()));
    content.geometries[0] = Some(Geometry { shape: Shape::Polygons(vec![vec![ring]]), has_z: false });
    (Operation::Create, content)
}

#[test]
fn plots_that_overlap_are_refused_whether_the_neighbour_is_stored_or_in_the_same_delivery() {
    let database = Database::empty();
    let layers = Layers::copy();
    layers.write("planning/plot.toml", PLOT);
    program::done(&mut super::no_code::misto_with(&database, &layers, &["registers", "apply"]));
    let catalog = Arc::new(layers.catalog());
    let store = database.store_of(&catalog);
    let plot = |plate, east| square(&catalog, plate, east);
    let commit = |plots| run(edit::commit(&store, "plot", plots));
    assert_eq!(reasons(commit(vec![plot("1", 0.0), plot("2", 19.0)]).unwrap_err()), ["geom:overlap"]);
    // Neighbours share a side, and 5 cm of it may be uncertain.
    commit(vec![plot("1", 0.0), plot("2", 20.0), plot("3", 39.96)]).unwrap().unwrap();
    assert_eq!(reasons(commit(vec![plot("4", 10.0)]).unwrap_err()), ["geom:overlap"]);
    // A plot may move onto the place that another one leaves in the same changeset.
    let fid = database.number("SELECT fid FROM reg.plot WHERE plate = '1'");
    let (one, version) = run(edit::read(&store, "plot", fid));
    let delete = (Operation::Delete { fid, version }, one);
    commit(vec![delete, plot("5", 0.0)]).unwrap().unwrap();
}
