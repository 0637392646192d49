//! `/o/{register}/{fid}`: one feature as a card, in JSON for the viewer and as a page without JavaScript.

use super::App;
use super::ask::{Ask, Format};
use super::body::{self, media};
use super::html;
use super::problem::Problem;
use super::search::degrees;
use axum::extract::{Path, State};
use axum::response::Response;
use gis_core::crs::Crs;
use gis_core::policy::Scope;
use gis_core::register::{Field, FieldType, GeometryField, Register};
use gis_core::text::{Lang, Text};
use gis_core::value::Value;
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use store::read::Feature;
use store::sql::items::Moment;

/// A card.
#[derive(Debug, Serialize)]
pub struct Card {
    /// Register id.
    pub register: String,
    /// Register name.
    pub register_title: String,
    /// Feature id.
    pub fid: i64,
    /// Feature name.
    pub title: String,
    /// A second line.
    pub subtitle: Option<String>,
    /// `[longitude, latitude]`.
    pub center: Option<[f64; 2]>,
    /// West, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// Values that are there.
    pub fields: Vec<CardField>,
    /// The act behind the register.
    pub source: String,
    /// When this version was committed.
    pub updated: Option<String>,
    /// Version.
    pub version: i32,
    /// Where else the feature is.
    pub links: Vec<Json>,
}

/// One value of a card.
#[derive(Debug, Serialize)]
pub struct CardField {
    /// Field name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The value.
    pub value: Json,
    /// The value for people.
    pub text: String,
    /// The feature a reference leads to.
    pub href: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// Heading of the group of service fields it belongs to; absent for what is the register's own.
    pub group: Option<String>,
}

/// `GET /o/{register}/{fid}`
pub async fn get_feature_page(
    State(app): State<App>,
    Path((register, fid)): Path<(String, String)>,
    ask: Ask,
) -> Response {
    ask.answer(page(&app, (&register, &fid), &ask).await)
}

async fn page(app: &App, (register, fid): (&str, &str), ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let scope = app.scope(register).ok_or_else(Problem::not_found)?;
    let fid = plain_id(fid).ok_or_else(Problem::not_found)?;
    let (feature, _) = find(app, &scope, fid).await?;
    let card = card(app, &scope, feature, ask).await?;
    Ok(match ask.format() {
        Format::Json => body::json(app, media::JSON, ask.lang(), &json!(card)),
        Format::Html => html::page_answer(app, ask, &html::card(&card, ask)),
    })
}

/// A feature with the first of its visible geometries that it has.
///
/// # Errors
/// When there is no such feature for this reader, or the database fails.
pub async fn find<'a>(app: &App, scope: &Scope<'a>, fid: i64) -> Result<(Feature, Option<&'a GeometryField>), Problem> {
    let mut geometries = scope.geometries();
    let mut geometry = geometries.next();
    let mut found = app.store.one(scope, geometry, fid, Moment::default()).await?;
    // A square has an area and no axis: whichever geometry there is shows where it is.
    for other in geometries {
        if found.as_ref().is_some_and(|feature| feature.geometry.is_none()) {
            geometry = Some(other);
            found = app.store.one(scope, geometry, fid, Moment::default()).await?;
        }
    }
    let feature = found.ok_or_else(Problem::not_found)?;
    let geometry = geometry.filter(|_| feature.geometry.is_some());
    Ok((feature, geometry))
}

/// A feature id written as it is written in links; `007` and `7` are not two addresses of one feature.
pub fn plain_id(text: &str) -> Option<i64> {
    text.parse().ok().filter(|id: &i64| *id >= 0 && id.to_string() == text)
}

