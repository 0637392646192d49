//! MapLibre styles of tile sets.

use super::App;
use super::ask::Ask;
use super::body::{self, media};
use super::problem::Problem;
use axum::extract::{Path, State};
use axum::response::Response;
use gis_core::derive::style;
use serde_json::{Value as Json, json};

/// Colour of the land that no register covers.
const BACKGROUND: &str = "#f6f4ef";

/// `GET /styles/{set}`
pub async fn get_style(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(document(&app, &id, &ask))
}

fn document(app: &App, id: &str, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let set = app.tile_set(id)?;
    let mut layers =
        vec![json!({ "id": "background", "type": "background", "paint": { "background-color": BACKGROUND } })];
    let mut drawn: Vec<Json> =
        set.scopes().iter().flat_map(|scope| style::layers(scope, set.id(), ask.lang(), app.store.clock())).collect();
    drawn.sort_by_key(|layer| (height(layer), layer["metadata"]["misto:order"].as_i64()));
    layers.append(&mut drawn);
    let [longitude, latitude, zoom] = app.view;
    let document = json!({
        "version": 8,
        "name": set.id(),
        "center": [longitude, latitude],
        "zoom": zoom,
        "sprite": ask.url("/sprites/icons"),
        "sources": { set.id(): { "type": "vector", "url": ask.url(&format!("/tiles/{}", set.id())) } },
        "layers": layers,
    });
    Ok(body::json(app, media::JSON, ask.lang(), &document))
}

/// Areas below lines below points below names, whatever register they come from.
fn height(layer: &Json) -> u8 {
    match layer["type"].as_str() {
        Some("fill") => 0,
        Some("line") => 1,
        Some("circle") => 2,
        // An icon belongs to its circle, and lies as deep.
        Some("symbol") if layer["layout"]["text-field"].is_null() => 2,
        Some("fill-extrusion") => 3,
        _ => 4,
    }
}
