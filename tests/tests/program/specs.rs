//! The examples beside each register file: what they accept is accepted, what they reject is rejected for that reason.

use gis_core::cast;
use gis_core::expr::Clock;
use gis_core::feature::Content;
use gis_core::geometry::{Geometry, Path, Position, Shape};
use gis_core::register::{Register, Severity};
use gis_core::rules::Rulebook;
use tests::{declared, program};
use toml::{Table, Value as Toml};

/// What the rules say of an example, as the example writes it: `field:code`, sorted.
#[derive(Default)]
struct Said {
    reasons: Vec<String>,
    warnings: Vec<String>,
    incomplete: Vec<String>,
}

/// `POINT`, `LINESTRING` and `POLYGON` with one ring, with heights or without: all that examples need.
fn geometry(text: &str) -> Geometry {
    let (kind, numbers) = text.split_once('(').expect("a bracket");
    let positions: Path = numbers.trim_matches(|c: char| "() ".contains(c)).split(',').map(position).collect();
    let has_z = kind.contains(" Z");
    let shape = match kind.split(' ').next() {
        Some("POINT") => Shape::Points(positions),
        Some("LINESTRING" | "MULTILINESTRING") => Shape::Lines(vec![positions]),
        Some("POLYGON" | "MULTIPOLYGON") => Shape::Polygons(vec![vec![positions]]),
        other => panic!("{other:?} is not read here"),
    };
    Geometry { shape, has_z }
}

fn position(text: &str) -> Position {
    let numbers: Vec<f64> =
        text.split_whitespace().map(|number| number.trim_matches(['(', ')']).parse().expect("a number")).collect();
    Position { x: numbers[0], y: numbers[1], z: numbers.get(2).copied().unwrap_or(f64::NAN) }
}

fn judge(register: &Register, book: &Rulebook, values: &Table) -> Said {
    let (mut content, mut said) = (Content::empty(register), Said::default());
    for (name, value) in values {
        if let Some(at) = register.geometries.iter().position(|geometry| geometry.name.as_str() == name) {
            content.geometries[at] = Some(geometry(value.as_str().expect("a geometry as text")));
            continue;
        }
        match register.field(name) {
            None => said.reasons.push(":unknown_field".to_owned()),
            Some(field) if !field.is_receivable() => said.reasons.push(format!("{name}:not_receivable")),
            Some(field) => {
                match cast::from_json(&declared().catalog, field, &serde_json::to_value(value).expect("JSON")) {
                    Ok(value) => content.set(register, name, value),
                    Err(reason) => said.reasons.push(reason.key()),
                }
            }
        }
    }
    book.complete(&mut content);
    let verdict = book.judge(&content);
    for reason in verdict.reasons {
        let list = if reason.severity == Severity::Error { &mut said.reasons } else { &mut said.warnings };
        list.push(reason.key());
    }
    said.incomplete = verdict.incomplete;
    for list in [&mut said.reasons, &mut said.warnings, &mut said.incomplete] {
        list.sort();
    }
    said
}

/// A list of an example, sorted; `None` when the example does not say.
fn list(example: &Toml, key: &str) -> Option<Vec<String>> {
    let mut found: Vec<String> =
        example.get(key)?.as_array()?.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect();
    found.sort();
    Some(found)
}

#[test]
fn every_register_accepts_and_rejects_as_its_examples_say() {
    let (catalog, city) = (&declared().catalog, &declared().city);
    let clock = Clock { today: "2026-11-22".parse().expect("a day") };
    let (mut judged, mut wrong) = (0, Vec::new());
    for register in catalog.registers.values() {
        let module = &catalog.module_of(register).expect("a module").id;
        let file = program::root().join(format!("layers/{module}/{}.spec.toml", register.id));
        let examples: Table = std::fs::read_to_string(&file).expect("examples").parse().expect("TOML");
        let book = Rulebook::new(catalog, register, city, clock);
        for kind in ["accept", "reject"] {
            let all =
                examples.get(kind).and_then(Toml::as_array).unwrap_or_else(|| panic!("{}: no {kind}", file.display()));
            for example in all {
                let said = judge(register, &book, example["values"].as_table().expect("values"));
                let differs = |key, have: &Vec<String>| list(example, key).is_some_and(|told| told != *have);
                let reasons = list(example, "reasons").unwrap_or_default();
                assert_eq!(reasons.is_empty(), kind == "accept", "{}: {}", register.id, example["title"]);
                if reasons != said.reasons
                    || differs("warnings", &said.warnings)
                    || differs("incomplete", &said.incomplete)
                {
                    wrong.push(format!(
                        "{} {}: {:?} {:?} {:?}",
                        register.id, example["title"], said.reasons, said.warnings, said.incomplete
                    ));
                }
                judged += 1;
            }
        }
    }
    println!("examples: {judged} judged");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
