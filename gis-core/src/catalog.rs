//! All declarations of a city together: registers, code lists, modules, tile sets.

use crate::register::{Field, Profile, Register};
use crate::text::{Ident, Lang, Text};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A list of codes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeList {
    /// Id that fields name in `codes`.
    pub id: Ident,
    /// Name in both languages.
    pub title: Text,
    /// The act or classifier it comes from.
    #[serde(default)]
    pub source: Option<String>,
    /// The codes in order.
    #[serde(rename = "item")]
    pub items: Vec<CodeItem>,
}

/// One code.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeItem {
    /// The code as stored and exchanged.
    pub code: String,
    /// What it means.
    pub label: Text,
    /// Abbreviation, such as `вул.`.
    #[serde(default)]
    pub short: Option<Text>,
    /// The code of the list above that it belongs to.
    #[serde(default)]
    pub parent: Option<String>,
    /// Other spellings that files use; matched without regard to case.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A group of subsystems.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// Folder below `layers/`.
    pub id: Ident,
    /// Name in both languages.
    pub title: Text,
    /// Subsystems of the module, by id.
    pub subsystems: BTreeMap<String, Text>,
}

/// A group of fields that registers take in by name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldGroup {
    /// Id that registers name in `groups`.
    pub id: Ident,
    /// Name in both languages: heading of the fields in cards and forms.
    pub title: Text,
    /// Its fields in order.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

impl FieldGroup {
    /// Its fields as fields of a register.
    pub fn members(&self) -> impl Iterator<Item = Field> {
        self.fields.iter().map(|field| Field { group: Some(self.title.clone()), ..field.clone() })
    }
}

/// Registers served together as one vector tile set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TileSet {
    /// Id in URLs.
    pub id: Ident,
    /// Name in both languages.
    pub title: Text,
    /// Registers drawn bottom first; all with a geometry when empty.
    #[serde(default)]
    pub registers: Vec<Ident>,
    /// Deepest zoom that is computed; clients overzoom beyond.
    pub max_zoom: u8,
}

/// The declarations of a city, cross-checked.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Registers by id.
    pub registers: BTreeMap<Ident, Register>,
    /// Code lists by id.
    pub codes: BTreeMap<Ident, CodeList>,
    /// Modules in the order of the file.
    pub modules: Vec<Module>,
    /// Tile sets in the order of the file; one of its own for each register is implied.
    pub tilesets: Vec<TileSet>,
    /// Icons by name: the outline as SVG path data on a square of 24 by 24 units, filled by the even-odd rule.
    pub icons: BTreeMap<String, String>,
    /// The visibility profile that the registers are under; peace as they are declared.
    pub profile: Profile,
}

impl Catalog {
    /// A register by id.
    #[must_use]
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers.get(id)
    }

    /// The module whose subsystem a register belongs to.
    #[must_use]
    pub fn module_of(&self, register: &Register) -> Option<&Module> {
        self.modules.iter().find(|module| module.subsystems.contains_key(&register.subsystem))
    }

    /// A code of a list.
    #[must_use]
    pub fn code(&self, list: &Ident, code: &str) -> Option<&CodeItem> {
        self.codes.get(list)?.items.iter().find(|item| item.code == code)
    }

    /// What a code means in a language; the code itself when the list lacks it.
    #[must_use]
    pub fn code_label<'a>(&'a self, list: &Ident, code: &'a str, lang: Lang) -> &'a str {
        self.code(list, code).map_or(code, |item| item.label.get(lang))
    }

    /// Registers in an order in which each stands after those it refers to; a circle keeps the order of ids.
    #[must_use]
    pub fn by_dependency(&self) -> Vec<&Register> {
        let mut ordered: Vec<&Register> = Vec::new();
        let mut waiting: Vec<&Register> = self.registers.values().collect();
        while !waiting.is_empty() {
            let ready = |register: &&Register| {
                references(register).all(|to| *to == register.id || ordered.iter().any(|done| done.id == *to))
            };
            let next = waiting.iter().position(ready).unwrap_or(0);
            ordered.push(waiting.remove(next));
        }
        ordered
    }

    /// The declarations while a visibility profile lasts.
    #[must_use]
    pub fn under(mut self, profile: Profile) -> Self {
        self.registers = self.registers.into_iter().map(|(id, register)| (id, register.under(profile))).collect();
        self.profile = profile;
        self
    }

    /// SHA-256 over everything declared, as hex; it changes when any key that changes output changes.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for part in [
            serde_json::to_vec(&self.registers),
            serde_json::to_vec(&self.codes),
            serde_json::to_vec(&self.modules),
            serde_json::to_vec(&self.tilesets),
            serde_json::to_vec(&self.icons),
            serde_json::to_vec(&self.profile),
        ] {
            hash.update(part.unwrap_or_default());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The registers that a register's fields refer to.
pub fn references(register: &Register) -> impl Iterator<Item = &Ident> {
    register.fields.iter().filter_map(|field| field.to.as_ref())
}