/// The card of a feature.
///
/// # Errors
/// When the database fails.
pub async fn card(app: &App, scope: &Scope<'_>, feature: Feature, ask: &Ask) -> Result<Card, Problem> {
    let lang = ask.lang();
    let register = scope.register();
    let titles = titles(app, scope, &feature).await?;
    let own = app.store.titles(scope, &[feature.fid]).await?.pop().map(|(_, named)| named);
    let named = own.as_ref().map(|own| own.title.get(lang).to_owned()).filter(|title| !title.is_empty());
    let subtitle = own.and_then(|own| own.subtitle).map(|subtitle| subtitle.get(lang).to_owned());
    let fields = scope.fields().zip(&feature.values).filter(|(_, value)| !value.is_null());
    let fields = fields.map(|(field, value)| card_field(app, field, value, &titles, lang)).collect();
    let updated = app.store.committed_at(scope, feature.changeset).await?;
    let (center, bbox) = place(app, &feature);
    Ok(Card {
        register: register.id.to_string(),
        register_title: register.title.get(lang).to_owned(),
        fid: feature.fid,
        title: named.unwrap_or_else(|| format!("{} № {}", register.title.get(lang), feature.fid)),
        subtitle,
        center,
        bbox,
        fields,
        source: register.source.clone(),
        updated: updated.map(|instant| instant.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        version: feature.version,
        links: links(register, feature.fid, ask),
    })
}

fn links(register: &Register, fid: i64, ask: &Ask) -> Vec<Json> {
    let link = |rel: &str, href: String, media: &str, title: &str| json!({ "rel": rel, "href": ask.url(&href), "type": media, "title": title });
    let dossier = html::say(ask.lang(), "Досьє місця", "Place dossier");
    vec![
        link("item", format!("/ogc/collections/{}/items/{fid}", register.id), media::GEOJSON, "GeoJSON"),
        link(
            "related",
            format!("/o/{}/{fid}/dossier?f=html&lang={}", register.id, ask.lang().tag()),
            media::HTML,
            dossier,
        ),
    ]
}

fn place(app: &App, feature: &Feature) -> (Option<[f64; 2]>, Option<[f64; 4]>) {
    let Some(geometry) = &feature.geometry else { return (None, None) };
    let city = app.city();
    let center = degrees(app, gis_core::validity::interior_point(geometry));
    let bounds = city.transformer.transform_bounds(city.storage, Crs::CRS84, &geometry.bounds()).ok();
    (center, bounds.map(|found| [found.min_x, found.min_y, found.max_x, found.max_y]))
}

type Titles = BTreeMap<(String, i64), Text>;

/// Titles of everything the feature refers to, as this reader may see them: one question a register.
async fn titles(app: &App, scope: &Scope<'_>, feature: &Feature) -> Result<Titles, Problem> {
    let mut wanted: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (field, value) in scope.fields().zip(&feature.values) {
        if let Some(to) = &field.to {
            wanted.entry(to.to_string()).or_default().extend(fids(value));
        }
    }
    let mut titles = Titles::new();
    for (register, fids) in wanted {
        let Some(scope) = app.scope(&register) else { continue };
        let found = app.store.titles(&scope, &fids).await?;
        titles.extend(found.into_iter().map(|(fid, named)| ((register.clone(), fid), named.title)));
    }
    Ok(titles)
}

fn fids(value: &Value) -> Vec<i64> {
    match value {
        Value::Int(fid) => vec![*fid],
        Value::List(values) => values.iter().flat_map(fids).collect(),
        _ => Vec::new(),
    }
}

fn card_field(app: &App, field: &Field, value: &Value, titles: &Titles, lang: Lang) -> CardField {
    let href = match (&field.to, value) {
        (Some(to), Value::Int(fid)) if app.scope(to.as_str()).is_some() => Some(format!("/o/{to}/{fid}")),
        _ if field.kind == FieldType::Url => value.to_json().as_str().map(str::to_owned),
        _ => None,
    };
    CardField {
        name: field.name.to_string(),
        label: label(field, lang),
        value: value.to_json(),
        text: shown(app, field, value, titles, lang),
        href,
        unit: field.unit.as_ref().map(|unit| unit.get(lang).to_owned()),
        group: field.group.as_ref().map(|title| title.get(lang).to_owned()),
    }
}

/// The label of a value that is followed by its unit: `Площа, га` says it twice.
fn label(field: &Field, lang: Lang) -> String {
    let label = field.label.get(lang);
    let unit = field.unit.as_ref().map(|unit| format!(", {}", unit.get(lang)));
    unit.and_then(|unit| label.strip_suffix(unit.as_str())).unwrap_or(label).to_owned()
}

fn shown(app: &App, field: &Field, value: &Value, titles: &Titles, lang: Lang) -> String {
    match (field.kind, value) {
        (_, Value::List(values)) => {
            values.iter().map(|one| shown(app, field, one, titles, lang)).collect::<Vec<_>>().join(", ")
        }
        (FieldType::Code, Value::Text(code)) => field
            .codes
            .as_ref()
            .map_or_else(|| code.clone(), |list| app.catalog().code_label(list, code, lang).to_owned()),
        (FieldType::Ref, Value::Int(fid)) => {
            let title = field.to.as_ref().and_then(|to| titles.get(&(to.to_string(), *fid)));
            title.map_or_else(|| format!("№ {fid}"), |title| title.get(lang).to_owned())
        }
        (FieldType::Records, Value::Json(Json::Array(rows))) => {
            rows.iter().map(|row| record(field, row)).collect::<Vec<_>>().join("; ")
        }
        (_, Value::Bool(yes)) => match (yes, lang) {
            (true, Lang::Uk) => "так",
            (false, Lang::Uk) => "ні",
            (true, Lang::En) => "yes",
            (false, Lang::En) => "no",
        }
        .to_owned(),
        (_, Value::Date(day)) => match lang {
            Lang::Uk => day.format("%d.%m.%Y").to_string(),
            Lang::En => day.to_string(),
        },
        (_, Value::Text(text)) => text.clone(),
        (_, Value::Decimal(number)) => {
            let text = number.to_string();
            if lang == Lang::Uk { text.replace('.', ",") } else { text }
        }
        (_, other) => other.to_json().to_string().trim_matches('"').to_owned(),
    }
}

/// The parts of a record that are there, in declared order.
fn record(field: &Field, row: &Json) -> String {
    let parts = field.of.iter().filter_map(|part| row.get(part.name.as_str()));
    let texts = parts
        .filter(|value| !value.is_null())
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    texts.collect::<Vec<_>>().join(", ")
}
