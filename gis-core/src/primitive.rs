//! Validation primitives that registers name in `rule = "…"`; definitions and test values: register reference §0.3.

use crate::register::Severity;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A named check of one text value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Primitive {
    /// Cadastral number: КОАТУУ(10):zone(2):quarter(3):parcel(4).
    Cadnum,
    /// Territory code КАТОТТГ.
    Katottg,
    /// Legal entity code ЄДРПОУ with its check digit; a wrong digit is a warning, as the state itself publishes such codes.
    Edrpou,
    /// Taxpayer number РНОКПП with its check digit.
    Rnokpp,
    /// Telephone, `+380` and nine digits.
    Phone,
    /// Bank account, ISO 13616 with mod-97.
    IbanUa,
    /// Number of the construction system ЄДЕССБ, new or old form.
    EdessbNo,
    /// Land purpose code КВЦПЗ, `01.01` to `15.99`.
    Kvcpz,
    /// Building class НК 018:2023.
    Dk018,
    /// Budget programme code, seven digits.
    Kpkvk,
    /// Economic classification code, four digits.
    Kekv,
    /// Purchase or sale in Prozorro.
    ProzorroId,
    /// Postcode, five digits.
    UaPostcode,
    /// Old territory code КОАТУУ, ten digits.
    Koatuu,
    /// Page address over https.
    HttpsUrl,
    /// E-mail address in the everyday form of RFC 5321.
    Email,
}

static CADNUM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\d{10}:\d{2}:\d{3}:\d{4}$").ok());
static EDESSB: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^([A-Z]{2}\d{2}:\d{4}-\d{4}-\d{4}-\d{4}|[А-ЯІЇЄҐ]{2}\d{12})$").ok());
static KVCPZ: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(0[1-9]|1[0-5])\.\d{2}$").ok());
static DK018: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\d{4}(\.\d)?$").ok());
static PROZORRO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(UA-\d{4}-\d{2}-\d{2}-\d{6}-[a-z](\d+)?|[A-Z]{3}\d{3}-UA-\d{8}-\d{5}|UA-AR-P-[0-9A-Za-z-]{1,40})$")
        .ok()
});
static URL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^https://[A-Za-z0-9.-]+(:\d{1,5})?(/[^\s<>"'`\\]*)?$"#).ok());
static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[A-Za-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$").ok());

impl Primitive {
    /// True when the value is well formed.
    #[must_use]
    pub fn accepts(self, value: &str) -> bool {
        match self {
            Self::Cadnum => matches(&CADNUM, value),
            Self::Katottg => value.strip_prefix("UA").is_some_and(|digits| is_digits(digits, 17)),
            Self::Edrpou => is_digits(value, 8) && edrpou(&digits(value)),
            Self::Rnokpp => is_digits(value, 10) && rnokpp(&digits(value)),
            Self::Phone => value.strip_prefix("+380").is_some_and(|rest| is_digits(rest, 9)),
            Self::IbanUa => value.strip_prefix("UA").is_some_and(|rest| is_digits(rest, 27) && iban(rest)),
            Self::EdessbNo => matches(&EDESSB, value),
            Self::Kvcpz => matches(&KVCPZ, value),
            Self::Dk018 => matches(&DK018, value),
            Self::Kpkvk => is_digits(value, 7),
            Self::Kekv => is_digits(value, 4),
            Self::ProzorroId => matches(&PROZORRO, value),
            Self::UaPostcode => is_digits(value, 5),
            Self::Koatuu => is_digits(value, 10),
            Self::HttpsUrl => matches(&URL, value),
            Self::Email => value.len() <= 254 && matches(&EMAIL, value),
        }
    }

    /// How much a value that is not well formed weighs.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Edrpou => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// A well-formed value, for messages and forms.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Cadnum => "1211000000:04:123:0045",
            Self::Katottg => "UA12060170000091033",
            Self::Edrpou => "04052092",
            Self::Rnokpp => "3012345670",
            Self::Phone => "+380564000000",
            Self::IbanUa => "UA213223130000026007233566001",
            Self::EdessbNo => "BN01:4069-7807-6062-6710",
            Self::Kvcpz => "03.07",
            Self::Dk018 => "1242.1",
            Self::Kpkvk => "1217461",
            Self::Kekv => "3132",
            Self::ProzorroId => "UA-2019-01-01-001111-a",
            Self::UaPostcode => "50000",
            Self::Koatuu => "1211000000",
            Self::HttpsUrl => "https://example.gov.ua/page",
            Self::Email => "office@example.gov.ua",
        }
    }
}

