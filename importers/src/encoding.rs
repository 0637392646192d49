//! Text encodings: their many names, decoding without loss, and telling Cyrillic encodings apart when no one says.

use encoding_rs::{Encoding, IBM866, KOI8_U, UTF_8, WINDOWS_1251};
use gis_core::record::{Choice, Fault};

/// The encodings Ukrainian files come in, in the order they are offered.
const CANDIDATES: [&Encoding; 3] = [WINDOWS_1251, IBM866, KOI8_U];

/// Ukrainian letters from the most to the least frequent; the place decides the weight in [`score`].
const LETTERS: &str = "оаниівртеслкумдпзяьбгйчхцїжєшюфщґ";

/// Letters below which the statistics say nothing.
const ENOUGH_LETTERS: usize = 12;

/// Mean weight per letter that text of the right encoding reaches.
const GOOD: i64 = 8;

/// The lead of the best encoding over the next one, below which a person must say.
const LEAD: i64 = 6;

/// Characters of a preview.
const PREVIEW: usize = 60;

/// An encoding and where it was learnt from.
#[derive(Debug, Clone, Copy)]
pub struct TextEncoding {
    /// How to decode.
    pub encoding: &'static Encoding,
    /// Such as `.cpg` or `detected`, for people.
    pub learnt: &'static str,
}

impl TextEncoding {
    /// The text of the bytes, or `None` when they are not text of this encoding.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        self.encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
    }

    /// Such as `windows-1251 (.cpg)`.
    #[must_use]
    pub fn describe(self) -> String {
        format!("{} ({})", self.encoding.name().to_lowercase(), self.learnt)
    }
}

