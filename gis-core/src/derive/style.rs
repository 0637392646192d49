//! MapLibre style layers of a register and the legend made from the same classes.

use crate::catalog::Catalog;
use crate::derive::tiles::{label_layer, layer_name};
use crate::expr::Clock;
use crate::policy::Scope;
use crate::register::{GeometryField, GeometryType, Register, Style, StyleKind};
use crate::template::{self, Piece};
use crate::text::{Lang, Text};
use serde::Serialize;
use serde_json::{Value as Json, json};

/// Colour of what declares none.
pub(crate) const DEFAULT_COLOUR: &str = "#4a6fa5";
/// Font of labels, served by the program itself.
const LABEL_FONT: &str = "Noto Sans Regular";
/// True when points, or areas, of the register have a sign in their middle.
pub(crate) fn has_sign(register: &Register, is_point: bool) -> bool {
    let kinds: &[StyleKind] = if is_point { &[StyleKind::Circle, StyleKind::Icon] } else { &[StyleKind::Icon] };
    register.styles.iter().any(|style| kinds.contains(&style.kind))
}

/// How far below a point its name begins, heights of its letters.
/// Room between the sign of a point and its name, pixels.
const LABEL_GAP_PX: f64 = 2.0;
/// Height of the letters of what declares no size, pixels.
pub(crate) const LABEL_PX: f64 = 12.0;
/// Radius of circles that declare none, pixels.
pub(crate) const CIRCLE_PX: [f64; 2] = [2.0, 6.0];
/// Radius from which a circle has room for its icon, pixels.
pub(crate) const SIGN_FROM_PX: f64 = 6.5;
/// Share of the circle's width that its icon takes.
pub(crate) const SIGN_SHARE: f64 = 0.62;
/// Side of an icon of the sprite, pixels.
pub(crate) const ICON_SIDE_PX: f64 = 24.0;

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
    /// The icon in it, as SVG path data on a square of 24 units.
    pub icon: Option<String>,
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
        let sign = sign(&layer, style).map(|sign| finish(sign, style, format!("{id}.sign")));
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
            ("symbol", paint, json!({ "icon-image": icon_image(style), "icon-size": 1 }))
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

/// How far below a point its name begins at a zoom, pixels: below the largest of the register's signs.
pub(crate) fn below_px(register: &Register, zoom: f64) -> f64 {
    let radius = |style: &Style| match style.kind {
        StyleKind::Circle => style.width_at(zoom, CIRCLE_PX),
        StyleKind::Icon => ICON_SIDE_PX / 2.0,
        _ => 0.0,
    };
    let shown = |style: &&Style| f64::from(style.zoom[0]) <= zoom && zoom <= f64::from(style.zoom[1]);
    register.styles.iter().filter(shown).map(radius).fold(0.0, f64::max) + LABEL_GAP_PX
}

/// The icons within the circles of a layer, where these are large enough.
fn sign(circles: &Json, style: &Style) -> Option<Json> {
    let is_of_circles = style.kind == StyleKind::Circle && (style.icon.is_some() || !style.icons.is_empty());
    let large = |zoom: &u8| style.width_at(f64::from(*zoom), CIRCLE_PX) >= SIGN_FROM_PX;
    let from = (style.zoom[0]..=style.zoom[1]).find(large).filter(|_| is_of_circles)?;
    let scale = 2.0 * SIGN_SHARE / ICON_SIDE_PX;
    let size = |zoom: u8| (style.width_at(f64::from(zoom), CIRCLE_PX) * scale * 1000.0).round() / 1000.0;
    let mut layer = circles.clone();
    layer["type"] = json!("symbol");
    layer["minzoom"] =
        json!(from.max(circles["minzoom"].as_u64().and_then(|zoom| zoom.try_into().ok()).unwrap_or(from)));
    layer["metadata"]["misto:sign"] = json!(true);
    layer["paint"] = json!({ "icon-color": style.outline.as_deref().unwrap_or("#ffffff"), "icon-opacity": style.opacity.unwrap_or(1.0) });
    layer["layout"] = json!({
        "icon-image": icon_image(style),
        "icon-size": ["interpolate", ["linear"], ["zoom"], from, size(from), style.zoom[1].max(from + 1), size(style.zoom[1])],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
    });
    Some(layer)
}

/// The name of a feature's icon; an empty one draws nothing.
fn icon_image(style: &Style) -> Json {
    let plain = style.icon.as_deref().unwrap_or_default();
    match &style.by {
        Some(by) if !style.icons.is_empty() => {
            let mut expression = vec![json!("match"), json!(["get", by.as_str()])];
            for (code, icon) in &style.icons {
                expression.extend([json!(code), json!(icon)]);
            }
            expression.push(json!(plain));
            Json::Array(expression)
        }
        _ => json!(plain),
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
            // leave the line to be seen: a railway is black, not white. What
            // is drawn of some features only, such as those that are closed, does not stand for all of them.
            match items.iter_mut().find(same) {
                Some(_) if style.when.is_some() => {}
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
                let icon = icon(catalog, style, Some(&item.code));
                Some(LegendItem { icon, ..item_of(style, item.label.clone(), colour.clone(), Some(item.code.clone())) })
            })
            .collect(),
        None => {
            let item = item_of(style, scope.register().title.clone(), plain, None);
            vec![LegendItem { icon: icon(catalog, style, None), ..item }]
        }
    }
}

/// The outline of a class's icon.
pub(crate) fn icon(catalog: &Catalog, style: &Style, class: Option<&str>) -> Option<String> {
    style.icon_of(class).and_then(|name| catalog.icons.get(name)).cloned()
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
        icon: None,
        min_zoom: style.zoom[0],
        max_zoom: style.zoom[1],
        field: style.by.as_ref().filter(|_| class.is_some()).map(ToString::to_string),
        class,
    }
}
