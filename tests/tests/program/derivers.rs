//! Every deriver for every register, as text a person can read: what changes here changes for a client.

use gis_core::derive::{collection, schema, style, tiles};
use gis_core::expr::Clock;
use gis_core::policy::{Actor, Audience, Scope, scope};
use gis_core::register::Register;
use gis_core::text::Lang;
use serde_json::{Value as Json, json};
use std::fmt::Write;
use store::sql::items::{self, Columns, Filter};
use store::sql::order::{After, Part};
use store::sql::{changes, ddl};
use tests::declared;

fn clock() -> Clock {
    Clock { today: "2026-01-31".parse().unwrap() }
}

/// What a scope shows of a register: description, schemas, tile fields, style and legend.
fn shown(scope: &Scope) -> Json {
    let (catalog, city) = (&declared().catalog, &declared().city);
    let collections: Vec<Json> = collection::list(scope)
        .into_iter()
        .map(|(id, geometry)| {
            json!({
                "collection": collection::describe(scope, &id, geometry, city, Lang::Uk),
                "flat": schema::flat(catalog, scope, geometry, Lang::En),
                "feature": schema::feature(catalog, scope, geometry, Lang::Uk),
            })
        })
        .collect();
    json!({
        "collections": collections,
        "vector_layers": tiles::vector_layers(std::slice::from_ref(scope), 16),
        "style": style::layers(scope, "city", Lang::Uk, clock()),
        "legend": style::legend(catalog, scope),
    })
}

/// What the store makes of a register: tables, constraints, indexes, grants, statements.
fn stored(register: &Register) -> String {
    let (catalog, epsg) = (&declared().catalog, declared().city.storage_epsg);
    let mut text = String::new();
    let mut section = |name: &str, lines: Vec<String>| {
        writeln!(text, "-- {name}\n{}\n", lines.join(";\n")).unwrap();
    };
    section("tables", ddl::create_tables(register, epsg));
    section(
        "constraints",
        ddl::constraints(catalog, register)
            .into_iter()
            .map(|named| format!("{} {}", named.name, named.definition))
            .collect(),
    );
    section("indexes", ddl::indexes(register).iter().map(ddl::create_index).collect());
    section("grants", ddl::grants(register));
    section("commit", changes::change_sql(catalog, register).apply);
    let first = Part { after: Some(After::default()), limit: 100, ..Part::default() };
    for audience in [Audience::Anonymous, Audience::Official] {
        let actor = Actor { audience, name: String::new() };
        let Some(scope) = scope(register, &actor) else { continue };
        let geometry = scope.geometries().next();
        section(
            &format!("a page for {}", audience.name()),
            vec![items::page(&scope, geometry, &Columns::all(&scope, geometry), &Filter::default(), &first).text],
        );
    }
    text
}

#[test]
fn what_everybody_and_what_staff_is_shown_of_each_register() {
    for register in declared().catalog.registers.values() {
        for audience in [Audience::Anonymous, Audience::Official] {
            let actor = Actor { audience, name: String::new() };
            let shown = scope(register, &actor).as_ref().map_or_else(|| json!("nothing"), shown);
            insta::assert_snapshot!(format!("{}_{}", register.id, audience.name()), format!("{shown:#}"));
        }
    }
}

#[test]
fn what_the_database_gets_of_each_register() {
    for register in declared().catalog.registers.values() {
        insta::assert_snapshot!(format!("{}_sql", register.id), stored(register));
    }
}
