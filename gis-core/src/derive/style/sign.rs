//! The signs of points: circles with an icon in them, and icons that stand alone.

use super::{CIRCLE_PX, by_class};
use crate::catalog::Catalog;
use crate::register::{Register, Style, StyleKind};
use serde_json::{Value as Json, json};

/// Room between the sign of a point and its name, pixels.
const LABEL_GAP_PX: f64 = 2.0;
/// Radius from which a circle has room for its icon, pixels.
pub(crate) const SIGN_FROM_PX: f64 = 6.5;
/// Share of the circle's width that its icon takes.
pub(crate) const SIGN_SHARE: f64 = 0.62;
/// Side of an icon of the sprite, pixels.
pub(crate) const ICON_SIDE_PX: f64 = 24.0;

/// True when points, or areas, of the register have a sign in their middle.
pub(crate) fn has_sign(register: &Register, is_point: bool) -> bool {
    let kinds: &[StyleKind] = if is_point { &[StyleKind::Circle, StyleKind::Icon] } else { &[StyleKind::Icon] };
    register.styles.iter().any(|style| kinds.contains(&style.kind))
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
pub(super) fn layer(circles: &Json, style: &Style) -> Option<Json> {
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
        "icon-image": image(style),
        "icon-size": ["interpolate", ["linear"], ["zoom"], from, size(from), style.zoom[1].max(from + 1), size(style.zoom[1])],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
    });
    Some(layer)
}

/// The name of a feature's icon; an empty one draws nothing.
pub(super) fn image(style: &Style) -> Json {
    let plain = style.icon.as_deref().unwrap_or_default();
    by_class(style, &style.icons, plain)
}

/// The outline of a class's icon.
pub(crate) fn icon(catalog: &Catalog, style: &Style, class: Option<&str>) -> Option<String> {
    style.icon_of(class).and_then(|name| catalog.icons.get(name)).cloned()
}
