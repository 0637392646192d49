//! The rules of one field's value.

use super::{Judging, MAX_TEXT};
use crate::primitive::Primitive;
use crate::reason::Reason;
use crate::register::{Field, FieldType, Required};
use crate::value::Value;

impl Judging<'_, '_> {
    pub(super) fn field(&mut self, at: usize) {
        let (content, field) = (self.content, &self.book.register.fields[at]);
        match &content.values[at] {
            Value::Null => self.missing(field),
            Value::List(values) => values.iter().for_each(|value| self.one(at, field, value)),
            value => self.one(at, field, value),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers of registers are within 2^53")]
    fn one(&mut self, at: usize, field: &Field, value: &Value) {
        match value {
            Value::Text(text) => self.text(at, field, text),
            Value::Int(number) if field.kind != FieldType::Ref => self.number(field, *number as f64),
            Value::Decimal(number) => self.number(field, *number),
            _ => {}
        }
    }

    fn text(&mut self, at: usize, field: &Field, text: &str) {
        let longest = field.max_length.unwrap_or(MAX_TEXT);
        if text.chars().count() > longest {
            self.say(
                Reason::of(
                    field,
                    "max_length",
                    format!("довше за {longest} символів"),
                    format!("longer than {longest} characters"),
                )
                .with(text),
            );
        }
        if self.book.patterns[at].as_ref().is_some_and(|pattern| !pattern.is_match(text)) {
            let shape = field.pattern.as_deref().unwrap_or_default();
            self.say(
                Reason::of(
                    field,
                    "pattern",
                    format!("не відповідає зразку {shape}"),
                    format!("does not match the pattern {shape}"),
                )
                .with(text),
            );
        }
        if let Some(primitive) = field.rule.filter(|primitive| !primitive.accepts(text)) {
            let code = serde_json::to_value(primitive)
                .ok()
                .and_then(|code| code.as_str().map(str::to_owned))
                .unwrap_or_default();
            let example = primitive.example();
            self.say(
                Reason::of(
                    field,
                    &code,
                    format!("записано хибно; приклад: {example}"),
                    format!("is not well formed; example: {example}"),
                )
                .with(text)
                .as_severity(primitive.severity()),
            );
        }
        if field.kind == FieldType::Url && !Primitive::HttpsUrl.accepts(text) {
            self.say(
                Reason::of(field, "https_url", "потрібна адреса https://…", "an https:// address is needed").with(text),
            );
        }
        self.code(field, text);
        self.parent(field, text);
    }

    fn code(&mut self, field: &Field, code: &str) {
        let listed = |list| self.book.catalog.code(list, code).is_some();
        if field.kind == FieldType::Code && !field.codes.as_ref().is_some_and(listed) {
            self.say(
                Reason::of(field, "code_unknown", "такого коду немає у списку", "no such code in the list").with(code),
            );
        }
    }

    /// A code that belongs to another code only goes with that one, such as a subtype with its kind.
    fn parent(&mut self, field: &Field, code: &str) {
        let (Some(parent), Some(list)) = (&field.parent, &field.codes) else { return };
        let belongs = self.book.catalog.code(list, code).and_then(|item| item.parent.as_deref());
        if let (Some(belongs), Value::Text(have)) = (belongs, self.content.get(self.book.register, parent.as_str()))
            && belongs != have
        {
            self.say(
                Reason::of(
                    field,
                    "parent",
                    format!("код належить до «{belongs}», а не до «{have}»"),
                    format!("the code belongs to “{belongs}”, not to “{have}”"),
                )
                .with(code),
            );
        }
    }

    fn missing(&mut self, field: &Field) {
        match field.required {
            Required::Always => self.say(Reason::of(field, "required", "обов'язкове поле", "the field is required")),
            Required::Registration if field.is_receivable() => self.verdict.incomplete.push(field.name.to_string()),
            _ => {}
        }
    }

    fn number(&mut self, field: &Field, number: f64) {
        let mut say =
            |code: &str, uk: String, en: String| self.say(Reason::of(field, code, uk, en).with(&number.to_string()));
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
}
