//! A register as a data set of the catalogue: what records, DCAT, ISO metadata and passports say alike.

use crate::catalog::{Catalog, Module};
use crate::city::City;
use crate::crs;
use crate::derive::collection;
use crate::geometry::Bounds;
use crate::policy::Scope;
use crate::register::{Register, Visibility};
use crate::text::{Lang, Text};
use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

/// Who publishes, and how the data may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The data holder.
    pub publisher: Text,
    /// Its ЄДРПОУ code.
    pub publisher_code: Option<String>,
    /// SPDX id of the licence of public registers, such as `CC-BY-4.0`.
    pub licence: String,
    /// Mailbox for questions.
    pub contact: Option<String>,
}

/// What the stored data say of a register, as far as the reader sees them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Box of all places, degrees: west, south, east, north. `None` without a place.
    pub bounds: Option<Bounds>,
    /// First change.
    pub created: Option<DateTime<Utc>>,
    /// Last change.
    pub updated: Option<DateTime<Utc>>,
    /// Position of the last change in the one order of changes; 0 before the first.
    pub version: i64,
    /// Features.
    pub count: i64,
}

/// A register with all that its catalogue entries are made from.
#[derive(Debug, Clone)]
pub struct Dataset<'a> {
    /// What the reader may see of it.
    pub scope: Scope<'a>,
    /// What the data say.
    pub facts: Facts,
    /// Who publishes.
    pub publication: &'a Publication,
    /// The declarations.
    pub catalog: &'a Catalog,
    /// The city.
    pub city: &'a City,
    /// Scheme, host and port of links; no slash at the end.
    pub base: &'a str,
}

/// A way to get at the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// Unique within the data set.
    pub key: String,
    /// Address.
    pub url: String,
    /// Media type.
    pub media: &'static str,
    /// Name of the format.
    pub format: &'static str,
    /// Code in the file type list of the EU Publications Office, if it has one.
    pub file_type: Option<&'static str>,
    /// Protocol as ISO metadata names it.
    pub protocol: &'static str,
    /// What it is.
    pub title: Text,
    /// Relation of a link that leads there.
    pub rel: &'static str,
}

/// Relation of a link to vector tiles (OGC API Tiles).
const TILES_REL: &str = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";

impl<'a> Dataset<'a> {
    /// The register.
    #[must_use]
    pub const fn register(&self) -> &'a Register {
        self.scope.register()
    }

    /// Id in the catalogue: that of the register.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.register().id.as_str()
    }

    /// Id for exchange with other catalogues: the same wherever the portal stands.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{}/{}", self.city.territory, self.id()).as_bytes())
    }

    /// One or two sentences; the name where nothing else is declared.
    #[must_use]
    pub fn description(&self) -> &'a Text {
        self.register().description.as_ref().unwrap_or(&self.register().title)
    }

    /// The module of its subsystem.
    #[must_use]
    pub fn module(&self) -> Option<&'a Module> {
        self.catalog.module_of(self.register())
    }

    /// The subsystem's name.
    #[must_use]
    pub fn subsystem(&self) -> Option<&'a Text> {
        self.module()?.subsystems.get(&self.register().subsystem)
    }

    /// Names of module and subsystem.
    #[must_use]
    pub fn keywords(&self, lang: Lang) -> Vec<&'a str> {
        let mut words: Vec<&str> = self
            .module()
            .map(|module| &module.title)
            .into_iter()
            .chain(self.subsystem())
            .map(|text| text.get(lang))
            .collect();
        words.dedup();
        words
    }

    /// SPDX id of the licence; `None` for what is not public.
    #[must_use]
    pub fn licence(&self) -> Option<&'a str> {
        (self.register().visibility == Visibility::Public).then_some(self.publication.licence.as_str())
    }

    /// Address of the licence's text.
    #[must_use]
    pub fn licence_url(&self) -> Option<String> {
        self.licence().map(licence_url)
    }

    /// The box of its places, else that of the city.
    #[must_use]
    pub fn extent(&self) -> Bounds {
        self.facts.bounds.unwrap_or(self.city.bounds_degrees)
    }

    /// An address of the portal.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Its passport.
    #[must_use]
    pub fn passport_url(&self) -> String {
        self.url(&format!("/catalogue/passport/{}", self.id()))
    }

    /// Its ISO metadata.
    #[must_use]
    pub fn iso_url(&self) -> String {
        self.url(&format!("/catalogue/iso/{}", self.id()))
    }

    /// Systems in which the places are served; empty without a place.
    #[must_use]
    pub fn systems(&self) -> Vec<String> {
        if self.scope.geometries().next().is_none() {
            return Vec::new();
        }
        crs::served(self.city.storage_epsg).iter().map(|system| system.uri()).collect()
    }

    /// The ways to get at the data.
    #[must_use]
    pub fn distributions(&self) -> Vec<Distribution> {
        let listed = collection::list(&self.scope);
        let mut found: Vec<Distribution> = listed.iter().map(|(id, _)| self.features(id)).collect();
        if self.scope.geometries().next().is_some() {
            found.push(self.tiles());
        }
        found
    }

    fn features(&self, collection: &str) -> Distribution {
        Distribution {
            key: format!("{collection}-geojson"),
            url: self.url(&format!("/ogc/collections/{collection}/items")),
            media: "application/geo+json",
            format: "GeoJSON",
            file_type: Some("GEOJSON"),
            protocol: "OGC API - Features",
            title: Text::new("Об'єкти: OGC API Features, GeoJSON", "Features: OGC API Features, GeoJSON"),
            rel: "items",
        }
    }

    fn tiles(&self) -> Distribution {
        Distribution {
            key: format!("{}-tiles", self.id()),
            url: self.url(&format!("/tiles/{}", self.id())),
            media: "application/json",
            format: "TileJSON, MVT",
            file_type: Some("JSON"),
            protocol: "TileJSON",
            title: Text::new("Векторні тайли", "Vector tiles"),
            rel: TILES_REL,
        }
    }
}

/// Address of a licence's text: its author's page where that is known, else the SPDX list.
#[must_use]
pub fn licence_url(spdx: &str) -> String {
    match spdx {
        "CC-BY-4.0" => "https://creativecommons.org/licenses/by/4.0/".to_owned(),
        "CC-BY-SA-4.0" => "https://creativecommons.org/licenses/by-sa/4.0/".to_owned(),
        "CC0-1.0" => "https://creativecommons.org/publicdomain/zero/1.0/".to_owned(),
        other => format!("https://spdx.org/licenses/{other}.html"),
    }
}

/// An instant as catalogues write it: seconds, UTC.
#[must_use]
pub fn stamp(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}
