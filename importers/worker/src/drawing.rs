//! The encoding of a DXF, which GDAL must be told: it reads the text of entities with the header's code page, and that
//! header lies in newer files.

use gis_core::record::Fault;
use importers::encoding::{self, TextEncoding};
use importers::{OpenOptions, limits, sniff};
use std::path::Path;

/// From AutoCAD 2010 on a DXF is UTF-8, whatever code page its header names.
const UTF8_SINCE: &str = "AC1024";

/// The encoding of a drawing: the option, the version, the code page, or the letters.
///
/// # Errors
/// `encoding_name`, `encoding_unknown`.
pub fn encoding(file: &Path, options: &OpenOptions) -> Result<TextEncoding, Fault> {
    if let Some(name) = &options.encoding {
        return encoding::by_option(name);
    }
    let head = sniff::head(file, limits::SAMPLE)?;
    let version = variable(&head, "$ACADVER").unwrap_or_default();
    if version.as_str() >= UTF8_SINCE {
        return Ok(TextEncoding { encoding: encoding_utf8()?, learnt: "DXF version" });
    }
    let page = variable(&head, "$DWGCODEPAGE");
    match page.as_deref().and_then(encoding::by_name) {
        Some(encoding) => Ok(TextEncoding { encoding, learnt: "$DWGCODEPAGE" }),
        None => encoding::detect(&head, head.len() < limits::SAMPLE),
    }
}

fn encoding_utf8() -> Result<&'static encoding_rs::Encoding, Fault> {
    Ok(encoding::by_option("utf-8")?.encoding)
}

/// The value of a header variable: its name, a group code and the value stand on lines of their own.
fn variable(head: &[u8], name: &str) -> Option<String> {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.find(|line| *line == name.as_bytes())?;
    lines.nth(1).map(|value| String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_variables_are_read_with_any_line_ending() {
        let head = b"  0\r\nSECTION\r\n  9\r\n$ACADVER\r\n  1\r\nAC1015\r\n  9\r\n$DWGCODEPAGE\r\n  3\r\nANSI_1251\r\n";
        assert_eq!(variable(head, "$ACADVER").as_deref(), Some("AC1015"));
        assert_eq!(variable(head, "$DWGCODEPAGE").as_deref(), Some("ANSI_1251"));
        assert_eq!(variable(b"$ACADVER", "$ACADVER"), None);
    }
}
