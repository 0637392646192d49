//! A register that the program has never heard of works from its file alone.

use super::edit;
use gis_core::catalog::Catalog;
use gis_core::feature::Content;
use gis_core::geometry::Geometry;
use gis_core::policy::Actor;
use gis_core::tile::TileId;
use gis_core::value::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::batch::Operation;
use store::commit::{Change, Changeset};
use tests::{Database, Server, program, run, tile};
use uuid::Uuid;

/// A copy of `layers/` that a test may change; removed with the handle.
pub struct Layers(PathBuf);

impl Layers {
    /// Copies the folder of the repository.
    pub fn copy() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("misto-layers-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let place = std::env::temp_dir().join(name);
        copy(&program::root().join("layers"), &place);
        Self(place)
    }

    /// Where the copy is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file.
    pub fn write(&self, file: &str, text: &str) {
        std::fs::write(self.0.join(file), text).unwrap();
    }

    /// Replaces a part that must be there.
    pub fn edit(&self, file: &str, from: &str, to: &str) {
        self.edit_all(file, |text| {
            assert!(text.contains(from), "{file} has no {from}");
            text.replacen(from, to, 1)
        });
    }

    /// Makes a file anew from its text.
    pub fn edit_all(&self, file: &str, change: impl FnOnce(&str) -> String) {
        let text = std::fs::read_to_string(self.0.join(file)).unwrap();
        self.write(file, &change(&text));
    }

    /// What the files declare.
    pub fn catalog(&self) -> Catalog {
        gis_core::load::load(&self.0).unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }
}

