//! The canary: what an audience may not see holds strings that stand nowhere else, and every way out is looked through.

mod plant;
mod unpack;
mod walk;

use super::edit;
use gis_core::policy::{Actor, Audience};
use plant::Planted;
use tests::{Database, Server, declared, run};
use walk::Walk;

fn audiences(database: &Database) -> [(Audience, Server); 2] {
    [(Audience::Anonymous, Server::start(database)), (Audience::Official, Server::official(database))]
}

fn walk_all(database: &Database, planted: &Planted, when: &str) {
    let walk = |audience: Audience, server: Server| {
        let mut walk = Walk::new(&server, audience, planted);
        walk.everything();
        let (cells, leaks) = walk.result();
        println!("canary, {when}, {}: {cells} cells walked, {} canaries", audience.name(), planted.count);
        assert!(leaks.is_empty(), "{} leaks to {}:\n{}", leaks.len(), audience.name(), leaks.join("\n"));
        assert!(cells > 1_000, "only {cells} cells were walked");
    };
    std::thread::scope(|scope| {
        for (audience, server) in audiences(database) {
            scope.spawn(move || walk(audience, server));
        }
    });
}

#[test]
fn no_answer_holds_what_its_reader_may_not_see_not_even_after_an_edit() {
    let database = Database::demo();
    let planted = plant::plant(&database);
    walk_all(&database, &planted, "as planted");
    plant::edit(&database, &planted);
    walk_all(&database, &planted, "after an edit");
}

#[test]
fn a_hidden_name_and_an_unknown_name_answer_the_same() {
    let database = Database::demo();
    let mut compared = 0;
    for (audience, server) in audiences(&database) {
        let actor = Actor { audience, name: String::new() };
        for register in declared().catalog.registers.values() {
            let hidden = register.id.as_str();
            match gis_core::policy::scope(register, &actor) {
                None => compared += same_paths(&server, hidden),
                Some(scope) => {
                    for field in register.fields.iter().filter(|field| scope.field(field.name.as_str()).is_none()) {
                        same_parameters(&server, hidden, field.name.as_str());
                        compared += 1;
                    }
                }
            }
        }
    }
    println!("hidden against unknown: {compared} pairs compared");
    assert!(compared > 20);
}

/// Every address of a hidden register answers as that of a register nobody has.
fn same_paths(server: &Server, hidden: &str) -> usize {
    let templates = [
        "/ogc/collections/{}",
        "/ogc/collections/{}/schema",
        "/ogc/collections/{}/feature-schema",
        "/ogc/collections/{}/queryables",
        "/ogc/collections/{}/sortables",
        "/ogc/collections/{}/items",
        "/ogc/collections/{}/items?limit=5",
        "/ogc/collections/{}/items/1",
        "/ogc/collections/{}.geom/items",
        "/tiles/{}",
        "/tiles/{}/14/9711/5701",
        "/styles/{}",
        "/o/{}/1",
        "/o/{}/1?f=html",
        "/o/{}/1/dossier",
        "/api/registers/{}",
        "/api/export/{}?f=csv",
        "/print?center=33.408,47.884&scale=1000&f=svg&registers={}",
        "/map.png?bbox=33.40,47.88,33.41,47.89&width=64&height=64&registers={}",
        "/catalogue/passport/{}",
        "/catalogue/iso/{}",
        "/records/collections/catalogue/items/{}",
    ];
    const NOBODY: &str = "nobody_has_this";
    // What was asked for may be named in the answer.
    let plain = |text: String| text.replace(hidden, "NAME").replace(NOBODY, "NAME");
    for template in templates {
        let [have, none] = [hidden, NOBODY].map(|name| server.get(&template.replace("{}", name)));
        assert_eq!((have.status, plain(have.text())), (none.status, plain(none.text())), "{template} of {hidden}");
        assert_eq!(have.header("content-type"), none.header("content-type"), "{template} of {hidden}");
    }
    templates.len()
}

fn same_parameters(server: &Server, register: &str, hidden: &str) {
    let unknown = "x".repeat(hidden.len());
    for query in ["NAME=1", "sortby=NAME", "sortby=-NAME", "properties=NAME", "properties=guid,NAME"] {
        let [have, none] = [hidden, &unknown]
            .map(|name| server.get(&format!("/ogc/collections/{register}/items?{}", query.replace("NAME", name))));
        assert_eq!(have.status, 400);
        assert_eq!(have.text().replace(hidden, "NAME"), none.text().replace(&unknown, "NAME"), "{register}.{hidden}");
    }
}

