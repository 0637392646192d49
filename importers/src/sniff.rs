//! Which reader a file gets: the content decides, and the extension must agree.

use crate::{fault, limits};
use gis_core::record::Fault;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The formats there are readers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// GeoJSON, a plain array of objects, or one of both per line.
    Json,
    /// The .shp with its siblings.
    Shapefile,
    /// A GeoPackage.
    GeoPackage,
    /// Text with separators.
    Csv,
    /// A drawing in text form.
    Dxf,
    /// An .xlsx workbook.
    Workbook,
    /// FlatGeobuf.
    FlatGeobuf,
    /// A MapInfo table (.tab) or interchange file (.mif) with its siblings.
    MapInfo,
    /// GML 2 or 3.
    Gml,
    /// KML.
    Kml,
    /// OpenStreetMap in the PBF format.
    OsmPbf,
    /// A water network of EPANET.
    Epanet,
    /// An archive of timetables.
    Gtfs,
    /// A GeoTIFF: its outline, not its pixels.
    GeoTiff,
    /// The exchange file of the State Land Cadastre.
    CadastralXml,
    /// IN4, the forerunner of the exchange file.
    In4,
}

/// A row of the table of formats.
struct Row {
    format: Format,
    extensions: &'static [&'static str],
    is: fn(&[u8]) -> bool,
}

/// From the strictest test to the laxest: the first that fits is what the file is.
const FORMATS: [Row; 16] = [
    Row { format: Format::GeoPackage, extensions: &["gpkg"], is: |head| head.starts_with(b"SQLite format 3\0") },
    Row { format: Format::Shapefile, extensions: &["shp"], is: |head| head.starts_with(&[0, 0, 0x27, 0x0a]) },
    Row { format: Format::FlatGeobuf, extensions: &["fgb"], is: |head| head.starts_with(&crate::flatgeobuf::MAGIC) },
    Row { format: Format::OsmPbf, extensions: &["pbf"], is: crate::osm::is_pbf },
    Row { format: Format::GeoTiff, extensions: &["tif", "tiff"], is: is_tiff },
    Row { format: Format::Gtfs, extensions: &["zip"], is: crate::gtfs::is_feed },
    Row { format: Format::Epanet, extensions: &["inp"], is: crate::epanet::is_epanet },
    Row { format: Format::Workbook, extensions: &["xlsx"], is: |head| head.starts_with(b"PK\x03\x04") },
    Row {
        format: Format::Json,
        extensions: &["geojson", "json", "geojsonl", "geojsons", "ndjson", "jsonl"],
        is: is_json,
    },
    Row { format: Format::Gml, extensions: &["gml"], is: |head| is_xml(head, b"http://www.opengis.net/gml") },
    Row { format: Format::Kml, extensions: &["kml"], is: |head| is_xml(head, b"<kml") },
    Row { format: Format::MapInfo, extensions: &["tab", "mif"], is: is_mapinfo },
    Row { format: Format::Dxf, extensions: &["dxf"], is: is_dxf },
    Row {
        format: Format::CadastralXml,
        extensions: &["xml"],
        is: |head| is_xml(head, crate::cadastre::EXCHANGE_ROOT.as_bytes()),
    },
    Row { format: Format::In4, extensions: &["in4"], is: crate::cadastre::is_in4 },
    Row { format: Format::Csv, extensions: &["csv", "tsv", "txt"], is: is_text },
];

/// The extensions of the files that belong to one with this name.
#[must_use]
pub fn siblings(file: &Path) -> &'static [&'static str] {
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match extension.as_str() {
        "shp" => &crate::shapefile::SIBLINGS,
        "tab" => &["dat", "map", "id", "ind"],
        "mif" => &["mid"],
        _ => &[],
    }
}

/// Looks at the first bytes and the extension.
///
/// # Errors
/// `format_mismatch` when the content is not what the extension says, `format_unknown` when it is nothing we read.
pub fn sniff(file: &Path) -> Result<Format, Fault> {
    let head = head(file, limits::SNIFF)?;
    decide(&head, &fault::name(file))
}

