//! Mapping files: which column of a supplier's file feeds which field, in `layers/mappings/<id>.toml`.

mod from;
mod parts;
mod when;

pub use from::From;

use crate::cast;
use crate::catalog::Catalog;
use crate::expr::{Clock, ColumnExpr, Name};
use crate::feature::Content;
use crate::load::{Mistake, Source, edit_distance};
use crate::reason::Reason;
use crate::record::{RawValue, Record, SourceInfo};
use crate::register::{Computed, Field, FieldType, Register};
use crate::text::{Ident, Text};
use crate::value::Value;
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use when::When;

/// A mapping file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Id, the file's name.
    pub id: Ident,
    /// What the source is.
    pub title: Text,
    /// The register it feeds.
    pub register: Ident,
    /// Fields that tell a known feature from a new one; such features are updated. Empty: all are new.
    #[serde(default)]
    pub key: Vec<Ident>,
    /// EPSG code of the coordinates when the file does not state it or states it wrongly.
    #[serde(default)]
    pub crs: Option<i32>,
    /// Part of the file to read, such as a table or worksheet.
    #[serde(default)]
    pub layer: Option<String>,
    /// Which records it takes: a condition on the columns of the file. All when absent.
    #[serde(default)]
    pub when: Option<ColumnExpr>,
    /// Column with longitude or easting, where the geometry is in columns.
    #[serde(default)]
    pub x: Option<String>,
    /// Column with latitude or northing.
    #[serde(default)]
    pub y: Option<String>,
    /// The geometry it feeds; the primary one when absent.
    #[serde(default)]
    pub geometry: Option<Ident>,
    /// Records that lack their geometry are rejected, also where the register would take them.
    #[serde(default)]
    pub geometry_required: bool,
    /// Height in metres of a vertex that has none, where the register keeps heights and the source is flat.
    #[serde(default)]
    pub flat_height: Option<f64>,
    /// Why more than the usual share of records is rejected; without it such an import stops.
    #[serde(default)]
    pub explain_rejected: Option<Text>,
    /// True: each column that is called like a field feeds it, without a line here.
    #[serde(default)]
    pub same_names: bool,
    /// Column to field, in any order.
    #[serde(default, rename = "field")]
    pub fields: Vec<Feed>,
}

/// Where one field gets its value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// The field of the register.
    pub to: Ident,
    /// The column of the file, or several of which the first with a value counts.
    #[serde(default)]
    pub from: Option<From>,
    /// Puts this between the values of several columns, instead of taking the first.
    #[serde(default)]
    pub join: Option<String>,
    /// A regular expression with one group; the value is the group, and empty where it does not match.
    #[serde(default)]
    pub extract: Option<String>,
    /// File value to register value; what is not listed passes unchanged.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// A template: `{}` stands for the value, as in `LAD-{}`.
    #[serde(default)]
    pub template: Option<String>,
    /// Value where the file has none.
    #[serde(default)]
    pub default: Option<String>,
    /// For a `ref`: the field of the other register that the value is found in.
    #[serde(default)]
    pub by: Option<Ident>,
    /// For a `records` field: the part that the value becomes, one record a `;`-separated piece.
    #[serde(default)]
    pub part: Option<Ident>,
    /// For a `records` field fed by a list of objects: part of the register to name in the objects.
    #[serde(default)]
    pub parts: BTreeMap<Ident, String>,
}

/// A reference still to be looked up by another field of its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// Position of the field in the register.
    pub field: usize,
    /// The field of the target register.
    pub by: Ident,
    /// Its value.
    pub value: String,
}

/// A record in the shape of its register.
#[derive(Debug)]
pub struct Mapped {
    /// Values and geometry; geometry still in the file's CRS.
    pub content: Content,
    /// References to resolve.
    pub lookups: Vec<Lookup>,
    /// Values that do not fit their type.
    pub reasons: Vec<Reason>,
}

/// A mapping bound to a register and to the columns of a file.
pub struct Mapper<'a> {
    catalog: &'a Catalog,
    register: &'a Register,
    geometry: Option<usize>,
    geometry_required: bool,
    flat_height: Option<f64>,
    when: Option<When<'a>>,
    feeds: Vec<Bound<'a>>,
}

