//! Is it alive, is it ready, how does it do.

use super::state::App;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Alive: the process answers.
pub async fn get_health() -> Response {
    plain(StatusCode::OK, "alive\n")
}

/// Ready: the database answers too.
pub async fn get_ready(State(app): State<App>) -> Response {
    if app.store.is_ready().await {
        plain(StatusCode::OK, "ready\n")
    } else {
        plain(StatusCode::SERVICE_UNAVAILABLE, "no database\n")
    }
}

/// Metrics in the Prometheus text format.
pub async fn get_metrics(State(app): State<App>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.render()).into_response()
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], text)
        .into_response()
}
