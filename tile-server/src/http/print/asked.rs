//! The parameters of maps as typed values.

use crate::http::App;
use crate::http::ask::{Ask, Parameters};
use crate::http::ogc::window;
use crate::http::problem::Problem;
use gis_core::city::OUTSIDE_MARGIN_M;
use gis_core::crs::Crs;
use gis_core::draw::{Frame, Orientation, Paper, Sheet};
use gis_core::geometry::Position;
use gis_core::text::Ident;

/// Scales of pages: 1 to as many.
const SCALES: [u32; 2] = [500, 25_000];
/// Longest title, characters.
const MAX_TITLE: usize = 200;
/// Most registers of a map.
const MAX_REGISTERS: usize = 100;
/// Sides of a picture, pixels.
const SIDES: [u32; 2] = [64, 2_048];
/// Longest side of what a picture shows, metres: a city with its surroundings.
const MAX_EXTENT_M: f64 = 80_000.0;
/// Deepest zoom of links.
const DEEPEST_LINK: f64 = 22.0;

/// A page as asked for, its sources not yet read.
pub struct Page {
    /// The page.
    pub sheet: Sheet,
    /// Registers on it.
    pub registers: Vec<Ident>,
    /// PDF, else SVG.
    pub is_pdf: bool,
}

/// A picture as asked for.
pub struct Picture {
    /// What it shows.
    pub frame: Frame,
    /// Registers on it.
    pub registers: Vec<Ident>,
}

/// Reads the parameters of a page.
///
/// # Errors
/// The parameter that is wrong and what is accepted.
pub fn page(app: &App, ask: &Ask) -> Result<Page, Problem> {
    let known = ["center", "scale", "paper", "orientation", "registers", "title"];
    let parameters = ask.parameters_in(&known, &["pdf", "svg"])?;
    let registers = registers(app, &parameters)?;
    let ([longitude, latitude], center) = center(app, &parameters)?;
    let mut sheet = Sheet {
        paper: paper(&parameters)?,
        orientation: orientation(&parameters)?,
        scale: number("scale", parameters.get("scale"), SCALES)?,
        center,
        latitude,
        system: app.city().storage,
        lang: ask.lang(),
        title: title(app, ask, &parameters)?,
        sources: Vec::new(),
        permalink: String::new(),
        today: app.store.clock().today,
        is_cut: false,
    };
    let zoom = sheet.frame().zoom.min(DEEPEST_LINK);
    let shown = match parameters.get("registers") {
        Some(_) => format!("&show={}", registers.iter().map(Ident::as_str).collect::<Vec<_>>().join(",")),
        None => String::new(),
    };
    let place = format!("{zoom:.2}/{latitude:.5}/{longitude:.5}");
    sheet.permalink = ask.url(&format!("/#map={place}{shown}&lang={}", ask.lang().tag()));
    Ok(Page { sheet, registers, is_pdf: parameters.get("f") != Some("svg") })
}

/// Reads the parameters of a picture.
///
/// # Errors
/// The parameter that is wrong and what is accepted.
pub fn picture(app: &App, ask: &Ask) -> Result<Picture, Problem> {
    let parameters = ask.parameters_in(&["bbox", "width", "height", "registers"], &["png"])?;
    let registers = registers(app, &parameters)?;
    let [width, height] =
        [number("width", parameters.get("width"), SIDES)?, number("height", parameters.get("height"), SIDES)?];
    let text = parameters.get("bbox").unwrap_or_default();
    let bounds = window::parameter(app, text, Crs::CRS84)?.0.bounds;
    let [wide, high] = [bounds.max_x - bounds.min_x, bounds.max_y - bounds.min_y];
    let is_drawable = wide > 0.0 && high > 0.0 && wide.max(high) <= MAX_EXTENT_M;
    if !is_drawable || !reach(app).intersects(&bounds) {
        let most = MAX_EXTENT_M / 1000.0;
        return Err(Problem::parameter(
            "bbox",
            format!("потрібна область у місті, не більша за {most} км"),
            format!("an area in the city is needed, at most {most} km"),
        ));
    }
    let latitude = app.city().bounds_degrees.min_y;
    Ok(Picture { frame: Frame::on_screen(&bounds, f64::from(width), f64::from(height), latitude), registers })
}

