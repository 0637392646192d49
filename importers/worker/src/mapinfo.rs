//! What the head of a MapInfo file says: the encoding of its text, and that it holds its data itself.

use crate::ogr;
use encoding_rs::Encoding;
use gis_core::record::{Fault, Note, Record, SourceInfo};
use importers::encoding::{self, TextEncoding};
use importers::{OpenOptions, Sink, fault, limits, sniff};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Character sets as MapInfo calls them; GDAL converts from these.
const CHARSETS: [(&str, &str); 6] = [
    ("WindowsCyrillic", "windows-1251"),
    ("WindowsLatin1", "windows-1252"),
    ("WindowsLatin2", "windows-1250"),
    ("CodePage866", "ibm866"),
    ("UTF-8", "utf-8"),
    ("Neutral", "utf-8"),
];

/// Reads a .tab or .mif with its siblings.
///
/// # Errors
/// `tab_view`, `encoding_stated`, `file_truncated`, or as [`ogr::read`].
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    let head = String::from_utf8_lossy(&sniff::head(file, limits::SNIFF)?).into_owned();
    // In a .mif such a line is a column called Type.
    if !is_interchange(file) {
        own_data(&head)?;
    }
    let charset = charset(&head);
    let known = CHARSETS.iter().find(|(name, _)| name.eq_ignore_ascii_case(&charset));
    let stated = known.and_then(|(_, label)| Encoding::for_label(label.as_bytes()));
    if let Some(name) = &options.encoding
        && Some(encoding::by_option(name)?.encoding) != stated
    {
        return Err(wrong_charset(&charset));
    }
    let encoding = stated.map(|encoding| TextEncoding { encoding, learnt: "Charset" });
    let mut counted = Counted { sink, records: 0 };
    ogr::read(file, &ogr::MAPINFO, &[], (options, encoding), &mut counted).map_err(|fault| {
        match fault.code.as_str() {
            "encoding_mismatch" => Fault { record: fault.record, ..wrong_charset(&charset) },
            _ => fault,
        }
    })?;
    let whole = !is_interchange(file) || is_whole(&file.with_extension("mid"), counted.records)?;
    if whole { Ok(()) } else { Err(fault::truncated("MIF/MID")) }
}

fn is_interchange(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("mif"))
}

/// GDAL reads the rows of the .mid in step with the shapes and stops without a word where the shorter of both ends.
/// False when rows and records are not as many, or the last row breaks off. Shapes without columns have no rows.
fn is_whole(mid: &Path, records: u64) -> Result<bool, Fault> {
    let files = [mid.to_owned(), mid.with_extension("MID")];
    let Some(open) = files.iter().find_map(|file| File::open(file).ok()) else { return Ok(true) };
    let (mut rows, mut quoted, mut begun) = (0, false, false);
    for byte in BufReader::new(open).bytes() {
        match byte.map_err(|error| fault::unreadable(mid, &error))? {
            b'"' => (quoted, begun) = (!quoted, true),
            b'\n' if !quoted => {
                rows += u64::from(begun);
                begun = false;
            }
            b'\r' => {}
            _ => begun = true,
        }
    }
    let none = rows == 0 && !begun;
    Ok(none || (rows == records && !quoted && !begun))
}

/// Hands records on and counts them.
struct Counted<'a> {
    sink: &'a mut dyn Sink,
    records: u64,
}

impl Sink for Counted<'_> {
    fn info(&mut self, info: SourceInfo) -> Result<(), Fault> {
        self.sink.info(info)
    }

    fn record(&mut self, record: Record) -> Result<(), Fault> {
        self.records += 1;
        self.sink.record(record)
    }

    fn note(&mut self, note: Note) -> Result<(), Fault> {
        self.sink.note(note)
    }
}

/// A .tab may be a view, a picture or a link to a database instead of a table.
fn own_data(head: &str) -> Result<(), Fault> {
    let mut lines = head.lines().map(str::trim_start);
    match lines.find(|line| starts(line, "type ") || starts(line, "create view")) {
        Some(line) if !starts(line, "type native") => Err(Fault::new(
            "tab_view",
            "Цей .tab не є таблицею з даними: він посилається на іншу таблицю, базу або зображення. Збережіть його в MapInfo як звичайну таблицю.",
            "This .tab is no table with data: it refers to another table, a database or a picture. Save it as an ordinary table in MapInfo.",
        )),
        _ => Ok(()),
    }
}

/// `!charset X` of a table, `Charset "X"` of an interchange file; without a word MapInfo means its neutral set.
fn charset(head: &str) -> String {
    let line = head.lines().map(str::trim).find_map(|line| {
        ["charset ", "!charset "].iter().find_map(|key| starts(line, key).then(|| line[key.len()..].trim_matches('"')))
    });
    line.unwrap_or("Neutral").to_owned()
}

fn starts(line: &str, key: &str) -> bool {
    line.get(..key.len()).is_some_and(|head| head.eq_ignore_ascii_case(key))
}

fn wrong_charset(charset: &str) -> Fault {
    Fault::new(
        "encoding_stated",
        format!(
            "Файл MapInfo сам називає своє кодування (Charset {charset}), і текст йому не відповідає. Виправте рядок Charset на справжнє, як-от \"WindowsCyrillic\"."
        ),
        format!(
            "A MapInfo file states its encoding itself (Charset {charset}), and the text does not follow it. Change the line Charset to the real one, such as \"WindowsCyrillic\"."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_character_set_is_read_from_tables_and_interchange_files() {
        assert_eq!(charset("!table\r\n!version 300\r\n!charset WindowsCyrillic\r\n"), "WindowsCyrillic");
        assert_eq!(charset("Version 300\nCharset \"WindowsLatin1\"\n"), "WindowsLatin1");
        assert_eq!(charset("Version 300\n"), "Neutral");
    }

    #[test]
    fn a_view_or_a_picture_is_no_table() {
        assert!(own_data("!table\n\nDefinition Table\n  Type NATIVE Charset \"Neutral\"\n").is_ok());
        for line in ["  Type \"RASTER\"", "create view a as\n  open table \"secret\"", "Type LINKED"] {
            assert_eq!(own_data(&format!("!table\n{line}\n")).unwrap_err().code, "tab_view", "{line}");
        }
    }
}
