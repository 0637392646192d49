//! A part of the file as a tree: small, bounded, and without persons.

use crate::cadastre::number::raw;
use crate::{fault, limits};
use gis_core::record::{Fault, RawValue};

/// Elements that hold names, codes, documents and addresses of persons, or free words about them. They are passed over
/// before anything of them is kept.
const PERSONAL: [&str; 24] = [
    "AdditionalInfoBlock",
    "Address",
    "Authentication",
    "Beneficiaries",
    "Beneficiary",
    "Chief",
    "DKZRHead",
    "DeliveryPerson",
    "EDRPOU",
    "Executor",
    "FullName",
    "Grantee",
    "Grantor",
    "Leasee",
    "Leasees",
    "LegalEntity",
    "LocalAuthorityHead",
    "NaturalPerson",
    "Passport",
    "Proprietor",
    "Proprietors",
    "Subleasees",
    "StateActInfo",
    "TaxNumber",
];

/// An element.
#[derive(Debug, Default, PartialEq)]
pub struct Node {
    /// Its name without prefix.
    pub name: String,
    /// Its elements in file order.
    pub children: Vec<Node>,
    text: String,
}

impl Node {
    /// An element without content.
    pub fn new(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    /// True for elements that speak of persons.
    pub fn is_personal(name: &str) -> bool {
        PERSONAL.contains(&name)
    }

    /// Adds text, in pieces as the parser gives it.
    ///
    /// # Errors
    /// `limit_exceeded` when there is too much of it.
    pub fn add_text(&mut self, text: &str) -> Result<(), Fault> {
        if self.text.len() + text.len() > limits::TEXT {
            return Err(fault::too_large("Довжина тексту", "The length of a text", limits::TEXT));
        }
        self.text.push_str(text);
        Ok(())
    }

    /// The element once it has ended: space between elements is no text.
    pub fn finished(mut self) -> Self {
        if !self.children.is_empty() {
            self.text = String::new();
        }
        self
    }

    /// The text, trimmed; `None` when there is none.
    pub fn text(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    /// The elements of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element at a path such as `ParcelMetricInfo/ParcelID`.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('/').try_fold(self, |node, name| node.children.iter().find(|child| child.name == name))
    }

    /// The text at a path.
    pub fn text_at(&self, path: &str) -> Option<&str> {
        self.at(path)?.text()
    }

    /// The text at a path as a value.
    pub fn value(&self, path: &str) -> RawValue {
        raw(self.text_at(path))
    }

    /// The name of the first element within the one at a path: how the format writes a choice.
    pub fn choice(&self, path: &str) -> Option<&str> {
        self.at(path)?.children.first().map(|child| child.name.as_str())
    }
}
