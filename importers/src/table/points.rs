//! The geometry of a table's row: two columns of coordinates, one of WKT, or none.

use super::{degrees, wkt};
use crate::geometry::{self as sound};
use crate::options::GeometryColumns;
use gis_core::geometry::Geometry;
use gis_core::record::{Fault, RawValue, Record};

/// Pairs of names, easting first; the first pair a table has is its geometry. Compared in lower case.
const PAIRS: [(&str, &str, Option<i32>); 9] = [
    ("x", "y", None),
    ("lon", "lat", Some(4326)),
    ("lng", "lat", Some(4326)),
    ("long", "lat", Some(4326)),
    ("longitude", "latitude", Some(4326)),
    ("довгота", "широта", Some(4326)),
    ("долгота", "широта", Some(4326)),
    ("point_x", "point_y", None),
    ("схід", "північ", None),
];

/// Names of a column of WKT.
const WKT_NAMES: [&str; 4] = ["wkt", "geom_wkt", "geometry_wkt", "the_geom"];

/// Where a row's geometry is, by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeometrySource {
    /// Two columns: easting, northing.
    Point(usize, usize),
    /// A column of WKT.
    Wkt(usize),
    /// Rows have no geometry.
    None,
}

/// Finds the geometry of a table, and the code of its coordinate system when the names give it away.
///
/// # Errors
/// `column_unknown` when a column that was asked for is not there.
pub fn find(columns: &[String], wanted: Option<&GeometryColumns>) -> Result<(GeometrySource, Option<i32>), Fault> {
    let place = |name: &str| columns.iter().position(|column| column == name).ok_or_else(|| unknown(name, columns));
    match wanted {
        Some(GeometryColumns::None) => Ok((GeometrySource::None, None)),
        Some(GeometryColumns::Wkt(name)) => Ok((GeometrySource::Wkt(place(name)?), None)),
        Some(GeometryColumns::Point { x, y }) => Ok((GeometrySource::Point(place(x)?, place(y)?), system_of(x))),
        None => Ok(guess(columns)),
    }
}

fn guess(columns: &[String]) -> (GeometrySource, Option<i32>) {
    let lower: Vec<String> = columns.iter().map(|column| column.trim().to_lowercase()).collect();
    let place = |name: &str| lower.iter().position(|column| column == name);
    let pair = PAIRS.iter().find_map(|(x, y, epsg)| Some((GeometrySource::Point(place(x)?, place(y)?), *epsg)));
    let wkt = || WKT_NAMES.iter().find_map(|name| Some((GeometrySource::Wkt(place(name)?), None)));
    pair.or_else(wkt).unwrap_or((GeometrySource::None, None))
}

fn system_of(x: &str) -> Option<i32> {
    let x = x.trim().to_lowercase();
    PAIRS.iter().find(|(name, ..)| *name == x).and_then(|(.., epsg)| *epsg)
}

impl GeometrySource {
    /// Fills in the geometry of a record from its values; with [`Self::None`] the record keeps the one it has.
    pub fn place(self, record: &mut Record) {
        let found = match self {
            Self::None => return,
            Self::Wkt(at) => match record.values.get(at) {
                Some(RawValue::Text(text)) => wkt::parse(text),
                Some(RawValue::Null) | None => Ok(None),
                Some(_) => Err(sound::INVALID),
            },
            Self::Point(x, y) => point(coordinate(record.values.get(x)), coordinate(record.values.get(y))),
        };
        match found {
            Ok(geometry) => record.geometry = geometry,
            Err(code) => record.geometry_fault = Some(code.to_owned()),
        }
    }
}

fn point(
    x: Result<Option<f64>, &'static str>,
    y: Result<Option<f64>, &'static str>,
) -> Result<Option<Geometry>, &'static str> {
    match (x?, y?) {
        (Some(x), Some(y)) => sound::checked(Geometry::point(x, y)),
        (None, None) => Ok(None),
        _ => Err(sound::INVALID),
    }
}

fn coordinate(value: Option<&RawValue>) -> Result<Option<f64>, &'static str> {
    match value {
        None | Some(RawValue::Null) => Ok(None),
        Some(RawValue::Float(number)) => Ok(Some(*number)),
        Some(RawValue::Int(number)) => Ok(Some(*number as f64)),
        Some(RawValue::Text(text)) if text.trim().is_empty() => Ok(None),
        Some(RawValue::Text(text)) => degrees::parse(text).map(Some).ok_or(sound::INVALID),
        Some(_) => Err(sound::INVALID),
    }
}

fn unknown(name: &str, columns: &[String]) -> Fault {
    let list = columns.join(", ");
    Fault::new(
        "column_unknown",
        format!("Стовпця «{name}» у таблиці немає; є: {list}."),
        format!("The table has no column \"{name}\"; it has: {list}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn placed(source: GeometrySource, values: Vec<RawValue>) -> Record {
        let mut record = Record { number: 1, values, geometry: None, geometry_fault: None };
        source.place(&mut record);
        record
    }

    #[test]
    fn usual_names_are_found_in_any_case_and_language() {
        let found = find(&columns(&["Назва", "Широта", "Довгота"]), None).unwrap();
        assert_eq!(found, (GeometrySource::Point(2, 1), Some(4326)));
        assert_eq!(find(&columns(&["WKT", "a"]), None).unwrap().0, GeometrySource::Wkt(0));
        assert_eq!(find(&columns(&["X", "a"]), None).unwrap().0, GeometrySource::None);
    }

    #[test]
    fn a_wanted_column_that_is_missing_is_named() {
        let fault = find(&columns(&["a"]), Some(&GeometryColumns::Wkt("shape".into()))).unwrap_err();
        assert!(fault.en.contains("\"shape\""));
    }

    #[test]
    fn half_a_point_and_words_are_faults_and_blanks_are_none() {
        let (source, text) = (GeometrySource::Point(0, 1), |text: &str| RawValue::Text(text.into()));
        assert_eq!(placed(source, vec![text("33,4"), text("47.9")]).geometry, Some(Geometry::point(33.4, 47.9)));
        assert_eq!(placed(source, vec![text("33.4"), RawValue::Null]).geometry_fault.as_deref(), Some(sound::INVALID));
        assert_eq!(placed(source, vec![text("near"), text("47")]).geometry_fault.as_deref(), Some(sound::INVALID));
        assert_eq!(placed(source, vec![text("NaN"), text("47")]).geometry_fault.as_deref(), Some(sound::INVALID));
        let blank = placed(source, vec![text(" "), RawValue::Null]);
        assert_eq!((blank.geometry, blank.geometry_fault), (None, None));
    }
}
