use super::*;
use crate::geometry::Position;
use proptest::prelude::*;

const ORIGINAL: Transformer = Transformer { ucs2000: Ucs2000Operation::Epsg5840 };
const DEFINING: Transformer = Transformer { ucs2000: Ucs2000Operation::Epsg7817 };

/// Latitude and longitude of the five check points.
const POINTS: [(f64, f64); 5] =
    [(47.9105, 33.3918), (48.1050, 33.5131), (47.6800, 33.1700), (48.2000, 33.5500), (47.9500, 33.4500)];

/// Corners of the city's window: 33.10-33.70 E, 47.60-48.25 N.
const CITY: Bounds = Bounds { min_x: 33.10, min_y: 47.60, max_x: 33.70, max_y: 48.25 };

/// The systems the city serves.
const SERVED: [i32; 6] = [4326, 3857, 6385, 5564, 7828, 9834];

fn crs(code: i32) -> Crs {
    Crs::from_epsg(code).unwrap()
}

fn one(transformer: Transformer, from: Crs, to: Crs, x: f64, y: f64) -> (f64, f64) {
    let mut pairs = [(x, y)];
    transformer.transform_pairs(from, to, &mut pairs).unwrap();
    pairs[0]
}

/// Checks a row of the table of check points, written as the authority orders the axes.
fn check(transformer: Transformer, code: i32, expected: [(f64, f64); 5]) {
    for ((lat, lon), expected) in POINTS.into_iter().zip(expected) {
        let (x, y) = one(transformer, Crs::CRS84, crs(code), lon, lat);
        let (ex, ey) = crs(code).swapped(expected);
        assert!((x - ex).abs() < 0.002 && (y - ey).abs() < 0.002, "{code}: {x:.4} {y:.4} for {ex} {ey}");
    }
}

#[test]
fn ucs_2000_meets_its_check_points_with_the_common_operation() {
    let zone = [
        (5_308_658.195, 6_529_403.380),
        (5_330_337.868, 6_538_327.136),
        (5_282_969.340, 6_512_879.159),
        (5_340_920.193, 6_540_999.678),
        (5_313_073.880, 6_533_728.479),
    ];
    check(ORIGINAL, 5564, zone);
    check(ORIGINAL, 6385, zone.map(|(x, y)| (x, y - 6_200_000.0)));
    check(ORIGINAL, 5568, zone.map(|(x, y)| (x, y - 6_000_000.0)));
}

#[test]
fn ucs_2000_meets_its_check_points_with_the_defining_operation() {
    check(
        DEFINING,
        5564,
        [
            (5_308_658.143, 6_529_403.868),
            (5_330_337.816, 6_538_327.625),
            (5_282_969.287, 6_512_879.646),
            (5_340_920.141, 6_541_000.166),
            (5_313_073.827, 6_533_728.967),
        ],
    );
}

#[test]
fn the_cadastral_system_of_the_oblast_meets_its_check_points() {
    check(
        ORIGINAL,
        9834,
        [
            (5_309_833.141, 179_894.170),
            (5_331_277.209, 189_378.780),
            (5_284_575.146, 162_707.829),
            (5_341_787.799, 192_325.952),
            (5_314_135.954, 184_332.938),
        ],
    );
}

#[test]
fn sk_63_is_pinned_to_the_operation_of_ukraine() {
    check(
        ORIGINAL,
        7828,
        [
            (5_299_758.187, 4_366_787.162),
            (5_321_496.275, 4_375_570.591),
            (5_273_962.190, 4_350_428.690),
            (5_332_096.292, 4_378_174.448),
            (5_304_201.984, 4_371_083.771),
        ],
    );
}

#[test]
fn utm_and_web_mercator_meet_their_check_points() {
    check(
        ORIGINAL,
        32636,
        [
            (529_277.011, 5_306_427.034),
            (538_197.167, 5_328_097.959),
            (512_759.457, 5_280_748.546),
            (540_868.630, 5_338_676.014),
            (533_600.365, 5_310_840.937),
        ],
    );
    check(
        ORIGINAL,
        3857,
        [
            (3_717_158.173, 6_091_978.119),
            (3_730_661.227, 6_124_340.904),
            (3_692_467.510, 6_053_782.392),
            (3_734_768.916, 6_140_192.439),
            (3_723_636.967, 6_098_540.644),
        ],
    );
}

