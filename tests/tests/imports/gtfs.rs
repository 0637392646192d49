//! Timetable feeds: one with shapes, one in ISO-8859-1 without.

use crate::files::Folder;
use tests::cities::{City, Imported, samples};
use tests::program;

#[test]
fn a_route_of_portland_follows_its_shapes() {
    let Some(folder) = samples(1) else { return };
    let (city, feed) = (City::new("portland"), folder.join("gtfs/trimet-vermont-2018-02-06.zip"));
    let stops = city.import("gtfs_stops", &feed);
    assert_eq!((stops.counts(), stops.reasons()), ([102, 102, 0], vec![]));
    assert!(!city.import("gtfs_stops", &feed).committed());
    let (code, said) = city.refused("gtfs_routes", &feed, &[]);
    assert!(code == 1 && said.contains("agency_id:reference 1"), "{said}");
    assert_eq!(city.import("gtfs_agencies", &feed).counts(), [1, 1, 0]);
    let routes = city.import("gtfs_routes", &feed);
    assert_eq!((routes.counts(), routes.changes("pt_route")), ([1, 1, 0], [1, 0, 0]));
    let row = city.database.sql("SELECT short_name, mode, ST_NumGeometries(geom), note FROM reg.pt_route");
    assert_eq!(row, "1|3|2|");
}

#[test]
fn a_feed_of_norway_asks_for_its_encoding_and_draws_from_stop_to_stop() {
    let Some(folder) = samples(2) else { return };
    let (city, feed) = (City::new("trondelag"), folder.join("gtfs/region-nord-v2.zip"));
    let (code, said) = city.refused("gtfs_stops", &feed, &[]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("stops.txt") && said.contains("--encoding"), "{said}");
    assert_eq!(city.count("pt_stop"), 0);
    let import = |mapping: &str| {
        Imported::of(&program::done(&mut city.importing(mapping, &feed, &["--encoding", "iso-8859-1"])))
    };
    let stops = import("gtfs_stops");
    assert_eq!((stops.counts(), stops.reasons()), ([3693, 3693, 0], vec![]));
    assert_eq!(city.database.sql("SELECT name FROM reg.pt_stop WHERE stop_id = '16242167'"), "Hjørundhølen bru");
    import("gtfs_agencies");
    let routes = import("gtfs_routes");
    assert_eq!((routes.counts()[0], routes.changes("pt_route")[0] > 150), (181, true), "{:?}", routes.reasons());
    assert_eq!(city.database.number("SELECT count(*) FROM reg.pt_route WHERE note IS NULL"), 0);
}

#[test]
fn an_archive_that_is_no_feed_or_is_cut_off_is_refused() {
    let Some(folder) = samples(3) else { return };
    let (city, own) = (City::new("portland"), Folder::new());
    let whole = std::fs::read(folder.join("gtfs/trimet-vermont-2018-02-06.zip")).expect("the sample");
    for (name, bytes, words) in [
        ("half.zip", &whole[..whole.len() / 2], "ends before it should"),
        ("feed.xlsx", &whole[..], "is called .xlsx"),
        ("words.zip", b"no archive".as_slice(), "is no GTFS timetable"),
    ] {
        let (code, said) = city.refused("gtfs_stops", &own.write(name, bytes), &[]);
        assert_eq!(code, 1);
        assert!(said.contains(words) && !said.contains("panicked"), "{name}: {said}");
    }
    assert_eq!(city.count("pt_stop"), 0);
}
