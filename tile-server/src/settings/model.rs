//! The typed `city.toml`: every key, its unit, its default.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::path::PathBuf;

use serde::Deserialize;

use gis_core::register::Profile;

use super::texts::{DatabaseUrl, Email, LicenceId, OrganisationCode, PublicUrl, Slug, TerritoryCode};
use super::values::{Bounds, Center, Count, Language, Percent, Ucs2000Operation, Zoom};
use crate::cluster::{Durability, MAX_CONNECTIONS};

/// Connections that are no pool's: the listener for changes, an import beside the server, an administrator.
const UNPOOLED: u32 = 12;

/// Most connections of all pools together.
pub(super) const MAX_POOLED: u32 = MAX_CONNECTIONS - UNPOOLED;

/// All settings of one city.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `[city]`: what the city is.
    pub city: City,
    /// `[server]`: how it is served.
    #[serde(default)]
    pub server: Server,
    /// `[database]`: where it is kept.
    #[serde(default)]
    pub database: Database,
    /// `[import]`: how files come in.
    #[serde(default)]
    pub import: Import,
}

/// `[city]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Short name in Latin letters; also the name of the private cluster.
    pub id: Slug,
    /// Name for people.
    pub title: Title,
    /// `[west, south, east, north]`, degrees: what lies outside cannot belong to the city.
    pub bounds: Bounds,
    /// A GeoJSON file with the polygon of the city, in longitude and latitude.
    pub boundary: Option<PathBuf>,
    /// `[longitude, latitude]`, degrees: the middle of the first view.
    pub center: Center,
    /// Zoom of the first view, 0 to 22.
    pub zoom: Zoom,
    /// Languages of the portal; the first is the default.
    pub languages: Vec<Language>,
    /// EPSG code of the metric system in which geometries are stored.
    pub storage_crs: Count<1024, 32767>,
    /// EPSG code of the transformation between UCS-2000 and WGS 84.
    pub ucs2000_operation: Ucs2000Operation,
    /// КАТОТТГ code of the hromada.
    pub territory_code: TerritoryCode,
    /// The situation the city publishes in; martial law when it says nothing.
    #[serde(default)]
    pub visibility_profile: Profile,
    /// Where people report mistakes in the data; absent: the portal offers no such letter.
    pub contact_email: Option<Email>,
    /// Who publishes the registers, for catalogues and passports; absent: the city itself.
    pub publisher: Option<Title>,
    /// ЄДРПОУ code of the publisher.
    pub publisher_code: Option<OrganisationCode>,
    /// SPDX id of the licence of public registers; CC BY 4.0 when it says nothing (ПКМУ 835).
    #[serde(default = "open_licence")]
    pub licence: LicenceId,
}

fn open_licence() -> LicenceId {
    LicenceId::cc_by()
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Ukrainian.
    pub uk: String,
    /// English.
    pub en: String,
}

/// `[server]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Address for links that leave the portal; absent: the address of the request.
    pub public_url: Option<PublicUrl>,
    /// Directory of the built viewer.
    pub viewer: PathBuf,
    /// Directory of the register files.
    pub layers: PathBuf,
    /// Directory with the font files of printed maps, Noto Sans.
    pub fonts: PathBuf,
    /// Requests worked on at once; more are answered 503.
    pub max_concurrent: Count<1, 4096>,
    /// Seconds until a request is given up.
    pub request_timeout_s: Count<1, 600>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            viewer: "web-viewer/dist".into(),
            layers: "layers".into(),
            fonts: "/usr/share/fonts/truetype/noto".into(),
            max_concurrent: Count::of(256),
            request_timeout_s: Count::of(30),
        }
    }
}

/// `[database]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// A PostgreSQL of your own; absent: the private cluster.
    pub url: Option<DatabaseUrl>,
    /// Directory of the private cluster; absent: see [`crate::cluster`].
    pub data_dir: Option<PathBuf>,
    /// Directory of PostgreSQL's programs for the private cluster; absent: the newest installed.
    pub postgres_bin: Option<PathBuf>,
    /// What an acknowledged write survives: `full`, or `tests` for throw-away clusters.
    pub durability: Durability,
    /// Connections for the public's reads.
    pub pool_public: Count<1, MAX_POOLED>,
    /// Connections for the officials' reads.
    pub pool_official: Count<1, MAX_POOLED>,
    /// Connections for writes.
    pub pool_writer: Count<1, MAX_POOLED>,
    /// Milliseconds until PostgreSQL cancels a statement of a request.
    pub statement_timeout_ms: Count<100, 600_000>,
}

impl Database {
    /// Connections of all pools together.
    #[must_use]
    pub const fn connections(&self) -> u32 {
        // Each is at most `MAX_POOLED`: no overflow.
        self.pool_public.get() + self.pool_official.get() + self.pool_writer.get()
    }
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: None,
            data_dir: None,
            postgres_bin: None,
            durability: Durability::default(),
            pool_public: Count::of(16),
            pool_official: Count::of(12),
            pool_writer: Count::of(8),
            statement_timeout_ms: Count::of(10_000),
        }
    }
}

/// `[import]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Import {
    /// The program that parses foreign files; absent: `misto-worker` beside `misto`.
    pub worker: Option<PathBuf>,
    /// An import with more rejected rows, in percent of all, is not offered for acceptance.
    pub max_rejected_percent: Percent,
}

impl Default for Import {
    fn default() -> Self {
        Self { worker: None, max_rejected_percent: Percent::REJECTED }
    }
}
