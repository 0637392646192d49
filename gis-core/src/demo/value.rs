//! Recipes of values: a constant, one of a list, a number of a range, a text with placeholders, a reference.

use super::chance::Chance;
use super::hint::{Fill, is_sampled};
use super::sample;
use super::skeleton::{Part, Skeleton};
use super::spot::Spot;
use super::world::{self, Made, World};
use crate::catalog::Catalog;
use crate::register::{Field, FieldType, Register, Role};
use crate::text::Ident;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// How a field gets its value.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Json")]
pub enum Recipe {
    /// The same for all.
    Constant(Json),
    /// Made anew for each.
    Made(Box<Kind>),
}

/// The kinds of recipes; a table with one of these keys.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// One of the values; repeat a value to have it more often.
    List(Vec<Json>),
    /// A number, both ends included.
    Range([f64; 2]),
    /// A day, both ends included.
    Dates([NaiveDate; 2]),
    /// A text: `#` is a digit, `{n}` or `{n:5}` the number in the fill, `{hex:64}` hexadecimal digits; any other name in braces is
    /// a fact of the skeleton.
    Text(String),
    /// The id of a feature of another register.
    Pick {
        /// The register.
        from: Ident,
        /// Values it must have.
        #[serde(default)]
        when: BTreeMap<String, Json>,
    },
    /// The id of the feature that this part of the skeleton feeds: the one this feature stands on.
    Part(Part),
    /// What the skeleton says of the place, by name.
    Fact(String),
    /// By the value of another field of this feature; `@tag` is the kind of its shape, `@` and a name a fact.
    Map {
        /// The field.
        of: String,
        /// Recipe by value; what is not listed has none.
        to: BTreeMap<String, Recipe>,
    },
    /// A number from a number of this feature.
    Scale {
        /// The field.
        of: String,
        /// Factor.
        by: f64,
        /// Added after.
        plus: f64,
    },
    /// Only for a share of the features.
    Sometimes {
        /// 0 to 1.
        chance: f64,
        /// The recipe then.
        then: Recipe,
    },
}

impl TryFrom<Json> for Recipe {
    type Error = serde_json::Error;

    fn try_from(json: Json) -> Result<Self, Self::Error> {
        if json.is_object() {
            serde_json::from_value(json).map(|kind| Self::Made(Box::new(kind)))
        } else {
            Ok(Self::Constant(json))
        }
    }
}

impl Recipe {
    /// The registers whose features it may refer to, for a field.
    pub fn needs<'a>(&'a self, field: &'a Field) -> Vec<&'a Ident> {
        let parts = self.leaves().into_iter().any(|kind| matches!(kind, Kind::Part(_)));
        self.picks().into_iter().chain(field.to.as_ref().filter(|_| parts)).collect()
    }

    /// The registers that it picks from.
    pub fn picks(&self) -> Vec<&Ident> {
        let leaves = self.leaves().into_iter();
        leaves.filter_map(|kind| if let Kind::Pick { from, .. } = kind { Some(from) } else { None }).collect()
    }

    /// The recipes in it that have none inside.
    fn leaves(&self) -> Vec<&Kind> {
        let Self::Made(kind) = self else { return Vec::new() };
        match kind.as_ref() {
            Kind::Map { to, .. } => to.values().flat_map(Self::leaves).collect(),
            Kind::Sometimes { then, .. } => then.leaves(),
            leaf => vec![leaf],
        }
    }
}

/// Makes the features of one fill.
pub struct Maker<'a> {
    /// For code lists.
    pub catalog: &'a Catalog,
    /// The register that is filled.
    pub register: &'a Register,
    /// The fill.
    pub fill: &'a Fill,
    /// What was made before.
    pub world: &'a World,
    /// What it stands on.
    pub skeleton: &'a Skeleton,
}

/// What a recipe may look at.
struct Scene<'a> {
    index: usize,
    spot: &'a Spot,
    values: &'a Map<String, Json>,
}

