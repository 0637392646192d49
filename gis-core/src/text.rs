//! Names and texts: identifiers that may become SQL names, and sentences in both languages.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A name that is safe as an SQL, JSON and URL name: `[a-z][a-z0-9_]{0,47}`.
///
/// 47 and not PostgreSQL's 63, so that derived names (`_history`, index names) stay whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ident(String);

/// The longest identifier, in bytes.
pub const MAX_IDENT: usize = 48;

impl Ident {
    /// Checks a name.
    ///
    /// # Errors
    /// The sentence that says what a name must look like.
    pub fn new(name: &str) -> Result<Self, String> {
        let mut bytes = name.bytes();
        let head = bytes.next().is_some_and(|first| first.is_ascii_lowercase());
        let tail = bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if head && tail && name.len() <= MAX_IDENT {
            Ok(Self(name.to_owned()))
        } else {
            Err(format!("`{name}` is not a name: use a-z, 0-9 and _, a letter first, {MAX_IDENT} characters at most"))
        }
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Ident {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Ident {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Ukrainian, the default.
    #[default]
    Uk,
    /// English.
    En,
}

impl Lang {
    /// BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Uk => "uk",
            Self::En => "en",
        }
    }
}

/// A text in both languages; neither may be missing or blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Ukrainian.
    pub uk: String,
    /// English.
    pub en: String,
}

impl Text {
    /// A text from its two versions.
    #[must_use]
    pub fn new(uk: impl Into<String>, en: impl Into<String>) -> Self {
        Self { uk: uk.into(), en: en.into() }
    }

    /// The version for one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Uk => &self.uk,
            Lang::En => &self.en,
        }
    }

    /// True when one of the versions says nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.uk.trim().is_empty() || self.en.trim().is_empty()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_lower_case_ascii() {
        assert!(Ident::new("street_2").is_ok());
        for bad in ["", "2street", "Street", "вулиця", "a-b", "a\"b", &"a".repeat(49)] {
            assert!(Ident::new(bad).is_err(), "{bad}");
        }
    }
}
