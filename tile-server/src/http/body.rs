//! Answers with their headers.

use super::state::App;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gis_core::text::Lang;
use serde_json::Value as Json;

/// Media types of this server.
pub mod media {
    /// Plain JSON.
    pub const JSON: &str = "application/json";
    /// GeoJSON.
    pub const GEOJSON: &str = "application/geo+json";
    /// JSON Schema.
    pub const SCHEMA: &str = "application/schema+json";
    /// OpenAPI 3.0 in JSON.
    pub const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";
    /// XML.
    pub const XML: &str = "application/xml";
    /// RDF as XML.
    pub const RDF_XML: &str = "application/rdf+xml";
    /// RDF as JSON.
    pub const JSON_LD: &str = "application/ld+json";
    /// A table, by RFC 4180, with a head.
    pub const CSV: &str = "text/csv; charset=utf-8; header=present";
    /// A page.
    pub const HTML: &str = "text/html; charset=utf-8";
    /// A page for printing.
    pub const PDF: &str = "application/pdf";
    /// A drawing.
    pub const SVG: &str = "image/svg+xml; charset=utf-8";
    /// A picture.
    pub const PNG: &str = "image/png";
    /// A vector tile.
    pub const MVT: &str = "application/vnd.mapbox-vector-tile";
}

/// Seconds that shared caches may keep a public answer: how long a withdrawn feature may still be seen.
pub const PUBLIC_MAX_AGE_S: u32 = 60;

/// An answer with its media type, language and caching rule.
pub fn answer(app: &App, media: &'static str, lang: Lang, body: impl Into<axum::body::Body>) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Accept-Language, Accept-Encoding"));
    headers.insert(header::CACHE_CONTROL, caching(app));
    response
}

/// A JSON answer.
pub fn json(app: &App, media: &'static str, lang: Lang, body: &Json) -> Response {
    answer(app, media, lang, body.to_string())
}

/// Public answers may be kept for a minute, others not at all.
pub fn caching(app: &App) -> HeaderValue {
    if app.is_public() {
        HeaderValue::from_str(&format!("public, max-age={PUBLIC_MAX_AGE_S}"))
            .unwrap_or(HeaderValue::from_static("no-store"))
    } else {
        HeaderValue::from_static("private, no-store")
    }
}

/// Adds a header whose value is made at run time; a value that is none is left out.
pub fn with(mut response: Response, name: &'static str, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(HeaderName::from_static(name), value);
    }
    response
}

/// 304 when the client has this version already.
pub fn unless_known(request: &HeaderMap, etag: &str, response: Response) -> Response {
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let same = known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag || tag.trim() == "*");
    let response = with(response, "etag", etag);
    if !same {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_ENCODING);
    (parts, ()).into_response()
}
