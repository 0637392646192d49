//! Files and flags that must be refused: a clear sentence, an exit code, nothing half loaded.

use crate::files::Folder;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;
use std::path::Path;
use tests::cities::{City, mapping};

/// Imports what must be refused with these words, and looks that nothing stayed.
pub fn is_refused(city: &City, file: &Path, flags: &[&str], words: &[&str]) -> i32 {
    let (code, said) = city.refused(&mapping("squares"), file, flags);
    for word in words {
        assert!(said.contains(word), "{} without \"{word}\": {said}", file.display());
    }
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!((city.count("building"), city.staged("building")), (0, 0), "{}", file.display());
    assert_eq!(city.database.number("SELECT count(*) FROM misto.import WHERE state = 'running'"), 0);
    code
}

#[test]
fn a_damaged_shapefile_is_refused() {
    let (city, folder) = (City::own(), Folder::new());
    let source = folder.squares("a.geojson", 50, 1);
    let whole = folder.converted(&source, "whole.shp", &["-lco", "ENCODING=UTF-8"]);
    let part = |ending: &str| std::fs::read(whole.with_extension(ending)).expect("a part");
    let copy = |name: &str, ending: &str, bytes: &[u8]| folder.write(&format!("{name}.{ending}"), bytes);
    for name in ["short", "lying", "coded"] {
        for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
            copy(name, ending, &part(ending));
        }
    }
    let shapes = part("shp");
    is_refused(&city, &copy("short", "shp", &shapes[..shapes.len() / 2]), &[], &["short"]);
    // The header of a table says at byte 4 how many records it has, at byte 10 how long each is.
    let mut table = part("dbf");
    table[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    copy("lying", "dbf", &table);
    is_refused(&city, &folder.path("lying.shp"), &[], &["ends before it should"]);
    is_refused(&city, &folder.path("coded.shp"), &["--encoding", "klingon"], &["klingon"]);
}

#[test]
fn a_table_whose_code_page_nobody_tells_asks_for_it() {
    let (city, folder) = (City::own(), Folder::new());
    let source = folder.squares("a.geojson", 1, 1);
    let shapes = folder.converted(
        &source,
        "b.shp",
        &["-lco", "ENCODING=CP1251", "-sql", "SELECT 'A' AS code, 1 AS floors, '\u{404}\u{454}' AS name FROM a"],
    );
    std::fs::remove_file(shapes.with_extension("cpg")).expect("a code page");
    let mut table = std::fs::read(shapes.with_extension("dbf")).expect("the table");
    table[29] = 0;
    std::fs::write(shapes.with_extension("dbf"), table).expect("written");
    assert_eq!(is_refused(&city, &shapes, &[], &["--encoding"]), 2);
}

#[test]
fn a_description_of_another_file_is_not_followed() {
    let (city, folder) = (City::own(), Folder::new());
    let secret = folder.squares("secret.geojson", 3, 1);
    let vrt = format!(
        "<OGRVRTDataSource><OGRVRTLayer name=\"secret\"><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        secret.display()
    );
    for name in ["a.shp", "a.geojson", "a.gpkg", "a.dxf", "a.xlsx", "a.csv", "a.gml", "a.kml", "a.tab", "a.tif"] {
        is_refused(&city, &folder.write(name, &vrt), &[], &["VRT"]);
    }
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused() {
    let (city, folder) = (City::own(), Folder::new());
    let bomb = folder.write(
        "bomb.xlsx",
        archive(&[("[Content_Types].xml", 0), ("xl/workbook.xml", 0), ("xl/worksheets/sheet1.xml", 1024)]),
    );
    assert!(std::fs::metadata(&bomb).expect("a file").len() < 2_000_000);
    is_refused(&city, &bomb, &[], &["unpacks to over"]);
}

/// A ZIP archive of entries that are so many MiB of zero bytes.
fn archive(entries: &[(&str, u32)]) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    let short = |number: usize| u16::try_from(number).expect("small").to_le_bytes();
    for (name, mebibytes) in entries {
        let (data, crc) = packed(*mebibytes);
        // Version 20, no flags, deflate, no time, checksum, sizes, length of the name, no extra field.
        let facts = [
            &[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..],
            &crc.to_le_bytes(),
            &length(&data),
            &(mebibytes << 20).to_le_bytes(),
            &short(name.len()),
            &[0, 0],
        ]
        .concat();
        directory
            .extend([b"PK\x01\x02\x14\x00".as_slice(), &facts, &[0; 10], &length(&body), name.as_bytes()].concat());
        body.extend([b"PK\x03\x04".as_slice(), &facts, name.as_bytes(), &data].concat());
    }
    let count = short(entries.len());
    let end = [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &length(&directory), &length(&body), &[0, 0]].concat();
    [body, directory, end].concat()
}

fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).expect("small").to_le_bytes()
}

/// So many MiB of zero bytes, deflated, and their checksum.
fn packed(mebibytes: u32) -> (Vec<u8>, u32) {
    let (mut packed, mut crc) = (DeflateEncoder::new(Vec::new(), Compression::best()), flate2::Crc::new());
    let block = vec![0; 1 << 20];
    for _ in 0..mebibytes {
        crc.update(&block);
        packed.write_all(&block).expect("packed");
    }
    (packed.finish().expect("packed"), crc.sum())
}

#[test]
fn coordinates_that_are_no_numbers_are_refused() {
    let (city, folder) = (City::own(), Folder::new());
    let point = |x: &str| {
        format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"code\":\"A\",\"floors\":1,\"name\":\"a\"}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{x},47.9],[33.4,47.9],[33.4,48.0],[{x},47.9]]]}}}}]}}"
        )
    };
    is_refused(&city, &folder.write("nan.geojson", point("NaN")), &[], &["nan.geojson"]);
    is_refused(&city, &folder.write("infinite.geojson", point("1e999")), &[], &["geom:unreadable 1"]);
    is_refused(&city, &folder.write("huge.geojson", point("1e300")), &[], &["geom:outside_c"]);
}

#[test]
fn latitude_before_longitude_is_refused_with_a_word_on_the_axes() {
    let (city, folder) = (City::own(), Folder::new());
    let swapped = "{\"type\":\"Feature\",\"properties\":{\"code\":\"A\",\"floors\":1,\"name\":\"a\"},\"geometry\":\
                   {\"type\":\"Polygon\",\"coordinates\":[[[47.9,33.4],[47.9001,33.4],[47.9001,33.4001],[47.9,33.4]]]}}";
    is_refused(
        &city,
        &folder.write("a.geojson", format!("{{\"type\":\"FeatureCollection\",\"features\":[{swapped}]}}")),
        &[],
        &["geom:outside_c"],
    );
    let reason = city.database.sql("SELECT en, uk FROM misto.import_reason");
    assert!(reason.contains("order of the axes") && reason.contains("порядок осей"), "{reason}");
}

#[test]
fn json_nested_a_hundred_thousand_deep_is_refused() {
    let (city, folder) = (City::own(), Folder::new());
    for (name, open) in [("lists.geojson", "["), ("objects.geojson", "{\"a\":")] {
        is_refused(&city, &folder.write(name, open.repeat(100_000)), &[], &["JSON"]);
    }
    let inside = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"a\":{}",
        "[".repeat(100_000)
    );
    is_refused(&city, &folder.write("inside.geojson", inside), &[], &["nested"]);
}

#[test]
fn columns_that_the_file_lacks_are_named_beside_those_it_has() {
    let (city, folder) = (City::own(), Folder::new());
    let file = folder.write("a.csv", "number;floors\n1;2\n");
    is_refused(&city, &file, &[], &["lacks the column(s) code, name", "it has: number, floors"]);
}

#[test]
fn a_mapping_that_is_unknown_or_mistaken_is_refused() {
    let (city, folder) = (City::own(), Folder::new());
    let file = folder.squares("a.geojson", 1, 1);
    let (code, said) = city.refused("no_such_mapping", &file, &[]);
    assert_eq!(code, 1);
    assert!(said.contains("no_such_mapping") && said.contains("layers/mappings"), "{said}");
    let sound = std::fs::read_to_string(mapping("squares")).expect("the mapping");
    let wrong = [
        ("key =", "kye =", "key"),
        ("to = \"floors\"", "to = \"flors\"", "floors"),
        ("\"building\"", "\"bilding\"", "layers/"),
        ("key = [\"build_code\"]", "key = [\"note\"]", "unique"),
        ("from = \"floors\"", "from = \"floors\"\njoin = \", \"", "nothing to join"),
    ];
    for (at, (from, to, hint)) in wrong.into_iter().enumerate() {
        let mapping = folder.write(&format!("wrong{at}.toml"), sound.replace(from, to));
        let (code, said) = city.refused(&mapping.display().to_string(), &file, &[]);
        assert_eq!(code, 1);
        assert!(said.contains(&format!("wrong{at}.toml:")) && said.contains(hint), "{said}");
    }
    assert_eq!(city.count("building"), 0);
}

#[test]
fn a_database_that_does_not_answer_is_named() {
    let (city, folder) = (City::own(), Folder::new());
    let mut command = city.importing(&mapping("squares"), &folder.squares("a.geojson", 1, 1), &[]);
    let output = command.env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing").output().expect("misto runs");
    let said = tests::program::said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("database"), "{said}");
}
