//! Vector tiles: `typed path -> scope -> cache key -> compressed bytes`, computed once however many ask.

use super::App;
use super::ask::Ask;
use super::body::{self, media};
use super::problem::Problem;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use gis_core::crs::Crs;
use gis_core::derive::tiles as derive;
use gis_core::policy::Scope;
use gis_core::register::GeometryField;
use gis_core::tile::{Added, Attribute, MAX_FEATURES, Tile, TileBuilder, TileId};
use gis_core::value::Value;
use moka::future::Cache;
use serde_json::{Value as Json, json};
use std::io::{Read, Write};
use std::sync::Arc;
use store::sql::items::{Drawn, Window};
use store::tiles::TileRow;

/// Deepest zoom of a register that stands in no declared set.
const DEFAULT_MAX_ZOOM: u8 = 16;
/// Compression of tiles: level 6 costs several times the encoding, so it is done once and kept.
const COMPRESSION: Compression = Compression::new(6);

/// Finished tiles by key, compressed.
pub type TileCache = Cache<String, Arc<Packed>>;

/// A tile as it is sent.
pub struct Packed {
    gzip: Bytes,
    etag: String,
    truncated: bool,
}

/// A cache of at most this many bytes.
#[must_use]
pub fn cache(max_bytes: u64) -> TileCache {
    Cache::builder()
        .max_capacity(max_bytes)
        .weigher(|key: &String, tile: &Arc<Packed>| {
            u32::try_from(key.len() + tile.gzip.len() + 200).unwrap_or(u32::MAX)
        })
        .build()
}

/// A tile set: declared, or one register by its id.
pub struct Set<'a> {
    id: String,
    title: gis_core::text::Text,
    max_zoom: u8,
    scopes: Vec<Scope<'a>>,
}

impl App {
    /// A tile set that this server's actor may know of.
    ///
    /// # Errors
    /// `NotFound` for an unknown and for a hidden one.
    pub fn tile_set(&self, id: &str) -> Result<Set<'_>, Problem> {
        if let Some(declared) = self.catalog().tilesets.iter().find(|set| set.id.as_str() == id) {
            let scopes: Vec<Scope> = if declared.registers.is_empty() {
                self.scopes().filter(|scope| scope.geometries().next().is_some()).collect()
            } else {
                declared.registers.iter().filter_map(|id| self.scope(id.as_str())).collect()
            };
            return Ok(Set { id: id.to_owned(), title: declared.title.clone(), max_zoom: declared.max_zoom, scopes });
        }
        let scope =
            self.scope(id).filter(|scope| scope.geometries().next().is_some()).ok_or_else(Problem::not_found)?;
        Ok(Set {
            id: id.to_owned(),
            title: scope.register().title.clone(),
            max_zoom: DEFAULT_MAX_ZOOM,
            scopes: vec![scope],
        })
    }

    fn set_ids(&self) -> Vec<String> {
        let declared = self.catalog().tilesets.iter().map(|set| set.id.to_string());
        let single = self
            .scopes()
            .filter(|scope| scope.geometries().next().is_some())
            .map(|scope| scope.register().id.to_string());
        declared.chain(single).collect()
    }
}

impl<'a> Set<'a> {
    /// The scopes of its registers, drawn bottom first.
    #[must_use]
    pub fn scopes(&self) -> &[Scope<'a>] {
        &self.scopes
    }

    /// Id in URLs.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    fn template(&self, ask: &Ask) -> String {
        ask.url(&format!("/tiles/{}/{{z}}/{{x}}/{{y}}", self.id))
    }

    /// What the bytes depend on besides place and audience.
    fn version(&self, app: &App) -> i64 {
        self.scopes.iter().map(|scope| app.version(scope.register().id.as_str())).max().unwrap_or(0)
    }
}

/// `GET /tiles`
pub async fn list_tilesets(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(tilesets(&app, &ask))
}

fn tilesets(app: &App, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let sets: Result<Vec<Json>, Problem> = app
        .set_ids()
        .iter()
        .map(|id| {
            let set = app.tile_set(id)?;
            Ok(json!({
                "id": id,
                "title": set.title.get(ask.lang()),
                "tiles": [set.template(ask)],
                "tilejson": ask.url(&format!("/tiles/{id}")),
                "style": ask.url(&format!("/styles/{id}")),
            }))
        })
        .collect();
    Ok(body::json(app, media::JSON, ask.lang(), &json!({ "tilesets": sets? })))
}