struct Bound<'a> {
    field: usize,
    columns: Vec<usize>,
    extract: Option<Regex>,
    feed: Option<&'a Feed>,
}

impl Mapping {
    /// Mistakes of the mapping against the catalog, with their lines.
    #[must_use]
    pub fn mistakes(&self, catalog: &Catalog, source: &Source) -> Vec<Mistake> {
        let Some(register) = catalog.register(self.register.as_str()) else {
            let message = format!("the register `{}` does not exist", self.register);
            return vec![source.mistake(&["register"], message, "name a register of layers/")];
        };
        let known = |name: &&Ident| register.field(name.as_str()).is_none();
        let mut mistakes: Vec<Mistake> = self
            .key
            .iter()
            .chain(self.fields.iter().map(|feed| &feed.to))
            .filter(known)
            .map(|name| {
                let near = register
                    .fields
                    .iter()
                    .map(|field| field.name.as_str())
                    .min_by_key(|have| edit_distance(name.as_str(), have));
                source.mistake(
                    &[name.as_str()],
                    format!("`{}` has no field `{name}`", register.id),
                    format!("the nearest name is `{}`", near.unwrap_or_default()),
                )
            })
            .collect();
        for feed in &self.fields {
            mistakes.extend(feed.mistake(catalog, register, source));
        }
        if mistakes.is_empty() && !self.key_is_unique(register) {
            let message = format!("the key does not tell the features of `{}` apart", register.id);
            mistakes.push(source.mistake(
                &["key"],
                message,
                "name one `unique` field, or all fields of one `[[unique]]`",
            ));
        }
        mistakes
    }

    /// The columns it reads, each once; none, which asks for all, where columns feed the fields of their own names.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        if self.same_names {
            return Vec::new();
        }
        let places = [&self.x, &self.y].into_iter().flatten().map(String::as_str);
        let fed = self.fields.iter().flat_map(Feed::columns).map(String::as_str);
        let asked = self.when.iter().flat_map(|when| when.fields().into_iter().map(Name::as_str));
        let names: BTreeSet<&str> = places.chain(fed).chain(asked).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    fn key_is_unique(&self, register: &Register) -> bool {
        let same =
            |fields: &[Ident]| fields.len() == self.key.len() && fields.iter().all(|name| self.key.contains(name));
        let alone = |field: &Field| field.unique && self.key == [field.name.clone()];
        self.key.is_empty()
            || register.fields.iter().any(alone)
            || register.unique.iter().any(|unique| same(&unique.fields))
    }
}

impl Feed {
    /// The columns it reads.
    fn columns(&self) -> &[String] {
        self.from.as_ref().map_or(&[], From::names)
    }

    fn mistake(&self, catalog: &Catalog, register: &Register, source: &Source) -> Option<Mistake> {
        let name = self.to.as_str();
        let field = register.field(name)?;
        if !field.is_receivable() {
            return Some(source.mistake(
                &[name],
                format!("`{name}` is computed or issued by the system"),
                "leave it out",
            ));
        }
        if self.join.is_some() && self.columns().len() < 2 {
            return Some(source.mistake(
                &["join"],
                format!("`{name}` has nothing to join"),
                "list the columns, such as from = [\"street\", \"house\"]",
            ));
        }
        if let Some(Err(error)) = self.extract.as_deref().map(Regex::new) {
            return Some(source.mistake(
                &["extract"],
                format!("the pattern of `{name}` is not one: {error}"),
                "use the syntax of the regex crate",
            ));
        }
        let known = |part: &&Ident| field.of.iter().any(|have| have.name == **part);
        if let Some(part) = self.part.iter().chain(self.parts.keys()).find(|part| !known(part)) {
            return Some(source.mistake(
                &[name, "part"],
                format!("`{name}` has no part `{part}`"),
                "name a part of the field",
            ));
        }
        let others = self.extract.is_some() || self.template.is_some() || self.default.is_some() || self.by.is_some();
        if !self.parts.is_empty() && (others || self.part.is_some() || !self.values.is_empty()) {
            return Some(source.mistake(
                &[name, "parts"],
                format!("`parts` of `{name}` goes with `from` alone"),
                "leave the other keys out",
            ));
        }
        let target = field.to.as_ref().and_then(|to| catalog.register(to.as_str()));
        match (&self.by, target) {
            (Some(by), Some(target)) if target.field(by.as_str()).is_none() => Some(source.mistake(
                &[name, "by"],
                format!("`{}` has no field `{by}`", target.id),
                "name a unique field of the other register",
            )),
            (Some(_), None) => Some(source.mistake(&[name], format!("`{name}` is no ref"), "leave `by` out")),
            _ => None,
        }
    }
}

