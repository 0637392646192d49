//! Commits and reads of the store against a model that keeps everything it was ever told.

mod model;

use chrono::{Days, NaiveDate};
use gis_core::feature::Content;
use gis_core::policy::{Actor, scope};
use gis_core::value::Value;
use model::{Model, Step};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::batch::{Operation, Staged};
use store::commit::{Change, Changeset, Committed};
use store::sql::items::{Filter, Moment};
use store::{Store, StoreError};
use tests::{Database, declared, run};
use uuid::Uuid;

/// The register the model is tested on: no geometry, no references that must be there.
const REGISTER: &str = "document";

fn changeset(key: Uuid, content: &str) -> Changeset {
    Changeset {
        actor: Actor::system("test"),
        reason: "test".to_owned(),
        source_document: None,
        idempotency_key: key,
        content_hash: content.as_bytes().to_vec(),
    }
}

fn document(title: &str, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Content {
    let register = declared().catalog.register(REGISTER).unwrap();
    let mut content = Content::empty(register);
    for (field, text) in [("kind", "letter"), ("title", title), ("visibility", "public")] {
        content.set(register, field, Value::Text(text.to_owned()));
    }
    content.set(register, "valid_from", from.map_or(Value::Null, Value::Date));
    content.set(register, "valid_to", to.map_or(Value::Null, Value::Date));
    content
}

fn change(operation: Operation, content: Content) -> Change {
    Change { register: declared().catalog.register(REGISTER).unwrap().id.clone(), operation, content }
}

async fn commit(store: &Store, operation: Operation, content: Content) -> Result<Option<Committed>, StoreError> {
    store.commit(&changeset(Uuid::new_v4(), "x"), vec![change(operation, content)]).await
}

/// Title by fid, as seen at a moment.
async fn titles(
    store: &Store,
    valid: Option<NaiveDate>,
    known: Option<chrono::DateTime<chrono::Utc>>,
) -> Vec<(i64, String)> {
    let register = declared().catalog.register(REGISTER).unwrap();
    let actor = Actor::system("test");
    let scope = scope(register, &actor).unwrap();
    let filter = Filter { moment: Moment { valid: valid.map(|day| (day, day)), known }, ..Filter::default() };
    let at = register.fields.iter().position(|field| field.name.as_str() == "title").unwrap();
    let page = store.page(&scope, None, &filter, (0, 1_000)).await.unwrap();
    page.into_iter().map(|feature| (feature.fid, feature.values[at].to_json().as_str().unwrap().to_owned())).collect()
}

async fn follow(database: &Database, steps: &[Step]) -> Result<(), TestCaseError> {
    database.sql("TRUNCATE reg.document, reg.document_history CASCADE");
    let store = database.store();
    let today = store.clock().today;
    let mut model = Model::new(today);
    for step in steps {
        let done = match step {
            Step::Create { from, to, title } => {
                let content = document(title, Some(model.day(*from)), to.map(|to| model.day(to.max(*from))));
                commit(&store, Operation::Create, content).await
            }
            Step::Update { which, from, to, title } => match model.pick(*which) {
                None => continue,
                Some((fid, version)) => {
                    let content = document(title, Some(model.day(*from)), to.map(|to| model.day(to.max(*from))));
                    commit(&store, Operation::Update { fid, version }, content).await
                }
            },
            Step::Delete { which } => match model.pick(*which) {
                None => continue,
                Some((fid, version)) => {
                    commit(&store, Operation::Delete { fid, version }, document("", None, None)).await
                }
            },
        };
        let committed = done.map_err(|error| TestCaseError::fail(format!("{step:?}: {error:?}")))?;
        let Some(committed) = committed else { return Err(TestCaseError::fail("a change changed nothing")) };
        let fid = database.number(&format!("SELECT fid FROM misto.audit WHERE changeset = {}", committed.changeset));
        model.tell(step, fid, committed.committed_at);
    }
    for known in std::iter::once(None).chain(model.instants().map(Some)) {
        for day in model.days() {
            prop_assert_eq!(
                titles(&store, Some(day), known).await,
                model.seen(Some(day), known),
                "day {}, known {:?}",
                day,
                known
            );
        }
    }
    prop_assert_eq!(titles(&store, Some(today), None).await, model.seen(Some(today), None));
    store.close().await;
    Ok(())
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let title = "[а-я]{1,6}";
    let step = prop_oneof![
        3 => (0_u64..10, proptest::option::weighted(0.3, 0_u64..14), title).prop_map(|(from, to, title)| Step::Create { from, to, title }),
        5 => (any::<usize>(), 0_u64..10, proptest::option::weighted(0.3, 0_u64..14), title)
            .prop_map(|(which, from, to, title)| Step::Update { which, from, to, title }),
        1 => any::<usize>().prop_map(|which| Step::Delete { which }),
    ];
    proptest::collection::vec(step, 1..12)
}

#[test]
fn what_is_read_at_any_day_and_instant_is_what_the_model_knows() {
    let cases = if std::env::var_os("MISTO_LONG").is_some() { 400 } else { 40 };
    let mut runner =
        TestRunner::new(Config { cases, max_shrink_iters: 60, failure_persistence: None, ..Config::default() });
    let database = Database::empty();
    runner.run(&steps(), |steps| run(follow(&database, &steps))).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_stale_version_is_a_conflict_and_writes_nothing() {
    let database = Database::empty();
    let store = database.store();
    run(async {
        commit(&store, Operation::Create, document("перша", None, None)).await.unwrap();
        commit(&store, Operation::Update { fid: 1, version: 1 }, document("друга", None, None)).await.unwrap();
    });
    let count = "SELECT (SELECT count(*) FROM misto.changeset) + (SELECT count(*) FROM misto.audit) + (SELECT count(*) FROM reg.document_history)";
    let before = database.number(count);
    let stale =
        run(commit(&store, Operation::Update { fid: 1, version: 1 }, document("третя", None, None))).unwrap_err();
    let StoreError::Conflict(conflicts) = stale else { panic!("{stale:?}") };
    assert_eq!((conflicts[0].row, conflicts[0].fid, conflicts[0].current), (1, 1, Some(2)));
    let gone = run(commit(&store, Operation::Delete { fid: 99, version: 1 }, document("", None, None))).unwrap_err();
    assert!(matches!(gone, StoreError::Conflict(conflicts) if conflicts[0].current.is_none()));
    assert_eq!(database.number(count), before);
    assert_eq!(database.sql("SELECT title FROM reg.document"), "друга");
}

#[test]
fn of_many_who_change_one_version_one_succeeds() {
    let database = Database::empty();
    run(commit(&database.store(), Operation::Create, document("спільна", None, None))).unwrap();
    let won: usize = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..6)
            .map(|at| {
                let database = &database;
                scope.spawn(move || {
                    let done = run(commit(
                        &database.store(),
                        Operation::Update { fid: 1, version: 1 },
                        document(&format!("редакція {at}"), None, None),
                    ));
                    assert!(matches!(done, Ok(_) | Err(StoreError::Conflict(_))), "{done:?}");
                    usize::from(done.is_ok())
                })
            })
            .collect();
        asked.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!(won, 1);
    assert_eq!(database.sql("SELECT version FROM reg.document"), "2");
}

#[test]
fn the_sequence_of_changes_has_no_gaps_whoever_commits() {
    let database = Database::empty();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let database = &database;
            scope.spawn(move || {
                let store = database.store();
                run(async {
                    for at in 0..10 {
                        // Every third is refused: it must leave no hole.
                        let version = if at % 3 == 2 { 7 } else { 0 };
                        let operation =
                            if version == 7 { Operation::Update { fid: 1, version } } else { Operation::Create };
                        let done = commit(&store, operation, document(&format!("{writer}-{at}"), None, None)).await;
                        assert_eq!(done.is_err(), version == 7, "{done:?}");
                    }
                });
            });
        }
    });
    let seqs = "SELECT string_agg(seq::text, ',' ORDER BY committed_at) FROM misto.changeset WHERE seq IS NOT NULL";
    let expected: Vec<String> = (1..=28).map(|seq| seq.to_string()).collect();
    assert_eq!(database.sql(seqs), expected.join(","));
    assert_eq!(database.number("SELECT count(*) FROM misto.changeset WHERE seq IS NULL"), 0);
    assert_eq!(database.number("SELECT count(*) FROM misto.batch"), 0);
    assert_eq!(database.number("SELECT count(*) FROM stage.document"), 0);
}

