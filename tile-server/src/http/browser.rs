//! The viewer's files, with the headers that keep foreign scripts out.

use super::problem::Problem;
use super::state::App;
use axum::Router;
use axum::http::{HeaderValue, Request, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get_service;
use gis_core::text::Lang;
use tower_http::services::ServeDir;

/// Nothing is loaded from another host, no inline script runs, workers are ours.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    object-src 'none'; require-trusted-types-for 'script'; trusted-types default";

/// The viewer asks where the person is and copies links; nothing else is needed.
const PERMISSIONS: &str = "geolocation=(self), clipboard-write=(self), camera=(), microphone=(), payment=(), usb=()";

/// The built viewer as a service; hashed files may be kept for a year.
pub fn viewer(app: &App) -> Router {
    let files =
        ServeDir::new(&app.viewer).precompressed_br().precompressed_gzip().append_index_html_on_directories(true);
    Router::new().fallback_service(get_service(files)).layer(from_fn(guard))
}

async fn guard(request: Request<axum::body::Body>, next: Next) -> Response {
    let hashed = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    if response.status() == 404 {
        return Problem::not_found().answer(Lang::default());
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert("permissions-policy", HeaderValue::from_static(PERMISSIONS));
    let keep = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}