/// `GET /tiles/{set}`: TileJSON 3.0.
pub async fn get_tilejson(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(tilejson(&app, &id, &ask))
}

fn tilejson(app: &App, id: &str, ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let set = app.tile_set(id)?;
    let city = app.city().bounds_degrees;
    let [longitude, latitude, zoom] = app.view;
    let document = json!({
        "tilejson": "3.0.0",
        "name": set.title.get(ask.lang()),
        "tiles": [set.template(ask)],
        "minzoom": 0,
        "maxzoom": set.max_zoom,
        "bounds": [city.min_x, city.min_y, city.max_x, city.max_y],
        "center": [longitude, latitude, zoom],
        "attribution": app.city().title.get(ask.lang()),
        "vector_layers": derive::vector_layers(&set.scopes, set.max_zoom),
    });
    Ok(body::json(app, media::JSON, ask.lang(), &document))
}

/// `GET /tiles/{set}/{z}/{x}/{y}`
pub async fn get_tile(
    State(app): State<App>,
    Path((id, z, x, y)): Path<(String, String, String, String)>,
    ask: Ask,
) -> Response {
    ask.answer(tile(&app, &id, (&z, &x, &y), &ask).await)
}

async fn tile(app: &App, id: &str, (z, x, y): (&str, &str, &str), ask: &Ask) -> Result<Response, Problem> {
    ask.parameters(&[])?;
    let set = app.tile_set(id)?;
    let tile =
        tile_id(z, x, y).filter(|_| z.parse().is_ok_and(|z: u8| z <= set.max_zoom)).ok_or_else(Problem::not_found)?;
    let key = format!("{id}/{}/{z}/{x}/{y}/{}", set.version(app), app.actor.audience.name());
    let packed =
        app.tiles.try_get_with(key, compute(app, &set, tile)).await.map_err(
            |problem: Arc<Problem>| match &*problem {
                Problem::Busy => Problem::Busy,
                _ => Problem::Internal,
            },
        )?;
    Ok(sent(app, &packed, ask))
}

/// Whole numbers written as whole numbers are written, so that a tile has one address.
fn tile_id(z: &str, x: &str, y: &str) -> Option<TileId> {
    let plain = |text: &str| text == "0" || !text.starts_with(['0', '+']);
    if ![z, x, y].into_iter().all(plain) {
        return None;
    }
    TileId::new(z.parse().ok()?, x.parse().ok()?, y.parse().ok()?)
}

fn sent(app: &App, packed: &Packed, ask: &Ask) -> Response {
    let accepts = ask.headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let zipped = accepts.contains("gzip") && !packed.gzip.is_empty();
    let bytes = if zipped { packed.gzip.clone() } else { unpacked(&packed.gzip) };
    let mut response = body::answer(app, media::MVT, ask.lang(), bytes);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LANGUAGE);
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if zipped {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if packed.truncated {
        headers.insert("x-tile-truncated", HeaderValue::from_static("true"));
    }
    body::unless_known(&ask.headers, &packed.etag, response)
}

/// For the rare client without gzip.
fn unpacked(gzip: &Bytes) -> Bytes {
    let mut plain = Vec::new();
    match flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut plain) {
        Ok(_) => plain.into(),
        Err(_) => Bytes::new(),
    }
}

async fn compute(app: &App, set: &Set<'_>, tile: TileId) -> Result<Arc<Packed>, Problem> {
    let layers = layers(app, set, tile).await?;
    let _slot = app.encoders.acquire().await.map_err(|_| Problem::Busy)?;
    let app = app.clone();
    let encoded =
        tokio::task::spawn_blocking(move || encode(&app, tile, layers)).await.map_err(|_| Problem::Internal)?;
    metrics::counter!("misto_tiles_computed_total").increment(1);
    encoded
}

/// One layer of a tile, read and not yet encoded.
struct Layer {
    name: String,
    fields: Vec<String>,
    rows: Vec<TileRow>,
}

