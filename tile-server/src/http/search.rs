//! The search box, and places by their coordinates.

use super::App;
use super::ask::Ask;
use super::body::{self, media};
use super::problem::Problem;
use axum::extract::State;
use axum::response::Response;
use gis_core::crs::{self, AxisOrder, Crs};
use gis_core::geometry::Position;
use gis_core::query::{self, Why};
use gis_core::text::Lang;
use serde_json::{Value as Json, json};
use store::search::{Hit, MAX_HITS, MAX_QUERY, Reach};

/// Hits of a search that names no limit.
const DEFAULT_HITS: usize = 10;
/// Fewest characters that are searched for.
const MIN_QUERY: usize = 2;

/// `GET /search`
pub async fn search(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(found(&app, &ask).await)
}

async fn found(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let (query, limit) = parameters(ask)?;
    let place = coordinates(app, &query);
    let mut answer = json!({ "query": query, "read_as": null, "hits": [], "place": place });
    // Whoever gives coordinates means that place and nothing that is numbered so.
    if place.is_none() && query.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_QUERY {
        let (read_as, hits) = meant(app, &query, limit).await?;
        answer["hits"] = hits.iter().map(|hit| as_json(app, hit, ask.lang())).collect();
        // Whoever is answered otherwise than they asked is told so.
        answer["read_as"] = read_as.map_or(Json::Null, Json::String);
    }
    Ok(body::json(app, media::JSON, ask.lang(), &answer))
}

fn parameters(ask: &Ask) -> Result<(String, usize), Problem> {
    let parameters = ask.parameters(&["q", "limit"])?;
    let query = parameters
        .get("q")
        .ok_or_else(|| Problem::parameter("q", "потрібен текст пошуку", "the text to search for is missing"))?;
    if query.len() > MAX_QUERY || query.contains('\0') {
        return Err(Problem::parameter(
            "q",
            format!("не довше за {MAX_QUERY} байтів"),
            format!("at most {MAX_QUERY} bytes of text"),
        ));
    }
    let limit = match parameters.get("limit").map(str::parse::<usize>) {
        None => DEFAULT_HITS,
        Some(Ok(limit)) if (1..=MAX_HITS).contains(&limit) => limit,
        Some(_) => return Err(Problem::parameter("limit", format!("від 1 до {MAX_HITS}"), format!("1 to {MAX_HITS}"))),
    };
    Ok((query.to_owned(), limit))
}

/// What is found by the first reading of the query that finds anything, and how it was read when not as typed. That words
/// are only begun is a guess for when no reading finds them whole; spelling is looked at last: what is there as typed is
/// never put right.
async fn meant(app: &App, query: &str, limit: usize) -> Result<(Option<String>, Vec<Hit>), Problem> {
    let readings = query::readings(query, &app.city().title);
    for reach in [Reach::Likely, Reach::Beginnings] {
        for reading in &readings {
            let hits = app.store.search(&app.actor, (&reading.text, reach), limit).await?;
            if !hits.is_empty() {
                return Ok(((reading.why != Why::Typed).then(|| reading.text.clone()), hits));
            }
        }
    }
    for reading in &readings {
        let folded = app.store.unknown_words(&app.actor, &reading.text).await?;
        for text in query::corrected(&folded.words, &folded.unknown) {
            let hits = corrected(app, &text, limit).await?;
            if !hits.is_empty() {
                return Ok((Some(text), hits));
            }
        }
    }
    Ok((None, Vec::new()))
}

async fn corrected(app: &App, text: &str, limit: usize) -> Result<Vec<Hit>, Problem> {
    let hits = app.store.search(&app.actor, (text, Reach::Likely), limit).await?;
    if hits.is_empty() { Ok(app.store.search(&app.actor, (text, Reach::Beginnings), limit).await?) } else { Ok(hits) }
}

/// The place that a query names by coordinates.
fn coordinates(app: &App, text: &str) -> Option<Json> {
    let place = query::place(text, app.city())?;
    let system = place.crs.epsg().map_or_else(|| "WGS 84".to_owned(), |code| format!("EPSG:{code}"));
    Some(json!({ "center": degrees(app, place.position)?, "crs": system }))
}

