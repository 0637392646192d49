//! OGC API Features beyond its core: schemas, queryables, sortables, `sortby`, `properties`, `zoom-level`, `q`.

use super::api::{self, encoded, hidden_rows};
use super::crs;
use gis_core::policy::{Actor, Scope, scope};
use gis_core::register::{Field, FieldType, Register};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use tests::{Database, Server, declared};

/// The tests that prove each class the server declares.
const PROOFS: [(&str, fn()); 19] = [
    ("features-1/1.0/conf/core", api::pages_carry_filters_and_visit_every_feature_once),
    ("features-1/1.0/conf/oas30", the_description_has_every_parameter_that_is_understood),
    ("features-1/1.0/conf/html", api::people_get_pages_and_programs_get_json),
    ("features-1/1.0/conf/geojson", api::a_feature_has_one_address),
    ("features-2/1.0/conf/crs", crs::a_box_is_read_in_its_own_crs_and_axis_order),
    ("features-3/1.0/conf/queryables", schemas_say_what_may_be_asked_for_and_sorted_by),
    ("features-3/1.0/conf/queryables-query-parameters", api::equality_on_each_declared_field_is_what_sql_says),
    ("features-5/1.0/conf/schemas", schemas_say_what_may_be_asked_for_and_sorted_by),
    ("features-6/1.0/conf/properties", only_the_properties_asked_for_are_answered),
    ("features-6/1.0/conf/properties-features", only_the_properties_asked_for_are_answered),
    ("features-7/1.0/conf/zoom-level", a_geometry_for_a_zoom_has_fewer_vertices_of_the_same_type),
    ("features-7/1.0/conf/zoom-level-features", a_geometry_for_a_zoom_has_fewer_vertices_of_the_same_type),
    ("features-8/1.0/conf/sorting", every_order_visits_every_feature_once_as_sql_sorts_them),
    ("features-8/1.0/conf/features-sorting", equal_features_stand_by_fid_and_empty_values_last),
    ("features-9/1.0/conf/text-search", terms_are_phrases_and_any_of_them_is_enough),
    ("features-9/1.0/conf/features-text-search", terms_are_phrases_and_any_of_them_is_enough),
    ("common-3/1.0/conf/schemas", schemas_say_what_may_be_asked_for_and_sorted_by),
    ("common-3/1.0/conf/queryables", schemas_say_what_may_be_asked_for_and_sorted_by),
    ("common-3/1.0/conf/sortables", schemas_say_what_may_be_asked_for_and_sorted_by),
];

