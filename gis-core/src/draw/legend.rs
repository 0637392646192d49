//! The legend: what is to be seen on a map, by the register's own classes.

use super::frame::{PIXEL_MM, Rect};
use super::svg::{self, Element, Type, n};
use super::{Picture, fit, say};
use crate::derive::style::{ICON_SIDE_PX, LegendItem, SIGN_SHARE, legend};
use crate::register::Register;
use crate::text::Ident;
use std::collections::BTreeSet;

/// Height of a line, millimetres.
const ROW_MM: f64 = 4.2;
/// Narrowest column, millimetres.
const COLUMN_MM: f64 = 32.0;
/// Width of a sign, millimetres.
const SIGN_MM: f64 = 6.0;
/// Letters, millimetres.
const LETTERS_MM: f64 = 2.3;
/// Widest line and largest circle in a sign, millimetres.
const THICK_MM: f64 = 1.6;

/// What is on the map: register, kind of sign, class.
#[derive(Debug, Default)]
pub struct Seen {
    found: BTreeSet<(Ident, &'static str, Option<String>)>,
}

impl Seen {
    /// Remembers a sign.
    pub fn add(&mut self, register: &Register, kind: &'static str, class: Option<&str>) {
        let key = (register.id.clone(), kind, class.map(str::to_owned));
        if !self.found.contains(&key) {
            self.found.insert(key);
        }
    }

    /// True when something of a register is on the map.
    pub fn has(&self, register: &Register) -> bool {
        self.found.iter().any(|(id, _, _)| *id == register.id)
    }

    fn holds(&self, register: &Register, item: &LegendItem) -> bool {
        self.found.contains(&(register.id.clone(), item.kind, item.class.clone()))
    }
}

/// A line of the legend: the name of a register with classes, or a sign.
enum Line {
    Head(String),
    Sign(Box<LegendItem>, String),
}

fn lines(picture: &Picture, seen: &Seen) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut done: Vec<&Ident> = Vec::new();
    for content in &picture.contents {
        let register = content.scope.register();
        if done.contains(&&register.id) {
            continue;
        }
        done.push(&register.id);
        let mut items: Vec<LegendItem> = legend(picture.catalog, content.scope);
        items.retain(|item| seen.holds(register, item));
        if items.iter().any(|item| item.class.is_some()) {
            lines.push(Line::Head(register.title.get(picture.lang).to_owned()));
        }
        lines.extend(items.into_iter().map(|item| {
            let label = item.label.get(picture.lang).to_owned();
            Line::Sign(Box::new(item), label)
        }));
    }
    lines
}

/// The legend in columns; what has no room is counted.
pub fn draw(picture: &Picture, seen: &Seen, area: &Rect) -> Element {
    let all = lines(picture, seen);
    let columns = fit::whole(area.width / COLUMN_MM).max(1);
    let rows = fit::whole(area.height / ROW_MM).max(1);
    let room = columns * rows;
    let shown = if all.len() > room { room - 1 } else { all.len() };
    let width = area.width / columns as f64;
    let place = |at: usize| (area.x + (at / rows) as f64 * width, area.y + (at % rows) as f64 * ROW_MM);
    let mut drawn: Vec<Element> =
        all.iter().take(shown).enumerate().map(|(at, line)| one(line, place(at), width)).collect();
    if shown < all.len() {
        let (x, y) = place(shown);
        let more = format!("{} {}", say(picture.lang, "… і ще", "… and"), all.len() - shown);
        let more = if picture.lang == crate::text::Lang::En { format!("{more} more") } else { more };
        drawn.push(svg::text((x, y + LETTERS_MM), Type::plain(LETTERS_MM), &more));
    }
    svg::new("g").attribute("id", "legend").with_all(drawn)
}

fn one(line: &Line, (x, y): (f64, f64), width: f64) -> Element {
    let base = y + LETTERS_MM;
    match line {
        Line::Head(title) => {
            svg::text((x, base), Type::bold(LETTERS_MM), &fit::cut(title, LETTERS_MM * 1.05, width - 1.0))
        }
        Line::Sign(item, label) => {
            let room = width - SIGN_MM - 2.0;
            let label = fit::cut(label, LETTERS_MM, room);
            let text = svg::text((x + SIGN_MM + 1.0, base), Type::plain(LETTERS_MM), &label);
            svg::new("g").with(sign(item, (x, y))).with(text)
        }
    }
}

/// A circle as large as on the map, with the icon in it; an icon that stands alone has no circle.
fn point(item: &LegendItem, at: (f64, f64), outline: &str) -> Element {
    let radius = item.radius.map(|pixels| (pixels * PIXEL_MM).clamp(0.5, THICK_MM));
    let circle = |radius: f64| {
        let circle = svg::new("circle").attribute("cx", &n(at.0)).attribute("cy", &n(at.1)).attribute("r", &n(radius));
        circle.attribute("fill", &item.color).attribute("stroke", outline).attribute("stroke-width", "0.1")
    };
    let icon = |path: &str, side: f64, ink: &str| svg::icon(path, at, side / ICON_SIDE_PX).attribute("fill", ink);
    match (&item.icon, radius) {
        (Some(path), None) => icon(path, 2.0 * THICK_MM, &item.color),
        (Some(path), Some(_)) => {
            let ink = item.outline.as_deref().unwrap_or("#ffffff");
            svg::new("g").with(circle(THICK_MM)).with(icon(path, 2.0 * THICK_MM * SIGN_SHARE, ink))
        }
        (None, radius) => circle(radius.unwrap_or(0.5)),
    }
}

fn sign(item: &LegendItem, (x, y): (f64, f64)) -> Element {
    let middle = y + LETTERS_MM * 0.6;
    let outline = item.outline.as_deref().unwrap_or("#8a8f98");
    let mm = |pixels: Option<f64>, least: f64| (pixels.unwrap_or(1.0) * PIXEL_MM).clamp(least, THICK_MM);
    match item.kind {
        "line" => {
            let width = mm(item.width, 0.2);
            let line = svg::line((x, middle), (x + SIGN_MM, middle), &item.color, width);
            match &item.dash {
                Some(dash) => {
                    let dash: Vec<String> = dash.iter().map(|part| n(part * width)).collect();
                    line.attribute("stroke-dasharray", &dash.join(" "))
                }
                None => line,
            }
        }
        "point" => point(item, (x + SIGN_MM / 2.0, middle), outline),
        _ => svg::rect(&Rect { x, y, width: SIGN_MM, height: LETTERS_MM * 1.2 })
            .attribute("fill", &item.color)
            .attribute("stroke", outline)
            .attribute("stroke-width", "0.1"),
    }
}
