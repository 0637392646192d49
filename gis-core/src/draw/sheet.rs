//! A page true to scale.

use super::frame::{Frame, Rect};
use super::legend::{self, Seen};
use super::svg::{self, Element, Type, n};
use super::{Picture, fit, furniture, grid, say};
use crate::crs::Crs;
use crate::geometry::Position;
use crate::text::{Ident, Lang};
use chrono::NaiveDate;
use std::io;

/// White around everything, millimetres: what every printer can print.
const MARGIN_MM: f64 = 10.0;
/// Height of the title, millimetres.
const HEAD_MM: f64 = 16.0;
/// Height of legend, sources and facts, millimetres.
const FOOT_MM: f64 = 50.0;
/// Between the map and what stands below it, millimetres.
const GAP_MM: f64 = 3.0;
/// Width of sources and of facts, millimetres.
const SOURCES_MM: f64 = 58.0;
/// Width of the facts, millimetres.
const FACTS_MM: f64 = 58.0;
/// Letters of a title of one, two or three lines, millimetres.
const TITLES_MM: [f64; 3] = [5.5, 4.8, 3.6];

/// A size of ISO 216.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm.
    A3,
    /// 420 × 594 mm.
    A2,
    /// 594 × 841 mm.
    A1,
}

/// Which side is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// The short one.
    Portrait,
    /// The long one.
    Landscape,
}

/// What a page says beside its map.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its size.
    pub paper: Paper,
    /// How it lies.
    pub orientation: Orientation,
    /// How many times smaller than the city.
    pub scale: u32,
    /// The middle of the map, storage CRS.
    pub center: Position,
    /// Latitude of the middle, degrees.
    pub latitude: f64,
    /// The storage CRS.
    pub system: Crs,
    /// Language of words.
    pub lang: Lang,
    /// The title.
    pub title: String,
    /// The registers that may be on the map.
    pub sources: Vec<Source>,
    /// Where the same is to be seen in a browser.
    pub permalink: String,
    /// The day.
    pub today: NaiveDate,
    /// True when features were left out because there are too many.
    pub is_cut: bool,
}

/// A register as a source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its id.
    pub register: Ident,
    /// Its title.
    pub title: String,
    /// The day of its last change.
    pub updated: Option<NaiveDate>,
    /// Its licence.
    pub licence: Option<String>,
}

impl Paper {
    /// Width and height, millimetres.
    #[must_use]
    pub const fn size_mm(self, orientation: Orientation) -> (f64, f64) {
        let (short, long) = match self {
            Self::A4 => (210.0, 297.0),
            Self::A3 => (297.0, 420.0),
            Self::A2 => (420.0, 594.0),
            Self::A1 => (594.0, 841.0),
        };
        match orientation {
            Orientation::Portrait => (short, long),
            Orientation::Landscape => (long, short),
        }
    }
}

impl Sheet {
    /// The map's place and extent: the same for a paper, an orientation and a scale, so that a viewer can show it before.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let (width, height) = self.paper.size_mm(self.orientation);
        let rect = Rect {
            x: MARGIN_MM,
            y: MARGIN_MM + HEAD_MM,
            width: width - 2.0 * MARGIN_MM,
            height: height - 2.0 * MARGIN_MM - HEAD_MM - GAP_MM - FOOT_MM,
        };
        Frame::on_paper(self.center, self.scale, rect, self.latitude)
    }
}

/// The page as an SVG document whose unit is the millimetre.
///
/// # Errors
/// When the writer fails; memory does not.
pub fn sheet(picture: &Picture, sheet: &Sheet) -> io::Result<String> {
    let (width, height) = sheet.paper.size_mm(sheet.orientation);
    let frame = sheet.frame();
    let (map, seen) = picture.map(&frame);
    let page = Rect { x: 0.0, y: 0.0, width, height };
    let edge = svg::rect(&frame.rect).attribute("fill", "none").attribute("stroke", "#1f2328");
    svg::new("svg")
        .attribute("xmlns", "http://www.w3.org/2000/svg")
        .attribute("width", &format!("{}mm", n(width)))
        .attribute("height", &format!("{}mm", n(height)))
        .attribute("viewBox", &format!("0 0 {} {}", n(width), n(height)))
        .attribute("lang", sheet.lang.tag())
        .with(Element::text("title", &sheet.title))
        .with(svg::rect(&page).attribute("fill", "#ffffff"))
        .with(title(sheet, &frame))
        .with(map)
        .with(grid::draw(&frame))
        .with(edge.attribute("stroke-width", "0.25"))
        .with(foot(picture, sheet, &frame, &seen))
        .document()
}

/// The title in letters that let it fit.
fn title(sheet: &Sheet, frame: &Frame) -> Element {
    let area = Rect { y: MARGIN_MM, height: HEAD_MM - 1.0, ..frame.rect };
    let fits = |(lines, size): &(usize, f64)| fit::wrapped(&sheet.title, *size * 1.1, area.width).len() <= *lines;
    let size = (1..).zip(TITLES_MM).find(fits).map_or(TITLES_MM[2], |(_, size)| size);
    svg::new("g").attribute("id", "title").with(svg::block(&area, Type::bold(size), &sheet.title).0)
}

fn foot(picture: &Picture, sheet: &Sheet, frame: &Frame, seen: &Seen) -> Element {
    let below = Rect { y: frame.rect.bottom() + GAP_MM, height: FOOT_MM, ..frame.rect };
    let facts = Rect { x: below.right() - FACTS_MM, width: FACTS_MM, ..below };
    let sources = Rect { x: facts.x - SOURCES_MM - GAP_MM, width: SOURCES_MM, ..below };
    let signs = Rect { y: below.y + 5.0, height: FOOT_MM - 5.0, width: sources.x - below.x - GAP_MM, ..below };
    let head = svg::text((below.x, below.y + 2.4), Type::bold(2.4), say(sheet.lang, "Умовні знаки", "Legend"));
    let is_seen = |source: &&Source| {
        let registers = picture.contents.iter().map(|content| content.scope.register());
        registers.filter(|register| register.id == source.register).any(|register| seen.has(register))
    };
    let shown: Vec<&Source> = sheet.sources.iter().filter(is_seen).collect();
    svg::new("g")
        .with(head)
        .with(legend::draw(picture, seen, &signs))
        .with(furniture::sources(sheet, &shown, &sources))
        .with(furniture::facts(sheet, frame, &facts))
}
