//! `/api/registers/{register}/sealed/{fid}?purpose=`: one feature with its confidential fields, for staff with a
//! purpose. The read is in the audit before the answer is.

use super::App;
use super::ask::Ask;
use super::body::{self, media};
use super::feature::plain_id;
use super::problem::Problem;
use axum::extract::{Path, State};
use axum::response::Response;
use gis_core::policy::{Audience, Purpose};
use serde_json::{Map, Value as Json, json};

/// `GET /api/registers/{register}/sealed/{fid}`
pub async fn get_sealed(State(app): State<App>, Path((register, fid)): Path<(String, String)>, ask: Ask) -> Response {
    ask.answer(sealed(&app, (&register, &fid), &ask).await)
}

async fn sealed(app: &App, (register, fid): (&str, &str), ask: &Ask) -> Result<Response, Problem> {
    if app.actor.audience == Audience::Anonymous {
        return Err(Problem::not_found());
    }
    let parameters = ask.parameters(&["purpose"])?;
    let purpose = parameters.get("purpose").and_then(Purpose::new).ok_or_else(|| {
        Problem::parameter(
            "purpose",
            "потрібна мета доступу, від 10 до 500 символів: вона записується у журнал",
            "the purpose of the access is needed, 10 to 500 characters: it is written to the audit",
        )
    })?;
    let register = app.catalog().register(register).ok_or_else(Problem::not_found)?;
    let fid = plain_id(fid).ok_or_else(Problem::not_found)?;
    let feature = app.store.one_sealed((register, fid), &app.actor, &purpose).await?.ok_or_else(Problem::not_found)?;
    let values: Map<String, Json> = register
        .fields
        .iter()
        .zip(&feature.values)
        .map(|(field, value)| (field.name.to_string(), value.to_json()))
        .collect();
    Ok(body::json(
        app,
        media::JSON,
        ask.lang(),
        &json!({ "register": register.id, "fid": fid, "version": feature.version, "values": values }),
    ))
}