#[test]
fn the_axis_trap_ends_in_an_error_not_in_sweden() {
    let document = (5_308_000.0, 6_529_000.0);
    let zone = crs(5564);
    let (x, y) = zone.swapped(document);
    let (lon, lat) = one(ORIGINAL, zone, Crs::CRS84, x, y);
    assert!((lat - 47.904_599).abs() < 1e-6 && (lon - 33.386_360).abs() < 1e-6, "{lat} {lon}");
    let mut unswapped = [document];
    let error = ORIGINAL.transform_pairs(zone, Crs::CRS84, &mut unswapped).unwrap_err();
    assert!(matches!(error, CrsError::OutsideArea { lon, lat, .. } if lat > 57.0 && lon < 14.0), "{error}");
}

#[test]
fn the_city_window_has_the_published_limits() {
    // Northing and easting, smallest and largest. That of SK-63 was published with PROJ's own choice, 2 m off.
    let windows = [
        (5564, 5_274_065.0, 5_346_571.0, 6_507_541.0, 6_552_755.0),
        (6385, 5_274_065.0, 5_346_571.0, 307_541.0, 352_755.0),
        (5568, 5_274_065.0, 5_346_571.0, 507_541.0, 552_755.0),
        (9834, 5_274_877.0, 5_348_076.0, 157_234.0, 203_570.0),
        (7828, 5_265_024.0, 5_337_819.0, 4_344_678.0, 4_390_359.0),
        (3857, 6_040_565.0, 6_148_547.0, 3_684_675.0, 3_751_467.0),
    ];
    for (code, min_y, max_y, min_x, max_x) in windows {
        let found = ORIGINAL.transform_bounds(Crs::CRS84, crs(code), &CITY).unwrap();
        let expected = [min_x, min_y, max_x, max_y];
        let pairs = [found.min_x, found.min_y, found.max_x, found.max_y].into_iter().zip(expected);
        assert!(pairs.clone().all(|(a, b)| (a - b).abs() < 2.5), "{code}: {:?}", pairs.collect::<Vec<_>>());
    }
}

#[test]
fn a_box_of_the_whole_world_is_cut_to_the_area_of_use() {
    let world = Bounds { min_x: -180.0, min_y: -90.0, max_x: 180.0, max_y: 90.0 };
    let found = ORIGINAL.transform_bounds(Crs::EPSG_4326, crs(6385), &world).unwrap();
    assert!(found.contains(329_403.0, 5_308_658.0));
    let elsewhere = Bounds { min_x: -70.0, min_y: -40.0, max_x: -60.0, max_y: -30.0 };
    assert!(ORIGINAL.transform_bounds(Crs::CRS84, crs(6385), &elsewhere).is_err());
}

#[test]
fn axes_are_ordered_as_the_authority_says() {
    let northing_first = |code| crs(code).axis_order() == AxisOrder::NorthingFirst;
    assert!([4326, 6385, 5564, 7828, 9834, 28406].into_iter().all(northing_first));
    assert!(![3857, 32636].into_iter().any(northing_first));
    assert_eq!(Crs::CRS84.axis_order(), AxisOrder::EastingFirst);
    let mut point = Geometry::point(47.9, 33.4);
    Crs::EPSG_4326.swap_axes(&mut point);
    assert_eq!(point.bounds().min_x, 33.4);
}

#[test]
fn every_name_of_a_system_is_understood() {
    for name in [
        "http://www.opengis.net/def/crs/EPSG/0/6385",
        "http://www.opengis.net/def/crs/EPSG/9.9.1/6385",
        "https://www.opengis.net/def/crs/EPSG/0/6385",
        "urn:ogc:def:crs:EPSG::6385",
        "urn:ogc:def:crs:EPSG:6385",
        "http://www.opengis.net/gml/srs/epsg.xml#6385",
        "EPSG:6385",
        "[EPSG:6385]",
    ] {
        assert_eq!(Crs::from_uri(name), Some(crs(6385)), "{name}");
    }
    assert_eq!(Crs::from_uri("urn:ogc:def:crs:OGC:1.3:CRS84"), Some(Crs::CRS84));
    assert_eq!(Crs::from_uri("EPSG:+6385"), None);
    assert_eq!(Crs::from_uri("EPSG:900913"), None);
    assert_eq!(Crs::from_uri(""), None);
}

