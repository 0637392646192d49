//! A look into XML before GDAL reads it: what could lead out of the file, or swell inside it, is refused here.

use crate::bounded::Bounded;
use crate::{fault, limits};
use gis_core::record::Fault;
use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

/// What one XML format may not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// GML: no element stands for another one by `xlink:href`.
    Gml,
    /// KML: no `NetworkLink`.
    Kml,
}

impl Dialect {
    const fn name(self) -> &'static str {
        match self {
            Self::Gml => "GML",
            Self::Kml => "KML",
        }
    }
}

/// Checks a whole file.
///
/// # Errors
/// `xml_entities`, `xml_too_deep`, `xml_encoding`, `link_refused`, `file_truncated`, `file_damaged`, or a limit.
pub fn check(file: &Path, dialect: Dialect) -> Result<(), Fault> {
    let open = File::open(file).map_err(|error| fault::unreadable(file, &error))?;
    check_reader(open, dialect)
}

/// Checks an open reader.
///
/// # Errors
/// As [`check`].
pub fn check_reader(reader: impl Read, dialect: Dialect) -> Result<(), Fault> {
    let (bounded, allowance) = Bounded::new(reader, limits::RECORD);
    let (mut xml, mut buffer, mut depth) = (Reader::from_reader(BufReader::new(bounded)), Vec::new(), 0_usize);
    loop {
        allowance.renew();
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|error| broken(dialect, &error))? {
            Event::Start(element) => {
                depth += 1;
                if depth > limits::XML_DEPTH {
                    return Err(too_deep());
                }
                within(&element, dialect)?;
            }
            Event::Empty(element) => within(&element, dialect)?,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Decl(declaration) => utf8(&declaration)?,
            Event::DocType(_) => return Err(entities()),
            Event::GeneralRef(reference) if !plain(&reference) => return Err(entities()),
            Event::Eof if depth > 0 => return Err(fault::truncated(dialect.name())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The five references that XML itself defines, and characters by their number.
fn plain(reference: &str) -> bool {
    reference.starts_with('#') || ["lt", "gt", "amp", "quot", "apos"].contains(&reference)
}

fn within(element: &BytesStart, dialect: Dialect) -> Result<(), Fault> {
    let name = element.local_name();
    match dialect {
        Dialect::Kml if name.as_ref() == "NetworkLink" => Err(link("NetworkLink")),
        Dialect::Kml => Ok(()),
        Dialect::Gml => {
            let href = |attribute: &quick_xml::events::attributes::Attribute| {
                attribute.key.prefix().is_some() && attribute.key.local_name().as_ref() == "href"
            };
            match element.attributes().with_checks(false).flatten().any(|attribute| href(&attribute)) {
                true => Err(link(name.as_ref())),
                false => Ok(()),
            }
        }
    }
}

/// The parser behind knows no other encoding of Ukrainian text.
fn utf8(declaration: &BytesDecl) -> Result<(), Fault> {
    let Some(Ok(encoding)) = declaration.encoding() else { return Ok(()) };
    if encoding.eq_ignore_ascii_case("utf-8") || encoding.eq_ignore_ascii_case("us-ascii") {
        return Ok(());
    }
    Err(Fault::new(
        "xml_encoding",
        format!("Файл у кодуванні {encoding}, а приймається UTF-8. Вивантажте його у UTF-8."),
        format!("The file is in {encoding}, but UTF-8 is accepted. Export it as UTF-8."),
    ))
}

/// Entities are declared or used.
pub(crate) fn entities() -> Fault {
    Fault::new(
        "xml_entities",
        "Файл оголошує сутності (DOCTYPE, ENTITY) або посилається на них. Їх не розкривають: вивантажте файл без DOCTYPE.",
        "The file declares or uses entities (DOCTYPE, ENTITY). They are not expanded: export the file without a DOCTYPE.",
    )
}

fn link(element: &str) -> Fault {
    Fault::new(
        "link_refused",
        format!(
            "«{element}» посилається на дані в іншому місці. За посиланнями не ходять: вивантажте файл з усіма даними всередині."
        ),
        format!(
            "\"{element}\" refers to data elsewhere. Links are not followed: export the file with all data inside."
        ),
    )
}

/// Elements nest deeper than [`limits::XML_DEPTH`].
pub(crate) fn too_deep() -> Fault {
    Fault::new(
        "xml_too_deep",
        format!("Елементи XML вкладено глибше {} рівнів. Вивантажте файл ще раз.", limits::XML_DEPTH),
        format!("The XML elements are nested deeper than {} levels. Export the file again.", limits::XML_DEPTH),
    )
}

fn broken(dialect: Dialect, error: &Error) -> Fault {
    match error {
        Error::Io(error) if error.kind() == ErrorKind::FileTooLarge => {
            fault::too_large("Довжина одного тексту або тега", "The length of one text or tag", limits::RECORD)
        }
        Error::Syntax(_) => fault::truncated(dialect.name()),
        error => fault::damaged(dialect.name(), &error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, dialect: Dialect) -> String {
        check_reader(text.as_bytes(), dialect).map_or_else(|fault| fault.code, |()| "sound".to_owned())
    }

    #[test]
    fn plain_documents_pass() {
        let gml =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><gml:a xmlns:gml=\"g\"><b href=\"x\">&lt;&#1071; №</b></gml:a>";
        assert_eq!(code(gml, Dialect::Gml), "sound");
        assert_eq!(code("<kml><Icon><href>https://example.org/a.png</href></Icon></kml>", Dialect::Kml), "sound");
    }

    #[test]
    fn entities_are_refused_declared_or_used() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"xxxx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        for text in [bomb, outside, "<a>&x;</a>"] {
            assert_eq!(code(text, Dialect::Gml), "xml_entities", "{text}");
        }
    }

    #[test]
    fn links_are_refused_with_the_name_of_the_element() {
        let gml = "<a><gml:pointProperty xlink:href=\"#p1\"/></a>";
        let fault = check_reader(gml.as_bytes(), Dialect::Gml).unwrap_err();
        assert_eq!((fault.code.as_str(), fault.en.contains("pointProperty")), ("link_refused", true));
        assert_eq!(code("<kml><NetworkLink><Link/></NetworkLink></kml>", Dialect::Kml), "link_refused");
    }

    #[test]
    fn deep_short_and_foreign_documents_are_named() {
        assert_eq!(code(&"<a>".repeat(100_000), Dialect::Kml), "xml_too_deep");
        assert_eq!(code("<a><b>", Dialect::Gml), "file_truncated");
        assert_eq!(code("<a><b></a>", Dialect::Gml), "file_damaged");
        assert_eq!(code("<?xml version=\"1.0\" encoding=\"windows-1251\"?><a/>", Dialect::Kml), "xml_encoding");
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "[<>/&;a-c!\\[\\]\"= -]{0,60}") {
            let _ = check_reader(text.as_bytes(), Dialect::Gml);
        }
    }
}
