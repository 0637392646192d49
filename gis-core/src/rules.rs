//! The rules of a register, the same for every way in: edits, deliveries, imports, specs.

mod fields;
mod place;

use crate::catalog::Catalog;
use crate::city::City;
use crate::expr::Clock;
use crate::feature::{Content, Row};
use crate::geometry::Geometry;
use crate::reason::Reason;
use crate::register::{Computed, Field, FieldType, Register, Role, Severity, Visibility};
use crate::text::Text;
use crate::value::Value;
use crate::{cast, measure, translit, validity};
use chrono::NaiveDate;
use regex::Regex;

/// Storage grid, metres.
pub const GRID_M: f64 = 0.001;
/// Longest text of a field that declares no `max_length`, characters.
pub const MAX_TEXT: usize = 10_000;

/// A register's rules, compiled once.
pub struct Rulebook<'a> {
    catalog: &'a Catalog,
    register: &'a Register,
    city: &'a City,
    clock: Clock,
    patterns: Vec<Option<Regex>>,
    defaults: Vec<Value>,
}

/// What the rules say of a feature.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// Everything that is wrong, errors and warnings.
    pub reasons: Vec<Reason>,
    /// Fields that registration still needs.
    pub incomplete: Vec<String>,
}

impl Verdict {
    /// True when nothing forbids to store the feature.
    #[must_use]
    pub fn accepted(&self) -> bool {
        self.reasons.iter().all(|reason| reason.severity == Severity::Warning)
    }
}

impl<'a> Rulebook<'a> {
    /// Compiles the rules of a register for a city and a day.
    #[must_use]
    pub fn new(catalog: &'a Catalog, register: &'a Register, city: &'a City, clock: Clock) -> Self {
        let compile = |field: &Field| field.pattern.as_ref().and_then(|text| Regex::new(&format!("^(?:{text})$")).ok());
        Self {
            catalog,
            register,
            city,
            clock,
            patterns: register.fields.iter().map(compile).collect(),
            defaults: register.fields.iter().map(|field| default(catalog, register, field, city, clock)).collect(),
        }
    }

    /// The register.
    #[must_use]
    pub const fn register(&self) -> &'a Register {
        self.register
    }

    /// Normalises texts, snaps geometry to the grid, fills defaults and what is computed from the feature alone.
    pub fn complete(&self, content: &mut Content) {
        for geometry in content.geometries.iter_mut().flatten() {
            geometry.snap(GRID_M);
            validity::orient(geometry);
        }
        for (at, field) in self.register.fields.iter().enumerate() {
            if let Value::Text(text) = &mut content.values[at]
                && field.kind == FieldType::Text
            {
                normalise(text);
            }
            if content.values[at].is_null() {
                content.values[at] = self.defaults[at].clone();
            }
        }
        for (at, field) in self.register.fields.iter().enumerate() {
            if let Some(value) = self.compute(field, content) {
                content.values[at] = value;
            }
        }
    }

    fn compute(&self, field: &Field, content: &Content) -> Option<Value> {
        let measured = |name, measure: fn(&Geometry, i32) -> f64| {
            let geometry = self.geometry(content, name)?;
            Some(Value::Decimal(cast::round(measure(geometry, self.city.storage_epsg), field.decimals())))
        };
        match field.computed.as_ref()? {
            Computed::Area(name) => Some(measured(name, measure::area_m2).unwrap_or_default()),
            Computed::AreaHa(name) => {
                Some(measured(name, |g, epsg| measure::area_m2(g, epsg) / 10_000.0).unwrap_or_default())
            }
            Computed::Length(name) => Some(measured(name, measure::length_m).unwrap_or_default()),
            Computed::Transliteration(from) => match content.get(self.register, from.as_str()) {
                Value::Text(text) => Some(Value::Text(translit::to_latin(text))),
                _ => Some(Value::Null),
            },
            Computed::Within(_) | Computed::Crossing(_) => None,
        }
    }

    fn geometry<'c>(&self, content: &'c Content, name: &crate::text::Ident) -> Option<&'c Geometry> {
        let at = self.register.geometries.iter().position(|have| have.name == *name)?;
        content.geometries[at].as_ref()
    }

    /// Everything the rules say of a completed feature.
    #[must_use]
    pub fn judge(&self, content: &Content) -> Verdict {
        let mut judging = Judging { book: self, content, verdict: Verdict::default() };
        for at in 0..self.register.fields.len() {
            judging.field(at);
        }
        for (geometry, declared) in content.geometries.iter().zip(&self.register.geometries) {
            judging.geometry(declared, geometry.as_ref());
        }
        let row = Row { register: self.register, content };
        for rule in &self.register.rules {
            if rule.check.holds(&row, self.clock) == Some(false) {
                judging.say(Reason::at("", rule.id.as_str(), rule.severity, rule.text.clone()));
            }
        }
        judging.dates();
        judging.verdict
    }
}

