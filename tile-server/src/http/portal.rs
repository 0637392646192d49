//! What the viewer needs beyond the standards: the portal description and the change feed.

use super::App;
use super::ask::Ask;
use super::body::{self, media};
use super::problem::Problem;
use axum::extract::{Path, State};
use axum::response::Response;
use gis_core::derive::{schema, style};
use gis_core::policy::{Audience, Scope};
use gis_core::text::Text;
use serde_json::{Value as Json, json};
use store::sql::items::Filter;

/// Changes of one answer.
const MAX_CHANGES: i64 = 1_000;

/// `GET /api/portal`
pub async fn get_portal(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(portal(&app, &ask).await)
}

async fn portal(app: &App, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let mut registers = Vec::new();
    let mut scopes: Vec<Scope<'_>> = app.scopes().collect();
    // As the city lists its complex; within a subsystem by id.
    scopes.sort_by_key(|scope| (place_in_complex(app, scope), scope.register().subsystem.clone()));
    for scope in &scopes {
        registers.push(register(app, scope, ask).await?);
    }
    let city = app.city();
    let bounds = city.bounds_degrees;
    let [longitude, latitude, zoom] = app.view;
    let set = app.catalog().tilesets.first().map(|set| set.id.as_str()).unwrap_or_default();
    let document = json!({
        "city": {
            "id": city.id,
            "title": city.title,
            "bounds": [bounds.min_x, bounds.min_y, bounds.max_x, bounds.max_y],
            "center": [longitude, latitude],
            "zoom": zoom,
        },
        "actor": { "scope": app.actor.audience.name(), "title": audience_title(app.actor.audience) },
        "contact": app.contact.as_ref().map(|email| json!({ "email": email })),
        "languages": app.languages,
        "tileset": set,
        "style": format!("/styles/{set}"),
        "registers": registers,
    });
    Ok(body::json(app, media::JSON, ask.lang(), &document))
}

fn place_in_complex(app: &App, scope: &Scope<'_>) -> Option<usize> {
    let module = app.catalog().module_of(scope.register())?;
    app.catalog().modules.iter().position(|other| other.id == module.id)
}

fn audience_title(audience: Audience) -> Text {
    match audience {
        Audience::Anonymous => Text::new("Відкриті дані", "Open data"),
        Audience::Official => Text::new("Службовий доступ", "Official access"),
        Audience::System => Text::new("Система", "System"),
    }
}

async fn register(app: &App, scope: &Scope<'_>, ask: &Ask) -> Result<Json, Problem> {
    let register = scope.register();
    let module = app.catalog().module_of(register);
    let count = app.count(scope, scope.geometries().next(), &Filter::default()).await?;
    Ok(json!({
        "id": register.id,
        "title": register.title,
        "description": register.description,
        "module": module.map(|module| json!({ "id": module.id, "title": module.title })),
        "subsystem": register.subsystem,
        "subsystem_title": module.and_then(|module| module.subsystems.get(&register.subsystem)),
        "geometries": scope.geometries().map(|geometry| geometry.kind.name()).collect::<Vec<_>>(),
        "visible": register.shown && scope.geometries().next().is_some(),
        "count": count,
        "source": register.source,
        "titles": style::title_fields(scope, ask.lang()),
        "legend": style::legend(app.catalog(), scope),
        "collection": ask.url(&format!("/ogc/collections/{}", register.id)),
    }))
}

/// `GET /api/registers/{register}`: the register as declared, as far as the reader may know it.
pub async fn get_register(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(describe(&app, &id, &ask).await)
}

async fn describe(app: &App, id: &str, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let scope = app.scope(id).ok_or_else(Problem::not_found)?;
    let mut document = register(app, &scope, ask).await?;
    document["schema"] = schema::flat(app.catalog(), &scope, scope.geometries().next(), ask.lang());
    Ok(body::json(app, media::JSON, ask.lang(), &document))
}

/// `GET /changes?since=`: what changed, oldest first, of the registers the reader may know of.
pub async fn list_changes(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(changes(&app, &ask).await)
}

async fn changes(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let parameters = ask.parameters(&["since", "limit"])?;
    let number = |name: &str, default: i64, most: i64| match parameters.get(name).map(str::parse::<i64>) {
        None => Ok(default),
        Some(Ok(number)) if (0..=most).contains(&number) => Ok(number),
        Some(_) => Err(Problem::parameter(name, format!("від 0 до {most}"), format!("0 to {most}"))),
    };
    let (since, limit) = (number("since", 0, i64::MAX)?, number("limit", 100, MAX_CHANGES)?);
    let found = app.store.changes_since(since, limit).await?;
    let next = found.last().map_or(since, |change| change.seq);
    let shown: Vec<Json> = found
        .iter()
        .filter(|change| app.scope(&change.register).is_some())
        .map(|change| {
            let [created, updated, deleted] = change.counts;
            json!({
                "seq": change.seq, "committed_at": change.committed_at, "register": change.register,
                "created": created, "updated": updated, "deleted": deleted,
            })
        })
        .collect();
    Ok(body::json(app, media::JSON, ask.lang(), &json!({ "changes": shown, "next": next })))
}
