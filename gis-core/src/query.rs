//! What a person may have meant by the text of the search box.

use crate::city::{City, OUTSIDE_MARGIN_M};
use crate::crs::{self, Crs};
use crate::geometry::Position;
use crate::text::Text;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Latin keys of a keyboard and the Ukrainian letters on the same keys.
const KEYS: [(&str, &str); 3] =
    [("qwertyuiop[]", "йцукенгшщзхї"), ("asdfghjkl;'", "фівапролджє"), ("zxcvbnm,.`", "ячсмитьбюʼ")];

/// Abbreviations that are no beginning of the word, and the word.
const ABBREVIATIONS: [(&str, &str); 7] = [
    ("пр-т", "проспект"),
    ("пр-кт", "проспект"),
    ("б-р", "бульвар"),
    ("р-н", "район"),
    ("м-н", "майдан"),
    ("мкрн", "мікрорайон"),
    ("ул", "вулиця"),
];

/// Words that say what kind of place is meant and need not stand in its name: kinds of named objects and abbreviations of
/// addresses (постанова КМУ від 07.07.2021 № 690), in English as they are translated.
const KINDS: [&str; 34] = [
    "м",
    "місто",
    "вул",
    "вулиця",
    "просп",
    "проспект",
    "пров",
    "провулок",
    "бульв",
    "бульвар",
    "пл",
    "площа",
    "шосе",
    "узвіз",
    "наб",
    "набережна",
    "проїзд",
    "тупик",
    "майдан",
    "мкр",
    "мікрорайон",
    "район",
    "вулицю",
    "вулиці",
    "проспекту",
    "району",
    "city",
    "street",
    "st",
    "avenue",
    "ave",
    "lane",
    "square",
    "district",
];

/// How a text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// As typed.
    Typed,
    /// With abbreviations written out, or without the city and the kind of place.
    Plain,
    /// Typed with the keyboard in the other layout.
    Layout,
}

/// One reading of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The text to search for.
    pub text: String,
    /// How it comes from what was typed.
    pub why: Why,
}

/// The readings of a query in a city of this name, the likeliest first; the later ones are for when the earlier ones find
/// nothing.
#[must_use]
pub fn readings(query: &str, city: &Text) -> Vec<Reading> {
    let mut readings = vec![Reading { text: query.to_owned(), why: Why::Typed }];
    let mut add = |text: Option<String>, why| {
        if let Some(text) = text
            && readings.iter().all(|known| known.text.to_lowercase() != text)
        {
            readings.push(Reading { text, why });
        }
    };
    let layout = other_layout(query);
    add(written_out(query), Why::Plain);
    add(bare(query, city), Why::Plain);
    add(layout.clone(), Why::Layout);
    add(layout.and_then(|text| bare(&text, city)), Why::Layout);
    readings
}

/// The words of a query; hyphens and apostrophes stand within words.
fn words(query: &str) -> Vec<String> {
    let words = query.split(|c: char| c.is_whitespace() || ",.;".contains(c));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn written_out(query: &str) -> Option<String> {
    let words = words(query);
    let full =
        |word: &String| ABBREVIATIONS.iter().find(|(short, _)| short == word).map(|(_, full)| (*full).to_owned());
    let is_short = words.iter().any(|word| full(word).is_some());
    is_short.then(|| words.iter().map(|word| full(word).unwrap_or_else(|| word.clone())).collect::<Vec<_>>().join(" "))
}

/// What is left of a query without the name of the city and the words for kinds; `None` when that is nothing, or all of it.
fn bare(query: &str, city: &Text) -> Option<String> {
    let all = words(&written_out(query).unwrap_or_else(|| query.to_owned()));
    let mut left = all.clone();
    for name in [words(&city.uk), words(&city.en)] {
        if let Some(at) = left.windows(name.len().max(1)).position(|window| window == name) {
            left.drain(at..at + name.len());
        }
    }
    left.retain(|word| !KINDS.contains(&word.as_str()));
    (!left.is_empty() && left != all).then(|| left.join(" "))
}

/// Most words that are tried in place of a mistyped one.
const MAX_MEANT: usize = 3;

/// The words that a mistyped one may have been meant to be, the nearest first: those with the fewest letters put in, left
/// out, changed or swapped with the next one. A word that is still being typed is compared with beginnings.
#[must_use]
pub fn meant<'a>(word: &str, vocabulary: &'a [String]) -> Vec<&'a str> {
    let length = word.chars().count();
    // One letter of a short word, two of a longer one: with more of them other words are as near.
    let most = if length < 6 { 1 } else { 2 };
    let mut near: Vec<(usize, bool, &str)> = vocabulary
        .iter()
        .filter_map(|known| {
            let whole = strsim::osa_distance(word, known);
            let beginning: String = known.chars().take(length).collect();
            let begun = strsim::osa_distance(word, &beginning);
            let nearest = whole.min(begun);
            (nearest <= most).then_some((nearest, begun < whole, known.as_str()))
        })
        .collect();
    let least = near.iter().map(|(distance, ..)| *distance).min();
    near.retain(|(distance, ..)| Some(*distance) == least);
    // The vocabulary comes the most alike first; the sort keeps that.
    near.sort_by_key(|(distance, begun, _)| (*distance, *begun));
    near.into_iter().take(MAX_MEANT).map(|(.., known)| known).collect()
}

