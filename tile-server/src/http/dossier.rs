//! `/o/{register}/{fid}/dossier`: what all registers know of one place, in JSON and as a page to be printed.
//!
//! Nothing here knows a register by name: what belongs to a place follows from declared references and from geometry,
//! what limits building there from the key `restricts` of the register files.

mod gather;
mod groups;
mod html;

use super::App;
use super::ask::{Ask, Format};
use super::body::{self, media};
use super::feature::{self, Card, plain_id};
use super::html::page_answer;
use super::problem::Problem;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::json;

/// All about one place.
#[derive(Debug, Serialize)]
pub struct Dossier {
    /// The feature that is asked about.
    pub subject: Card,
    /// When the answer was made.
    pub composed: String,
    /// What restricts building there.
    pub limits: Vec<Group>,
    /// Registers of restrictions that hold nothing here.
    pub unrestricted: Vec<Checked>,
    /// What the feature refers to and what refers to it.
    pub related: Vec<Group>,
    /// What else lies there.
    pub place: Vec<Group>,
    /// Radius of `near`, metres.
    pub near_m: f64,
    /// Points in the neighbourhood.
    pub near: Vec<Near>,
}

/// Features of one register.
#[derive(Debug, Serialize)]
pub struct Group {
    /// Module id.
    pub module: String,
    /// Module name.
    pub module_title: String,
    /// Register id.
    pub register: String,
    /// Register name.
    pub register_title: String,
    /// The act behind the register.
    pub source: String,
    /// Label of the field that refers.
    pub reference: Option<String>,
    /// How many features there are; the least number unless `total_exact`.
    pub total: i64,
    /// False when there are so many that they were not counted to the end.
    pub total_exact: bool,
    /// The first of them.
    pub items: Vec<Item>,
}

/// A feature in a group.
#[derive(Debug, Serialize)]
pub struct Item {
    /// Feature id.
    pub fid: i64,
    /// Feature name.
    pub title: String,
    /// A second line.
    pub subtitle: Option<String>,
    /// Its card.
    pub href: String,
    /// When this version was committed.
    pub updated: Option<String>,
    /// What two areas share.
    pub overlap: Option<Shared>,
}

/// What the area of a feature shares with that of the subject.
#[derive(Debug, Serialize)]
pub struct Shared {
    /// m² on the ellipsoid.
    pub area_m2: f64,
    /// Percent of the subject's area.
    pub percent: f64,
    /// True when they only meet along their boundaries.
    pub borders: bool,
}

/// A register that was asked.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// Register id.
    pub register: String,
    /// Register name.
    pub register_title: String,
    /// The act behind the register.
    pub source: String,
}

/// Points of a register in the neighbourhood.
#[derive(Debug, Serialize)]
pub struct Near {
    /// Register id.
    pub register: String,
    /// Register name.
    pub register_title: String,
    /// How many there are; the least number unless `total_exact`.
    pub total: i64,
    /// False when there are so many that they were not counted to the end.
    pub total_exact: bool,
    /// Distance of the nearest one, metres.
    pub metres: f64,
    /// The nearest one.
    pub nearest: Item,
}

/// `GET /o/{register}/{fid}/dossier`
pub async fn get_dossier(State(app): State<App>, Path((register, fid)): Path<(String, String)>, ask: Ask) -> Response {
    ask.answer(page(&app, (&register, &fid), &ask).await)
}

async fn page(app: &App, (register, fid): (&str, &str), ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let scope = app.scope(register).ok_or_else(Problem::not_found)?;
    let fid = plain_id(fid).ok_or_else(Problem::not_found)?;
    let found = feature::find(app, &scope, fid).await?;
    let dossier = gather::dossier(app, &scope, found, ask).await?;
    Ok(match ask.format() {
        Format::Json => body::json(app, media::JSON, ask.lang(), &json!(dossier)),
        Format::Html => page_answer(app, ask, &html::page(&dossier, ask)),
    })
}