/// One content on its way through the rules.
struct Judging<'b, 'a> {
    book: &'b Rulebook<'a>,
    content: &'b Content,
    verdict: Verdict,
}

impl Judging<'_, '_> {
    fn say(&mut self, reason: Reason) {
        self.verdict.reasons.push(reason);
    }

    fn day(&self, role: Role) -> Option<NaiveDate> {
        let register = self.book.register;
        match register.role(role).map(|field| self.content.get(register, field.name.as_str())) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        }
    }

    /// `date_order`: from ≤ to, neither later than fifty years from now; and what is not true yet is not stored yet.
    fn dates(&mut self) {
        let (from, to) = (self.day(Role::ValidFrom), self.day(Role::ValidTo));
        let today = self.book.clock.today;
        let mut wrong = |code: &str, uk: &str, en: &str| {
            self.verdict.reasons.push(Reason::at("", code, Severity::Error, Text::new(uk, en)));
        };
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            wrong("date_order", "«Чинний з» пізніше за «Чинний до»", "“Valid from” is after “Valid to”");
        }
        let horizon = today.checked_add_months(chrono::Months::new(600)).unwrap_or(NaiveDate::MAX);
        if to.is_some_and(|day| day > horizon) {
            wrong("date_order", "дата пізніша за 50 років від сьогодні", "a date is more than 50 years ahead");
        }
        if from.is_some_and(|day| day > today) {
            wrong(
                "not_yet",
                "«Чинний з» у майбутньому: реєстр містить те, що чинне зараз; подайте зміну в той день",
                "“Valid from” is in the future: the register holds what is true now; send the change on that day",
            );
        }
    }
}

fn default(catalog: &Catalog, register: &Register, field: &Field, city: &City, clock: Clock) -> Value {
    if let Some(declared) = &field.default {
        let json = serde_json::to_value(declared).unwrap_or_default();
        return cast::from_json(catalog, field, &json).unwrap_or_default();
    }
    match field.role {
        Some(Role::Territory) => Value::Text(city.territory.clone()),
        Some(Role::SourceCrs) => Value::Int(i64::from(city.storage_epsg)),
        Some(Role::ValidFrom) => Value::Date(clock.today),
        Some(Role::Access) => Value::Text(
            match register.visibility {
                Visibility::Public => "public",
                Visibility::Official => "official",
                Visibility::Confidential => "confidential",
            }
            .to_owned(),
        ),
        _ => Value::Null,
    }
}

/// One spelling for what people type in many: spaces collapsed, apostrophes as U+02BC inside Ukrainian words.
fn normalise(text: &mut String) {
    let clean = !text.contains("  ")
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains(['\'', '’', '`', '‘', '´']);
    if clean {
        return;
    }
    let collapsed = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let chars: Vec<char> = collapsed.chars().collect();
    let cyrillic = |at: Option<&char>| at.is_some_and(|c| ('\u{400}'..='\u{4ff}').contains(c));
    *text = chars
        .iter()
        .enumerate()
        .map(|(at, c)| {
            let between = at > 0 && cyrillic(chars.get(at - 1)) && cyrillic(chars.get(at + 1));
            if between && matches!(c, '\'' | '’' | '`' | '‘' | '´') { '\u{2bc}' } else { *c }
        })
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apostrophes_inside_ukrainian_words_become_one_letter() {
        for spelling in ["Подвір'я", "Подвір’я", " Подвір`я "] {
            let mut text = spelling.to_owned();
            normalise(&mut text);
            assert_eq!(text, "Подвірʼя");
        }
        let mut foreign = "O'Neil".to_owned();
        normalise(&mut foreign);
        assert_eq!(foreign, "O'Neil");
    }
}
