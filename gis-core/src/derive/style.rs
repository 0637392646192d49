//! MapLibre style layers of a register and the legend made from the same classes.

mod legend;
mod sign;

pub(crate) use legend::legend_kind;
pub use legend::{LegendItem, legend};
pub(crate) use sign::{ICON_SIDE_PX, SIGN_FROM_PX, SIGN_SHARE, below_px, has_sign, icon};

use crate::derive::tiles::{label_layer, layer_name};
use crate::expr::Clock;
use crate::policy::Scope;
use crate::register::{GeometryField, GeometryType, Style, StyleKind};
use crate::template::{self, Piece};
use crate::text::Lang;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Colour of what declares none.
pub(crate) const DEFAULT_COLOUR: &str = "#4a6fa5";
/// Font of labels, served by the program itself.
const LABEL_FONT: &str = "Noto Sans Regular";
/// Height of the letters of what declares no size, pixels.
pub(crate) const LABEL_PX: f64 = 12.0;
/// Radius of circles that declare none, pixels.
pub(crate) const CIRCLE_PX: [f64; 2] = [2.0, 6.0];

/// The MapLibre layers of a scope, bottom first; `source` is the id of the tile source in the style.
#[must_use]
pub fn layers(scope: &Scope, source: &str, lang: Lang, clock: Clock) -> Vec<Json> {
    let finish = |mut layer: Json, style: &Style, id: String| {
        layer["id"] = json!(id);
        if let Some(condition) = &style.when {
            layer["filter"] = condition.maplibre(clock);
        }
        layer
    };
    let register = scope.register();
    let of = |(index, style): (usize, &Style)| {
        let Some(layer) = layer(scope, style, source, lang) else { return Vec::new() };
        let id = format!("{}.{index}", register.id);
        let sign = sign::layer(&layer, style).map(|sign| finish(sign, style, format!("{id}.sign")));
        std::iter::once(finish(layer, style, id)).chain(sign).collect()
    };
    register.styles.iter().enumerate().flat_map(of).collect()
}

/// The plain fields of the display title: what a client without our templates can call a feature. What the title can
/// do without does not name it.
#[must_use]
pub fn title_fields<'a>(scope: &Scope<'a>, lang: Lang) -> Vec<&'a str> {
    let mut pieces = template::parse(scope.register().display.title.get(lang)).unwrap_or_default();
    pieces.retain(|piece| !matches!(piece, Piece::Optional(_)));
    let named = template::fields(&pieces);
    let plain = |field: &&crate::register::Field| {
        !field.list && field.codes.is_none() && field.to.is_none() && named.contains(&field.name.as_str())
    };
    scope.fields().filter(plain).map(|field| field.name.as_str()).collect()
}

/// The geometry a style draws, if the scope shows it.
pub(crate) fn geometry_of<'a>(scope: &Scope<'a>, style: &Style) -> Option<&'a GeometryField> {
    match &style.geometry {
        Some(name) => scope.geometries().find(|geometry| geometry.name == *name),
        None => scope
            .register()
            .geometry()
            .filter(|primary| scope.geometries().any(|geometry| geometry.name == primary.name)),
    }
}

/// A style that needs a field the scope hides is left out rather than drawn wrongly.
pub(crate) fn is_drawable(scope: &Scope, style: &Style) -> bool {
    let conditions = style.when.iter().flat_map(|condition| condition.fields());
    let named = style.by.iter().chain(&style.height).chain(conditions);
    let carried = |name: &str| scope.field(name).is_some_and(|field| field.tile_from.is_some());
    let texts = style.text.iter().flat_map(|text| [&text.uk, &text.en]);
    let labels = texts.flat_map(|text| template::parse(text).unwrap_or_default());
    let labels: Vec<Piece> = labels.collect();
    named.into_iter().all(|name| carried(name.as_str())) && template::fields(&labels).into_iter().all(carried)
}

fn layer(scope: &Scope, style: &Style, source: &str, lang: Lang) -> Option<Json> {
    let geometry = geometry_of(scope, style)?;
    if !is_drawable(scope, style) {
        return None;
    }
    let register = scope.register();
    let (kind, paint, layout) = look(scope, style, lang);
    Some(json!({
        "type": kind,
        "source": source,
        "source-layer": if style.kind == StyleKind::Label { label_layer(scope, geometry) } else { layer_name(scope, geometry) },
        "minzoom": style.zoom[0].max(geometry.tile_from),
        "maxzoom": style.zoom[1],
        "metadata": { "misto:register": register.id, "misto:titles": title_fields(scope, lang), "misto:order": register.draw_order },
        "paint": paint,
        "layout": layout,
    }))
}

