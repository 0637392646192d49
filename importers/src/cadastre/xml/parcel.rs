//! What the columns and the deviations of a parcel are made of.

use super::node::Node;
use crate::cadastre::area::{Area, hectares};
use crate::cadastre::deviation::{self, Deviation};
use crate::cadastre::number::decimal;
use gis_core::record::RawValue;

/// Documents that the schema asks for at least.
const DOCUMENTS: usize = 3;

/// `Urban` within a settlement, `Rural` outside.
pub fn location_kind(node: &Node) -> Option<&str> {
    node.choice("ParcelLocationInfo/ParcelLocation").filter(|kind| matches!(*kind, "Urban" | "Rural"))
}

/// The place in one line: region, district, settlement, street and number.
pub fn location(node: &Node) -> Option<String> {
    let info = node.at("ParcelLocationInfo")?;
    let words = |names: &[&str]| {
        let words: Vec<&str> = names.iter().filter_map(|name| info.text_at(name)).collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let parts = [
        words(&["Region"]),
        words(&["District"]),
        words(&["Settlement"]),
        words(&["ParcelAddress/StreetType", "ParcelAddress/StreetName"]),
        words(&["ParcelAddress/Building"]),
        words(&["ParcelAddress/Block"]),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The area in `MetricInfo` or `ParcelMetricInfo` that goes with the boundary: that from the coordinates, where several
/// are given.
pub fn area(node: &Node, metric: &str) -> Option<Area> {
    let metric = node.at(metric)?;
    let by_coordinates = |area: &&Node| {
        // The schema itself misspells the word; some programs write it right.
        matches!(area.choice("DeterminationMethod"), Some("ExhangeFileCoordinates" | "ExchangeFileCoordinates"))
    };
    let chosen = metric.all("Area").find(by_coordinates).or_else(|| metric.at("Area"))?;
    let error = metric.text_at("Error").and_then(decimal).map_or(0.0, |(error, _)| error.abs());
    size(chosen).map(|hectares| Area { hectares, error })
}

/// The area by the document of title where it is given, else any.
pub fn documented_area(node: &Node) -> Option<f64> {
    let metric = node.at("ParcelMetricInfo")?;
    let by_document = |area: &&Node| area.choice("DeterminationMethod") == Some("DocExch");
    size(metric.all("Area").find(by_document).or_else(|| metric.at("Area"))?)
}

fn size(area: &Node) -> Option<f64> {
    hectares(area.text_at("Size")?, area.text_at("MeasurementUnit")?)
}

/// The land uses of the parcel: a list of `LandCode` and `AreaHa`.
pub fn lands(node: &Node) -> RawValue {
    let land = |land: &Node| {
        let area = area(land, "MetricInfo").map(|area| area.hectares);
        Some(serde_json::json!({ "LandCode": land.text_at("LandCode")?, "AreaHa": area? }))
    };
    let infos = node.at("LandsParcel").into_iter().flat_map(|lands| lands.all("LandParcelInfo"));
    let rows: Vec<serde_json::Value> = infos.filter_map(land).collect();
    if rows.is_empty() { RawValue::Null } else { RawValue::Json(serde_json::Value::Array(rows).to_string()) }
}

/// What the schema asks of a parcel and this one lacks, but for its numbers and its boundary.
pub fn deviations(node: &Node) -> Vec<Deviation> {
    let mut odd = Vec::new();
    if node.at("OwnershipInfo").is_some() && node.text_at("OwnershipInfo/Code").is_none() {
        odd.push(deviation::OWNERSHIP);
    }
    if documented_area(node).is_none() {
        odd.push(deviation::AREA);
    }
    let documents = node.at("TechnicalDocumentationInfo").map_or(0, |info| info.all("DocumentList").count());
    let parts = [
        ("LandsParcel/LandParcelInfo", node.at("LandsParcel/LandParcelInfo").is_some()),
        ("AdjacentUnits/AdjacentUnitInfo", node.at("AdjacentUnits/AdjacentUnitInfo").is_some()),
        ("TechnicalDocumentationInfo/DocumentList (3)", documents >= DOCUMENTS),
        ("CategoryPurposeInfo/Purpose", node.text_at("CategoryPurposeInfo/Purpose").is_some()),
        ("ParcelLocationInfo/Region", node.text_at("ParcelLocationInfo/Region").is_some()),
    ];
    let missing: Vec<&str> = parts.iter().filter(|(_, there)| !there).map(|(part, _)| *part).collect();
    if !missing.is_empty() {
        odd.push(deviation::missing(&missing.join(", ")));
    }
    odd
}
