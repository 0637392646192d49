//! The passport of a data set (ПКМУ 835, Положення про набори даних): what it is, who answers for it, its structure, and
//! whether the promised update has come.

use super::dataset::{Dataset, stamp};
use crate::catalog::Catalog;
use crate::period::Period;
use crate::register::{Field, FieldType, GeometryField, Required};
use crate::text::Lang;
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

/// Seconds of a day.
const DAY_S: i64 = 86_400;

/// A passport in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passport {
    /// Id of the register.
    pub id: String,
    /// Id for exchange with other catalogues.
    pub identifier: Uuid,
    /// Name.
    pub title: String,
    /// What it holds.
    pub description: String,
    /// Language of the data.
    pub language: &'static str,
    /// Formats with their addresses.
    pub formats: Vec<Format>,
    /// Compressions that a client may accept.
    pub compression: [&'static str; 2],
    /// First publication here.
    pub issued: Option<String>,
    /// Last change.
    pub modified: Option<String>,
    /// Promised period, ISO 8601.
    pub update_period: Option<Period>,
    /// Whether the promise is kept.
    pub freshness: Freshness,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Subsystem.
    pub theme: Option<String>,
    /// The act it is kept by.
    pub purpose: String,
    /// Who answers for it.
    pub holder: Holder,
    /// Page of the data set.
    pub page: String,
    /// SPDX id of the licence.
    pub licence: Option<String>,
    /// Address of the licence.
    pub licence_url: Option<String>,
    /// Position of the last change in the one order of changes.
    pub version: i64,
    /// Features.
    pub count: i64,
    /// Its fields and geometries.
    pub structure: Vec<Column>,
}

/// A format of a data set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Format {
    /// Name.
    pub name: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Address.
    pub url: String,
}

/// A data holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Name.
    pub name: String,
    /// ЄДРПОУ code.
    pub code: Option<String>,
    /// Mailbox.
    pub email: Option<String>,
}

/// A field or geometry as the structure describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Name in the data.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Type, by CSV on the Web where it has one.
    pub datatype: &'static str,
    /// True when there are several values.
    pub list: bool,
    /// A sentence of help.
    pub description: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// True when each feature has it.
    pub required: bool,
    /// Code list, if values are codes.
    pub codes: Option<Codes>,
}

/// A code list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Codes {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Codes with their meanings.
    pub items: Vec<(String, String)>,
}

/// Whether the promised update has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Freshness {
    /// Nobody promised anything.
    NoPeriod,
    /// Nothing has ever been written.
    Empty,
    /// The next update is not due yet.
    Fresh {
        /// When it is.
        due: String,
    },
    /// The update is overdue.
    Late {
        /// When it was due.
        due: String,
        /// Days begun since.
        days: i64,
    },
}

impl Freshness {
    /// For a person.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::NoPeriod, Lang::Uk) => "періодичність не оголошена".to_owned(),
            (Self::NoPeriod, Lang::En) => "no period declared".to_owned(),
            (Self::Empty, Lang::Uk) => "даних ще немає".to_owned(),
            (Self::Empty, Lang::En) => "no data yet".to_owned(),
            (Self::Fresh { .. }, Lang::Uk) => "оновлено вчасно".to_owned(),
            (Self::Fresh { .. }, Lang::En) => "fresh".to_owned(),
            (Self::Late { days, .. }, Lang::Uk) => format!("прострочено, днів: {days}"),
            (Self::Late { days, .. }, Lang::En) => format!("late, days: {days}"),
        }
    }
}

