//! What stands in a file, as text: packed, binary and compressed formats are opened as their readers open them.

use flate2::read::ZlibDecoder;
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use std::io::{Cursor, Read, Write};
use tests::{Answer, tile};

/// All text and all numbers of an answer.
pub fn text(answer: &Answer) -> String {
    let kind = answer.header("content-type");
    let open: Option<fn(&[u8]) -> String> = match kind.split(';').next().unwrap_or_default() {
        "application/vnd.mapbox-vector-tile" => Some(tile::dump),
        "application/geopackage+sqlite3" => Some(geopackage),
        "application/flatgeobuf" => Some(flatgeobuf),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Some(workbook),
        "application/pdf" => Some(pdf),
        _ => None,
    };
    match open.filter(|_| answer.status == 200) {
        Some(open) => open(&answer.body),
        None => answer.text(),
    }
}

/// Every row of every table that can be read without the functions of a client.
fn geopackage(bytes: &[u8]) -> String {
    let path = std::env::temp_dir().join(format!("misto-canary-{}-{}.gpkg", std::process::id(), bytes.len()));
    std::fs::write(&path, bytes).expect("a file");
    let base = Connection::open(&path).expect("a GeoPackage");
    let mut names = base.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").expect("tables");
    let names: Vec<String> = names.query_map([], |row| row.get(0)).expect("names").map(Result::unwrap).collect();
    let mut text = String::new();
    for name in names {
        let mut rows = base.prepare(&format!("SELECT * FROM \"{name}\"")).expect("a table");
        let mut rows = rows.query([]).expect("its rows");
        while let Some(row) = rows.next().expect("a row") {
            text += &line(row);
        }
    }
    std::fs::remove_file(path).expect("the file goes");
    assert!(text.contains("EPSG"), "a GeoPackage that says nothing");
    text
}

fn line(row: &Row) -> String {
    let cell = |at| match row.get_ref(at).expect("a cell") {
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
    };
    (0..row.as_ref().column_count()).map(|at| cell(at) + "|").collect::<String>() + "\n"
}

fn flatgeobuf(bytes: &[u8]) -> String {
    let reader = FgbReader::open(Cursor::new(bytes)).expect("a FlatGeobuf");
    let mut text = format!("{:?}\n", reader.header());
    if reader.header().features_count() == 0 {
        return text;
    }
    let mut features = reader.select_all().expect("its features");
    while let Some(feature) = features.next().expect("a feature") {
        text += &format!("{:?}\n", feature.properties().expect("its values"));
    }
    text
}

fn workbook(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut text = Vec::new();
    for at in 0..archive.len() {
        archive.by_index(at).expect("an entry").read_to_end(&mut text).expect("its bytes");
        text.write_all(b"\n").expect("memory");
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// The streams of a document, unpacked. Its letters are numbers of glyphs there; the same page as SVG has them as text.
fn pdf(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    let mut rest = bytes;
    while let Some(at) = rest.windows(7).position(|part| part == b"stream\n") {
        rest = &rest[at + 7..];
        let mut plain = Vec::new();
        // A stream that is not packed stands in the bytes already.
        let _ = ZlibDecoder::new(rest).read_to_end(&mut plain);
        text += &String::from_utf8_lossy(&plain);
    }
    text
}
