//! Every coordinate system the house knows, with the parameters the EPSG registry gives (version 10.076).
//!
//! Nothing is looked up at run time: a PROJ update can change neither a projection nor the choice of an operation.

use crate::geometry::Bounds;

/// The ellipsoid and its tie to WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Datum {
    /// WGS 84.
    Wgs84,
    /// Ukraine 2000 on the Krassowsky ellipsoid; the operation is the city's choice.
    Ucs2000,
    /// Pulkovo 1942 on the Krassowsky ellipsoid; the operation is EPSG:15865.
    Pulkovo1942,
}

/// How degrees become metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Projection {
    /// They do not: longitude and latitude in degrees.
    Geographic,
    /// Spherical Mercator of web maps; for display alone.
    WebMercator,
    /// Transverse Mercator; degrees, a scale and a false easting in metres. The false northing is zero in all.
    TransverseMercator { lat_0: f64, lon_0: f64, scale: f64, easting: f64 },
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Definition {
    /// `None` for OGC:CRS84.
    pub epsg: Option<i32>,
    pub title: &'static str,
    pub datum: Datum,
    pub projection: Projection,
    /// True where the authority writes northing (or latitude) first.
    pub northing_first: bool,
    /// Where the system may be used: degrees, longitude as x.
    pub area: Bounds,
}

const WORLD: [f64; 4] = [-180.0, -90.0, 180.0, 90.0];

