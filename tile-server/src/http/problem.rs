//! Errors as answers: RFC 9457 problem documents in the language asked for. Only this page knows HTTP codes.

use super::App;
use super::ask::Ask;
use super::html::{page_answer, say, shell};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::text::{Lang, Text};
use maud::html;
use serde_json::json;
use store::StoreError;

/// A request that is not answered as asked.
#[derive(Debug)]
pub enum Problem {
    /// There is no such thing, or the reader may not know of it: both answer the same.
    NotFound(Text),
    /// A parameter is wrong.
    Parameter {
        /// Its name.
        name: String,
        /// What is wrong and what is accepted.
        text: Text,
    },
    /// Something that the server needs for this is not installed.
    Missing(Text),
    /// More matches than an answer may hold: how many, and how to ask for fewer.
    TooMany(Text),
    /// The method is not offered here.
    Method,
    /// Too many requests at once, or the database is away: come again.
    Busy,
    /// The answer took too long.
    TimedOut,
    /// A fault of ours; the text is in the log.
    Internal,
}

/// Seconds after which a refused client may come again.
const RETRY_AFTER_S: u32 = 3;

impl Problem {
    /// A wrong parameter.
    pub fn parameter(name: &str, uk: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Parameter { name: name.chars().take(60).collect(), text: Text::new(uk, en) }
    }

    /// The answer for an unknown or hidden thing.
    #[must_use]
    pub fn not_found() -> Self {
        Self::NotFound(Text::new("За цією адресою нічого немає.", "There is nothing at this address."))
    }

    /// Status, stable code, title and detail.
    fn parts(&self) -> (StatusCode, &'static str, Text, Text) {
        match self {
            Self::NotFound(text) => {
                (StatusCode::NOT_FOUND, "not_found", Text::new("Не знайдено", "Not found"), text.clone())
            }
            Self::Parameter { name, text } => (
                StatusCode::BAD_REQUEST,
                "parameter",
                Text::new(format!("Параметр «{name}»"), format!("The parameter “{name}”")),
                text.clone(),
            ),
            Self::Missing(text) => (
                StatusCode::NOT_IMPLEMENTED,
                "missing",
                Text::new("Бракує складника", "A part is missing"),
                text.clone(),
            ),
            Self::TooMany(text) => (
                StatusCode::BAD_REQUEST,
                "too_many",
                Text::new("Забагато для одного файла", "Too much for one file"),
                text.clone(),
            ),
            Self::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method",
                Text::new("Метод не підтримується", "Method not allowed"),
                Text::new("Ця адреса лише віддає дані: GET або HEAD.", "This address only serves data: GET or HEAD."),
            ),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                Text::new("Сервер зайнятий", "The server is busy"),
                Text::new("Спробуйте ще раз за кілька секунд.", "Try again in a few seconds."),
            ),
            Self::TimedOut => (
                StatusCode::SERVICE_UNAVAILABLE,
                "timeout",
                Text::new("Відповідь забрала забагато часу", "The answer took too long"),
                Text::new(
                    "Звузьте запит: меншу область або менше об'єктів.",
                    "Narrow the request: a smaller area or fewer features.",
                ),
            ),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                Text::new("Помилка сервера", "Server error"),
                Text::new(
                    "Помилку записано. Повідомте номер запиту.",
                    "The error is in the log. Quote the request id.",
                ),
            ),
        }
    }

    /// The answer in a language, as JSON; a browser that wants a page gets one at the edge (`limits::bounded`).
    #[must_use]
    pub fn answer(&self, lang: Lang) -> Response {
        let (status, code, title, detail) = self.parts();
        Told { status, code, title, detail }.answer(lang)
    }
}

/// What an answer tells of a problem; it travels with the answer.
#[derive(Debug, Clone)]
pub struct Told {
    status: StatusCode,
    code: &'static str,
    title: Text,
    detail: Text,
}

impl Told {
    /// The problem as JSON (RFC 9457).
    #[must_use]
    pub fn answer(self, lang: Lang) -> Response {
        let body = json!({
            "type": "about:blank",
            "title": self.title.get(lang),
            "status": self.status.as_u16(),
            "detail": self.detail.get(lang),
            "code": self.code,
        });
        let mut response = (self.status, body.to_string()).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        self.finish(response, lang)
    }

    /// The problem as a page with a way back to the map.
    #[must_use]
    pub fn page(self, app: &App, ask: &Ask) -> Response {
        let lang = ask.lang();
        let main = html! {
            p { (self.detail.get(lang)) }
            p { a href={ "/?lang=" (lang.tag()) } { (say(lang, "До мапи міста", "To the map of the city")) } }
        };
        let mut response = page_answer(app, ask, &shell(ask, self.title.get(lang), &main));
        *response.status_mut() = self.status;
        self.finish(response, lang)
    }

    fn finish(self, mut response: Response, lang: Lang) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.remove(header::ETAG);
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(error) => {
                tracing::warn!(%error, "the database is busy or away");
                Self::Busy
            }
            error => {
                tracing::error!(error = ?error, "the store failed");
                Self::Internal
            }
        }
    }
}

impl From<gis_core::crs::CrsError> for Problem {
    fn from(error: gis_core::crs::CrsError) -> Self {
        tracing::error!(%error, "stored coordinates cannot be transformed");
        Self::Internal
    }
}
