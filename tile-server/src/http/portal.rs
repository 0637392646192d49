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
use std::collections::BTreeMap;
use store::sql::items::Filter;

/// Features whose titles are told at once.
const MAX_TITLES: usize = 200;
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

/// `GET /api/titles?features=register/fid,…`: how features are called; those the reader may not know of are left out.
pub async fn list_titles(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(titles(&app, &ask).await)
}

async fn titles(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let parameters = ask.parameters(&["features"])?;
    let mut asked: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let features = parameters.get("features").unwrap_or_default();
    let pairs: Option<Vec<(&str, i64)>> = features.split(',').map(register_and_fid).collect();
    let pairs = pairs.filter(|pairs| pairs.len() <= MAX_TITLES).ok_or_else(|| {
        Problem::parameter(
            "features",
            format!("до {MAX_TITLES} об'єктів через кому, як building/5"),
            format!("up to {MAX_TITLES} features with commas between, such as building/5"),
        )
    })?;
    for (register, fid) in pairs {
        asked.entry(register).or_default().push(fid);
    }
    let mut titles = serde_json::Map::new();
    for (register, fids) in asked {
        let Some(scope) = app.scope(register) else { continue };
        for (fid, named) in app.store.titles(&scope, &fids).await? {
            titles.insert(format!("{register}/{fid}"), json!(named.title.get(ask.lang())));
        }
    }
    Ok(body::json(app, media::JSON, ask.lang(), &json!({ "titles": titles })))
}

fn register_and_fid(feature: &str) -> Option<(&str, i64)> {
    let (register, fid) = feature.split_once('/')?;
    Some((register, fid.parse().ok()?))
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