async fn layers(app: &App, set: &Set<'_>, tile: TileId) -> Result<Vec<Layer>, Problem> {
    let mercator = tile.buffered_bounds();
    let city = app.city();
    let Ok(bounds) = city.transformer.transform_bounds(Crs::WEB_MERCATOR, city.storage, &mercator) else {
        return Ok(Vec::new());
    };
    let reach = city.bounds.buffered(gis_core::city::OUTSIDE_MARGIN_M);
    if !bounds.intersects(&reach) {
        return Ok(Vec::new());
    }
    let mut layers = Vec::new();
    for scope in &set.scopes {
        for geometry in scope.geometries().filter(|geometry| geometry.tile_from <= tile.z()) {
            // The box is enough: what only its corners meet is clipped away.
            let window = Window { bounds, srid: city.storage_epsg, outline: Vec::new() };
            layers.push(layer(app, scope, (geometry, Drawn::Shape), (window.clone(), tile.z())).await?);
            if derive::has_label_points(scope, geometry) {
                layers.push(layer(app, scope, (geometry, Drawn::Label), (window, tile.z())).await?);
            }
        }
    }
    Ok(layers)
}

async fn layer(
    app: &App,
    scope: &Scope<'_>,
    drawn: (&GeometryField, Drawn),
    (window, zoom): (Window, u8),
) -> Result<Layer, Problem> {
    let fields = derive::fields(scope, zoom);
    let limit = i64::try_from(MAX_FEATURES).unwrap_or(i64::MAX);
    let mut rows = app.store.tile_rows(scope, drawn, &fields, (window, limit)).await?;
    // The plan of the day decides how they come; equal data must make equal tiles, or every cache asks again.
    rows.sort_unstable_by_key(|row| row.fid);
    Ok(Layer {
        name: if drawn.1 == Drawn::Label {
            derive::label_layer(scope, drawn.0)
        } else {
            derive::layer_name(scope, drawn.0)
        },
        fields: fields.iter().map(|field| field.name.to_string()).collect(),
        rows,
    })
}

fn encode(app: &App, tile: TileId, layers: Vec<Layer>) -> Result<Arc<Packed>, Problem> {
    let mut builder = TileBuilder::new(tile, &app.map);
    for layer in layers {
        let index = builder.layer(&layer.name);
        for row in layer.rows {
            let texts: Vec<Option<String>> = row.values.iter().map(text_of).collect();
            let attributes: Vec<(&str, Attribute)> = layer
                .fields
                .iter()
                .zip(row.values.iter().zip(&texts))
                .filter_map(|(name, (value, text))| Some((name.as_str(), attribute(value, text.as_deref())?)))
                .collect();
            let fid = u64::try_from(row.fid).unwrap_or_default();
            if builder.add(index, fid, row.geometry, &attributes)? == Added::Full {
                break;
            }
        }
    }
    pack(&builder.finish()).map(Arc::new)
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Decimal(_) => None,
        Value::Text(text) => Some(text.clone()),
        other => other.to_json().as_str().map(str::to_owned),
    }
}

fn attribute<'a>(value: &Value, text: Option<&'a str>) -> Option<Attribute<'a>> {
    match value {
        Value::Bool(value) => Some(Attribute::Bool(*value)),
        Value::Int(value) => Some(Attribute::Int(*value)),
        Value::Decimal(value) => Some(Attribute::Double(*value)),
        _ => text.map(Attribute::Text),
    }
}

fn pack(tile: &Tile) -> Result<Packed, Problem> {
    let mut encoder = GzEncoder::new(Vec::new(), COMPRESSION);
    let gzip = encoder.write_all(&tile.bytes).and_then(|()| encoder.finish()).map_err(|_| Problem::Internal)?;
    let etag = format!("\"{:016x}\"", xxhash_rust::xxh3::xxh3_64(&tile.bytes));
    let gzip = if tile.bytes.is_empty() { Bytes::new() } else { gzip.into() };
    Ok(Packed { gzip, etag, truncated: tile.truncated })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_has_one_address() {
        assert!(tile_id("14", "9712", "5700").is_some());
        for (z, x, y) in [
            ("14", "09712", "1"),
            ("3", "8", "0"),
            ("3", "-1", "0"),
            ("3", "1.0", "0"),
            ("40", "1", "1"),
            ("+3", "1", "1"),
        ] {
            assert!(tile_id(z, x, y).is_none(), "{z}/{x}/{y}");
        }
    }
}
