//! OGC API Features: Part 1 (Core, GeoJSON, HTML, OpenAPI 3.0), Part 2 (CRS by reference), queryables of Part 3, and Parts 5
//! to 9 (schemas, properties, zoom level, order, text search).

mod collections;
mod crs;
mod features;
mod items;
mod landing;
mod link;
mod openapi;
pub mod order;
pub mod query;
mod time;
pub mod window;

pub use collections::{
    get_collection, get_feature_schema, get_queryables, get_schema, get_sortables, list_collections,
};
pub use items::{get_item, list_items};
pub use landing::{get_api, get_api_page, get_conformance, get_landing};
pub use link::link;
pub use time::days;

use super::App;
use super::problem::Problem;
use gis_core::derive::collection;
use gis_core::policy::Scope;
use gis_core::register::GeometryField;

/// A collection that the reader may know of.
pub struct Collection<'a> {
    /// Id in URLs.
    pub id: String,
    /// What may be seen of its register.
    pub scope: Scope<'a>,
    /// Its geometry.
    pub geometry: Option<&'a GeometryField>,
}

impl App {
    /// A collection by id; a hidden one and an unknown one answer the same.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn collection(&self, id: &str) -> Result<Collection<'_>, Problem> {
        let register = id.split('.').next().unwrap_or_default();
        let scope = self.scope(register).ok_or_else(Problem::not_found)?;
        let found = collection::list(&scope).into_iter().find(|(have, _)| have == id);
        let (id, geometry) = found.ok_or_else(Problem::not_found)?;
        Ok(Collection { id, scope, geometry })
    }

    /// All collections the reader may know of.
    fn collections(&self) -> Vec<Collection<'_>> {
        self.scopes()
            .flat_map(|scope| {
                let listed = collection::list(&scope);
                listed.into_iter().map(move |(id, geometry)| Collection { id, scope: scope.clone(), geometry })
            })
            .collect()
    }
}
