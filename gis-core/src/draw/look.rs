//! The declared styles at the zoom of a frame.

use super::legend::Seen;
use super::svg::{self, Element, n};
use super::{Content, Feature, Frame, Picture, path};
use crate::derive::style::{
    CIRCLE_PX, DEFAULT_COLOUR, ICON_SIDE_PX, SIGN_FROM_PX, SIGN_SHARE, geometry_of, icon, is_drawable, legend_kind,
};
use crate::expr::{Clock, Facts};
use crate::geometry::Shape;
use crate::policy::Scope;
use crate::register::{Field, GeometryField, Style, StyleKind};
use crate::validity::interior_point;
use crate::value::Value;

/// Colour of the land that no register covers.
pub const BACKGROUND: &str = "#f6f4ef";
/// Width of the halo of an icon that stands alone, units of the icon.
const HALO_UNITS: f64 = 2.0;
/// Width of the outline of areas and circles, pixels.
const OUTLINE_PX: f64 = 0.6;

/// A style of a register with the features it draws.
pub struct Layer<'a> {
    /// The features.
    pub content: &'a Content<'a>,
    /// The style.
    pub style: &'a Style,
}

/// A feature with its values by name.
pub struct Named<'a> {
    /// The fields of the values.
    pub fields: &'a [&'a Field],
    /// The values.
    pub values: &'a [Value],
}

impl Facts for Named<'_> {
    fn value(&self, field: &str) -> &Value {
        let at = self.fields.iter().position(|have| have.name.as_str() == field);
        at.and_then(|at| self.values.get(at)).unwrap_or(&Value::Null)
    }
}

/// True when a geometry of a register is drawn at a zoom at all: others need not be read.
#[must_use]
pub fn is_shown(scope: &Scope, geometry: &GeometryField, zoom: f64) -> bool {
    scope.register().styles.iter().any(|style| draws(scope, style, geometry, zoom))
}

fn draws(scope: &Scope, style: &Style, geometry: &GeometryField, zoom: f64) -> bool {
    let [first, last] = style.zoom.map(f64::from);
    let is_of = geometry_of(scope, style).is_some_and(|drawn| drawn.name == geometry.name);
    is_of && (first..=last).contains(&zoom) && style.kind != StyleKind::Extrusion && is_drawable(scope, style)
}

/// The layers bottom first: areas below lines below points below names, then by the register's order.
pub fn layers<'a>(picture: &'a Picture<'a>, frame: &Frame) -> Vec<Layer<'a>> {
    let mut layers: Vec<Layer> = Vec::new();
    for content in &picture.contents {
        let styles = content.scope.register().styles.iter();
        let drawn = styles.filter(|style| draws(content.scope, style, content.geometry, frame.zoom));
        layers.extend(drawn.map(|style| Layer { content, style }));
    }
    layers.sort_by_key(|layer| (height(layer.style.kind), layer.content.scope.register().draw_order));
    layers
}

const fn height(kind: StyleKind) -> u8 {
    match kind {
        StyleKind::Fill => 0,
        StyleKind::Line => 1,
        StyleKind::Circle | StyleKind::Icon => 2,
        StyleKind::Extrusion => 3,
        StyleKind::Label => 4,
    }
}

