//! The parameters of `/records/collections/catalogue/items` (20-004r1, Table 12) as typed values, and what they match.

use crate::http::ask::{Ask, Parameters};
use crate::http::ogc::days;
use crate::http::problem::Problem;
use chrono::NaiveDate;
use chrono_tz::Europe::Kyiv;
use gis_core::derive::dataset::Dataset;
use gis_core::derive::record::RESOURCE_TYPE;
use gis_core::geometry::Bounds;
use gis_core::text::Lang;

/// Records of a page when nothing is said.
pub const DEFAULT_LIMIT: usize = 100;
/// Most records of a page.
pub const MAX_LIMIT: usize = 1_000;

/// Every parameter.
pub const KNOWN: [&str; 8] = ["q", "bbox", "datetime", "limit", "offset", "type", "ids", "externalIds"];

/// A page of records as asked for.
#[derive(Debug, Default)]
pub struct RecordQuery {
    phrases: Vec<String>,
    window: Option<Bounds>,
    days: Option<(NaiveDate, NaiveDate)>,
    types: Option<Vec<String>>,
    ids: Option<Vec<String>>,
    external: Option<Vec<String>>,
    /// Most records.
    pub limit: usize,
    /// Records left out before the first.
    pub offset: usize,
}

/// Reads the parameters.
///
/// # Errors
/// The parameter that is wrong and what is accepted.
pub fn read(ask: &Ask) -> Result<RecordQuery, Problem> {
    let parameters = ask.parameters(&KNOWN)?;
    let list = |name| parameters.get(name).map(|text| listed(text, ','));
    Ok(RecordQuery {
        phrases: list("q").unwrap_or_default().iter().map(|phrase| folded(phrase)).collect(),
        window: parameters.get("bbox").map(window).transpose()?,
        days: parameters.get("datetime").map(days).transpose()?,
        types: list("type"),
        ids: list("ids"),
        external: list("externalIds"),
        limit: number(&parameters, "limit", 1)?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT),
        offset: number(&parameters, "offset", 0)?.unwrap_or(0),
    })
}

fn listed(text: &str, sign: char) -> Vec<String> {
    text.split(sign).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Case and the kind of white space do not count.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn number(parameters: &Parameters, name: &str, least: usize) -> Result<Option<usize>, Problem> {
    match parameters.get(name).map(str::parse::<usize>) {
        None => Ok(None),
        Some(Ok(number)) if number >= least => Ok(Some(number)),
        Some(_) => {
            Err(Problem::parameter(name, format!("ціле число від {least}"), format!("a whole number from {least}")))
        }
    }
}

fn window(text: &str) -> Result<Bounds, Problem> {
    let numbers: Vec<f64> =
        text.split(',').filter_map(|part| part.trim().parse().ok()).filter(|number: &f64| number.is_finite()).collect();
    let whole = numbers.len() == text.split(',').count();
    let bounds = match numbers[..] {
        [min_x, min_y, max_x, max_y] | [min_x, min_y, _, max_x, max_y, _] if whole => {
            Bounds { min_x, min_y, max_x, max_y }
        }
        _ => return Err(refused()),
    };
    if bounds.min_x <= bounds.max_x && bounds.min_y <= bounds.max_y { Ok(bounds) } else { Err(refused()) }
}

fn refused() -> Problem {
    Problem::parameter(
        "bbox",
        "потрібні чотири (або шість) скінченних чисел: захід, південь, схід, північ у градусах",
        "four (or six) finite numbers are needed: west, south, east, north in degrees",
    )
}

impl RecordQuery {
    /// True when a record has everything that is asked for.
    pub fn matches(&self, set: &Dataset) -> bool {
        let uuid = set.uuid().to_string();
        let external = |id: &String| *id == uuid || id.strip_prefix("uuid:") == Some(uuid.as_str());
        self.types.as_ref().is_none_or(|types| types.iter().any(|kind| kind == RESOURCE_TYPE))
            && self.ids.as_ref().is_none_or(|ids| ids.iter().any(|id| id == set.id()))
            && self.external.as_ref().is_none_or(|ids| ids.iter().any(external))
            && self.window.is_none_or(|window| set.facts.bounds.is_some_and(|bounds| window.intersects(&bounds)))
            && self.days.is_none_or(|days| changed_within(set, days))
            && (self.phrases.is_empty() || self.says(set))
    }

    /// Any phrase in any of the texts that people read, in either language.
    fn says(&self, set: &Dataset) -> bool {
        let mut texts = vec![folded(set.id()), folded(&set.register().source)];
        for lang in [Lang::Uk, Lang::En] {
            texts.push(folded(set.register().title.get(lang)));
            texts.push(folded(set.description().get(lang)));
            texts.extend(set.keywords(lang).into_iter().map(folded));
        }
        self.phrases.iter().any(|phrase| texts.iter().any(|text| text.contains(phrase.as_str())))
    }
}

/// A record's time is from its first change to its last.
fn changed_within(set: &Dataset, (from, to): (NaiveDate, NaiveDate)) -> bool {
    let day = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&Kyiv).date_naive();
    set.facts.created.zip(set.facts.updated).is_some_and(|(first, last)| day(first) <= to && from <= day(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_four_or_six_numbers_in_order() {
        assert_eq!(window("33, 47,34,48").unwrap(), Bounds { min_x: 33.0, min_y: 47.0, max_x: 34.0, max_y: 48.0 });
        assert!(window("33,47,0,34,48,9").is_ok());
        for bad in ["", "33,47,34", "34,47,33,48", "a,47,34,48", "33,47,34,48,", "NaN,47,34,48", "inf,1,2,3"] {
            assert!(window(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn case_and_white_space_do_not_count() {
        assert_eq!(folded("  Земельні \t ДІЛЯНКИ"), "земельні ділянки");
    }
}
