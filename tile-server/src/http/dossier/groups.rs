//! What was found, register by register, with names.

use super::{Group, Item, Near, Shared};
use crate::http::App;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use chrono::{DateTime, SecondsFormat, Utc};
use gis_core::cast::round;
use gis_core::overlap::Overlap;
use gis_core::policy::Scope;
use gis_core::register::Field;
use gis_core::text::Lang;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use store::around::{Found, Nearest};
use store::sql::around::COUNTED;
use store::titles::Named;

/// A feature that was found, and what it shares with the subject.
pub struct Placed {
    /// The feature.
    pub found: Found,
    /// What two areas share.
    pub overlap: Option<Overlap>,
}

/// Answers that know which part of a question they belong to.
pub trait Answering {
    /// Position in the question.
    fn at(&self) -> usize;
}

impl Answering for Found {
    fn at(&self) -> usize {
        self.at
    }
}

impl Answering for Placed {
    fn at(&self) -> usize {
        self.found.at
    }
}

/// Puts answers to the same part of a question together; never an empty group.
pub fn by_question<T: Answering>(found: Vec<T>) -> BTreeMap<usize, Vec<T>> {
    let mut groups: BTreeMap<usize, Vec<T>> = BTreeMap::new();
    for one in found {
        groups.entry(one.at()).or_default().push(one);
    }
    groups
}

/// Sorts groups as the modules are declared.
pub fn by_module(app: &App, groups: &mut [Group]) {
    let place = |group: &Group| app.catalog().modules.iter().position(|module| module.id.as_str() == group.module);
    groups.sort_by_key(|group| (place(group), group.register.clone()));
}

/// A group of features of a register; those that share most come first.
pub async fn group(
    app: &App,
    (scope, reference): (&Scope<'_>, Option<&Field>),
    mut found: Vec<Placed>,
    ask: &Ask,
) -> Result<Group, Problem> {
    let (register, lang) = (scope.register(), ask.lang());
    let fids: Vec<i64> = found.iter().map(|placed| placed.found.fid).collect();
    let names: BTreeMap<i64, Named> = app.store.titles(scope, &fids).await?.into_iter().collect();
    #[expect(clippy::cast_possible_truncation, reason = "square centimetres only order the list")]
    let shared = |placed: &Placed| placed.overlap.map_or(0, |overlap| (overlap.area_m2 * 1e4) as i64);
    found.sort_by_key(|placed| (Reverse(shared(placed)), placed.found.fid));
    let total = found.iter().map(|placed| placed.found.total).max().unwrap_or_default();
    let module = app.catalog().module_of(register);
    Ok(Group {
        module: module.map(|module| module.id.to_string()).unwrap_or_default(),
        module_title: module.map(|module| module.title.get(lang).to_owned()).unwrap_or_default(),
        register: register.id.to_string(),
        register_title: register.title.get(lang).to_owned(),
        source: register.source.clone(),
        reference: reference.map(|field| field.label.get(lang).to_owned()),
        total: total.min(COUNTED),
        total_exact: total <= COUNTED,
        items: found
            .iter()
            .map(|placed| Item {
                overlap: placed.overlap.map(shown),
                ..item(scope, (placed.found.fid, placed.found.updated), names.get(&placed.found.fid), lang)
            })
            .collect(),
    })
}

/// The neighbourhood of one register.
pub async fn near(app: &App, scope: &Scope<'_>, nearest: &Nearest, ask: &Ask) -> Result<Near, Problem> {
    let named = app.store.titles(scope, &[nearest.fid]).await?.pop().map(|(_, named)| named);
    let register = scope.register();
    Ok(Near {
        register: register.id.to_string(),
        register_title: register.title.get(ask.lang()).to_owned(),
        total: nearest.total.min(COUNTED),
        total_exact: nearest.total <= COUNTED,
        metres: round(nearest.metres, 1),
        nearest: item(scope, (nearest.fid, nearest.updated), named.as_ref(), ask.lang()),
    })
}

fn shown(overlap: Overlap) -> Shared {
    Shared { area_m2: round(overlap.area_m2, 1), percent: round(overlap.share * 100.0, 1), borders: overlap.borders }
}

fn item(scope: &Scope, (fid, updated): (i64, Option<DateTime<Utc>>), named: Option<&Named>, lang: Lang) -> Item {
    let register = scope.register();
    let title = named.map(|named| named.title.get(lang).to_owned()).filter(|title| !title.is_empty());
    Item {
        fid,
        title: title.unwrap_or_else(|| format!("{} № {fid}", register.title.get(lang))),
        subtitle: named.and_then(|named| named.subtitle.as_ref()).map(|subtitle| subtitle.get(lang).to_owned()),
        href: format!("/o/{}/{fid}", register.id),
        updated: updated.map(|instant| instant.to_rfc3339_opts(SecondsFormat::Secs, true)),
        overlap: None,
    }
}
