//! Small RDF graphs as trees of nodes, written as JSON-LD and as RDF/XML.

use crate::text::{Lang, Text};
use crate::xml::Element;
use serde_json::{Map, Value as Json, json};
use std::io;

/// Prefixes of the vocabularies in use.
const PREFIXES: [(&str, &str, &str); 9] = [
    ("dcat", "xmlns:dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "xmlns:dct", "http://purl.org/dc/terms/"),
    ("foaf", "xmlns:foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "xmlns:geo", "http://www.opengis.net/ont/geosparql#"),
    ("rdf", "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "xmlns:rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "xmlns:skos", "http://www.w3.org/2004/02/skos/core#"),
    ("vcard", "xmlns:vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "xmlns:xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A resource with its properties; names are prefixed, as `dct:title`.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    id: Option<String>,
    kind: &'static str,
    properties: Vec<(&'static str, Object)>,
}

/// A value of a property.
#[derive(Debug, Clone, PartialEq)]
enum Object {
    Id(String),
    Node(Node),
    Said(String, Lang),
    Literal(String, Option<&'static str>),
}

impl Node {
    /// A resource with an address.
    #[must_use]
    pub fn new(kind: &'static str, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), kind, properties: Vec::new() }
    }

    /// A resource without an address.
    #[must_use]
    pub const fn blank(kind: &'static str) -> Self {
        Self { id: None, kind, properties: Vec::new() }
    }

    fn add(mut self, name: &'static str, object: Object) -> Self {
        self.properties.push((name, object));
        self
    }

    /// A link to another resource.
    #[must_use]
    pub fn link(self, name: &'static str, id: impl Into<String>) -> Self {
        self.add(name, Object::Id(id.into()))
    }

    /// A resource described in place.
    #[must_use]
    pub fn node(self, name: &'static str, node: Self) -> Self {
        self.add(name, Object::Node(node))
    }

    /// Resources described in place.
    #[must_use]
    pub fn nodes(self, name: &'static str, nodes: impl IntoIterator<Item = Self>) -> Self {
        nodes.into_iter().fold(self, |node, other| node.node(name, other))
    }

    /// A text in both languages.
    #[must_use]
    pub fn said(self, name: &'static str, text: &Text) -> Self {
        self.add(name, Object::Said(text.uk.clone(), Lang::Uk)).add(name, Object::Said(text.en.clone(), Lang::En))
    }

    /// A plain value.
    #[must_use]
    pub fn literal(self, name: &'static str, value: impl Into<String>) -> Self {
        self.add(name, Object::Literal(value.into(), None))
    }

    /// A value of a prefixed type, as `xsd:dateTime`; nothing for `None`.
    #[must_use]
    pub fn typed(self, name: &'static str, kind: &'static str, value: Option<String>) -> Self {
        match value {
            Some(value) => self.add(name, Object::Literal(value, Some(kind))),
            None => self,
        }
    }

    /// The graph as JSON-LD.
    #[must_use]
    pub fn json_ld(&self) -> Json {
        let context: Map<String, Json> =
            PREFIXES.iter().map(|(prefix, _, uri)| ((*prefix).to_owned(), json!(uri))).collect();
        let Json::Object(members) = self.to_json() else { return Json::Null };
        let document: Map<String, Json> =
            std::iter::once(("@context".to_owned(), Json::Object(context))).chain(members).collect();
        Json::Object(document)
    }

    fn to_json(&self) -> Json {
        let mut document = Map::new();
        document.extend(self.id.as_ref().map(|id| ("@id".to_owned(), json!(id))));
        document.insert("@type".to_owned(), json!(self.kind));
        for (name, object) in &self.properties {
            let value = object.to_json();
            match document.entry(*name).or_insert_with(|| json!([])) {
                Json::Array(values) => values.push(value),
                other => *other = value,
            }
        }
        Json::Object(document)
    }

    /// The graph as RDF/XML.
    ///
    /// # Errors
    /// See [`Element::document`].
    pub fn rdf_xml(&self) -> io::Result<String> {
        let root = PREFIXES
            .iter()
            .filter(|(prefix, ..)| *prefix != "xsd")
            .fold(Element::new("rdf:RDF"), |root, (_, declared, uri)| root.attribute(declared, uri));
        root.with(self.to_xml()).document()
    }

    fn to_xml(&self) -> Element {
        let element = match &self.id {
            Some(id) => Element::new(self.kind).attribute("rdf:about", id),
            None => Element::new(self.kind),
        };
        element.with_all(self.properties.iter().map(|(name, object)| object.to_xml(name)))
    }
}

impl Object {
    fn to_json(&self) -> Json {
        match self {
            Self::Id(id) => json!({ "@id": id }),
            Self::Node(node) => node.to_json(),
            Self::Said(text, lang) => json!({ "@value": text, "@language": lang.tag() }),
            Self::Literal(text, None) => json!(text),
            Self::Literal(text, Some(kind)) => json!({ "@value": text, "@type": kind }),
        }
    }

    fn to_xml(&self, name: &'static str) -> Element {
        match self {
            Self::Id(id) => Element::new(name).attribute("rdf:resource", id),
            Self::Node(node) => Element::around(name, node.to_xml()),
            Self::Said(text, lang) => Element::text(name, text).attribute("xml:lang", lang.tag()),
            Self::Literal(text, None) => Element::text(name, text),
            Self::Literal(text, Some(kind)) => Element::text(name, text).attribute("rdf:datatype", &expanded(kind)),
        }
    }
}

/// The full URI of a prefixed name.
fn expanded(name: &str) -> String {
    let found = name.split_once(':').and_then(|(prefix, rest)| {
        PREFIXES.iter().find(|(have, ..)| *have == prefix).map(|(_, _, uri)| format!("{uri}{rest}"))
    });
    found.unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph() -> Node {
        Node::new("dcat:Dataset", "http://x/1")
            .said("dct:title", &Text::new("Ділянки & <межі>", "Parcels"))
            .typed("dct:modified", "xsd:dateTime", Some("2026-01-01T00:00:00Z".to_owned()))
            .typed("dct:issued", "xsd:dateTime", None)
            .node("dct:publisher", Node::blank("foaf:Agent").literal("foaf:name", "City"))
            .link("dct:license", "http://x/licence")
    }

    #[test]
    fn a_graph_is_the_same_in_json_and_in_xml() {
        let json = graph().json_ld();
        assert_eq!(json["dct:title"][0], json!({ "@value": "Ділянки & <межі>", "@language": "uk" }));
        assert_eq!(json["dct:publisher"][0]["foaf:name"][0], "City");
        assert!(json.get("dct:issued").is_none());
        let xml = graph().rdf_xml().unwrap();
        assert!(xml.contains("<dct:title xml:lang=\"uk\">Ділянки &amp; &lt;межі&gt;</dct:title>"), "{xml}");
        assert!(xml.contains("rdf:datatype=\"http://www.w3.org/2001/XMLSchema#dateTime\">2026-01-01"), "{xml}");
        assert!(xml.contains("<dct:license rdf:resource=\"http://x/licence\"/>"), "{xml}");
    }

    #[test]
    fn every_prefix_in_use_is_declared() {
        let xml = graph().rdf_xml().unwrap();
        for prefix in ["dcat", "dct", "foaf", "rdf"] {
            assert!(xml.contains(&format!("xmlns:{prefix}=")), "{prefix}");
        }
    }
}
