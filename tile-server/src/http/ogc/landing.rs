//! Landing page, conformance, API document.

use super::link::link;
use super::openapi;
use crate::http::App;
use crate::http::ask::{Ask, Format};
use crate::http::body::{self, media};
use crate::http::html::{self, say};
use crate::http::problem::Problem;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value as Json, json};

/// Conformance classes that are implemented; for each the tests name the one that proves it.
const CLASSES: [&str; 19] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-features-6/1.0/conf/properties",
    "http://www.opengis.net/spec/ogcapi-features-6/1.0/conf/properties-features",
    "http://www.opengis.net/spec/ogcapi-features-7/1.0/conf/zoom-level",
    "http://www.opengis.net/spec/ogcapi-features-7/1.0/conf/zoom-level-features",
    "http://www.opengis.net/spec/ogcapi-features-8/1.0/conf/sorting",
    "http://www.opengis.net/spec/ogcapi-features-8/1.0/conf/features-sorting",
    "http://www.opengis.net/spec/ogcapi-features-9/1.0/conf/text-search",
    "http://www.opengis.net/spec/ogcapi-features-9/1.0/conf/features-text-search",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/sortables",
];

/// `GET /ogc`
pub async fn get_landing(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(landing(&app, &ask))
}

fn landing(app: &App, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let lang = ask.lang();
    let city = app.city().title.get(lang);
    let title = format!("{city}: {}", say(lang, "реєстри міста", "city registers"));
    let description = say(
        lang,
        "Відкриті реєстри міста за стандартом OGC API Features: для QGIS, ArcGIS, GDAL і ваших програм.",
        "Open registers of the city by OGC API Features: for QGIS, ArcGIS, GDAL and your programs.",
    );
    let at = |path: &str| ask.url(path);
    let links = vec![
        link(at("/ogc?f=json"), "self", media::JSON, say(lang, "Ця сторінка у JSON", "This page as JSON")),
        link(at("/ogc?f=html"), "alternate", "text/html", say(lang, "Ця сторінка у HTML", "This page as HTML")),
        link(at("/ogc/collections"), "data", media::JSON, say(lang, "Набори даних", "Collections")),
        link(
            at("/ogc/collections?f=html"),
            "data",
            "text/html",
            say(lang, "Набори даних (сторінка)", "Collections (page)"),
        ),
        link(at("/ogc/conformance"), "conformance", media::JSON, say(lang, "Відповідність стандартам", "Conformance")),
        link(at("/ogc/api"), "service-desc", media::OPENAPI, say(lang, "Опис API", "API description")),
        link(at("/ogc/api.html"), "service-doc", "text/html", say(lang, "Довідка API", "API documentation")),
        link(
            at("/tiles"),
            "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
            media::JSON,
            say(lang, "Векторні тайли", "Vector tiles"),
        ),
        link(
            at("/records/collections/catalogue/items"),
            "http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog",
            media::GEOJSON,
            say(lang, "Каталог реєстрів", "Catalogue of registers"),
        ),
    ];
    Ok(match ask.format() {
        Format::Html => html::page_answer(app, ask, &html::links(ask, &title, description, &links)),
        Format::Json => {
            let document = json!({ "title": title, "description": description, "links": links });
            body::json(app, media::JSON, lang, &document)
        }
    })
}

/// `GET /ogc/conformance`
pub async fn get_conformance(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(conformance(&app, &ask))
}

fn conformance(app: &App, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    if ask.format() == Format::Html {
        let links: Vec<Json> = CLASSES.iter().map(|class| link(*class, "about", "", class)).collect();
        let title = say(ask.lang(), "Відповідність стандартам", "Conformance");
        return Ok(html::page_answer(app, ask, &html::links(ask, title, "", &links)));
    }
    Ok(body::json(app, media::JSON, ask.lang(), &json!({ "conformsTo": CLASSES })))
}

/// `GET /ogc/api`
pub async fn get_api(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(
        ask.parameters(&[]).map(|_| body::json(&app, media::OPENAPI, ask.lang(), &openapi::document(&app, &ask))),
    )
}

/// `GET /ogc/api.html`: the operations as a readable list.
pub async fn get_api_page(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(ask.parameters(&[]).map(|_| api_page(&app, &ask)))
}

fn api_page(app: &App, ask: &Ask) -> Response {
    let document = openapi::document(app, ask);
    let paths = document["paths"].as_object().cloned().unwrap_or_default();
    let main = maud::html! {
        p { a href="/ogc/api" { "OpenAPI 3.0" } }
        @for (path, operations) in &paths {
            h2 { code { "GET " (path) } }
            p { (operations["get"]["summary"].as_str().unwrap_or_default()) }
            ul {
                @for parameter in operations["get"]["parameters"].as_array().into_iter().flatten() {
                    @if let Some(name) = parameter["name"].as_str() {
                        li { code { (name) } " " (parameter["description"].as_str().unwrap_or_default()) }
                    }
                }
            }
        }
    };
    html::page_answer(app, ask, &html::shell(ask, say(ask.lang(), "Довідка API", "API documentation"), &main))
}