#[test]
fn a_repeated_key_gives_the_first_answer_and_a_reused_one_is_refused() {
    let database = Database::empty();
    let store = database.store();
    let key = Uuid::new_v4();
    let make = |title| vec![change(Operation::Create, document(title, None, None))];
    run(async {
        let first = store.commit(&changeset(key, "a"), make("одна")).await.unwrap().unwrap();
        let again = store.commit(&changeset(key, "a"), make("одна")).await.unwrap().unwrap();
        assert!(again.repeated && !first.repeated);
        assert_eq!((again.changeset, again.seq, again.committed_at), (first.changeset, first.seq, first.committed_at));
        let other = store.commit(&changeset(key, "b"), make("інша")).await.unwrap_err();
        assert!(matches!(other, StoreError::KeyReused), "{other:?}");
    });
    assert_eq!(database.sql("SELECT count(*), min(title) FROM reg.document"), "1|одна");
}

#[test]
fn a_change_that_changes_nothing_makes_no_version() {
    let database = Database::empty();
    let store = database.store();
    let today = store.clock().today;
    run(async {
        let mut content = document("та сама", Some(today), None);
        let register = declared().catalog.register(REGISTER).unwrap();
        content.set(register, "guid", Value::Uuid(Uuid::new_v4()));
        commit(&store, Operation::Create, content.clone()).await.unwrap().unwrap();
        let nothing = commit(&store, Operation::Update { fid: 1, version: 1 }, content).await.unwrap();
        assert_eq!(nothing, None);
    });
    assert_eq!(database.sql("SELECT version FROM reg.document"), "1");
    assert_eq!(database.number("SELECT count(*) FROM misto.changeset"), 1);
}

