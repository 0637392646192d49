//! The worker against files that are not what they say, through the same client the program uses.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests; a failure here is a failed test

use gis_core::record::{Fault, Record};
use importers::{OpenOptions, open};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const WORKER: &str = env!("CARGO_BIN_EXE_misto-worker");

/// A folder of its own for each test, removed when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("misto-worker-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn records(file: &Path) -> Result<Vec<Record>, Fault> {
    open(Path::new(WORKER), file, &OpenOptions::default())?.collect()
}

#[test]
fn nothing_gets_past_the_walls() {
    let folder = Folder::new("walls");
    let file = folder.file("a.json", "[]");
    let output = Command::new(WORKER).arg("selftest").arg(&file).stdout(Stdio::piped()).output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}");
    assert!(report.contains("read /etc/passwd: refused") && report.contains("listen on TCP: refused"), "{report}");
}

#[test]
fn a_description_of_another_file_is_refused_under_every_name() {
    let folder = Folder::new("vrt");
    let vrt = "<OGRVRTDataSource><OGRVRTLayer name=\"passwd\"><SrcDataSource>CSV:/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>";
    let names =
        ["a.shp", "a.json", "a.dxf", "a.xlsx", "a.gpkg", "a.csv", "a.fgb", "a.tab", "a.mif", "a.gml", "a.kml", "a.tif"];
    for name in names {
        let fault = records(&folder.file(name, vrt)).unwrap_err();
        assert_eq!(fault.code, "format_mismatch", "{name}");
        assert!(fault.uk.contains("VRT"), "{}", fault.uk);
    }
    assert_eq!(records(&folder.file("a.vrt", vrt)).unwrap_err().code, "format_unknown");
    assert_eq!(records(&folder.file("b.geojson", "<!DOCTYPE html><html>")).unwrap_err().code, "format_mismatch");
}

#[test]
fn a_drawing_that_turns_into_something_else_reaches_no_other_driver() {
    let folder = Folder::new("dxf");
    let file = folder.file("a.dxf", "  0\nSECTION\n<OGRVRTDataSource></OGRVRTDataSource>\n");
    assert!(records(&file).is_err_and(|fault| fault.code == "file_damaged"));
}

#[test]
fn deep_json_ends_in_a_fault_and_not_in_a_crash() {
    let folder = Folder::new("deep");
    let file = folder
        .file("a.geojson", format!("{{\"type\":\"FeatureCollection\",\"features\":[{{\"a\":{}", "[".repeat(100_000)));
    let start = Instant::now();
    assert_eq!(records(&file).unwrap_err().code, "json_too_deep");
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_workbook_that_unpacks_to_gigabytes_is_refused_quickly() {
    use std::io::Write;
    let folder = Folder::new("bomb");
    let mut writer = zip::ZipWriter::new(fs::File::create(folder.0.join("a.xlsx")).unwrap());
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        (0..200).for_each(|_| writer.write_all(&vec![b' '; 1 << 20]).unwrap());
    }
    writer.finish().unwrap();
    let start = Instant::now();
    assert_eq!(records(&folder.0.join("a.xlsx")).unwrap_err().code, "archive_too_large");
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_worker_that_is_not_there_or_speaks_otherwise_is_named() {
    let folder = Folder::new("missing");
    let file = folder.file("a.json", "[]");
    let fault = |worker: &str| open(Path::new(worker), &file, &OpenOptions::default()).map(drop).unwrap_err().code;
    assert_eq!(fault("/no/such/worker"), "worker_missing");
    assert_eq!(fault("/bin/true"), "worker_killed");
    assert_eq!(fault("/bin/echo"), "worker_protocol");
}

#[test]
fn a_source_that_is_dropped_early_leaves_no_process() {
    let folder = Folder::new("drop");
    let file = folder.file("a.json", format!("[{}{{\"a\":1}}]", "{\"a\":1},".repeat(2_000_000)));
    let mut source = open(Path::new(WORKER), &file, &OpenOptions::default()).unwrap();
    assert_eq!(source.info.count, Some(2_000_001));
    assert!(source.next().is_some_and(|record| record.is_ok()));
    let start = Instant::now();
    drop(source);
    assert!(start.elapsed() < Duration::from_secs(1));
}
