//! Hint files: `layers/<module>/<register>.demo.toml`.

use super::place::Place;
use super::skeleton::Plan;
use super::value::Recipe;
use crate::catalog::Catalog;
use crate::load::{self, Mistake, Source};
use crate::register::{Computed, Field, Register, Required};
use crate::text::Ident;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Most features of one fill.
pub const MAX_COUNT: usize = 200_000;

/// Why the demonstration data cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A hint file cannot be read.
    #[error("{0}")]
    Hint(Mistake),
    /// A hint names a register or a field that does not exist.
    #[error("the demo hints of {place} name `{name}`, which does not exist")]
    Unknown {
        /// Register or fill.
        place: String,
        /// What was named.
        name: String,
    },
    /// Hints stand on each other in a circle.
    #[error("the demo hints of {0} need each other; let one of them refer to nothing")]
    Circle(String),
}

/// Everything the demonstration city is made from.
#[derive(Debug)]
pub struct Recipes {
    /// The skeleton.
    pub plan: Plan,
    /// The registers.
    pub hints: Vec<Hints>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    crs: i32,
    fill: Vec<Fill>,
}

/// The hints of one register.
#[derive(Debug, Clone)]
pub struct Hints {
    /// The register.
    pub register: Ident,
    /// EPSG code of all coordinates; a metric CRS.
    pub crs: i32,
    /// What is made, in order.
    pub fills: Vec<Fill>,
    /// Registers that references lead to: they are filled before.
    pub needs: Vec<Ident>,
    /// Registers that computed fields look at: they are filled before, where no circle forbids it.
    pub looks_at: Vec<Ident>,
}

/// Features of one make.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fill {
    /// Name; another name gives other random numbers.
    pub name: String,
    /// The geometry that `place` makes; the primary one when absent.
    #[serde(default)]
    pub geometry: Option<Ident>,
    /// How many at most; as many as there are places or rows when absent.
    #[serde(default)]
    pub count: Option<usize>,
    /// Where they are; nowhere when absent.
    #[serde(default)]
    pub place: Option<Place>,
    /// How fields get their values.
    #[serde(default)]
    pub values: BTreeMap<Ident, Recipe>,
    /// Values of the first, second … feature, before `values`.
    #[serde(default)]
    pub rows: Vec<Map<String, Json>>,
}

impl Fill {
    /// True when a field gets a value here.
    #[must_use]
    pub fn mentions(&self, field: &Field) -> bool {
        let named =
            self.values.contains_key(&field.name) || self.rows.iter().any(|row| row.contains_key(field.name.as_str()));
        named || is_sampled(field)
    }

    /// The registers that its references lead to.
    fn needs<'a>(&'a self, register: &'a Register) -> impl Iterator<Item = &'a Ident> {
        let fields = self.values.iter().filter_map(|(name, recipe)| Some((register.field(name.as_str())?, recipe)));
        fields.flat_map(|(field, recipe)| recipe.needs(field))
    }
}

/// True when a field has to be filled also where no hint speaks of it: it is required and nobody else gives it a value.
pub fn is_sampled(field: &Field) -> bool {
    field.required != Required::Never && field.role.is_none() && field.default.is_none()
}

/// Reads the plan of the city and the hint files of all registers that have one.
///
/// # Errors
/// The first mistake, with file and line.
pub fn load(folder: &Path, catalog: &Catalog) -> Result<Recipes, DemoError> {
    let (plan, _) = load::parse::<Plan>(&folder.join("city.demo.toml")).map_err(DemoError::Hint)?;
    let mut hints = Vec::new();
    for register in catalog.registers.values() {
        let module = catalog.module_of(register).map_or("", |module| module.id.as_str());
        let file = folder.join(module).join(format!("{}.demo.toml", register.id));
        if file.is_file() {
            hints.push(read(&file, register, catalog)?);
        }
    }
    Ok(Recipes { plan, hints })
}

fn read(file: &Path, register: &Register, catalog: &Catalog) -> Result<Hints, DemoError> {
    let (read, source) = load::parse::<File>(file).map_err(DemoError::Hint)?;
    for fill in &read.fill {
        check(fill, register, catalog, &source)?;
    }
    let looks_at = register.fields.iter().filter_map(looks_at).collect();
    let needs = read.fill.iter().flat_map(|fill| fill.needs(register).cloned()).collect();
    Ok(Hints { register: register.id.clone(), crs: read.crs, fills: read.fill, needs, looks_at })
}

/// The registers of which any feature may be referred to.
pub fn picked<'a>(catalog: &'a Catalog, hints: &[&'a Hints]) -> BTreeSet<&'a Ident> {
    let recipes = hints.iter().flat_map(|hints| &hints.fills).flat_map(|fill| fill.values.values());
    let sampled = hints.iter().filter_map(|hints| catalog.register(hints.register.as_str()));
    let sampled = sampled.flat_map(|register| &register.fields).filter(|field| is_sampled(field));
    recipes.flat_map(Recipe::picks).chain(sampled.filter_map(|field| field.to.as_ref())).collect()
}

/// The register whose features a computed field finds around its own.
fn looks_at(field: &Field) -> Option<Ident> {
    match &field.computed {
        Some(Computed::Within(neighbour) | Computed::Crossing(neighbour)) => Some(neighbour.register.clone()),
        _ => None,
    }
}

/// Refuses names of fields and registers that do not exist.
fn check(fill: &Fill, register: &Register, catalog: &Catalog, source: &Source) -> Result<(), DemoError> {
    let rows = fill.rows.iter().flat_map(|row| row.keys().map(String::as_str));
    let mut fields = fill.values.keys().map(Ident::as_str).chain(rows);
    if let Some(name) = fields.find(|name| !register.field(name).is_some_and(Field::is_receivable)) {
        let message = format!("`{name}` is not a field of `{}` that can be given", register.id);
        return Err(DemoError::Hint(source.mistake(
            &[name],
            message,
            "name a field that is neither computed nor issued",
        )));
    }
    match fill.needs(register).find(|need| catalog.register(need.as_str()).is_none()) {
        Some(need) => {
            let message = format!("the register `{need}` does not exist");
            Err(DemoError::Hint(source.mistake(&[need.as_str()], message, "name a register of layers/")))
        }
        None => Ok(()),
    }
}

/// The hints in an order in which each stands after those it needs.
pub fn in_order(hints: &[Hints]) -> Result<Vec<&Hints>, DemoError> {
    let mut waiting: Vec<&Hints> = hints.iter().collect();
    let mut ordered: Vec<&Hints> = Vec::new();
    while !waiting.is_empty() {
        let names: BTreeSet<&Ident> = waiting.iter().map(|hints| &hints.register).collect();
        let filled = |hints: &Hints, need: &Ident| *need == hints.register || !names.contains(need);
        let can = |hints: &&Hints| hints.needs.iter().all(|need| filled(hints, need));
        let should = |hints: &&Hints| can(hints) && hints.looks_at.iter().all(|need| filled(hints, need));
        let Some(next) = waiting.iter().position(should).or_else(|| waiting.iter().position(can)) else {
            let names: Vec<&str> = waiting.iter().map(|hints| hints.register.as_str()).collect();
            return Err(DemoError::Circle(names.join(", ")));
        };
        ordered.push(waiting.remove(next));
    }
    Ok(ordered)
}
