//! The formats of other programs: sound files give what GeoJSON gives, unsound ones a clear sentence.

use crate::files::Folder;
use crate::hostile::is_refused;
use std::path::{Path, PathBuf};
use tests::cities::{City, mapping, samples};

/// Files of one part each, by their ending, that GDAL writes of the squares.
const FORMATS: [&str; 3] = ["fgb", "gml", "kml"];

#[test]
fn the_same_squares_in_every_format_change_nothing() {
    let (city, folder) = (City::own(), Folder::new());
    let source = folder.squares("squares.geojson", 50, 2);
    assert_eq!(city.import(&mapping("squares"), &source).changes("building"), [50, 0, 0]);
    for ending in FORMATS.into_iter().chain(["mif"]) {
        let import = city.import(&mapping("squares"), &folder.converted(&source, &format!("a.{ending}"), &[]));
        assert_eq!(import.counts(), [50, 50, 0], "{ending}");
        assert!(!import.committed(), "{ending}: {:?}", import.changes("building"));
    }
}

#[test]
fn half_a_file_is_refused_in_every_format() {
    let (city, folder) = (City::own(), Folder::new());
    let source = folder.squares("squares.geojson", 50, 1);
    for ending in FORMATS {
        let whole = std::fs::read(folder.converted(&source, &format!("a.{ending}"), &[])).expect("a file");
        let half = folder.write(&format!("half.{ending}"), &whole[..whole.len() / 2]);
        is_refused(&city, &half, &[], &["ends before it should"]);
    }
    let mif = folder.converted(&source, "b.mif", &[]);
    let whole = std::fs::read(&mif).expect("a file");
    folder.write("half.mid", std::fs::read(mif.with_extension("mid")).expect("a file"));
    is_refused(&city, &folder.write("half.mif", &whole[..whole.len() / 2]), &[], &["half.mif"]);
}

#[test]
fn a_format_under_the_name_of_another_is_refused() {
    let (city, folder) = (City::own(), Folder::new());
    let source = folder.squares("squares.geojson", 1, 1);
    for ending in FORMATS {
        let bytes = std::fs::read(folder.converted(&source, &format!("a.{ending}"), &[])).expect("a file");
        for other in ["tab", "mif", "tif", "fgb", "gml", "kml"].into_iter().filter(|other| *other != ending) {
            is_refused(&city, &folder.write(&format!("{ending}.{other}"), &bytes), &[], &["Export the file as"]);
        }
    }
}

#[test]
fn a_flatgeobuf_that_names_huge_sizes_is_refused_at_once() {
    let (city, folder) = (City::own(), Folder::new());
    let source = folder.squares("squares.geojson", 3, 1);
    let whole = std::fs::read(folder.converted(&source, "a.fgb", &["-lco", "SPATIAL_INDEX=NO"])).expect("a file");
    let header = u32::from_le_bytes(*whole[8..].first_chunk().expect("a length")) as usize;
    for (at, words) in [(8, "over the limit"), (12 + header, "over the limit")] {
        let mut lying = whole.clone();
        lying[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        let begun = std::time::Instant::now();
        is_refused(&city, &folder.write("lying.fgb", lying), &[], &[words]);
        assert!(begun.elapsed().as_secs() < 30);
    }
}

/// A GML of one square; `within` stands before its geometry.
fn gml(head: &str, within: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>{head}<ogr:FeatureCollection xmlns:ogr=\"http://ogr.maptools.org/\" xmlns:gml=\"http://www.opengis.net/gml/3.2\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\
         <ogr:featureMember><ogr:a gml:id=\"a.0\"><ogr:code>A</ogr:code><ogr:floors>1</ogr:floors><ogr:name>a</ogr:name>{within}</ogr:a></ogr:featureMember></ogr:FeatureCollection>"
    )
}