/// All systems; CRS84 stands first.
pub(super) static TABLE: &[Definition] = &[
    plain(None, "WGS 84 (longitude, latitude)", Projection::Geographic, false, WORLD),
    plain(Some(4326), "WGS 84", Projection::Geographic, true, WORLD),
    plain(Some(3857), "WGS 84 / Pseudo-Mercator", Projection::WebMercator, false, [-180.0, -85.06, 180.0, 85.06]),
    ucs2000(5562, "UCS-2000 / Gauss-Kruger zone 4", 21.0, 4_500_000.0, [22.15, 47.95, 24.0, 51.66]),
    ucs2000(5563, "UCS-2000 / Gauss-Kruger zone 5", 27.0, 5_500_000.0, [24.0, 45.1, 30.0, 51.96]),
    ucs2000(5564, "UCS-2000 / Gauss-Kruger zone 6", 33.0, 6_500_000.0, [30.0, 43.18, 36.0, 52.38]),
    ucs2000(5565, "UCS-2000 / Gauss-Kruger zone 7", 39.0, 7_500_000.0, [36.0, 43.43, 40.18, 50.44]),
    ucs2000(5566, "UCS-2000 / Gauss-Kruger CM 21E", 21.0, 500_000.0, [22.15, 47.95, 24.0, 51.66]),
    ucs2000(5567, "UCS-2000 / Gauss-Kruger CM 27E", 27.0, 500_000.0, [24.0, 45.1, 30.0, 51.96]),
    ucs2000(5568, "UCS-2000 / Gauss-Kruger CM 33E", 33.0, 500_000.0, [30.0, 43.18, 36.0, 52.38]),
    ucs2000(5569, "UCS-2000 / Gauss-Kruger CM 39E", 39.0, 500_000.0, [36.0, 43.43, 40.18, 50.44]),
    ucs2000(6381, "UCS-2000 / Ukraine TM zone 7", 21.0, 300_000.0, [22.15, 48.24, 22.5, 48.98]),
    ucs2000(6382, "UCS-2000 / Ukraine TM zone 8", 24.0, 300_000.0, [22.5, 47.71, 25.5, 51.96]),
    ucs2000(6383, "UCS-2000 / Ukraine TM zone 9", 27.0, 300_000.0, [25.5, 45.26, 28.5, 51.94]),
    ucs2000(6384, "UCS-2000 / Ukraine TM zone 10", 30.0, 300_000.0, [28.5, 43.42, 31.5, 52.12]),
    ucs2000(6385, "UCS-2000 / Ukraine TM zone 11", 33.0, 300_000.0, [31.5, 43.18, 34.5, 52.38]),
    ucs2000(6386, "UCS-2000 / Ukraine TM zone 12", 36.0, 300_000.0, [34.5, 43.24, 37.5, 51.25]),
    ucs2000(6387, "UCS-2000 / Ukraine TM zone 13", 39.0, 300_000.0, [37.5, 46.77, 40.18, 50.39]),
    sk63(7825, "Pulkovo 1942 / CS63 zone X1", dm(23, 30), 1_300_000.0, [22.15, 47.71, 25.01, 51.92]),
    sk63(7826, "Pulkovo 1942 / CS63 zone X2", dm(26, 30), 2_300_000.0, [25.0, 47.72, 28.01, 51.96]),
    sk63(7827, "Pulkovo 1942 / CS63 zone X3", dm(29, 30), 3_300_000.0, [28.0, 45.18, 31.01, 52.09]),
    sk63(7828, "Pulkovo 1942 / CS63 zone X4", dm(32, 30), 4_300_000.0, [31.0, 44.32, 34.01, 52.38]),
    sk63(7829, "Pulkovo 1942 / CS63 zone X5", dm(35, 30), 5_300_000.0, [34.0, 44.33, 37.01, 52.25]),
    sk63(7830, "Pulkovo 1942 / CS63 zone X6", dm(38, 30), 6_300_000.0, [37.0, 46.8, 40.01, 50.44]),
    sk63(7831, "Pulkovo 1942 / CS63 zone X7", dm(41, 30), 7_300_000.0, [40.0, 48.8, 40.18, 49.62]),
    ucs2000(9821, "UCS-2000 / LCS-32 Kyiv region", dm(30, 30), 300_000.0, [29.26, 49.17, 32.16, 51.55]),
    ucs2000(9831, "UCS-2000 / LCS-01 Crimea", dm(34, 30), 300_000.0, [32.47, 44.38, 36.65, 46.24]),
    ucs2000(9832, "UCS-2000 / LCS-05 Vinnytsia", dm(28, 40), 300_000.0, [27.37, 48.06, 30.02, 49.89]),
    ucs2000(9833, "UCS-2000 / LCS-07 Volyn", dm(24, 50), 300_000.0, [23.6, 50.28, 26.11, 51.97]),
    ucs2000(9834, "UCS-2000 / LCS-12 Dnipropetrovsk", 35.0, 300_000.0, [32.95, 47.45, 36.94, 49.19]),
    ucs2000(9835, "UCS-2000 / LCS-14 Donetsk", dm(37, 30), 300_000.0, [36.54, 46.86, 39.1, 49.24]),
    ucs2000(9836, "UCS-2000 / LCS-18 Zhytomyr", dm(28, 30), 300_000.0, [27.19, 49.58, 29.74, 51.68]),
    ucs2000(9837, "UCS-2000 / LCS-21 Zakarpattia", dm(23, 30), 300_000.0, [22.13, 47.89, 24.63, 49.1]),
    ucs2000(9838, "UCS-2000 / LCS-23 Zaporizhzhia", 36.0, 300_000.0, [34.17, 46.07, 37.25, 48.15]),
    ucs2000(9839, "UCS-2000 / LCS-26 Ivano-Frankivsk", dm(24, 45), 300_000.0, [23.53, 47.72, 25.66, 49.56]),
    ucs2000(9840, "UCS-2000 / LCS-35 Kirovohrad", 32.0, 300_000.0, [29.74, 47.74, 33.9, 49.25]),
    ucs2000(9841, "UCS-2000 / LCS-44 Luhansk", 39.0, 300_000.0, [37.83, 47.82, 40.23, 50.09]),
    ucs2000(9851, "UCS-2000 / LCS-46 Lviv", 24.0, 300_000.0, [22.64, 48.71, 25.43, 50.65]),
    ucs2000(9852, "UCS-2000 / LCS-48 Mykolaiv", dm(31, 50), 300_000.0, [30.2, 46.36, 33.19, 48.23]),
    ucs2000(9853, "UCS-2000 / LCS-51 Odessa", 30.0, 300_000.0, [28.21, 45.2, 31.3, 48.24]),
    ucs2000(9854, "UCS-2000 / LCS-53 Poltava", dm(33, 50), 300_000.0, [32.08, 48.74, 35.49, 50.55]),
    ucs2000(9855, "UCS-2000 / LCS-56 Rivne", 27.0, 300_000.0, [25.08, 50.0, 27.74, 51.95]),
    ucs2000(9856, "UCS-2000 / LCS-59 Sumy", dm(34, 30), 300_000.0, [32.93, 50.1, 35.67, 52.37]),
    ucs2000(9857, "UCS-2000 / LCS-61 Ternopil", dm(25, 30), 300_000.0, [24.71, 48.5, 26.45, 50.27]),
    ucs2000(9858, "UCS-2000 / LCS-63 Kharkiv", dm(36, 30), 300_000.0, [34.84, 48.52, 38.1, 50.46]),
    ucs2000(9859, "UCS-2000 / LCS-65 Kherson", dm(33, 30), 300_000.0, [31.51, 45.75, 35.11, 47.6]),
    ucs2000(9860, "UCS-2000 / LCS-68 Khmelnytsky", 27.0, 300_000.0, [26.13, 48.45, 27.9, 50.59]),
    ucs2000(9861, "UCS-2000 / LCS-71 Cherkasy", dm(31, 30), 300_000.0, [29.6, 48.45, 32.89, 50.23]),
    ucs2000(9862, "UCS-2000 / LCS-73 Chernivtsi", 26.0, 300_000.0, [24.9, 47.72, 27.54, 48.68]),
    ucs2000(9863, "UCS-2000 / LCS-74 Chernihiv", 32.0, 300_000.0, [30.48, 50.34, 33.51, 52.38]),
    ucs2000(9864, "UCS-2000 / LCS-80 Kyiv city", dm(30, 30), 300_000.0, [30.23, 50.21, 30.83, 50.59]),
    ucs2000(9865, "UCS-2000 / LCS-85 Sevastopol", 33.0, 300_000.0, [33.37, 44.38, 33.93, 44.85]),
    sk42(28404, "Pulkovo 1942 / Gauss-Kruger zone 4", 21.0, 4_500_000.0, [19.57, 47.95, 24.0, 59.44]),
    sk42(28405, "Pulkovo 1942 / Gauss-Kruger zone 5", 27.0, 5_500_000.0, [24.0, 45.18, 30.01, 69.47]),
    sk42(28406, "Pulkovo 1942 / Gauss-Kruger zone 6", 33.0, 6_500_000.0, [30.0, 44.32, 36.0, 70.02]),
    sk42(28407, "Pulkovo 1942 / Gauss-Kruger zone 7", 39.0, 7_500_000.0, [36.0, 41.43, 42.0, 69.23]),
    utm(32610, "WGS 84 / UTM zone 10N", -123.0, [-126.0, 0.0, -120.0, 84.0]),
    utm(32632, "WGS 84 / UTM zone 32N", 9.0, [6.0, 0.0, 12.0, 84.0]),
    utm(32633, "WGS 84 / UTM zone 33N", 15.0, [12.0, 0.0, 18.0, 84.0]),
    utm(32634, "WGS 84 / UTM zone 34N", 21.0, [18.0, 0.0, 24.0, 84.0]),
    utm(32635, "WGS 84 / UTM zone 35N", 27.0, [24.0, 0.0, 30.0, 84.0]),
    utm(32636, "WGS 84 / UTM zone 36N", 33.0, [30.0, 0.0, 36.0, 84.0]),
    utm(32637, "WGS 84 / UTM zone 37N", 39.0, [36.0, 0.0, 42.0, 84.0]),
];

