//! Asking the registers about a place.

use super::groups::{self, Placed};
use super::{Checked, Dossier, Group, Near};
use crate::http::App;
use crate::http::ask::Ask;
use crate::http::feature;
use crate::http::problem::Problem;
use chrono::{SecondsFormat, Utc};
use gis_core::geometry::{Geometry, Shape};
use gis_core::overlap::{Overlap, overlap};
use gis_core::policy::Scope;
use gis_core::register::{Field, GeometryField, GeometryType};
use store::around::Found;
use store::read::Feature;
use store::sql::around::{MAX_VERTICES, NEAR_M, Reference, Subject};

/// Most vertices that one answer lays over each other; what is beyond is listed without its share.
const MAX_OVERLAID: usize = 500_000;

/// Everything about a feature and the geometry of it that was read.
pub async fn dossier(
    app: &App,
    scope: &Scope<'_>,
    (feature, place): (Feature, Option<&GeometryField>),
    ask: &Ask,
) -> Result<Dossier, Problem> {
    let subject = Subject { scope, fid: feature.fid };
    let related = related(app, subject, ask).await?;
    let place = place.zip(feature.geometry.as_ref());
    let others: Vec<Scope> =
        elsewhere(app, scope).filter(|other| place.is_some() && other.geometries().next().is_some()).collect();
    let (limits, around) = around(app, subject, place, &others, ask).await?;
    let unrestricted = others.iter().filter(|other| {
        other.register().restricts && limits.iter().all(|group| group.register != other.register().id.as_str())
    });
    Ok(Dossier {
        composed: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
        unrestricted: unrestricted.map(|other| checked(other, ask)).collect(),
        limits,
        related,
        place: around,
        near_m: NEAR_M,
        near: near(app, subject, place, ask).await?,
        subject: feature::card(app, scope, feature, ask).await?,
    })
}

/// The registers but that of the subject, as the reader may see them.
fn elsewhere<'a>(app: &'a App, subject: &Scope) -> impl Iterator<Item = Scope<'a>> {
    let own = subject.register().id.clone();
    app.scopes().filter(move |other| other.register().id != own)
}

fn checked(other: &Scope, ask: &Ask) -> Checked {
    let register = other.register();
    Checked {
        register: register.id.to_string(),
        register_title: register.title.get(ask.lang()).to_owned(),
        source: register.source.clone(),
    }
}

/// What the subject refers to, then what refers to it.
async fn related(app: &App, subject: Subject<'_>, ask: &Ask) -> Result<Vec<Group>, Problem> {
    let own = subject.scope.register();
    let outward = subject.scope.fields().filter_map(|field| {
        let other = app.scope(field.to.as_ref()?.as_str())?;
        Some(Reference { other, field, inward: false })
    });
    let inward = app.scopes().flat_map(|other| {
        let fields: Vec<&Field> = other.fields().filter(|field| field.to.as_ref() == Some(&own.id)).collect();
        fields.into_iter().map(move |field| Reference { other: other.clone(), field, inward: true })
    });
    let references: Vec<Reference> = outward.chain(inward).collect();
    let found = app.store.referring(subject, &references).await?;
    let mut related = Vec::new();
    for (at, found) in groups::by_question(found) {
        let reference = &references[at];
        let found = found.into_iter().map(|found| Placed { found, overlap: None }).collect();
        related.push(groups::group(app, (&reference.other, Some(reference.field)), found, ask).await?);
    }
    Ok(related)
}

/// What restricts building at the place, and what else lies there; both in the order of the modules.
async fn around(
    app: &App,
    subject: Subject<'_>,
    place: Option<(&GeometryField, &Geometry)>,
    others: &[Scope<'_>],
    ask: &Ask,
) -> Result<(Vec<Group>, Vec<Group>), Problem> {
    let Some((field, geometry)) = place else { return Ok((Vec::new(), Vec::new())) };
    let found = app.store.around(subject, field, others).await?;
    let placed = overlaid(app, geometry.clone(), found).await?;
    let (mut limits, mut around) = (Vec::new(), Vec::new());
    for (at, found) in groups::by_question(placed) {
        let group = groups::group(app, (&others[at], None), found, ask).await?;
        if others[at].register().restricts { limits.push(group) } else { around.push(group) }
    }
    groups::by_module(app, &mut limits);
    groups::by_module(app, &mut around);
    Ok((limits, around))
}

/// Measures what the areas share with that of the subject, on a thread and in a slot of those that tiles are made in.
async fn overlaid(app: &App, own: Geometry, found: Vec<Found>) -> Result<Vec<Placed>, Problem> {
    let own_size = own.vertex_count();
    if !matches!(own.shape, Shape::Polygons(_)) || i64::try_from(own_size).is_ok_and(|size| size > MAX_VERTICES) {
        return Ok(found.into_iter().map(|found| Placed { found, overlap: None }).collect());
    }
    let epsg = app.city().storage_epsg;
    let _slot = app.encoders.acquire().await.map_err(|_| Problem::Busy)?;
    let measured = tokio::task::spawn_blocking(move || {
        let mut left = MAX_OVERLAID;
        let mut measure = |shape: &Geometry| -> Option<Overlap> {
            left = left.checked_sub(own_size + shape.vertex_count())?;
            overlap(&own, shape, epsg)
        };
        let placed = found.into_iter().map(|mut found| {
            let overlap = found.shape.take().and_then(|shape| measure(&shape));
            Placed { found, overlap }
        });
        placed.collect()
    });
    measured.await.map_err(|_| Problem::Internal)
}

/// The nearest point of each other register, nearest first.
async fn near(
    app: &App,
    subject: Subject<'_>,
    place: Option<(&GeometryField, &Geometry)>,
    ask: &Ask,
) -> Result<Vec<Near>, Problem> {
    let Some((field, _)) = place else { return Ok(Vec::new()) };
    let points: Vec<(Scope, &GeometryField)> = elsewhere(app, subject.scope)
        .filter_map(|other| {
            let is_point = |kind| matches!(kind, GeometryType::Point | GeometryType::MultiPoint);
            let point = other.geometries().find(|geometry| is_point(geometry.kind))?;
            Some((other, point))
        })
        .collect();
    let mut found = app.store.near(subject, field, &points).await?;
    found.sort_by(|one, other| one.metres.total_cmp(&other.metres));
    let mut near = Vec::new();
    for nearest in found {
        near.push(groups::near(app, &points[nearest.at].0, &nearest, ask).await?);
    }
    Ok(near)
}
