//! `q` of a page of features (OGC API Features Part 9): terms, any of which a feature has. The words of a term stand
//! together and in its order; the last one may be the beginning of a word.
//!
//! Only what the search entries of the audience hold is looked through, and the fields of the scope.

use super::items::{Bind, Query};
use super::search::found_by;
use super::{literal, quoted};
use gis_core::policy::Scope;
use gis_core::register::Search;
use gis_core::value::Value;

/// Most terms of a question.
pub const MAX_TERMS: usize = 8;
/// What of a search entry is read by people.
const SHOWN: [&str; 5] = ["s.title_uk", "s.title_en", "s.subtitle_uk", "s.subtitle_en", "s.matched"];

/// The condition of a feature `t` that has one of the terms.
#[must_use]
pub fn has_any(scope: &Scope, terms: &[String], query: &mut Query) -> String {
    let conditions: Vec<String> = terms.iter().map(|term| has(scope, term, query)).collect();
    format!("({})", conditions.join(" OR "))
}

fn has(scope: &Scope, term: &str, query: &mut Query) -> String {
    let tables = found_by(scope.audience());
    let register = literal(scope.register().id.as_str());
    let term = query.bind(Bind::Value(Value::Text(term.to_owned())), "text");
    // Folded words are letters and digits; quoting keeps the cast from reading them otherwise.
    let words = format!(
        "(SELECT string_agg('''' || w || ''':*', ' & ') FROM unnest(string_to_array(misto.fold({term}), ' ')) w WHERE w <> '')::tsquery"
    );
    let entries = |also: &str| {
        format!(
            "t.fid IN (SELECT s.fid FROM {} s WHERE s.register = {register} AND s.words @@ {words}{also})",
            tables.entries
        )
    };
    let phrase =
        |text: &str| format!("position(' ' || misto.fold({term}) IN ' ' || misto.fold(coalesce({text}, ''))) > 0");
    let single = format!("misto.fold({term}) !~ ' '");
    let shown = SHOWN.map(phrase).join(" OR ");
    let own: String = scope
        .fields()
        .filter(|field| field.search == Some(Search::Words) && !field.list)
        .map(|field| format!(" OR {}", phrase(&format!("t.{}::text", quoted(&field.name)))))
        .collect();
    let code = format!(
        "t.fid IN (SELECT c.fid FROM {} c WHERE c.register = {register} AND starts_with(c.code, nullif(replace(misto.fold({term}), ' ', ''), '')))",
        tables.codes
    );
    let titled = entries(&format!(" AND ({single} OR {shown})"));
    if own.is_empty() {
        format!("{titled} OR {code}")
    } else {
        format!("{titled} OR {} AND (FALSE{own}) OR {code}", entries(""))
    }
}
