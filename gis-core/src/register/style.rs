//! How a register is drawn.

use crate::expr::Expr;
use crate::text::{Ident, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a style draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StyleKind {
    /// Polygons filled.
    Fill,
    /// Lines or outlines.
    Line,
    /// Points as circles.
    Circle,
    /// Points as icons.
    Icon,
    /// Text.
    Label,
    /// Buildings raised by a height field.
    Extrusion,
}

/// One map layer of a register.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// What is drawn.
    pub kind: StyleKind,
    /// The geometry it draws; the primary one when absent.
    #[serde(default)]
    pub geometry: Option<Ident>,
    /// First and last zoom, both included.
    #[serde(default = "all_zooms")]
    pub zoom: [u8; 2],
    /// Only features that meet this are drawn.
    #[serde(default)]
    pub when: Option<Expr>,
    /// The code field whose codes are the classes.
    #[serde(default)]
    pub by: Option<Ident>,
    /// Colour, `#rrggbb`.
    #[serde(default)]
    pub color: Option<String>,
    /// Colours of the classes by code.
    #[serde(default)]
    pub classes: BTreeMap<String, String>,
    /// Outline colour of fills and circles, halo of labels.
    #[serde(default)]
    pub outline: Option<String>,
    /// Line width or circle radius in pixels at the first zoom and at the last one.
    #[serde(default)]
    pub width: Option<[f64; 2]>,
    /// Dash pattern in line widths.
    #[serde(default)]
    pub dash: Vec<f64>,
    /// 0 to 1.
    #[serde(default)]
    pub opacity: Option<f64>,
    /// Template of a label.
    #[serde(default)]
    pub text: Option<Text>,
    /// Text size in pixels.
    #[serde(default)]
    pub size: Option<f64>,
    /// Icon by its name: alone, or in the outline's colour within a circle that is large enough.
    #[serde(default)]
    pub icon: Option<String>,
    /// Icons of the classes by code, in place of `icon`.
    #[serde(default)]
    pub icons: BTreeMap<String, String>,
    /// Field with the height in metres of an extrusion.
    #[serde(default)]
    pub height: Option<Ident>,
}

impl Style {
    /// The name of the icon of a class; `None` for features of no class.
    #[must_use]
    pub fn icon_of(&self, class: Option<&str>) -> Option<&str> {
        class.and_then(|class| self.icons.get(class)).or(self.icon.as_ref()).map(String::as_str)
    }

    /// A width or radius in pixels at a zoom: it grows evenly from the first zoom of the style to the last.
    #[must_use]
    pub fn width_at(&self, zoom: f64, default: [f64; 2]) -> f64 {
        let [first, last] = self.width.unwrap_or(default);
        let [from, to] = self.zoom.map(f64::from);
        first + (last - first) * ((zoom - from) / (to - from).max(1.0)).clamp(0.0, 1.0)
    }
}

const fn all_zooms() -> [u8; 2] {
    [0, 24]
}