/// The first bytes of a file.
///
/// # Errors
/// `file_unreadable`.
pub fn head(file: &Path, limit: usize) -> Result<Vec<u8>, Fault> {
    let mut head = Vec::new();
    let opened = File::open(file).map_err(|error| fault::unreadable(file, &error))?;
    opened.take(limit as u64).read_to_end(&mut head).map_err(|error| fault::unreadable(file, &error))?;
    Ok(head)
}

fn decide(head: &[u8], name: &str) -> Result<Format, Fault> {
    let extension = name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase());
    let claimed = FORMATS.iter().find(|row| row.extensions.contains(&extension.as_str()));
    let found = FORMATS.iter().find(|row| (row.is)(head));
    match (claimed, found) {
        (Some(claimed), Some(found)) if claimed.format == found.format => Ok(found.format),
        (Some(_), _) if head.is_empty() => Err(empty(name)),
        (Some(_), _) if extension == "zip" => Err(archive(name)),
        (Some(_), _) => Err(mismatch(name, &extension, describe(head))),
        (None, _) => Err(unknown(name)),
    }
}

fn is_json(head: &[u8]) -> bool {
    matches!(first_byte(head), Some(b'{' | b'['))
}

fn is_dxf(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    match lines.next() {
        Some(b"999") => true,
        Some(b"0") => lines.next() == Some(b"SECTION"),
        _ => false,
    }
}

/// XML with this text near its beginning: the address of a namespace or the root element.
fn is_xml(head: &[u8], mark: &[u8]) -> bool {
    first_byte(head) == Some(b'<') && memchr::memmem::find(head, mark).is_some()
}

/// Both byte orders, TIFF and BigTIFF.
fn is_tiff(head: &[u8]) -> bool {
    [b"II\x2a\0", b"MM\0\x2a", b"II\x2b\0", b"MM\0\x2b"].iter().any(|magic| head.starts_with(*magic))
}

fn is_mapinfo(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
    let version = |rest: &[u8]| rest.starts_with(b" ") && rest.trim_ascii().iter().all(u8::is_ascii_digit);
    line == b"!table" || line.strip_prefix(b"version").is_some_and(version)
}

fn is_text(head: &[u8]) -> bool {
    !head.is_empty() && !head.contains(&0) && !head.starts_with(b"PK\x03\x04") && first_byte(head) != Some(b'<')
}

fn first_byte(head: &[u8]) -> Option<u8> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    text.iter().copied().find(|byte| !byte.is_ascii_whitespace() && *byte != 0x1e)
}

/// What the content looks like, for the message.
fn describe(head: &[u8]) -> (&'static str, &'static str) {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().to_ascii_lowercase();
    match first_byte(head) {
        _ if text.starts_with(b"<ogrvrt") || text.starts_with(b"<vrt") => ("опис VRT", "a VRT description"),
        _ if text.starts_with(b"<!doctype html") || text.starts_with(b"<html") => ("сторінка HTML", "an HTML page"),
        Some(b'<') => ("текст XML", "XML text"),
        Some(b'{' | b'[') => ("текст JSON", "JSON text"),
        _ if head.starts_with(b"PK\x03\x04") => ("архів ZIP", "a ZIP archive"),
        _ if head.starts_with(b"SQLite format 3\0") => ("база SQLite", "an SQLite database"),
        _ if head.starts_with(b"AutoCAD Binary DXF") => {
            ("двійковий DXF, а потрібен текстовий", "binary DXF where text is needed")
        }
        _ if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) => ("текст UTF-16", "UTF-16 text"),
        _ => ("щось інше", "something else"),
    }
}

fn mismatch(name: &str, extension: &str, (uk, en): (&str, &str)) -> Fault {
    Fault::new(
        "format_mismatch",
        format!("«{name}» має розширення .{extension}, але всередині {uk}. Вивантажте файл у форматі .{extension}."),
        format!("\"{name}\" is called .{extension}, but holds {en}. Export the file as .{extension}."),
    )
}

