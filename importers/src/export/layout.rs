//! What a file is about: columns, place, systems. Made from a scope, so that what is hidden has no column.

use chrono::{DateTime, Utc};
use gis_core::catalog::Catalog;
use gis_core::city::City;
use gis_core::crs::{Crs, CrsError, Transformer};
use gis_core::derive::{collection, tiles};
use gis_core::geometry::Geometry;
use gis_core::policy::Scope;
use gis_core::register::{Field, FieldType, GeometryField, GeometryType};
use gis_core::text::Lang;
use std::collections::BTreeMap;

/// A file to be written.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Name of the layer or worksheet: the collection's id.
    pub layer: String,
    /// Title of the collection.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Its fields.
    pub columns: Vec<Column>,
    /// Its geometry.
    pub place: Option<Place>,
    /// When the register last changed.
    pub updated: Option<DateTime<Utc>>,
    /// True when a feature may come in several versions: then its id is not unique.
    pub has_versions: bool,
    /// Language of heads and labels.
    pub lang: Lang,
    /// The storage CRS, in which rows come.
    pub storage: Crs,
    /// The datum operations of the city.
    pub transformer: Transformer,
}

/// A field of the file.
#[derive(Debug, Clone)]
pub struct Column {
    /// Name in data formats.
    pub name: String,
    /// Head in tables for people.
    pub label: String,
    /// Type of a value.
    pub kind: FieldType,
    /// True for several values.
    pub list: bool,
    /// What codes mean; `None` where the field holds none.
    pub codes: Option<BTreeMap<String, String>>,
}

/// The geometry of the file.
#[derive(Debug, Clone)]
pub struct Place {
    /// Column in data formats.
    pub name: String,
    /// Type.
    pub kind: GeometryType,
    /// Whether vertices carry heights.
    pub has_z: bool,
}

impl Layout {
    /// The file of a collection as a scope shows it.
    #[must_use]
    pub fn of(catalog: &Catalog, city: &City, scope: &Scope, geometry: Option<&GeometryField>, lang: Lang) -> Self {
        let register = scope.register();
        let layer = geometry.map_or_else(|| register.id.to_string(), |geometry| tiles::layer_name(scope, geometry));
        let described = collection::describe(scope, &layer, geometry, city, lang);
        let text = |key: &str| described[key].as_str().unwrap_or_default().to_owned();
        Self {
            title: text("title"),
            description: text("description"),
            layer,
            columns: columns(catalog, scope, lang),
            place: geometry.map(|geometry| Place {
                name: geometry.name.to_string(),
                kind: geometry.kind,
                has_z: geometry.z,
            }),
            updated: None,
            has_versions: false,
            lang,
            storage: city.storage,
            transformer: city.transformer,
        }
    }

    /// A place as longitude and latitude.
    pub(super) fn in_degrees(&self, mut geometry: Geometry) -> Result<Geometry, CrsError> {
        self.transformer.transform(self.storage, Crs::CRS84, &mut geometry)?;
        Ok(geometry)
    }

    /// True when places are written as single points.
    pub(super) fn is_single(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.kind == GeometryType::Point)
    }
}

fn columns(catalog: &Catalog, scope: &Scope, lang: Lang) -> Vec<Column> {
    let labels: Vec<&str> = scope.fields().map(|field| field.label.get(lang)).collect();
    let is_twin = |label: &str| labels.iter().filter(|other| **other == label).count() > 1;
    let column = |field: &Field| {
        let label = field.label.get(lang);
        // Two columns of a table are told apart by their heads.
        let label = if is_twin(label) { format!("{label} ({})", field.name) } else { label.to_owned() };
        let list = field.codes.as_ref().and_then(|list| catalog.codes.get(list));
        let codes = list
            .map(|list| list.items.iter().map(|item| (item.code.clone(), item.label.get(lang).to_owned())).collect());
        Column { name: field.name.to_string(), label, kind: field.kind, list: field.list, codes }
    };
    scope.fields().map(column).collect()
}
