//! The pinned operations between datums and the PROJ pipelines made from them.

use serde::{Deserialize, Serialize};

use super::table::{Datum, Definition, Projection};

/// The shift from UCS-2000 to WGS 84; `city.toml` chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Ucs2000Operation {
    /// EPSG:5840, "UCS-2000 to WGS 84 (2)", 1 m: what GDAL, QGIS and PostGIS use.
    #[default]
    #[serde(rename = "EPSG:5840")]
    Epsg5840,
    /// EPSG:7817, "UCS-2000 to ITRF2000 (1)", defining: consistent with the state network.
    #[serde(rename = "EPSG:7817")]
    Epsg7817,
}

impl Ucs2000Operation {
    const fn helmert(self) -> &'static str {
        match self {
            Self::Epsg5840 => "+x=24 +y=-121 +z=-76",
            Self::Epsg7817 => "+x=24.322 +y=-121.372 +z=-75.847",
        }
    }
}

/// See [`super::Crs::accuracy_m`].
pub(super) const fn accuracy_m(datum: Datum, ucs2000: Ucs2000Operation) -> Option<f64> {
    match (datum, ucs2000) {
        (Datum::Wgs84, _) => None,
        (Datum::Ucs2000, Ucs2000Operation::Epsg5840) => Some(1.0),
        // Defining: it has no error of its own.
        (Datum::Ucs2000, Ucs2000Operation::Epsg7817) => Some(0.0),
        (Datum::Pulkovo1942, _) => Some(4.5),
    }
}

/// EPSG:15865, "Pulkovo 1942 to WGS 84 (16)": the only one whose area of use is Ukraine.
const PULKOVO_HELMERT: &str = "+x=25 +y=-141 +z=-78.5 +rx=0 +ry=-0.35 +rz=-0.736 +s=0 +convention=coordinate_frame";

impl Datum {
    /// Semi-major axis in metres and flattening.
    pub(super) const fn ellipsoid(self) -> (f64, f64) {
        match self {
            Self::Wgs84 => (6_378_137.0, 1.0 / 298.257_223_563),
            Self::Ucs2000 | Self::Pulkovo1942 => (6_378_245.0, 1.0 / 298.3),
        }
    }

    const fn ellps(self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS84",
            Self::Ucs2000 | Self::Pulkovo1942 => "krass",
        }
    }
}

/// From longitude and latitude on the system's own ellipsoid, degrees, to its coordinates.
pub(super) fn from_own_degrees(definition: &Definition) -> Option<String> {
    let project = projection(definition)?;
    Some(format!("+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad {project}"))
}

/// From WGS 84 longitude and latitude, degrees, to the system's coordinates. Heights are held at zero.
pub(super) fn from_wgs84(definition: &Definition, ucs2000: Ucs2000Operation) -> Option<String> {
    let helmert = match definition.datum {
        Datum::Wgs84 => return from_own_degrees(definition),
        Datum::Ucs2000 => ucs2000.helmert(),
        Datum::Pulkovo1942 => PULKOVO_HELMERT,
    };
    let project = projection(definition)?;
    let ellps = definition.datum.ellps();
    Some(format!(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 \
         +step +proj=cart +ellps=WGS84 +step +inv +proj=helmert {helmert} +step +inv +proj=cart +ellps={ellps} \
         +step +proj=pop +v_3 {project}"
    ))
}

fn projection(definition: &Definition) -> Option<String> {
    match definition.projection {
        Projection::Geographic => None,
        Projection::WebMercator => Some("+step +proj=webmerc +lat_0=0 +lon_0=0 +x_0=0 +y_0=0 +ellps=WGS84".into()),
        Projection::TransverseMercator { lat_0, lon_0, scale, easting } => Some(format!(
            "+step +proj=tmerc +lat_0={lat_0} +lon_0={lon_0} +k={scale} +x_0={easting} +y_0=0 +ellps={}",
            definition.datum.ellps()
        )),
    }
}
