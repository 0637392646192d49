//! MapLibre style layers of a register and the legend made from the same classes.

use crate::catalog::Catalog;
use crate::derive::tiles::{label_layer, layer_name};
use crate::expr::Clock;
use crate::policy::Scope;
use crate::register::{GeometryField, GeometryType, Style, StyleKind};
use crate::template::{self, Piece};
use crate::text::{Lang, Text};
use serde::Serialize;
use serde_json::{Value as Json, json};

/// Colour of what declares none.
pub(crate) const DEFAULT_COLOUR: &str = "#4a6fa5";
/// Font of labels, served by the program itself.
const LABEL_FONT: &str = "Noto Sans Regular";
/// How far below a point its name begins, heights of its letters.
const LABEL_OFFSET_EM: f64 = 0.6;

/// One line of the legend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LegendItem {
    /// What it means.
    pub label: Text,
    /// `fill`, `line` or `point`.
    pub kind: &'static str,
    /// Colour.
    pub color: String,
    /// Outline colour.
    pub outline: Option<String>,
    /// Line width in pixels at the last zoom.
    pub width: Option<f64>,
    /// Dash pattern in line widths.
    pub dash: Option<Vec<f64>>,
    /// Circle radius in pixels at the last zoom.
    pub radius: Option<f64>,
    /// First zoom it is drawn at.
    pub min_zoom: u8,
    /// Last zoom it is drawn at.
    pub max_zoom: u8,
    /// The field whose code it stands for.
    pub field: Option<String>,
    /// The code it stands for.
    pub class: Option<String>,
}

/// The MapLibre layers of a scope, bottom first; `source` is the id of the tile source in the style.
#[must_use]
pub fn layers(scope: &Scope, source: &str, lang: Lang, clock: Clock) -> Vec<Json> {
    let layer = |(index, style)| {
        let mut layer = layer(scope, style, source, lang)?;
        layer["id"] = json!(format!("{}.{index}", scope.register().id));
        if let Some(condition) = &style.when {
            layer["filter"] = condition.maplibre(clock);
        }
        Some(layer)
    };
    scope.register().styles.iter().enumerate().filter_map(layer).collect()
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
    let labels = style.text.iter().flat_map(|text| template::parse(&text.uk).unwrap_or_default());
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
                "circle-color": colour, "circle-opacity": opacity, "circle-radius": by_zoom(style, [2.0, 6.0]),
                "circle-stroke-color": outline, "circle-stroke-width": 1,
            });
            ("circle", paint, json!({}))
        }
        StyleKind::Icon => {
            let paint = json!({ "icon-color": colour, "icon-opacity": opacity, "icon-halo-color": "#ffffff", "icon-halo-width": 1 });
            ("symbol", paint, json!({ "icon-image": style.icon, "icon-size": 1 }))
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
    let symbols = [StyleKind::Circle, StyleKind::Icon];
    let below = kind.is_some_and(|kind| matches!(kind, GeometryType::Point | GeometryType::MultiPoint))
        && scope.register().styles.iter().any(|other| symbols.contains(&other.kind));
    let paint = json!({
        "text-color": colour,
        "text-halo-color": style.outline.as_deref().unwrap_or("#ffffff"),
        "text-halo-width": 1.4,
    });
    let mut layout = json!({
        "text-field": style.text.as_ref().map(|text| text_field(text.get(lang))),
        "text-font": [LABEL_FONT],
        "text-size": style.size.unwrap_or(12.0),
        "symbol-placement": placement,
        "text-max-width": 8,
    });
    if below {
        layout["text-anchor"] = json!("top");
        layout["text-offset"] = json!([0, LABEL_OFFSET_EM]);
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
        Piece::Field(name) => json!(["to-string", ["coalesce", ["get", name], ""]]),
        Piece::Optional(inner) => {
            let mut all = vec![json!("all")];
            all.extend(template::fields(inner).into_iter().map(|name| json!(["has", name])));
            let shown: Vec<Json> = std::iter::once(json!("concat")).chain(inner.iter().map(self::piece)).collect();
            json!(["case", all, shown, ""])
        }
    }
}

fn colour(style: &Style) -> Json {
    let plain = style.color.as_deref().unwrap_or(DEFAULT_COLOUR);
    match &style.by {
        Some(by) if !style.classes.is_empty() => {
            let mut expression = vec![json!("match"), json!(["get", by.as_str()])];
            for (code, colour) in &style.classes {
                expression.extend([json!(code), json!(colour)]);
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

/// The legend of a scope: one line a class, or one a style without classes; labels draw no line.
#[must_use]
pub fn legend(catalog: &Catalog, scope: &Scope) -> Vec<LegendItem> {
    let mut items: Vec<LegendItem> = Vec::new();
    for style in scope
        .register()
        .styles
        .iter()
        .filter(|style| style.kind != StyleKind::Label && style.kind != StyleKind::Extrusion)
    {
        if geometry_of(scope, style).is_none() || !is_drawable(scope, style) {
            continue;
        }
        for item in legend_of(catalog, scope, style) {
            let same =
                |have: &&mut LegendItem| have.class == item.class && have.label == item.label && have.kind == item.kind;
            // What is drawn later lies on top: the legend shows the street, not the edge below it. Dashes upon a line
            // leave the line to be seen: a railway is black, not white.
            match items.iter_mut().find(same) {
                Some(have) if item.dash.is_some() && have.dash.is_none() => {}
                Some(have) => *have = LegendItem { min_zoom: have.min_zoom.min(item.min_zoom), ..item },
                None => items.push(item),
            }
        }
    }
    items
}

fn legend_of(catalog: &Catalog, scope: &Scope, style: &Style) -> Vec<LegendItem> {
    let plain = style.color.clone().unwrap_or_else(|| DEFAULT_COLOUR.to_owned());
    let list = style.by.as_ref().and_then(|by| scope.field(by.as_str())).and_then(|field| field.codes.clone());
    match list.filter(|_| !style.classes.is_empty()).and_then(|list| catalog.codes.get(&list)) {
        Some(list) => list
            .items
            .iter()
            .filter_map(|item| {
                let colour = style.classes.get(&item.code)?;
                Some(item_of(style, item.label.clone(), colour.clone(), Some(item.code.clone())))
            })
            .collect(),
        None => vec![item_of(style, scope.register().title.clone(), plain, None)],
    }
}

/// The sign that stands for a style in a legend.
pub(crate) const fn legend_kind(kind: StyleKind) -> &'static str {
    match kind {
        StyleKind::Fill | StyleKind::Extrusion => "fill",
        StyleKind::Line => "line",
        StyleKind::Circle | StyleKind::Icon | StyleKind::Label => "point",
    }
}

fn item_of(style: &Style, label: Text, color: String, class: Option<String>) -> LegendItem {
    let kind = legend_kind(style.kind);
    let width = style.width.map(|[_, last]| last);
    LegendItem {
        label,
        kind,
        color,
        outline: style.outline.clone(),
        width: width.filter(|_| kind == "line"),
        dash: (!style.dash.is_empty()).then(|| style.dash.clone()),
        radius: width.filter(|_| kind == "point"),
        min_zoom: style.zoom[0],
        max_zoom: style.zoom[1],
        field: style.by.as_ref().filter(|_| class.is_some()).map(ToString::to_string),
        class,
    }
}
