//! What OGC clients rely on.

use serde_json::Value as Json;
use std::collections::BTreeSet;
use tests::{Database, Server, declared};

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

fn links(document: &Json) -> Vec<&Json> {
    document["links"].as_array().unwrap_or_else(|| panic!("no links: {document}")).iter().collect()
}

fn href<'a>(document: &'a Json, rel: &str) -> Option<&'a str> {
    links(document).into_iter().find(|link| link["rel"] == rel)?["href"].as_str()
}

/// Every link is absolute, says what it is, and leads somewhere.
fn links_are_good(server: &Server, document: &Json) {
    for link in links(document) {
        for key in ["href", "rel", "type", "title"] {
            assert!(link[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {link}");
        }
        let href = link["href"].as_str().unwrap();
        assert!(href.starts_with(&server.url), "{href}");
        let answer = server.get(href);
        assert!([200, 303].contains(&answer.status), "{href}: {}", answer.text());
        let declared = link["type"].as_str().unwrap().split(';').next().unwrap();
        assert!(
            answer.status == 303 || answer.header("content-type").starts_with(declared),
            "{href} is {}, said {declared}",
            answer.header("content-type")
        );
    }
}

#[test]
fn the_landing_page_leads_everywhere() {
    let server = Server::shared();
    let landing = server.json("/ogc");
    links_are_good(server, &landing);
    for rel in ["self", "alternate", "data", "conformance", "service-desc", "service-doc"] {
        assert!(href(&landing, rel).is_some(), "{rel}");
    }
    let described =
        links(&landing).into_iter().find(|link| link["rel"] == "service-desc").unwrap()["type"].as_str().unwrap();
    assert_eq!(described.replace(' ', ""), "application/vnd.oai.openapi+json;version=3.0");
    let classes = server.json("/ogc/conformance");
    assert!(
        classes["conformsTo"]
            .as_array()
            .unwrap()
            .iter()
            .any(|class| class == "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs")
    );
}

#[test]
fn every_collection_describes_itself_and_its_links_lead_somewhere() {
    let server = Server::shared();
    let all = server.json("/ogc/collections");
    links_are_good(server, &all);
    for collection in all["collections"].as_array().unwrap() {
        let id = collection["id"].as_str().unwrap();
        assert_eq!(*collection, server.json(&format!("/ogc/collections/{id}")));
        links_are_good(server, collection);
        assert_eq!(collection["itemType"], "feature");
        assert_eq!(collection["extent"]["spatial"]["bbox"][0].as_array().unwrap().len(), 4);
        assert!(collection["extent"]["temporal"]["interval"].is_array());
        let systems = collection["crs"].as_array().unwrap();
        assert_eq!(systems[0], CRS84, "{id}");
        let stored = &collection["storageCrs"];
        assert!(systems.len() <= 20 && (stored.is_null() || systems.contains(stored)), "{id}");
    }
    server.get("/ogc/collections/dUmmYColLection").is_problem(404, "not_found");
}

#[test]
pub fn pages_carry_filters_and_visit_every_feature_once() {
    let server = Server::shared();
    for query in [
        "limit=97",
        "limit=61&status=active&f=json",
        "limit=50&bbox=33.1,47.6,33.7,48.25&lang=en",
        "limit=40&datetime=../..",
    ] {
        let mut next = Some(format!("{}/ogc/collections/address/items?{query}", server.url));
        let (mut seen, mut matched, mut last) = (BTreeSet::new(), 0, 0);
        while let Some(url) = next {
            let page = server.json(&url);
            matched = page["numberMatched"].as_u64().unwrap();
            let features = page["features"].as_array().unwrap();
            assert_eq!(page["numberReturned"], features.len());
            for feature in features {
                let fid = feature["id"].as_i64().unwrap();
                assert!(fid > last && seen.insert(fid), "{query}: {fid} after {last}");
                last = fid;
            }
            next = href(&page, "next").map(str::to_owned);
            for parameter in query.split('&').filter(|part| !part.starts_with("datetime") && !part.starts_with("bbox"))
            {
                assert!(next.as_ref().is_none_or(|next| next.contains(parameter)), "{parameter} is lost in {next:?}");
            }
        }
        assert_eq!(seen.len() as u64, matched, "{query}");
        assert!(matched > 100, "{query}");
    }
}

#[test]
pub fn equality_on_each_declared_field_is_what_sql_says() {
    let database = Database::shared();
    let server = Server::shared();
    let mut asked = 0;
    for register in declared().catalog.registers.values().filter(|register| register.visibility == Default::default()) {
        let public = register.fields.iter().filter(|field| field.visibility == Default::default() && !field.list);
        let hidden = hidden_rows(register);
        for field in public {
            use gis_core::register::FieldType::{Datetime, Json, Records};
            if matches!(field.kind, Json | Records | Datetime) {
                continue;
            }
            let (id, name) = (&register.id, &field.name);
            let rows = format!("FROM reg.{id} WHERE status = 'active' AND visibility = 'public'{hidden}");
            let value = database
                .sql(&format!("SELECT \"{name}\"::text {rows} AND \"{name}\" IS NOT NULL ORDER BY fid DESC LIMIT 1"));
            if value.is_empty() {
                continue;
            }
            let value = match value.as_str() {
                "t" => "true".to_owned(),
                "f" => "false".to_owned(),
                _ => value,
            };
            let expected = database.number(&format!("SELECT count(*) {rows} AND \"{name}\"::text = $q${value}$q$"));
            let answer = server.get(&format!("/ogc/collections/{id}/items?limit=1&{name}={}", encoded(&value)));
            assert_eq!(answer.ok()["numberMatched"], expected, "{id}.{name} = {value}");
            asked += 1;
        }
    }
    println!("equality: {asked} fields asked");
    assert!(asked > 60);
}

/// What the city's profile hides, as the register file says it: such conditions are plain SQL, too.
pub fn hidden_rows(register: &gis_core::register::Register) -> String {
    let hidden = register.hides.iter().filter_map(|hide| hide.when.as_ref());
    hidden.map(|when| format!(" AND NOT ({})", when.text())).collect()
}

/// A query value with everything escaped that is not a letter or a digit of ASCII.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[test]
fn limits_are_clamped_above_and_refused_below() {
    let server = Server::shared();
    let items = |query: &str| server.get(&format!("/ogc/collections/address/items?{query}"));
    assert_eq!(items("limit=1").ok()["numberReturned"], 1);
    assert_eq!(items("").ok()["numberReturned"], 100);
    let all = items("limit=10000").ok()["numberReturned"].as_u64().unwrap();
    assert_eq!(items("limit=9999999").ok()["numberReturned"], all);
    for bad in [
        "limit=0",
        "limit=-1",
        "limit=unlimited",
        "limit=1.5",
        "limit=",
        "limit=99999999999999999999",
        "limit=1&limit=2",
    ] {
        items(bad).is_problem(400, "parameter");
    }
}

#[test]
fn what_cannot_be_understood_is_refused_by_name() {
    let server = Server::shared();
    for bad in [
        "nobody=1",
        "bbox=1,2,3",
        "bbox=1,2,3,4,5",
        "bbox=a,b,c,d",
        "bbox=NaN,1,2,3",
        "bbox=1,2,inf,4",
        "bbox=34,48,33,47",
        "bbox=",
        "crs=http://www.opengis.net/def/crs/EPSG/0/2154",
        "crs=EPSG:3857x",
        "crs=",
        "bbox-crs=nonsense&bbox=1,2,3,4",
        "datetime=yesterday",
        "datetime=",
        "datetime=2026-02-30",
        "datetime=2026-02-01/2026-01-01",
        "at=2026",
        "at=now",
        "cursor=x",
        "cursor=-1",
        "cursor=1e3",
        "cursor=99999999999999999999",
        "sortby=nobody",
        "properties=nobody",
        "zoom-level=x",
        "q=%2C",
        "f=xml",
        "lang=de",
        "status=nonsense",
        "valid_from=never",
    ] {
        let answer = server.get(&format!("/ogc/collections/address/items?{bad}"));
        answer.is_problem(400, "parameter");
        let name = bad.split('=').next().unwrap();
        assert!(answer.json()["title"].as_str().unwrap().contains(name), "{bad}: {}", answer.text());
    }
}

#[test]
fn days_and_instants_from_the_year_nought_to_the_last_are_understood() {
    let server = Server::shared();
    let all = server.json("/ogc/collections/street/items?limit=1&datetime=../..")["numberMatched"].as_u64().unwrap();
    for whole in ["0000-01-01T00:00:00Z/9999-12-31T23:59:59Z", "0000-01-01/9999-12-31", "/..", "../9999-12-31"] {
        assert_eq!(
            server.json(&format!("/ogc/collections/street/items?limit=1&datetime={whole}"))["numberMatched"],
            all,
            "{whole}"
        );
    }
    assert_eq!(server.json("/ogc/collections/street/items?datetime=0000-01-01")["numberMatched"], 0);
    assert_eq!(server.json("/ogc/collections/street/items?at=2001-01-01T00:00:00Z")["numberMatched"], 0);
    assert_eq!(
        server.json("/ogc/collections/street/items?limit=1&at=9999-01-01T00:00:00Z")["numberMatched"],
        server.json("/ogc/collections/street/items?limit=1")["numberMatched"]
    );
    server.get("/ogc/collections/street/items/1?at=2001-01-01T00:00:00Z").is_problem(404, "not_found");
}

#[test]
pub fn a_feature_has_one_address() {
    let server = Server::shared();
    let feature = server.get("/ogc/collections/street/items/1");
    assert_eq!(
        (feature.status, feature.header("content-type"), feature.header("content-crs")),
        (200, "application/geo+json", format!("<{CRS84}>").as_str())
    );
    links_are_good(server, &feature.json());
    let tag = feature.header("etag").to_owned();
    assert_eq!(server.get_with("/ogc/collections/street/items/1", &[("If-None-Match", &tag)]).status, 304);
    for missing in ["0", "999999999", "01", "+1", "-1", "1.0", "x", "9223372036854775808", "%31%00"] {
        server.get(&format!("/ogc/collections/street/items/{missing}")).is_problem(404, "not_found");
    }
}

#[test]
pub fn people_get_pages_and_programs_get_json() {
    let server = Server::shared();
    let browser = [("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")];
    for path in [
        "/ogc",
        "/ogc/conformance",
        "/ogc/collections",
        "/ogc/collections/street",
        "/ogc/collections/street/items",
        "/o/street/1",
    ] {
        assert!(server.get_with(path, &browser).header("content-type").starts_with("text/html"), "{path}");
        assert!(server.get_with(path, &[("Accept", "*/*")]).header("content-type").contains("json"), "{path}");
        assert!(server.get_with(&format!("{path}?f=json"), &browser).header("content-type").contains("json"), "{path}");
        assert!(server.get(&format!("{path}?f=html")).header("content-type").starts_with("text/html"), "{path}");
    }
}

#[test]
fn problems_speak_the_language_asked_for() {
    let database = Database::empty();
    let server = Server::start(&database);
    let uk = server.get("/ogc/collections/nobody");
    uk.is_problem(404, "not_found");
    assert_eq!((uk.json()["title"].as_str(), uk.header("content-language")), (Some("Не знайдено"), "uk"));
    let en = server.get_with("/ogc/collections/nobody", &[("Accept-Language", "en-GB,en;q=0.9")]);
    assert_eq!((en.json()["title"].as_str(), en.header("content-language")), (Some("Not found"), "en"));
    assert_eq!(server.get("/ogc/collections/nobody?lang=en").json()["title"], "Not found");
    assert_eq!(server.get_with("/nothing/here", &[("Accept-Language", "en")]).json()["title"], "Not found");
    assert_eq!(server.get("/nothing/here?lang=en").json()["title"], "Not found");
}

#[test]
fn who_opens_a_broken_link_in_a_browser_gets_a_page() {
    let server = Server::shared();
    for path in ["/o/address/999999?lang=en", "/nothing/here?lang=en", "/ogc/collections/nobody?lang=en"] {
        let answer = server.get_with(path, &[("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")]);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        assert!(answer.text().contains("<h1>Not found</h1>") && answer.text().contains("href=\"/?lang=en\""), "{path}");
    }
    let asked = server.get("/o/address/999999?f=html");
    assert!(asked.status == 404 && asked.header("content-type").starts_with("text/html"));
}

#[test]
fn an_empty_register_is_an_empty_page() {
    let database = Database::empty();
    let server = Server::start(&database);
    for register in declared().catalog.registers.values().filter(|register| register.visibility == Default::default()) {
        let page = server.json(&format!("/ogc/collections/{}/items", register.id));
        assert_eq!((&page["numberMatched"], &page["features"]), (&0.into(), &serde_json::json!([])));
        assert!(href(&page, "next").is_none());
    }
}

#[test]
fn the_change_feed_never_cuts_a_changeset_in_two() {
    let server = Server::shared();
    let whole = server.json("/changes?limit=1000")["changes"].clone();
    let (mut since, mut read) = (0, Vec::new());
    loop {
        let page = server.json(&format!("/changes?since={since}&limit=1"));
        let next = page["next"].as_i64().unwrap();
        read.extend(page["changes"].as_array().unwrap().iter().cloned());
        if next == since {
            break;
        }
        since = next;
    }
    assert_eq!(Json::Array(read), whole);
    assert!(whole.as_array().unwrap().len() > 3);
}
