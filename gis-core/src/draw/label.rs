//! Names on the map: none lies on another, and those of upper layers come first.

use super::frame::Rect;
use super::look::{Layer, Named};
use super::svg::{self, Element, n};
use super::{FONT, Feature, Frame, Picture, fit};
use crate::derive::style::{DEFAULT_COLOUR, LABEL_PX, below_px, has_sign};
use crate::expr::Facts;
use crate::geometry::{Path, Shape};
use crate::register::{Style, StyleKind};
use crate::template::{self, Piece};
use crate::validity::interior_point;
use crate::value::Value;

/// Most names of a map.
const MAX_LABELS: usize = 2_000;
/// Most names that are tried.
const MAX_TRIED: usize = 20_000;
/// Width of a halo on each side, pixels.
const HALO_PX: f64 = 1.4;
/// Widest name of a point, heights of its letters.
const WIDEST: f64 = 8.0;
/// Distance within which a line is not named twice, heights of its letters.
const AGAIN: f64 = 30.0;

/// A name at its place.
struct Label {
    lines: Vec<String>,
    /// The middle of the text.
    middle: (f64, f64),
    /// Degrees clockwise.
    turn: f64,
    size: f64,
}

/// The names of all label layers.
pub fn labels(layers: &[Layer], picture: &Picture, frame: &Frame) -> Element {
    let mut placed: Vec<(Rect, String)> = Vec::new();
    let mut tried = 0;
    let mut drawn = Vec::new();
    for layer in layers.iter().rev().filter(|layer| layer.style.kind == StyleKind::Label) {
        let text = layer.style.text.as_ref().map(|text| text.get(picture.lang));
        let Some(pieces) = text.and_then(|text| template::parse(text).ok()) else { continue };
        for feature in layer.features(frame, picture.clock) {
            tried += 1;
            if placed.len() >= MAX_LABELS || tried > MAX_TRIED {
                break;
            }
            let Some(label) = label(layer, &pieces, feature, frame) else { continue };
            let (area, name) = (label.area(), label.lines.join(" "));
            if frame.rect.contains(label.middle) && is_free(&placed, &area, &name, label.size) {
                placed.push((area, name));
                drawn.push(label.draw(layer.style, frame));
            }
        }
    }
    svg::new("g").attribute("id", "labels").with_all(drawn)
}

fn is_free(placed: &[(Rect, String)], area: &Rect, name: &str, size: f64) -> bool {
    let apart = |other: &Rect| {
        area.right() < other.x || other.right() < area.x || area.bottom() < other.y || other.bottom() < area.y
    };
    let far = |other: &Rect| (area.x - other.x).hypot(area.y - other.y) > size * AGAIN;
    placed.iter().all(|(other, text)| apart(other) && (text != name || far(other)))
}

fn label(layer: &Layer, pieces: &[Piece], feature: &Feature, frame: &Frame) -> Option<Label> {
    let text = filled(pieces, &Named { fields: &layer.content.fields, values: &feature.values });
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let size = layer.style.size.unwrap_or(LABEL_PX) * frame.pixel;
    let at = match &feature.geometry.shape {
        Shape::Lines(lines) => return along(lines, text, size, frame),
        Shape::Points(points) => points.first().copied()?,
        Shape::Polygons(_) => interior_point(&feature.geometry),
    };
    let register = layer.content.scope.register();
    let lines = fit::wrapped(text, size, size * WIDEST);
    let down = if has_sign(register, matches!(feature.geometry.shape, Shape::Points(_))) {
        below_px(register, frame.zoom) * frame.pixel + lines.len() as f64 * size * fit::LINE / 2.0
    } else {
        0.0
    };
    let (x, y) = frame.at(&at);
    Some(Label { lines, middle: (x, y + down), turn: 0.0, size })
}