#[test]
fn every_declared_class_has_a_test_that_proves_it() {
    let database = Database::empty();
    let server = Server::start(&database);
    let declared = server.json("/ogc/conformance");
    let declared: BTreeSet<&str> =
        declared["conformsTo"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    let proven: BTreeMap<String, fn()> =
        PROOFS.into_iter().map(|(class, test)| (format!("http://www.opengis.net/spec/ogcapi-{class}"), test)).collect();
    assert_eq!(declared, proven.keys().map(String::as_str).collect());
}

/// Public registers with what everybody may see of them.
fn public() -> impl Iterator<Item = (&'static Register, Scope<'static>)> {
    let registers = declared().catalog.registers.values();
    registers.filter_map(|register| Some((register, scope(register, &Actor::anonymous())?)))
}

fn items(register: &Register, query: &str) -> String {
    format!("/ogc/collections/{}/items?{query}", register.id)
}

/// Every feature behind a query, page by page.
fn all(server: &Server, path: &str) -> Vec<Json> {
    let (mut found, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let page = server.json(&path);
        found.extend(page["features"].as_array().unwrap().iter().cloned());
        let links = page["links"].as_array().unwrap();
        next = links.iter().find(|link| link["rel"] == "next").map(|link| link["href"].as_str().unwrap().to_owned());
    }
    found
}

fn ids(features: &[Json]) -> Vec<i64> {
    features.iter().map(|feature| feature["id"].as_i64().unwrap()).collect()
}

/// The fids of the public rows in an order of SQL.
fn sorted(database: &Database, register: &Register, order: &str) -> Vec<i64> {
    let said = database.sql(&format!(
        "SELECT string_agg(fid::text, ' ' ORDER BY {order}) FROM reg.\"{}\" WHERE status = 'active' AND visibility = 'public'{}",
        register.id,
        hidden_rows(register)
    ));
    said.split_whitespace().map(|fid| fid.parse().unwrap()).collect()
}

fn as_sql(field: &Field) -> String {
    match field.kind {
        FieldType::Text => format!("left(\"{}\", 100) COLLATE \"uk-x-icu\"", field.name),
        FieldType::Code => format!("\"{}\" COLLATE \"C\"", field.name),
        _ => format!("\"{}\"", field.name),
    }
}

#[test]
fn every_order_visits_every_feature_once_as_sql_sorts_them() {
    let database = Database::shared();
    let server = Server::shared();
    let mut orders = 0;
    for (at, (register, scope)) in public().enumerate() {
        // One field of each type, each register with another one first; directions take turns.
        let mut fields: BTreeMap<&str, &Field> = BTreeMap::new();
        for field in scope.fields().filter(|field| field.is_sortable() && field.role.is_none()) {
            fields.insert(kind(field), field);
        }
        for (turn, field) in fields.into_values().enumerate() {
            let descending = (at + turn) % 2 == 0;
            let (sign, direction) = if descending { ("-", "DESC") } else { ("", "ASC") };
            let expected = sorted(database, register, &format!("{} {direction} NULLS LAST, fid", as_sql(field)));
            let limit = expected.len() / 3 + 1;
            let query = format!("limit={limit}&properties=guid&sortby={sign}{}", field.name);
            assert_eq!(
                ids(&all(server, &items(register, &query))),
                expected,
                "{} by {sign}{}",
                register.id,
                field.name
            );
            orders += 1;
        }
    }
    println!("sorting: {orders} orders compared");
    assert!(orders > 100);
}

fn kind(field: &Field) -> &'static str {
    match field.kind {
        FieldType::Text => "text",
        FieldType::Code => "code",
        FieldType::Int => "int",
        FieldType::Ref => "ref",
        FieldType::Decimal => "decimal",
        FieldType::Money => "money",
        FieldType::Date => "date",
        FieldType::Datetime => "datetime",
        _ => "other",
    }
}

#[test]
fn equal_features_stand_by_fid_and_empty_values_last() {
    let database = Database::shared();
    let server = Server::shared();
    let street = declared().catalog.register("street").unwrap();
    let by = |query: &str| ids(&all(server, &items(street, query)));
    let by_fid = sorted(database, street, "fid");
    assert_eq!(by("limit=7&sortby=status"), by_fid);
    assert_eq!(by("limit=7&sortby=-status"), by_fid);
    for (asked, order) in [
        ("clarification", "clarification COLLATE \"uk-x-icu\" NULLS LAST, fid"),
        ("-clarification", "clarification COLLATE \"uk-x-icu\" DESC NULLS LAST, fid"),
        ("%2Bobject_type,-name_uk", "object_type COLLATE \"C\", name_uk COLLATE \"uk-x-icu\" DESC NULLS LAST, fid"),
        (
            "-rename_decision_id,+significance,length_m",
            "rename_decision_id DESC NULLS LAST, significance COLLATE \"C\" NULLS LAST, length_m NULLS LAST, fid",
        ),
    ] {
        assert_eq!(by(&format!("limit=7&sortby={asked}")), sorted(database, street, order), "{asked}");
    }
    // The order holds for what is selected, filtered and read at another time, too.
    let few = by("limit=7&sortby=-name_uk&object_type=1&datetime=../..&properties=name_en");
    let expected: Vec<i64> = by("limit=7&sortby=-name_uk&object_type=1");
    assert!(few == expected && few.len() > 7, "{few:?}");
}