#[test]
fn gml_that_leads_out_or_swells_is_refused() {
    let (city, folder) = (City::own(), Folder::new());
    let bomb: String =
        (0..9).map(|at| format!("<!ENTITY e{} \"{}\">", at + 1, format!("&e{at};").repeat(10))).collect();
    let heads = [
        format!("<!DOCTYPE a [<!ENTITY e0 \"x\">{bomb}]>"),
        "<!DOCTYPE a [<!ENTITY e9 SYSTEM \"file:///etc/passwd\">]>".to_owned(),
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\">".to_owned(),
    ];
    for head in &heads {
        is_refused(&city, &folder.write("a.gml", gml(head, "<ogr:note>&e9;</ogr:note>")), &[], &["DOCTYPE"]);
    }
    for to in ["#other", "http://127.0.0.1:1/a.gml", "file:///etc/passwd"] {
        let linked = gml("", &format!("<ogr:geom xlink:href=\"{to}\"/>"));
        is_refused(&city, &folder.write("a.gml", linked), &[], &["\"geom\"", "Links are not followed"]);
    }
    is_refused(&city, &folder.write("a.gml", gml("", &"<ogr:b>".repeat(1000))), &[], &["nested deeper"]);
}

#[test]
fn kml_that_leads_out_is_refused() {
    let (city, folder) = (City::own(), Folder::new());
    let kml = |head: &str, within: &str| {
        format!(
            "<?xml version=\"1.0\"?>{head}<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>{within}</Document></kml>"
        )
    };
    let link = "<NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink>";
    is_refused(&city, &folder.write("a.kml", kml("", link)), &[], &["\"NetworkLink\"", "Links are not followed"]);
    let head = "<!DOCTYPE kml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    is_refused(&city, &folder.write("a.kml", kml(head, "<name>&a;</name>")), &[], &["DOCTYPE"]);
    let cyrillic = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><kml></kml>";
    is_refused(&city, &folder.write("a.kml", cyrillic), &[], &["windows-1251", "UTF-8"]);
}

#[test]
fn a_mapinfo_table_that_points_elsewhere_is_not_followed() {
    let (city, folder) = (City::own(), Folder::new());
    let table = "!table\n!version 300\n!charset WindowsCyrillic\n\n";
    for body in
        ["Definition Table\n  File \"/etc/passwd\"\n  Type \"RASTER\"\n", "create view a as\n  open table \"secret\"\n"]
    {
        is_refused(&city, &folder.write("a.tab", format!("{table}{body}")), &[], &["ordinary table"]);
    }
    // A native table whose data are not beside it.
    let native = format!(
        "{table}Definition Table\n  Type NATIVE Charset \"WindowsCyrillic\"\n  Fields 1\n    code Char (9) ;\n"
    );
    is_refused(&city, &folder.write("b.tab", native), &[], &["b.tab"]);
}

#[test]
fn a_mapinfo_file_that_lies_about_its_letters_is_refused() {
    let Some(samples) = samples(2) else { return };
    let (city, folder) = (City::new("ladyzhyn"), Folder::new());
    for ending in ["tab", "dat", "map", "id"] {
        copied(&samples.join(format!("ua_formats/billboards.{ending}")), &folder, &format!("a.{ending}"));
    }
    for ending in ["mif", "mid"] {
        copied(&samples.join(format!("ua_formats/bus_stops.{ending}")), &folder, &format!("b.{ending}"));
    }
    for (mapping, name, register) in
        [("ladyzhyn_billboards", "a.tab", "ad_structure"), ("ladyzhyn_stops", "b.mif", "pt_stop")]
    {
        let file = folder.path(name);
        let text = std::fs::read_to_string(&file).expect("text").replace("WindowsCyrillic", "Neutral");
        folder.write(name, text);
        let (_, said) = city.refused(mapping, &file, &[]);
        assert!(said.contains("Charset Neutral") && said.contains("WindowsCyrillic"), "{said}");
        assert_eq!(city.count(register), 0);
    }
}

fn copied(from: &Path, folder: &Folder, name: &str) -> PathBuf {
    folder.write(name, std::fs::read(from).expect("a sample"))
}
