//! What is read in any served CRS is, sent back, the same as what is stored.

use gis_core::crs::{AxisOrder, Crs, served};
use gis_core::geojson;
use gis_core::geometry::Geometry;
use gis_core::policy::{Actor, scope};
use gis_core::rules::GRID_M;
use std::collections::BTreeMap;
use store::sql::items::Filter;
use tests::{Database, Server, declared, run};

/// Features of each collection that are compared in each CRS.
const SAMPLE: i64 = 150;

fn stored(database: &Database, register: &str, geometry: &str) -> BTreeMap<i64, Geometry> {
    let catalog = &declared().catalog;
    let register = catalog.register(register).unwrap();
    let actor = Actor::anonymous();
    let scope = scope(register, &actor).unwrap();
    let geometry = scope.geometries().find(|have| have.name.as_str() == geometry);
    let page = run(database.store().page(&scope, geometry, &Filter::default(), (0, SAMPLE))).unwrap();
    page.into_iter().filter_map(|feature| Some((feature.fid, feature.geometry?))).collect()
}

#[test]
fn what_is_read_in_any_crs_and_sent_back_is_what_is_stored() {
    let database = Database::shared();
    let server = Server::shared();
    let city = &declared().city;
    let (mut compared, systems) = (0, served(city.storage_epsg));
    let codes: Vec<Option<i32>> = systems.iter().map(|crs| crs.epsg()).collect();
    for needed in [3857, 6385, 5564, 7828, 9834] {
        assert!(codes.contains(&Some(needed)), "EPSG:{needed} is not served");
    }
    for register in declared().catalog.registers.values().filter(|register| register.visibility == Default::default()) {
        let scope =
            gis_core::policy::scope(register, &gis_core::policy::Actor::anonymous()).expect("a public register");
        for (id, geometry) in gis_core::derive::collection::list(&scope) {
            let Some(geometry) = geometry else { continue };
            let stored = stored(database, register.id.as_str(), geometry.name.as_str());
            for crs in &systems {
                let page = server.get(&format!("/ogc/collections/{id}/items?limit={SAMPLE}&crs={}", crs.uri()));
                assert_eq!(page.header("content-crs"), format!("<{}>", crs.uri()), "{id}");
                for feature in
                    page.ok()["features"].as_array().unwrap().iter().filter(|feature| !feature["geometry"].is_null())
                {
                    let mut sent = geojson::read(&feature["geometry"]).unwrap();
                    crs.swap_axes(&mut sent);
                    city.transformer.transform(*crs, city.storage, &mut sent).unwrap();
                    sent.snap(GRID_M);
                    let fid = feature["id"].as_i64().unwrap();
                    assert_eq!(sent, stored[&fid], "{id} {fid} in {}", crs.uri());
                    compared += 1;
                }
            }
        }
    }
    println!("round trip: {compared} geometries in {} systems", systems.len());
    assert!(compared > 1_000);
}