#[test]
fn the_rules_refuse_with_all_reasons_and_nothing_is_written() {
    let database = Database::empty();
    let store = database.store();
    let register = declared().catalog.register(REGISTER).unwrap();
    let mut bad = document("", None, None);
    bad.set(register, "title", Value::Null);
    bad.set(register, "number", Value::Text("№ 1".to_owned()));
    let good = change(Operation::Create, document("добра", None, None));
    let refused =
        run(store.commit(&changeset(Uuid::new_v4(), "x"), vec![good, change(Operation::Create, bad)])).unwrap_err();
    let StoreError::Rejected(rejections) = refused else { panic!("{refused:?}") };
    assert_eq!((rejections.len(), rejections[0].row), (1, 2));
    assert!(rejections[0].reasons.len() >= 2, "{rejections:?}");
    assert_eq!(database.number("SELECT count(*) FROM reg.document"), 0);
    assert_eq!(database.number("SELECT count(*) FROM misto.changeset"), 0);
}

#[test]
fn the_audit_can_only_grow() {
    let database = Database::empty();
    run(commit(&database.store(), Operation::Create, document("записана", None, None))).unwrap();
    for statement in [
        "UPDATE misto.audit SET fid = 2",
        "DELETE FROM misto.audit",
        "TRUNCATE misto.audit",
        "UPDATE misto.audit_read SET fid = 2",
        "DELETE FROM misto.audit_read",
    ] {
        assert!(database.refused(statement).contains("append-only"), "{statement}");
        assert!(
            database.refused(&format!("SET ROLE misto_writer; {statement}")).contains("permission denied"),
            "{statement}"
        );
    }
    assert_eq!(database.sql("SELECT op, version FROM misto.audit"), "c|1");
}

#[test]
fn a_large_changeset_is_one_commit() {
    let database = Database::empty();
    let store = database.store();
    let count = if std::env::var_os("MISTO_LONG").is_some() { 100_000 } else { 10_000 };
    let changes =
        (0..count).map(|at| change(Operation::Create, document(&format!("документ {at}"), None, None))).collect();
    let committed = run(store.commit(&changeset(Uuid::new_v4(), "large"), changes)).unwrap().unwrap();
    assert_eq!(committed.counts.values().map(|counts| counts.created).sum::<i64>(), count);
    assert_eq!(database.number("SELECT count(*) FROM reg.document"), count);
    assert_eq!(
        database.number("SELECT count(*) FROM misto.search_public WHERE register = 'document' AND kind = 'title'"),
        count
    );
}

#[test]
fn more_changes_than_a_changeset_holds_are_refused() {
    let database = Database::empty();
    let changes = (0..=store::commit::MAX_CHANGES)
        .map(|_| change(Operation::Delete { fid: 1, version: 1 }, document("", None, None)))
        .collect();
    let refused = run(database.store().commit(&changeset(Uuid::new_v4(), "too many"), changes)).unwrap_err();
    assert!(
        matches!(refused, StoreError::Rejected(ref rejections) if rejections[0].reasons[0].code == "too_many"),
        "{refused:?}"
    );
}

#[test]
fn a_feature_whose_last_day_is_over_leaves_the_current_table_by_a_commit() {
    let database = Database::empty();
    let store = database.store();
    let today = store.clock().today;
    run(commit(&store, Operation::Create, document("минуща", today.checked_sub_days(Days::new(5)), Some(today))))
        .unwrap();
    // Tomorrow comes early for this row.
    database.sql("UPDATE reg.document SET valid_to = valid_to - 1");
    assert_eq!(run(store.close_expired()).unwrap(), 1);
    assert_eq!(run(store.close_expired()).unwrap(), 0);
    assert_eq!(database.number("SELECT count(*) FROM reg.document"), 0);
    assert_eq!(database.number("SELECT count(*) FROM misto.search_public"), 0);
    assert_eq!(database.number("SELECT count(*) FROM misto.code_public"), 0);
    assert_eq!(database.sql("SELECT op FROM misto.audit ORDER BY changeset"), "c\nx");
    let yesterday = today.pred_opt().unwrap();
    assert_eq!(run(titles(&store, Some(yesterday), None)).len(), 1);
    assert_eq!(run(titles(&store, Some(today), None)).len(), 0);
}

#[test]
fn a_batch_whose_process_died_is_swept_away() {
    let database = Database::empty();
    let store = database.store();
    run(async {
        let mut batch = store::batch::Batch::open(&store).await.unwrap();
        let register = store.catalog().register(REGISTER).unwrap();
        let content = document("покинута", None, None);
        let staged = Staged { row: 1, operation: Operation::Create, content: &content, incomplete: &[] };
        batch.add(register, staged).await.unwrap();
        batch.flush_all().await.unwrap();
        assert_eq!(store::batch::sweep(&store).await.unwrap(), 0, "a batch that lives is left alone");
        drop(batch);
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(store::batch::sweep(&store).await.unwrap(), 1);
    });
    assert_eq!(database.number("SELECT count(*) FROM stage.document"), 0);
}
