//! Features as GeoJSON in any served CRS.

use super::Collection;
use super::query::FeatureShape;
use crate::http::App;
use crate::http::problem::Problem;
use gis_core::crs::AxisOrder;
use gis_core::geojson::{self, Members, Writing};
use gis_core::register::GeometryType;
use gis_core::tile::generalise;
use serde_json::{Map, Value as Json};
use store::read::Feature;

/// Writes features of a collection.
pub struct Writer<'a> {
    /// The application.
    pub app: &'a App,
    /// The collection.
    pub collection: &'a Collection<'a>,
    /// What of each feature was read, and how it is written.
    pub shape: &'a FeatureShape<'a>,
}

impl Writer<'_> {
    /// Appends one feature; `extra` members, such as links, stand at its end.
    ///
    /// # Errors
    /// When a stored coordinate has no place in the CRS.
    pub fn write(
        &self,
        mut feature: Feature,
        extra: Option<&Map<String, Json>>,
        out: &mut String,
    ) -> Result<(), Problem> {
        let (city, crs) = (self.app.city(), self.shape.crs);
        if let Some(geometry) = &mut feature.geometry {
            if let Some(zoom) = self.shape.zoom {
                generalise(geometry, &self.app.map, zoom)?;
            }
            city.transformer.transform(city.storage, crs, geometry)?;
        }
        let fields = self.shape.columns.fields.iter().take(self.shape.shown).zip(&feature.values);
        let properties = fields.map(|(field, value)| (field.name.to_string(), value.to_json())).collect();
        let members = Members { fid: feature.fid, geometry: feature.geometry.as_ref(), properties, extra };
        let single = self.collection.geometry.is_some_and(|declared| declared.kind == GeometryType::Point);
        let swapped = crs.axis_order() == AxisOrder::NorthingFirst;
        geojson::write_feature(members, single, Writing { decimals: crs.decimals(), swapped }, out);
        Ok(())
    }
}