#[test]
fn an_order_that_is_not_offered_is_refused() {
    let server = Server::shared();
    let street = declared().catalog.register("street").unwrap();
    for bad in [
        "sortby=",
        "sortby=nobody",
        "sortby=geom",
        "sortby=guid",
        "sortby=districts",
        "sortby=name_old",
        "sortby=--name_uk",
        "sortby=name_uk,",
        "sortby=name_uk,-name_uk",
        "sortby=name_uk,name_en,length_m,status",
        "sortby=name_uk%3B--",
        "cursor=5&sortby=name_uk",
        "cursor=%5B%5D&sortby=name_uk",
        "cursor=%5B1,2%5D&sortby=name_uk",
        "cursor=%5B%22x%22,%22y%22,3%5D&sortby=name_uk",
        "cursor=%5B%22x%22,-3%5D&sortby=name_uk",
        "cursor=%5B%22%5Cu0000%22,3%5D&sortby=object_type",
        "cursor=%5B%22x%22,3%5D",
    ] {
        server.get(&items(street, bad)).is_problem(400, "parameter");
    }
    // Values that no feature has are a place in the order all the same.
    assert_eq!(
        server.json(&items(street, "limit=1&sortby=name_uk&cursor=%5B%22%D1%8F%D1%8F%D1%8F%22,1%5D"))["numberReturned"],
        0
    );
}

#[test]
fn only_the_properties_asked_for_are_answered() {
    let server = Server::shared();
    for (register, scope) in public() {
        let names: Vec<&str> = scope.fields().map(|field| field.name.as_str()).collect();
        let chosen = [names[names.len() / 2], names[0]];
        let shape = scope.geometries().next().map(|geometry| geometry.name.as_str());
        let whole = server.json(&items(register, "limit=20"));
        for with_shape in [false, true] {
            let shape = shape.filter(|_| with_shape);
            let asked: Vec<&str> = chosen.into_iter().chain(shape).collect();
            let asked = format!("properties={}", asked.join(","));
            let sortable = scope.fields().find(|field| field.is_sortable()).unwrap();
            let page = server.json(&items(register, &format!("limit=20&{asked}&sortby={}", sortable.name)));
            assert_eq!(page["numberMatched"], whole["numberMatched"], "{}", register.id);
            let page = server.json(&items(register, &format!("limit=20&{asked}")));
            for (part, feature) in
                page["features"].as_array().unwrap().iter().zip(whole["features"].as_array().unwrap())
            {
                same_but_for(part, feature, &chosen, shape.is_some());
                let single = server.json(&format!("/ogc/collections/{}/items/{}?{asked}", register.id, part["id"]));
                assert_eq!((&single["properties"], &single["geometry"]), (&part["properties"], &part["geometry"]));
            }
        }
    }
    for bad in
        ["properties=", "properties=nobody", "properties=name_uk,", "properties=area", "properties=*", "properties=fid"]
    {
        server.get(&format!("/ogc/collections/street/items?{bad}")).is_problem(400, "parameter");
        server.get(&format!("/ogc/collections/street/items/1?{bad}")).is_problem(400, "parameter");
    }
}

fn same_but_for(part: &Json, whole: &Json, chosen: &[&str], with_shape: bool) {
    let kept = whole["properties"].as_object().unwrap().iter().filter(|(name, _)| chosen.contains(&name.as_str()));
    let kept: serde_json::Map<String, Json> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
    assert_eq!((&part["id"], &part["properties"]), (&whole["id"], &Json::Object(kept)));
    assert_eq!(part["geometry"], if with_shape { whole["geometry"].clone() } else { Json::Null });
}

