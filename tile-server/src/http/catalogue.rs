//! The catalogue: every register that the reader may know of, as records, DCAT, ISO metadata and passports.

mod list;
mod page;
mod query;
mod records;

pub use list::get_catalogue;
pub use records::{get_api, get_catalog, get_conformance, get_landing, get_record, list_catalogs, list_records};

use super::App;
use super::ask::{Ask, Format};
use super::body::{self, media};
use super::html;
use super::problem::Problem;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::Response;
use chrono::Utc;
use gis_core::cast;
use gis_core::crs::Crs;
use gis_core::derive::dataset::{Dataset, Facts};
use gis_core::derive::{dcat, iso, passport};
use gis_core::geometry::Bounds;
use gis_core::policy::Scope;
use store::sql::items::Filter;

/// Digits of a degree that boxes are rounded to, outwards: about a metre.
const BOX_STEP: f64 = 1e5;

impl App {
    /// A register as a data set.
    ///
    /// # Errors
    /// When the database is away.
    async fn dataset<'a>(&'a self, scope: Scope<'a>, base: &'a str) -> Result<Dataset<'a>, Problem> {
        Ok(Dataset {
            facts: self.facts_of(&scope).await?,
            scope,
            publication: &self.publication,
            catalog: self.catalog(),
            city: self.city(),
            base,
        })
    }

    /// All data sets that the reader may know of, by id.
    ///
    /// # Errors
    /// When the database is away.
    async fn datasets<'a>(&'a self, base: &'a str) -> Result<Vec<Dataset<'a>>, Problem> {
        let mut sets = Vec::new();
        for scope in self.scopes() {
            sets.push(self.dataset(scope, base).await?);
        }
        Ok(sets)
    }

    /// What the data say; remembered until the register changes.
    async fn facts_of(&self, scope: &Scope<'_>) -> Result<Facts, Problem> {
        let id = scope.register().id.as_str();
        let version = self.version(id);
        let key = format!("{id}/{version}/{}", scope.audience().name());
        if let Some(facts) = self.facts.get(&key).await {
            return Ok(facts);
        }
        let changed = self.store.changed(scope).await?;
        let facts = Facts {
            bounds: self.store.extent(scope).await?.and_then(|bounds| in_degrees(self, &bounds)),
            created: changed.map(|[first, _]| first),
            updated: changed.map(|[_, last]| last),
            version,
            count: self.count(scope, scope.geometries().next(), &Filter::default()).await?,
        };
        self.facts.insert(key, facts.clone()).await;
        Ok(facts)
    }
}

fn in_degrees(app: &App, bounds: &Bounds) -> Option<Bounds> {
    let city = app.city();
    let found = city.transformer.transform_bounds(city.storage, Crs::CRS84, bounds).ok()?;
    let outwards = |value: f64, round: fn(f64) -> f64| cast::round(round(value * BOX_STEP) / BOX_STEP, 5);
    Some(Bounds {
        min_x: outwards(found.min_x, f64::floor),
        min_y: outwards(found.min_y, f64::floor),
        max_x: outwards(found.max_x, f64::ceil),
        max_y: outwards(found.max_y, f64::ceil),
    })
}

/// `GET /catalogue/dcat`: DCAT-AP 3 as JSON-LD, or as RDF/XML.
pub async fn get_dcat(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(dcat_answer(&app, &ask).await)
}

async fn dcat_answer(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let parameters = ask.parameters_in(&[], &["jsonld", "json", "rdf"])?;
    let accepted = ask.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let as_xml = parameters.get("f").map_or_else(|| accepted.contains(media::RDF_XML), |format| format == "rdf");
    let sets = app.datasets(&ask.base).await?;
    let graph = dcat::graph(&sets, (&app.publication, app.city()), &ask.base);
    if as_xml {
        return Ok(body::answer(app, media::RDF_XML, ask.lang(), graph.rdf_xml().map_err(unwritten)?));
    }
    Ok(body::json(app, media::JSON_LD, ask.lang(), &graph.json_ld()))
}

/// `GET /catalogue/iso/{register}`: ISO 19139.
pub async fn get_iso(State(app): State<App>, Path(register): Path<String>, ask: Ask) -> Response {
    ask.answer(iso_answer(&app, &register, &ask).await)
}

async fn iso_answer(app: &App, register: &str, ask: &Ask) -> Result<Response, Problem> {
    let scope = app.scope(register).ok_or_else(Problem::not_found)?;
    ask.parameters_in(&[], &["xml"])?;
    let set = app.dataset(scope, &ask.base).await?;
    Ok(body::answer(app, media::XML, ask.lang(), iso::document(&set).map_err(unwritten)?))
}

fn unwritten(error: std::io::Error) -> Problem {
    tracing::error!(%error, "an XML document cannot be written");
    Problem::Internal
}

/// `GET /catalogue/passport/{register}`: the passport of ПКМУ 835.
pub async fn get_passport(State(app): State<App>, Path(register): Path<String>, ask: Ask) -> Response {
    ask.answer(passport_answer(&app, &register, &ask).await)
}

async fn passport_answer(app: &App, register: &str, ask: &Ask) -> Result<Response, Problem> {
    let scope = app.scope(register).ok_or_else(Problem::not_found)?;
    ask.parameters(&[])?;
    let set = app.dataset(scope, &ask.base).await?;
    let passport = passport::document(&set, Utc::now(), ask.lang());
    Ok(match ask.format() {
        Format::Html => html::page_answer(app, ask, &page::passport(&passport, ask)),
        Format::Json => body::json(app, media::JSON, ask.lang(), &serde_json::json!(passport)),
    })
}
