//! The city the declarations are applied to.

use crate::crs::{Crs, Transformer};
use crate::geometry::{Bounds, Geometry};
use crate::text::Text;

/// What registers have to know of their city.
#[derive(Debug, Clone)]
pub struct City {
    /// Short id, such as `kryvyi_rih`.
    pub id: String,
    /// Name in both languages.
    pub title: Text,
    /// EPSG code of the storage CRS; metric, official.
    pub storage_epsg: i32,
    /// The storage CRS itself.
    pub storage: Crs,
    /// The datum operations of the city.
    pub transformer: Transformer,
    /// The city's box in the storage CRS, metres.
    pub bounds: Bounds,
    /// The city's box in degrees: west, south, east, north.
    pub bounds_degrees: Bounds,
    /// The boundary in the storage CRS, when known.
    pub boundary: Option<Geometry>,
    /// КАТОТТГ code, default of territory fields.
    pub territory: String,
}

/// How far outside the city's box a geometry may lie before it is refused, metres (register reference §0.3 `geom_valid`).
pub const OUTSIDE_MARGIN_M: f64 = 5_000.0;