impl<'a> Mapper<'a> {
    /// Binds a mapping to the columns of a file.
    ///
    /// # Errors
    /// The columns that the mapping names and the file lacks.
    pub fn new(
        mapping: &'a Mapping,
        catalog: &'a Catalog,
        register: &'a Register,
        info: &SourceInfo,
        clock: Clock,
    ) -> Result<Self, Vec<String>> {
        let mut missing = Vec::new();
        let mut feeds: Vec<Bound> = Vec::new();
        for feed in &mapping.fields {
            let mut columns = Vec::new();
            for name in feed.columns() {
                match info.columns.iter().position(|have| have == name) {
                    Some(column) => columns.push(column),
                    None => missing.push(name.clone()),
                }
            }
            let Some(field) = position(register, feed.to.as_str()) else { continue };
            let extract = feed.extract.as_deref().and_then(|text| Regex::new(text).ok());
            feeds.push(Bound { field, columns, extract, feed: Some(feed) });
        }
        if mapping.same_names {
            for (column, name) in info.columns.iter().enumerate() {
                if let Some(field) = position(register, name)
                    && register.fields[field].is_receivable()
                    && !feeds.iter().any(|bound| bound.field == field)
                {
                    feeds.push(Bound { field, columns: vec![column], extract: None, feed: None });
                }
            }
        }
        let when = mapping.when.as_ref().map(|condition| When::new(condition, info, clock, &mut missing));
        if !missing.is_empty() {
            return Err(missing);
        }
        let geometry = match &mapping.geometry {
            Some(name) => register.geometries.iter().position(|have| have.name == *name),
            None => (!register.geometries.is_empty()).then_some(0),
        };
        let (geometry_required, flat_height) = (mapping.geometry_required, mapping.flat_height);
        Ok(Self { catalog, register, geometry, geometry_required, flat_height, when, feeds })
    }

    /// For each data column (fields, then geometries): whether the file feeds it. A column computed from what is fed
    /// counts as fed.
    #[must_use]
    pub fn fed(&self) -> Vec<bool> {
        let named = |name: &Ident| self.feeds.iter().any(|bound| self.register.fields[bound.field].name == *name);
        let placed = |name: &Ident| self.geometry.is_some_and(|at| self.register.geometries[at].name == *name);
        let field = |field: &Field| match &field.computed {
            None => named(&field.name),
            Some(Computed::Transliteration(from)) => named(from),
            Some(Computed::Area(from) | Computed::AreaHa(from) | Computed::Length(from)) => placed(from),
            Some(Computed::Within(_) | Computed::Crossing(_)) => self.geometry.is_some(),
        };
        let geometries = self.register.geometries.iter().map(|geometry| placed(&geometry.name));
        self.register.fields.iter().map(field).chain(geometries).collect()
    }

