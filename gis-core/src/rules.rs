//! The rules of a register, the same for every way in: edits, deliveries, imports, specs.

use crate::catalog::Catalog;
use crate::city::{City, OUTSIDE_MARGIN_M};
use crate::expr::Clock;
use crate::feature::{Content, Row};
use crate::geometry::{Geometry, Shape};
use crate::reason::Reason;
use crate::register::{Computed, Field, FieldType, GeometryField, GeometryRule, GeometryType, Register, Required, Role, Severity};
use crate::text::Text;
use crate::translit;
use crate::validity;
use crate::value::Value;
use crate::{cast, crs, measure};
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
            Computed::AreaHa(name) => Some(measured(name, |g, epsg| measure::area_m2(g, epsg) / 10_000.0).unwrap_or_default()),
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
        let mut verdict = Verdict::default();
        for (at, field) in self.register.fields.iter().enumerate() {
            self.judge_field(at, field, &content.values[at], content, &mut verdict);
        }
        for (geometry, declared) in content.geometries.iter().zip(&self.register.geometries) {
            self.judge_geometry(declared, geometry.as_ref(), &mut verdict);
        }
        let row = Row { register: self.register, content };
        for rule in &self.register.rules {
            if rule.check.holds(&row, self.clock) == Some(false) {
                verdict.reasons.push(Reason::at("", rule.id.as_str(), rule.severity, rule.text.clone()));
            }
        }
        self.judge_dates(content, &mut verdict);
        verdict
    }

    fn judge_field(&self, at: usize, field: &Field, value: &Value, content: &Content, verdict: &mut Verdict) {
        match value {
            Value::Null => missing(field, verdict),
            Value::List(values) => values.iter().for_each(|one| self.judge_one(at, field, one, content, verdict)),
            one => self.judge_one(at, field, one, content, verdict),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers of registers are within 2^53")]
    fn judge_one(&self, at: usize, field: &Field, value: &Value, content: &Content, verdict: &mut Verdict) {
        match value {
            Value::Text(text) => self.judge_text(at, field, text, content, verdict),
            Value::Int(number) if field.kind != FieldType::Ref => judge_number(field, *number as f64, verdict),
            Value::Decimal(number) => judge_number(field, *number, verdict),
            _ => {}
        }
    }

    fn judge_text(&self, at: usize, field: &Field, text: &str, content: &Content, verdict: &mut Verdict) {
        let longest = field.max_length.unwrap_or(MAX_TEXT);
        if text.chars().count() > longest {
            verdict.reasons.push(
                Reason::of(field, "max_length", format!("довше за {longest} символів"), format!("longer than {longest} characters")).with(text),
            );
        }
        if self.patterns[at].as_ref().is_some_and(|pattern| !pattern.is_match(text)) {
            let shape = field.pattern.as_deref().unwrap_or_default();
            verdict.reasons.push(
                Reason::of(field, "pattern", format!("не відповідає зразку {shape}"), format!("does not match the pattern {shape}")).with(text),
            );
        }
        if let Some(primitive) = field.rule.filter(|primitive| !primitive.accepts(text)) {
            let code = serde_json::to_value(primitive).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default();
            let example = primitive.example();
            verdict.reasons.push(
                Reason::of(field, &code, format!("записано хибно; приклад: {example}"), format!("is not well formed; example: {example}"))
                    .with(text)
                    .as_severity(primitive.severity()),
            );
        }
        if field.kind == FieldType::Url && !crate::primitive::Primitive::HttpsUrl.accepts(text) {
            verdict.reasons.push(Reason::of(field, "https_url", "потрібна адреса https://…", "an https:// address is needed").with(text));
        }
        self.judge_parent(field, text, content, verdict);
    }

    /// A code that belongs to another code only goes with that one, such as a subtype with its kind.
    fn judge_parent(&self, field: &Field, code: &str, content: &Content, verdict: &mut Verdict) {
        let (Some(parent), Some(list)) = (&field.parent, &field.codes) else { return };
        let belongs = self.catalog.code(list, code).and_then(|item| item.parent.as_deref());
        if let (Some(belongs), Value::Text(have)) = (belongs, content.get(self.register, parent.as_str()))
            && belongs != have
        {
            verdict.reasons.push(
                Reason::of(field, "parent", format!("код належить до «{belongs}», а не до «{have}»"), format!("the code belongs to “{belongs}”, not to “{have}”"))
                    .with(code),
            );
        }
    }

    fn judge_geometry(&self, declared: &GeometryField, geometry: Option<&Geometry>, verdict: &mut Verdict) {
        let Some(geometry) = geometry else {
            match declared.required {
                Required::Always => verdict.reasons.push(geometry_reason(declared, "required", "геометрія обов'язкова", "a geometry is required")),
                Required::Registration => verdict.incomplete.push(declared.name.to_string()),
                Required::Never => {}
            }
            return;
        };
        if !fits(declared.kind, geometry) {
            let kind = declared.kind.name();
            verdict.reasons.push(geometry_reason(declared, "wrong_type", &format!("очікується {kind}"), &format!("{kind} is expected")));
            return;
        }
        for rule in &declared.rules {
            match rule {
                GeometryRule::Valid => {
                    for fault in validity::faults(geometry) {
                        let place = fault.at.map_or(String::new(), |at| format!(" ({:.3} {:.3})", at.x, at.y));
                        let (uk, en) = fault.sentence();
                        verdict.reasons.push(geometry_reason(declared, fault.code(), &format!("{uk}{place}"), &format!("{en}{place}")));
                    }
                }
                GeometryRule::InsideCity => self.judge_place(declared, geometry, verdict),
                // Neighbours are looked up where the other features are: in the store.
                GeometryRule::NoOverlap { .. } => {}
            }
        }
    }

    fn judge_place(&self, declared: &GeometryField, geometry: &Geometry, verdict: &mut Verdict) {
        let allowed = self.city.bounds.buffered(OUTSIDE_MARGIN_M);
        if let Some(outside) = geometry.positions().find(|position| !allowed.contains(position.x, position.y)) {
            let place = crs::describe(self.city.storage_epsg, *outside);
            verdict.reasons.push(geometry_reason(
                declared,
                "outside_city",
                &format!("точка {place} лежить поза межами міста понад 5 км; перевірте систему координат і порядок осей"),
                &format!("the point {place} lies more than 5 km outside the city; check the CRS and the axis order"),
            ));
        } else if let Some(boundary) = &self.city.boundary
            && !validity::covers(boundary, &validity::interior_point(geometry))
        {
            verdict.reasons.push(
                geometry_reason(declared, "outside_boundary", "лежить за межею міста", "lies outside the boundary of the city")
                    .as_severity(Severity::Warning),
            );
        }
    }

    /// `date_order`: from ≤ to, and neither later than fifty years from now.
    fn judge_dates(&self, content: &Content, verdict: &mut Verdict) {
        let date = |role| match self.register.role(role).map(|field| content.get(self.register, field.name.as_str())) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        };
        let (from, to) = (date(Role::ValidFrom), date(Role::ValidTo));
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            verdict.reasons.push(Reason::at("", "date_order", Severity::Error, Text::new("«Чинний з» пізніше за «Чинний до»", "“Valid from” is after “Valid to”")));
        }
        let horizon = self.clock.today.checked_add_months(chrono::Months::new(600));
        if from.into_iter().chain(to).any(|day| horizon.is_some_and(|last| day > last)) {
            verdict.reasons.push(Reason::at("", "date_order", Severity::Error, Text::new("дата пізніша за 50 років від сьогодні", "a date is more than 50 years ahead")));
        }
    }
}

