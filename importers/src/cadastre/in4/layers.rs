//! The layers of IN4, by the markers of their blocks, and what each column of them holds.

use super::block::Block;
use crate::cadastre::area::Area;
use crate::cadastre::draft::Layer;
use crate::cadastre::number::{Place, measured, raw};
use gis_core::record::RawValue;

/// A block with what it stands in.
pub struct Unit {
    /// The block.
    pub block: Block,
    /// Its stated area.
    pub area: Option<Area>,
}

/// Every layer. Keys keep their names; what is computed from several has a name of its own.
pub static LAYERS: &[Layer<Unit>] = &[
    Layer {
        name: "SR",
        columns: &[
            ("CadastralNumber", number),
            ("CadastralQuarter", |place, _| raw(place.whole_quarter())),
            ("Numbered", |place, _| RawValue::Bool(place.cadastral_number().is_some())),
            ("AD", |_, unit| unit.block.value("AD")),
            ("KZ", |_, unit| unit.block.value("KZ")),
            ("CV", |_, unit| unit.block.value("CV")),
            ("TX", |_, unit| unit.block.value("TX")),
            ("PF", |_, unit| unit.block.value("PF")),
            ("AreaHa", area),
            ("ErrorHa", |_, unit| measured(unit.area.map(|area| area.error).filter(|error| *error > 0.0))),
        ],
    },
    Layer {
        name: "BR",
        columns: &[
            ("CadastralZoneNumber", |place, _| raw(place.zone.as_ref())),
            ("DS", |place, _| raw(place.koatuu())),
        ],
    },
    Layer {
        name: "BL",
        columns: &[
            ("CadastralQuarter", |place, _| raw(place.whole_quarter())),
            ("CadastralZoneNumber", |place, _| raw(place.zone.as_ref())),
            ("AreaHa", area),
        ],
    },
    Layer {
        name: "CL",
        columns: &[("CadastralNumber", number), ("XN", |_, unit| unit.block.value("XN")), ("AreaHa", area)],
    },
    Layer { name: "OB", columns: &[("CadastralNumber", number), ("OK", |_, unit| unit.block.value("OK"))] },
    Layer { name: "NB", columns: &[("CadastralNumber", number)] },
];

fn number(place: &Place, _: &Unit) -> RawValue {
    raw(place.cadastral_number())
}

fn area(_: &Place, unit: &Unit) -> RawValue {
    measured(unit.area.map(|area| area.hectares))
}