fn empty(name: &str) -> Fault {
    Fault::new(
        "file_empty",
        format!("Файл «{name}» порожній. Вивантажте його ще раз і перевірте розмір."),
        format!("\"{name}\" is empty. Export it once more and look at its size."),
    )
}

/// Only timetables come packed: what else is in an archive is named by its own file.
fn archive(name: &str) -> Fault {
    Fault::new(
        "format_mismatch",
        format!(
            "Архів «{name}» не є розкладом GTFS або обірваний. Інші дані розпакуйте й назвіть файл з архіву: для Shapefile — .shp, \
             поруч із яким лежать .shx, .dbf, .prj і .cpg."
        ),
        format!(
            "The archive \"{name}\" is no GTFS timetable, or it is cut off. Unpack other data and name the file in it: of a \
             Shapefile the .shp, with its .shx, .dbf, .prj and .cpg beside it."
        ),
    )
}

fn unknown(name: &str) -> Fault {
    let list = FORMATS.iter().map(|row| row.extensions[0]).collect::<Vec<_>>().join(", .");
    Fault::new(
        "format_unknown",
        format!("Формат файлу «{name}» не підтримується. Приймаються: .{list}."),
        format!("The format of \"{name}\" is not supported. Accepted: .{list}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vrt_under_any_accepted_name_is_refused() {
        for name in ["a.shp", "a.json", "a.dxf", "a.gpkg", "a.xlsx", "a.csv", "a.gml", "a.kml", "a.tab"] {
            let fault = decide(b"<OGRVRTDataSource><OGRVRTLayer/>", name).unwrap_err();
            assert_eq!((fault.code.as_str(), fault.en.contains("VRT")), ("format_mismatch", true), "{name}");
        }
    }

    #[test]
    fn content_and_extension_must_agree() {
        assert_eq!(decide(b"{\"type\":", "a.geojson").unwrap(), Format::Json);
        assert_eq!(decide(b"\xef\xbb\xbf [1", "a.JSON").unwrap(), Format::Json);
        assert_eq!(decide(b"  0\r\nSECTION\r\n", "a.dxf").unwrap(), Format::Dxf);
        assert_eq!(decide(b"{\"type\":", "a.shp").unwrap_err().code, "format_mismatch");
        assert_eq!(decide(b"{\"type\":", "a.exe").unwrap_err().code, "format_unknown");
        assert_eq!(decide(b"a;b\n1;2\n", "a.csv").unwrap(), Format::Csv);
        assert_eq!(decide(b"0\nSECTION\n", "a.csv").unwrap_err().code, "format_mismatch");
        let exchange = b"<?xml version='1.0'?>\n<UkrainianCadastralExchangeFile>";
        assert_eq!(decide(exchange, "a.XML").unwrap(), Format::CadastralXml);
        assert_eq!(decide(b"<html>", "a.xml").unwrap_err().code, "format_mismatch");
        assert_eq!(decide(b"## note\r\n\r\nBR,\r\nN=1", "a.in4").unwrap(), Format::In4);
        assert_eq!(decide(b"BR;1\n", "a.in4").unwrap_err().code, "format_mismatch");
        assert_eq!(decide(b"!table\r\n!version 300\r\n", "a.TAB").unwrap(), Format::MapInfo);
        assert_eq!(decide(b"Version 300\nCharset", "a.mif").unwrap(), Format::MapInfo);
        assert_eq!(decide(b"Version 300\nCharset", "a.txt").unwrap_err().code, "format_mismatch");
        assert_eq!(decide(b"<?xml?><kml xmlns=\"\">", "a.kml").unwrap(), Format::Kml);
        assert_eq!(decide(b"<?xml?><kml xmlns=\"\">", "a.gml").unwrap_err().code, "format_mismatch");
        assert_eq!(decide(b"MM\0\x2a\0\0\0\x08", "a.tiff").unwrap(), Format::GeoTiff);
    }
}
