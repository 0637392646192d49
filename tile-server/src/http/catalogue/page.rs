//! Pages of the catalogue for people.

use crate::http::ask::Ask;
use crate::http::html::{day, say, scrolled, shell};
use gis_core::derive::passport::{Column, Passport};
use maud::{Markup, html};

/// Codes of a list that a page shows; all are in the JSON.
const MAX_CODES: usize = 30;

/// The list of data sets.
pub fn catalogue(passports: &[Passport], ask: &Ask) -> Markup {
    let lang = ask.lang();
    let title = say(lang, "Каталог реєстрів", "Catalogue of registers");
    let main = html! {
        p {
            a href="/catalogue/dcat" { "DCAT-AP" } " · " a href="/records" { "OGC API Records" } " · "
            a href={ "/catalogue?f=csv&lang=" (lang.tag()) } { "CSV" }
        }
        (scrolled(
            title,
            &[
                say(lang, "Набір даних", "Data set"),
                say(lang, "Об'єктів", "Features"),
                say(lang, "Оновлено", "Updated"),
                say(lang, "Свіжість", "Freshness"),
            ],
            &html! { @for passport in passports {
                tr {
                    th scope="row" { a href={ "/catalogue/passport/" (passport.id) "?f=html&lang=" (lang.tag()) } { (passport.title) } }
                    td { (passport.count) }
                    td { @if let Some(modified) = &passport.modified { (day(modified, lang)) } @else { "–" } }
                    td { (passport.freshness.text(lang)) }
                }
            } },
        ))
    };
    shell(ask, title, &main)
}

/// The passport of a data set.
pub fn passport(passport: &Passport, ask: &Ask) -> Markup {
    let lang = ask.lang();
    let structure = say(lang, "Структура", "Structure");
    let main = html! {
        p { (passport.description) }
        dl {
            @for (label, value) in facts(passport, ask) { dt { (label) } dd { (value) } }
            dt { (say(lang, "Формати", "Formats")) }
            dd { ul { @for format in &passport.formats { li { a href=(format.url) { (format.name) } " " small { (format.media_type) } } } } }
            @if let (Some(licence), Some(url)) = (&passport.licence, &passport.licence_url) {
                dt { (say(lang, "Ліцензія", "Licence")) } dd { a href=(url) rel="license noopener" { (licence) } }
            }
            dt { (say(lang, "Метадані", "Metadata")) }
            dd { a href={ "/catalogue/iso/" (passport.id) } { "ISO 19139" } }
        }
        h2 { (structure) }
        (scrolled(
            structure,
            &[
                say(lang, "Поле", "Field"),
                say(lang, "Назва", "Name"),
                say(lang, "Тип", "Type"),
                say(lang, "Одиниця", "Unit"),
                say(lang, "Обов'язкове", "Required"),
                say(lang, "Коди", "Codes"),
            ],
            &html! { @for column in &passport.structure { (row(column, ask)) } },
        ))
    };
    shell(ask, &passport.title, &main)
}

fn facts(passport: &Passport, ask: &Ask) -> Vec<(&'static str, String)> {
    let lang = ask.lang();
    let holder = match &passport.holder.code {
        Some(code) => format!("{} ({code})", passport.holder.name),
        None => passport.holder.name.clone(),
    };
    let or_dash = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    vec![
        (say(lang, "Ідентифікатор", "Identifier"), passport.identifier.to_string()),
        (say(lang, "Розпорядник", "Holder"), holder),
        (say(lang, "Електронна пошта", "E-mail"), or_dash(passport.holder.email.clone())),
        (say(lang, "Тематичний напрям", "Theme"), or_dash(passport.theme.clone())),
        (say(lang, "Ключові слова", "Keywords"), passport.keywords.join(", ")),
        (say(lang, "Підстава ведення", "Kept under"), passport.purpose.clone()),
        (say(lang, "Мова", "Language"), passport.language.to_owned()),
        (say(lang, "Формати стиснення", "Compression"), passport.compression.join(", ")),
        (say(lang, "Перше оприлюднення", "First published"), or_dash(passport.issued.clone())),
        (say(lang, "Останнє оновлення", "Last updated"), or_dash(passport.modified.clone())),
        (
            say(lang, "Періодичність оновлення", "Update period"),
            or_dash(passport.update_period.as_ref().map(ToString::to_string)),
        ),
        (say(lang, "Свіжість", "Freshness"), passport.freshness.text(lang)),
        (say(lang, "Версія", "Version"), passport.version.to_string()),
        (say(lang, "Об'єктів", "Features"), passport.count.to_string()),
    ]
}

fn row(column: &Column, ask: &Ask) -> Markup {
    let lang = ask.lang();
    html! {
        tr {
            th scope="row" { code { (column.name) } }
            td { (column.title) @if let Some(description) = &column.description { br; small { (description) } } }
            td { (column.datatype) @if column.list { "[]" } }
            td { (column.unit.as_deref().unwrap_or_default()) }
            td { @if column.required { (say(lang, "так", "yes")) } }
            td { @if let Some(codes) = &column.codes {
                details {
                    summary { (codes.title) }
                    ul {
                        @for (code, label) in codes.items.iter().take(MAX_CODES) { li { code { (code) } " " (label) } }
                        @if codes.items.len() > MAX_CODES { li { "…" } }
                    }
                }
            } }
        }
    }
}
