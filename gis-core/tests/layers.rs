//! The registers, code lists and groups that ship with the product are sound.
#![expect(clippy::panic, reason = "the mistakes are the message of the failed test")]

use gis_core::catalog::Catalog;
use gis_core::load;
use gis_core::register::{FieldType, Role};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../layers")
}

fn catalog() -> Catalog {
    match load::load(&folder()) {
        Ok(catalog) => catalog,
        Err(mistakes) => panic!("{mistakes}"),
    }
}

#[test]
fn the_declared_registers_load_without_mistakes() {
    assert!(!catalog().registers.is_empty());
}

#[test]
fn each_register_has_its_file_and_examples_in_the_folder_of_its_module() {
    let catalog = catalog();
    for register in catalog.registers.values() {
        let module = catalog.module_of(register).map(|module| folder().join(module.id.as_str())).unwrap_or_default();
        for ending in ["toml", "spec.toml"] {
            let file = module.join(format!("{}.{ending}", register.id));
            assert!(file.is_file(), "{} is missing", file.display());
        }
    }
}

#[test]
fn each_code_of_a_list_of_subcodes_names_a_code_of_the_list_above() {
    let catalog = catalog();
    for register in catalog.registers.values() {
        for field in &register.fields {
            let above = field
                .parent
                .as_ref()
                .and_then(|name| register.field(name.as_str()))
                .and_then(|field| field.codes.as_ref());
            let (Some(above), Some(list)) = (above, field.codes.as_ref().and_then(|list| catalog.codes.get(list)))
            else {
                continue;
            };
            for item in &list.items {
                let known = item.parent.as_deref().is_some_and(|parent| catalog.code(above, parent).is_some());
                assert!(known, "{}: the code {} has no parent in {above}", list.id, item.code);
            }
        }
    }
}

#[test]
fn no_two_codes_of_a_list_share_a_spelling() {
    for list in catalog().codes.values() {
        let mut seen = std::collections::BTreeMap::new();
        for item in &list.items {
            let labels = [Some(item.label.uk.clone()), item.short.as_ref().map(|short| short.uk.clone())];
            let own: std::collections::BTreeSet<String> =
                labels.into_iter().flatten().chain(item.aliases.clone()).map(|text| text.to_lowercase()).collect();
            for spelling in own {
                let other = seen.insert(spelling.clone(), &item.code);
                assert!(other.is_none(), "{}: `{spelling}` means {} and {other:?}", list.id, item.code);
            }
        }
    }
}

#[test]
fn attributes_of_tiles_come_no_deeper_than_the_deepest_tile() {
    let catalog = catalog();
    let deepest = catalog.tilesets.iter().map(|set| set.max_zoom).max().unwrap_or_default();
    for register in catalog.registers.values() {
        let fields = register.fields.iter().filter_map(|field| field.tile_from.map(|zoom| (&field.name, zoom)));
        let geometries = register.geometries.iter().map(|geometry| (&geometry.name, geometry.tile_from));
        for (name, zoom) in fields.chain(geometries) {
            assert!(zoom <= deepest, "{}.{name} would never be in a tile", register.id);
        }
    }
}

#[test]
fn what_a_style_looks_at_is_in_the_tiles_when_it_is_drawn() {
    for register in catalog().registers.values() {
        for style in &register.styles {
            let conditions = style.when.iter().flat_map(|when| when.fields());
            for name in conditions.chain(&style.by).chain(&style.height) {
                let from = register.field(name.as_str()).and_then(|field| field.tile_from);
                assert!(
                    from.is_some_and(|from| from <= style.zoom[0].min(16)),
                    "{}: {name} at zoom {:?}",
                    register.id,
                    style.zoom
                );
            }
        }
    }
}

#[test]
fn a_person_s_data_are_confidential() {
    for register in catalog().registers.values() {
        for field in register.fields.iter().filter(|field| field.to.as_ref().is_some_and(|to| to.as_str() == "subject"))
        {
            assert_eq!(
                register.visibility_of(field),
                gis_core::register::Visibility::Confidential,
                "{}.{}",
                register.id,
                field.name
            );
        }
    }
}

#[test]
fn lists_records_and_files_are_never_in_tiles() {
    for register in catalog().registers.values() {
        for field in register.fields.iter().filter(|field| field.tile_from.is_some()) {
            let plain = !field.list && !matches!(field.kind, FieldType::Records | FieldType::Json | FieldType::File);
            assert!(plain && field.role != Some(Role::ExchangeId), "{}.{}", register.id, field.name);
        }
    }
}