#[test]
fn axes_stand_in_the_order_of_the_authority() {
    let server = Server::shared();
    let first = |crs: &str| {
        let page = server.json(&format!("/ogc/collections/address/items?limit=1&crs={crs}"));
        let place = &page["features"][0]["geometry"]["coordinates"];
        (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
    };
    let (longitude, latitude) = first("http://www.opengis.net/def/crs/OGC/1.3/CRS84");
    assert!((33.0..34.0).contains(&longitude) && (47.0..49.0).contains(&latitude));
    assert_eq!(first("http://www.opengis.net/def/crs/EPSG/0/4326"), (latitude, longitude));
    for crs in
        served(6385).into_iter().filter(|crs| !crs.is_geographic() && crs.axis_order() == AxisOrder::NorthingFirst)
    {
        let (northing, easting) = first(&crs.uri());
        assert!(northing > 5_000_000.0 && easting != northing, "{}: {northing} {easting}", crs.uri());
    }
}

#[test]
fn a_box_holds_what_meets_it_and_not_what_its_own_box_meets() {
    let database = Database::shared();
    let server = Server::shared();
    // A corner of the box around a street that the street itself stays out of.
    let corner = database.sql(
        "SELECT concat_ws(' ', fid, ST_YMin(b), ST_XMin(b), ST_YMax(b), ST_XMax(b)) FROM reg.street s, \
         LATERAL (SELECT ST_MakeEnvelope(ST_XMin(geom), ST_YMin(geom), ST_XMin(geom) + (ST_XMax(geom) - ST_XMin(geom)) / 4, \
         ST_YMin(geom) + (ST_YMax(geom) - ST_YMin(geom)) / 4, 6385) b) c \
         WHERE status = 'active' AND visibility = 'public' AND ST_Area(b) > 100 AND NOT ST_Intersects(geom, b) ORDER BY fid LIMIT 1",
    );
    let parts: Vec<&str> = corner.split(' ').collect();
    let found = server.json(&format!(
        "/ogc/collections/street/items?limit=1000&bbox={}&bbox-crs={}",
        parts[1..].join(","),
        Crs::from_epsg(6385).unwrap().uri()
    ));
    let inside = |feature: &serde_json::Value| feature["id"].as_i64() == parts[0].parse().ok();
    assert!(!found["features"].as_array().unwrap().iter().any(inside), "{corner}");
    // A box of no width is a point, and meets what lies there.
    let point = database.sql("SELECT concat_ws(',', ST_Y(geom), ST_X(geom)) FROM reg.address WHERE fid = 1");
    let there = server.json(&format!(
        "/ogc/collections/address/items?bbox={point},{point}&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/6385"
    ));
    assert_eq!(there["numberMatched"], 1, "{point}");
}

#[test]
pub fn a_box_is_read_in_its_own_crs_and_axis_order() {
    let database = Database::shared();
    let server = Server::shared();
    let city = &declared().city;
    let middle = |axis: &str| {
        database.number(&format!("SELECT round(ST_{axis}(geom))::bigint FROM reg.address ORDER BY fid LIMIT 1")) as f64
    };
    let (x, y) = (middle("X"), middle("Y"));
    let expected = database.number(&format!(
        "SELECT count(*) FROM reg.address WHERE status = 'active' AND visibility = 'public' AND geom && ST_MakeEnvelope({}, {}, {}, {}, 6385)",
        x - 900.0, y - 900.0, x + 900.0, y + 900.0
    ));
    let asked = |bbox: &str, crs: Crs| {
        server.json(&format!("/ogc/collections/address/items?limit=1&bbox={bbox}&bbox-crs={}", crs.uri()))["numberMatched"].as_i64().unwrap()
    };
    let storage = city.storage;
    let (low, high) = (storage.swapped((x - 900.0, y - 900.0)), storage.swapped((x + 900.0, y + 900.0)));
    assert_eq!(asked(&format!("{},{},{},{}", low.0, low.1, high.0, high.1), storage), expected);
    assert!(expected > 0, "the demonstration city has no address in its middle");
    // The same numbers the other way round are a box far from the city, or none at all.
    let swapped = server.get(&format!(
        "/ogc/collections/address/items?bbox={},{},{},{}&bbox-crs={}",
        low.1,
        low.0,
        high.1,
        high.0,
        storage.uri()
    ));
    assert!(swapped.status == 400 || swapped.ok()["numberMatched"] == 0, "{}", swapped.text());
    let whole = city.bounds_degrees;
    let all = asked(&format!("{},{},{},{}", whole.min_x, whole.min_y, whole.max_x, whole.max_y), Crs::CRS84);
    assert_eq!(all, server.json("/ogc/collections/address/items?limit=1")["numberMatched"].as_i64().unwrap());
    assert_eq!(asked(&format!("{},{},{},{}", whole.min_y, whole.min_x, whole.max_y, whole.max_x), Crs::EPSG_4326), all);
    for nowhere in ["10,10,11,11", "33.39,-48,33.4,-47", "-180,-90,-179,-89"] {
        let empty = server.json(&format!("/ogc/collections/address/items?bbox={nowhere}"));
        assert_eq!((&empty["numberMatched"], &empty["features"]), (&0.into(), &serde_json::json!([])), "{nowhere}");
    }
}
