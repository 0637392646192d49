//! Collections and their schemas.

use super::Collection;
use super::link::link;
use crate::http::App;
use crate::http::ask::{Ask, Format};
use crate::http::body::{self, media};
use crate::http::html::{self, say};
use crate::http::problem::Problem;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use gis_core::crs;
use gis_core::derive::{collection, schema};
use serde_json::{Value as Json, json};

/// Relations of the schemas of OGC Common Part 3.
const SCHEMA_REL: &str = "http://www.opengis.net/def/rel/ogc/1.0/schema";
const QUERYABLES_REL: &str = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
const SORTABLES_REL: &str = "http://www.opengis.net/def/rel/ogc/1.0/sortables";

/// `GET /ogc/collections`
pub async fn list_collections(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(list(&app, &ask))
}

fn list(app: &App, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let lang = ask.lang();
    let title = say(lang, "Набори даних", "Collections");
    let collections: Vec<Json> = app.collections().iter().map(|collection| describe(app, collection, ask)).collect();
    if ask.format() == Format::Html {
        let links: Vec<Json> = collections
            .iter()
            .filter_map(|found| {
                let id = found["id"].as_str()?;
                Some(link(ask.url(&format!("/ogc/collections/{id}?f=html")), "item", "", found["title"].as_str()?))
            })
            .collect();
        return Ok(html::page_answer(app, ask, &html::links(ask, title, "", &links)));
    }
    let uris: Vec<String> = crs::served(app.city().storage_epsg).iter().map(|crs| crs.uri()).collect();
    let document = json!({
        "title": title,
        "links": [
            link(ask.url("/ogc/collections?f=json"), "self", media::JSON, title),
            link(ask.url("/ogc/collections?f=html"), "alternate", "text/html", title),
        ],
        "crs": uris,
        "collections": collections,
    });
    Ok(body::json(app, media::JSON, lang, &document))
}

/// `GET /ogc/collections/{collection}`
pub async fn get_collection(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(one(&app, &id, &ask))
}

fn one(app: &App, id: &str, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let collection = app.collection(id)?;
    let document = describe(app, &collection, ask);
    if ask.format() == Format::Html {
        let links = document["links"].as_array().cloned().unwrap_or_default();
        let text = |key: &str| document[key].as_str().unwrap_or_default().to_owned();
        return Ok(html::page_answer(app, ask, &html::links(ask, &text("title"), &text("description"), &links)));
    }
    Ok(body::json(app, media::JSON, ask.lang(), &document))
}

fn describe(app: &App, found: &Collection, ask: &Ask) -> Json {
    let lang = ask.lang();
    let mut document = collection::describe(&found.scope, &found.id, found.geometry, app.city(), lang);
    let at = |path: &str| ask.url(&format!("/ogc/collections/{}{path}", found.id));
    let title = document["title"].as_str().unwrap_or_default().to_owned();
    let mut links = vec![
        link(at("?f=json"), "self", media::JSON, &title),
        link(at("?f=html"), "alternate", "text/html", &title),
        link(at("/items"), "items", media::GEOJSON, say(lang, "Об'єкти у GeoJSON", "Features as GeoJSON")),
        link(at("/items?f=html"), "items", "text/html", say(lang, "Об'єкти (сторінка)", "Features (page)")),
        link(
            at("/feature-schema"),
            "describedBy",
            media::SCHEMA,
            say(lang, "Схема об'єкта GeoJSON", "Schema of a GeoJSON feature"),
        ),
        link(at("/schema"), SCHEMA_REL, media::SCHEMA, say(lang, "Схема полів", "Schema of the fields")),
        link(at("/queryables"), QUERYABLES_REL, media::SCHEMA, say(lang, "Поля для відбору", "Fields to filter by")),
        link(at("/sortables"), SORTABLES_REL, media::SCHEMA, say(lang, "Поля для впорядкування", "Fields to sort by")),
    ];
    if found.geometry.is_some() {
        let register = &found.scope.register().id;
        links.push(link(
            ask.url(&format!("/tiles/{register}")),
            "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
            media::JSON,
            say(lang, "Векторні тайли", "Vector tiles"),
        ));
        links.push(link(
            ask.url(&format!("/styles/{register}")),
            "styles",
            media::JSON,
            say(lang, "Стиль мапи", "Map style"),
        ));
    }
    document["links"] = Json::Array(links);
    document
}

/// `GET /ogc/collections/{collection}/schema`
pub async fn get_schema(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(schema_answer(&app, &id, &ask, schema::flat))
}

/// `GET /ogc/collections/{collection}/queryables`
pub async fn get_queryables(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(schema_answer(&app, &id, &ask, |catalog, scope, _, lang| schema::queryables(catalog, scope, lang)))
}

/// `GET /ogc/collections/{collection}/sortables`
pub async fn get_sortables(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(schema_answer(&app, &id, &ask, |catalog, scope, _, lang| schema::sortables(catalog, scope, lang)))
}

/// `GET /ogc/collections/{collection}/feature-schema`
pub async fn get_feature_schema(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(schema_answer(&app, &id, &ask, schema::feature))
}

type Deriver = fn(
    &gis_core::catalog::Catalog,
    &gis_core::policy::Scope,
    Option<&gis_core::register::GeometryField>,
    gis_core::text::Lang,
) -> Json;

fn schema_answer(app: &App, id: &str, ask: &Ask, derive: Deriver) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let found = app.collection(id)?;
    let mut document = derive(app.catalog(), &found.scope, found.geometry, ask.lang());
    document["$id"] = json!(ask.url(&ask.path));
    Ok(body::json(app, schema_media(&ask.headers), ask.lang(), &document))
}

/// GDAL 3.6 asks for `application/json` and takes nothing else.
fn schema_media(headers: &HeaderMap) -> &'static str {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let plain = accepted.contains("application/json") && !accepted.contains("schema+json");
    if plain { media::JSON } else { media::SCHEMA }
}
