//! The OpenAPI 3.0.3 document, derived from what the reader may see.

use super::Collection;
use super::query::{DEFAULT_LIMIT, FILTERS, PARTS, SHAPES};
use crate::http::App;
use crate::http::ask::Ask;
use crate::http::body::media;
use gis_core::crs;
use gis_core::derive::schema;
use gis_core::register::{Field, FieldType};
use gis_core::text::Lang;
use gis_core::tile::DEEPEST_VIEW;
use serde_json::{Map, Value as Json, json};
use store::read::MAX_PAGE;
use store::sql::order::MAX_KEYS;
use store::sql::words::MAX_TERMS;

/// A fid, or the array of values and a fid that an order ends with.
const CURSOR: &str = r"^([0-9]+|\[.*\])$";

/// The document.
pub fn document(app: &App, ask: &Ask) -> Json {
    let lang = ask.lang();
    let mut paths = Map::new();
    let page = |summary: &str, id: &str, media: &str| json!({ "get": operation(id, summary, &[], &[media]) });
    paths.insert("/".to_owned(), page("Landing page", "getLandingPage", media::JSON));
    paths.insert("/conformance".to_owned(), page("Conformance classes", "getConformance", media::JSON));
    paths.insert("/collections".to_owned(), page("Collections", "getCollections", media::JSON));
    for collection in app.collections() {
        add_collection(app, &collection, lang, &mut paths);
    }
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": app.city().title.get(lang),
            "description": "OGC API Features 1.0: Parts 1, 2, 5 to 9, queryables of Part 3",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "servers": [{ "url": ask.url("/ogc") }],
        "paths": paths,
        "components": { "parameters": parameters(app), "responses": responses(), "schemas": { "problem": problem() } },
    })
}

fn add_collection(app: &App, collection: &Collection, lang: Lang, paths: &mut Map<String, Json>) {
    let id = &collection.id;
    let name = id.replace('.', "_");
    let title = collection.scope.register().title.get(lang);
    let at = |rest: &str| format!("/collections/{id}{rest}");
    let missing = |mut found: Json| {
        found["responses"]["404"] = json!({ "$ref": "#/components/responses/NotFound" });
        json!({ "get": found })
    };
    paths.insert(at(""), missing(operation(&format!("describe_{name}"), title, &[], &[media::JSON])));
    paths.insert(at("/schema"), missing(operation(&format!("schema_{name}"), title, &[], &[media::SCHEMA])));
    paths.insert(
        at("/feature-schema"),
        missing(operation(&format!("feature_schema_{name}"), title, &[], &[media::SCHEMA])),
    );
    for (resource, named) in [("/queryables", "queryables"), ("/sortables", "sortables")] {
        paths.insert(at(resource), missing(operation(&format!("{named}_{name}"), title, &[], &[media::SCHEMA])));
    }
    // What differs between collections is written out, the rest is shared.
    let own = ["sortby", "properties"];
    let common = |names: &[&str]| -> Vec<Json> {
        names.iter().filter(|name| !own.contains(name)).map(|name| shared(name)).collect()
    };
    let mut listed = common(&[&FILTERS[..], &SHAPES, &PARTS].concat());
    listed.extend([selection(collection), order(collection)]);
    listed
        .extend(collection.scope.fields().filter(|field| field.is_queryable()).map(|field| equality(app, field, lang)));
    paths.insert(at("/items"), missing(operation(&format!("items_{name}"), title, &listed, &[media::GEOJSON])));
    let schema = json!({ "type": "integer", "format": "int64", "minimum": 0 });
    let fid = json!({ "name": "featureId", "in": "path", "required": true, "schema": schema, "example": 1 });
    let mut listed = common(&SHAPES);
    listed.extend([fid, shared("at"), selection(collection)]);
    let single = operation(&format!("item_{name}"), title, &listed, &[media::GEOJSON]);
    paths.insert(at("/items/{featureId}"), missing(single));
}

/// `properties`: the fields and the geometry of the collection.
fn selection(collection: &Collection) -> Json {
    let fields = collection.scope.fields().map(|field| field.name.as_str());
    let names: Vec<&str> = fields.chain(collection.geometry.map(|geometry| geometry.name.as_str())).collect();
    let items = json!({ "type": "string", "enum": names });
    query("properties", "Only these", json!({ "type": "array", "minItems": 1, "items": items }))
}

