//! `/print` and `/map.png`: maps on paper and as pictures, drawn by one renderer in the storage CRS.

mod asked;
mod render;
mod scene;

pub use render::Fonts;

use super::App;
use super::ask::Ask;
use super::body::{self, media};
use super::problem::Problem;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use gis_core::draw::{self, Frame, Sheet};
use gis_core::text::{Lang, Text};
use std::sync::Arc;

/// Maps drawn at once; more are answered 503.
pub const RENDERS: usize = 2;

/// `GET /print`: a page true to scale as PDF or SVG.
pub async fn get_print(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(print(&app, &ask).await)
}

async fn print(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let wanted = asked::page(app, ask)?;
    let fonts = wanted.is_pdf.then(|| fonts(app)).transpose()?;
    let slot = app.renders.clone().try_acquire_owned().map_err(|_| Problem::Busy)?;
    let scene = scene::read(app, &wanted.registers, &wanted.sheet.frame()).await?;
    let is_cut = scene.is_cut;
    let sources = scene::sources(app, &wanted.registers, ask.lang()).await?;
    let sheet = Sheet { sources, is_cut, ..wanted.sheet };
    let name = format!("map_1-{}.{}", sheet.scale, if wanted.is_pdf { "pdf" } else { "svg" });
    let (shared, lang) = (app.clone(), ask.lang());
    let drawn = tokio::task::spawn_blocking(move || {
        let _slot = slot;
        page(&shared, scene, &sheet, fonts.as_deref())
    });
    let bytes = drawn.await.map_err(|_| Problem::Internal)??;
    let kind = if wanted.is_pdf { media::PDF } else { media::SVG };
    Ok(answer(app, (kind, &name), lang, (bytes, is_cut)))
}

/// Draws a page; without fonts it stays text.
fn page(app: &App, scene: scene::Scene, sheet: &Sheet, fonts: Option<&Fonts>) -> Result<Bytes, Problem> {
    let scopes = scene.scopes(app);
    let svg = draw::sheet(&scene.picture(app, &scopes, sheet.lang), sheet).map_err(undrawn)?;
    match fonts {
        None => Ok(svg.into()),
        Some(fonts) => fonts.pdf(&svg, sheet).map(Bytes::from).map_err(undrawn),
    }
}

/// `GET /map.png`: a picture for those whose browser draws no map.
pub async fn get_image(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(image(&app, &ask).await)
}

async fn image(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let wanted = asked::picture(app, ask)?;
    let fonts = fonts(app)?;
    let slot = app.renders.clone().try_acquire_owned().map_err(|_| Problem::Busy)?;
    let scene = scene::read(app, &wanted.registers, &wanted.frame).await?;
    let is_cut = scene.is_cut;
    let (shared, lang, note) = (app.clone(), ask.lang(), app.city().title.get(ask.lang()).to_owned());
    let drawn = tokio::task::spawn_blocking(move || {
        let _slot = slot;
        picture(&shared, scene, (&wanted.frame, lang), &note, &fonts)
    });
    let bytes = drawn.await.map_err(|_| Problem::Internal)??;
    Ok(answer(app, (media::PNG, "map.png"), lang, (bytes, is_cut)))
}

fn picture(
    app: &App,
    scene: scene::Scene,
    (frame, lang): (&Frame, Lang),
    note: &str,
    fonts: &Fonts,
) -> Result<Bytes, Problem> {
    let scopes = scene.scopes(app);
    let svg = draw::image(&scene.picture(app, &scopes, lang), frame, note).map_err(undrawn)?;
    fonts.png(&svg).map(Bytes::from).map_err(undrawn)
}

fn answer(app: &App, (kind, name): (&'static str, &str), lang: Lang, (bytes, is_cut): (Bytes, bool)) -> Response {
    let response = body::answer(app, kind, lang, bytes);
    let response = body::with(response, "content-disposition", &format!("inline; filename=\"{name}\""));
    if is_cut { body::with(response, "x-map-truncated", "true") } else { response }
}

/// The fonts, or what to do about it that there are none.
fn fonts(app: &App) -> Result<Arc<Fonts>, Problem> {
    app.fonts.clone().ok_or_else(|| {
        Problem::Missing(Text::new(
            "Сервер не має шрифтів Noto Sans: установіть пакет fonts-noto-core або вкажіть теку в city.toml, [server] fonts.",
            "The server has no Noto Sans fonts: install the package fonts-noto-core, or name their folder in city.toml, [server] fonts.",
        ))
    })
}

fn undrawn(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "a map cannot be drawn");
    Problem::Internal
}
