//! The catalogue: each register that a reader may know of is described everywhere, and a hidden one nowhere.

use gis_core::policy::{Actor, scope};
use gis_core::register::Register;
use serde_json::Value as Json;
use tests::{Database, Server, declared};

const ITEMS: &str = "/records/collections/catalogue/items";

/// Registers that everybody may know of, and those that not.
fn known_and_hidden() -> (Vec<&'static Register>, Vec<&'static Register>) {
    declared().catalog.registers.values().partition(|register| scope(register, &Actor::anonymous()).is_some())
}

fn ids(page: &Json) -> Vec<&str> {
    page["features"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap()).collect()
}

/// True when the document is well-formed XML by a parser that is not ours.
fn is_xml(text: &str) -> bool {
    use std::io::Write as _;
    let script = "import sys, xml.dom.minidom as d; d.parseString(sys.stdin.buffer.read())";
    let mut python = std::process::Command::new("python3")
        .args(["-c", script])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("python3 runs");
    python.stdin.take().expect("its input").write_all(text.as_bytes()).expect("it reads");
    python.wait().expect("its end").success()
}

#[test]
fn each_public_register_has_a_record_a_passport_and_iso_metadata() {
    let server = Server::shared();
    let (known, _) = known_and_hidden();
    let page = server.json(&format!("{ITEMS}?limit=1000"));
    assert_eq!(ids(&page), known.iter().map(|register| register.id.as_str()).collect::<Vec<_>>());
    assert_eq!((&page["numberMatched"], &page["numberReturned"]), (&known.len().into(), &known.len().into()));
    for (register, record) in known.iter().zip(page["features"].as_array().unwrap()) {
        let id = register.id.as_str();
        assert_eq!(*record, server.json(&format!("{ITEMS}/{id}")), "{id}");
        assert_eq!(record["properties"]["type"], "dataset");
        assert_eq!(record["properties"]["title"], register.title.uk);
        let passport = server.json(&format!("/catalogue/passport/{id}?lang=en"));
        let fields = passport["structure"].as_array().unwrap().len();
        let shown = scope(register, &Actor::anonymous()).unwrap();
        assert_eq!(fields, shown.fields().count() + shown.geometries().count(), "{id}");
        assert_eq!(
            (&passport["title"], &passport["licence"]),
            (&register.title.en.as_str().into(), &"CC-BY-4.0".into())
        );
        let iso = server.get(&format!("/catalogue/iso/{id}"));
        assert_eq!((iso.status, iso.header("content-type")), (200, "application/xml"));
        assert!(iso.text().contains(passport["identifier"].as_str().unwrap()), "{id}");
        assert!(is_xml(&iso.text()), "{id}: {}", iso.text());
        let html = server.get(&format!("/catalogue/passport/{id}?f=html"));
        assert!(html.status == 200 && html.text().contains("<table>"), "{id}");
    }
}

#[test]
fn a_hidden_register_stands_in_no_catalogue_and_answers_like_an_unknown_one() {
    let server = Server::shared();
    let (_, hidden) = known_and_hidden();
    assert!(!hidden.is_empty());
    let ways = [
        format!("{ITEMS}?limit=1000"),
        "/catalogue".to_owned(),
        "/catalogue?f=csv".to_owned(),
        "/catalogue?f=html".to_owned(),
        "/catalogue/dcat".to_owned(),
        "/catalogue/dcat?f=rdf".to_owned(),
    ];
    let texts: Vec<String> = ways.iter().map(|path| server.get(path).text()).collect();
    for register in hidden {
        for (path, text) in ways.iter().zip(&texts) {
            assert!(!text.contains(&format!("/{}\"", register.id)), "{} in {path}", register.id);
            assert!(!text.contains(&format!("/passport/{}?", register.id)), "{} in {path}", register.id);
            assert!(!text.contains(&format!("/passport/{}#", register.id)), "{} in {path}", register.id);
        }
        for template in [&format!("{ITEMS}/{{}}"), "/catalogue/iso/{}", "/catalogue/passport/{}"] {
            let [have, none] =
                [register.id.as_str(), "nobody_has_this"].map(|id| server.get(&template.replace("{}", id)));
            assert_eq!((have.status, have.text()), (404, none.text()), "{template} of {}", register.id);
        }
    }
}

