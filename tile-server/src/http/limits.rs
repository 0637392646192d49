//! Bounds around every request: how many at once, how long, what is logged and counted.

use super::ask::{Ask, Format};
use super::problem::{Problem, Told};
use super::state::App;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::Instant;
use uuid::Uuid;

/// What every address answers.
const METHODS: &str = "GET, HEAD, OPTIONS";
/// How long a browser may remember that, seconds.
const PREFLIGHT_S: &str = "86400";

/// One request within the bounds: a slot at once or 503, a method that reads, an answer in time.
pub async fn bounded(State(app): State<App>, ask: Ask, request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        return options(&app);
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut refused = Problem::Method.answer(ask.lang());
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static(METHODS));
        return refused;
    }
    let Ok(_slot) = app.slots.clone().try_acquire_owned() else {
        metrics::counter!("misto_refused_total").increment(1);
        return Problem::Busy.answer(ask.lang());
    };
    let mut answer = match tokio::time::timeout(app.timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::TimedOut.answer(ask.lang()),
    };
    if let Some(told) = answer.extensions_mut().remove::<Told>() {
        answer = match ask.format() {
            Format::Html => told.page(&app, &ask),
            // Files of the viewer know no `lang`.
            Format::Json => told.answer(ask.lang()),
        };
    }
    open_to_all(&app, &mut answer);
    answer
}

/// What may be asked here; also the answer to a browser that asks before a page of another host may read.
fn options(app: &App) -> Response {
    let mut answer = StatusCode::NO_CONTENT.into_response();
    open_to_all(app, &mut answer);
    let headers = answer.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static(METHODS));
    if app.is_public() {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(PREFLIGHT_S));
    }
    answer
}

/// Public data may be read by any page; what staff see may not.
fn open_to_all(app: &App, answer: &mut Response) {
    let headers = answer.headers_mut();
    if app.is_public() {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("Content-Crs, Content-Disposition, X-Map-Truncated, Link, OGC-NumberMatched, OGC-NumberReturned, ETag, X-Request-Id"),
        );
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
}

/// Gives the request an id, logs it without its parameters (they may hold names of people) and counts it.
pub async fn observed(State(_): State<App>, request: Request, next: Next) -> Response {
    let id = Uuid::now_v7();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let since = Instant::now();
    let mut response = next.run(request).await;
    let (seconds, status) = (since.elapsed().as_secs_f64(), response.status().as_u16());
    metrics::counter!("misto_requests_total", "route" => route.clone(), "status" => status.to_string()).increment(1);
    metrics::histogram!("misto_request_seconds", "route" => route.clone()).record(seconds);
    tracing::info!(%id, %method, route, status, seconds, "request");
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// A panic is one failed request, not a dead server.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> axum::http::Response<Body> {
    tracing::error!("a handler panicked");
    Problem::Internal.answer(gis_core::text::Lang::Uk)
}
