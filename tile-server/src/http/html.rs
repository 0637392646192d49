//! Pages without JavaScript: the same data as the JSON answers, escaped by the template engine.

use super::App;
use super::ask::Ask;
use super::body::{self, media};
use super::feature::{Card, CardField};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use chrono::DateTime;
use chrono_tz::Europe::Kyiv;
use gis_core::text::Lang;
use maud::{DOCTYPE, Markup, html};
use serde_json::Value as Json;

/// Pages load their style sheet from here and nothing from anywhere else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'";

/// A page as an answer.
pub fn page_answer(app: &App, ask: &Ask, page: &Markup) -> Response {
    let mut response = body::answer(app, media::HTML, ask.lang(), page.0.clone());
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// A word of the pages in the language of the request.
pub fn say(lang: Lang, uk: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Uk => uk,
        Lang::En => en,
    }
}

/// The frame of every page.
pub fn shell(ask: &Ask, title: &str, main: &Markup) -> Markup {
    let lang = ask.lang();
    let other = say(lang, "en", "uk");
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/page.css";
                link rel="icon" href="/favicon.svg";
                link rel="alternate" type="application/json" href={ (ask.path) "?f=json" };
            }
            body {
                a.skip href="#main" { (say(lang, "До змісту", "Skip to content")) }
                header {
                    nav aria-label=(say(lang, "Портал", "Portal")) {
                        a href="/" { (say(lang, "Мапа", "Map")) }
                        a href={ "/ogc?f=html&lang=" (lang.tag()) } { (say(lang, "Дані", "Data")) }
                        a href={ (ask.path) "?f=html&lang=" (other) } lang=(other) hreflang=(other) { (say(lang, "English", "Українською")) }
                    }
                }
                main id="main" { h1 { (title) } (main) }
                footer { a href={ (ask.path) "?f=json&lang=" (lang.tag()) } { "JSON" } }
            }
        }
    }
}

/// The page of a card.
pub fn card(card: &Card, ask: &Ask) -> Markup {
    let lang = ask.lang();
    let main = html! {
        p.kind { (card.register_title) }
        @if let Some(subtitle) = &card.subtitle { p { (subtitle) } }
        // Fields of a group follow each other; those of the register itself come first and without a heading.
        @for fields in card.fields.chunk_by(|one, next| one.group == next.group) {
            @if let Some(group) = &fields[0].group { h2 { (group) } }
            (values(fields, lang))
        }
        p { (say(lang, "Підстава ведення: ", "Kept under: ")) (card.source) }
        @if let Some(updated) = &card.updated {
            p { (say(lang, "Оновлено: ", "Updated: ")) (day(updated, lang)) " · " (say(lang, "версія ", "version ")) (card.version) }
        }
        p { a href={ "/o/" (card.register) "/" (card.fid) "/dossier?lang=" (lang.tag()) } { (say(lang, "Досьє місця: усе, що знають реєстри", "Place dossier: all that the registers know")) } }
        @if card.center.is_some() {
            p { a href={ "/#o=" (card.register) "/" (card.fid) "&lang=" (lang.tag()) } { (say(lang, "Показати на мапі", "Show on the map")) } }
        }
    };
    shell(ask, &card.title, &main)
}

/// The fields of a card that are the register's own.
pub fn own_fields(card: &Card, lang: Lang) -> Markup {
    let own = card.fields.iter().position(|field| field.group.is_some()).unwrap_or(card.fields.len());
    html! { @if own > 0 { (values(&card.fields[..own], lang)) } }
}

fn values(fields: &[CardField], lang: Lang) -> Markup {
    html! {
        dl {
            @for field in fields {
                dt { (field.label) }
                dd { (value(field, lang)) }
            }
        }
    }
}

fn value(field: &CardField, lang: Lang) -> Markup {
    let text = match &field.unit {
        Some(unit) => format!("{} {unit}", field.text),
        None => field.text.clone(),
    };
    html! {
        @match &field.href {
            Some(href) if href.starts_with('/') => a href={ (href) "?lang=" (lang.tag()) } { (text) },
            Some(href) => a href=(href) rel="noopener nofollow" { (text) },
            None => (text),
        }
    }
}

/// A page of links, such as the landing page: `links` of an OGC document.
pub fn links(ask: &Ask, title: &str, description: &str, links: &[Json]) -> Markup {
    let main = html! {
        p { (description) }
        ul {
            @for link in links {
                @if let (Some(href), Some(title)) = (link["href"].as_str(), link["title"].as_str()) {
                    li { a href=(href) { (title) } " " small { (link["type"].as_str().unwrap_or_default()) } }
                }
            }
        }
    };
    shell(ask, title, &main)
}

/// An instant as its day in Kyiv.
pub fn day(instant: &str, lang: Lang) -> Markup {
    let format = say(lang, "%d.%m.%Y", "%Y-%m-%d");
    let day = DateTime::parse_from_rfc3339(instant)
        .map_or_else(|_| instant.to_owned(), |instant| instant.with_timezone(&Kyiv).format(format).to_string());
    html! { time datetime=(instant) { (day) } }
}

/// A table that scrolls in its own box where the screen is narrow; `title` names it to screen readers.
pub fn scrolled(title: &str, heads: &[impl AsRef<str>], rows: &Markup) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(title) {
            table {
                thead { tr { @for head in heads { th scope="col" { (head.as_ref()) } } } }
                tbody { (rows) }
            }
        }
    }
}

/// A table of features: id, a few values, a link to each, and to the next page.
pub fn table(ask: &Ask, title: &str, (columns, rows): (&[String], &[Vec<String>]), next: Option<&str>) -> Markup {
    let lang = ask.lang();
    let main = html! {
        @if rows.is_empty() { p { (say(lang, "Немає об'єктів.", "There are no features.")) } }
        @else {
            (scrolled(title, columns, &html! {
                @for row in rows {
                    tr {
                        @for (at, cell) in row.iter().enumerate() {
                            @if at == 0 { th scope="row" { a href={ (ask.path) "/" (cell) "?f=html&lang=" (lang.tag()) } { (cell) } } }
                            @else { td { (cell) } }
                        }
                    }
                }
            }))
        }
        @if let Some(next) = next { p { a rel="next" href=(next) { (say(lang, "Наступна сторінка", "Next page")) } } }
    };
    shell(ask, title, &main)
}