/// A template with the values of a feature; a part with an empty field is left out.
fn filled(pieces: &[Piece], facts: &impl Facts) -> String {
    let value = |names: &[String]| names.iter().map(|name| facts.value(name)).find(|value| !value.is_null());
    let one = |piece: &Piece| match piece {
        Piece::Fixed(text) => text.clone(),
        Piece::Field(names) => value(names).map(shown).unwrap_or_default(),
        Piece::Optional(inner) => {
            let is_whole = template::places(inner).all(|names| value(names).is_some());
            if is_whole { filled(inner, facts) } else { String::new() }
        }
    };
    pieces.iter().map(one).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Decimal(number) => number.to_string(),
        other => other.to_json().to_string().trim_matches('"').to_owned(),
    }
}

/// On the longest line, in its middle, where it is long enough.
fn along(lines: &[Path], text: &str, size: f64, frame: &Frame) -> Option<Label> {
    let width = fit::width(text, size);
    let paths = lines.iter().map(|line| line.iter().map(|position| frame.at(position)).collect::<Vec<_>>());
    let (path, length) = paths
        .map(|path| {
            let length = path.windows(2).map(|edge| distance(edge[0], edge[1])).sum::<f64>();
            (path, length)
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    if length < width {
        return None;
    }
    let (from, middle, to) =
        (point(&path, (length - width) / 2.0)?, point(&path, length / 2.0)?, point(&path, (length + width) / 2.0)?);
    let mut turn = (to.1 - from.1).atan2(to.0 - from.0).to_degrees();
    if turn.abs() > 90.0 {
        turn -= 180.0_f64.copysign(turn);
    }
    Some(Label { lines: vec![text.to_owned()], middle, turn, size })
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (b.0 - a.0).hypot(b.1 - a.1)
}

/// The point of a path so far from its beginning.
fn point(path: &[(f64, f64)], mut rest: f64) -> Option<(f64, f64)> {
    for edge in path.windows(2) {
        let length = distance(edge[0], edge[1]);
        if rest <= length && length > 0.0 {
            let share = rest / length;
            return Some((edge[0].0 + (edge[1].0 - edge[0].0) * share, edge[0].1 + (edge[1].1 - edge[0].1) * share));
        }
        rest -= length;
    }
    path.last().copied()
}

impl Label {
    /// The box around the turned text.
    fn area(&self) -> Rect {
        let width = self.lines.iter().map(|line| fit::width(line, self.size)).fold(0.0, f64::max);
        let height = self.lines.len() as f64 * self.size * fit::LINE;
        let (sin, cos) = self.turn.to_radians().sin_cos();
        let (w, h) = (width * cos.abs() + height * sin.abs(), width * sin.abs() + height * cos.abs());
        Rect { x: self.middle.0 - w / 2.0, y: self.middle.1 - h / 2.0, width: w, height: h }
    }

    fn draw(&self, style: &Style, frame: &Frame) -> Element {
        let (x, y) = self.middle;
        let step = self.size * fit::LINE;
        let top = y - step * (self.lines.len() as f64 - 1.0) / 2.0 + self.size * 0.36;
        let line = |(at, line): (usize, &String)| {
            Element::text("text", line).attribute("x", &n(x)).attribute("y", &n(top + at as f64 * step))
        };
        let group = svg::new("g")
            .attribute("font-family", FONT)
            .attribute("font-size", &n(self.size))
            .attribute("text-anchor", "middle")
            .attribute("fill", style.color.as_deref().unwrap_or(DEFAULT_COLOUR))
            .attribute("stroke", style.outline.as_deref().unwrap_or("#ffffff"))
            .attribute("stroke-width", &n(HALO_PX * 2.0 * frame.pixel))
            .attribute("stroke-linejoin", "round")
            .attribute("paint-order", "stroke");
        let group = if self.turn.abs() < 0.5 {
            group
        } else {
            group.attribute("transform", &format!("rotate({} {} {})", n(self.turn), n(x), n(y)))
        };
        group.with_all(self.lines.iter().enumerate().map(line))
    }
}
