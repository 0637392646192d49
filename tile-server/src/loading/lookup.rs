//! References that a file makes by a field of their target: asked once a value, remembered for the file.

use super::LoadError;
use gis_core::mapping::Lookup;
use gis_core::reason::Reason;
use gis_core::register::Register;
use gis_core::text::Ident;
use std::collections::{BTreeMap, HashMap, HashSet};
use store::Store;

/// Most values remembered for one target; beyond it the memory is emptied.
const MAX_REMEMBERED: usize = 500_000;

/// What was found so far.
pub struct Lookups<'a> {
    store: &'a Store,
    register: &'a Register,
    known: BTreeMap<(usize, Ident), HashMap<String, Option<i64>>>,
}

impl<'a> Lookups<'a> {
    /// Knows nothing yet.
    pub fn new(store: &'a Store, register: &'a Register) -> Self {
        Self { store, register, known: BTreeMap::new() }
    }

    /// Asks for all values of a chunk that are not known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn learn(&mut self, lookups: impl Iterator<Item = &Lookup>) -> Result<(), LoadError> {
        let mut wanted: BTreeMap<(usize, Ident), HashSet<String>> = BTreeMap::new();
        for lookup in lookups {
            let key = (lookup.field, lookup.by.clone());
            if !self.known.get(&key).is_some_and(|known| known.contains_key(&lookup.value)) {
                wanted.entry(key).or_default().insert(lookup.value.clone());
            }
        }
        for ((field, by), values) in wanted {
            let Some(target) = self.target(field) else { continue };
            let values: Vec<String> = values.into_iter().collect();
            let found = self.store.find_by(target, &by, &values).await?;
            let known = self.known.entry((field, by)).or_default();
            if known.len() > MAX_REMEMBERED {
                known.clear();
            }
            known.extend(values.into_iter().map(|value| {
                let fid = found.get(&value).copied();
                (value, fid)
            }));
        }
        Ok(())
    }

    fn target(&self, field: usize) -> Option<&'a Register> {
        self.store.catalog().register(self.register.fields[field].to.as_ref()?.as_str())
    }

    /// The feature a lookup means.
    ///
    /// # Errors
    /// The reason `reference` when there is none.
    pub fn find(&self, lookup: &Lookup) -> Result<i64, Reason> {
        let known = self.known.get(&(lookup.field, lookup.by.clone()));
        known.and_then(|known| known.get(&lookup.value).copied().flatten()).ok_or_else(|| {
            let field = &self.register.fields[lookup.field];
            let by = &lookup.by;
            Reason::of(
                field,
                "reference",
                format!("немає об'єкта з таким «{by}»"),
                format!("no feature has this `{by}`"),
            )
            .with(&lookup.value)
        })
    }
}
