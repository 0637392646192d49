//! CRS parameters: only those a collection lists.

use crate::http::App;
use crate::http::problem::Problem;
use gis_core::crs::{self, Crs};

/// The CRS a parameter names, or CRS84 when it is absent.
pub fn parameter(app: &App, name: &str, value: Option<&str>) -> Result<Crs, Problem> {
    let Some(value) = value else { return Ok(Crs::CRS84) };
    let served = crs::served(app.city().storage_epsg);
    Crs::from_uri(value).filter(|crs| served.contains(crs)).ok_or_else(|| {
        let listed: Vec<String> = served.iter().map(|crs| crs.uri()).collect();
        let listed = listed.join(", ");
        Problem::parameter(name, format!("дозволено: {listed}"), format!("accepted: {listed}"))
    })
}
