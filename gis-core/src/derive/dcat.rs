//! The catalogue by DCAT-AP 3, with box and coordinate systems as GeoDCAT-AP says them.

use super::dataset::{Dataset, Distribution, Publication, licence_url, stamp};
use super::rdf::Node;
use super::record;
use crate::city::City;
use crate::crs;
use crate::geometry::Bounds;
use crate::period::Period;
use crate::text::{Lang, Text};

/// Code lists of the EU Publications Office.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";
/// Says of a standard that it is a coordinate system (GeoDCAT-AP).
const CRS_TYPE: &str = "http://inspire.ec.europa.eu/glossary/SpatialReferenceSystem";

/// The catalogue with all data sets.
#[must_use]
pub fn graph(sets: &[Dataset], (publication, city): (&Publication, &City), base: &str) -> Node {
    let modified = sets.iter().filter_map(|set| set.facts.updated).max();
    let issued = sets.iter().filter_map(|set| set.facts.created).min();
    Node::new("dcat:Catalog", format!("{base}/catalogue"))
        .said("dct:title", &record::title(city))
        .said("dct:description", &record::description())
        .node("dct:publisher", agent(publication, base))
        .node("foaf:homepage", Node::new("foaf:Document", format!("{base}/")))
        .link("dct:language", format!("{AUTHORITY}/language/UKR"))
        .link("dct:language", format!("{AUTHORITY}/language/ENG"))
        .node("dct:license", licence(&publication.licence))
        .node("dct:spatial", location(city.bounds_degrees))
        .typed("dct:issued", "xsd:dateTime", issued.map(stamp))
        .typed("dct:modified", "xsd:dateTime", modified.map(stamp))
        .node("dcat:service", service(sets, base))
        .nodes("dcat:dataset", sets.iter().map(dataset))
}

fn agent_id(base: &str) -> String {
    format!("{base}/catalogue#publisher")
}

fn agent(publication: &Publication, base: &str) -> Node {
    let agent = Node::new("foaf:Agent", agent_id(base)).said("foaf:name", &publication.publisher);
    let agent = match &publication.publisher_code {
        Some(code) => agent.literal("dct:identifier", code),
        None => agent,
    };
    match &publication.contact {
        Some(email) => agent.link("foaf:mbox", format!("mailto:{email}")),
        None => agent,
    }
}

fn licence(spdx: &str) -> Node {
    Node::new("dct:LicenseDocument", licence_url(spdx)).literal("dct:identifier", spdx)
}

fn service(sets: &[Dataset], base: &str) -> Node {
    let service = Node::new("dcat:DataService", service_id(base))
        .said("dct:title", &Text::new("Реєстри міста за OGC API Features", "City registers by OGC API Features"))
        .link("dcat:endpointURL", service_id(base))
        .link("dcat:endpointDescription", format!("{base}/ogc/api"))
        .link("dct:conformsTo", "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core");
    sets.iter().fold(service, |service, set| service.link("dcat:servesDataset", dataset_id(set)))
}

fn service_id(base: &str) -> String {
    format!("{base}/ogc")
}

fn dataset_id(set: &Dataset) -> String {
    format!("{}#dataset", set.passport_url())
}

fn dataset(set: &Dataset) -> Node {
    let access = if set.licence().is_some() { "PUBLIC" } else { "RESTRICTED" };
    let source = &set.register().source;
    let node = Node::new("dcat:Dataset", dataset_id(set))
        .literal("dct:identifier", set.uuid().to_string())
        .said("dct:title", &set.register().title)
        .said("dct:description", set.description())
        .link("dct:publisher", agent_id(set.base))
        .typed("dct:issued", "xsd:dateTime", set.facts.created.map(stamp))
        .typed("dct:modified", "xsd:dateTime", set.facts.updated.map(stamp))
        .literal("dcat:version", set.facts.version.to_string())
        .link("dct:language", format!("{AUTHORITY}/language/UKR"))
        .link("dct:accessRights", format!("{AUTHORITY}/access-right/{access}"))
        .link(
            "dct:accrualPeriodicity",
            format!("{AUTHORITY}/frequency/{}", frequency(set.register().update_period.as_ref())),
        )
        .node("dct:provenance", Node::blank("dct:ProvenanceStatement").literal("rdfs:label", source))
        .node("dct:spatial", location(set.extent()))
        .node("dcat:landingPage", Node::new("foaf:Document", format!("{}?f=html", set.passport_url())));
    let node = themes(contact_point(keywords(node, set), set), set);
    let node = node.nodes("dct:conformsTo", systems(set));
    node.nodes("dcat:distribution", set.distributions().iter().map(|way| distribution(set, way)))
}

