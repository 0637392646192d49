//! The legend, made from the same classes as the map.

use super::{DEFAULT_COLOUR, geometry_of, icon, is_drawable};
use crate::catalog::Catalog;
use crate::policy::Scope;
use crate::register::{Style, StyleKind};
use crate::text::Text;
use serde::Serialize;

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
            // leave the line to be seen: a railway is black, not white. What is drawn of some features only, such as
            // those that are closed, does not stand for all of them.
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
