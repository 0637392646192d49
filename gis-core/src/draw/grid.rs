//! The coordinate grid of a sheet, labelled along its edges.

use super::svg::{self, Element, n};
use super::{FONT, Frame};
use crate::geometry::Position;

/// Narrowest distance of two lines, millimetres.
const STEP_MM: f64 = 40.0;
/// Letters, millimetres.
const LETTERS_MM: f64 = 1.9;
/// Colour of lines and numbers.
const COLOUR: &str = "#5b6270";
/// Width of a line, millimetres.
const LINE_MM: f64 = 0.08;

/// Lines of whole, round coordinates: eastings along the lower edge, northings along the left one.
pub fn draw(frame: &Frame) -> Element {
    let step = round_up(STEP_MM / frame.length(1.0));
    let (bounds, rect) = (frame.bounds(), frame.rect);
    let mut drawn = Vec::new();
    for easting in multiples(bounds.min_x, bounds.max_x, step) {
        let (x, _) = frame.at(&Position::flat(easting, bounds.min_y));
        drawn.push(svg::line((x, rect.y), (x, rect.bottom()), COLOUR, LINE_MM));
        drawn.push(number((x + 0.6, rect.bottom() - 0.8), &format!("{easting:.0}")));
    }
    for northing in multiples(bounds.min_y, bounds.max_y, step) {
        let (_, y) = frame.at(&Position::flat(bounds.min_x, northing));
        drawn.push(svg::line((rect.x, y), (rect.right(), y), COLOUR, LINE_MM));
        drawn.push(number((rect.x + 0.6, y - 0.6), &format!("{northing:.0}")));
    }
    svg::new("g").attribute("id", "grid").with_all(drawn)
}

fn number((x, y): (f64, f64), text: &str) -> Element {
    Element::text("text", text)
        .attribute("x", &n(x))
        .attribute("y", &n(y))
        .attribute("font-family", FONT)
        .attribute("font-size", &n(LETTERS_MM))
        .attribute("fill", COLOUR)
        .attribute("stroke", "#ffffff")
        .attribute("stroke-width", "0.5")
        .attribute("stroke-linejoin", "round")
        .attribute("paint-order", "stroke")
}

/// Of 1, 2 and 5 times a power of ten, the smallest that is not below.
pub fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|round| *round >= value).unwrap_or(power * 10.0)
}

fn multiples(from: f64, to: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = (from / step).ceil();
    let last = (to / step).floor();
    std::iter::successors(Some(first), |at| Some(at + 1.0)).take_while(move |at| *at <= last).map(move |at| at * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_round_numbers() {
        assert_eq!([0.3, 1.0, 3.0, 40.0, 51.0, 999.0].map(round_up), [0.5, 1.0, 5.0, 50.0, 100.0, 1000.0]);
        assert_eq!(multiples(12.0, 40.0, 10.0).collect::<Vec<_>>(), [20.0, 30.0, 40.0]);
    }
}