fn keywords(node: Node, set: &Dataset) -> Node {
    let pairs = set.keywords(Lang::Uk).into_iter().zip(set.keywords(Lang::En));
    pairs.fold(node, |node, (uk, en)| node.said("dcat:keyword", &Text::new(uk, en)))
}

fn contact_point(node: Node, set: &Dataset) -> Node {
    let Some(email) = &set.publication.contact else { return node };
    let card = Node::blank("vcard:Organization")
        .said("vcard:fn", &set.publication.publisher)
        .link("vcard:hasEmail", format!("mailto:{email}"));
    node.node("dcat:contactPoint", card)
}

fn themes(node: Node, set: &Dataset) -> Node {
    let Some(title) = set.subsystem() else { return node };
    let concept = Node::new("skos:Concept", set.url(&format!("/catalogue#{}", set.register().subsystem)))
        .said("skos:prefLabel", title)
        .link("skos:inScheme", set.url("/catalogue#subsystems"));
    node.node("dcat:theme", concept)
}

/// The systems that matter to a reader: the one of GeoJSON and the one of storage.
fn systems(set: &Dataset) -> Vec<Node> {
    if set.scope.geometries().next().is_none() {
        return Vec::new();
    }
    [crs::CRS84_URI.to_owned(), crs::epsg_uri(set.city.storage_epsg)]
        .map(|uri| Node::new("dct:Standard", uri).link("dct:type", CRS_TYPE))
        .to_vec()
}

fn location(bounds: Bounds) -> Node {
    let Bounds { min_x, min_y, max_x, max_y } = bounds;
    let ring =
        format!("POLYGON(({min_x} {min_y}, {max_x} {min_y}, {max_x} {max_y}, {min_x} {max_y}, {min_x} {min_y}))");
    Node::blank("dct:Location").typed("dcat:bbox", "geo:wktLiteral", Some(ring))
}

fn distribution(set: &Dataset, way: &Distribution) -> Node {
    let node = Node::new("dcat:Distribution", format!("{}#{}", set.passport_url(), way.key))
        .said("dct:title", &way.title)
        .link("dcat:accessURL", way.url.as_str())
        .link("dcat:mediaType", format!("https://www.iana.org/assignments/media-types/{}", way.media));
    let node = match way.file_type {
        Some(code) => node.link("dct:format", format!("{AUTHORITY}/file-type/{code}")),
        None => node,
    };
    let node = match set.licence_url() {
        Some(url) => node.link("dct:license", url),
        None => node,
    };
    if way.rel == "items" { node.link("dcat:accessService", service_id(set.base)) } else { node }
}

/// The code of the frequency list nearest to a period.
fn frequency(period: Option<&Period>) -> &'static str {
    match period.map(Period::parts) {
        None => "UNKNOWN",
        Some((0, 0, 3_600)) => "HOURLY",
        Some((0, 1, 0)) => "DAILY",
        Some((0, 7, 0)) => "WEEKLY",
        Some((0, 14, 0)) => "BIWEEKLY",
        Some((1, 0, 0)) => "MONTHLY",
        Some((2, 0, 0)) => "BIMONTHLY",
        Some((3, 0, 0)) => "QUARTERLY",
        Some((6, 0, 0)) => "ANNUAL_2",
        Some((12, 0, 0)) => "ANNUAL",
        Some((24, 0, 0)) => "BIENNIAL",
        Some((36, 0, 0)) => "TRIENNIAL",
        Some(_) => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_a_code_and_an_odd_one_is_other() {
        let code = |text: &str| frequency(Some(&Period::new(text).unwrap()));
        assert_eq!(
            [code("P1D"), code("P7D"), code("P1W"), code("P1Y"), code("PT1H")],
            ["DAILY", "WEEKLY", "WEEKLY", "ANNUAL", "HOURLY"]
        );
        assert_eq!(code("P5D"), "OTHER");
        assert_eq!(frequency(None), "UNKNOWN");
    }
}
