//! Pages of features and single features.

use super::features::Writer;
use super::link::link;
use super::query::{FeatureShape, ItemsQuery};
use super::{Collection, order, query, time};
use crate::http::App;
use crate::http::ask::{Ask, Format};
use crate::http::body::{self, media};
use crate::http::feature::plain_id;
use crate::http::html::{self, say};
use crate::http::problem::Problem;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{SecondsFormat, Utc};
use gis_core::policy::Scope;
use gis_core::register::{Field, GeometryField};
use gis_core::text::Lang;
use gis_core::value::Value;
use serde_json::{Map, Value as Json, json};
use store::read::Feature;
use store::sql::items::{Filter, Moment};

/// Columns of the page for people.
const TABLE_COLUMNS: usize = 8;

impl App {
    /// How many features match; remembered until the register changes.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn count(
        &self,
        scope: &Scope<'_>,
        geometry: Option<&GeometryField>,
        filter: &Filter,
    ) -> Result<i64, Problem> {
        let register = scope.register().id.as_str();
        let shape = geometry.map_or("", |geometry| geometry.name.as_str());
        let key = format!("{register}/{shape}/{}/{}/{filter:?}", self.version(register), scope.audience().name());
        if let Some(count) = self.counts.get(&key).await {
            return Ok(count);
        }
        let count = self.store.count(scope, geometry, filter).await?;
        self.counts.insert(key, count).await;
        Ok(count)
    }
}

/// `GET /ogc/collections/{collection}/items`
pub async fn list_items(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(page(&app, &id, &ask).await)
}

async fn page(app: &App, id: &str, ask: &Ask) -> Result<Response, Problem> {
    let collection = app.collection(id)?;
    let asked = query::read(app, &collection, ask)?;
    let (scope, geometry) = (&collection.scope, collection.geometry);
    let matched = app.count(scope, geometry, &asked.filter).await?;
    let features = app.store.part(scope, geometry, &asked.shape.columns, (&asked.filter, &asked.part)).await?;
    let full = i64::try_from(features.len()).is_ok_and(|count| count == asked.part.limit);
    let next = features.last().filter(|_| full).map(|last| next_link(&collection, ask, &asked, last)).transpose()?;
    match ask.format() {
        Format::Html => Ok(as_page(app, &collection, ask, (&asked.shape, &features, next.as_deref()))),
        Format::Json => as_geojson(app, &collection, ask, (features, next, matched), &asked.shape),
    }
}

/// The cursor carries every parameter, so that a filter is not lost on the way.
fn next_link(collection: &Collection, ask: &Ask, asked: &ItemsQuery, last: &Feature) -> Result<String, Problem> {
    let cursor = order::cursor(&asked.part.keys, &asked.shape.columns, last);
    let query = ask.parameters(&query::known(collection))?.with("cursor", &cursor);
    Ok(ask.url(&format!("{}?{query}", ask.path)))
}

fn as_geojson(
    app: &App,
    collection: &Collection,
    ask: &Ask,
    (features, next, matched): (Vec<Feature>, Option<String>, i64),
    shape: &FeatureShape,
) -> Result<Response, Problem> {
    let returned = features.len();
    let writer = Writer { app, collection, shape };
    let mut out = String::with_capacity(512 * (returned + 2));
    out.push_str("{\"type\":\"FeatureCollection\",\"features\":[");
    for (at, feature) in features.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        writer.write(feature, None, &mut out)?;
    }
    let stamp = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let links = Json::Array(links(collection, ask, next.as_deref()));
    out.push_str(&format!(
        "],\"numberMatched\":{matched},\"numberReturned\":{returned},\"timeStamp\":\"{stamp}\",\"links\":{links}}}"
    ));
    let response = body::answer(app, media::GEOJSON, ask.lang(), out);
    let response = body::with(response, "content-crs", &format!("<{}>", shape.crs.uri()));
    let response = body::with(response, "ogc-numbermatched", &matched.to_string());
    let response = body::with(response, "ogc-numberreturned", &returned.to_string());
    Ok(match next {
        Some(next) => body::with(response, "link", &format!("<{next}>; rel=\"next\"; type=\"{}\"", media::GEOJSON)),
        None => response,
    })
}

