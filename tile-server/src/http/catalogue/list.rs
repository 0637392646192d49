//! `/catalogue`: the register of data sets (ПКМУ 835, додаток 7) with the freshness of each.

use super::page;
use crate::http::App;
use crate::http::ask::{Ask, Format};
use crate::http::body::{self, media};
use crate::http::html::{self, say};
use crate::http::problem::Problem;
use axum::extract::State;
use axum::response::Response;
use chrono::Utc;
use gis_core::derive::passport::{self, Passport};
use serde_json::{Value as Json, json};

/// Columns of the register of data sets.
const COLUMNS: [&str; 10] = [
    "uid",
    "title",
    "description",
    "accrualPeriodicity",
    "keywords",
    "purpose",
    "url",
    "distributionFormat",
    "publisherName",
    "publisherId",
];

/// `GET /catalogue`
pub async fn get_catalogue(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(catalogue(&app, &ask).await)
}

async fn catalogue(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let parameters = ask.parameters_in(&[], &["json", "html", "csv"])?;
    let (lang, now) = (ask.lang(), Utc::now());
    let sets = app.datasets(&ask.base).await?;
    let passports: Vec<Passport> = sets.iter().map(|set| passport::document(set, now, lang)).collect();
    if parameters.get("f") == Some("csv") {
        return Ok(body::answer(app, media::CSV, lang, table(&passports, &ask.base)?));
    }
    if ask.format() == Format::Html {
        return Ok(html::page_answer(app, ask, &page::catalogue(&passports, ask)));
    }
    let entries: Vec<Json> = passports.iter().map(|passport| entry(passport, ask)).collect();
    let document = json!({
        "title": say(lang, "Каталог реєстрів", "Catalogue of registers"),
        "dcat": ask.url("/catalogue/dcat"),
        "records": ask.url("/records"),
        "sets": entries,
    });
    Ok(body::json(app, media::JSON, lang, &document))
}

fn entry(passport: &Passport, ask: &Ask) -> Json {
    let id = &passport.id;
    json!({
        "id": id,
        "identifier": passport.identifier,
        "title": passport.title,
        "theme": passport.theme,
        "count": passport.count,
        "modified": passport.modified,
        "update_period": passport.update_period,
        "freshness": passport.freshness,
        "licence": passport.licence,
        "passport": ask.url(&format!("/catalogue/passport/{id}")),
        "iso": ask.url(&format!("/catalogue/iso/{id}")),
        "record": ask.url(&format!("/records/collections/catalogue/items/{id}")),
    })
}

/// The register of data sets as CSV: comma, CRLF or LF, quotes where needed.
fn table(passports: &[Passport], base: &str) -> Result<Vec<u8>, Problem> {
    let unwritten = |error: csv::Error| {
        tracing::error!(%error, "a table cannot be written");
        Problem::Internal
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(unwritten)?;
    for passport in passports {
        writer.write_record(row(passport, base)).map_err(unwritten)?;
    }
    writer.into_inner().map_err(|error| {
        tracing::error!(%error, "a table cannot be finished");
        Problem::Internal
    })
}

fn row(passport: &Passport, base: &str) -> [String; 10] {
    let mut formats: Vec<&str> = passport.formats.iter().map(|format| format.name).collect();
    formats.dedup();
    [
        passport.identifier.to_string(),
        passport.title.clone(),
        passport.description.clone(),
        passport.update_period.as_ref().map(ToString::to_string).unwrap_or_default(),
        passport.keywords.join("; "),
        passport.purpose.clone(),
        format!("{base}/catalogue/passport/{}?f=html", passport.id),
        formats.join("; "),
        passport.holder.name.clone(),
        passport.holder.code.clone().unwrap_or_default(),
    ]
}