#[test]
fn records_are_found_by_text_box_id_and_time_and_pages_visit_each_once() {
    let server = Server::shared();
    let found = |query: &str| server.json(&format!("{ITEMS}?{query}"));
    let (known, _) = known_and_hidden();
    assert_eq!(ids(&found("ids=street,building")), ["building", "street"]);
    let title = super::api::encoded(&declared().catalog.registers["street"].title.uk.to_uppercase());
    assert!(ids(&found(&format!("q={title}"))).contains(&"street"));
    assert_eq!(found("q=%D1%89%D1%89%D1%89zzz")["numberMatched"], 0);
    assert_eq!(found("type=service")["numberMatched"], 0);
    assert_eq!(found("bbox=0,0,1,1")["numberMatched"], 0);
    assert!(ids(&found("bbox=33,47,34,49&limit=1000")).contains(&"street"));
    assert_eq!(found("datetime=../2000-01-01")["numberMatched"], 0);
    let uuid = found("ids=street")["features"][0]["properties"]["externalIds"][0]["value"].clone();
    assert_eq!(ids(&found(&format!("externalIds={}", uuid.as_str().unwrap()))), ["street"]);
    let (mut next, mut seen) = (Some(format!("{ITEMS}?limit=7")), Vec::new());
    while let Some(path) = next {
        let page = server.json(&path);
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        let links = page["links"].as_array().unwrap();
        next = links.iter().find(|link| link["rel"] == "next").map(|link| link["href"].as_str().unwrap().to_owned());
    }
    assert_eq!(seen, known.iter().map(|register| register.id.to_string()).collect::<Vec<_>>());
    for bad in ["limit=0", "offset=-1", "bbox=1,2,3", "datetime=yesterday", "nobody=1"] {
        server.get(&format!("{ITEMS}?{bad}")).is_problem(400, "parameter");
    }
}

#[test]
fn every_link_of_the_records_api_leads_somewhere() {
    let server = Server::shared();
    for path in ["/records", "/records/collections/catalogue", &format!("{ITEMS}/street"), ITEMS] {
        for link in server.json(path)["links"].as_array().unwrap() {
            let (href, media) = (link["href"].as_str().unwrap(), link["type"].as_str().unwrap());
            let answer = server.get(href);
            assert_eq!(answer.status, 200, "{href} of {path}: {}", answer.text());
            assert!(answer.header("content-type").starts_with(media), "{href} is {}", answer.header("content-type"));
        }
    }
    let rels = server.json("/records")["links"].to_string();
    for rel in ["service-desc", "conformance", "data", "ogc-catalog"] {
        assert!(rels.contains(rel), "{rel}");
    }
}

#[test]
fn dcat_has_what_the_profile_requires() {
    let server = Server::shared();
    let (known, _) = known_and_hidden();
    let catalog = server.json("/catalogue/dcat");
    assert_eq!(catalog["@type"], "dcat:Catalog");
    for required in ["dct:title", "dct:description", "dct:publisher", "dcat:dataset"] {
        assert!(catalog[required].as_array().is_some_and(|values| !values.is_empty()), "{required}");
    }
    let sets = catalog["dcat:dataset"].as_array().unwrap();
    assert_eq!(sets.len(), known.len());
    for set in sets {
        for required in ["dct:title", "dct:description", "dct:identifier", "dct:spatial", "dcat:distribution"] {
            assert!(set[required].as_array().is_some_and(|values| !values.is_empty()), "{required} of {set}");
        }
        for way in set["dcat:distribution"].as_array().unwrap() {
            assert!(way["dcat:accessURL"][0]["@id"].as_str().is_some_and(|url| url.starts_with(&server.url)), "{way}");
            assert!(way["dct:license"][0]["@id"].is_string(), "{way}");
        }
    }
    for rdf in
        [server.get("/catalogue/dcat?f=rdf"), server.get_with("/catalogue/dcat", &[("accept", "application/rdf+xml")])]
    {
        assert_eq!((rdf.status, rdf.header("content-type")), (200, "application/rdf+xml"));
        assert!(is_xml(&rdf.text()));
        assert_eq!(rdf.text().matches("<dcat:Dataset ").count(), known.len());
    }
}

#[test]
fn freshness_follows_the_last_change() {
    let database = Database::demo();
    let promised = declared()
        .catalog
        .registers
        .values()
        .filter(|register| scope(register, &Actor::anonymous()).is_some())
        .find(|register| register.update_period.as_ref().is_some_and(|period| period.parts() == (0, 1, 0)))
        .expect("a public register that is refreshed daily");
    let path = format!("/catalogue/passport/{}?lang=en", promised.id);
    let fresh = Server::start(&database).json(&path);
    assert_eq!(fresh["freshness"]["state"], "fresh", "{}", fresh["freshness"]);
    database.sql("UPDATE misto.changeset SET committed_at = committed_at - interval '3 days 1 hour'");
    let late = Server::start(&database).json(&path);
    assert_eq!((&late["freshness"]["state"], &late["freshness"]["days"]), (&"late".into(), &3.into()), "{late}");
    assert!(late["modified"].as_str().unwrap() < fresh["modified"].as_str().unwrap());
}
