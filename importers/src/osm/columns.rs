//! The columns of a layer: what OpenStreetMap knows of an element, then a column for each key of a tag.

use super::element::Element;
use crate::{OpenOptions, fault, limits};
use chrono::{DateTime, SecondsFormat};
use gis_core::record::{Fault, RawValue};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What stands before the tags; a tag of such a name is not offered.
const OWN: [&str; 5] = ["osm_id", "osm_type", "osm_version", "osm_timestamp", "osm_uuid"];

/// Names of columns in order, with the place of each key.
#[derive(Default)]
pub struct Columns {
    names: Vec<String>,
    places: HashMap<String, usize>,
}

/// The keys that were met, where nobody said which are wanted.
#[derive(Default)]
pub struct Keys {
    wanted: Option<BTreeSet<String>>,
    met: BTreeSet<String>,
}

impl Keys {
    /// The wanted ones, or those that will be met.
    pub fn new(options: &OpenOptions) -> Self {
        let wanted = (!options.columns.is_empty()).then(|| options.columns.iter().cloned().collect());
        Self { wanted, met: BTreeSet::new() }
    }

    /// Looks at the keys of an element of the layer.
    pub fn meet(&mut self, element: &Element) -> Result<(), Fault> {
        if self.wanted.is_some() {
            return Ok(());
        }
        for (key, _) in &element.tags {
            if !self.met.contains(*key) {
                self.met.insert((*key).to_owned());
            }
        }
        if self.met.len() + OWN.len() > limits::COLUMNS { Err(too_many()) } else { Ok(()) }
    }

    /// The columns.
    pub fn into_columns(self) -> Columns {
        let own = OWN.iter().map(|name| (*name).to_owned());
        let keys = self.wanted.unwrap_or(self.met).into_iter().filter(|key| !OWN.contains(&key.as_str()));
        let names: Vec<String> = own.chain(keys).collect();
        let places = names.iter().enumerate().skip(OWN.len()).map(|(at, name)| (name.clone(), at)).collect();
        Columns { names, places }
    }
}

impl Columns {
    /// The names in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The values of an element.
    ///
    /// # Errors
    /// A text over [`limits::TEXT`].
    pub fn values(&self, element: &Element) -> Result<Vec<RawValue>, Fault> {
        let name = element.name();
        let page = format!("https://www.openstreetmap.org/{name}");
        let time = element.changed.and_then(DateTime::from_timestamp_millis);
        let mut values = vec![RawValue::Null; self.names.len()];
        let own = [
            RawValue::Text(name),
            RawValue::Text(element.kind().to_owned()),
            element.version.map_or(RawValue::Null, RawValue::Int),
            time.map_or(RawValue::Null, |time| RawValue::Text(time.to_rfc3339_opts(SecondsFormat::Secs, true))),
            RawValue::Text(Uuid::new_v5(&Uuid::NAMESPACE_URL, page.as_bytes()).to_string()),
        ];
        values.iter_mut().zip(own).for_each(|(value, own)| *value = own);
        for (key, text) in &element.tags {
            let Some(at) = self.places.get(*key) else { continue };
            if text.len() > limits::TEXT {
                return Err(fault::too_large("Довжина тексту", "The length of a text", limits::TEXT));
            }
            values[*at] = RawValue::Text((*text).to_owned());
        }
        Ok(values)
    }
}

fn too_many() -> Fault {
    Fault {
        uk: "У шарі понад 1000 різних ключів. Назвіть у відповідності (mapping) ті, що потрібні.".to_owned(),
        en: "The layer has over 1000 different keys. Name those that are needed in the mapping.".to_owned(),
        ..fault::too_many_columns()
    }
}