#[test]
fn the_logins_of_readers_have_no_grant_on_what_is_hidden() {
    let database = Database::demo();
    let mut refused = 0;
    for (login, audience) in [("misto_public", Audience::Anonymous), ("misto_official", Audience::Official)] {
        for register in declared().catalog.registers.values() {
            for table in [register.id.to_string(), format!("{}_history", register.id)] {
                refused += refused_columns(&database, login, audience, register, &table);
            }
        }
        for table in ["misto.import", "misto.import_reason", "misto.audit", "misto.audit_read", "misto.batch"] {
            assert!(denied(&database, login, &format!("SELECT * FROM {table}")), "{login} reads {table}");
        }
        assert!(
            denied(&database, login, "SELECT reason FROM misto.changeset"),
            "{login} reads why somebody changed something"
        );
        assert!(denied(&database, login, "SELECT * FROM stage.street"), "{login} reads what waits");
        assert!(denied(&database, login, "DELETE FROM reg.street"), "{login} deletes");
    }
    for table in ["search_official", "code_official", "vocabulary_official"] {
        assert!(denied(&database, "misto_public", &format!("SELECT * FROM misto.{table}")), "{table}");
    }
    println!("grants: {refused} hidden columns refused");
    assert!(refused > 100);
}

fn refused_columns(
    database: &Database,
    login: &str,
    audience: Audience,
    register: &gis_core::register::Register,
    table: &str,
) -> usize {
    let actor = Actor { audience, name: String::new() };
    let scope = gis_core::policy::scope(register, &actor);
    let columns = database.sql(&format!(
        "SELECT string_agg(column_name, ' ') FROM information_schema.columns WHERE table_schema = 'reg' AND table_name = '{table}'"
    ));
    let allowed = readable(database, login, table, &columns);
    let mut refused = 0;
    for column in columns.split(' ') {
        let shown = scope.as_ref().is_some_and(|scope| {
            let system = ["fid", "version", "changeset", "closed_by"].contains(&column);
            // Row policies compare these; they hold codes.
            let hides = register.hides.iter().filter_map(|hide| hide.when.as_ref()).flat_map(|when| when.fields());
            let policy = hides.map(|name| name.as_str()).chain(["status", "visibility"]).any(|name| name == column);
            let staff = column == "incomplete" && audience == Audience::Official;
            // A point on the feature tells where it is: for those who may know that of all its geometries.
            let place = column == "on_surface" && scope.geometries().count() == register.geometries.len();
            let geometry = scope.geometries().any(|geometry| geometry.name.as_str() == column);
            system || policy || staff || place || geometry || scope.field(column).is_some()
        });
        assert_eq!(allowed.iter().any(|name| name == column), shown, "{login} reads {column} of {table}");
        refused += usize::from(!shown);
    }
    refused
}

/// The columns of a table that a login may read: each is tried.
fn readable(database: &Database, login: &str, table: &str, columns: &str) -> Vec<String> {
    let asked = format!(
        "DO $$ DECLARE name text; read text := ''; BEGIN SET LOCAL ROLE {login}; \
         FOREACH name IN ARRAY string_to_array('{columns}', ' ') LOOP \
         BEGIN EXECUTE format('SELECT %I FROM reg.%I LIMIT 0', name, '{table}'); read := read || ' ' || name; \
         EXCEPTION WHEN insufficient_privilege THEN NULL; END; END LOOP; RAISE 'read:%.', read; END $$"
    );
    let said = database.refused(&asked);
    let (_, read) = said.split_once("read:").unwrap_or_else(|| panic!("{said}"));
    let (read, _) = read.split_once('.').expect("the end of the list");
    read.split_whitespace().map(str::to_owned).collect()
}

fn denied(database: &Database, login: &str, statement: &str) -> bool {
    // A DO block answers without ending the session with an error, and runs nothing it may not.
    let asked = format!(
        "DO $$ BEGIN SET LOCAL ROLE {login}; EXECUTE $q${statement}$q$; RAISE 'allowed'; EXCEPTION \
         WHEN insufficient_privilege THEN RAISE 'denied'; END $$"
    );
    let said = database.refused(&asked);
    assert!(said.contains("allowed") || said.contains("denied"), "{said}");
    said.contains("denied")
}

#[test]
fn a_record_that_is_sealed_is_gone_from_search_and_from_titles_of_others() {
    let database = Database::demo();
    let store = database.store();
    let street: i64 = database.number("SELECT street_id FROM reg.address ORDER BY fid LIMIT 1");
    let name = database.sql(&format!("SELECT name_uk FROM reg.street WHERE fid = {street}"));
    let titled = format!(
        "SELECT count(*) FROM misto.search_public s JOIN reg.address a ON a.fid = s.fid \
        WHERE s.register = 'address' AND a.street_id = {street} AND s.title_uk LIKE '%{name}%'"
    );
    assert!(database.number(&titled) > 0);
    run(edit::update(&store, "street", street, &[("visibility", "official")]));
    assert_eq!(database.number(&titled), 0);
    assert_eq!(
        database
            .number(&format!("SELECT count(*) FROM misto.search_public WHERE register = 'street' AND fid = {street}")),
        0
    );
    assert!(database.number(&titled.replace("search_public", "search_official")) > 0);
    let codes = format!("SELECT count(*) FROM misto.code_public WHERE register = 'street' AND fid = {street}");
    assert_eq!(database.number(&codes), 0);
}
