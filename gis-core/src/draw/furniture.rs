//! What stands beside the map of a sheet: scale, north, sources, address, note.

use super::frame::Rect;
use super::sheet::{Sheet, Source};
use super::svg::{self, Element, Type, n};
use super::{Frame, fit, grid, say};
use crate::text::Lang;
use qrcode::{Color, EcLevel, QrCode};

/// Letters of scale and date, millimetres.
const LARGE_MM: f64 = 3.2;
/// Letters of notes and sources, millimetres.
const SMALL_MM: f64 = 2.0;
/// Longest scale bar, millimetres.
const BAR_MM: f64 = 50.0;
/// Side of the QR code, millimetres.
const QR_MM: f64 = 22.0;
/// Ink of lines and signs.
const INK: &str = "#1f2328";

/// Scale in numbers and as a bar, north, day, system, address and note, from top to bottom.
pub fn facts(sheet: &Sheet, frame: &Frame, area: &Rect) -> Element {
    let left = Rect { width: area.width - QR_MM - 2.0, ..*area };
    let scale = format!("1:{}", sheet.scale);
    let day = format!("{} {}", say(sheet.lang, "Дата:", "Date:"), sheet.today.format("%d.%m.%Y"));
    let group = svg::new("g")
        .attribute("id", "facts")
        .with(svg::text((left.x, left.y + LARGE_MM), Type::bold(LARGE_MM), &scale))
        .with(svg::text((left.x, left.y + 7.0), Type::plain(SMALL_MM * 1.2), &day))
        .with(north((left.right() - 5.0, left.y), sheet.lang))
        .with(bar((left.x, left.y + 10.5), frame, left.width.min(BAR_MM), sheet.lang));
    let group = match qr(&sheet.permalink, (area.right() - QR_MM, area.y)) {
        Some(code) => group.with(code),
        None => group,
    };
    let below = Rect { y: area.y + QR_MM + 1.0, height: area.height - QR_MM - 1.0, ..*area };
    group.with(svg::block(&below, Type::plain(SMALL_MM), &words(sheet)).0)
}

fn words(sheet: &Sheet) -> String {
    let system = sheet.system.epsg().map_or_else(String::new, |code| format!(" (EPSG:{code})"));
    let axes = say(sheet.lang, "Сітка: метри,", "Grid: metres,");
    let note = say(
        sheet.lang,
        "Не є юридичним документом: довідкове зображення відкритих даних. Північ — за сіткою.",
        "Not a legal document: a picture of open data for information. North is that of the grid.",
    );
    let cut = say(
        sheet.lang,
        "УВАГА: об’єктів забагато, показано не всі.",
        "NOTE: there are too many features, not all are shown.",
    );
    let cut = if sheet.is_cut { format!("{cut} ") } else { String::new() };
    format!("{cut}{note} {axes} {}{system}. {}", sheet.system.title(), sheet.permalink)
}

/// Four pieces of a round length, alternately dark and light.
fn bar((x, y): (f64, f64), frame: &Frame, room: f64, lang: Lang) -> Element {
    let longest = (room - 8.0) / frame.length(1.0);
    let round = grid::round_up(longest);
    let metres = [1.0, 2.0, 2.5, 5.0, 10.0].map(|by| round / by).into_iter().find(|length| *length <= longest);
    let metres = metres.unwrap_or(round / 10.0);
    let piece = frame.length(metres) / 4.0;
    let pieces = (0..4_u8).map(|at| {
        svg::rect(&Rect { x: x + piece * f64::from(at), y, width: piece, height: 1.2 })
            .attribute("fill", if at % 2 == 0 { INK } else { "#ffffff" })
            .attribute("stroke", INK)
            .attribute("stroke-width", "0.12")
    });
    let label = |share: f64, text: String| svg::text((x + piece * share, y + 3.8), Type::plain(SMALL_MM), &text);
    svg::new("g")
        .attribute("id", "bar")
        .with_all(pieces)
        .with(label(0.0, "0".to_owned()))
        .with(label(2.0, n(metres / 2.0)))
        .with(label(4.0, format!("{} {}", n(metres), say(lang, "м", "m"))))
}

fn north((x, y): (f64, f64), lang: Lang) -> Element {
    let arrow = format!("M{} {}l2 6l-2 -1.4l-2 1.4Z", n(x), n(y));
    svg::new("g")
        .attribute("id", "north")
        .with(svg::new("path").attribute("d", &arrow).attribute("fill", INK))
        .with(svg::text((x - 1.6, y + 9.0), Type::bold(SMALL_MM * 1.2), say(lang, "Пн", "N")))
}

/// The address as a QR code; `None` for one too long for a code.
fn qr(address: &str, (x, y): (f64, f64)) -> Option<Element> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let side = code.width();
    let module = QR_MM / side as f64;
    let mut data = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let (column, row) = ((at % side) as f64, (at / side) as f64);
            data += &format!("M{} {}h{m}v{m}h-{m}Z", n(x + column * module), n(y + row * module), m = n(module));
        }
    }
    let path = svg::new("path").attribute("d", &data).attribute("fill", "#000000");
    Some(svg::new("g").attribute("id", "qr").with(path))
}

/// Whose data they are, of which day and under which licence; what has no room is counted.
pub fn sources(sheet: &Sheet, shown: &[&Source], area: &Rect) -> Element {
    let title =
        svg::text((area.x, area.y + SMALL_MM * 1.2), Type::bold(SMALL_MM * 1.2), say(sheet.lang, "Джерела", "Sources"));
    let mut group = svg::new("g").attribute("id", "sources").with(title);
    let mut y = area.y + SMALL_MM * 2.0;
    for (at, source) in shown.iter().enumerate() {
        let rest = area.bottom() - y;
        if rest < SMALL_MM * fit::LINE * 3.0 && at + 1 < shown.len() {
            let more = format!("{} {}", say(sheet.lang, "… і ще:", "… and more:"), shown.len() - at);
            return group.with(svg::text((area.x, y + SMALL_MM), Type::plain(SMALL_MM), &more));
        }
        let (lines, used) = svg::block(
            &Rect { y, height: rest.min(SMALL_MM * fit::LINE * 2.0), ..*area },
            Type::plain(SMALL_MM),
            &said(source, sheet.lang),
        );
        group = group.with(lines);
        y += used;
    }
    group
}

fn said(source: &Source, lang: Lang) -> String {
    let day = source.updated.map(|day| format!(", {} {}", say(lang, "станом на", "as of"), day.format("%d.%m.%Y")));
    let licence = source.licence.as_ref().map(|licence| format!(", {licence}"));
    format!("{}{}{}", source.title, day.unwrap_or_default(), licence.unwrap_or_default())
}
