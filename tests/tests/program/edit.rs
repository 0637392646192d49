//! Edits of features that are there, through the store.

use gis_core::feature::Content;
use gis_core::policy::{Actor, scope};
use gis_core::value::Value;
use store::batch::Operation;
use store::commit::{Change, Changeset, Committed};
use store::sql::items::Moment;
use store::{Store, StoreError};
use uuid::Uuid;

/// All content of a feature and its version.
pub async fn read(store: &Store, register: &str, fid: i64) -> (Content, i32) {
    let register = store.catalog().register(register).expect("a register");
    let actor = Actor::system("test");
    let scope = scope(register, &actor).expect("the system sees all");
    let mut content = Content::empty(register);
    let mut version = 0;
    let places = register.geometries.iter().map(Some).enumerate();
    for (at, geometry) in places.chain(register.geometries.is_empty().then_some((0, None))) {
        let found = store.one(&scope, geometry, fid, Moment::default()).await.expect("an answer").expect("the feature");
        version = found.version;
        content.values = found.values;
        if geometry.is_some() {
            content.geometries[at] = found.geometry;
        }
    }
    (content, version)
}

/// Commits changes of one register.
pub async fn commit(
    store: &Store,
    register: &str,
    changes: Vec<(Operation, Content)>,
) -> Result<Option<Committed>, StoreError> {
    let changeset = Changeset {
        actor: Actor::system("test"),
        reason: "test".to_owned(),
        source_document: None,
        idempotency_key: Uuid::new_v4(),
        content_hash: Vec::new(),
    };
    let register = &store.catalog().register(register).expect("a register").id;
    let change = |(operation, content)| Change { register: register.clone(), operation, content };
    store.commit(&changeset, changes.into_iter().map(change).collect()).await
}

/// Changes texts of a feature.
pub async fn update(store: &Store, register: &str, fid: i64, texts: &[(&str, &str)]) {
    let (mut content, version) = read(store, register, fid).await;
    for (field, text) in texts {
        content.set(store.catalog().register(register).expect("a register"), field, Value::Text((*text).to_owned()));
    }
    let done = commit(store, register, vec![(Operation::Update { fid, version }, content)]).await;
    done.unwrap_or_else(|error| panic!("{register}: {error:?}"));
}