#[test]
fn a_geometry_for_a_zoom_has_fewer_vertices_of_the_same_type() {
    let server = Server::shared();
    let (mut whole, mut drawn) = (0, 0);
    for (register, scope) in public() {
        let Some(geometry) = scope.geometries().next() else { continue };
        let exact = all(server, &items(register, "limit=2000"));
        let rough = all(server, &items(register, "limit=2000&zoom-level=9.5"));
        let fine = all(server, &items(register, "limit=2000&zoom-level=24"));
        assert_eq!((ids(&rough), ids(&fine)), (ids(&exact), ids(&exact)), "{}", register.id);
        for (exact, rough) in exact.iter().zip(&rough) {
            let kinds = [exact, rough].map(|feature| feature["geometry"]["type"].clone());
            assert!(kinds[0] == kinds[1] && (kinds[0].is_null() || kinds[0] == geometry.kind.name()), "{kinds:?}");
            assert_eq!(exact["properties"], rough["properties"]);
            let [before, after] = [exact, rough].map(|feature| positions(&feature["geometry"]["coordinates"]));
            assert!(after.is_subset(&before) && after.is_empty() == before.is_empty(), "{}", exact["id"]);
            whole += before.len();
            drawn += after.len();
        }
    }
    println!("zoom-level: {drawn} of {whole} vertices at 9.5");
    assert!(drawn < whole);
    for bad in ["zoom-level=", "zoom-level=x", "zoom-level=-1", "zoom-level=25", "zoom-level=NaN", "zoom-level=inf"] {
        server.get(&format!("/ogc/collections/street/items?{bad}")).is_problem(400, "parameter");
        server.get(&format!("/ogc/collections/street/items/1?{bad}")).is_problem(400, "parameter");
    }
}

/// The different vertices of GeoJSON coordinates, as text.
fn positions(coordinates: &Json) -> BTreeSet<String> {
    match coordinates.as_array() {
        None => BTreeSet::new(),
        Some(numbers) if numbers.iter().all(Json::is_number) => BTreeSet::from([coordinates.to_string()]),
        Some(parts) => parts.iter().flat_map(positions).collect(),
    }
}

#[test]
fn terms_are_phrases_and_any_of_them_is_enough() {
    let database = Database::shared();
    let server = Server::shared();
    let count = |collection: &str, q: &str| {
        let page = server.json(&format!("/ogc/collections/{collection}/items?limit=1&q={}", encoded(q)));
        page["numberMatched"].as_i64().unwrap()
    };
    let named = |like: &str| {
        database.number(&format!("SELECT count(*) FROM reg.street WHERE name_uk ILIKE '{like}' AND status = 'active' AND visibility = 'public'"))
    };
    let (one, other) = (count("street", "поштовий"), count("street", "металургів"));
    assert!(one > 0 && other > 0 && one >= named("поштовий"));
    assert_eq!(count("street", "ПОШТОВИЙ"), one, "case counts");
    assert_eq!(count("street", "пошто"), one, "the beginning of a word is not enough");
    assert_eq!(count("street", "поштовий, металургів"), one + other);
    assert_eq!(count("street", "проспект поштовий"), 1);
    assert_eq!(count("street", "поштовий проспект"), 0, "words stand in the order of the phrase");
    assert_eq!(count("street", "оштовий"), 0, "a word is found by its beginning");
    assert_eq!(count("street", "карла маркса"), 1, "earlier names are searched");
    let code = database.sql("SELECT str_id FROM reg.street WHERE name_uk = 'Поштовий'");
    assert_eq!(count("street", &code), 1, "codes are searched");
    assert_eq!(count("street", "немає такої"), 0);
    let page = server
        .json(&format!("/ogc/collections/street/items?q={}&object_type=5&sortby=-name_uk", encoded("поштовий, миру")));
    assert!(page["features"].as_array().unwrap().iter().all(|feature| feature["properties"]["object_type"] == "5"));
    for bad in ["q=", "q=%2C", "q=%21", "q=a,,b", "q=a%00b", "q=a&at=2026-01-01T00:00:00Z", "q=a&datetime=../.."] {
        server.get(&format!("/ogc/collections/street/items?{bad}")).is_problem(400, "parameter");
    }
    server.get(&format!("/ogc/collections/street/items?q={}", "a".repeat(201))).is_problem(400, "parameter");
    server.get(&format!("/ogc/collections/street/items?q={}", ["a"; 9].join(","))).is_problem(400, "parameter");
}

