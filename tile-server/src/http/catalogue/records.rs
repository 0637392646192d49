//! `/records`: OGC API Records, Part 1. An API of its own beside `/ogc`: feature clients open every collection they find
//! there, and ids there belong to registers.

use super::query::{self, DEFAULT_LIMIT, KNOWN, MAX_LIMIT};
use crate::http::App;
use crate::http::ask::{Ask, Format};
use crate::http::body::{self, media};
use crate::http::html::{self, say};
use crate::http::ogc::link;
use crate::http::problem::Problem;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Utc;
use gis_core::derive::dataset::{Dataset, stamp};
use gis_core::derive::record;
use gis_core::text::Lang;
use serde_json::{Value as Json, json};

/// Conformance classes that are implemented and tested.
const CLASSES: [&str; 6] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core",
    "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-collection",
    "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core-query-parameters",
    "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/records-api",
];
/// Id of the only catalogue.
const CATALOG: &str = "catalogue";
/// Where it is.
const HOME: &str = "/records/collections/catalogue";

/// `GET /records`
pub async fn get_landing(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(landing(&app, &ask))
}

fn landing(app: &App, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let lang = ask.lang();
    let (title, description) = (record::title(app.city()), record::description());
    let links = vec![
        link(ask.url("/records?f=json"), "self", media::JSON, say(lang, "Ця сторінка у JSON", "This page as JSON")),
        link(
            ask.url("/records?f=html"),
            "alternate",
            "text/html",
            say(lang, "Ця сторінка у HTML", "This page as HTML"),
        ),
        link(ask.url("/records/collections"), "data", media::JSON, say(lang, "Каталоги", "Catalogues")),
        link(
            ask.url("/records/conformance"),
            "conformance",
            media::JSON,
            say(lang, "Відповідність стандартам", "Conformance"),
        ),
        link(ask.url("/records/api"), "service-desc", media::OPENAPI, say(lang, "Опис API", "API description")),
        link(
            ask.url(&format!("{HOME}/items")),
            "http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog",
            media::GEOJSON,
            say(lang, "Записи каталогу", "Records of the catalogue"),
        ),
    ];
    if ask.format() == Format::Html {
        return Ok(html::page_answer(app, ask, &html::links(ask, title.get(lang), description.get(lang), &links)));
    }
    let document = json!({ "title": title.get(lang), "description": description.get(lang), "links": links });
    Ok(body::json(app, media::JSON, lang, &document))
}

/// `GET /records/conformance`
pub async fn get_conformance(State(app): State<App>, ask: Ask) -> Response {
    let classes = json!({ "conformsTo": CLASSES });
    ask.answer(ask.parameters(&[]).map(|_| body::json(&app, media::JSON, ask.lang(), &classes)))
}

/// `GET /records/collections`
pub async fn list_catalogs(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(catalogs(&app, &ask).await)
}

async fn catalogs(app: &App, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let title = say(ask.lang(), "Каталоги", "Catalogues");
    let document = json!({
        "title": title,
        "links": [link(ask.url("/records/collections"), "self", media::JSON, title)],
        "collections": [describe(app, ask).await?],
    });
    Ok(body::json(app, media::JSON, ask.lang(), &document))
}

/// `GET /records/collections/catalogue`
pub async fn get_catalog(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(catalog(&app, &ask).await)
}

async fn catalog(app: &App, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    Ok(body::json(app, media::JSON, ask.lang(), &describe(app, ask).await?))
}

async fn describe(app: &App, ask: &Ask) -> Result<Json, Problem> {
    let lang = ask.lang();
    let sets = app.datasets(&ask.base).await?;
    let mut document = record::catalogue(CATALOG, &sets, &app.publication, app.city(), lang);
    let title = record::title(app.city());
    document["links"] = json!([
        link(ask.url(HOME), "self", media::JSON, title.get(lang)),
        link(
            ask.url(&format!("{HOME}/items")),
            "items",
            media::GEOJSON,
            say(lang, "Записи у GeoJSON", "Records as GeoJSON")
        ),
        link(
            ask.url("/catalogue?f=html"),
            "alternate",
            "text/html",
            say(lang, "Каталог (сторінка)", "Catalogue (page)")
        ),
        link(ask.url("/catalogue/dcat"), "alternate", media::JSON_LD, "DCAT-AP 3"),
    ]);
    Ok(document)
}

/// `GET /records/collections/catalogue/items`
pub async fn list_records(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(records(&app, &ask).await)
}

async fn records(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let asked = query::read(ask)?;
    let lang = ask.lang();
    let sets = app.datasets(&ask.base).await?;
    let matched: Vec<&Dataset> = sets.iter().filter(|set| asked.matches(set)).collect();
    let page: Vec<&Dataset> = matched.iter().copied().skip(asked.offset).take(asked.limit).collect();
    let after = asked.offset.saturating_add(page.len());
    let next = (after < matched.len() && !page.is_empty()).then_some(after);
    if ask.format() == Format::Html {
        return Ok(as_page(app, ask, &page, next_link(ask, next)?));
    }
    let features: Vec<Json> = page.iter().map(|set| with_links(record::feature(set, lang), ask)).collect();
    let document = json!({
        "type": "FeatureCollection",
        "features": features,
        "numberMatched": matched.len(),
        "numberReturned": features.len(),
        "timeStamp": stamp(Utc::now()),
        "links": page_links(ask, next_link(ask, next)?)?,
    });
    Ok(body::json(app, media::GEOJSON, lang, &document))
}