#[test]
fn a_city_serves_the_systems_of_its_place() {
    let codes: Vec<_> = served(6385).into_iter().filter_map(Crs::epsg).collect();
    assert_eq!(codes, [4326, 3857, 6385, 5564, 5568, 7828, 9834, 9840, 9852, 28406, 32636]);
    assert!(served(2154).is_empty());
}

#[test]
fn a_place_is_told_in_degrees_where_it_has_any() {
    assert_eq!(
        describe(6385, Position::flat(329_403.380, 5_308_658.195)),
        "329403.380 5308658.195 (47.91050° N 33.39180° E)"
    );
    assert_eq!(describe(6385, Position::flat(5_308_658.195, 329_403.380)), "5308658.195 329403.380");
}

#[test]
fn every_system_of_the_table_answers_in_the_middle_of_its_area() {
    for system in Crs::all() {
        assert_eq!(Crs::from_uri(&system.uri()), Some(system));
        let area = system.area_of_use();
        let (lon, lat) = (f64::midpoint(area.min_x, area.max_x), f64::midpoint(area.min_y, area.max_y));
        let there = one(ORIGINAL, Crs::CRS84, system, lon, lat);
        let back = one(ORIGINAL, system, Crs::CRS84, there.0, there.1);
        assert!((back.0 - lon).abs() < 1e-11 && (back.1 - lat).abs() < 1e-11, "{}", system.title());
    }
}

#[test]
fn infinite_coordinates_are_refused() {
    let mut positions = [Position::flat(f64::INFINITY, 0.0)];
    assert!(ORIGINAL.transform_positions(crs(6385), Crs::CRS84, &mut positions).is_err());
    let mut positions = [Position::flat(f64::NAN, 0.0)];
    assert!(ORIGINAL.transform_positions(Crs::CRS84, crs(6385), &mut positions).is_err());
}

#[test]
fn the_local_map_is_the_transformation_over_the_city() {
    let storage = crs(6385);
    let city = ORIGINAL.transform_bounds(Crs::CRS84, storage, &CITY).unwrap();
    let map = LocalMap::fit(ORIGINAL, storage, &city).unwrap();
    for i in 0..200_u32 {
        let (u, v) = (f64::from(i * 37 % 200) / 199.0, f64::from(i * 91 % 200) / 199.0);
        // A few of them lie outside the fitted box and take the exact way.
        let at = Position::flat(
            city.min_x - 500.0 + (city.max_x - city.min_x + 1000.0) * u,
            city.min_y + (city.max_y - city.min_y) * v,
        );
        let (mut fast, mut exact) = ([at], [at]);
        map.apply(&mut fast).unwrap();
        ORIGINAL.transform_positions(storage, Crs::WEB_MERCATOR, &mut exact).unwrap();
        let far = (fast[0].x - exact[0].x).abs().max((fast[0].y - exact[0].y).abs());
        assert!(far < local_map::TOLERANCE_M, "{far} m at {at:?}");
    }
}

fn rounded(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_point_of_the_grid_survives_every_round_trip(u in 0.0..1.0, v in 0.0..1.0, defining in any::<bool>()) {
        let transformer = if defining { DEFINING } else { ORIGINAL };
        let storage = crs(6385);
        let (x, y) = one(transformer, Crs::CRS84, storage,
            CITY.min_x + (CITY.max_x - CITY.min_x) * u, CITY.min_y + (CITY.max_y - CITY.min_y) * v);
        let grid = (rounded(x, 3), rounded(y, 3));
        for system in SERVED.into_iter().map(crs).chain([Crs::CRS84]) {
            let (x, y) = one(transformer, storage, system, grid.0, grid.1);
            let (x, y) = (rounded(x, system.decimals()), rounded(y, system.decimals()));
            let (x, y) = one(transformer, system, storage, x, y);
            prop_assert_eq!((rounded(x, 3), rounded(y, 3)), grid, "{}", system.title());
        }
    }
}
