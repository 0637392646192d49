//! Features as GeoJSON in any served CRS.

use super::Collection;
use crate::http::App;
use crate::http::problem::Problem;
use gis_core::crs::{AxisOrder, Crs};
use gis_core::geojson::{self, Writing};
use gis_core::geometry::Geometry;
use gis_core::register::GeometryType;
use serde_json::{Map, Value as Json};
use store::read::Feature;

/// Writes features of a collection.
pub struct Writer<'a> {
    /// The application.
    pub app: &'a App,
    /// The collection.
    pub collection: &'a Collection<'a>,
    /// The CRS of the answer.
    pub crs: Crs,
}

impl Writer<'_> {
    /// Appends one feature; `extra` members, such as links, stand at its end.
    ///
    /// # Errors
    /// When a stored coordinate has no place in the CRS.
    pub fn write(&self, feature: Feature, extra: Option<&Map<String, Json>>, out: &mut String) -> Result<(), Problem> {
        out.push_str("{\"type\":\"Feature\",\"id\":");
        out.push_str(&feature.fid.to_string());
        out.push_str(",\"geometry\":");
        match feature.geometry {
            None => out.push_str("null"),
            Some(geometry) => self.geometry(geometry, out)?,
        }
        let fields = self.collection.scope.fields().zip(&feature.values);
        let properties: Map<String, Json> =
            fields.map(|(field, value)| (field.name.to_string(), value.to_json())).collect();
        out.push_str(",\"properties\":");
        out.push_str(&Json::Object(properties).to_string());
        for (name, value) in extra.into_iter().flatten() {
            out.push_str(&format!(",{}:{value}", Json::String(name.clone())));
        }
        out.push('}');
        Ok(())
    }

    fn geometry(&self, mut geometry: Geometry, out: &mut String) -> Result<(), Problem> {
        let city = self.app.city();
        city.transformer.transform(city.storage, self.crs, &mut geometry)?;
        let single = self.collection.geometry.is_some_and(|declared| declared.kind == GeometryType::Point);
        let swapped = self.crs.axis_order() == AxisOrder::NorthingFirst;
        geojson::write(&geometry, single, Writing { decimals: self.crs.decimals(), swapped }, out);
        Ok(())
    }
}