fn next_link(ask: &Ask, next: Option<usize>) -> Result<Option<String>, Problem> {
    let Some(next) = next else { return Ok(None) };
    let query = ask.parameters(&KNOWN)?.with("offset", &next.to_string());
    Ok(Some(ask.url(&format!("{}?{query}", ask.path))))
}

fn page_links(ask: &Ask, next: Option<String>) -> Result<Vec<Json>, Problem> {
    let (lang, parameters) = (ask.lang(), ask.parameters(&KNOWN)?);
    let here = |format: &str| ask.url(&format!("{}?{}", ask.path, parameters.with("f", format)));
    let mut links = vec![
        link(here("json"), "self", media::GEOJSON, say(lang, "Ця сторінка", "This page")),
        link(here("html"), "alternate", "text/html", say(lang, "Ця сторінка у HTML", "This page as HTML")),
        link(ask.url(HOME), "collection", media::JSON, say(lang, "Каталог", "The catalogue")),
    ];
    links.extend(next.map(|next| link(next, "next", media::GEOJSON, say(lang, "Наступна сторінка", "Next page"))));
    Ok(links)
}

fn as_page(app: &App, ask: &Ask, page: &[&Dataset], next: Option<String>) -> Response {
    let lang = ask.lang();
    let passport = |set: &&Dataset| {
        let href = format!("{}?f=html&lang={}", set.passport_url(), lang.tag());
        link(href, "item", "", set.register().title.get(lang))
    };
    let mut links: Vec<Json> = page.iter().map(passport).collect();
    links.extend(next.map(|next| link(next, "next", "", say(lang, "Наступна сторінка", "Next page"))));
    html::page_answer(app, ask, &html::links(ask, record::title(app.city()).get(lang), "", &links))
}

/// A record with the links that belong to this API.
fn with_links(mut feature: Json, ask: &Ask) -> Json {
    let lang = ask.lang();
    let id = feature["id"].as_str().unwrap_or_default().to_owned();
    let own = [
        link(ask.url(&format!("{HOME}/items/{id}")), "self", media::GEOJSON, say(lang, "Цей запис", "This record")),
        link(ask.url(HOME), "collection", media::JSON, say(lang, "Каталог", "The catalogue")),
    ];
    if let Some(links) = feature["links"].as_array_mut() {
        links.splice(0..0, own);
    }
    feature
}

/// `GET /records/collections/catalogue/items/{register}`
pub async fn get_record(State(app): State<App>, Path(register): Path<String>, ask: Ask) -> Response {
    ask.answer(one(&app, &register, &ask).await)
}

async fn one(app: &App, register: &str, ask: &Ask) -> Result<Response, Problem> {
    let scope = app.scope(register).ok_or_else(Problem::not_found)?;
    ask.parameters(&[])?;
    let set = app.dataset(scope, &ask.base).await?;
    if ask.format() == Format::Html {
        let page = format!("{}?f=html&lang={}", set.passport_url(), ask.lang().tag());
        return Ok(Redirect::to(&page).into_response());
    }
    let feature = with_links(record::feature(&set, ask.lang()), ask);
    Ok(body::json(app, media::GEOJSON, ask.lang(), &feature))
}

/// `GET /records/api`: OpenAPI 3.0.3.
pub async fn get_api(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(ask.parameters(&[]).map(|_| body::json(&app, media::OPENAPI, ask.lang(), &api(&app, &ask))))
}

fn api(app: &App, ask: &Ask) -> Json {
    let text = |name: &str, description: &str| json!({ "name": name, "in": "query", "description": description, "schema": { "type": "string" } });
    let number = |name: &str, least: usize, default: usize| json!({ "name": name, "in": "query", "schema": { "type": "integer", "minimum": least, "default": default } });
    let mut limit = number("limit", 1, DEFAULT_LIMIT);
    limit["schema"]["maximum"] = json!(MAX_LIMIT);
    let parameters = vec![
        text("q", "Phrases, comma-separated; any of them"),
        text("bbox", "West, south, east, north; degrees"),
        text("datetime", "Instant, day or interval"),
        text("type", "Resource types; `dataset` is the only one"),
        text("ids", "Record ids, comma-separated"),
        text("externalIds", "UUIDs, comma-separated"),
        limit,
        number("offset", 0, 0),
    ];
    let id = json!({ "name": "recordId", "in": "path", "required": true, "schema": { "type": "string" } });
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": record::title(app.city()).get(Lang::En),
            "description": "OGC API Records 1.0, Part 1",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "servers": [{ "url": ask.url("/records") }],
        "paths": {
            "/": operation("getLandingPage", &[], media::JSON),
            "/conformance": operation("getConformance", &[], media::JSON),
            "/collections": operation("getCatalogues", &[], media::JSON),
            "/collections/catalogue": operation("getCatalogue", &[], media::JSON),
            "/collections/catalogue/items": operation("getRecords", &parameters, media::GEOJSON),
            "/collections/catalogue/items/{recordId}": operation("getRecord", &[id], media::GEOJSON),
        },
    })
}

fn operation(id: &str, parameters: &[Json], media: &str) -> Json {
    let failed = json!({ "description": "Problem", "content": {
        "application/problem+json": { "schema": { "type": "object" } },
        "text/html": { "schema": { "type": "string" } },
    } });
    json!({ "get": {
        "operationId": id,
        "parameters": parameters,
        "responses": {
            "200": { "description": "OK", "content": { media: { "schema": { "type": "object" } } } },
            "default": failed,
        },
    } })
}
