//! A system as well-known text (OGC 01-009, "WKT 1"), for files that must carry the definition itself.

use super::table::{Datum, Definition, Projection};
use super::{AxisOrder, Crs};

/// Radians of a degree, as the EPSG registry writes the unit.
const DEGREE: &str = r#"UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]]"#;

impl Crs {
    /// The definition; axes as the authority says.
    #[must_use]
    pub fn wkt(self) -> String {
        let definition = self.definition();
        let degrees = geographic(definition);
        match definition.projection {
            Projection::Geographic => degrees,
            Projection::WebMercator => projected(self, &degrees, "Mercator_1SP", &[("scale_factor", 1.0)]),
            Projection::TransverseMercator { lat_0, lon_0, scale, easting } => {
                let values = [
                    ("latitude_of_origin", lat_0),
                    ("central_meridian", lon_0),
                    ("scale_factor", scale),
                    ("false_easting", easting),
                    ("false_northing", 0.0),
                ];
                projected(self, &degrees, "Transverse_Mercator", &values)
            }
        }
    }
}

fn projected(crs: Crs, degrees: &str, method: &str, values: &[(&str, f64)]) -> String {
    let parameters: String = values.iter().map(|(name, value)| format!("PARAMETER[\"{name}\",{value}],")).collect();
    let axes = match crs.axis_order() {
        AxisOrder::EastingFirst => r#"AXIS["Easting",EAST],AXIS["Northing",NORTH]"#,
        AxisOrder::NorthingFirst => r#"AXIS["Northing",NORTH],AXIS["Easting",EAST]"#,
    };
    let authority = crs.epsg().map_or_else(String::new, |code| format!(",AUTHORITY[\"EPSG\",\"{code}\"]"));
    format!(
        "PROJCS[\"{}\",{degrees},PROJECTION[\"{method}\"],{parameters}UNIT[\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]],{axes}{authority}]",
        crs.title()
    )
}

/// Names and codes of the geographic system of a datum, of the datum and of its ellipsoid, as in the EPSG registry.
fn geographic(definition: &Definition) -> String {
    let (title, system, datum, datum_code, ellipsoid, ellipsoid_code) = match definition.datum {
        Datum::Wgs84 => ("WGS 84", 4326, "WGS_1984", 6326, "WGS 84", 7030),
        Datum::Ucs2000 => ("UCS-2000", 5561, "Ukraine_2000", 1077, "Krassowsky 1940", 7024),
        Datum::Pulkovo1942 => ("Pulkovo 1942", 4284, "Pulkovo_1942", 6284, "Krassowsky 1940", 7024),
    };
    let (semi_major, flattening) = definition.datum.ellipsoid();
    let inverse = (1e9 / flattening).round() / 1e9;
    format!(
        "GEOGCS[\"{title}\",DATUM[\"{datum}\",SPHEROID[\"{ellipsoid}\",{semi_major},{inverse},AUTHORITY[\"EPSG\",\"{ellipsoid_code}\"]],\
         AUTHORITY[\"EPSG\",\"{datum_code}\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],{DEGREE},AUTHORITY[\"EPSG\",\"{system}\"]]"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_storage_system_of_a_city_is_written_whole() {
        let text = Crs::from_epsg(6385).unwrap().wkt();
        for part in [
            r#"PROJCS["UCS-2000 / Ukraine TM zone 11",GEOGCS["UCS-2000""#,
            r#"SPHEROID["Krassowsky 1940",6378245,298.3,"#,
            r#"PARAMETER["central_meridian",33],PARAMETER["scale_factor",1],PARAMETER["false_easting",300000]"#,
            r#"AUTHORITY["EPSG","6385"]]"#,
        ] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }

    #[test]
    fn brackets_close_in_every_system() {
        for crs in Crs::all() {
            let text = crs.wkt();
            assert_eq!(text.matches('[').count(), text.matches(']').count(), "{text}");
        }
    }
}