/// The encoding of a name as people, .cpg files and DXF headers write it: `1251`, `CP1251`, `ANSI_1251`, `utf8`.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().to_ascii_lowercase();
    let number = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    let label = match number {
        "1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257" | "1258" => format!("windows-{number}"),
        "866" => "ibm866".to_owned(),
        "65001" | "8" => "utf-8".to_owned(),
        "88591" | "28591" => "iso-8859-1".to_owned(),
        "88595" | "28595" => "iso-8859-5".to_owned(),
        _ => name,
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of the `--encoding` option.
///
/// # Errors
/// `encoding_name` when the name is not known.
pub fn by_option(name: &str) -> Result<TextEncoding, Fault> {
    let found = by_name(name).map(|encoding| TextEncoding { encoding, learnt: "--encoding" });
    found.ok_or_else(|| {
        Fault::new(
            "encoding_name",
            format!("Кодування «{name}» невідоме. Відомі: utf-8, windows-1251, cp866, koi8-u."),
            format!("The encoding \"{name}\" is not known. Known are utf-8, windows-1251, cp866, koi8-u."),
        )
    })
}

/// The encoding of text that came without any hint. `ends_whole` says that the sample was not cut inside a letter.
///
/// # Errors
/// `encoding_unknown` with the candidates and how the text looks in each.
pub fn detect(sample: &[u8], ends_whole: bool) -> Result<TextEncoding, Fault> {
    let found = |encoding| Ok(TextEncoding { encoding, learnt: "detected" });
    if is_utf8(sample, ends_whole) {
        return found(UTF_8);
    }
    let mut scores: Vec<_> = CANDIDATES.iter().map(|encoding| (score(&decoded(encoding, sample)), *encoding)).collect();
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    match scores.as_slice() {
        [(best, encoding), (next, _), ..] if high >= ENOUGH_LETTERS && *best >= GOOD && best - next >= LEAD => {
            found(encoding)
        }
        _ => Err(unknown(sample)),
    }
}

fn is_utf8(sample: &[u8], ends_whole: bool) -> bool {
    match std::str::from_utf8(sample) {
        Ok(_) => true,
        // A sample cut inside a letter has no length of the error.
        Err(error) => !ends_whole && error.error_len().is_none(),
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Mean weight of the letters beyond ASCII: frequent Ukrainian letters count most, capitals within a word, letters that
/// go on a Latin word, and signs of other alphabets count against.
fn score(text: &str) -> i64 {
    let (mut sum, mut letters, mut before) = (0, 0, ' ');
    for letter in text.chars() {
        if !letter.is_ascii() {
            sum += weight(letter, before);
            letters += 1;
        }
        before = letter;
    }
    sum / i64::max(letters, 1)
}

fn weight(letter: char, before: char) -> i64 {
    let rank = |lower: char| LETTERS.chars().position(|known| known == lower).map_or(0, |at| 32 - at as i64);
    match letter {
        '«' | '»' | '–' | '—' | '’' | '№' | '°' | '\u{a0}' => 0,
        _ if before.is_ascii_alphabetic() => -30,
        'а'..='я' | 'і' | 'ї' | 'є' | 'ґ' | 'ё' => rank(letter),
        'А'..='Я' | 'І' | 'Ї' | 'Є' | 'Ґ' | 'Ё' if before.is_lowercase() => -30,
        'А'..='Я' | 'І' | 'Ї' | 'Є' | 'Ґ' | 'Ё' => letter.to_lowercase().next().map_or(0, rank) * 2 / 3,
        _ => -30,
    }
}

fn unknown(sample: &[u8]) -> Fault {
    let start = sample.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(PREVIEW / 4);
    let piece = &sample[start..sample.len().min(start + 4 * PREVIEW)];
    let preview = |encoding| decoded(encoding, piece).chars().filter(|c| !c.is_control()).take(PREVIEW).collect();
    let mut fault = Fault::new(
        "encoding_unknown",
        "Кодування тексту не вказано й не розпізнано. Вкажіть його: --encoding windows-1251 (або cp866, koi8-u, utf-8).",
        "The text encoding is not stated and not recognised. Name it: --encoding windows-1251 (or cp866, koi8-u, utf-8).",
    );
    fault.choices = CANDIDATES
        .iter()
        .map(|encoding| Choice { value: encoding.name().to_lowercase(), preview: preview(encoding) })
        .collect();
    fault
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "вулиця Братів Петрунів, будинок 12; парк «Ювілейний»; ЗАКАЗНИК Солоний лиман";

    #[test]
    fn each_cyrillic_encoding_is_told_from_the_others() {
        for encoding in CANDIDATES {
            let (bytes, _, lossy) = encoding.encode(TEXT);
            let lossy = lossy || bytes.contains(&b'&');
            let bytes = if lossy {
                encoding.encode("вулиця Шевченка, проспект Миру, парк").0
            } else {
                bytes
            };
            let found = detect(&bytes, true).unwrap();
            assert_eq!(found.encoding.name(), encoding.name());
        }
        assert_eq!(detect(TEXT.as_bytes(), true).unwrap().encoding, UTF_8);
        assert_eq!(detect(&TEXT.as_bytes()[..7], false).unwrap().encoding, UTF_8);
    }

    #[test]
    fn too_little_text_is_asked_about_with_a_preview_of_each() {
        let (bytes, ..) = WINDOWS_1251.encode("Мир");
        let fault = detect(&bytes, true).unwrap_err();
        assert_eq!(fault.code, "encoding_unknown");
        assert!(fault.en.contains("--encoding"));
        assert_eq!(fault.choices[0], Choice { value: "windows-1251".into(), preview: "Мир".into() });
    }

    #[test]
    fn text_of_western_europe_is_not_taken_for_cyrillic() {
        let text = "Olsøya, Hjørundhølen bru, Størdal, Kjøra, Løkken, Høgskolen, Bjørnør";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(detect(&bytes, true).unwrap_err().code, "encoding_unknown");
    }

    #[test]
    fn names_are_read_as_people_write_them() {
        for name in ["1251", "CP1251", "ANSI 1251", "ansi_1251", "Windows-1251", "win1251"] {
            assert_eq!(by_name(name), Some(WINDOWS_1251), "{name}");
        }
        assert_eq!(by_name("UTF8"), Some(UTF_8));
        assert_eq!(by_name("cp866"), Some(IBM866));
        assert_eq!(by_name("no such"), None);
    }
}
