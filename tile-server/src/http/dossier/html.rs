//! The dossier as a page: read without JavaScript, printed without losing a source or a date.

use super::{Dossier, Group, Item, Near, Shared};
use crate::http::ask::Ask;
use crate::http::html::{day, own_fields, say, scrolled, shell};
use gis_core::text::Lang;
use maud::{Markup, html};

/// The page.
pub fn page(dossier: &Dossier, ask: &Ask) -> Markup {
    let (lang, subject) = (ask.lang(), &dossier.subject);
    let main = html! {
        p.kind { (say(lang, "Досьє місця", "Place dossier")) " · " (subject.register_title) }
        @if let Some(subtitle) = &subject.subtitle { p { (subtitle) } }
        p {
            a href={ "/o/" (subject.register) "/" (subject.fid) "?lang=" (lang.tag()) } { (say(lang, "Картка об'єкта", "Card of the feature")) }
            @if subject.center.is_some() {
                " · " a href={ "/#o=" (subject.register) "/" (subject.fid) "&lang=" (lang.tag()) } { (say(lang, "Показати на мапі", "Show on the map")) }
            }
        }
        p { small { (say(lang, "Складено ", "Composed ")) (day(&dossier.composed, lang)) ". "
            (say(lang, "Довідка за чинними записами реєстрів; відсутність запису не означає, що обмежень немає.",
                "Information from the current records of the registers; where a record is missing, a restriction may still exist.")) } }
        (own_fields(subject, lang))
        @if subject.center.is_some() { (limits(dossier, lang)) }
        @if !dossier.related.is_empty() {
            @let title = say(lang, "Пов'язані записи", "Related records");
            h2 { (title) }
            @for group in &dossier.related { (table(group, title, lang)) }
        }
        @if !dossier.place.is_empty() {
            @let title = say(lang, "У цьому місці", "At this place");
            h2 { (title) }
            @for groups in dossier.place.chunk_by(|one, next| one.module == next.module) {
                h3 { (groups[0].module_title) }
                @for group in groups { (table(group, title, lang)) }
            }
        }
        @if !dossier.near.is_empty() { (near(dossier, lang)) }
    };
    shell(ask, &subject.title, &main)
}

fn limits(dossier: &Dossier, lang: Lang) -> Markup {
    html! {
        @let title = say(lang, "Що обмежує забудову", "What limits building here");
        h2 { (title) }
        @for group in &dossier.limits { (table(group, title, lang)) }
        @if !dossier.unrestricted.is_empty() {
            p { (say(lang, "Перевірено, записів для цього місця немає:", "Checked, with no record for this place:")) }
            ul { @for checked in &dossier.unrestricted { li { (checked.register_title) " " small { (checked.source) } } } }
        }
    }
}

/// One register in a section. Registers recur in several sections: only with the section's title is a region told from
/// the others by those who hear it.
fn table(group: &Group, section: &str, lang: Lang) -> Markup {
    let shares = group.items.iter().any(|item| item.overlap.is_some());
    let shown = i64::try_from(group.items.len()).unwrap_or(i64::MAX);
    html! {
        div.scroll tabindex="0" role="region"
            aria-label={ (section) ": " (group.register_title) @if let Some(reference) = &group.reference { " – " (reference) } } {
            table {
                caption {
                    (group.register_title)
                    @if let Some(reference) = &group.reference { " – " (reference) }
                    " " small { (group.source) }
                }
                thead { tr {
                    th scope="col" { (say(lang, "Запис", "Record")) }
                    @if shares { th scope="col" { (say(lang, "Спільна площа", "Shared area")) } }
                    th scope="col" { (say(lang, "Оновлено", "Updated")) }
                } }
                tbody {
                    @for item in &group.items {
                        tr {
                            th scope="row" { (named(item, lang)) }
                            @if shares { td { @if let Some(shared) = &item.overlap { (share(shared, lang)) } } }
                            td { @if let Some(updated) = &item.updated { (day(updated, lang)) } }
                        }
                    }
                }
            }
        }
        @if group.total > shown {
            p { (say(lang, "… і ще ", "… and ")) (count((group.total - shown, group.total_exact), lang)) (say(lang, "", " more")) ": "
                a href={ "/ogc/collections/" (group.register) "/items?f=html&lang=" (lang.tag()) } { (say(lang, "увесь реєстр", "the whole register")) } }
        }
    }
}

fn near(dossier: &Dossier, lang: Lang) -> Markup {
    let title = match lang {
        Lang::Uk => format!("Поруч, до {} м", dossier.near_m),
        Lang::En => format!("Nearby, within {} m", dossier.near_m),
    };
    html! {
        h2 { (title) }
        (scrolled(
            &title,
            &[
                say(lang, "Реєстр", "Register"),
                say(lang, "Записів", "Records"),
                say(lang, "Найближчий", "Nearest"),
                say(lang, "Відстань, м", "Distance, m"),
            ],
            &html! { @for one in &dossier.near { (neighbour(one, lang)) } },
        ))
    }
}

fn neighbour(near: &Near, lang: Lang) -> Markup {
    html! {
        tr {
            th scope="row" { (near.register_title) }
            td { (count((near.total, near.total_exact), lang)) }
            td { (named(&near.nearest, lang)) }
            td { (number(near.metres, lang)) }
        }
    }
}

fn named(item: &Item, lang: Lang) -> Markup {
    html! {
        a href={ (item.href) "?lang=" (lang.tag()) } { (item.title) }
        @if let Some(subtitle) = &item.subtitle { br; small { (subtitle) } }
    }
}

/// Exact, or the least number that is certain.
fn count((number, exact): (i64, bool), lang: Lang) -> String {
    if exact { number.to_string() } else { format!("{}{number}", say(lang, "понад ", "over ")) }
}

fn share(shared: &Shared, lang: Lang) -> String {
    if shared.borders {
        return say(lang, "лише межує", "only borders").to_owned();
    }
    let unit = say(lang, "м²", "m²");
    format!("{} {unit} ({} %)", number(shared.area_m2, lang), number(shared.percent, lang))
}

fn number(number: f64, lang: Lang) -> String {
    let text = format!("{number:.1}");
    if lang == Lang::Uk { text.replace('.', ",") } else { text }
}
