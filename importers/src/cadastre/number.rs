//! Numbers: of zones, quarters and parcels, and of everything that is measured.

use gis_core::record::RawValue;

/// Where in the division of the cadastre a unit lies; a part is absent where the file has no number of the right form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// КОАТУУ code and zone: `1211000000:04`.
    pub zone: Option<String>,
    /// Three digits.
    pub quarter: Option<String>,
    /// Four digits.
    pub parcel: Option<String>,
}

impl Place {
    /// The code in front of the number of the zone.
    pub fn koatuu(&self) -> Option<&str> {
        self.zone.as_deref()?.split(':').next()
    }

    /// Zone and quarter: `1211000000:04:123`.
    pub fn whole_quarter(&self) -> Option<String> {
        Some(format!("{}:{}", self.zone.as_ref()?, self.quarter.as_ref()?))
    }

    /// The cadastral number: `1211000000:04:123:0001`.
    pub fn cadastral_number(&self) -> Option<String> {
        Some(format!("{}:{}", self.whole_quarter()?, self.parcel.as_ref()?))
    }
}

/// A number of exactly so many digits, not all of them zero unless `zeros` is true.
pub fn digits(text: &str, count: usize, zeros: bool) -> Option<String> {
    let text = text.trim();
    let fits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let zero = text.bytes().all(|byte| byte == b'0');
    (fits && (zeros || !zero)).then(|| text.to_owned())
}

/// `1211000000:04` of its two parts.
pub fn zone(code: &str, zone: &str) -> Option<String> {
    Some(format!("{}:{}", digits(code, 10, false)?, digits(zone, 2, true)?))
}

/// What a file says of the number of a parcel.
#[derive(Debug, Clone, PartialEq)]
pub enum ParcelNumber {
    /// Four digits.
    Given(String),
    /// Absent or `0000`: the cadastre has not numbered it.
    None,
    /// Something else.
    Malformed,
}

/// The number of a parcel within its quarter.
pub fn parcel(text: Option<&str>) -> ParcelNumber {
    match text.map(str::trim) {
        None | Some("" | "0000") => ParcelNumber::None,
        Some(text) => digits(text, 4, false).map_or(ParcelNumber::Malformed, ParcelNumber::Given),
    }
}

/// A finite number, and whether it was written with a comma.
pub fn decimal(text: &str) -> Option<(f64, bool)> {
    let comma = text.contains(',');
    let number: f64 = if comma { text.replace(',', ".").trim().parse() } else { text.trim().parse() }.ok()?;
    number.is_finite().then_some((number, comma))
}

/// A text, or null where there is none.
pub fn raw(text: Option<impl Into<String>>) -> RawValue {
    text.map_or(RawValue::Null, |text| RawValue::Text(ukrainian(&text.into())))
}

/// The text with a Ukrainian `і` where a Latin one stands beside a Cyrillic letter: cp866 has no other, and so do files
/// that once went through it.
fn ukrainian(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let cyrillic = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| matches!(c, 'Ѐ'..='ӿ'));
    let beside = |at: usize| cyrillic(at.checked_sub(1)) || cyrillic(at.checked_add(1));
    let letter = |(at, letter): (usize, &char)| match letter {
        'i' if beside(at) => 'і',
        'I' if beside(at) => 'І',
        _ => *letter,
    };
    letters.iter().enumerate().map(letter).collect()
}

/// A number, or null where there is none.
pub fn measured(number: Option<f64>) -> RawValue {
    number.map_or(RawValue::Null, RawValue::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cadastral_number_needs_all_its_parts() {
        let mut place = Place { zone: zone("1211000000", "04"), quarter: digits("123", 3, true), parcel: None };
        assert_eq!(place.cadastral_number(), None);
        place.parcel = digits("0001", 4, false);
        assert_eq!(place.cadastral_number().as_deref(), Some("1211000000:04:123:0001"));
    }

    #[test]
    fn a_parcel_without_number_is_told_from_one_with_a_wrong_number() {
        assert_eq!(parcel(None), ParcelNumber::None);
        assert_eq!(parcel(Some("0000")), ParcelNumber::None);
        assert_eq!(parcel(Some("12")), ParcelNumber::Malformed);
        assert_eq!(parcel(Some(" 0012 ")), ParcelNumber::Given("0012".to_owned()));
    }

    #[test]
    fn a_latin_i_within_a_ukrainian_word_becomes_ukrainian() {
        assert_eq!(ukrainian("Приватна власнiсть, Iрпiнь, IN4 i iPad"), "Приватна власність, Ірпінь, IN4 i iPad");
    }

    #[test]
    fn numbers_are_read_with_point_and_comma_and_never_infinite() {
        assert_eq!(decimal(" 12.5"), Some((12.5, false)));
        assert_eq!(decimal("12,5"), Some((12.5, true)));
        assert_eq!(decimal("inf"), None);
        assert_eq!(decimal("1e999"), None);
        assert_eq!(decimal("1,234,5"), None);
    }
}
