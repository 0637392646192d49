//! XML documents as trees, written and escaped by `quick-xml`: nobody else puts a text between tags.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io;

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Content,
}

#[derive(Debug, Clone, PartialEq)]
enum Content {
    Children(Vec<Element>),
    Text(String),
}

impl Element {
    /// An empty element; names are ours, never data.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), content: Content::Children(Vec::new()) }
    }

    /// An element with a text.
    #[must_use]
    pub fn text(name: &'static str, text: &str) -> Self {
        Self { name, attributes: Vec::new(), content: Content::Text(legal(text)) }
    }

    /// An element with one child.
    #[must_use]
    pub fn around(name: &'static str, child: Self) -> Self {
        Self::new(name).with(child)
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attribute(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, legal(value)));
        self
    }

    /// Adds a child; a text gives way to it.
    #[must_use]
    pub fn with(self, child: Self) -> Self {
        self.with_all([child])
    }

    /// Adds children.
    #[must_use]
    pub fn with_all(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        match &mut self.content {
            Content::Children(present) => present.extend(children),
            Content::Text(_) => self.content = Content::Children(children.into_iter().collect()),
        }
        self
    }

    /// The document with this root, in UTF-8.
    ///
    /// # Errors
    /// When the writer fails; memory does not.
    pub fn document(&self) -> io::Result<String> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        self.write(&mut writer)?;
        String::from_utf8(writer.into_inner()).map_err(io::Error::other)
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, value.as_str()));
        }
        match &self.content {
            Content::Children(children) if children.is_empty() => return writer.write_event(Event::Empty(start)),
            Content::Children(children) => {
                writer.write_event(Event::Start(start))?;
                children.iter().try_for_each(|child| child.write(writer))?;
            }
            Content::Text(text) => {
                writer.write_event(Event::Start(start))?;
                writer.write_event(Event::Text(BytesText::new(text)))?;
            }
        }
        writer.write_event(Event::End(BytesEnd::new(self.name)))
    }
}

/// The text without characters that XML 1.0 cannot hold even escaped (§2.2).
fn legal(text: &str) -> String {
    let held = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(held).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::Reader;

    #[test]
    fn a_hostile_text_stays_a_text() {
        let hostile = "</a><!-- ]]> & \" ' \u{0} \u{B} \u{FFFF} <script>";
        let written = Element::new("r").attribute("k", hostile).with(Element::text("a", hostile)).document().unwrap();
        let mut reader = Reader::from_str(&written);
        let mut names = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => names.push(start.name().as_ref().to_owned()),
                Event::Comment(_) | Event::CData(_) | Event::Empty(_) => panic!("{written}"),
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(names, ["r", "a"]);
        assert!(!written.contains(['\u{0}', '\u{B}', '\u{FFFF}']));
    }
}
