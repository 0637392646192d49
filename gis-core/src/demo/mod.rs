//! A believable small city for demonstrations and tests, made from the registers and their hints.
//!
//! ```text
//! layers/<module>/<register>.demo.toml -> hints -> places + values -> records -> the loader, as any delivery
//! ```
//! Nothing here knows a register: what is made follows from the types, rules and references of the fields and from the hint
//! files. The same files make the same city, to the last digit.

mod chance;
mod hint;
mod place;
mod plane;
mod sample;
mod value;
mod world;

pub use hint::{DemoError, Fill, Hints, load};

use crate::catalog::Catalog;
use crate::mapping::{Feed, Mapping};
use crate::record::{RawValue, Record, SourceInfo};
use crate::register::{FieldType, Register, Role};
use crate::text::{Ident, Text};
use serde_json::Value as Json;
use value::Maker;
use world::{Made, World};

/// Records of one register as a file of a supplier would bring them.
#[derive(Debug)]
pub struct Batch {
    /// How the columns feed the register: each by its own name, references by the UUID of the feature referred to.
    pub mapping: Mapping,
    /// What a reader would say of the file.
    pub info: SourceInfo,
    /// The records; a reference points to a feature of an earlier batch.
    pub records: Vec<Record>,
}

/// Makes all batches, those that are referred to first.
///
/// # Errors
/// A hint that names something that does not exist, or hints that need each other.
pub fn fill(catalog: &Catalog, hints: &[Hints]) -> Result<Vec<Batch>, DemoError> {
    let mut world = World::default();
    let mut batches = Vec::new();
    for hints in hint::in_order(hints)? {
        let unknown = || DemoError::Unknown { place: hints.register.to_string(), name: hints.register.to_string() };
        let register = catalog.register(hints.register.as_str()).ok_or_else(unknown)?;
        for fill in &hints.fills {
            let made = make(catalog, register, fill, &world)?;
            batches.push(batch(register, hints, fill, &made));
            world.add(&hints.register, made);
        }
    }
    Ok(batches)
}

fn make(catalog: &Catalog, register: &Register, fill: &Fill, world: &World) -> Result<Vec<Made>, DemoError> {
    let spots = place::spots(register, fill, world)?;
    let maker = Maker { catalog, register, fill, world };
    spots.into_iter().enumerate().map(|(index, spot)| maker.make(index, spot)).collect()
}

fn batch(register: &Register, hints: &Hints, fill: &Fill, made: &[Made]) -> Batch {
    let used = |name: &str| made.iter().any(|one| one.values.contains_key(name));
    let columns: Vec<String> =
        register.fields.iter().map(|field| field.name.to_string()).filter(|name| used(name)).collect();
    let records: Vec<Record> = (1_u64..).zip(made).map(|(number, one)| record(number, one, &columns)).collect();
    let info = SourceInfo {
        format: "demo".to_owned(),
        layer: fill.name.clone(),
        layers: hints.fills.iter().map(|fill| fill.name.clone()).collect(),
        columns,
        epsg: Some(hints.crs),
        encoding: None,
        count: u64::try_from(records.len()).ok(),
    };
    Batch { mapping: mapping(register, hints, fill), info, records }
}

fn record(number: u64, made: &Made, columns: &[String]) -> Record {
    let values = columns.iter().map(|name| made.values.get(name).map_or(RawValue::Null, raw)).collect();
    Record { number, values, geometry: made.geometry.clone(), geometry_fault: None }
}

fn raw(json: &Json) -> RawValue {
    match json {
        Json::Null => RawValue::Null,
        Json::Bool(value) => RawValue::Bool(*value),
        Json::String(text) => RawValue::Text(text.clone()),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => RawValue::Int(whole),
            None => number.as_f64().map_or(RawValue::Null, RawValue::Float),
        },
        nested => RawValue::Json(nested.to_string()),
    }
}

fn mapping(register: &Register, hints: &Hints, fill: &Fill) -> Mapping {
    let id = register.role(Role::ExchangeId).map(|field| field.name.clone());
    let refs = register.fields.iter().filter(|field| field.kind == FieldType::Ref && field.is_receivable());
    Mapping {
        id: register.id.clone(),
        title: Text::new("Демонстраційні дані", "Demonstration data"),
        register: register.id.clone(),
        key: id.iter().cloned().collect(),
        crs: Some(hints.crs),
        layer: None,
        x: None,
        y: None,
        geometry: fill.geometry.clone(),
        geometry_required: false,
        explain_rejected: None,
        same_names: true,
        fields: refs.filter(|field| fill.mentions(field)).map(|field| by_id(&field.name, id.as_ref())).collect(),
    }
}

fn by_id(name: &Ident, id: Option<&Ident>) -> Feed {
    Feed {
        to: name.clone(),
        from: Some(name.to_string()),
        extract: None,
        values: std::collections::BTreeMap::new(),
        template: None,
        default: None,
        by: id.cloned(),
        part: None,
    }
}
