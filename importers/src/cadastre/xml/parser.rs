//! XML a token at a time: no document type, no entities but the five of the standard, everything bounded.

use super::node::Node;
use crate::bounded::{Allowance, Bounded};
use crate::cadastre::draft;
use crate::decoded::Decoded;
use crate::{fault, limits, markup};
use encoding_rs::Encoding;
use gis_core::record::Fault;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use std::io::{BufReader, Read};

/// What a reader of elements meets. Attributes carry nothing in this format.
#[derive(Debug, PartialEq)]
pub enum Token {
    /// An element begins; its name without prefix.
    Open(String),
    /// Text between tags.
    Text(String),
    /// The innermost element ends.
    Close,
    /// The document ends.
    End,
}

/// A parser at its place in the file.
pub struct Parser<R: Read> {
    reader: Reader<BufReader<Bounded<Decoded<R>>>>,
    allowance: Allowance,
    encoding: &'static Encoding,
    buffer: Vec<u8>,
    depth: usize,
    elements: usize,
}

impl<R: Read> Parser<R> {
    /// A parser at the start of a file in this encoding.
    pub fn new(input: R, encoding: &'static Encoding) -> Self {
        let (bounded, allowance) = Bounded::new(Decoded::new(input, encoding), limits::TEXT);
        let mut reader = Reader::from_reader(BufReader::new(bounded));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, allowance, encoding, buffer: Vec::new(), depth: 0, elements: 0 }
    }

    /// The next token.
    ///
    /// # Errors
    /// `file_damaged`, `file_truncated`, `encoding_mismatch`, `xml_entities`, `xml_too_deep`, or a limit.
    pub fn next(&mut self) -> Result<Token, Fault> {
        loop {
            self.allowance.renew();
            self.buffer.clear();
            let token = match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(tag)) => Token::Open(tag.local_name().as_ref().to_owned()),
                Ok(Event::End(_)) => Token::Close,
                Ok(Event::Text(text)) => Token::Text(text.xml10_content().into_owned()),
                Ok(Event::CData(text)) => Token::Text(text.xml10_content().into_owned()),
                Ok(Event::GeneralRef(entity)) => Token::Text(resolved(&entity)?.to_string()),
                Ok(Event::DocType(_)) => return Err(markup::entities()),
                Ok(Event::Eof) => Token::End,
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_)) => continue,
                Err(error) => return Err(broken(&error, self.encoding, self.reader.error_position())),
            };
            return self.counted(token);
        }
    }

    fn counted(&mut self, token: Token) -> Result<Token, Fault> {
        match token {
            Token::Open(_) if self.depth == limits::XML_DEPTH => Err(markup::too_deep()),
            Token::End if self.depth > 0 => Err(fault::truncated("XML")),
            token => {
                self.depth += usize::from(matches!(token, Token::Open(_)));
                // The parser refuses an end tag without its start by itself.
                self.depth = self.depth.saturating_sub(usize::from(token == Token::Close));
                Ok(token)
            }
        }
    }

    /// Passes the rest of the element that was just opened.
    ///
    /// # Errors
    /// As [`Parser::next`].
    pub fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The rest of the element that was just opened, without what it says of persons.
    ///
    /// # Errors
    /// As [`Parser::next`].
    pub fn node(&mut self, name: String) -> Result<Node, Fault> {
        self.elements = 0;
        self.children(Node::new(name))
    }

    /// Calls itself no deeper than [`limits::XML_DEPTH`].
    fn children(&mut self, mut node: Node) -> Result<Node, Fault> {
        loop {
            match self.next()? {
                Token::Open(name) if Node::is_personal(&name) => self.skip()?,
                Token::Open(name) => {
                    self.elements += 1;
                    if self.elements > limits::XML_ELEMENTS {
                        return Err(fault::too_large(
                            "Кількість елементів",
                            "The number of elements",
                            limits::XML_ELEMENTS,
                        ));
                    }
                    let child = self.children(Node::new(name))?;
                    node.children.push(child);
                }
                Token::Text(text) => node.add_text(&text)?,
                Token::Close => return Ok(node.finished()),
                Token::End => return Err(fault::truncated("XML")),
            }
        }
    }
}

/// A character by its number or one of the five names of the standard.
fn resolved(entity: &BytesRef) -> Result<char, Fault> {
    match (entity.resolve_char_ref(), &**entity) {
        (Ok(Some(letter)), _) => Ok(letter),
        (Ok(None), "lt") => Ok('<'),
        (Ok(None), "gt") => Ok('>'),
        (Ok(None), "amp") => Ok('&'),
        (Ok(None), "quot") => Ok('"'),
        (Ok(None), "apos") => Ok('\''),
        _ => Err(markup::entities()),
    }
}

/// The parser's own words may repeat text of the file; the place is enough to find it.
fn broken(error: &quick_xml::Error, encoding: &'static Encoding, position: u64) -> Fault {
    match error {
        quick_xml::Error::Io(error) => draft::broken(error, "XML", encoding),
        quick_xml::Error::Syntax(_) => fault::truncated("XML"),
        _ => fault::damaged("XML", &format!("@{position}")),
    }
}
