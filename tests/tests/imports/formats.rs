//! One data set in two formats gives the same features, and every sample with a register has its mapping.

use crate::files::Folder;
use std::collections::BTreeMap;
use std::path::Path;
use tests::cities::{City, mapping, samples};

/// The finest step of stored coordinates, metres; what differs by less is the same place.
const STEP_M: f64 = 0.001;

/// A MapInfo table of degrees keeps six decimals: half a step is 5.6 cm northward and 3.7 cm eastward, metres.
const TAB_M: f64 = 0.07;

/// Loads files into the city of Ladyzhyn, each by its mapping, and compares the counts.
fn loads(city: &City, folder: &Path, files: &[(&str, &str, [u64; 3], &[&str])]) {
    for (mapping, file, counts, reasons) in files {
        let import = city.import(mapping, &folder.join(file));
        assert_eq!((import.counts(), import.reasons()), (*counts, texts(reasons)), "{file}");
        assert!(import.committed(), "{file}");
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn the_open_data_of_ladyzhyn_load_by_their_mappings() {
    let Some(folder) = samples(9) else { return };
    let city = City::new("ladyzhyn");
    loads(
        &city,
        &folder.join("ladyzhyn"),
        &[
            ("ladyzhyn_boundary", "community_boundary_ladyzhyn.geojson", [1, 1, 0], &[]),
            ("ladyzhyn_stops", "public_transport_stops.geojson", [59, 59, 0], &[]),
            ("ladyzhyn_routes", "route_public_transport.geojson", [12, 12, 0], &[]),
            ("ladyzhyn_billboards", "billboards.geojson", [17, 17, 0], &[]),
            ("ladyzhyn_city_lights", "city_lights.geojson", [10, 10, 0], &[]),
            ("ladyzhyn_bulletin_boards", "bulletin_boards.geojson", [33, 33, 0], &[]),
            ("ladyzhyn_parking", "parking_space.geojson", [235, 234, 1], &["geom:self_intersection 1"]),
            ("ladyzhyn_recreation", "recreation_areas.geojson", [20, 19, 1], &["geom:wrong_type 1"]),
            ("ladyzhyn_organizations", "organization.geojson", [362, 362, 0], &[]),
        ],
    );
    let sizes = city.database.sql(
        "SELECT ad_type, count(*), count(planes), count(area_m2), min(width_m) FROM reg.ad_structure GROUP BY 1 ORDER BY 1",
    );
    assert_eq!(sizes, "billboard|17|17|6|1.50\ncitylight|10|10|0|1.25\nstand|33|33|25|0.40");
    let unnamed = "SELECT count(*) FROM reg.organization WHERE name = 'Кіоск'";
    assert_eq!(city.database.number(unnamed), 10);
    let address = "SELECT address_text FROM reg.organization WHERE address_text LIKE '%, біля будинку 17' LIMIT 1";
    assert_eq!(city.database.sql(address).lines().count(), 1);
    let again = city.import("ladyzhyn_stops", &folder.join("ladyzhyn/public_transport_stops.geojson"));
    assert!(!again.committed());
}

#[test]
fn tracks_and_stops_of_kryvyi_rih_load_by_their_mappings() {
    let Some(folder) = samples(2) else { return };
    let city = City::own();
    let tracks = city.import("kryvyi_rih_tram_tracks", &folder.join("kryvyi_rih/ua-kryvyiRih-railtram.geojson"));
    assert_eq!((tracks.counts(), tracks.reasons()), ([155, 155, 0], vec![]));
    let stops = city.import("kryvyi_rih_trolleybus_stops", &folder.join("kryvyi_rih/ua-krivoiRog-trolleyes.geojson"));
    assert_eq!((stops.counts(), stops.reasons()), ([40, 39, 1], texts(&["name:required 1"])));
    assert_eq!(city.database.number("SELECT count(*) FROM reg.pt_stop WHERE shelter_kind = 'canopy'"), 7);
}

#[test]
fn plots_and_streets_of_prague_load_by_their_mappings() {
    let Some(folder) = samples(2) else { return };
    let city = City::new("bubenec");
    let file = folder.join("plots_prague/bubenec.gpkg");
    let roads = city.import("bubenec_roads", &file);
    assert_eq!((roads.counts(), roads.reasons()), ([35, 35, 0], vec![]));
    let plots = city.import("bubenec_plots", &file);
    assert_eq!((plots.counts(), plots.reasons()), ([407, 406, 1], texts(&["geom:too_small 1"])));
}

#[test]
fn three_hints_of_one_encoding_load_the_same_protected_objects() {
    let Some(folder) = samples(4) else { return };
    let city = City::own();
    let first = city.import("nature_reserves_geonames", &folder.join("kryvyi_rih/pzo-dnipropetrovska.geojson"));
    for hint in ["with_cpg", "ldid_c9_no_cpg", "no_cpg_ldid0"] {
        let shapes = folder.join(format!("ua_formats/{hint}/pzo_dnipro.shp"));
        let import = city.import("nature_reserves_geonames_shp", &shapes);
        assert_eq!((import.counts(), import.reasons()), (first.counts(), first.reasons()), "{hint}");
        assert!(!import.committed(), "{hint}: {:?}", import.changes("nature_reserve"));
    }
}

/// Key, values and vertices of each feature of a register.
fn rows(city: &City, sql: &str) -> BTreeMap<String, Vec<Vec<f64>>> {
    let mut rows: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
    for line in city.database.sql(sql).lines() {
        let parts: Vec<&str> = line.split('|').collect();
        let place = parts[1..].iter().map(|number| number.parse().expect("a number")).collect();
        rows.entry(parts[0].to_owned()).or_default().push(place);
    }
    rows
}

/// The largest distance in metres between vertices of the same features.
fn apart(one: &BTreeMap<String, Vec<Vec<f64>>>, other: &BTreeMap<String, Vec<Vec<f64>>>) -> f64 {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let mut farthest: f64 = 0.0;
    for (key, places) in one {
        assert_eq!(places.len(), other[key].len(), "{key}");
        let pairs = places.iter().zip(&other[key]);
        let distance = |(a, b): (&Vec<f64>, &Vec<f64>)| (a[0] - b[0]).hypot(a[1] - b[1]);
        farthest = pairs.map(distance).fold(farthest, f64::max);
    }
    farthest
}

/// Loads the same data from two files into a city each; how far apart their vertices lie, metres.
fn compared(folder: &Path, mapping: &str, files: [&str; 2], sql: &str) -> f64 {
    let cities = files.map(|file| {
        let city = City::new("ladyzhyn");
        let import = city.import(mapping, &folder.join(file));
        (import.counts(), import.reasons(), rows(&city, sql))
    });
    let [one, other] = cities;
    assert_eq!((one.0, one.1), (other.0, other.1), "{files:?}");
    let farthest = apart(&one.2, &other.2);
    println!("{} and {} differ by at most {:.2} mm", files[0], files[1], farthest * 1000.0);
    farthest
}

#[test]
fn a_mapinfo_table_gives_the_billboards_of_the_geojson() {
    let Some(folder) = samples(2) else { return };
    let files = ["ladyzhyn/billboards.geojson", "ua_formats/billboards.tab"];
    let sql = "SELECT concat_ws('/', inv_no, ad_type, width_m, height_m, planes, area_m2), ST_X(geom), ST_Y(geom) FROM reg.ad_structure";
    // The source has five decimals, which fit.
    assert!(compared(&folder, "ladyzhyn_billboards", files, sql) <= STEP_M);
}

#[test]
fn a_mapinfo_table_keeps_degrees_within_its_rounding() {
    let (city, folder) = (City::own(), Folder::new());
    let source = folder.squares("squares.geojson", 50, 2);
    let sql = "SELECT build_code, ST_XMin(geom), ST_YMin(geom) FROM reg.building";
    let places = [source.clone(), folder.converted(&source, "a.tab", &[])].map(|file| {
        assert_eq!(city.import(&mapping("squares"), &file).counts(), [50, 50, 0]);
        rows(&city, sql)
    });
    let farthest = apart(&places[0], &places[1]);
    println!("a table of degrees rounds by at most {:.1} cm", farthest * 100.0);
    assert!(farthest <= TAB_M, "{farthest} m");
}

#[test]
fn a_mapinfo_interchange_file_gives_the_stops_of_the_geojson() {
    let Some(folder) = samples(2) else { return };
    let files = ["ladyzhyn/public_transport_stops.geojson", "ua_formats/bus_stops.mif"];
    let sql = "SELECT concat_ws('/', stop_id, name), ST_X(geom), ST_Y(geom) FROM reg.pt_stop";
    assert!(compared(&folder, "ladyzhyn_stops", files, sql) <= STEP_M);
}

#[test]
fn gml_in_ucs_2000_gives_the_parking_of_the_geojson() {
    let Some(folder) = samples(2) else { return };
    let files = ["ladyzhyn/parking_space.geojson", "ua_formats/parking_usc2000.gml"];
    let sql = "SELECT concat_ws('/', fid, lot_type, p.path::text), ST_X(p.geom), ST_Y(p.geom) FROM reg.parking_lot, ST_DumpPoints(parking_lot.geom) p ORDER BY fid, p.path";
    assert!(compared(&folder, "ladyzhyn_parking", files, sql) <= STEP_M);
}

#[test]
fn kml_gives_the_routes_of_the_geojson() {
    let Some(folder) = samples(2) else { return };
    let files = ["ladyzhyn/route_public_transport.geojson", "ua_formats/routes.kml"];
    let sql = "SELECT concat_ws('/', route_id, long_name, p.path::text), ST_X(p.geom), ST_Y(p.geom) FROM reg.pt_route, ST_DumpPoints(pt_route.geom) p ORDER BY route_id, p.path";
    assert!(compared(&folder, "ladyzhyn_routes", files, sql) <= STEP_M);
}