fn as_json(app: &App, hit: &Hit, lang: Lang) -> Json {
    let title = app.scope(&hit.register).map(|scope| scope.register().title.get(lang).to_owned());
    let matched = hit.matched.as_ref().map(|text| {
        let said = match (hit.kind.as_str(), lang) {
            ("former", Lang::Uk) => format!("раніше: {text}"),
            ("former", Lang::En) => format!("former name: {text}"),
            _ => text.clone(),
        };
        json!({ "kind": hit.kind, "text": said })
    });
    json!({
        "register": hit.register,
        "register_title": title,
        "fid": hit.fid,
        "title": hit.title.get(lang),
        "subtitle": hit.subtitle.as_ref().map(|subtitle| subtitle.get(lang)),
        "match": matched,
        "center": hit.place.and_then(|place| degrees(app, place)),
        "bbox": null,
        "href": format!("/o/{}/{}", hit.register, hit.fid),
    })
}

/// A storage position as `[longitude, latitude]`.
pub fn degrees(app: &App, place: Position) -> Option<[f64; 2]> {
    let city = app.city();
    let mut position = [place];
    city.transformer.transform_positions(city.storage, Crs::CRS84, &mut position).ok()?;
    let round = |value: f64| gis_core::cast::round(value, 7);
    Some([round(position[0].x), round(position[0].y)])
}

/// `GET /api/coordinates?lon=&lat=`: a place in every system that is used in the city.
pub async fn get_coordinates(State(app): State<App>, ask: Ask) -> Response {
    ask.answer(systems(&app, &ask))
}

fn systems(app: &App, ask: &Ask) -> Result<Response, Problem> {
    let parameters = ask.parameters(&["lon", "lat"])?;
    let degrees = |name: &str, most: f64| {
        let number = parameters.get(name).and_then(|text| text.parse::<f64>().ok());
        number.filter(|number| number.abs() <= most).ok_or_else(|| {
            Problem::parameter(
                name,
                format!("градуси від -{most} до {most}"),
                format!("degrees from -{most} to {most}"),
            )
        })
    };
    let place = Position::flat(degrees("lon", 180.0)?, degrees("lat", 90.0)?);
    let served = crs::served(app.city().storage_epsg).into_iter().filter(|crs| *crs != Crs::WEB_MERCATOR);
    let systems: Vec<Json> = served.filter_map(|crs| in_system(app, place, crs, ask.lang())).collect();
    Ok(body::json(app, media::JSON, ask.lang(), &json!({ "crs": systems })))
}

/// A place in degrees in another system, its axes as the authority orders them; `None` outside the system's area.
fn in_system(app: &App, place: Position, crs: Crs, lang: Lang) -> Option<Json> {
    let area = crs.area_of_use();
    if !area.contains(place.x, place.y) {
        return None;
    }
    let mut position = [place];
    app.city().transformer.transform_positions(Crs::CRS84, crs, &mut position).ok()?;
    let (first, second) = crs.swapped((position[0].x, position[0].y));
    let axes = match (crs.axis_order(), crs.is_geographic()) {
        (AxisOrder::EastingFirst, true) => ["longitude", "latitude"],
        (AxisOrder::EastingFirst, false) => ["easting", "northing"],
        (AxisOrder::NorthingFirst, true) => ["latitude", "longitude"],
        (AxisOrder::NorthingFirst, false) => ["northing", "easting"],
    };
    let round = |value: f64| gis_core::cast::round(value, u8::try_from(crs.decimals()).unwrap_or(0));
    let title = match lang {
        Lang::Uk => crs.title_uk(),
        Lang::En => crs.title().to_owned(),
    };
    Some(json!({
        "uri": crs.uri(),
        "epsg": crs.epsg(),
        "title": title,
        "axes": axes,
        "values": [round(first), round(second)],
        "accuracy_m": crs.accuracy_m(app.city().transformer.ucs2000),
    }))
}