    /// Whether the mapping takes a record; one of which that is unknown is left out.
    #[must_use]
    pub fn takes(&self, record: &Record) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(record))
    }

    /// One record into the shape of the register.
    #[must_use]
    pub fn map(&self, record: Record) -> Mapped {
        let mut mapped = Mapped { content: Content::empty(self.register), lookups: Vec::new(), reasons: Vec::new() };
        for bound in &self.feeds {
            let join = bound.feed.and_then(|feed| feed.join.as_deref());
            let raw = from::value(&record, &bound.columns, join);
            match bound.value(self.catalog, &self.register.fields[bound.field], &raw) {
                Ok(Fed::Value(value)) => mapped.content.values[bound.field] = value,
                Ok(Fed::Lookup(by, value)) => mapped.lookups.push(Lookup { field: bound.field, by, value }),
                Err(reason) => mapped.reasons.push(reason),
            }
        }
        self.place(record, &mut mapped);
        mapped
    }

    fn place(&self, mut record: Record, mapped: &mut Mapped) {
        let Some(at) = self.geometry else { return };
        let declared = &self.register.geometries[at];
        let reason = |code: &str, uk: String, en: String| {
            Reason::at(declared.name.as_str(), code, crate::register::Severity::Error, Text::new(uk, en))
        };
        if let Some(fault) = record.geometry_fault {
            mapped.reasons.push(reason(
                "unreadable",
                format!("геометрію не прочитано: {fault}"),
                format!("the geometry cannot be read: {fault}"),
            ));
        } else if record.geometry.is_none() && self.geometry_required {
            mapped.reasons.push(reason("required", "немає геометрії".to_owned(), "there is no geometry".to_owned()));
        }
        if let (Some(height), Some(geometry)) = (self.flat_height.filter(|_| declared.z), &mut record.geometry)
            && !geometry.has_z
        {
            geometry.positions_mut().for_each(|position| position.z = height);
            geometry.has_z = true;
        }
        mapped.content.geometries[at] = record.geometry;
    }
}

fn position(register: &Register, name: &str) -> Option<usize> {
    register.fields.iter().position(|field| field.name.as_str() == name)
}

enum Fed {
    Value(Value),
    Lookup(Ident, String),
}

impl Bound<'_> {
    fn value(&self, catalog: &Catalog, field: &Field, raw: &RawValue) -> Result<Fed, Reason> {
        let Some(feed) = self.feed else { return cast::from_raw(catalog, field, raw).map(Fed::Value) };
        if !feed.parts.is_empty() {
            return parts::renamed(catalog, field, &feed.parts, raw).map(Fed::Value);
        }
        let plain = feed.values.is_empty() && feed.template.is_none() && feed.by.is_none() && feed.part.is_none();
        if plain && self.extract.is_none() && !is_blank(raw) {
            return cast::from_raw(catalog, field, raw).map(Fed::Value);
        }
        let text = self.text(feed, raw);
        let Some(text) = text else { return Ok(Fed::Value(Value::Null)) };
        if let Some(by) = &feed.by {
            return Ok(Fed::Lookup(by.clone(), text));
        }
        match &feed.part {
            Some(part) if field.kind == FieldType::Records => Ok(Fed::Value(parts::pieces(part, &text))),
            _ => cast::from_raw(catalog, field, &RawValue::Text(text)).map(Fed::Value),
        }
    }

    fn text(&self, feed: &Feed, raw: &RawValue) -> Option<String> {
        let text = spelling(raw);
        let text = match (&self.extract, text) {
            (Some(extract), Some(text)) => {
                extract.captures(&text).and_then(|found| found.get(1)).map(|group| group.as_str().trim().to_owned())
            }
            (_, text) => text,
        };
        let text = text.filter(|text| !text.is_empty()).map(|text| feed.values.get(&text).cloned().unwrap_or(text));
        match &feed.template {
            Some(template) => text.map(|text| template.replace("{}", &text)),
            None => text,
        }
        .or_else(|| feed.default.clone())
    }
}

fn is_blank(raw: &RawValue) -> bool {
    match raw {
        RawValue::Null => true,
        RawValue::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// The value as a person would write it: whole numbers without a fraction.
fn spelling(raw: &RawValue) -> Option<String> {
    match raw {
        RawValue::Null => None,
        RawValue::Bool(value) => Some(value.to_string()),
        RawValue::Int(value) => Some(value.to_string()),
        RawValue::Float(value) => Some(value.to_string()),
        RawValue::Text(text) | RawValue::Json(text) => Some(text.trim().to_owned()),
    }
}