fn look(scope: &Scope, style: &Style, lang: Lang) -> (&'static str, Json, Json) {
    let colour = colour(style);
    let opacity = style.opacity.unwrap_or(1.0);
    match style.kind {
        StyleKind::Fill => {
            let mut paint = json!({ "fill-color": colour, "fill-opacity": opacity });
            if let Some(outline) = &style.outline {
                paint["fill-outline-color"] = json!(outline);
            }
            ("fill", paint, json!({}))
        }
        StyleKind::Line => {
            let mut paint =
                json!({ "line-color": colour, "line-opacity": opacity, "line-width": by_zoom(style, [1.0, 3.0]) });
            if !style.dash.is_empty() {
                paint["line-dasharray"] = json!(style.dash);
            }
            ("line", paint, json!({ "line-cap": "round", "line-join": "round" }))
        }
        StyleKind::Circle => {
            let outline = style.outline.as_deref().unwrap_or("#ffffff");
            let paint = json!({
                "circle-color": colour, "circle-opacity": opacity, "circle-radius": by_zoom(style, CIRCLE_PX),
                "circle-stroke-color": outline, "circle-stroke-width": 1,
            });
            ("circle", paint, json!({}))
        }
        StyleKind::Icon => {
            let paint = json!({ "icon-color": colour, "icon-opacity": opacity, "icon-halo-color": "#ffffff", "icon-halo-width": 1 });
            ("symbol", paint, json!({ "icon-image": sign::image(style), "icon-size": 1 }))
        }
        StyleKind::Label => label(scope, style, &colour, lang),
        StyleKind::Extrusion => {
            let height =
                style.height.as_ref().map_or(json!(3), |field| json!(["coalesce", ["get", field.as_str()], 3]));
            (
                "fill-extrusion",
                json!({ "fill-extrusion-color": colour, "fill-extrusion-height": height, "fill-extrusion-opacity": opacity }),
                json!({ "visibility": "none" }),
            )
        }
    }
}

fn label(scope: &Scope, style: &Style, colour: &Json, lang: Lang) -> (&'static str, Json, Json) {
    let kind = geometry_of(scope, style).map(|geometry| geometry.kind);
    let placement = if kind == Some(GeometryType::MultiLineString) { "line" } else { "point" };
    // The name of a point stands below its circle or icon, not on it.
    let is_point = kind.is_some_and(|kind| matches!(kind, GeometryType::Point | GeometryType::MultiPoint));
    let below = has_sign(scope.register(), is_point);
    let paint = json!({
        "text-color": colour,
        "text-halo-color": style.outline.as_deref().unwrap_or("#ffffff"),
        "text-halo-width": 1.4,
    });
    let mut layout = json!({
        "text-field": style.text.as_ref().map(|text| text_field(text.get(lang))),
        "text-font": [LABEL_FONT],
        "text-size": style.size.unwrap_or(LABEL_PX),
        "symbol-placement": placement,
        "text-max-width": 8,
    });
    if below {
        layout["text-anchor"] = json!("top");
        let offset = |zoom: u8| {
            let em = below_px(scope.register(), f64::from(zoom)) / style.size.unwrap_or(LABEL_PX);
            json!(["literal", [0, (em * 100.0).round() / 100.0]])
        };
        let [from, to] = [style.zoom[0], style.zoom[1].max(style.zoom[0] + 1)];
        layout["text-offset"] = json!(["interpolate", ["linear"], ["zoom"], from, offset(from), to, offset(to)]);
    }
    ("symbol", paint, layout)
}

/// A label template as a `concat`; an optional part is empty when a field in it is.
fn text_field(text: &str) -> Json {
    let pieces = template::parse(text).unwrap_or_default();
    Json::Array(std::iter::once(json!("concat")).chain(pieces.iter().map(piece)).collect())
}

fn piece(piece: &Piece) -> Json {
    match piece {
        Piece::Fixed(text) => json!(text),
        Piece::Field(names) => {
            let mut first: Vec<Json> = names.iter().map(|name| json!(["get", name])).collect();
            first.insert(0, json!("coalesce"));
            first.push(json!(""));
            json!(["to-string", first])
        }
        Piece::Optional(inner) => {
            let mut all = vec![json!("all")];
            all.extend(template::places(inner).map(is_filled));
            let shown: Vec<Json> = std::iter::once(json!("concat")).chain(inner.iter().map(self::piece)).collect();
            json!(["case", all, shown, ""])
        }
    }
}

fn is_filled(names: &[String]) -> Json {
    let mut has: Vec<Json> = names.iter().map(|name| json!(["has", name])).collect();
    if has.len() == 1 {
        return has.remove(0);
    }
    has.insert(0, json!("any"));
    Json::Array(has)
}

fn colour(style: &Style) -> Json {
    by_class(style, &style.classes, style.color.as_deref().unwrap_or(DEFAULT_COLOUR))
}

/// What is declared of a feature's class, or of all others.
fn by_class(style: &Style, classes: &BTreeMap<String, String>, plain: &str) -> Json {
    match &style.by {
        Some(by) if !classes.is_empty() => {
            let mut expression = vec![json!("match"), json!(["get", by.as_str()])];
            for (code, of_class) in classes {
                expression.extend([json!(code), json!(of_class)]);
            }
            expression.push(json!(plain));
            Json::Array(expression)
        }
        _ => json!(plain),
    }
}

fn by_zoom(style: &Style, default: [f64; 2]) -> Json {
    let [first, last] = style.width.unwrap_or(default);
    json!(["interpolate", ["linear"], ["zoom"], style.zoom[0], first, style.zoom[1].max(style.zoom[0] + 1), last])
}