/// Texts in which the words nobody has are replaced by those they may have been meant to be, the likeliest first; none when
/// a word is like no other. `unknown`: such words with those of the vocabulary that are like them.
#[must_use]
pub fn corrected(words: &[String], unknown: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let meant: BTreeMap<&str, Vec<&str>> =
        unknown.iter().map(|(word, alike)| (word.as_str(), self::meant(word, alike))).collect();
    if meant.values().any(Vec::is_empty) {
        return Vec::new();
    }
    let most = meant.values().map(Vec::len).max().unwrap_or(0);
    let turn = |at: usize| {
        let word = |word: &String| match meant.get(word.as_str()) {
            Some(known) => known[at.min(known.len() - 1)].to_owned(),
            None => word.clone(),
        };
        words.iter().map(word).collect::<Vec<_>>().join(" ")
    };
    (0..most).map(turn).collect()
}

/// The same keys in the other layout, where all letters are of one script.
fn other_layout(query: &str) -> Option<String> {
    let text = query.to_lowercase();
    let latin = text.chars().any(|c| c.is_ascii_alphabetic());
    let cyrillic = text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
    if latin == cyrillic {
        return None;
    }
    let swapped = text.chars().map(|c| {
        let pairs = KEYS.iter().flat_map(|(one, other)| one.chars().zip(other.chars()));
        let mut pairs = pairs.map(|(key, letter)| if latin { (key, letter) } else { (letter, key) });
        pairs.find(|(from, _)| *from == c).map_or(c, |(_, to)| to)
    });
    Some(swapped.collect())
}

/// A place given by its coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Where it is, storage CRS.
    pub position: Position,
    /// The system the numbers were read in.
    pub crs: Crs,
}

/// The place in or near the city that a pair of coordinates means: degrees, decimal or with minutes and seconds, in either
/// order; or metres in a system that may be used in the city, in either order.
#[must_use]
pub fn place(query: &str, city: &City) -> Option<Place> {
    let [first, second] = pair(query)?;
    let reach = city.bounds.buffered(OUTSIDE_MARGIN_M);
    let orders = [(second, first), (first, second)];
    let systems = crs::served(city.storage_epsg).into_iter().filter(|crs| *crs != Crs::EPSG_4326);
    systems.flat_map(|crs| orders.map(|order| (crs, order))).find_map(|(crs, (x, y))| {
        let mut position = [Position::flat(x, y)];
        city.transformer.transform_positions(crs, city.storage, &mut position).ok()?;
        reach.contains(position[0].x, position[0].y).then_some(Place { position: position[0], crs })
    })
}