/// Compares the promise with the last change.
#[must_use]
pub fn freshness(period: Option<&Period>, updated: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Freshness {
    let (Some(period), Some(updated)) = (period, updated) else {
        return if period.is_none() { Freshness::NoPeriod } else { Freshness::Empty };
    };
    // A period that ends after the calendar does is never over.
    let due = period.after(updated).unwrap_or(DateTime::<Utc>::MAX_UTC);
    if now <= due {
        return Freshness::Fresh { due: stamp(due) };
    }
    let days = ((now - due).num_seconds() + DAY_S - 1) / DAY_S;
    Freshness::Late { due: stamp(due), days: days.max(1) }
}

/// The passport of a data set as it is now.
#[must_use]
pub fn document(set: &Dataset, now: DateTime<Utc>, lang: Lang) -> Passport {
    let register = set.register();
    let ways = set.distributions().into_iter();
    Passport {
        id: set.id().to_owned(),
        identifier: set.uuid(),
        title: register.title.get(lang).to_owned(),
        description: set.description().get(lang).to_owned(),
        language: Lang::Uk.tag(),
        formats: ways.map(|way| Format { name: way.format, media_type: way.media, url: way.url }).collect(),
        compression: ["gzip", "br"],
        issued: set.facts.created.map(stamp),
        modified: set.facts.updated.map(stamp),
        update_period: register.update_period.clone(),
        freshness: freshness(register.update_period.as_ref(), set.facts.updated, now),
        keywords: set.keywords(lang).into_iter().map(str::to_owned).collect(),
        theme: set.subsystem().map(|title| title.get(lang).to_owned()),
        purpose: register.source.clone(),
        holder: holder(set, lang),
        page: set.url(&format!("/ogc/collections/{}?f=html", set.id())),
        licence: set.licence().map(str::to_owned),
        licence_url: set.licence_url(),
        version: set.facts.version,
        count: set.facts.count,
        structure: structure(set, lang),
    }
}

fn holder(set: &Dataset, lang: Lang) -> Holder {
    Holder {
        name: set.publication.publisher.get(lang).to_owned(),
        code: set.publication.publisher_code.clone(),
        email: set.publication.contact.clone(),
    }
}

fn structure(set: &Dataset, lang: Lang) -> Vec<Column> {
    let fields = set.scope.fields().map(|field| column(set.catalog, field, lang));
    let places = set.scope.geometries().map(|geometry| place(geometry, lang));
    fields.chain(places).collect()
}

fn column(catalog: &Catalog, field: &Field, lang: Lang) -> Column {
    Column {
        name: field.name.to_string(),
        title: field.label.get(lang).to_owned(),
        datatype: datatype(field.kind),
        list: field.list,
        description: field.description.as_ref().map(|text| text.get(lang).to_owned()),
        unit: field.unit.as_ref().map(|unit| unit.get(lang).to_owned()),
        required: field.required == Required::Always,
        codes: codes(catalog, field, lang),
    }
}

fn codes(catalog: &Catalog, field: &Field, lang: Lang) -> Option<Codes> {
    let list = catalog.codes.get(field.codes.as_ref()?)?;
    let items = list.items.iter().map(|item| (item.code.clone(), item.label.get(lang).to_owned())).collect();
    Some(Codes { id: list.id.to_string(), title: list.title.get(lang).to_owned(), items })
}

fn place(geometry: &GeometryField, lang: Lang) -> Column {
    Column {
        name: geometry.name.to_string(),
        title: geometry.label.get(lang).to_owned(),
        datatype: geometry.kind.name(),
        list: false,
        description: None,
        unit: None,
        required: geometry.required == Required::Always,
        codes: None,
    }
}

/// The type in CSV on the Web; values with a structure of their own are `json`.
const fn datatype(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text | FieldType::Code | FieldType::Uuid | FieldType::File => "string",
        FieldType::Int | FieldType::Ref => "integer",
        FieldType::Decimal | FieldType::Money => "decimal",
        FieldType::Date => "date",
        FieldType::Datetime => "dateTime",
        FieldType::Bool => "boolean",
        FieldType::Url => "anyURI",
        FieldType::Json | FieldType::Records => "json",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn state(period: &str, updated: &str, now: &str) -> Freshness {
        freshness(Some(&Period::new(period).unwrap()), Some(at(updated)), at(now))
    }

    #[test]
    fn a_register_is_fresh_until_its_period_is_over_and_then_late_by_begun_days() {
        let fresh = Freshness::Fresh { due: "2026-02-28T00:00:00Z".to_owned() };
        assert_eq!(state("P1M", "2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z"), fresh);
        let late = |days| Freshness::Late { due: "2026-01-02T00:00:00Z".to_owned(), days };
        assert_eq!(state("P1D", "2026-01-01T00:00:00Z", "2026-01-02T00:00:01Z"), late(1));
        assert_eq!(state("P1D", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z"), late(2));
    }

    #[test]
    fn without_a_promise_or_without_data_nothing_is_late() {
        let (period, now) = (Period::new("P1D").unwrap(), at("2026-01-01T00:00:00Z"));
        assert_eq!(freshness(None, Some(now), now), Freshness::NoPeriod);
        assert_eq!(freshness(Some(&period), None, now), Freshness::Empty);
        let never = Period::new("P9999999Y").unwrap();
        assert!(matches!(freshness(Some(&never), Some(now), now), Freshness::Fresh { .. }));
    }
}
