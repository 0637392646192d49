//! What the viewer needs beyond the standards: the portal description, search, the change feed.

use super::App;
use super::ask::Ask;
use super::body::{self, media};
use super::problem::Problem;
use axum::extract::{Path, State};
use axum::response::Response;
use gis_core::crs::Crs;
use gis_core::derive::{schema, style};
use gis_core::geometry::Position;
use gis_core::policy::{Audience, Scope};
use gis_core::query::{self, Why};
use gis_core::text::{Lang, Text};
use serde_json::{Value as Json, json};
use store::search::{Hit, MAX_HITS, MAX_QUERY};
use store::sql::items::Filter;

/// Hits of a search that names no limit.
const DEFAULT_HITS: i64 = 10;
/// Changes of one answer.
const MAX_CHANGES: i64 = 1_000;
/// Fewest characters that are searched for.
const MIN_QUERY: usize = 2;

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

/// `GET /search`
pub async fn search(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(found(&app, &ask).await)
}

async fn found(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let parameters = ask.parameters(&["q", "limit"])?;
    let query = parameters
        .get("q")
        .ok_or_else(|| Problem::parameter("q", "потрібен текст пошуку", "the text to search for is missing"))?;
    if query.len() > MAX_QUERY || query.contains('\0') {
        return Err(Problem::parameter(
            "q",
            format!("не довше за {MAX_QUERY} байтів"),
            format!("at most {MAX_QUERY} bytes of text"),
        ));
    }
    let limit = match parameters.get("limit").map(str::parse::<i64>) {
        None => DEFAULT_HITS,
        Some(Ok(limit)) if (1..=MAX_HITS).contains(&limit) => limit,
        Some(_) => return Err(Problem::parameter("limit", format!("від 1 до {MAX_HITS}"), format!("1 to {MAX_HITS}"))),
    };
    let mut answer = json!({ "query": query, "hits": [], "place": coordinates(app, query) });
    if query.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_QUERY {
        for reading in query::readings(query) {
            let hits = app.store.search(&app.actor, &reading.text, limit).await?;
            if hits.is_empty() {
                continue;
            }
            answer["hits"] = hits.iter().map(|hit| as_json(app, hit, ask.lang())).collect();
            // Whoever is answered otherwise than they asked is told so.
            answer["read_as"] = if reading.why == Why::Typed { Json::Null } else { json!(reading.text) };
            break;
        }
    }
    Ok(body::json(app, media::JSON, ask.lang(), &answer))
}

/// The place that a query names by coordinates.
fn coordinates(app: &App, text: &str) -> Option<Json> {
    let place = query::place(text, app.city())?;
    let system = place.crs.epsg().map_or_else(|| "WGS 84".to_owned(), |code| format!("EPSG:{code}"));
    Some(json!({ "center": degrees(app, place.position)?, "crs": system }))
}

fn as_json(app: &App, hit: &Hit, lang: Lang) -> Json {
    let title = app.scope(&hit.register).map(|scope| scope.register().title.get(lang).to_owned());
    let matched = hit.matched.as_ref().map(|text| {
        let said = match (hit.kind.as_str(), lang) {
            ("former", Lang::Uk) => format!("раніше: {text}"),
            ("former", Lang::En) => format!("former name: {text}"),
            _ => text.clone(),
        };
        json!({ "kind": hit.kind, "text": said })
    });
    json!({
        "register": hit.register,
        "register_title": title,
        "fid": hit.fid,
        "title": hit.title.get(lang),
        "subtitle": hit.subtitle.as_ref().map(|subtitle| subtitle.get(lang)),
        "match": matched,
        "center": hit.place.and_then(|place| degrees(app, place)),
        "bbox": null,
        "href": format!("/o/{}/{}", hit.register, hit.fid),
    })
}

/// A storage position as `[longitude, latitude]`.
pub fn degrees(app: &App, place: Position) -> Option<[f64; 2]> {
    let city = app.city();
    let mut position = [place];
    city.transformer.transform_positions(city.storage, Crs::CRS84, &mut position).ok()?;
    let round = |value: f64| gis_core::cast::round(value, 7);
    Some([round(position[0].x), round(position[0].y)])
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
