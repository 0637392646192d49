//! What a person may say about a file that the file does not say itself.

use serde::{Deserialize, Serialize};

/// How to open a file. Everything left out is read from the file or detected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenOptions {
    /// The GeoPackage table, worksheet or layer; needed where a file has several.
    pub layer: Option<String>,
    /// The text encoding, by any usual name (`windows-1251`, `cp866`, `utf-8`); wins over every hint of the file.
    pub encoding: Option<String>,
    /// The EPSG code of the coordinates; wins over what the file states.
    pub epsg: Option<i32>,
    /// The columns of a table that hold the geometry.
    pub geometry: Option<GeometryColumns>,
    /// What separates the values of a CSV file.
    pub separator: Option<char>,
    /// The columns that are wanted; a format without a list of columns, such as OpenStreetMap, offers just these. All
    /// when empty.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// Where a table keeps its geometry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum GeometryColumns {
    /// Two columns of numbers, or of degrees, minutes and seconds.
    Point {
        /// The column of the easting or longitude.
        x: String,
        /// The column of the northing or latitude.
        y: String,
    },
    /// One column of WKT text.
    Wkt(String),
    /// The table has no geometry, whatever its columns are called.
    None,
}