impl Drop for Layers {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A command of `misto` on other declarations.
pub fn misto_with(database: &Database, layers: &Layers, arguments: &[&str]) -> Command {
    let mut command = database.misto(arguments);
    command.env("MISTO_LAYERS", &layers.0).env("MISTO_LISTEN", "127.0.0.1:0");
    command
}

const BENCH: &str = r##"
id = "park_bench"
subsystem = "S02"
title = { uk = "Лавки", en = "Benches" }
source = "рішення виконкому"

[display]
title = { uk = "Лавка {plate}", en = "Bench {plate}" }

[[geometry]]
name = "geom"
type = "Point"
label = { uk = "Місце", en = "Place" }
required = "always"
rules = ["inside_city"]
tile_from = 10

[[field]]
name = "plate"
type = "text"
label = { uk = "Табличка", en = "Plate" }
required = "always"
max_length = 40
search = "words"
tile_from = 10

[[field]]
name = "stuff"
type = "code"
codes = "bench_stuff"
label = { uk = "Матеріал", en = "Material" }
tile_from = 10

[[style]]
kind = "circle"
by = "stuff"
zoom = [10, 24]
color = "#777777"
width = [2, 5]
[style.classes]
oak = "#aa5500"
iron = "#333333"
"##;

/// A register whose places only officials may know, with a field called as the program calls its own columns.
const LAIR: &str = r#"
id = "lair"
subsystem = "S02"
title = { uk = "Лігва", en = "Lairs" }
source = "рішення виконкому"

[display]
title = { uk = "Лігво {title_uk}", en = "Lair {title_uk}" }

[[geometry]]
name = "geom"
type = "Point"
label = { uk = "Місце", en = "Place" }
visibility = "official"

[[field]]
name = "title_uk"
type = "text"
label = { uk = "Назва", en = "Name" }
search = "words"

[[field]]
name = "found"
type = "text"
label = { uk = "Ким знайдено", en = "Found by" }
search = "exact"
"#;

#[test]
fn a_place_that_only_officials_may_know_is_told_to_nobody_else() {
    let database = Database::empty();
    let layers = Layers::copy();
    layers.write("planning/lair.toml", LAIR);
    program::done(&mut misto_with(&database, &layers, &["registers", "apply"]));
    let catalog = Arc::new(layers.catalog());
    let register = catalog.register("lair").unwrap();
    let mut content = Content::empty(register);
    content.set(register, "title_uk", Value::Text("лелеки".to_owned()));
    content.set(register, "visibility", Value::Text("public".to_owned()));
    content.geometries[0] = Some(Geometry::point(329_403.380, 5_308_658.195));
    let store = database.store_of(&catalog);
    run(edit::commit(&store, "lair", vec![(Operation::Create, content)])).unwrap().unwrap();
    for (arguments, told) in [(&["serve"][..], false), (&["serve", "--as", "official"], true)] {
        let server = Server::run(&mut misto_with(&database, &layers, arguments));
        let hit = server.json("/search?q=лелеки")["hits"][0].clone();
        assert_eq!(hit["title"], "Лігво лелеки");
        let card = server.json(&format!("{}?f=json", hit["href"].as_str().unwrap()));
        assert_eq!((hit["center"].is_array(), card["center"].is_array()), (told, told), "{arguments:?}: {hit} {card}");
    }
}

const STUFF: &str = r##"
id = "bench_stuff"
title = { uk = "Матеріал лавки", en = "Bench material" }

[[item]]
code = "oak"
label = { uk = "Дуб", en = "Oak" }

[[item]]
code = "iron"
label = { uk = "Залізо", en = "Iron" }
"##;

fn bench(catalog: &Catalog) -> Change {
    let register = catalog.register("park_bench").unwrap();
    let mut content = Content::empty(register);
    content.set(register, "plate", Value::Text("Закоханим".to_owned()));
    content.set(register, "stuff", Value::Text("oak".to_owned()));
    content.set(register, "visibility", Value::Text("public".to_owned()));
    content.geometries[0] = Some(Geometry::point(329_403.380, 5_308_658.195));
    Change { register: register.id.clone(), operation: Operation::Create, content }
}

#[test]
fn a_register_dropped_in_as_a_file_is_served_in_every_form() {
    let database = Database::empty();
    let layers = Layers::copy();
    layers.write("planning/park_bench.toml", BENCH);
    layers.write("codes/bench_stuff.toml", STUFF);
    program::done(&mut misto_with(&database, &layers, &["registers", "apply"]));
    let catalog = Arc::new(layers.catalog());
    let store = database.store_of(&catalog);
    let changeset = Changeset {
        actor: Actor::system("test"),
        reason: "a bench".to_owned(),
        source_document: None,
        idempotency_key: Uuid::new_v4(),
        content_hash: Vec::new(),
    };
    run(store.commit(&changeset, vec![bench(&catalog)])).unwrap().unwrap();
    let server = Server::run(&mut misto_with(&database, &layers, &["serve"]));

    assert_eq!(server.json("/ogc/collections/park_bench?lang=en")["title"], "Benches");
    let schema = server.json("/ogc/collections/park_bench/schema?lang=en");
    assert_eq!(schema["properties"]["stuff"]["x-misto-labels"]["oak"], "Oak");
    let items = server.json("/ogc/collections/park_bench/items?stuff=oak");
    assert_eq!(items["features"][0]["properties"]["plate"], "Закоханим");
    assert_eq!(server.json("/ogc/collections/park_bench/items?stuff=iron")["numberMatched"], 0);

    let place = TileId::containing(14, 3_717_158.173, 6_091_978.119).unwrap();
    let dump = tile::dump(&server.get(&format!("/tiles/city/14/{}/{}", place.x(), place.y())).body);
    assert!(dump.contains("layer park_bench") && dump.contains("plate = \"Закоханим\""), "{dump}");
    let style = server.json("/styles/park_bench");
    assert!(style["layers"].as_array().unwrap().iter().any(|layer| layer["source-layer"] == "park_bench"), "{style}");

    let portal = server.json("/api/portal");
    let found = portal["registers"].as_array().unwrap().iter().find(|register| register["id"] == "park_bench").unwrap();
    assert_eq!((&found["count"], found["legend"].as_array().unwrap().len()), (&1.into(), 2), "{found}");
    let hit = &server.json("/search?q=закох&lang=en")["hits"][0];
    assert_eq!(hit["title"], "Bench Закоханим");
    let card = server.get(&format!("{}?f=html", hit["href"].as_str().unwrap()));
    assert!(card.text().contains("Дуб"), "{}", card.text());
    assert!(server.get("/ogc/api").text().contains("/collections/park_bench/items"));
}
