//! The parameters of `/items` as typed values; what cannot be understood is refused, never ignored.

use super::{Collection, crs, time};
use crate::http::App;
use crate::http::ask::{Ask, Parameters};
use crate::http::problem::Problem;
use gis_core::cast;
use gis_core::crs::Crs;
use gis_core::geometry::Bounds;
use gis_core::record::RawValue;
use gis_core::register::{Field, FieldType};
use gis_core::value::Value;
use store::read::MAX_PAGE;
use store::sql::items::{Filter, Moment, Window};

/// Features of a page when nothing is said.
pub const DEFAULT_LIMIT: i64 = 100;

/// Parameters that every collection has.
pub const COMMON: [&str; 7] = ["limit", "bbox", "bbox-crs", "crs", "datetime", "at", "cursor"];

/// A page as asked for.
pub struct ItemsQuery {
    /// Which features.
    pub filter: Filter,
    /// The last feature of the page before.
    pub after: i64,
    /// Most features.
    pub limit: i64,
    /// CRS of the answer.
    pub crs: Crs,
}

/// Fields that can be asked for by equality: single values that are text, numbers, codes, days.
pub fn is_filter(field: &Field) -> bool {
    !matches!(field.kind, FieldType::Json | FieldType::Records)
}

/// Reads the parameters.
///
/// # Errors
/// The parameter that is wrong and what is accepted.
pub fn read(app: &App, collection: &Collection, ask: &Ask) -> Result<ItemsQuery, Problem> {
    let fields: Vec<&Field> = collection.scope.fields().filter(|field| is_filter(field)).collect();
    let mut known = COMMON.to_vec();
    known.extend(fields.iter().map(|field| field.name.as_str()));
    let parameters = ask.parameters(&known)?;
    let bbox_crs = crs::parameter(app, "bbox-crs", parameters.get("bbox-crs"))?;
    let window = parameters.get("bbox").map(|bbox| window(app, bbox, bbox_crs)).transpose()?;
    let mut equal = Vec::new();
    for field in fields {
        if let Some(text) = parameters.get(field.name.as_str()) {
            equal.push((field.name.clone(), value(app, field, text)?));
        }
    }
    Ok(ItemsQuery {
        filter: Filter { window, equal, moment: moment(&parameters)? },
        after: number(&parameters, "cursor", 0, i64::MAX)?.unwrap_or(0),
        limit: number(&parameters, "limit", 1, i64::MAX)?.unwrap_or(DEFAULT_LIMIT).min(MAX_PAGE),
        crs: crs::parameter(app, "crs", parameters.get("crs"))?,
    })
}

fn moment(parameters: &Parameters) -> Result<Moment, Problem> {
    Ok(Moment {
        valid: parameters.get("datetime").map(time::days).transpose()?,
        known: parameters.get("at").map(time::known_at).transpose()?,
    })
}

fn number(parameters: &Parameters, name: &str, least: i64, most: i64) -> Result<Option<i64>, Problem> {
    match parameters.get(name).map(str::parse::<i64>) {
        None => Ok(None),
        Some(Ok(number)) if (least..=most).contains(&number) => Ok(Some(number)),
        Some(_) => {
            Err(Problem::parameter(name, format!("ціле число від {least}"), format!("a whole number from {least}")))
        }
    }
}

/// The value in the type of its field; a value no feature can have is refused, so that a typing error is noticed.
fn value(app: &App, field: &Field, text: &str) -> Result<Value, Problem> {
    let single = Field { list: false, ..field.clone() };
    match cast::from_raw(app.catalog(), &single, &RawValue::Text(text.to_owned())) {
        Ok(Value::Null) => Err(Problem::parameter(field.name.as_str(), "порожнє значення", "the value is empty")),
        Ok(value) => Ok(value),
        Err(reason) => Err(Problem::Parameter { name: field.name.to_string(), text: reason.text }),
    }
}

/// `bbox` in its CRS and the authority's axis order, as a box in the storage CRS.
fn window(app: &App, text: &str, crs: Crs) -> Result<Window, Problem> {
    let refused = || {
        Problem::parameter(
            "bbox",
            "потрібні чотири (або шість) скінченних чисел: менший кут, більший кут, у порядку осей bbox-crs",
            "four (or six) finite numbers are needed: lower corner, upper corner, in the axis order of bbox-crs",
        )
    };
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse::<f64>()).collect();
    let numbers = numbers.map_err(|_| refused())?;
    if numbers.iter().any(|number| !number.is_finite()) {
        return Err(refused());
    }
    let (lower, upper) = match numbers[..] {
        [a, b, c, d] => ((a, b), (c, d)),
        [a, b, _, c, d, _] => ((a, b), (c, d)),
        _ => return Err(refused()),
    };
    let (lower, upper) = (crs.swapped(lower), crs.swapped(upper));
    if lower.0 > upper.0 || lower.1 > upper.1 {
        return Err(refused());
    }
    let asked = Bounds { min_x: lower.0, min_y: lower.1, max_x: upper.0, max_y: upper.1 };
    let city = app.city();
    // A box outside the area of use holds nothing of the city, and that is no mistake of the client.
    let nowhere = Bounds { min_x: 0.0, min_y: 0.0, max_x: 0.0, max_y: 0.0 };
    let bounds = city.transformer.transform_bounds(crs, city.storage, &asked).unwrap_or(nowhere);
    Ok(Window { bounds, srid: city.storage_epsg })
}
