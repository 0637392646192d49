//! A coordinate as people write it: `33.4`, `33,4`, `E 35°24'39"`, `48°20′25,5″ N`, `пн.ш. 48°20'`.

/// Signs that stand for degrees, minutes and seconds.
const SIGNS: [char; 9] = ['°', 'º', '\'', '′', '’', '"', '″', '”', ' '];

/// Letters of the west and south, which make the number negative; the others make it positive.
const NEGATIVE: [&str; 4] = ["w", "s", "зх", "пд"];
const POSITIVE: [&str; 6] = ["", "n", "e", "пн", "сх", "с"];

/// The number, in degrees or metres.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    if let Some(number) = plain(&text) {
        return Some(number);
    }
    let letters: String =
        text.chars().filter(|c| c.is_alphabetic() && *c != 'º').flat_map(char::to_lowercase).collect();
    let letters = letters.strip_suffix(['ш', 'д']).unwrap_or(&letters);
    let sign = match letters {
        _ if NEGATIVE.contains(&letters) => -1.0,
        _ if POSITIVE.contains(&letters) => 1.0,
        _ => return None,
    };
    let numbers: String =
        text.chars().map(|c| if c.is_ascii_digit() || c == '.' || SIGNS.contains(&c) { c } else { ' ' }).collect();
    let parts: Vec<&str> = numbers.split(SIGNS).filter(|part| !part.trim_matches('.').is_empty()).collect();
    sexagesimal(&parts).map(|value| sign * value)
}

fn plain(text: &str) -> Option<f64> {
    let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    let number: f64 = if digits { text.parse().ok()? } else { return None };
    number.is_finite().then_some(number)
}

fn sexagesimal(parts: &[&str]) -> Option<f64> {
    let part = |at: usize| parts.get(at).map_or(Some(0.0), |part| plain(part));
    let (degrees, minutes, seconds) = (part(0)?, part(1)?, part(2)?);
    let fits = matches!(parts.len(), 1..=3) && degrees.abs() <= 180.0 && minutes < 60.0 && seconds < 60.0;
    fits.then(|| degrees + minutes / 60.0 + seconds / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_minutes_and_seconds_are_read_as_they_are_written() {
        let near = |text: &str, expected: f64| {
            let number = parse(text).unwrap_or_else(|| panic!("{text} was not read"));
            assert!((number - expected).abs() < 1e-9, "{text} became {number}");
        };
        near("E 35°24'39\"", 35.0 + 24.0 / 60.0 + 39.0 / 3600.0);
        near("48°20′25,5″ N", 48.0 + 20.0 / 60.0 + 25.5 / 3600.0);
        near("пн.ш. 48°20'", 48.0 + 20.0 / 60.0);
        near("S 10°30'", -10.5);
        near(" 33,4 ", 33.4);
        near("-0.5", -0.5);
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in ["near the park", "12°75'", "1 2 3 4", "", "NaN", "1e999", "вул. 5"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
