//! The declarations and the database are the same, and a difference is told and closed without losing data.

use crate::no_code::{Layers, misto_with};
use gis_core::register::Register;
use store::plan::{self, StepKind};
use tests::{Database, declared, program, run};

#[test]
fn the_database_has_what_is_declared_and_nothing_else() {
    let database = Database::demo();
    let [declared_columns, live] = run(async {
        let mut connection = plan::connect(&database.url()).await.unwrap();
        plan::declared_and_live(&mut connection, &declared().catalog, &declared().city).await.unwrap()
    });
    assert!(!declared_columns.is_empty());
    assert_eq!(declared_columns, live);
}

#[test]
fn nothing_is_left_to_do_after_apply_and_a_second_apply_changes_nothing() {
    let database = Database::empty();
    let tables = "SELECT md5(string_agg(table_name || column_name || data_type, ',' ORDER BY table_name, column_name)) FROM information_schema.columns";
    let before = database.sql(tables);
    run(async {
        let mut connection = plan::connect(&database.url()).await.unwrap();
        let found = plan::plan(&mut connection, &declared().catalog, &declared().city).await.unwrap();
        assert!(found.is_done(), "{found:?}");
        let declared = (&*declared().catalog, &*declared().city);
        let renewed = |register: &Register| panic!("{} is renewed", register.id);
        assert!(plan::apply(&mut connection, declared, "test", renewed).await.unwrap().is_done());
    });
    assert_eq!(database.sql(tables), before);
}

#[test]
fn migrations_are_found_again_by_an_account_with_the_name_of_the_schema() {
    // The account of the private cluster is called `misto`, as the schema that the first migration makes.
    let database = Database::bare();
    for _ in 0..3 {
        program::done(&mut database.misto(&["registers", "apply"]));
    }
    assert_eq!(database.number("SELECT count(*) FROM pg_tables WHERE tablename = '_sqlx_migrations'"), 1);
}

#[test]
fn a_renamed_field_keeps_its_data() {
    let database = Database::demo();
    let layers = Layers::copy();
    layers.edit("core/document.toml", "name = \"edoc_no\"", "name = \"edoc_number\"\nrenamed_from = \"edoc_no\"");
    database.sql("UPDATE reg.document SET edoc_no = 'kept' WHERE fid = 1");
    program::done(&mut misto_with(&database, &layers, &["registers", "apply"]));
    assert_eq!(database.sql("SELECT edoc_number FROM reg.document WHERE fid = 1"), "kept");
    program::done(&mut misto_with(&database, &layers, &["registers", "plan"]));
}

#[test]
fn a_changed_declaration_renews_the_search_of_its_registers_alone() {
    let database = Database::demo();
    let layers = Layers::copy();
    let applied = || program::said(&program::done(&mut misto_with(&database, &layers, &["registers", "apply"])));
    let entries = "SELECT md5(string_agg(xmin::text || ctid::text, ',' ORDER BY register, fid, kind)) FROM misto.search_public WHERE register <> 'document'";
    let before = database.sql(entries);
    layers.edit("core/document.toml", "max_length = 500", "max_length = 501");
    assert!(!applied().contains("renewing the search"), "a limit is in no title");
    layers.edit("codes/document_kind.toml", "label = { uk = \"", "label = { uk = \"Перейменований ");
    let said = applied();
    assert!(said.contains("renewing the search of document\n"), "{said}");
    assert_eq!(said.matches("renewing the search").count(), 1, "{said}");
    assert_eq!(database.sql(entries), before);
    let found = "SELECT count(*) FROM misto.search_public WHERE register = 'document' AND words @@ 'перейменований'";
    assert!(database.number(found) > 0);
    // What is not searched any more has no entries left.
    for file in ["core/document.toml", "groups.toml"] {
        layers.edit_all(file, |text| {
            text.lines().filter(|line| !line.starts_with("search = ")).collect::<Vec<_>>().join("\n")
        });
    }
    applied();
    let left = "SELECT count(*) FROM (SELECT register FROM misto.search_public UNION ALL SELECT register FROM misto.search_official \
                UNION ALL SELECT register FROM misto.code_public UNION ALL SELECT register FROM misto.code_official) s WHERE register = 'document'";
    assert_eq!(database.number(left), 0);
}

#[test]
fn a_removed_field_is_refused_with_the_statement_that_a_person_has_to_review() {
    let database = Database::demo();
    let layers = Layers::copy();
    layers.edit_all("core/document.toml", |text| {
        let (before, rest) = text.split_once("[[field]]\nname = \"edoc_no\"").unwrap();
        let (_, after) = rest.split_once("[[field]]").unwrap();
        format!("{before}[[field]]{after}")
    });
    let planned = misto_with(&database, &layers, &["registers", "plan"]).output().unwrap();
    assert_eq!(planned.status.code(), Some(2));
    assert!(
        program::said(&planned).contains("! document.edoc_no is not declared any more"),
        "{}",
        program::said(&planned)
    );
    let applied = misto_with(&database, &layers, &["registers", "apply"]).output().unwrap();
    assert!(!applied.status.success());
    assert!(program::said(&applied).contains("DROP COLUMN \"edoc_no\""), "{}", program::said(&applied));
    assert_eq!(database.number("SELECT count(edoc_no) FROM reg.document WHERE edoc_no IS NULL"), 0);
}

#[test]
fn a_tightened_rule_says_how_many_rows_break_it() {
    let database = Database::demo();
    let layers = Layers::copy();
    layers.edit(
        "core/document.toml",
        "required = \"always\"\nmax_length = 500",
        "required = \"always\"\nmax_length = 3",
    );
    let catalog = layers.catalog();
    let found = run(async {
        let mut connection = plan::connect(&database.url()).await.unwrap();
        plan::plan(&mut connection, &catalog, &declared().city).await.unwrap()
    });
    let rows = database.number("SELECT count(*) FROM reg.document WHERE char_length(title) > 3");
    let breaking: Vec<_> = found.steps.iter().filter(|step| step.kind == StepKind::Destructive).collect();
    assert_eq!(breaking.len(), 1, "{breaking:?}");
    assert!(breaking[0].what.starts_with(&format!("document: {rows} row(s) break the rule")), "{}", breaking[0].what);
}

#[test]
fn serving_is_refused_while_a_plan_is_pending() {
    let database = Database::empty();
    let layers = Layers::copy();
    layers.edit("core/document.toml", "max_length = 500", "max_length = 400");
    let refused = misto_with(&database, &layers, &["serve"]).output().unwrap();
    assert!(!refused.status.success());
    assert!(program::said(&refused).contains("misto registers apply"), "{}", program::said(&refused));
}

#[test]
fn official_data_are_not_served_beyond_this_machine() {
    let database = Database::empty();
    let refused = database.misto(&["serve", "--as", "official"]).env("MISTO_LISTEN", "0.0.0.0:0").output().unwrap();
    assert!(!refused.status.success());
    assert!(program::said(&refused).contains("loopback"), "{}", program::said(&refused));
}

#[test]
fn a_database_of_another_storage_crs_is_refused() {
    let database = Database::empty();
    database.sql("UPDATE misto.applied SET storage_epsg = 5566");
    let refused = database.misto(&["registers", "plan"]).output().unwrap();
    assert!(program::said(&refused).contains("5566"), "{}", program::said(&refused));
}
