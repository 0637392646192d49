//! `bbox` in its CRS and the authority's axis order, as boxes in the storage CRS.

use crate::http::App;
use crate::http::problem::Problem;
use gis_core::crs::Crs;
use gis_core::geometry::Bounds;
use store::sql::items::Window;

/// The meridian where longitudes begin and end, degrees.
const ANTIMERIDIAN: f64 = 180.0;

/// The window that `bbox` names, and its rest beyond the antimeridian when its first corner lies east of the other
/// (Part 1, requirement 23 E).
///
/// # Errors
/// When the text is no box of the CRS.
pub fn parameter(app: &App, text: &str, crs: Crs) -> Result<(Window, Option<Window>), Problem> {
    let asked = corners(text, crs).ok_or_else(refused)?;
    if asked.min_y > asked.max_y {
        return Err(refused());
    }
    if asked.min_x <= asked.max_x {
        return Ok((stored(app, crs, asked), None));
    }
    if !crs.is_geographic() || asked.min_x > ANTIMERIDIAN || asked.max_x < -ANTIMERIDIAN {
        return Err(refused());
    }
    let west = Bounds { max_x: ANTIMERIDIAN, ..asked };
    let east = Bounds { min_x: -ANTIMERIDIAN, ..asked };
    Ok((stored(app, crs, west), Some(stored(app, crs, east))))
}

/// Four or six finite numbers, heights left out.
fn corners(text: &str, crs: Crs) -> Option<Bounds> {
    let numbers: Vec<f64> = text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().ok()?;
    if numbers.iter().any(|number| !number.is_finite()) {
        return None;
    }
    let (lower, upper) = match numbers[..] {
        [a, b, c, d] | [a, b, _, c, d, _] => (crs.swapped((a, b)), crs.swapped((c, d))),
        _ => return None,
    };
    Some(Bounds { min_x: lower.0, min_y: lower.1, max_x: upper.0, max_y: upper.1 })
}

fn stored(app: &App, crs: Crs, asked: Bounds) -> Window {
    let city = app.city();
    // A box outside the area of use holds nothing of the city, and that is no mistake of the client.
    let nowhere = Bounds { min_x: 0.0, min_y: 0.0, max_x: 0.0, max_y: 0.0 };
    let bounds = city.transformer.transform_bounds(crs, city.storage, &asked).unwrap_or(nowhere);
    // A point or a line is asked for as a box of no width: no polygon, and its box is as exact.
    let is_flat = asked.min_x >= asked.max_x || asked.min_y >= asked.max_y;
    let outline = city.transformer.transform_outline(crs, city.storage, &asked).ok().filter(|_| !is_flat);
    Window { bounds, srid: city.storage_epsg, outline: outline.unwrap_or_default() }
}

fn refused() -> Problem {
    Problem::parameter(
        "bbox",
        "потрібні чотири (або шість) скінченних чисел: менший кут, більший кут, у порядку осей bbox-crs",
        "four (or six) finite numbers are needed: lower corner, upper corner, in the axis order of bbox-crs",
    )
}
