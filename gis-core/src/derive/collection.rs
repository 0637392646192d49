//! The OGC collection of a register's geometry, without links: those belong to the server that knows its own URL.

use crate::city::City;
use crate::crs;
use crate::policy::Scope;
use crate::register::GeometryField;
use crate::text::Lang;
use serde_json::{Value as Json, json};

/// Collections of a scope: id and geometry, only those the scope shows. A register whose primary geometry is hidden is a
/// collection without places.
#[must_use]
pub fn list<'a>(scope: &Scope<'a>) -> Vec<(String, Option<&'a GeometryField>)> {
    let seen: Vec<_> = scope.geometries().map(|geometry| geometry.name.clone()).collect();
    scope
        .register()
        .collections()
        .into_iter()
        .filter_map(|(id, geometry)| match geometry {
            Some(hidden) if !seen.contains(&hidden.name) => (id == scope.register().id.as_str()).then_some((id, None)),
            shown => Some((id, shown)),
        })
        .collect()
}

/// The collection object; `extent` covers the city.
#[must_use]
pub fn describe(scope: &Scope, id: &str, geometry: Option<&GeometryField>, city: &City, lang: Lang) -> Json {
    let register = scope.register();
    let title = match geometry {
        Some(geometry) if id != register.id.as_str() => {
            format!("{}: {}", register.title.get(lang), geometry.label.get(lang))
        }
        _ => register.title.get(lang).to_owned(),
    };
    let box_of = city.bounds_degrees;
    let uris: Vec<String> = crs::served(city.storage_epsg).iter().map(|crs| crs.uri()).collect();
    let mut collection = json!({
        "id": id,
        "title": title,
        "description": register.description.as_ref().unwrap_or(&register.title).get(lang),
        "keywords": [register.subsystem, register.id],
        "itemType": "feature",
        "extent": {
            "spatial": { "bbox": [[box_of.min_x, box_of.min_y, box_of.max_x, box_of.max_y]], "crs": crs::CRS84_URI },
            "temporal": { "interval": [[null, null]], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian" },
        },
        // Part 2 asks them of every collection with an extent, whether its features have places or not.
        "crs": uris,
    });
    if geometry.is_some() {
        collection["storageCrs"] = json!(crs::epsg_uri(city.storage_epsg));
    }
    collection
}