/// `sortby`: the sortables, each with a sign or without.
fn order(collection: &Collection) -> Json {
    let names: Vec<&str> =
        collection.scope.fields().filter(|field| field.is_sortable()).map(|field| field.name.as_str()).collect();
    let items = json!({ "type": "string", "pattern": format!("^[+-]?({})$", names.join("|")) });
    let schema = json!({ "type": "array", "minItems": 1, "maxItems": MAX_KEYS, "uniqueItems": true, "items": items });
    query("sortby", "Order; - for the largest first", schema)
}

fn query(name: &str, description: &str, schema: Json) -> Json {
    json!({
        "name": name,
        "in": "query",
        "required": false,
        "style": "form",
        "explode": false,
        "description": description,
        "schema": schema,
    })
}

fn shared(name: &str) -> Json {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

fn operation(id: &str, summary: &str, own: &[Json], media: &[&str]) -> Json {
    let mut listed = own.to_vec();
    listed.extend([shared("f"), shared("lang")]);
    let schema = json!({ "schema": { "type": "object" } });
    let mut content: Map<String, Json> = media.iter().map(|media| ((*media).to_owned(), schema.clone())).collect();
    content.insert("text/html".to_owned(), json!({ "schema": { "type": "string" } }));
    // Resources under /schema have one representation; the page of a feature is its card.
    json!({
        "operationId": id,
        "summary": summary,
        "parameters": listed,
        "responses": {
            "200": { "description": "OK", "content": content },
            "400": { "$ref": "#/components/responses/Refused" },
            "500": { "$ref": "#/components/responses/Fault" },
            "503": { "$ref": "#/components/responses/Busy" },
        },
    })
}

fn parameters(app: &App) -> Json {
    let uris: Vec<String> = crs::served(app.city().storage_epsg).iter().map(|crs| crs.uri()).collect();
    let number = json!({ "type": "number" });
    json!({
        "limit": query("limit", "Most features of a page", json!({ "type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": DEFAULT_LIMIT })),
        "bbox": query("bbox", "Box: lower corner, upper corner", json!({ "type": "array", "items": number, "minItems": 4, "maxItems": 6 })),
        "bbox-crs": query("bbox-crs", "CRS of bbox", json!({ "type": "string", "format": "uri", "enum": uris })),
        "crs": query("crs", "CRS of the answer", json!({ "type": "string", "format": "uri", "enum": uris })),
        "datetime": query("datetime", "Valid time: instant, day or interval", json!({ "type": "string" })),
        "at": query("at", "System time: what was known at this instant", json!({ "type": "string", "format": "date-time" })),
        "cursor": query("cursor", "From the next link", json!({ "type": "string", "pattern": CURSOR })),
        "q": query("q", "Words or phrases, any of which a feature has", json!({ "type": "array", "minItems": 1, "maxItems": MAX_TERMS, "items": { "type": "string", "pattern": "\\w" } })),
        "zoom-level": query("zoom-level", "Zoom that the geometry is generalised for", json!({ "type": "number", "minimum": 0, "maximum": DEEPEST_VIEW })),
        "f": query("f", "Format", json!({ "type": "string", "enum": ["json", "html"] })),
        "lang": query("lang", "Language of labels", json!({ "type": "string", "enum": ["uk", "en"] })),
    })
}

fn equality(app: &App, field: &Field, lang: Lang) -> Json {
    let mut of = schema::property(app.catalog(), &Field { list: false, ..field.clone() }, lang);
    if let Some(members) = of.as_object_mut() {
        members.retain(|key, _| ["type", "format", "enum"].contains(&key.as_str()));
    }
    // An empty value is refused, and so is text that is no value of the type.
    if of["type"] == "string" && of.get("enum").is_none() && matches!(field.kind, FieldType::Text) {
        of["minLength"] = json!(1);
        of["pattern"] = json!("\\S");
    }
    query(field.name.as_str(), field.label.get(lang), of)
}

fn responses() -> Json {
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": {
                "application/problem+json": { "schema": { "$ref": "#/components/schemas/problem" } },
                "text/html": { "schema": { "type": "string" } },
            },
        })
    };
    json!({
        "Refused": problem("A parameter is wrong"),
        "NotFound": problem("There is no such thing"),
        "Fault": problem("A fault of the server"),
        "Busy": problem("Come again after the time in Retry-After"),
    })
}

fn problem() -> Json {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "code": { "type": "string" },
        },
    })
}
