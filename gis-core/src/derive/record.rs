//! OGC API Records, Part 1 (20-004r1): a register as a record in GeoJSON, and the catalogue that holds it.

use super::dataset::{Dataset, Publication, stamp};
use crate::city::City;
use crate::crs;
use crate::geometry::Bounds;
use crate::text::{Lang, Text};
use serde_json::{Value as Json, json};

/// The requirements class that each record meets.
pub const RECORD_CORE: &str = "http://www.opengis.net/spec/ogcapi-records-1/1.0/req/record-core";
/// What a record describes.
pub const RESOURCE_TYPE: &str = "dataset";
/// Relation of a link to a Part 5 schema.
const SCHEMA_REL: &str = "http://www.opengis.net/def/rel/ogc/1.0/schema";

/// The record of a register.
#[must_use]
pub fn feature(set: &Dataset, lang: Lang) -> Json {
    let facts = &set.facts;
    let time = facts.created.zip(facts.updated).map(|(from, to)| json!({ "interval": [stamp(from), stamp(to)] }));
    json!({
        "id": set.id(),
        "type": "Feature",
        "conformsTo": [RECORD_CORE],
        "time": time,
        "geometry": facts.bounds.map(polygon),
        "properties": properties(set, lang),
        "links": links(set, lang),
    })
}

fn properties(set: &Dataset, lang: Lang) -> Json {
    let mut properties = json!({
        "type": RESOURCE_TYPE,
        "title": set.register().title.get(lang),
        "description": set.description().get(lang),
        "keywords": set.keywords(lang),
        "language": language(lang),
        "languages": [language(Lang::Uk), language(Lang::En)],
        "resourceLanguages": [language(Lang::Uk)],
        "externalIds": [{ "scheme": "uuid", "value": set.uuid() }],
        "themes": themes(set, lang),
        "formats": formats(set),
        "contacts": contacts(set.publication, lang),
        "rights": set.register().source,
    });
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            properties[key] = Json::String(value);
        }
    };
    put("created", set.facts.created.map(stamp));
    put("updated", set.facts.updated.map(stamp));
    put("license", set.licence().map(str::to_owned));
    properties
}

fn language(lang: Lang) -> Json {
    let name = match lang {
        Lang::Uk => "Українська",
        Lang::En => "English",
    };
    json!({ "code": lang.tag(), "name": name, "dir": "ltr" })
}

fn themes(set: &Dataset, lang: Lang) -> Json {
    let title = set.subsystem().map(|title| title.get(lang));
    json!([{ "concepts": [{ "id": set.register().subsystem, "title": title }], "scheme": set.url("/catalogue") }])
}

fn formats(set: &Dataset) -> Json {
    let mut formats: Vec<Json> =
        set.distributions().iter().map(|way| json!({ "name": way.format, "mediaType": way.media })).collect();
    formats.dedup();
    Json::Array(formats)
}

/// The publisher as contacts of a record or catalogue.
fn contacts(publication: &Publication, lang: Lang) -> Json {
    let mut contact = json!({
        "organization": publication.publisher.get(lang),
        "roles": ["publisher", "pointOfContact"],
    });
    if let Some(code) = &publication.publisher_code {
        contact["identifier"] = json!(code);
    }
    if let Some(email) = &publication.contact {
        contact["emails"] = json!([{ "value": email }]);
    }
    json!([contact])
}

fn links(set: &Dataset, lang: Lang) -> Vec<Json> {
    let collection = set.url(&format!("/ogc/collections/{}", set.id()));
    let link = |href: String, rel: &str, media: &str, title: &Text| json!({ "href": href, "rel": rel, "type": media, "title": title.get(lang) });
    let mut links: Vec<Json> =
        set.distributions().into_iter().map(|way| link(way.url, way.rel, way.media, &way.title)).collect();
    let schema = Text::new("Схема полів", "Schema of the fields");
    links.push(link(format!("{collection}/schema"), SCHEMA_REL, "application/schema+json", &schema));
    links.push(link(set.passport_url() + "?f=html", "describedby", "text/html", &Text::new("Паспорт", "Passport")));
    links.push(link(
        set.passport_url() + "?f=json",
        "describedby",
        "application/json",
        &Text::new("Паспорт", "Passport"),
    ));
    links.push(link(
        set.iso_url(),
        "alternate",
        "application/xml",
        &Text::new("Метадані ISO 19139", "ISO 19139 metadata"),
    ));
    if set.scope.geometries().next().is_some() {
        let style = set.url(&format!("/styles/{}", set.id()));
        links.push(link(style, "styles", "application/json", &Text::new("Стиль мапи", "Map style")));
    }
    links
}

fn polygon(bounds: Bounds) -> Json {
    let Bounds { min_x, min_y, max_x, max_y } = bounds;
    let ring = [[min_x, min_y], [max_x, min_y], [max_x, max_y], [min_x, max_y], [min_x, min_y]];
    json!({ "type": "Polygon", "coordinates": [ring] })
}

/// The catalogue itself, without links.
#[must_use]
pub fn catalogue(id: &str, sets: &[Dataset], publication: &Publication, city: &City, lang: Lang) -> Json {
    let box_of = city.bounds_degrees;
    let created = sets.iter().filter_map(|set| set.facts.created).min();
    let updated = sets.iter().filter_map(|set| set.facts.updated).max();
    let mut document = json!({
        "id": id,
        "type": "Collection",
        "itemType": "record",
        "conformsTo": ["http://www.opengis.net/spec/ogcapi-records-1/1.0/req/record-collection"],
        "title": title(city).get(lang),
        "description": description().get(lang),
        "language": language(lang),
        "languages": [language(Lang::Uk), language(Lang::En)],
        "crs": [crs::CRS84_URI],
        "extent": {
            "spatial": { "bbox": [[box_of.min_x, box_of.min_y, box_of.max_x, box_of.max_y]], "crs": crs::CRS84_URI },
            "temporal": { "interval": [[created.map(stamp), updated.map(stamp)]], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian" },
        },
        "contacts": contacts(publication, lang),
        "license": publication.licence,
    });
    if let (Some(created), Some(updated)) = (created, updated) {
        document["created"] = json!(stamp(created));
        document["updated"] = json!(stamp(updated));
    }
    document
}

/// Name of the catalogue.
#[must_use]
pub fn title(city: &City) -> Text {
    Text::new(format!("{}: каталог реєстрів", city.title.uk), format!("{}: catalogue of registers", city.title.en))
}

/// What the catalogue is.
#[must_use]
pub fn description() -> Text {
    Text::new(
        "Усі реєстри, які може бачити читач: що в них, хто й на якій підставі їх веде, наскільки вони свіжі, де взяти дані.",
        "All registers that the reader may see: what they hold, who keeps them and why, how fresh they are, where the data are.",
    )
}
