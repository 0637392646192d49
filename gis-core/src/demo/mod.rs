//! A believable city for demonstrations and tests, made from one skeleton, the registers and their hints.
//!
//! ```text
//! layers/city.demo.toml                -> skeleton: streets, lots, houses, trees, pipes as shapes
//! layers/<module>/<register>.demo.toml -> hints -> places + values -> records -> the loader, as any delivery
//! ```
//! Nothing here knows a register: what is made follows from the types, rules and references of the fields and from the hint
//! files. The same files make the same city, to the last digit. Records are made batch by batch: a whole city has more than a
//! million of them.

mod chance;
mod hint;
mod place;
mod plane;
mod sample;
mod skeleton;
mod spot;
mod value;
mod world;

pub use hint::{DemoError, Fill, Hints, Recipes, load};
pub use skeleton::{Plan, Size};

use crate::catalog::Catalog;
use crate::mapping::{Feed, From, Mapping};
use crate::record::{RawValue, Record, SourceInfo};
use crate::register::{Field, FieldType, Register, Role};
use crate::text::{Ident, Text};
use place::Spots;
use serde_json::Value as Json;
use skeleton::Skeleton;
use std::ops::Range;
use value::Maker;
use world::World;

/// Most records of a batch.
const BATCH: usize = 20_000;

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

/// A city on its way: its batches, those that are referred to first.
#[derive(Debug)]
pub struct Demo<'a> {
    catalog: &'a Catalog,
    skeleton: Skeleton,
    jobs: Vec<Job<'a>>,
    world: World,
    /// The current job and its next place.
    next: (usize, usize),
}

/// A fill with its places.
#[derive(Debug)]
struct Job<'a> {
    register: &'a Register,
    hints: &'a Hints,
    fill: &'a Fill,
    spots: Spots,
}

impl<'a> Demo<'a> {
    /// Makes the skeleton and finds the places of all features.
    ///
    /// # Errors
    /// A hint that names something that does not exist, or hints that need each other.
    pub fn new(catalog: &'a Catalog, recipes: &'a Recipes, size: Size) -> Result<Self, DemoError> {
        let hints = hint::in_order(&recipes.hints)?;
        let fills = hints.iter().flat_map(|hints| &hints.fills);
        let obstacles: Vec<_> =
            fills.filter_map(|fill| fill.place.as_ref()).flat_map(place::Place::obstacles).collect();
        let skeleton = Skeleton::new(&recipes.plan, &obstacles, size);
        let mut jobs = Vec::new();
        for hints in &hints {
            let unknown = || DemoError::Unknown { place: hints.register.to_string(), name: hints.register.to_string() };
            let register = catalog.register(hints.register.as_str()).ok_or_else(unknown)?;
            let job = |fill| Job { register, hints, fill, spots: Spots::new(register, fill, &skeleton) };
            jobs.extend(hints.fills.iter().map(job));
        }
        let world = World::new(&hints, &hint::picked(catalog, &hints));
        Ok(Self { catalog, skeleton, jobs, world, next: (0, 0) })
    }

    /// How many features all batches have together.
    #[must_use]
    pub fn total(&self) -> usize {
        self.jobs.iter().map(|job| job.spots.len()).sum()
    }

    fn batch(&mut self, at: usize, range: Range<usize>) -> Batch {
        let job = &self.jobs[at];
        let Job { register, fill, .. } = job;
        let maker = Maker { catalog: self.catalog, register, fill, world: &self.world, skeleton: &self.skeleton };
        let target = place::target(register, fill);
        let (mut records, mut kept) = (Vec::with_capacity(range.len()), Vec::new());
        let columns: Vec<&Field> = register.fields.iter().filter(|field| maker.gives(field)).collect();
        for (number, index) in (1_u64..).zip(range) {
            let mut spot = job.spots.get(index, fill, target, &self.skeleton);
            let geometry = spot.geometry.take();
            let made = maker.make(index, &spot);
            let values = columns.iter().map(|field| made.values.get(field.name.as_str()).map_or(RawValue::Null, raw));
            records.push(Record { number, values: values.collect(), geometry, geometry_fault: None });
            if self.world.wants(&register.id) {
                kept.push(made);
            }
        }
        let batch = Batch { mapping: job.mapping(), info: job.info(&columns, records.len()), records };
        let register = register.id.clone();
        kept.into_iter().for_each(|made| self.world.add(&register, made));
        batch
    }
}

impl Iterator for Demo<'_> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let (at, begin) = self.next;
        let length = self.jobs.get(at)?.spots.len();
        let end = length.min(begin + BATCH);
        self.next = if end == length { (at + 1, 0) } else { (at, end) };
        Some(self.batch(at, begin..end))
    }
}

impl Job<'_> {
    fn info(&self, columns: &[&Field], records: usize) -> SourceInfo {
        SourceInfo {
            format: "demo".to_owned(),
            layer: self.fill.name.clone(),
            layers: self.hints.fills.iter().map(|fill| fill.name.clone()).collect(),
            columns: columns.iter().map(|field| field.name.to_string()).collect(),
            epsg: Some(self.hints.crs),
            encoding: None,
            count: u64::try_from(records).ok(),
        }
    }

    fn mapping(&self) -> Mapping {
        let id = self.register.role(Role::ExchangeId).map(|field| field.name.clone());
        let refs = self.register.fields.iter().filter(|field| field.kind == FieldType::Ref && field.is_receivable());
        Mapping {
            id: self.register.id.clone(),
            title: Text::new("Демонстраційні дані", "Demonstration data"),
            register: self.register.id.clone(),
            key: id.iter().cloned().collect(),
            crs: Some(self.hints.crs),
            layer: None,
            x: None,
            y: None,
            geometry: self.fill.geometry.clone(),
            geometry_required: false,
            flat_height: None,
            explain_rejected: None,
            same_names: true,
            when: None,
            fields: refs
                .filter(|field| self.fill.mentions(field))
                .map(|field| by_id(&field.name, id.as_ref()))
                .collect(),
        }
    }
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

fn by_id(name: &Ident, id: Option<&Ident>) -> Feed {
    Feed {
        to: name.clone(),
        from: Some(From::One(name.to_string())),
        join: None,
        extract: None,
        values: std::collections::BTreeMap::new(),
        template: None,
        default: None,
        by: id.cloned(),
        part: None,
        parts: std::collections::BTreeMap::new(),
    }
}
