//! Other real files: buildings of Prague and the topographic plans.

use crate::files::Folder;
use tests::cities::{City, samples};

#[test]
fn buildings_of_prague_load_whole() {
    let Some(folder) = samples(1) else { return };
    let city = City::new("bubenec");
    let file = folder.join("plots_prague/bubenec.gpkg");
    let buildings = city.import("bubenec_buildings", &file);
    assert_eq!(buildings.counts(), [144, 144, 0]);
    assert_eq!(buildings.changes("building"), [144, 0, 0]);
    assert!(!city.import("bubenec_buildings", &file).committed());
}

#[test]
fn two_encodings_of_one_plan_get_the_same_report() {
    let Some(folder) = samples(2) else { return };
    let city = City::new("ladyzhyn");
    let reports = ["topoplan_r2000_ansi1251.dxf", "topoplan_r2010_utf8.dxf"].map(|name| {
        let plan = city.import("topoplan_networks", &folder.join("ua_formats").join(name));
        assert_eq!(plan.counts(), [1862, 0, 1862]);
        assert_eq!(
            plan.reasons(),
            ["geom:missing_heights 248", "geom:wrong_type 1555", "network_kind:code_unknown 1862"]
        );
        city.database.sql(&format!(
            "SELECT record, field, code, value FROM misto.import_reason WHERE import = '{}' ORDER BY 1, 2",
            plan.id()
        ))
    });
    assert!(reports[0].contains("1|network_kind|code_unknown|Паркування"));
    assert_eq!(reports[0], reports[1]);
    assert_eq!(city.count("network_line"), 0);
}

/// A plan with a water pipe, a gas pipe and a fence.
const PLAN: &str = "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1024\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n";

#[test]
fn pipes_of_a_plan_become_network_lines() {
    let city = City::new("ladyzhyn");
    let line = |layer: &str, y: u32| {
        format!("0\nLINE\n8\n{layer}\n10\n5664300.0\n20\n{y}.0\n30\n180.0\n11\n5664360.0\n21\n{y}.0\n31\n180.0\n")
    };
    let entities = ["Водопровід", "Газопровід", "Огорожа"].into_iter().zip([5_399_000, 5_399_010, 5_399_020]);
    let lines: String = entities.map(|(layer, y)| line(layer, y)).collect();
    let folder = Folder::new();
    let plan = city.import("topoplan_networks", &folder.write("plan.dxf", format!("{PLAN}{lines}0\nENDSEC\n0\nEOF\n")));
    assert_eq!(plan.counts(), [3, 2, 1]);
    assert_eq!(plan.reasons(), ["network_kind:code_unknown 1"]);
    let lengths = city.database.sql("SELECT network_kind, length_m::int FROM reg.network_line ORDER BY 1");
    assert_eq!(lengths, "gas|60\nwater|60");
}