#[test]
fn schemas_say_what_may_be_asked_for_and_sorted_by() {
    let server = Server::shared();
    for collection in server.json("/ogc/collections")["collections"].as_array().unwrap() {
        let linked = |what: &str| {
            let rel = format!("http://www.opengis.net/def/rel/ogc/1.0/{what}");
            let links = collection["links"].as_array().unwrap();
            let href = links.iter().find(|link| link["rel"] == rel.as_str()).unwrap()["href"].as_str().unwrap();
            let answer = server.get(href);
            assert_eq!(answer.header("content-type"), "application/schema+json", "{href}");
            let schema = answer.ok();
            is_schema(&schema, href);
            schema["properties"].as_object().unwrap().clone()
        };
        let (fields, queryables, sortables) = (linked("schema"), linked("queryables"), linked("sortables"));
        assert!(!queryables.is_empty() && !sortables.is_empty());
        for (name, described) in &queryables {
            assert_eq!(fields.get(name), Some(described), "{name}");
        }
        for (name, described) in &sortables {
            assert_eq!(queryables.get(name), Some(described), "{name}");
            assert!(described["type"] != "array" && described["type"] != "object", "{name}");
        }
    }
}

fn is_schema(schema: &Json, address: &str) {
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!((&schema["$id"], &schema["type"]), (&address.into(), &"object".into()));
    assert_eq!(schema["additionalProperties"], false);
    for (name, described) in schema["properties"].as_object().unwrap() {
        let place = described["format"].as_str().is_some_and(|format| format.starts_with("geometry-"));
        assert_eq!(described["type"].is_string(), !place, "{name} of {address}");
        assert!(described["title"].as_str().is_some_and(|title| !title.is_empty()), "{name} of {address}");
        assert!(described["x-ogc-unit"].as_str().is_none_or(|unit| unit.is_ascii()), "{name} of {address}");
    }
}

#[test]
fn the_description_has_every_parameter_that_is_understood() {
    let database = Database::empty();
    let server = Server::start(&database);
    let document = server.json("/ogc/api");
    let name = |parameter: &Json| match parameter["$ref"].as_str() {
        Some(at) => document.pointer(at.trim_start_matches('#')).unwrap()["name"].as_str().unwrap().to_owned(),
        None => parameter["name"].as_str().unwrap().to_owned(),
    };
    for (register, scope) in public() {
        let listed = &document["paths"][format!("/collections/{}/items", register.id)]["get"]["parameters"];
        let listed: BTreeSet<String> = listed.as_array().unwrap().iter().map(name).collect();
        let common = "limit bbox bbox-crs crs datetime at cursor f lang sortby properties zoom-level q".split(' ');
        let fields = scope.fields().filter(|field| field.is_queryable()).map(|field| field.name.as_str());
        assert_eq!(listed, common.chain(fields).map(str::to_owned).collect(), "{}", register.id);
    }
}

#[test]
fn a_box_may_cross_the_antimeridian() {
    let database = Database::shared();
    let server = Server::shared();
    let count = |bbox: &str| {
        server.json(&format!("/ogc/collections/address/items?limit=1&bbox={bbox}"))["numberMatched"].as_i64().unwrap()
    };
    let whole = count("-180,-90,180,90");
    assert_eq!(count("177,65,-177,70"), 0);
    assert_eq!((count("30,40,-170,60"), count("170,40,40,60")), (whole, whole));
    assert_eq!(count("34,40,33,60"), 0, "everything but the city");
    let middle =
        database.sql("SELECT avg(ST_X(place)) FROM (SELECT ST_Transform(geom, 4326) AS place FROM reg.address) t");
    assert!(count(&format!("{middle},40,33,60")) + count(&format!("34,40,{middle},60")) >= whole);
    assert!(count(&format!("{middle},40,33,60")) < whole);
    server.get("/ogc/collections/address/items?bbox-crs=EPSG:3857&bbox=10,0,0,10").is_problem(400, "parameter");
    server.get("/ogc/collections/address/items?bbox=200,0,-170,10").is_problem(400, "parameter");
}
