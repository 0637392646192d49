//! What a tile carries of a register at each zoom, and the TileJSON description of a tile set.

use crate::policy::Scope;
use crate::register::{Field, FieldType, GeometryField, GeometryType, StyleKind};
use serde_json::{Map, Value as Json, json};

/// The fields of a scope that tiles carry at a zoom; never records or free JSON.
pub fn fields<'a>(scope: &Scope<'a>, zoom: u8) -> Vec<&'a Field> {
    scope.fields().filter(|field| is_carried(field) && field.tile_from.is_some_and(|from| from <= zoom)).collect()
}

fn is_carried(field: &Field) -> bool {
    !field.list && !matches!(field.kind, FieldType::Json | FieldType::Records)
}

/// The name of a tile layer: the collection id of the geometry.
#[must_use]
pub fn layer_name(scope: &Scope, geometry: &GeometryField) -> String {
    let register = scope.register();
    match register.geometry() {
        Some(primary) if primary.name == geometry.name => register.id.to_string(),
        _ => format!("{}.{}", register.id, geometry.name),
    }
}

/// True when names of areas are drawn at one point of each: a polygon cut by tiles would be named once a tile.
#[must_use]
pub fn has_label_points(scope: &Scope, geometry: &GeometryField) -> bool {
    let register = scope.register();
    let primary = register.geometry().is_some_and(|primary| primary.name == geometry.name);
    let labelled = register.styles.iter().any(|style| {
        style.kind == StyleKind::Label && style.geometry.as_ref().map_or(primary, |name| *name == geometry.name)
    });
    labelled && geometry.kind == GeometryType::MultiPolygon && scope.shows_places()
}

/// The tile layer that labels of a geometry are drawn from.
#[must_use]
pub fn label_layer(scope: &Scope, geometry: &GeometryField) -> String {
    let layer = layer_name(scope, geometry);
    if has_label_points(scope, geometry) { format!("{layer}.label") } else { layer }
}

/// The `vector_layers` of TileJSON 3.0 for the scopes of a tile set.
#[must_use]
pub fn vector_layers(scopes: &[Scope], max_zoom: u8) -> Vec<Json> {
    scopes
        .iter()
        .flat_map(|scope| scope.geometries().flat_map(move |geometry| described(scope, geometry, max_zoom)))
        .collect()
}

fn described(scope: &Scope, geometry: &GeometryField, max_zoom: u8) -> Vec<Json> {
    let mut names = vec![layer_name(scope, geometry), label_layer(scope, geometry)];
    names.dedup();
    names.iter().map(|name| vector_layer(scope, geometry, name, max_zoom)).collect()
}

fn vector_layer(scope: &Scope, geometry: &GeometryField, name: &str, max_zoom: u8) -> Json {
    let fields: Map<String, Json> =
        fields(scope, max_zoom).into_iter().map(|field| (field.name.to_string(), json!(kind(field)))).collect();
    json!({
        "id": name,
        "description": scope.register().title.uk,
        "minzoom": geometry.tile_from.min(max_zoom),
        "maxzoom": max_zoom,
        "fields": fields,
    })
}

const fn kind(field: &Field) -> &'static str {
    match field.kind {
        FieldType::Int | FieldType::Ref | FieldType::Decimal | FieldType::Money => "Number",
        FieldType::Bool => "Boolean",
        _ => "String",
    }
}
