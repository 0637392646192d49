//! A plain picture of the map.

use super::frame::{Frame, Rect};
use super::svg::{self, Type, n};
use super::{Picture, fit, say};
use std::io;

/// Letters of the note, pixels.
const LETTERS_PX: f64 = 11.0;

/// The map as an SVG document whose unit is the pixel; `note` stands in its lower right corner.
///
/// # Errors
/// When the writer fails; memory does not.
pub fn image(picture: &Picture, frame: &Frame, note: &str) -> io::Result<String> {
    let Rect { width, height, .. } = frame.rect;
    let (map, _) = picture.map(frame);
    let cut = say(picture.lang, "Показано не всі об’єкти.", "Not all features are shown.");
    let words = if picture.is_cut { format!("{cut} {note}") } else { note.to_owned() };
    let words = fit::cut(&words, LETTERS_PX, width - 8.0);
    let used = fit::width(&words, LETTERS_PX) + 8.0;
    let ground = Rect { x: width - used, y: height - LETTERS_PX - 6.0, width: used, height: LETTERS_PX + 6.0 };
    svg::new("svg")
        .attribute("xmlns", "http://www.w3.org/2000/svg")
        .attribute("width", &n(width))
        .attribute("height", &n(height))
        .attribute("viewBox", &format!("0 0 {} {}", n(width), n(height)))
        .with(map)
        .with(svg::rect(&ground).attribute("fill", "#ffffff").attribute("fill-opacity", "0.8"))
        .with(svg::text((ground.x + 4.0, height - 5.0), Type::plain(LETTERS_PX), &words))
        .document()
}
