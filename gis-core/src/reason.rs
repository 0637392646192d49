//! Why a value or a feature is not accepted: a stable code, where, and the sentence in both languages.

use crate::register::{Field, Severity};
use crate::text::Text;
use serde::Serialize;

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// Stable code, such as `required`.
    pub code: String,
    /// The field or geometry it is about; empty for the whole feature.
    pub field: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The value that was given, shortened; absent for fields that are not public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong and how to mend it.
    pub text: Text,
}

/// Longest part of a value that a reason repeats, characters.
const MAX_SHOWN: usize = 80;

impl Reason {
    /// A reason about a field.
    #[must_use]
    pub fn of(field: &Field, code: &str, uk: impl AsRef<str>, en: impl AsRef<str>) -> Self {
        Self {
            code: code.to_owned(),
            field: field.name.to_string(),
            severity: Severity::Error,
            value: None,
            text: Text::new(
                format!("«{}»: {}", field.label.uk, uk.as_ref()),
                format!("“{}”: {}", field.label.en, en.as_ref()),
            ),
        }
    }

    /// A reason about a geometry or the whole feature.
    #[must_use]
    pub fn at(field: &str, code: &str, severity: Severity, text: Text) -> Self {
        Self { code: code.to_owned(), field: field.to_owned(), severity, value: None, text }
    }

    /// The reason with the value that was given.
    #[must_use]
    pub fn with(mut self, value: &str) -> Self {
        self.value = Some(value.chars().take(MAX_SHOWN).collect());
        self
    }

    /// The reason as a warning.
    #[must_use]
    pub fn as_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// `field:code`, as specs and tests name it.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}:{}", self.field, self.code)
    }
}
