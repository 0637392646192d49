//! Every URL, once.

use super::{
    App, browser, catalogue, dossier, export, feature, health, limits, ogc, portal, print, sealed, search, style, tiles,
};
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, Predicate, predicate::DefaultPredicate, predicate::NotForContentType};

/// URL templates of everything that is served, for the canary and the OpenAPI document.
pub const ROUTES: &[&str] = &[
    "/ogc",
    "/ogc/conformance",
    "/ogc/api",
    "/ogc/api.html",
    "/ogc/collections",
    "/ogc/collections/{collectionId}",
    "/ogc/collections/{collectionId}/schema",
    "/ogc/collections/{collectionId}/queryables",
    "/ogc/collections/{collectionId}/sortables",
    "/ogc/collections/{collectionId}/feature-schema",
    "/ogc/collections/{collectionId}/items",
    "/ogc/collections/{collectionId}/items/{featureId}",
    "/tiles",
    "/tiles/{set}",
    "/tiles/{set}/{z}/{x}/{y}",
    "/styles/{set}",
    "/search",
    "/o/{register}/{fid}",
    "/o/{register}/{fid}/dossier",
    "/changes",
    "/api/portal",
    "/api/coordinates",
    "/api/titles",
    "/print",
    "/map.png",
    "/api/export/{collectionId}",
    "/api/registers/{register}",
    "/api/registers/{register}/sealed/{fid}",
    "/records",
    "/records/conformance",
    "/records/api",
    "/records/collections",
    "/records/collections/catalogue",
    "/records/collections/catalogue/items",
    "/records/collections/catalogue/items/{register}",
    "/catalogue",
    "/catalogue/dcat",
    "/catalogue/iso/{register}",
    "/catalogue/passport/{register}",
    "/health",
    "/ready",
    "/metrics",
    "/",
];

/// The routes with the layers that guard them.
pub fn router(app: App) -> Router {
    let guarded = Router::new()
        .route("/ogc", get(ogc::get_landing))
        .route("/ogc/", get(ogc::get_landing))
        .route("/ogc/conformance", get(ogc::get_conformance))
        .route("/ogc/api", get(ogc::get_api))
        .route("/ogc/api.html", get(ogc::get_api_page))
        .route("/ogc/collections", get(ogc::list_collections))
        .route("/ogc/collections/{collection}", get(ogc::get_collection))
        .route("/ogc/collections/{collection}/schema", get(ogc::get_schema))
        .route("/ogc/collections/{collection}/queryables", get(ogc::get_queryables))
        .route("/ogc/collections/{collection}/sortables", get(ogc::get_sortables))
        .route("/ogc/collections/{collection}/feature-schema", get(ogc::get_feature_schema))
        .route("/ogc/collections/{collection}/items", get(ogc::list_items))
        .route("/ogc/collections/{collection}/items/{feature}", get(ogc::get_item))
        .route("/tiles", get(tiles::list_tilesets))
        .route("/tiles/{set}", get(tiles::get_tilejson))
        .route("/tiles/{set}/{z}/{x}/{y}", get(tiles::get_tile))
        .route("/styles/{set}", get(style::get_style))
        .route("/search", get(search::search))
        .route("/o/{register}/{fid}", get(feature::get_feature_page))
        .route("/o/{register}/{fid}/dossier", get(dossier::get_dossier))
        .route("/changes", get(portal::list_changes))
        .route("/api/portal", get(portal::get_portal))
        .route("/api/titles", get(portal::list_titles))
        .route("/api/coordinates", get(search::get_coordinates))
        .route("/print", get(print::get_print))
        .route("/map.png", get(print::get_image))
        .route("/api/export/{collection}", get(export::get_export))
        .route("/api/registers/{register}", get(portal::get_register))
        .route("/api/registers/{register}/sealed/{fid}", get(sealed::get_sealed))
        .route("/records", get(catalogue::get_landing))
        .route("/records/conformance", get(catalogue::get_conformance))
        .route("/records/api", get(catalogue::get_api))
        .route("/records/collections", get(catalogue::list_catalogs))
        .route("/records/collections/catalogue", get(catalogue::get_catalog))
        .route("/records/collections/catalogue/items", get(catalogue::list_records))
        .route("/records/collections/catalogue/items/{register}", get(catalogue::get_record))
        .route("/catalogue", get(catalogue::get_catalogue))
        .route("/catalogue/dcat", get(catalogue::get_dcat))
        .route("/catalogue/iso/{register}", get(catalogue::get_iso))
        .route("/catalogue/passport/{register}", get(catalogue::get_passport))
        .fallback_service(browser::viewer(&app))
        .layer(from_fn_with_state(app.clone(), limits::bounded))
        .layer(
            CompressionLayer::new().compress_when(
                DefaultPredicate::new()
                    .and(NotForContentType::const_new("application/vnd.mapbox-vector-tile"))
                    .and(NotForContentType::const_new("application/vnd.openxmlformats"))
                    .and(NotForContentType::const_new("application/pdf")),
            ),
        );
    Router::new()
        .route("/health", get(health::get_health))
        .route("/ready", get(health::get_ready))
        .route("/metrics", get(health::get_metrics))
        .merge(guarded)
        .layer(from_fn_with_state(app.clone(), limits::observed))
        .layer(CatchPanicLayer::custom(limits::panicked))
        .with_state(app)
}
