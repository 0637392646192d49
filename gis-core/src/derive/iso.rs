//! ISO 19115 metadata of a register in the encoding of ISO/TS 19139 (schemas of 2007-04-17), as the national geodata
//! infrastructure collects it (Закон 554-IX, наказ Мінагрополітики № 347 від 10.11.2021). Ukrainian with English beside it.
//!
//! The order of elements is that of the schemas.

use super::dataset::{Dataset, Distribution, stamp};
use crate::text::Text;
use crate::xml::Element;
use std::io;

/// Namespaces of the document.
const NAMESPACES: [(&str, &str); 6] = [
    ("xmlns:gmd", "http://www.isotc211.org/2005/gmd"),
    ("xmlns:gco", "http://www.isotc211.org/2005/gco"),
    ("xmlns:gml", "http://www.opengis.net/gml/3.2"),
    ("xmlns:gmx", "http://www.isotc211.org/2005/gmx"),
    ("xmlns:gts", "http://www.isotc211.org/2005/gts"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];
/// Where the schemas are.
const SCHEMA: &str = "http://www.isotc211.org/2005/gmd http://schemas.opengis.net/iso/19139/20070417/gmd/gmd.xsd \
     http://www.isotc211.org/2005/gmx http://schemas.opengis.net/iso/19139/20070417/gmx/gmx.xsd";
/// Where the code lists are.
const CODES: &str = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml";
/// Language codes, ISO 639-2.
const LANGUAGES: &str = "http://www.loc.gov/standards/iso639-2/";

/// The metadata document of a register.
///
/// # Errors
/// See [`Element::document`].
pub fn document(set: &Dataset) -> io::Result<String> {
    let root = NAMESPACES
        .iter()
        .fold(Element::new("gmd:MD_Metadata"), |root, (name, uri)| root.attribute(name, uri))
        .attribute("xsi:schemaLocation", SCHEMA);
    let stamped = set.facts.updated.map_or_else(
        || Element::new("gmd:dateStamp").attribute("gco:nilReason", "unknown"),
        |at| Element::around("gmd:dateStamp", Element::text("gco:DateTime", &stamp(at))),
    );
    root.with(string("gmd:fileIdentifier", &set.uuid().to_string()))
        .with(language("gmd:language"))
        .with(code("gmd:characterSet", "gmd:MD_CharacterSetCode", "utf8"))
        .with(code("gmd:hierarchyLevel", "gmd:MD_ScopeCode", "dataset"))
        .with(responsible("gmd:contact", set, "pointOfContact"))
        .with(stamped)
        .with(string("gmd:metadataStandardName", "ISO 19115:2003/19139"))
        .with(string("gmd:metadataStandardVersion", "1.0"))
        .with(string("gmd:dataSetURI", &set.passport_url()))
        .with(english())
        .with_all(set.systems().iter().map(|uri| system(uri)))
        .with(Element::around("gmd:identificationInfo", identification(set)))
        .with(Element::around("gmd:distributionInfo", distribution(set)))
        .with(Element::around("gmd:dataQualityInfo", quality(set)))
        .document()
}

fn string(name: &'static str, text: &str) -> Element {
    Element::around(name, Element::text("gco:CharacterString", text))
}

/// A text in Ukrainian with its English translation.
fn both(name: &'static str, text: &Text) -> Element {
    let english = Element::text("gmd:LocalisedCharacterString", &text.en).attribute("locale", "#EN");
    string(name, &text.uk)
        .attribute("xsi:type", "gmd:PT_FreeText_PropertyType")
        .with(Element::around("gmd:PT_FreeText", Element::around("gmd:textGroup", english)))
}

fn code(name: &'static str, list: &'static str, value: &str) -> Element {
    let id = list.trim_start_matches("gmd:");
    let value =
        Element::text(list, value).attribute("codeList", &format!("{CODES}#{id}")).attribute("codeListValue", value);
    Element::around(name, value)
}

fn language(name: &'static str) -> Element {
    let value =
        Element::text("gmd:LanguageCode", "ukr").attribute("codeList", LANGUAGES).attribute("codeListValue", "ukr");
    Element::around(name, value)
}

/// The second language of the document.
fn english() -> Element {
    let value =
        Element::text("gmd:LanguageCode", "eng").attribute("codeList", LANGUAGES).attribute("codeListValue", "eng");
    let locale = Element::new("gmd:PT_Locale")
        .attribute("id", "EN")
        .with(Element::around("gmd:languageCode", value))
        .with(code("gmd:characterEncoding", "gmd:MD_CharacterSetCode", "utf8"));
    Element::around("gmd:locale", locale)
}

fn responsible(name: &'static str, set: &Dataset, role: &str) -> Element {
    let publication = set.publication;
    let mut contact = Element::new("gmd:CI_Contact");
    if let Some(email) = &publication.contact {
        let address = Element::around("gmd:CI_Address", string("gmd:electronicMailAddress", email));
        contact = contact.with(Element::around("gmd:address", address));
    }
    let site = Element::around("gmd:CI_OnlineResource", url("gmd:linkage", &set.url("/")));
    let party = Element::new("gmd:CI_ResponsibleParty")
        .with(both("gmd:organisationName", &publication.publisher))
        .with(Element::around("gmd:contactInfo", contact.with(Element::around("gmd:onlineResource", site))))
        .with(code("gmd:role", "gmd:CI_RoleCode", role));
    Element::around(name, party)
}

fn url(name: &'static str, address: &str) -> Element {
    Element::around(name, Element::text("gmd:URL", address))
}

fn system(uri: &str) -> Element {
    let anchor = string("gmd:code", uri);
    let system = Element::around("gmd:referenceSystemIdentifier", Element::around("gmd:RS_Identifier", anchor));
    Element::around("gmd:referenceSystemInfo", Element::around("gmd:MD_ReferenceSystem", system))
}

fn identification(set: &Dataset) -> Element {
    let kind = if set.scope.geometries().next().is_some() { "vector" } else { "textTable" };
    Element::new("gmd:MD_DataIdentification")
        .with(Element::around("gmd:citation", citation(set)))
        .with(both("gmd:abstract", set.description()))
        .with(code("gmd:status", "gmd:MD_ProgressCode", "onGoing"))
        .with(responsible("gmd:pointOfContact", set, "custodian"))
        .with(Element::around("gmd:resourceMaintenance", maintenance(set)))
        .with(Element::around("gmd:descriptiveKeywords", keywords(set)))
        .with_all(constraints(set))
        .with(code("gmd:spatialRepresentationType", "gmd:MD_SpatialRepresentationTypeCode", kind))
        .with(language("gmd:language"))
        .with(code("gmd:characterSet", "gmd:MD_CharacterSetCode", "utf8"))
        .with(Element::around("gmd:extent", extent(set)))
}

fn citation(set: &Dataset) -> Element {
    let dated = |at, kind| {
        let date = Element::around("gmd:date", Element::text("gco:DateTime", &stamp(at)));
        Element::around(
            "gmd:date",
            Element::new("gmd:CI_Date").with(date).with(code("gmd:dateType", "gmd:CI_DateTypeCode", kind)),
        )
    };
    let dates = [(set.facts.created, "creation"), (set.facts.updated, "revision")];
    let mut dates: Vec<Element> = dates.into_iter().filter_map(|(at, kind)| Some(dated(at?, kind))).collect();
    if dates.is_empty() {
        dates.push(Element::new("gmd:date").attribute("gco:nilReason", "unknown"));
    }
    let identifier = Element::around("gmd:MD_Identifier", string("gmd:code", &set.uuid().to_string()));
    Element::new("gmd:CI_Citation")
        .with(both("gmd:title", &set.register().title))
        .with_all(dates)
        .with(Element::around("gmd:identifier", identifier))
}

fn maintenance(set: &Dataset) -> Element {
    let Some(period) = &set.register().update_period else {
        let unknown = code("gmd:maintenanceAndUpdateFrequency", "gmd:MD_MaintenanceFrequencyCode", "unknown");
        return Element::around("gmd:MD_MaintenanceInformation", unknown);
    };
    let value = match period.parts() {
        (0, 1, 0) => "daily",
        (0, 7, 0) => "weekly",
        (0, 14, 0) => "fortnightly",
        (1, 0, 0) => "monthly",
        (3, 0, 0) => "quarterly",
        (6, 0, 0) => "biannually",
        (12, 0, 0) => "annually",
        _ => "continual",
    };
    let exact = Element::text("gts:TM_PeriodDuration", period.as_str());
    Element::new("gmd:MD_MaintenanceInformation")
        .with(code("gmd:maintenanceAndUpdateFrequency", "gmd:MD_MaintenanceFrequencyCode", value))
        .with(Element::around("gmd:userDefinedMaintenanceFrequency", exact))
}

fn keywords(set: &Dataset) -> Element {
    let named = set.module().map(|module| &module.title).into_iter().chain(set.subsystem());
    let mut words: Vec<Element> = named.map(|text| both("gmd:keyword", text)).collect();
    words.push(string("gmd:keyword", &set.register().subsystem));
    Element::new("gmd:MD_Keywords").with_all(words).with(code("gmd:type", "gmd:MD_KeywordTypeCode", "theme"))
}

fn constraints(set: &Dataset) -> Vec<Element> {
    let legal = |name, code_of: &str, text: &str| {
        let legal = Element::new("gmd:MD_LegalConstraints")
            .with(code(name, "gmd:MD_RestrictionCode", code_of))
            .with(string("gmd:otherConstraints", text));
        Element::around("gmd:resourceConstraints", legal)
    };
    match (set.licence(), set.licence_url()) {
        (Some(licence), Some(url)) => vec![
            legal("gmd:accessConstraints", "otherRestrictions", "no limitations to public access"),
            legal("gmd:useConstraints", "otherRestrictions", &format!("{licence} {url}")),
        ],
        _ => vec![legal("gmd:accessConstraints", "restricted", "official use only")],
    }
}

fn extent(set: &Dataset) -> Element {
    let bounds = set.extent();
    let side = |name, degrees: f64| Element::around(name, Element::text("gco:Decimal", &degrees.to_string()));
    let sides = Element::new("gmd:EX_GeographicBoundingBox")
        .with(side("gmd:westBoundLongitude", bounds.min_x))
        .with(side("gmd:eastBoundLongitude", bounds.max_x))
        .with(side("gmd:southBoundLatitude", bounds.min_y))
        .with(side("gmd:northBoundLatitude", bounds.max_y));
    Element::around("gmd:EX_Extent", Element::around("gmd:geographicElement", sides))
}

fn distribution(set: &Dataset) -> Element {
    let ways = set.distributions();
    let format = |way: &Distribution| {
        let format =
            Element::new("gmd:MD_Format").with(string("gmd:name", way.format)).with(string("gmd:version", "1.0"));
        Element::around("gmd:distributionFormat", format)
    };
    let mut formats: Vec<Element> = ways.iter().map(format).collect();
    formats.dedup();
    let online = ways.iter().map(|way| online(&way.url, way.protocol, &way.title, "download"));
    let passport = online_page(set);
    let options = Element::new("gmd:MD_DigitalTransferOptions").with_all(online).with(passport);
    Element::new("gmd:MD_Distribution").with_all(formats).with(Element::around("gmd:transferOptions", options))
}

fn online_page(set: &Dataset) -> Element {
    let title = Text::new("Паспорт набору даних", "Passport of the data set");
    online(&format!("{}?f=html", set.passport_url()), "WWW:LINK-1.0-http--link", &title, "information")
}

fn online(address: &str, protocol: &str, title: &Text, function: &str) -> Element {
    let resource = Element::new("gmd:CI_OnlineResource")
        .with(url("gmd:linkage", address))
        .with(string("gmd:protocol", protocol))
        .with(both("gmd:name", title))
        .with(code("gmd:function", "gmd:CI_OnLineFunctionCode", function));
    Element::around("gmd:onLine", resource)
}

fn quality(set: &Dataset) -> Element {
    let scope = Element::around("gmd:DQ_Scope", code("gmd:level", "gmd:MD_ScopeCode", "dataset"));
    let statement = format!("Ведеться на підставі: {}", set.register().source);
    let lineage = Element::around("gmd:LI_Lineage", string("gmd:statement", &statement));
    Element::new("gmd:DQ_DataQuality")
        .with(Element::around("gmd:scope", scope))
        .with(Element::around("gmd:lineage", lineage))
}