/// The registers named, or those that the map shows at first. A hidden one and an unknown one answer the same.
fn registers(app: &App, parameters: &Parameters) -> Result<Vec<Ident>, Problem> {
    let Some(text) = parameters.get("registers") else {
        let shown = app.scopes().filter(|scope| scope.register().shown && scope.geometries().next().is_some());
        return Ok(shown.map(|scope| scope.register().id.clone()).collect());
    };
    let refused = |uk: &str, en: &str| Problem::parameter("registers", uk, en);
    let names: Vec<&str> = text.split(',').filter(|name| !name.is_empty()).collect();
    if names.is_empty() || names.len() > MAX_REGISTERS {
        let uk = format!("від 1 до {MAX_REGISTERS} реєстрів через кому");
        return Err(refused(&uk, &format!("1 to {MAX_REGISTERS} registers, separated by commas")));
    }
    let mut found: Vec<Ident> = Vec::new();
    for name in names {
        let scope = app.scope(name).filter(|scope| scope.geometries().next().is_some());
        let scope = scope.ok_or_else(|| {
            refused(&format!("реєстру «{name}» немає на карті"), &format!("there is no register `{name}` on the map"))
        })?;
        if !found.contains(&scope.register().id) {
            found.push(scope.register().id.clone());
        }
    }
    Ok(found)
}

/// The middle of the map: degrees, and in the storage CRS.
fn center(app: &App, parameters: &Parameters) -> Result<([f64; 2], Position), Problem> {
    let refused = || {
        Problem::parameter(
            "center",
            "потрібні довгота й широта місця в місті, як 33.391,47.910",
            "longitude and latitude of a place in the city are needed, as 33.391,47.910",
        )
    };
    let text = parameters.get("center").ok_or_else(refused)?;
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse::<f64>()).collect();
    let Ok([longitude, latitude]) = <[f64; 2]>::try_from(numbers.map_err(|_| refused())?) else {
        return Err(refused());
    };
    let city = app.city();
    let mut position = [Position::flat(longitude, latitude)];
    city.transformer.transform_positions(Crs::CRS84, city.storage, &mut position).map_err(|_| refused())?;
    let [position] = position;
    if reach(app).contains(position.x, position.y) { Ok(([longitude, latitude], position)) } else { Err(refused()) }
}

fn reach(app: &App) -> gis_core::geometry::Bounds {
    app.city().bounds.buffered(OUTSIDE_MARGIN_M)
}

fn paper(parameters: &Parameters) -> Result<Paper, Problem> {
    match parameters.get("paper") {
        None | Some("a4") => Ok(Paper::A4),
        Some("a3") => Ok(Paper::A3),
        Some("a2") => Ok(Paper::A2),
        Some("a1") => Ok(Paper::A1),
        Some(_) => Err(Problem::parameter("paper", "дозволено a4, a3, a2 або a1", "a4, a3, a2 or a1 are accepted")),
    }
}

fn orientation(parameters: &Parameters) -> Result<Orientation, Problem> {
    match parameters.get("orientation") {
        None | Some("portrait") => Ok(Orientation::Portrait),
        Some("landscape") => Ok(Orientation::Landscape),
        Some(_) => {
            let (uk, en) = ("дозволено portrait або landscape", "portrait or landscape are accepted");
            Err(Problem::parameter("orientation", uk, en))
        }
    }
}

/// The title, or the name of the city.
fn title(app: &App, ask: &Ask, parameters: &Parameters) -> Result<String, Problem> {
    let text = parameters.get("title").unwrap_or_default().trim();
    if text.chars().count() > MAX_TITLE || text.chars().any(char::is_control) {
        return Err(Problem::parameter(
            "title",
            format!("один рядок, не довший за {MAX_TITLE} символів"),
            format!("one line of at most {MAX_TITLE} characters"),
        ));
    }
    Ok(if text.is_empty() { app.city().title.get(ask.lang()).to_owned() } else { text.to_owned() })
}

fn number(name: &str, text: Option<&str>, [least, most]: [u32; 2]) -> Result<u32, Problem> {
    let found = text.and_then(|text| text.parse().ok()).filter(|number| (least..=most).contains(number));
    found.ok_or_else(|| {
        Problem::parameter(
            name,
            format!("потрібне ціле число від {least} до {most}"),
            format!("a whole number from {least} to {most} is needed"),
        )
    })
}
