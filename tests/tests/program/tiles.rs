//! Tiles over HTTP: content, addresses, caching, one computation for many.

use crate::edit;
use gis_core::tile::TileId;
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use tests::{Database, Server, run, tile, wait_until};

/// A tile with something in it: around the first address.
fn busy(server: &Server, zoom: u8) -> TileId {
    let page = server.json("/ogc/collections/address/items?limit=1&crs=http://www.opengis.net/def/crs/EPSG/0/3857");
    let place = &page["features"][0]["geometry"]["coordinates"];
    TileId::containing(zoom, place[0].as_f64().unwrap(), place[1].as_f64().unwrap()).unwrap()
}

fn middle(server: &Server, zoom: u8) -> String {
    let tile = busy(server, zoom);
    format!("{zoom}/{}/{}", tile.x(), tile.y())
}

#[test]
fn tiles_of_the_demonstration_city_look_as_they_did() {
    let server = Server::shared();
    for (name, path) in [
        ("city districts from afar", format!("/tiles/city_district/{}", middle(server, 9))),
        ("streets of the middle", format!("/tiles/street/{}", middle(server, 13))),
        ("everything in one corner", format!("/tiles/city/{}", middle(server, 16))),
    ] {
        let answer = server.get(&path);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "application/vnd.mapbox-vector-tile"),
            "{path}"
        );
        insta::assert_snapshot!(name, tile::dump(&answer.body));
    }
}

/// Half the width of the strip that neighbours share, in cells; a little less than the buffer.
const STRIP: i64 = 56;

/// Lines of a tile that touch a side, by feature: fid to the cells of the other axis.
fn crossings(dump: &str, is_at_side: impl Fn(i64, i64) -> Option<i64>) -> Vec<(String, i64)> {
    let mut found = Vec::new();
    for line in dump.lines().filter_map(|line| line.strip_prefix("  feature ")) {
        let (fid, shape) = line.split_once(' ').unwrap();
        let numbers: Vec<i64> =
            shape.split(|c: char| !c.is_ascii_digit() && c != '-').filter_map(|part| part.parse().ok()).collect();
        for pair in numbers.chunks_exact(2) {
            found.extend(is_at_side(pair[0], pair[1]).map(|at| (fid.to_owned(), at)));
        }
    }
    found
}

#[test]
fn neighbouring_tiles_carry_the_same_features_across_their_seam() {
    let server = Server::shared();
    let place = busy(server, 14);
    let dump = |x: u32, y: u32| tile::dump(&server.get(&format!("/tiles/street/14/{x}/{y}")).body);
    let fids = |found: &[(String, i64)]| found.iter().map(|(fid, _)| fid.clone()).collect::<BTreeSet<String>>();
    let mut crossed = 0;
    let around = |middle: u32| middle - 3..middle + 3;
    for (left, y) in around(place.y()).flat_map(|y| around(place.x()).map(move |x| (x, y))) {
        // What has a vertex in the strip that both tiles draw stands in both.
        let west = crossings(&dump(left, y), |x, y| {
            ((4096 - STRIP..=4096 + STRIP).contains(&x) && (0..4096).contains(&y)).then_some(y)
        });
        let east = crossings(&dump(left + 1, y), |x, y| {
            ((-STRIP..=STRIP).contains(&x) && (0..4096).contains(&y)).then_some(y)
        });
        assert_eq!(fids(&west), fids(&east), "the seam right of {left} in {y}");
        crossed += fids(&west).len();
    }
    assert!(crossed > 0, "no street has a vertex near any seam");
}

#[test]
fn what_is_no_tile_is_not_found_and_nothing_is_computed() {
    let database = Database::demo();
    let server = Server::start(&database);
    let before = server.metric("misto_tiles_computed_total");
    for path in [
        "/tiles/city/17/0/0",
        "/tiles/city/3/8/0",
        "/tiles/city/3/0/8",
        "/tiles/city/-1/0/0",
        "/tiles/city/014/9711/5701",
        "/tiles/city/14/9711/5701.pbf",
        "/tiles/city/14/99999999999999999999/0",
        "/tiles/nobody/14/9711/5701",
        "/tiles/city/x/y/z",
    ] {
        server.get(path).is_problem(404, "not_found");
    }
    assert_eq!(server.metric("misto_tiles_computed_total"), before);
}

#[test]
fn a_tile_that_a_client_has_is_not_sent_again() {
    let server = Server::shared();
    let path = format!("/tiles/city/{}", middle(server, 14));
    let first = server.get(&path);
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"'), "{tag}");
    let again = server.get_with(&path, &[("If-None-Match", &tag)]);
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()));
    assert_eq!(server.get_with(&path, &[("If-None-Match", "\"other\"")]).status, 200);
    assert!(first.header("cache-control").contains("public"));
}

/// The bytes as they came: head and body.
fn raw(server: &Server, path: &str, encoding: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: misto\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (String::from_utf8(all[..end].to_vec()).unwrap().to_lowercase(), all[end + 4..].to_vec())
}

#[test]
fn packed_and_plain_tiles_hold_the_same() {
    let server = Server::shared();
    let path = format!("/tiles/city/{}", middle(server, 14));
    let (head, packed) = raw(server, &path, "gzip");
    assert!(head.contains("content-encoding: gzip"), "{head}");
    let (plain_head, plain) = raw(server, &path, "identity");
    assert!(!plain_head.contains("content-encoding"), "{plain_head}");
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == plain && !plain.is_empty());
}

#[test]
fn many_equal_requests_are_computed_once() {
    let database = Database::demo();
    let server = Server::start(&database);
    let path = format!("/tiles/city/{}", middle(&server, 12));
    let before = server.metric("misto_tiles_computed_total");
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..24).map(|_| scope.spawn(|| server.get(&path))).collect();
        let answers: Vec<_> = asked.into_iter().map(|one| one.join().unwrap()).collect();
        assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body));
    });
    assert_eq!(server.metric("misto_tiles_computed_total"), before + 1);
}

#[test]
fn a_commit_is_seen_in_the_tile() {
    let database = Database::demo();
    let server = Server::start(&database);
    let path = format!("/tiles/street/{}", middle(&server, 14));
    let before = tile::dump(&server.get(&path).body);
    let fid =
        before.lines().find_map(|line| line.strip_prefix("  feature ")?.split(' ').next()).unwrap().parse().unwrap();
    run(edit::update(&database.store(), "street", fid, &[("name_uk", "Щойно перейменована")]));
    wait_until(5, "the new name is in the tile", || {
        tile::dump(&server.get(&path).body).contains("Щойно перейменована")
    });
}

#[test]
fn the_description_of_a_set_says_where_its_tiles_are() {
    let server = Server::shared();
    for set in server.json("/tiles")["tilesets"].as_array().unwrap() {
        let described = server.json(set["tilejson"].as_str().unwrap());
        assert_eq!(described["tiles"], set["tiles"]);
        assert_eq!(described["tilejson"], "3.0.0");
        assert!(described["maxzoom"].as_u64().unwrap() >= described["minzoom"].as_u64().unwrap());
        let style = server.json(set["style"].as_str().unwrap());
        let layers: Vec<&str> =
            described["vector_layers"].as_array().unwrap().iter().map(|layer| layer["id"].as_str().unwrap()).collect();
        for layer in style["layers"].as_array().unwrap().iter().filter_map(|layer| layer["source-layer"].as_str()) {
            assert!(layers.contains(&layer), "the style of {} draws {layer}, which its tiles lack", set["id"]);
        }
    }
}
