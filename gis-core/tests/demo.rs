//! The demonstration city that ships with the product goes through the rules like any delivery.
#![expect(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use gis_core::catalog::Catalog;
use gis_core::city::City;
use gis_core::crs::{Crs, Transformer};
use gis_core::demo::{self, Batch, Demo, Size};
use gis_core::expr::Clock;
use gis_core::geometry::Bounds;
use gis_core::load;
use gis_core::mapping::{Mapped, Mapper};
use gis_core::register::{Register, Severity};
use gis_core::rules::Rulebook;
use gis_core::text::Text;
use gis_core::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn folder() -> PathBuf {
    Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../layers")
}

/// Made once for all tests.
static MADE: LazyLock<(Catalog, Vec<Batch>)> = LazyLock::new(made);

fn made() -> (Catalog, Vec<Batch>) {
    let catalog = load::load(&folder()).unwrap();
    let recipes = demo::load(&folder(), &catalog).unwrap();
    let demo = Demo::new(&catalog, &recipes, Size::Tiny).unwrap();
    let total = demo.total();
    let batches: Vec<Batch> = demo.collect();
    assert_eq!(batches.iter().map(|batch| batch.records.len()).sum::<usize>(), total);
    (catalog, batches)
}

fn city() -> City {
    City {
        id: "kryvyi-rih".to_owned(),
        title: Text::new("Кривий Ріг", "Kryvyi Rih"),
        storage_epsg: 6385,
        storage: Crs::from_epsg(6385).unwrap(),
        transformer: Transformer::default(),
        bounds: Bounds { min_x: 307_000.0, min_y: 5_273_000.0, max_x: 353_000.0, max_y: 5_346_500.0 },
        bounds_degrees: Bounds { min_x: 33.10, min_y: 47.60, max_x: 33.70, max_y: 48.25 },
        boundary: None,
        territory: "UA12060170000091033".to_owned(),
    }
}

fn clock() -> Clock {
    Clock { today: chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap() }
}

fn each_mapped(catalog: &Catalog, batches: &[Batch], mut look: impl FnMut(&Register, Mapped)) {
    for batch in batches {
        let register = catalog.register(batch.mapping.register.as_str()).unwrap();
        let mapper = Mapper::new(&batch.mapping, catalog, register, &batch.info, clock()).unwrap();
        for record in &batch.records {
            look(register, mapper.map(record.clone()));
        }
    }
}

#[test]
fn the_same_hints_make_the_same_city() {
    let again = made().1;
    assert_eq!(format!("{:?}", MADE.1), format!("{again:?}"));
}

#[test]
fn each_register_of_the_demo_has_enough_features_to_look_at() {
    let batches = &MADE.1;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for batch in batches {
        *counts.entry(batch.mapping.register.to_string()).or_default() += batch.records.len();
    }
    let all: usize = counts.values().sum();
    assert!((4_500..15_000).contains(&all), "{all} features: {counts:?}");
}

#[test]
fn every_demo_feature_is_accepted_by_its_register() {
    let (catalog, batches) = &*MADE;
    let (city, clock) = (city(), clock());
    each_mapped(catalog, batches, |register, mut mapped| {
        let book = Rulebook::new(catalog, register, &city, clock);
        for lookup in &mapped.lookups {
            mapped.content.values[lookup.field] = Value::Int(1);
        }
        book.complete(&mut mapped.content);
        let mut reasons = mapped.reasons;
        reasons.extend(book.judge(&mapped.content).reasons);
        // A believable city has something to warn of.
        reasons.retain(|reason| reason.severity == Severity::Error);
        assert!(reasons.is_empty(), "{}: {:?} of {:?}", register.id, reasons, mapped.content.values);
    });
}

#[test]
fn every_reference_leads_to_an_earlier_feature() {
    let (catalog, batches) = &*MADE;
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut followed = 0;
    for batch in batches {
        let mut own = Vec::new();
        each_mapped(catalog, std::slice::from_ref(batch), |register, mapped| {
            for lookup in &mapped.lookups {
                assert!(known.contains(&lookup.value), "{}: {lookup:?}", register.id);
                followed += 1;
            }
            own.push(mapped.content.get(register, "guid").to_json().as_str().unwrap_or_default().to_owned());
        });
        known.extend(own);
    }
    assert!(followed > 10_000, "{followed}");
}

#[test]
fn pipes_that_have_nodes_end_in_them() {
    let (catalog, batches) = &*MADE;
    let mut joined = 0;
    each_mapped(catalog, batches, |register, mapped| {
        joined += mapped
            .lookups
            .iter()
            .filter(|lookup| register.fields[lookup.field].name.as_str().ends_with("_node_id"))
            .count();
    });
    assert!(joined > 2_000, "{joined}");
}

#[test]
fn a_larger_city_holds_more_of_the_same() {
    let (catalog, tiny) = &*MADE;
    let recipes = demo::load(&folder(), catalog).unwrap();
    let small = Demo::new(catalog, &recipes, Size::Small).unwrap();
    let count = |register: &str, batches: &[Batch]| -> usize {
        let own = batches.iter().filter(|batch| batch.mapping.register.as_str() == register);
        own.map(|batch| batch.records.len()).sum()
    };
    assert!((20_000..45_000).contains(&small.total()), "{}", small.total());
    let small: Vec<Batch> = small.collect();
    for register in ["building", "address", "parcel", "tree", "network_line"] {
        assert!(2 * count(register, &small) > 3 * count(register, tiny), "{register}");
    }
    // People are the same, however large the city.
    assert_eq!(count("subject", &small), count("subject", tiny));
}