fn matches(pattern: &LazyLock<Option<Regex>>, value: &str) -> bool {
    pattern.as_ref().is_some_and(|regex| regex.is_match(value))
}

fn is_digits(value: &str, count: usize) -> bool {
    value.len() == count && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn digits(value: &str) -> Vec<i64> {
    value.bytes().map(|byte| i64::from(byte) - i64::from(b'0')).collect()
}

fn weighted(digits: &[i64], weights: impl Iterator<Item = i64>) -> i64 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// Weights 1..7, or 7,1..6 for 30000000 to 60000000; remainder 10 asks for weights two higher, then counts as 0.
fn edrpou(digits: &[i64]) -> bool {
    let number = digits.iter().fold(0, |so_far, digit| so_far * 10 + digit);
    let weights: [i64; 7] =
        if (30_000_000..=60_000_000).contains(&number) { [7, 1, 2, 3, 4, 5, 6] } else { [1, 2, 3, 4, 5, 6, 7] };
    let first = weighted(digits, weights.into_iter()) % 11;
    let check = if first < 10 { first } else { weighted(digits, weights.into_iter().map(|w| w + 2)) % 11 % 10 };
    check == digits[7]
}

fn rnokpp(digits: &[i64]) -> bool {
    weighted(digits, [-1, 5, 7, 9, 4, 6, 10, 5, 7].into_iter()).rem_euclid(11) % 10 == digits[9]
}

/// ISO 13616: country and check digits go to the end, letters become numbers (UA = 3010), remainder of 97 is 1.
fn iban(rest: &str) -> bool {
    let (check, account) = rest.split_at(2);
    let moved = format!("{account}3010{check}");
    moved.bytes().fold(0_u32, |so_far, byte| (so_far * 10 + u32::from(byte - b'0')) % 97) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(primitive: Primitive, good: &[&str], bad: &[&str]) {
        for value in good {
            assert!(primitive.accepts(value), "{primitive:?} {value}");
        }
        for value in bad {
            assert!(!primitive.accepts(value), "{primitive:?} {value}");
        }
    }

    #[test]
    fn the_values_of_the_reference_are_judged_as_it_says() {
        accepted(Primitive::Cadnum, &["1211000000:04:123:0045"], &["1211000000:4:123:45", ""]);
        accepted(Primitive::Katottg, &["UA12060170000091033"], &["UA1206017000009103"]);
        accepted(
            Primitive::Edrpou,
            &["14360570", "00032129", "33874388", "04052092", "40075815", "12345678"],
            &["01234567", "1436057"],
        );
        accepted(Primitive::Rnokpp, &["3012345670", "1234567899"], &["3012345678"]);
        accepted(Primitive::Phone, &["+380564001122"], &["0564001122", "+38056400112"]);
        accepted(Primitive::EdessbNo, &["BN01:4069-7807-6062-6710", "ІУ012211008854"], &["BN01:4069-7807"]);
        accepted(Primitive::Kvcpz, &["03.07"], &["16.01", "3.7"]);
        accepted(Primitive::Dk018, &["1242.1", "1110"], &["12421", "a"]);
        accepted(Primitive::Kpkvk, &["1217461"], &["121746"]);
        accepted(Primitive::Kekv, &["3132"], &["313"]);
        accepted(Primitive::ProzorroId, &["UA-2019-01-01-001111-a", "LLE001-UA-20230101-12345"], &["UA-2019-1-1-1-a"]);
        accepted(Primitive::UaPostcode, &["50000"], &["5000", "5000a"]);
        accepted(Primitive::HttpsUrl, &["https://kr.gov.ua/a?b=1"], &["http://kr.gov.ua", "javascript:alert(1)"]);
    }

    #[test]
    fn each_example_is_accepted_by_its_own_rule() {
        use Primitive::*;
        for primitive in [
            Cadnum, Katottg, Edrpou, Rnokpp, Phone, IbanUa, EdessbNo, Kvcpz, Dk018, Kpkvk, Kekv, ProzorroId,
            UaPostcode, Koatuu, HttpsUrl, Email,
        ] {
            assert!(primitive.accepts(primitive.example()), "{primitive:?}");
        }
    }
}