fn links(collection: &Collection, ask: &Ask, next: Option<&str>) -> Vec<Json> {
    let lang = ask.lang();
    let here = |format: &str| match ask.parameters(&query::known(collection)) {
        Ok(parameters) => ask.url(&format!("{}?{}", ask.path, parameters.with("f", format))),
        Err(_) => ask.url(&ask.path),
    };
    let mut links = vec![
        link(here("json"), "self", media::GEOJSON, say(lang, "Ця сторінка", "This page")),
        link(here("html"), "alternate", "text/html", say(lang, "Ця сторінка у HTML", "This page as HTML")),
        link(
            ask.url(&format!("/ogc/collections/{}", collection.id)),
            "collection",
            media::JSON,
            say(lang, "Набір даних", "The collection"),
        ),
    ];
    links.extend(next.map(|next| link(next, "next", media::GEOJSON, say(lang, "Наступна сторінка", "Next page"))));
    links
}

fn as_page(
    app: &App,
    collection: &Collection,
    ask: &Ask,
    (shape, features, next): (&FeatureShape, &[Feature], Option<&str>),
) -> Response {
    let lang = ask.lang();
    let fields = &shape.columns.fields;
    let shown: Vec<usize> = fields[..shape.shown]
        .iter()
        .enumerate()
        .filter(|(_, field)| field.role.is_none() && field.computed.is_none() && !field.list)
        .map(|(at, _)| at)
        .take(TABLE_COLUMNS)
        .collect();
    let columns: Vec<String> = std::iter::once("fid".to_owned())
        .chain(shown.iter().map(|at| fields[*at].label.get(lang).to_owned()))
        .collect();
    let row = |feature: &Feature| {
        let cells = shown.iter().map(|at| plain(app, fields[*at], &feature.values[*at], lang));
        std::iter::once(feature.fid.to_string()).chain(cells).collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = features.iter().map(row).collect();
    let title = collection.scope.register().title.get(lang);
    html::page_answer(app, ask, &html::table(ask, title, (&columns, &rows), next))
}

fn plain(app: &App, field: &Field, value: &Value, lang: Lang) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => {
            field.codes.as_ref().map_or(text.as_str(), |list| app.catalog().code_label(list, text, lang)).to_owned()
        }
        other => other.to_json().to_string().trim_matches('"').to_owned(),
    }
}

/// `GET /ogc/collections/{collection}/items/{feature}`
pub async fn get_item(State(app): State<App>, Path((id, feature)): Path<(String, String)>, ask: Ask) -> Response {
    ask.answer(item(&app, (&id, &feature), &ask).await)
}

async fn item(app: &App, (id, feature): (&str, &str), ask: &Ask) -> Result<Response, Problem> {
    let collection = app.collection(id)?;
    let known: Vec<&str> = query::SHAPES.into_iter().chain(["at"]).collect();
    let parameters = ask.parameters(&known)?;
    let shape = query::shape(app, &collection, &parameters)?;
    let moment = Moment { valid: None, known: parameters.get("at").map(time::known_at).transpose()? };
    let fid = plain_id(feature).ok_or_else(Problem::not_found)?;
    let found = app.store.one_of(&collection.scope, &shape.columns, fid, moment).await?;
    let found = found.ok_or_else(Problem::not_found)?;
    if ask.format() == Format::Html {
        return Ok(see_card(&collection, fid, ask));
    }
    let version = found.version;
    let mut out = String::new();
    let writer = Writer { app, collection: &collection, shape: &shape };
    writer.write(found, Some(&item_links(&collection, fid, ask)), &mut out)?;
    let etag = format!("\"{version}-{:016x}\"", xxhash_rust::xxh3::xxh3_64(out.as_bytes()));
    let response = body::answer(app, media::GEOJSON, ask.lang(), out);
    let response = body::with(response, "content-crs", &format!("<{}>", shape.crs.uri()));
    Ok(body::unless_known(&ask.headers, &etag, response))
}

/// People see the card of the feature.
fn see_card(collection: &Collection, fid: i64, ask: &Ask) -> Response {
    let card = ask.url(&format!("/o/{}/{fid}?f=html&lang={}", collection.scope.register().id, ask.lang().tag()));
    axum::response::IntoResponse::into_response(axum::response::Redirect::to(&card))
}

fn item_links(collection: &Collection, fid: i64, ask: &Ask) -> Map<String, Json> {
    let lang = ask.lang();
    let at = format!("/ogc/collections/{}/items/{fid}", collection.id);
    let links = json!([
        link(ask.url(&format!("{at}?f=json")), "self", media::GEOJSON, say(lang, "Цей об'єкт", "This feature")),
        link(
            ask.url(&format!("{at}?f=html")),
            "alternate",
            "text/html",
            say(lang, "Цей об'єкт у HTML", "This feature as HTML")
        ),
        link(
            ask.url(&format!("/ogc/collections/{}", collection.id)),
            "collection",
            media::JSON,
            say(lang, "Набір даних", "The collection")
        ),
    ]);
    Map::from_iter([("links".to_owned(), links)])
}
