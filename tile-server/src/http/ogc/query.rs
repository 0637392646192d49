//! The parameters of `/items` as typed values; what cannot be understood is refused, never ignored.

use super::{Collection, crs, order, time, window};
use crate::http::App;
use crate::http::ask::{Ask, Parameters};
use crate::http::problem::Problem;
use gis_core::cast;
use gis_core::crs::Crs;
use gis_core::record::RawValue;
use gis_core::register::Field;
use gis_core::tile::DEEPEST_VIEW;
use gis_core::value::Value;
use store::read::MAX_PAGE;
use store::search::MAX_QUERY;
use store::sql::items::{Columns, Filter, Moment};
use store::sql::order::Part;
use store::sql::words::MAX_TERMS;

/// Features of a page when nothing is said.
pub const DEFAULT_LIMIT: i64 = 100;

/// Parameters that say which features, beside the fields themselves.
pub const FILTERS: [&str; 5] = ["bbox", "bbox-crs", "datetime", "at", "q"];
/// Parameters that say what of each feature, and how it is written.
pub const SHAPES: [&str; 3] = ["crs", "properties", "zoom-level"];
/// Parameters that say which part of them, and in which order.
pub const PARTS: [&str; 3] = ["limit", "sortby", "cursor"];

/// A page as asked for.
pub struct ItemsQuery<'a> {
    /// Which features.
    pub filter: Filter,
    /// The order, and the part of it.
    pub part: Part,
    /// What of each feature.
    pub shape: FeatureShape<'a>,
}

/// What of a feature is asked for, and how it is written.
pub struct FeatureShape<'a> {
    /// What is read: the fields that are shown, then those that only the order needs.
    pub columns: Columns<'a>,
    /// How many of the fields are shown.
    pub shown: usize,
    /// CRS of the answer.
    pub crs: Crs,
    /// Zoom that the geometry is generalised for.
    pub zoom: Option<f64>,
}

/// Every parameter of `/items` that a collection has.
pub fn known<'a>(collection: &'a Collection) -> Vec<&'a str> {
    let own = collection.scope.fields().filter(|field| field.is_queryable()).map(|field| field.name.as_str());
    FILTERS.into_iter().chain(SHAPES).chain(PARTS).chain(own).collect()
}

/// Reads the parameters of a page.
///
/// # Errors
/// The parameter that is wrong and what is accepted.
pub fn read<'a>(app: &App, collection: &Collection<'a>, ask: &Ask) -> Result<ItemsQuery<'a>, Problem> {
    let parameters = ask.parameters(&known(collection))?;
    let filter = filter(app, collection, &parameters)?;
    let keys = parameters.get("sortby").map(|text| order::keys(collection, text)).transpose()?.unwrap_or_default();
    let mut shape = shape(app, collection, &parameters)?;
    for field in keys.iter().filter_map(|key| collection.scope.field(key.field.as_str())) {
        if !shape.columns.fields.iter().any(|read| read.name == field.name) {
            shape.columns.fields.push(field);
        }
    }
    let cursor = parameters.get("cursor");
    let after = cursor.map(|cursor| order::after(app, collection, &keys, cursor)).transpose()?;
    let limit = number(&parameters, "limit", 1, i64::MAX)?.unwrap_or(DEFAULT_LIMIT).min(MAX_PAGE);
    Ok(ItemsQuery { filter, part: Part { keys, after, limit }, shape })
}

/// Reads which features are asked for: by a box, time, words, and the values of fields.
///
/// # Errors
/// The parameter that is wrong and what is accepted.
pub fn filter(app: &App, collection: &Collection, parameters: &Parameters) -> Result<Filter, Problem> {
    let bbox_crs = crs::parameter(app, "bbox-crs", parameters.get("bbox-crs"))?;
    let bbox = parameters.get("bbox").map(|text| window::parameter(app, text, bbox_crs)).transpose()?;
    let mut equal = Vec::new();
    for field in collection.scope.fields().filter(|field| field.is_queryable()) {
        if let Some(text) = parameters.get(field.name.as_str()) {
            equal.push((field.name.clone(), value(app, field, text)?));
        }
    }
    let moment = Moment {
        valid: parameters.get("datetime").map(time::days).transpose()?,
        known: parameters.get("at").map(time::known_at).transpose()?,
    };
    let terms = parameters.get("q").map(|text| terms(text, moment)).transpose()?.unwrap_or_default();
    let (window, beyond) = bbox.map_or((None, None), |(window, rest)| (Some(window), rest));
    Ok(Filter { window, beyond, equal, terms, moment })
}

/// Reads what of each feature is asked for.
///
/// # Errors
/// The parameter that is wrong and what is accepted.
pub fn shape<'a>(app: &App, collection: &Collection<'a>, parameters: &Parameters) -> Result<FeatureShape<'a>, Problem> {
    let columns = match parameters.get("properties") {
        Some(text) => selected(collection, text)?,
        None => Columns::all(&collection.scope, collection.geometry),
    };
    Ok(FeatureShape {
        shown: columns.fields.len(),
        columns,
        crs: crs::parameter(app, "crs", parameters.get("crs"))?,
        zoom: parameters.get("zoom-level").map(zoom).transpose()?,
    })
}

/// The fields that `properties` names, in declared order, and the geometry when it is among them.
fn selected<'a>(collection: &Collection<'a>, text: &str) -> Result<Columns<'a>, Problem> {
    let names: Vec<&str> = text.split(',').map(str::trim).collect();
    let fields: Vec<&Field> = collection.scope.fields().filter(|field| names.contains(&field.name.as_str())).collect();
    let geometry = collection.geometry.filter(|geometry| names.contains(&geometry.name.as_str()));
    let found = |name: &str| {
        fields.iter().any(|field| field.name.as_str() == name)
            || geometry.is_some_and(|found| found.name.as_str() == name)
    };
    match names.into_iter().find(|name| !found(name)) {
        None => Ok(Columns { fields, geometry }),
        Some(other) => {
            let other: String = other.chars().take(60).collect();
            Err(Problem::parameter(
                "properties",
                format!("поля «{other}» немає; перелік: …/schema"),
                format!("there is no field “{other}”; they are listed at …/schema"),
            ))
        }
    }
}

fn zoom(text: &str) -> Result<f64, Problem> {
    text.parse().ok().filter(|zoom| (0.0..=DEEPEST_VIEW).contains(zoom)).ok_or_else(|| {
        let (uk, en) = (format!("число від 0 до {DEEPEST_VIEW}"), format!("a number from 0 to {DEEPEST_VIEW}"));
        Problem::parameter("zoom-level", uk, en)
    })
}

/// The terms of `q`. Search knows what is there now, so that no other moment can be searched.
fn terms(text: &str, moment: Moment) -> Result<Vec<String>, Problem> {
    if moment != Moment::default() {
        let (uk, en) = ("не поєднується з datetime і at", "cannot be combined with datetime and at");
        return Err(Problem::parameter("q", uk, en));
    }
    let terms: Vec<String> = text.split(',').map(|term| term.trim().to_owned()).collect();
    let is_word = |term: &String| term.chars().any(char::is_alphanumeric);
    if text.len() > MAX_QUERY || text.contains('\0') || terms.len() > MAX_TERMS || !terms.iter().all(is_word) {
        return Err(Problem::parameter(
            "q",
            format!("слова або фрази через кому: не більше ніж {MAX_TERMS}, разом до {MAX_QUERY} байтів"),
            format!("words or phrases, comma-separated: at most {MAX_TERMS}, together {MAX_QUERY} bytes"),
        ));
    }
    Ok(terms)
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