impl<'a> Layer<'a> {
    /// The features that meet the frame and the style's condition.
    pub fn features(&self, frame: &Frame, clock: Clock) -> impl Iterator<Item = &'a Feature> {
        let (bounds, style, fields) = (frame.bounds(), self.style, &self.content.fields);
        self.content.features.iter().filter(move |feature| {
            let facts = Named { fields, values: &feature.values };
            bounds.intersects(&feature.geometry.bounds())
                && style.when.as_ref().is_none_or(|when| when.holds(&facts, clock) == Some(true))
        })
    }

    /// The drawing of its features, in the order they come.
    pub fn draw(&self, picture: &Picture, frame: &Frame, seen: &mut Seen) -> Element {
        let group = self.group(frame);
        if self.style.kind == StyleKind::Label {
            return group;
        }
        let mut drawn = Vec::new();
        for feature in self.features(frame, picture.clock) {
            let (colour, class) = self.colour(feature);
            seen.add(self.content.scope.register(), legend_kind(self.style.kind), class);
            let icon = icon(picture.catalog, self.style, class.or_else(|| self.class(feature)));
            self.shape(frame, feature, (colour, icon.as_deref()), &mut drawn);
        }
        group.with_all(drawn)
    }

    /// What all features of the layer have in common.
    fn group(&self, frame: &Frame) -> Element {
        let group =
            svg::new("g").attribute("id", &format!("{}.{:?}", self.content.scope.register().id, self.style.kind));
        let opacity = self.style.opacity.unwrap_or(1.0);
        match self.style.kind {
            StyleKind::Line => {
                let width = self.width(frame, [1.0, 3.0]);
                let line = group
                    .attribute("fill", "none")
                    .attribute("stroke-width", &n(width))
                    .attribute("stroke-opacity", &n(opacity))
                    .attribute("stroke-linecap", "round")
                    .attribute("stroke-linejoin", "round");
                let dash: Vec<String> = self.style.dash.iter().map(|part| n(part * width)).collect();
                if dash.is_empty() { line } else { line.attribute("stroke-dasharray", &dash.join(" ")) }
            }
            StyleKind::Fill => {
                let fill = group.attribute("fill-opacity", &n(opacity)).attribute("fill-rule", "evenodd");
                match &self.style.outline {
                    Some(outline) => fill
                        .attribute("stroke", outline)
                        .attribute("stroke-width", &n(OUTLINE_PX * frame.pixel))
                        .attribute("stroke-linejoin", "round"),
                    None => fill,
                }
            }
            StyleKind::Circle | StyleKind::Icon => group
                .attribute("fill-opacity", &n(opacity))
                .attribute("stroke", self.style.outline.as_deref().unwrap_or("#ffffff"))
                .attribute("stroke-width", &n(OUTLINE_PX * frame.pixel)),
            StyleKind::Label | StyleKind::Extrusion => group,
        }
    }

    fn shape(&self, frame: &Frame, feature: &Feature, (colour, icon): (&str, Option<&str>), out: &mut Vec<Element>) {
        let key = if self.style.kind == StyleKind::Line { "stroke" } else { "fill" };
        if let Shape::Points(points) = &feature.geometry.shape {
            for point in points {
                self.sign(frame, frame.at(point), (colour, icon), out);
            }
            return;
        }
        if matches!(self.style.kind, StyleKind::Circle | StyleKind::Icon) {
            self.sign(frame, frame.at(&interior_point(&feature.geometry)), (colour, icon), out);
            return;
        }
        let mut data = String::new();
        path::data(frame, &feature.geometry, matches!(feature.geometry.shape, Shape::Polygons(_)), &mut data);
        out.push(svg::new("path").attribute(key, colour).attribute("d", &data));
    }

    /// The sign of a point: its icon alone, or a circle with the icon in it where it is large enough.
    fn sign(&self, frame: &Frame, at: (f64, f64), (colour, icon): (&str, Option<&str>), out: &mut Vec<Element>) {
        if let (StyleKind::Icon, Some(icon)) = (self.style.kind, icon) {
            let halo = svg::icon(icon, at, frame.pixel).attribute("fill", colour);
            out.push(halo.attribute("stroke-width", &n(HALO_UNITS)).attribute("paint-order", "stroke"));
            return;
        }
        let radius = self.width(frame, CIRCLE_PX);
        let circle = svg::new("circle").attribute("cx", &n(at.0)).attribute("cy", &n(at.1));
        out.push(circle.attribute("r", &n(radius)).attribute("fill", colour));
        if let Some(icon) = icon.filter(|_| radius >= SIGN_FROM_PX * frame.pixel) {
            let ink = self.style.outline.as_deref().unwrap_or("#ffffff");
            let share = 2.0 * radius * SIGN_SHARE / ICON_SIDE_PX;
            out.push(svg::icon(icon, at, share).attribute("fill", ink).attribute("stroke", "none"));
        }
    }

    /// The code by which the style tells its features apart.
    fn class<'b>(&'b self, feature: &'b Feature) -> Option<&'b str> {
        let by = self.style.by.as_ref()?;
        let at = self.content.fields.iter().position(|field| field.name == *by)?;
        match feature.values.get(at)? {
            Value::Text(code) => Some(code),
            _ => None,
        }
    }

    /// The colour of a feature, and the code of the class it comes from.
    fn colour<'b>(&'b self, feature: &'b Feature) -> (&'b str, Option<&'b str>) {
        let plain = self.style.color.as_deref().unwrap_or(DEFAULT_COLOUR);
        let class = self.class(feature).and_then(|code| Some((self.style.classes.get(code)?, code)));
        class.map_or((plain, None), |(colour, code)| (colour, Some(code)))
    }

    /// A width that grows from the first zoom of the style to the last, in units of the drawing.
    pub fn width(&self, frame: &Frame, default: [f64; 2]) -> f64 {
        self.style.width_at(frame.zoom, default) * frame.pixel
    }
}
