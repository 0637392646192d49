//! `/api/export/{collection}`: all rows that a filter matches as one file.

mod outlet;

use super::App;
use super::ask::{Ask, Parameters};
use super::body;
use super::ogc::{Collection, order, query};
use super::problem::Problem;
use crate::exporting::way;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use gis_core::text::Text;
use importers::export::{Format, Layout};
use outlet::Outlet;
use std::time::Duration;
use store::sql::items::{Filter, Moment};
use store::sql::order::SortKey;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// Files made at once; more are answered 503.
pub const EXPORTS: usize = 3;
/// Longest time for a file, from the first row to the last byte.
pub const DEADLINE: Duration = Duration::from_secs(600);
/// How `Last-Modified` is written (RFC 9110).
const HTTP_DATE: &str = "%a, %d %b %Y %H:%M:%S GMT";
/// Parameters besides those of a filter, `f` and `lang`.
const PARAMETERS: [&str; 2] = ["sortby", "bom"];

/// `GET /api/export/{collection}?f=csv|geojson|gpkg|fgb|xlsx`
pub async fn get_export(State(app): State<App>, Path(id): Path<String>, ask: Ask) -> Response {
    ask.answer(answer(&app, &id, &ask).await)
}

async fn answer(app: &App, id: &str, ask: &Ask) -> Result<Response, Problem> {
    let collection = app.collection(id)?;
    let asked = asked(app, &collection, ask)?;
    let matched = app.count(&collection.scope, collection.geometry, &asked.filter).await?;
    fits(asked.format, matched)?;
    let slot = app.exports.clone().try_acquire_owned().map_err(|_| Problem::Busy)?;
    let updated = app.store.changed(&collection.scope).await?.map(|[_, last]| last);
    let layout = Layout {
        updated,
        has_versions: asked.filter.moment != Moment::default(),
        ..Layout::of(app.catalog(), app.city(), &collection.scope, collection.geometry, ask.lang())
    };
    let (media, name) = (asked.format.media(), asked.file_name(app));
    let file = asked.stream(app.clone(), layout, slot).await?;
    let response = body::answer(app, media, ask.lang(), file);
    let response = body::with(response, "content-disposition", &format!("attachment; filename=\"{name}\""));
    let response = body::with(response, "ogc-numbermatched", &matched.to_string());
    Ok(match updated {
        Some(updated) => body::with(response, "last-modified", &updated.format(HTTP_DATE).to_string()),
        None => response,
    })
}

fn asked(app: &App, collection: &Collection, ask: &Ask) -> Result<Asked, Problem> {
    let own = collection.scope.fields().filter(|field| field.is_queryable()).map(|field| field.name.as_str());
    let known: Vec<&str> = PARAMETERS.into_iter().chain(query::FILTERS).chain(own).collect();
    let parameters = ask.parameters_in(&known, &Format::NAMES)?;
    let format = parameters.get("f").and_then(Format::named).ok_or_else(|| {
        let names = Format::NAMES.join(", ");
        Problem::parameter("f", format!("потрібен формат: {names}"), format!("a format is needed: {names}"))
    })?;
    let keys = parameters.get("sortby").map(|text| order::keys(collection, text)).transpose()?;
    Ok(Asked {
        collection: collection.id.clone(),
        format: marked(format, &parameters)?,
        filter: query::filter(app, collection, &parameters)?,
        keys: keys.unwrap_or_default(),
    })
}

/// `bom=false` leaves out the mark that spreadsheets want at the beginning of CSV.
fn marked(format: Format, parameters: &Parameters) -> Result<Format, Problem> {
    match (format, parameters.get("bom")) {
        (_, None) => Ok(format),
        (Format::Csv { .. }, Some("true")) => Ok(Format::Csv { bom: true }),
        (Format::Csv { .. }, Some("false")) => Ok(Format::Csv { bom: false }),
        _ => Err(Problem::parameter("bom", "true або false, лише для f=csv", "true or false, for f=csv alone")),
    }
}

/// Refuses what does not fit into one file, with the number that matches and the ways to fewer.
fn fits(format: Format, matched: i64) -> Result<(), Problem> {
    let limit = format.max_rows();
    if u64::try_from(matched).is_ok_and(|matched| matched <= limit) {
        return Ok(());
    }
    let title = format.title();
    Err(Problem::TooMany(Text::new(
        format!(
            "Фільтрові відповідає рядків: {matched}, а файл {title} вміщує щонайбільше {limit}. Звузьте вибірку: bbox, datetime \
             чи значення поля; або візьміть інший формат."
        ),
        format!(
            "{matched} rows match the filter, and a {title} file holds {limit} at most. Narrow it by bbox, datetime or the value \
             of a field; or take another format."
        ),
    )))
}

/// A file as asked for.
struct Asked {
    collection: String,
    format: Format,
    filter: Filter,
    keys: Vec<SortKey>,
}

impl Asked {
    /// Collection, day, and whether it is a part: plain ASCII, so that every system keeps it.
    fn file_name(&self, app: &App) -> String {
        let Filter { window, equal, terms, moment, .. } = &self.filter;
        let is_whole = window.is_none() && equal.is_empty() && terms.is_empty() && *moment == Moment::default();
        let part = if is_whole { "" } else { "_part" };
        let (collection, today) = (self.collection.replace('.', "_"), app.store.clock().today);
        format!("{collection}_{today}{part}.{}", self.format.ending())
    }

    /// The file as it is made, once its read stands: a pool that is full is an answer and not a broken file. A body that ends in an error is seen by the client as a broken answer, not as a whole file;
    /// one that is dropped ends the work.
    async fn stream(self, app: App, layout: Layout, slot: OwnedSemaphorePermit) -> Result<Body, Problem> {
        let (reading, features) = way();
        let Self { collection, filter, format, keys } = self;
        let (say, opened) = oneshot::channel();
        // The read borrows the collection, and both live in the task.
        let read = async move {
            let collection = app.collection(&collection)?;
            let whole = app.store.whole(&collection.scope, collection.geometry, (&filter, &keys)).await?;
            if say.send(()).is_ok() {
                reading.run(whole).await;
            }
            Ok::<(), Problem>(())
        };
        let read = tokio::spawn(tokio::time::timeout(DEADLINE, read));
        if opened.await.is_err() {
            return Err(match read.await {
                Ok(Ok(Err(problem))) => problem,
                _ => Problem::Busy,
            });
        }
        let (mut outlet, body) = Outlet::open(DEADLINE);
        tokio::task::spawn_blocking(move || {
            let features = features.while_wanted(outlet.watch());
            let written = features.write(format, &layout, &mut outlet).map_err(anyhow::Error::from);
            if let Err(error) = written.and_then(|_| outlet.finish().map_err(anyhow::Error::from)) {
                tracing::warn!(%error, "an export was broken off");
            }
            drop(slot);
        });
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::text::Lang;

    #[test]
    fn a_million_rows_too_many_are_refused_with_their_number_and_a_way_out() {
        assert!(fits(Format::Workbook, 1_048_575).is_ok());
        let Err(Problem::TooMany(text)) = fits(Format::Workbook, 2_000_000) else { panic!("not refused") };
        for lang in [Lang::Uk, Lang::En] {
            assert!(text.get(lang).contains("2000000") && text.get(lang).contains("1048575"), "{text}");
            assert!(text.get(lang).contains("bbox"), "{text}");
        }
        assert!(fits(Format::GeoPackage, 2_000_000).is_ok());
        assert!(fits(Format::GeoPackage, 2_000_001).is_err());
        assert!(fits(Format::FlatGeobuf, -1).is_err());
    }
}