/// Degrees and minutes, as the registry writes the central meridians of local systems.
const fn dm(degrees: u8, minutes: u8) -> f64 {
    degrees as f64 + minutes as f64 / 60.0
}

const fn bounds([min_x, min_y, max_x, max_y]: [f64; 4]) -> Bounds {
    Bounds { min_x, min_y, max_x, max_y }
}

const fn plain(
    epsg: Option<i32>,
    title: &'static str,
    projection: Projection,
    northing_first: bool,
    area: [f64; 4],
) -> Definition {
    Definition { epsg, title, datum: Datum::Wgs84, projection, northing_first, area: bounds(area) }
}

const fn ucs2000(epsg: i32, title: &'static str, lon_0: f64, easting: f64, area: [f64; 4]) -> Definition {
    let projection = Projection::TransverseMercator { lat_0: 0.0, lon_0, scale: 1.0, easting };
    Definition { epsg: Some(epsg), title, datum: Datum::Ucs2000, projection, northing_first: true, area: bounds(area) }
}

const fn sk42(epsg: i32, title: &'static str, lon_0: f64, easting: f64, area: [f64; 4]) -> Definition {
    Definition { datum: Datum::Pulkovo1942, ..ucs2000(epsg, title, lon_0, easting, area) }
}

/// SK-63 counts northing from the parallel 0°05′.
const fn sk63(epsg: i32, title: &'static str, lon_0: f64, easting: f64, area: [f64; 4]) -> Definition {
    let projection = Projection::TransverseMercator { lat_0: dm(0, 5), lon_0, scale: 1.0, easting };
    Definition { projection, ..sk42(epsg, title, lon_0, easting, area) }
}

const fn utm(epsg: i32, title: &'static str, lon_0: f64, area: [f64; 4]) -> Definition {
    let projection = Projection::TransverseMercator { lat_0: 0.0, lon_0, scale: 0.9996, easting: 500_000.0 };
    plain(Some(epsg), title, projection, false, area)
}
