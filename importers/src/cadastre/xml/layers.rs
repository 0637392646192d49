//! The layers of the exchange file and what each column of them holds. What is not listed here is not read: above all
//! owners, tenants and neighbours, and free words such as `Description` and `RestrictionName`, which may name them.

use super::node::Node;
use super::parcel;
use crate::cadastre::draft::Layer;
use crate::cadastre::number::{Place, measured, raw};
use gis_core::record::RawValue;

/// Every layer, by its element.
pub static LAYERS: &[Layer<Node>] = &[PARCEL, ZONE, QUARTER, LAND_PARCEL, RESTRICTION, LEASE, SUBLEASE, ADJACENT_UNIT];

/// Where in a parcel the units of a layer stand; empty for the parcel itself, `None` for what holds parcels.
pub fn within_parcel(layer: &str) -> Option<&'static str> {
    Some(match layer {
        "ParcelInfo" => "",
        "LandParcelInfo" => "LandsParcel",
        "RestrictionInfo" => "Restrictions",
        "LeaseInfo" => "Leases",
        "SubleaseInfo" => "Subleases",
        "AdjacentUnitInfo" => "AdjacentUnits",
        _ => return None,
    })
}

const ZONE: Layer<Node> = Layer {
    name: "CadastralZoneInfo",
    columns: &[
        ("CadastralZoneNumber", |place, _| raw(place.zone.as_ref())),
        ("KOATUU", |place, _| raw(place.koatuu())),
    ],
};

const QUARTER: Layer<Node> = Layer {
    name: "CadastralQuarterInfo",
    columns: &[
        ("CadastralQuarter", |place, _| raw(place.whole_quarter())),
        ("CadastralZoneNumber", |place, _| raw(place.zone.as_ref())),
        ("CadastralQuarterNumber", |place, _| raw(place.quarter.as_ref())),
    ],
};

const PARCEL: Layer<Node> = Layer {
    name: "ParcelInfo",
    columns: &[
        ("CadastralNumber", number),
        ("CadastralQuarter", |place, _| raw(place.whole_quarter())),
        ("ParcelID", |place, _| raw(place.parcel.as_ref())),
        ("Numbered", |place, _| RawValue::Bool(place.cadastral_number().is_some())),
        ("Region", |_, node| node.value("ParcelLocationInfo/Region")),
        ("District", |_, node| node.value("ParcelLocationInfo/District")),
        ("Settlement", |_, node| node.value("ParcelLocationInfo/Settlement")),
        ("ParcelLocation", |_, node| raw(parcel::location_kind(node))),
        ("StreetType", |_, node| node.value("ParcelLocationInfo/ParcelAddress/StreetType")),
        ("StreetName", |_, node| node.value("ParcelLocationInfo/ParcelAddress/StreetName")),
        ("Building", |_, node| node.value("ParcelLocationInfo/ParcelAddress/Building")),
        ("Block", |_, node| node.value("ParcelLocationInfo/ParcelAddress/Block")),
        ("Location", |_, node| raw(parcel::location(node))),
        ("Category", |_, node| node.value("CategoryPurposeInfo/Category")),
        ("Purpose", |_, node| node.value("CategoryPurposeInfo/Purpose")),
        ("Use", |_, node| node.value("CategoryPurposeInfo/Use")),
        ("OwnershipCode", |_, node| node.value("OwnershipInfo/Code")),
        ("AreaHa", |_, node| measured(parcel::documented_area(node))),
        ("ErrorHa", |_, node| {
            measured(parcel::area(node, "ParcelMetricInfo").map(|area| area.error).filter(|error| *error > 0.0))
        }),
        ("DocumentationType", |_, node| node.value("TechnicalDocumentationInfo/DocumentationType")),
        ("DraftingDate", |_, node| node.value("TechnicalDocumentationInfo/DraftingDate")),
        ("LandsParcel", |_, node| parcel::lands(node)),
    ],
};

const LAND_PARCEL: Layer<Node> = Layer {
    name: "LandParcelInfo",
    columns: &[
        ("CadastralNumber", number),
        ("LandCode", |_, node| node.value("LandCode")),
        ("AreaHa", |_, node| measured(parcel::area(node, "MetricInfo").map(|area| area.hectares))),
    ],
};

const RESTRICTION: Layer<Node> = Layer {
    name: "RestrictionInfo",
    columns: &[
        ("CadastralNumber", number),
        ("RestrictionCode", |_, node| node.value("RestrictionCode")),
        ("StartDate", |_, node| node.value("RestrictionTerm/Time/StartDate")),
        ("ExpirationDate", |_, node| node.value("RestrictionTerm/Time/ExpirationDate")),
        ("RegistrationDate", |_, node| node.value("RegistrationDate")),
        ("RegistrationNumber", |_, node| node.value("RegistrationNumber")),
    ],
};

const LEASE: Layer<Node> = Layer {
    name: "LeaseInfo",
    columns: &[
        ("CadastralNumber", number),
        ("Area", |_, node| node.value("LeaseAgreement/Area")),
        ("StartDate", |_, node| node.value("LeaseAgreement/LeaseTerm/StartDate")),
        ("ExpirationDate", |_, node| node.value("LeaseAgreement/LeaseTerm/ExpirationDate")),
        ("RegistrationDate", |_, node| node.value("LeaseAgreement/RegistrationDate")),
        ("RegistrationNumber", |_, node| node.value("LeaseAgreement/RegistrationNumber")),
    ],
};

const SUBLEASE: Layer<Node> = Layer {
    name: "SubleaseInfo",
    columns: &[
        ("CadastralNumber", number),
        ("Area", |_, node| node.value("Area")),
        ("StartDate", |_, node| node.value("SubleaseTerm/StartDate")),
        ("ExpirationDate", |_, node| node.value("SubleaseTerm/ExpirationDate")),
        ("RegistrationDate", |_, node| node.value("RegistrationDate")),
        ("RegistrationNumber", |_, node| node.value("RegistrationNumber")),
    ],
};

const ADJACENT_UNIT: Layer<Node> = Layer {
    name: "AdjacentUnitInfo",
    columns: &[("CadastralNumber", number), ("AdjacentNumber", |_, node| node.value("CadastralNumber"))],
};

fn number(place: &Place, _: &Node) -> RawValue {
    raw(place.cadastral_number())
}