/// Two numbers, or two of degrees, minutes and seconds, and nothing but signs of such between them.
fn pair(query: &str) -> Option<[f64; 2]> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d+(?:[.,]\d+)?").ok());
    const SIGNS: &str = " \t,;:°º′’'″”\".NEnewПнСхпд";
    let number = NUMBER.as_ref()?;
    if !number.replace_all(query, "").chars().all(|c| SIGNS.contains(c)) {
        return None;
    }
    let found = number.find_iter(query).map(|found| found.as_str().replace(',', ".").parse());
    let numbers: Vec<f64> = found.collect::<Result<_, _>>().ok()?;
    let sexagesimal = |parts: &[f64]| parts.iter().rev().fold(0.0, |sum, part| sum / 60.0 + part);
    match numbers.len() {
        2 => Some([numbers[0], numbers[1]]),
        4 | 6 if numbers.iter().all(|part| *part < 180.0) => {
            let (one, other) = numbers.split_at(numbers.len() / 2);
            Some([sexagesimal(one), sexagesimal(other)])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(query: &str) -> Vec<(String, Why)> {
        readings(query, &Text::new("Кривий Ріг", "Kryvyi Rih"))
            .into_iter()
            .skip(1)
            .map(|reading| (reading.text, reading.why))
            .collect()
    }

    #[test]
    fn a_name_typed_in_the_wrong_layout_is_read_in_the_right_one() {
        assert_eq!(texts("Cj,jhyjcns"), [("соборності".to_owned(), Why::Layout)]);
        assert_eq!(texts("ыек"), [("ыtr".to_owned(), Why::Layout)]);
        assert_eq!(texts("12"), []);
        assert_eq!(texts("АТБ shop"), []);
    }

    #[test]
    fn the_city_and_the_kind_of_place_need_not_stand_in_its_name() {
        let plain = |text: &str| (text.to_owned(), Why::Plain);
        assert_eq!(texts("вул. Леніна")[0], plain("леніна"));
        assert_eq!(texts("Тернівський район")[0], plain("тернівський"));
        assert_eq!(texts("м. Кривий Ріг, вул. Соборності, 12")[0], plain("соборності 12"));
        assert_eq!(texts("Sobornosti Street 12, Kryvyi Rih")[0], plain("sobornosti 12"));
        assert_eq!(texts("пр-т Миру")[..2], [plain("проспект миру"), plain("миру")]);
        // Who asks for the city or for streets alone is not asked for more.
        for whole in ["Кривий Ріг", "вулиця"] {
            assert!(texts(whole).iter().all(|(_, why)| *why == Why::Layout), "{whole}");
        }
    }

    #[test]
    fn a_mistyped_word_is_the_nearest_of_the_known_ones() {
        let words: Vec<String> =
            ["соборна", "соборності", "перемоги", "миру", "мира", "світанкова"].map(str::to_owned).to_vec();
        assert_eq!(meant("собрності", &words), ["соборності"]);
        assert_eq!(meant("соборнотсі", &words), ["соборності"]);
        assert_eq!(meant("перимоги", &words), ["перемоги"]);
        assert_eq!(meant("світнаков", &words), ["світанкова"]);
        assert_eq!(meant("мирв", &words), ["миру", "мира"]);
        assert_eq!(meant("гагаріна", &words), [""; 0]);
    }

    #[test]
    fn only_the_mistyped_words_are_put_right_and_all_of_them() {
        let words = ["вул", "перимоги", "12"].map(str::to_owned);
        let alike = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let mut unknown = BTreeMap::from([("перимоги".to_owned(), alike(&["перемоги", "переможців"]))]);
        assert_eq!(corrected(&words, &unknown), ["вул перемоги 12"]);
        assert_eq!(corrected(&words, &BTreeMap::new()), [""; 0]);
        unknown.insert("вул".to_owned(), Vec::new());
        assert_eq!(corrected(&words, &unknown), [""; 0]);
    }

    #[test]
    fn coordinates_are_told_from_addresses() {
        assert_eq!(pair("47.9100, 33.3910"), Some([47.91, 33.391]));
        assert_eq!(pair("47,91 33,391"), Some([47.91, 33.391]));
        let [lat, lon] = pair("47°54'36\"N 33°23'27.6\"E").unwrap();
        assert!((lat - 47.91).abs() < 1e-9 && (lon - 33.391).abs() < 1e-9);
        assert_eq!(pair("5308658.195 329403.380"), Some([5_308_658.195, 329_403.380]));
        for other in ["12", "Соборності 12, 5", "1211000000:04:123:0045", "вул. 12 33", ""] {
            assert_eq!(pair(other), None, "{other}");
        }
    }
}
