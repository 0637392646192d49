//! Files that the tests make themselves.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use tests::program;

/// A folder that goes with its handle.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("misto-files-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let file = self.path(name);
        std::fs::write(&file, content).expect("a file");
        file
    }

    /// GeoJSON of squares in Kryvyi Rih, each of 10 m, apart by 20 m; all have the same number of floors.
    pub fn squares(&self, name: &str, count: u32, floors: u8) -> PathBuf {
        let file = self.path(name);
        let mut out = BufWriter::new(File::create(&file).expect("a file"));
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n").expect("written");
        for at in 0..count {
            let comma = if at == 0 { "" } else { ",\n" };
            write!(out, "{comma}{}", square(at, floors)).expect("written");
        }
        out.write_all(b"\n]}\n").expect("written");
        out.flush().expect("written");
        file
    }

    /// The same data in a format that GDAL writes, by the ending of the name.
    pub fn converted(&self, from: &Path, name: &str, options: &[&str]) -> PathBuf {
        let file = self.path(name);
        program::done(Command::new("ogr2ogr").arg("-q").args(options).arg(&file).arg(from));
        file
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind lies in the folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One square; a row holds a thousand of them, and rows begin again in the west after a thousand.
fn square(at: u32, floors: u8) -> String {
    let (x, y) = (33.2 + f64::from(at % 1000) * 0.0003, 47.7 + f64::from(at / 1000 % 1000) * 0.0002);
    let (east, north) = (x + 0.000_13, y + 0.000_09);
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"SQ-{at}\",\"floors\":{floors},\"name\":\"Будинок {at}\"}},\
         \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{x:.7},{y:.7}],[{east:.7},{y:.7}],[{east:.7},{north:.7}],[{x:.7},{north:.7}],[{x:.7},{y:.7}]]]}}}}"
    )
}
