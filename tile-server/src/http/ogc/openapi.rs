//! The OpenAPI 3.0.3 document, derived from what the reader may see.

use super::Collection;
use super::query::{DEFAULT_LIMIT, is_filter};
use crate::http::App;
use crate::http::ask::Ask;
use crate::http::body::media;
use gis_core::crs;
use gis_core::derive::schema;
use gis_core::register::{Field, FieldType};
use gis_core::text::Lang;
use serde_json::{Map, Value as Json, json};
use store::read::MAX_PAGE;

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
            "description": "OGC API Features 1.0, Part 1 and Part 2",
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
    let mut listed: Vec<Json> =
        ["limit", "bbox", "bbox-crs", "crs", "datetime", "at", "cursor"].iter().map(|name| shared(name)).collect();
    listed.extend(collection.scope.fields().filter(|field| is_filter(field)).map(|field| equality(app, field, lang)));
    paths.insert(at("/items"), missing(operation(&format!("items_{name}"), title, &listed, &[media::GEOJSON])));
    let schema = json!({ "type": "integer", "format": "int64", "minimum": 0 });
    let fid = json!({ "name": "featureId", "in": "path", "required": true, "schema": schema, "example": 1 });
    let single = operation(&format!("item_{name}"), title, &[fid, shared("crs"), shared("at")], &[media::GEOJSON]);
    paths.insert(at("/items/{featureId}"), missing(single));
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
    let query = |name: &str, description: &str, schema: Json| json!({ "name": name, "in": "query", "required": false, "style": "form", "explode": false, "description": description, "schema": schema });
    let number = json!({ "type": "number" });
    json!({
        "limit": query("limit", "Most features of a page", json!({ "type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": DEFAULT_LIMIT })),
        "bbox": query("bbox", "Box: lower corner, upper corner", json!({ "type": "array", "items": number, "minItems": 4, "maxItems": 6 })),
        "bbox-crs": query("bbox-crs", "CRS of bbox", json!({ "type": "string", "format": "uri", "enum": uris })),
        "crs": query("crs", "CRS of the answer", json!({ "type": "string", "format": "uri", "enum": uris })),
        "datetime": query("datetime", "Valid time: instant, day or interval", json!({ "type": "string" })),
        "at": query("at", "System time: what was known at this instant", json!({ "type": "string", "format": "date-time" })),
        "cursor": query("cursor", "From the next link", json!({ "type": "integer", "format": "int64", "minimum": 0 })),
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
    json!({
        "name": field.name,
        "in": "query",
        "required": false,
        "style": "form",
        "explode": false,
        "description": field.label.get(lang),
        "schema": of,
    })
}

fn responses() -> Json {
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/problem" } } },
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
