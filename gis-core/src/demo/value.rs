//! Recipes of values: a constant, one of a list, a number of a range, a text with placeholders, a reference.

use super::chance::Chance;
use super::hint::{DemoError, Fill, is_sampled};
use super::plane::{self, Xy};
use super::sample;
use super::world::{Made, Spot, World};
use crate::catalog::Catalog;
use crate::geometry::{Geometry, Shape};
use crate::register::{Field, FieldType, Register, Role};
use crate::text::Ident;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use uuid::Uuid;

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
    /// A text: `#` is a digit, `{n}` or `{n:5}` the number in the fill, `{hex:64}` hexadecimal digits, `{ordinal}` the number along
    /// the line, such as a house number.
    Text(String),
    /// The id of a feature of another register.
    Pick {
        /// The register.
        from: Ident,
        /// Values it must have.
        #[serde(default)]
        when: BTreeMap<String, Json>,
    },
    /// The id of the feature of that register that this one stands on, at any remove.
    Ancestor(Ident),
    /// By the value of another field of this feature; `@tag` is the shape chosen for it.
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
    /// The id of the point of another register at the first or last vertex of this line.
    Nearest {
        /// The register.
        of: Ident,
        /// True: the last vertex.
        last: bool,
        /// How near, metres.
        within: f64,
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
    /// The registers it has to find filled.
    pub fn needs(&self) -> Vec<&Ident> {
        let Self::Made(kind) = self else { return Vec::new() };
        match kind.as_ref() {
            Kind::Pick { from, .. } => vec![from],
            Kind::Ancestor(register) | Kind::Nearest { of: register, .. } => vec![register],
            Kind::Map { to, .. } => to.values().flat_map(Self::needs).collect(),
            Kind::Sometimes { then, .. } => then.needs(),
            _ => Vec::new(),
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
}

/// What a recipe may look at.
struct Scene<'a> {
    index: usize,
    spot: &'a Spot,
    values: &'a Map<String, Json>,
}

impl Maker<'_> {
    /// The feature at a place.
    pub fn make(&self, index: usize, spot: Spot) -> Result<Made, DemoError> {
        let name = format!("{}/{}/{index}", self.register.id, self.fill.name);
        let mut values = self.fill.rows.get(index).cloned().unwrap_or_default();
        let id = Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes());
        if let Some(field) = self.register.role(Role::ExchangeId) {
            values.insert(field.name.to_string(), json!(id));
        }
        // Fields in declared order, so that a recipe may look at those before it.
        for field in self.register.fields.iter().filter(|field| field.is_receivable()) {
            if values.contains_key(field.name.as_str()) {
                continue;
            }
            let mut chance = Chance::named(&format!("{name}/{}", field.name));
            let scene = Scene { index, spot: &spot, values: &values };
            let value = match self.fill.values.get(&field.name) {
                Some(recipe) => self.value(field, recipe, &scene, &mut chance),
                None if is_sampled(field) => sample::of(self.catalog, field, &values, self.world, &mut chance),
                None => Json::Null,
            };
            if !value.is_null() {
                values.insert(field.name.to_string(), value);
            }
        }
        Ok(Made { id, values, geometry: spot.geometry, parent: spot.parent, ordinal: spot.ordinal })
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
            Kind::Text(pattern) => self.text(pattern, scene, chance),
            Kind::Pick { from, when } => self.pick(from, when, chance),
            Kind::Ancestor(register) => {
                let link = self.world.ancestors(scene.spot.parent.as_ref()).find(|link| link.register == *register);
                link.and_then(|link| self.world.at(link)).map_or(Json::Null, |made| json!(made.id))
            }
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
            Kind::Nearest { of, last, within } => self.nearest(of, *last, *within, scene),
        }
    }

    fn pick(&self, from: &Ident, when: &BTreeMap<String, Json>, chance: &mut Chance) -> Json {
        let fits = |made: &&Made| when.iter().all(|(name, value)| made.values.get(name) == Some(value));
        let candidates: Vec<&Made> = self.world.of(from).iter().filter(fits).collect();
        chance.pick(&candidates).map_or(Json::Null, |made| json!(made.id))
    }

    fn nearest(&self, of: &Ident, last: bool, within: f64, scene: &Scene) -> Json {
        let Some(end) = end(scene.spot.geometry.as_ref(), last) else { return Json::Null };
        let away = |made: &Made| {
            let point = made.geometry.as_ref().and_then(|geometry| geometry.positions().next())?;
            Some(plane::distance(plane::xy(point), end)).filter(|distance| *distance <= within)
        };
        let found = self.world.of(of).iter().filter_map(|made| away(made).map(|distance| (made, distance)));
        found.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(Json::Null, |(made, _)| json!(made.id))
    }

    fn text(&self, pattern: &str, scene: &Scene, chance: &mut Chance) -> Json {
        let ancestors = self.world.ancestors(scene.spot.parent.as_ref());
        let ordinal = scene.spot.ordinal.or_else(|| ancestors.filter_map(|link| self.world.at(link)?.ordinal).next());
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
            let width = width.parse().unwrap_or(0);
            match name {
                "n" => text.push_str(&format!("{:0width$}", scene.index + 1)),
                "ordinal" => text.push_str(&ordinal.map_or_else(String::new, |number| number.to_string())),
                "hex" => {
                    text.extend((0..width).filter_map(|_| char::from_digit(u32::try_from(chance.index(16)).ok()?, 16)))
                }
                _ => {}
            }
            rest = &rest[end + 1..];
        }
        text.push_str(rest);
        if text.is_empty() { Json::Null } else { Json::String(text) }
    }
}

impl Scene<'_> {
    fn text(&self, of: &str) -> Option<String> {
        match of {
            "@tag" => self.spot.tag.clone(),
            field => match self.values.get(field)? {
                Json::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
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

fn end(geometry: Option<&Geometry>, last: bool) -> Option<Xy> {
    let Shape::Lines(lines) = &geometry?.shape else { return None };
    let end = if last { lines.last()?.last()? } else { lines.first()?.first()? };
    Some(plane::xy(end))
}
