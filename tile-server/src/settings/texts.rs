//! Texts of settings that cannot be wrong once they exist; the same rules for `city.toml` and the environment.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// Longest id of a city, in characters.
const MAX_SLUG: usize = crate::cluster::MAX_NAME;
/// Longest id of a licence, in characters.
const MAX_LICENCE: usize = 64;

/// Defines a checked text: `TryFrom<String>` for the file, `FromStr` for the environment, `as_str` for its users.
macro_rules! checked_text {
    ($(#[$attribute:meta])* $name:ident, $check:ident) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                $check(&text).map(|()| Self(text))
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                Self::try_from(text.to_owned())
            }
        }
    };
}

checked_text!(
    /// The id of the city: in names of directories and in URLs, so of `a-z`, `0-9`, `-`, beginning with a letter.
    #[derive(Debug)]
    Slug, check_slug
);
checked_text!(
    /// The address of a mailbox.
    #[derive(Debug)]
    Email, check_email
);
checked_text!(
    /// The SPDX id of a licence, as `CC-BY-4.0`.
    #[derive(Debug)]
    LicenceId, check_licence
);
checked_text!(
    /// The ЄДРПОУ code of an organisation: eight digits.
    #[derive(Debug)]
    OrganisationCode, check_organisation
);
checked_text!(
    /// The code of the territory in КАТОТТГ: `UA` and 17 digits.
    #[derive(Debug)]
    TerritoryCode, check_territory
);
checked_text!(
    /// The address under which others reach the portal: `https://gis.example.org`, without a slash at the end.
    #[derive(Debug)]
    PublicUrl, check_public_url
);
checked_text!(
    /// A connection URL of PostgreSQL. It may hold a password: `Debug` does not show it.
    DatabaseUrl, check_database_url
);

impl LicenceId {
    /// Creative Commons Attribution 4.0.
    #[must_use]
    pub fn cc_by() -> Self {
        Self("CC-BY-4.0".to_owned())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(hidden)")
    }
}

fn check_slug(text: &str) -> Result<(), String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
    if begins && text.len() <= MAX_SLUG && text.chars().all(allowed) {
        return Ok(());
    }
    Err(format!("an id is 1 to {MAX_SLUG} characters of a-z, 0-9, `-` and begins with a letter, as `kryvyi-rih`"))
}

fn check_email(text: &str) -> Result<(), String> {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"?&,;:".contains(c);
    match text.split_once('@') {
        Some((name, host)) if !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(odd) => {
            Ok(())
        }
        _ => Err("an address of a mailbox looks like `gis@example.org`".to_owned()),
    }
}

fn check_licence(text: &str) -> Result<(), String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
    if (1..=MAX_LICENCE).contains(&text.len()) && text.chars().all(allowed) {
        return Ok(());
    }
    Err("a licence is an id of the SPDX list, as `CC-BY-4.0`".to_owned())
}

fn check_organisation(text: &str) -> Result<(), String> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err("a ЄДРПОУ code is eight digits, as `04052092`".to_owned())
}

fn check_territory(text: &str) -> Result<(), String> {
    let digits = text.strip_prefix("UA").unwrap_or_default();
    if digits.len() == 17 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err("a КАТОТТГ code is `UA` (Latin letters) and 17 digits, as `UA12060170000091033`".to_owned())
}

fn check_public_url(text: &str) -> Result<(), String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let odd = |c: char| c.is_whitespace() || c.is_control() || "?#\"<>".contains(c);
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && !rest.ends_with('/') && !rest.contains(odd) => {
            Ok(())
        }
        _ => {
            Err("a public URL is `https://host` or `https://host/path`, without a slash at the end or a query"
                .to_owned())
        }
    }
}

fn check_database_url(text: &str) -> Result<(), String> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Ok(());
    }
    Err("a database URL begins with `postgres://`, as `postgres://user:password@host/database`".to_owned())
}
