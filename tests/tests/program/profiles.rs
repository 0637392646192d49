//! What a visibility profile hides is hidden on every way out, and comes back with peace.

use super::edit;
use super::no_code::{Layers, misto_with};
use gis_core::feature::Content;
use gis_core::geometry::Geometry;
use gis_core::register::Profile;
use gis_core::value::Value;
use std::sync::Arc;
use store::batch::Operation;
use tests::{Database, Server, program, run, wait_until};

const DEPOT: &str = r#"
id = "depot"
subsystem = "S02"
title = { uk = "Склади", en = "Depots" }
source = "рішення виконкому"

[display]
title = { uk = "Склад {plate}", en = "Depot {plate}" }

[[geometry]]
name = "geom"
type = "Point"
label = { uk = "Місце", en = "Place" }
tile_from = 10

[[field]]
name = "plate"
type = "text"
label = { uk = "Назва", en = "Name" }
search = "words"
tile_from = 10

[[field]]
name = "capacity"
type = "text"
label = { uk = "Місткість", en = "Capacity" }

[[field]]
name = "strategic"
type = "bool"
label = { uk = "Стратегічний", en = "Strategic" }
visibility = "official"
default = false

[[hide]]
profiles = ["martial", "emergency"]
fields = ["capacity"]
ground = "ПКМУ від 12.03.2022 № 263"

[[hide]]
profiles = ["martial"]
when = "strategic"
ground = "ПКМУ від 12.03.2022 № 263"
"#;

fn depot(catalog: &gis_core::catalog::Catalog, plate: &str, strategic: bool) -> (Operation, Content) {
    let register = catalog.register("depot").unwrap();
    let mut content = Content::empty(register);
    for (field, text) in [("plate", plate), ("capacity", "9000 т"), ("visibility", "public")] {
        content.set(register, field, Value::Text(text.to_owned()));
    }
    content.set(register, "strategic", Value::Bool(strategic));
    content.geometries[0] = Some(Geometry::point(329_403.380, 5_308_658.195));
    (Operation::Create, content)
}

#[test]
fn what_a_profile_hides_is_hidden_everywhere_and_comes_back_with_peace() {
    let database = Database::empty();
    let layers = Layers::copy();
    layers.write("planning/depot.toml", DEPOT);
    program::done(&mut misto_with(&database, &layers, &["registers", "apply"]));
    let catalog = Arc::new(layers.catalog().under(Profile::Martial));
    let store = database.store_of(&catalog);
    let depots = vec![depot(&catalog, "звичайний", false), depot(&catalog, "стратегічний", true)];
    run(edit::commit(&store, "depot", depots)).unwrap().unwrap();

    let martial = Server::run(&mut misto_with(&database, &layers, &["serve"]));
    assert_eq!(seen(&martial), (1, 1, false));
    let official = Server::run(&mut misto_with(&database, &layers, &["serve", "--as", "official"]));
    assert_eq!(seen(&official), (2, 2, true));
    // What is strategic from today on hides what it was yesterday, too.
    let fid = database.number("SELECT fid FROM reg.depot WHERE NOT strategic");
    let (mut content, version) = run(edit::read(&store, "depot", fid));
    content.set(catalog.register("depot").unwrap(), "strategic", Value::Bool(true));
    run(edit::commit(&store, "depot", vec![(Operation::Update { fid, version }, content)])).unwrap().unwrap();
    // How many match is remembered until the server hears of the commit.
    let left = || martial.json("/ogc/collections/depot/items")["numberMatched"].clone();
    wait_until(5, "the commit is heard of", || left() == 0);
    assert_eq!(seen(&martial), (0, 0, false));
    drop((martial, official));

    let city = std::fs::read_to_string(program::root().join("city.toml")).unwrap();
    let peace = layers.path().join("city.toml");
    std::fs::write(&peace, city.replace("visibility_profile = \"martial\"", "visibility_profile = \"peace\"")).unwrap();
    let run_at_peace = |arguments: &[&str]| {
        let mut command = misto_with(&database, &layers, arguments);
        command.env("MISTO_CITY", &peace);
        command
    };
    assert!(!run_at_peace(&["serve"]).output().unwrap().status.success(), "rights are still those of martial law");
    program::done(run_at_peace(&["registers", "apply"]).env("SUDO_USER", "mayor"));
    let switched =
        "SELECT string_agg(profile || ' by ' || actor, ', ' ORDER BY id) FROM misto.audit_profile WHERE id > 1";
    assert_eq!(database.sql(switched), "peace by mayor");
    program::done(&mut run_at_peace(&["registers", "apply"]));
    assert_eq!(database.sql(switched), "peace by mayor", "only a change is a line of the audit");
    assert_eq!(seen(&Server::run(&mut run_at_peace(&["serve"]))), (2, 2, true));
}

/// Depots in the collection, depots found, whether their capacity is told. All ways of reading agree.
fn seen(server: &Server) -> (usize, usize, bool) {
    let items = server.json("/ogc/collections/depot/items");
    let features = items["features"].as_array().unwrap();
    assert_eq!(items["numberMatched"], features.len());
    let all = server.json("/ogc/collections/depot/items?datetime=../..");
    assert_eq!(all["features"].as_array().unwrap().len(), features.len());
    let found = server.json("/search?q=склад")["hits"].as_array().unwrap().len();
    let told = features.iter().any(|feature| feature["properties"]["capacity"].is_string());
    let asked = server.get("/ogc/collections/depot/items?capacity=9000").status;
    assert_eq!(asked, if told { 200 } else { 400 });
    (features.len(), found, told)
}
