//! Elements of SVG 1.1.

pub use crate::xml::Element;

use super::frame::Rect;
use super::{FONT, fit};
use crate::geojson::number;

/// Decimals of a coordinate: micrometres on paper.
const DECIMALS: usize = 3;

/// An empty element.
pub const fn new(name: &'static str) -> Element {
    Element::new(name)
}

/// A number as coordinates are written.
pub fn n(value: f64) -> String {
    let mut text = String::new();
    number(value, DECIMALS, &mut text);
    text
}

/// A rectangle.
pub fn rect(rect: &Rect) -> Element {
    new("rect")
        .attribute("x", &n(rect.x))
        .attribute("y", &n(rect.y))
        .attribute("width", &n(rect.width))
        .attribute("height", &n(rect.height))
}

/// A straight line.
pub fn line((x1, y1): (f64, f64), (x2, y2): (f64, f64), colour: &str, width: f64) -> Element {
    new("line")
        .attribute("x1", &n(x1))
        .attribute("y1", &n(y1))
        .attribute("x2", &n(x2))
        .attribute("y2", &n(y2))
        .attribute("stroke", colour)
        .attribute("stroke-width", &n(width))
}

/// An icon of 24 by 24 units around a point.
pub fn icon(path: &str, (x, y): (f64, f64), scale: f64) -> Element {
    let place = format!("translate({} {}) scale({scale:.5}) translate(-12 -12)", n(x), n(y));
    new("path").attribute("transform", &place).attribute("fill-rule", "evenodd").attribute("d", path)
}

/// How a text is written.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    /// Height of the letters, units of the drawing.
    pub size: f64,
    /// Colour.
    pub colour: &'static str,
    /// Heavy.
    pub is_bold: bool,
}

impl Type {
    /// Plain black letters.
    pub const fn plain(size: f64) -> Self {
        Self { size, colour: "#1f2328", is_bold: false }
    }

    /// Heavy black letters.
    pub const fn bold(size: f64) -> Self {
        Self { is_bold: true, ..Self::plain(size) }
    }
}

/// A line of text that begins at a point of its base line.
pub fn text((x, y): (f64, f64), look: Type, text: &str) -> Element {
    let element = Element::text("text", text)
        .attribute("x", &n(x))
        .attribute("y", &n(y))
        .attribute("font-family", FONT)
        .attribute("font-size", &n(look.size))
        .attribute("fill", look.colour);
    if look.is_bold { element.attribute("font-weight", "700") } else { element }
}

/// Lines of text below each other from an upper edge, as many as fit; where some do not, the last ends in `…`.
pub fn block(area: &Rect, look: Type, words: &str) -> (Element, f64) {
    let height = look.size * fit::LINE;
    let mut lines = fit::wrapped(words, look.size, area.width);
    let room = fit::whole(area.height / height).max(1);
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            *last = fit::cut(&format!("{last} …"), look.size, area.width);
        }
    }
    let used = lines.len() as f64 * height;
    let line = |(at, line): (usize, &String)| text((area.x, area.y + look.size + at as f64 * height), look, line);
    (new("g").with_all(lines.iter().enumerate().map(line)), used)
}