impl Maker<'_> {
    /// True when a field gets a value, of some features at least.
    pub fn gives(&self, field: &Field) -> bool {
        field.is_receivable() && (self.fill.mentions(field) || field.role == Some(Role::ExchangeId))
    }

    /// The feature at a place.
    pub fn make(&self, index: usize, spot: &Spot) -> Made {
        let name = world::name(&self.register.id, &self.fill.name, spot, index);
        let mut values = self.fill.rows.get(index).cloned().unwrap_or_default();
        let id = world::id(&name);
        if let Some(field) = self.register.role(Role::ExchangeId) {
            values.insert(field.name.to_string(), json!(id));
        }
        // Fields in declared order, so that a recipe may look at those before it.
        for field in self.register.fields.iter().filter(|field| self.gives(field)) {
            if values.contains_key(field.name.as_str()) {
                continue;
            }
            let mut chance = Chance::named(&format!("{name}/{}", field.name));
            let scene = Scene { index, spot, values: &values };
            let value = match self.fill.values.get(&field.name) {
                Some(recipe) => self.value(field, recipe, &scene, &mut chance),
                None if is_sampled(field) => sample::of(self.catalog, field, &values, self.world, &mut chance),
                None => Json::Null,
            };
            if !value.is_null() {
                values.insert(field.name.to_string(), value);
            }
        }
        Made { id, values }
    }

    fn value(&self, field: &Field, recipe: &Recipe, scene: &Scene, chance: &mut Chance) -> Json {
        let kind = match recipe {
            Recipe::Constant(value) => return value.clone(),
            Recipe::Made(kind) => kind.as_ref(),
        };
        match kind {
            Kind::List(values) => chance.pick(values).cloned().unwrap_or_default(),
            Kind::Range([low, high]) => number(field, *low, *high, chance),
            Kind::Dates([from, to]) => sample::day(*from, *to, chance),
            Kind::Text(pattern) => scene.filled(pattern, chance),
            Kind::Pick { from, when } => self.pick(from, when, chance),
            Kind::Part(part) => {
                let shape = scene.spot.part(*part).map(|at| (*part, at));
                let fed = field.to.as_ref().zip(shape).and_then(|(to, shape)| self.world.fed(to, shape, self.skeleton));
                fed.map_or(Json::Null, |id| json!(id))
            }
            Kind::Fact(name) => match scene.spot.fact(name) {
                Some(Json::Number(number)) if field.kind != FieldType::Text => {
                    number.as_f64().map_or(Json::Null, |number| rounded(field, number))
                }
                Some(fact) => fact.clone(),
                None => Json::Null,
            },
            Kind::Map { of, to } => match scene.text(of).and_then(|key| to.get(&key)) {
                Some(recipe) => self.value(field, recipe, scene, chance),
                None => Json::Null,
            },
            Kind::Scale { of, by, plus } => {
                let number = scene.values.get(of).and_then(Json::as_f64);
                number.map_or(Json::Null, |number| rounded(field, number * by + plus))
            }
            Kind::Sometimes { chance: share, then } if chance.unit() < *share => self.value(field, then, scene, chance),
            Kind::Sometimes { .. } => Json::Null,
        }
    }

    fn pick(&self, from: &Ident, when: &BTreeMap<String, Json>, chance: &mut Chance) -> Json {
        let fits = |made: &&Made| when.iter().all(|(name, value)| made.values.get(name) == Some(value));
        let candidates: Vec<&Made> = self.world.of(from).iter().filter(fits).collect();
        chance.pick(&candidates).map_or(Json::Null, |made| json!(made.id))
    }
}

impl Scene<'_> {
    /// What a `map` looks at.
    fn text(&self, of: &str) -> Option<String> {
        let found = match of.strip_prefix('@') {
            Some("tag") => return self.spot.tag.clone(),
            Some(fact) => self.spot.fact(fact),
            None => self.values.get(of),
        };
        match found? {
            Json::Null => None,
            Json::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// A pattern with its placeholders filled in.
    fn filled(&self, pattern: &str, chance: &mut Chance) -> Json {
        let mut text = String::new();
        let mut rest = pattern;
        while let Some(at) = rest.find(['#', '{']) {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some(end) = rest.find('}').filter(|_| rest.starts_with('{')) else {
                text.push_str(&chance.digits(1));
                rest = &rest[1..];
                continue;
            };
            let (name, width) = rest[1..end].split_once(':').unwrap_or((&rest[1..end], "0"));
            text.push_str(&self.placeholder(name, width.parse().unwrap_or(0), chance));
            rest = &rest[end + 1..];
        }
        text.push_str(rest);
        if text.is_empty() { Json::Null } else { Json::String(text) }
    }

    fn placeholder(&self, name: &str, width: usize, chance: &mut Chance) -> String {
        let digit = |chance: &mut Chance| char::from_digit(u32::try_from(chance.index(16)).unwrap_or(0), 16);
        match name {
            "n" => format!("{:0width$}", self.index + 1),
            "hex" => (0..width).filter_map(|_| digit(chance)).collect(),
            fact => match self.spot.fact(fact) {
                Some(Json::String(text)) => text.clone(),
                Some(Json::Number(number)) => format!("{:0>width$}", number.to_string()),
                _ => String::new(),
            },
        }
    }
}

fn number(field: &Field, low: f64, high: f64, chance: &mut Chance) -> Json {
    match field.kind {
        FieldType::Int => rounded(field, chance.between([low - 0.5, high + 0.5]).clamp(low, high)),
        _ => rounded(field, chance.between([low, high])),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "hints hold numbers of everyday size")]
fn rounded(field: &Field, number: f64) -> Json {
    match field.kind {
        FieldType::Int => json!(number.round() as i64),
        _ => json!(crate::cast::round(number, field.decimals())),
    }
}
