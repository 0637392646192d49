//! Names of coordinate systems as services and clients write them.

use super::{CRS84_URI, Crs, epsg_uri};

/// Longest name that is looked at, in bytes.
const MAX_NAME: usize = 100;
const URI_BASE: &str = "http://www.opengis.net/def/crs/";

impl Crs {
    /// The URI of OGC API Features and of WFS 2.0.
    #[must_use]
    pub fn uri(self) -> String {
        match self.epsg() {
            Some(code) => epsg_uri(code),
            None => CRS84_URI.to_owned(),
        }
    }

    /// The system of a URI, a URN, a (safe) CURIE or `EPSG:code`; `None` when the table lacks it.
    #[must_use]
    pub fn from_uri(name: &str) -> Option<Self> {
        if name.len() > MAX_NAME {
            return None;
        }
        let (authority, code) = authority_and_code(name)?;
        match (authority.to_ascii_uppercase().as_str(), code) {
            ("OGC", "CRS84") | ("CRS", "84") => Some(Self::CRS84),
            ("EPSG", code) if code.bytes().all(|byte| byte.is_ascii_digit()) => Self::from_epsg(code.parse().ok()?),
            _ => None,
        }
    }
}

/// Takes a name apart; the version of the registry between authority and code is ignored.
fn authority_and_code(name: &str) -> Option<(&str, &str)> {
    let http = name.strip_prefix(URI_BASE).or_else(|| name.strip_prefix("https://www.opengis.net/def/crs/"));
    if let Some(path) = http {
        let (authority, rest) = path.split_once('/')?;
        return rest.split_once('/').map(|(_version, code)| (authority, code));
    }
    if let Some(code) = name.strip_prefix("http://www.opengis.net/gml/srs/epsg.xml#") {
        return Some(("EPSG", code));
    }
    let urn = name.strip_prefix("urn:ogc:def:crs:").or_else(|| name.strip_prefix("urn:x-ogc:def:crs:"));
    if let Some(rest) = urn {
        let (authority, rest) = rest.split_once(':')?;
        return Some((authority, rest.split_once(':').map_or(rest, |(_version, code)| code)));
    }
    name.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(name).split_once(':')
}
