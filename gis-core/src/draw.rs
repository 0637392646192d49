//! Maps as SVG: features, the declared styles of their registers and a frame in the storage CRS become text.
//!
//! [`sheet`] is a page true to scale, [`image`] a plain picture; both draw the same map. Nothing is measured on a screen:
//! a metre of the storage CRS is the same length everywhere on the drawing. The font is Noto Sans, named and not carried.

mod fit;
mod frame;
mod furniture;
mod grid;
mod image;
mod label;
mod legend;
mod look;
mod path;
mod sheet;
mod svg;

#[cfg(test)]
mod tests;

pub use frame::{Frame, Rect};
pub use image::image;
pub use look::is_shown;
pub use sheet::{Orientation, Paper, Sheet, Source, sheet};

use crate::catalog::Catalog;
use crate::expr::Clock;
use crate::geometry::Geometry;
use crate::policy::Scope;
use crate::register::{Field, GeometryField};
use crate::text::Lang;
use crate::value::Value;
use legend::Seen;

/// The family that texts are written in.
pub const FONT: &str = "Noto Sans";

/// A feature as far as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Values of [`Content::fields`].
    pub values: Vec<Value>,
    /// Its place in the storage CRS.
    pub geometry: Geometry,
}

/// The features of one geometry of a register.
pub struct Content<'a> {
    /// What may be seen of the register.
    pub scope: &'a Scope<'a>,
    /// The geometry.
    pub geometry: &'a GeometryField,
    /// The fields that were read: those that tiles carry.
    pub fields: Vec<&'a Field>,
    /// The features that meet the frame.
    pub features: Vec<Feature>,
}

/// Everything that is drawn, and for whom.
pub struct Picture<'a> {
    /// The declarations.
    pub catalog: &'a Catalog,
    /// Registers with their features.
    pub contents: Vec<Content<'a>>,
    /// Language of labels and words.
    pub lang: Lang,
    /// The day that conditions are judged on.
    pub clock: Clock,
    /// True when features were left out because there are too many: the drawing says so.
    pub is_cut: bool,
}

impl Picture<'_> {
    /// The map itself, clipped to its frame, and what is to be seen on it.
    fn map(&self, frame: &Frame) -> (svg::Element, Seen) {
        let mut seen = Seen::default();
        let layers = look::layers(self, frame);
        let shapes: Vec<svg::Element> = layers.iter().map(|layer| layer.draw(self, frame, &mut seen)).collect();
        let labels = label::labels(&layers, self, frame);
        let clip = svg::new("clipPath").attribute("id", "map").with(svg::rect(&frame.rect));
        let map = svg::new("g")
            .with(svg::new("defs").with(clip))
            .with(svg::rect(&frame.rect).attribute("fill", look::BACKGROUND))
            .with(svg::new("g").attribute("clip-path", "url(#map)").with_all(shapes).with(labels));
        (map, seen)
    }
}

/// One of two texts.
const fn say<'a>(lang: Lang, uk: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Uk => uk,
        Lang::En => en,
    }
}