fn missing(field: &Field, verdict: &mut Verdict) {
    match field.required {
        Required::Always => verdict.reasons.push(Reason::of(field, "required", "обов'язкове поле", "the field is required")),
        Required::Registration if field.is_receivable() => verdict.incomplete.push(field.name.to_string()),
        _ => {}
    }
}

fn judge_number(field: &Field, number: f64, verdict: &mut Verdict) {
    let mut say = |code: &str, uk: String, en: String| verdict.reasons.push(Reason::of(field, code, uk, en).with(&number.to_string()));
    if let Some(min) = field.min.filter(|min| number < *min) {
        say("min", format!("менше за {min}"), format!("below {min}"));
    }
    if let Some(max) = field.max.filter(|max| number > *max) {
        say("max", format!("більше за {max}"), format!("above {max}"));
    }
    if !field.values.is_empty() && !field.values.iter().any(|allowed| (allowed - number).abs() < 1e-9) {
        let allowed: Vec<String> = field.values.iter().map(ToString::to_string).collect();
        let allowed = allowed.join(", ");
        say("values", format!("дозволено лише {allowed}"), format!("only {allowed} are allowed"));
    }
}

fn geometry_reason(declared: &GeometryField, code: &str, uk: &str, en: &str) -> Reason {
    let text = Text::new(format!("«{}»: {uk}", declared.label.uk), format!("“{}”: {en}", declared.label.en));
    Reason::at(declared.name.as_str(), code, Severity::Error, text)
}

fn fits(kind: GeometryType, geometry: &Geometry) -> bool {
    match (&geometry.shape, kind) {
        (Shape::Points(points), GeometryType::Point) => points.len() == 1,
        (Shape::Points(_), GeometryType::MultiPoint)
        | (Shape::Lines(_), GeometryType::MultiLineString)
        | (Shape::Polygons(_), GeometryType::MultiPolygon) => true,
        _ => false,
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
                crate::register::Visibility::Public => "public",
                crate::register::Visibility::Official => "official",
                crate::register::Visibility::Confidential => "confidential",
            }
            .to_owned(),
        ),
        _ => Value::Null,
    }
}

/// One spelling for what people type in many: spaces collapsed, apostrophes as U+02BC inside Ukrainian words.
fn normalise(text: &mut String) {
    let clean = !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains(['\'', '’', '`', '‘', '´']);
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
