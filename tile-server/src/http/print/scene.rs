//! What a map shows: the features of its registers within its frame.

use crate::http::App;
use crate::http::problem::Problem;
use chrono_tz::Europe::Kyiv;
use gis_core::derive::tiles;
use gis_core::draw::{self, Content, Feature, Frame, Picture, Source, is_shown};
use gis_core::geometry::Geometry;
use gis_core::policy::Scope;
use gis_core::register::{Field, GeometryField};
use gis_core::text::{Ident, Lang};
use store::sql::items::{Drawn, Window};

/// Most features of a map; a page of them is black already.
const MAX_FEATURES: usize = 40_000;
/// Most vertices of a map.
const MAX_VERTICES: usize = 2_000_000;
/// Deepest zoom: whatever tiles carry anywhere is read.
const EVERY_ZOOM: u8 = 24;

/// The features of a map, by register and geometry.
pub struct Scene {
    layers: Vec<Layer>,
    /// True when there are more than a map may hold.
    pub is_cut: bool,
}

struct Layer {
    register: Ident,
    geometry: Ident,
    features: Vec<Feature>,
}

/// The fields that styles and labels may ask for.
fn fields<'a>(scope: &Scope<'a>) -> Vec<&'a Field> {
    tiles::fields(scope, EVERY_ZOOM)
}

/// Reads what the registers have within a frame.
pub async fn read(app: &App, registers: &[Ident], frame: &Frame) -> Result<Scene, Problem> {
    let mut scene = Scene { layers: Vec::new(), is_cut: false };
    let (mut count, mut vertices) = (0, 0);
    for scope in registers.iter().filter_map(|id| app.scope(id.as_str())) {
        for geometry in scope.geometries().filter(|geometry| is_shown(&scope, geometry, frame.zoom)) {
            let room = MAX_FEATURES.saturating_sub(count);
            let mut features = layer(app, &scope, geometry, (frame, room + 1)).await?;
            scene.is_cut |= features.len() > room;
            features.truncate(room);
            features.retain(|feature| {
                vertices += Geometry::vertex_count(&feature.geometry);
                vertices <= MAX_VERTICES
            });
            scene.is_cut |= vertices > MAX_VERTICES;
            count += features.len();
            scene.layers.push(Layer {
                register: scope.register().id.clone(),
                geometry: geometry.name.clone(),
                features,
            });
            if scene.is_cut {
                return Ok(scene);
            }
        }
    }
    Ok(scene)
}

async fn layer(
    app: &App,
    scope: &Scope<'_>,
    geometry: &GeometryField,
    (frame, limit): (&Frame, usize),
) -> Result<Vec<Feature>, Problem> {
    let window = Window::exact(frame.bounds(), app.city().storage_epsg);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = app.store.tile_rows(scope, (geometry, Drawn::Shape), &fields(scope), (window, limit)).await?;
    Ok(rows.into_iter().map(|row| Feature { values: row.values, geometry: row.geometry }).collect())
}

impl Scene {
    /// The scopes of its layers, one each.
    pub fn scopes<'a>(&self, app: &'a App) -> Vec<Scope<'a>> {
        self.layers.iter().filter_map(|layer| app.scope(layer.register.as_str())).collect()
    }

    /// Everything that is drawn.
    pub fn picture<'a>(self, app: &'a App, scopes: &'a [Scope<'a>], lang: Lang) -> Picture<'a> {
        let content = |(scope, layer): (&'a Scope<'a>, Layer)| {
            let geometry = scope.geometries().find(|geometry| geometry.name == layer.geometry)?;
            Some(Content { scope, geometry, fields: fields(scope), features: layer.features })
        };
        Picture {
            catalog: app.catalog(),
            contents: scopes.iter().zip(self.layers).filter_map(content).collect(),
            lang,
            clock: app.store.clock(),
            is_cut: self.is_cut,
        }
    }
}

/// The registers as sources, with the day of their last change and their licence.
pub async fn sources(app: &App, registers: &[Ident], lang: Lang) -> Result<Vec<draw::Source>, Problem> {
    let mut sources = Vec::new();
    for scope in registers.iter().filter_map(|id| app.scope(id.as_str())) {
        let register = scope.register();
        let updated = app.store.changed(&scope).await?.map(|[_, last]| last);
        let is_public = register.visibility == Default::default();
        sources.push(Source {
            register: register.id.clone(),
            title: register.title.get(lang).to_owned(),
            updated: updated.map(|instant| instant.with_timezone(&Kyiv).date_naive()),
            licence: is_public.then(|| app.publication.licence.clone()),
        });
    }
    Ok(sources)
}
