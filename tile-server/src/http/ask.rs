//! The request as handlers see it: language, base URL, format, and parameters that are all known or refused.

use super::problem::Problem;
use super::state::App;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use gis_core::text::Lang;
use std::convert::Infallible;

/// Longest query string, bytes.
const MAX_QUERY: usize = 8 * 1024;
/// Most query parameters.
const MAX_PARAMETERS: usize = 64;

/// The representation a client wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON in the flavour of the resource.
    Json,
    /// A page.
    Html,
}

/// A request, apart from its path.
pub struct Ask {
    /// Scheme, host and port that links begin with; no slash at the end.
    pub base: String,
    /// Path as requested.
    pub path: String,
    /// Headers.
    pub headers: HeaderMap,
    query: Result<Vec<(String, String)>, Problem>,
    lang: Option<Lang>,
}

impl FromRequestParts<App> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let query = pairs(parts.uri.query().unwrap_or_default());
        let asked = query.as_ref().ok().and_then(|pairs| pairs.iter().find(|(name, _)| name == "lang"));
        let lang = match asked.map(|(_, value)| value.as_str()) {
            Some("uk") => Some(Lang::Uk),
            Some("en") => Some(Lang::En),
            _ => None,
        };
        Ok(Self {
            base: app.public_url.clone().unwrap_or_else(|| base(&parts.headers)),
            path: parts.uri.path().to_owned(),
            headers: parts.headers.clone(),
            query,
            lang,
        })
    }
}

fn pairs(query: &str) -> Result<Vec<(String, String)>, Problem> {
    let refused = |uk: &str, en: &str| Err(Problem::parameter("?", uk, en));
    if query.len() > MAX_QUERY {
        return refused("рядок запиту довший за 8 КіБ", "the query string is longer than 8 KiB");
    }
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    if pairs.len() > MAX_PARAMETERS {
        return refused("понад 64 параметри", "more than 64 parameters");
    }
    Ok(pairs)
}

/// The host is only believed when it is nothing but a host; behind a proxy `public_url` is to be set.
fn base(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = if !host.is_empty() && host.len() <= 255 && host.chars().all(plain) { host } else { "localhost" };
    format!("http://{host}")
}

impl Ask {
    /// The language: `lang`, else `Accept-Language`, else Ukrainian.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(|| accepted_lang(&self.headers))
    }

    /// The parameters, when each of them is one of `known` and stands once.
    ///
    /// # Errors
    /// The parameter that is unknown, repeated, or a wrong `lang` or `f`.
    pub fn parameters(&self, known: &[&str]) -> Result<Parameters<'_>, Problem> {
        self.parameters_in(known, &["json", "html"])
    }

    /// The parameters of what comes in other formats than JSON and HTML.
    ///
    /// # Errors
    /// As [`Self::parameters`].
    pub fn parameters_in(&self, known: &[&str], formats: &[&str]) -> Result<Parameters<'_>, Problem> {
        let pairs = match &self.query {
            Ok(pairs) => pairs,
            Err(Problem::Parameter { name, text }) => {
                return Err(Problem::Parameter { name: name.clone(), text: text.clone() });
            }
            Err(_) => return Err(Problem::Internal),
        };
        for (at, (name, value)) in pairs.iter().enumerate() {
            if name != "lang" && name != "f" && !known.contains(&name.as_str()) {
                return Err(Problem::parameter(name, "такого параметра немає", "there is no such parameter"));
            }
            if pairs[..at].iter().any(|(earlier, _)| earlier == name) {
                return Err(Problem::parameter(name, "параметр повторюється", "the parameter stands twice"));
            }
            if name == "lang" && !["uk", "en"].contains(&value.as_str()) {
                return Err(Problem::parameter("lang", "дозволено uk або en", "uk or en are accepted"));
            }
            if name == "f" && !formats.contains(&value.as_str()) {
                let (uk, en) = (formats.join(" або "), formats.join(" or "));
                return Err(Problem::parameter("f", format!("дозволено {uk}"), format!("{en} are accepted")));
            }
        }
        Ok(Parameters { pairs })
    }

    /// The format: `f`, else the first of JSON and HTML that `Accept` names, else JSON: scripts send `*/*`.
    #[must_use]
    pub fn format(&self) -> Format {
        let asked = self.query.as_ref().ok().and_then(|pairs| pairs.iter().find(|(name, _)| name == "f"));
        match asked.map(|(_, value)| value.as_str()) {
            Some("html") => Format::Html,
            Some(_) => Format::Json,
            None => accepted_format(&self.headers),
        }
    }

    /// Turns a problem into an answer in the language of the request.
    pub fn answer(&self, result: Result<Response, Problem>) -> Response {
        result.unwrap_or_else(|problem| problem.answer(self.lang()))
    }

    /// An absolute address on this server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

fn accepted_lang(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = accepted.split(',').map(|part| part.trim().get(..2).unwrap_or_default().to_ascii_lowercase());
    first
        .into_iter()
        .find_map(|tag| match tag.as_str() {
            "uk" => Some(Lang::Uk),
            "en" => Some(Lang::En),
            _ => None,
        })
        .unwrap_or_default()
}

fn accepted_format(headers: &HeaderMap) -> Format {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let found =
        accepted.split(',').map(|part| part.split(';').next().unwrap_or_default().trim()).find_map(|kind| match kind {
            "text/html" | "application/xhtml+xml" => Some(Format::Html),
            "*/*" => Some(Format::Json),
            kind if kind.contains("json") => Some(Format::Json),
            _ => None,
        });
    found.unwrap_or(Format::Json)
}

/// Parameters that are known.
pub struct Parameters<'a> {
    pairs: &'a [(String, String)],
}

impl<'a> Parameters<'a> {
    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.pairs.iter().find(|(have, _)| have == name).map(|(_, value)| value.as_str())
    }

    /// All of them in the order of the request.
    pub fn all(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same parameters with one set, as a query string: for links to the next page and to other formats.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (have, kept) in self.all().filter(|(have, _)| *have != name) {
            query.append_pair(have, kept);
        }
        query.append_pair(name, value);
        query.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn browsers_get_pages_and_scripts_get_json() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(accepted_format(&headers(header::ACCEPT, browser)), Format::Html);
        assert_eq!(accepted_format(&headers(header::ACCEPT, "*/*")), Format::Json);
        assert_eq!(accepted_format(&headers(header::ACCEPT, "application/geo+json")), Format::Json);
    }

    #[test]
    fn a_host_that_is_more_than_a_host_is_not_believed() {
        assert_eq!(base(&headers(header::HOST, "city.example:8080")), "http://city.example:8080");
        assert_eq!(base(&headers(header::HOST, "evil\"><script>")), "http://localhost");
        assert_eq!(base(&headers(header::HOST, "a/b@c")), "http://localhost");
    }

    #[test]
    fn the_first_known_language_is_taken() {
        assert_eq!(accepted_lang(&headers(header::ACCEPT_LANGUAGE, "de, en-GB;q=0.8, uk;q=0.5")), Lang::En);
        assert_eq!(accepted_lang(&headers(header::ACCEPT_LANGUAGE, "fr")), Lang::Uk);
    }
}
