//! Record by record: map, resolve references, transform, complete, judge.

use super::LoadError;
use super::lookup::Lookups;
use gis_core::crs::Crs;
use gis_core::feature::Content;
use gis_core::mapping::{Mapped, Mapper};
use gis_core::reason::Reason;
use gis_core::record::Record;
use gis_core::register::Severity;
use gis_core::rules::{Rulebook, Verdict};
use gis_core::text::Text;
use gis_core::value::Value;
use store::Store;
use store::batch::{Operation, Staged};

/// A record that went through the rules.
pub struct Prepared {
    /// Its number in the file.
    pub record: i64,
    /// Its content.
    pub content: Content,
    /// What the rules say.
    pub verdict: Verdict,
}

impl Prepared {
    /// The record as a new feature of a batch.
    pub fn staged(&self) -> Staged<'_> {
        Staged {
            row: self.record,
            operation: Operation::Create,
            content: &self.content,
            incomplete: &self.verdict.incomplete,
        }
    }
}

/// The per-record steps with what they share.
pub struct Preparer<'a> {
    store: &'a Store,
    mapper: &'a Mapper<'a>,
    rules: Rulebook<'a>,
    crs: Option<Crs>,
    lookups: Lookups<'a>,
}

impl<'a> Preparer<'a> {
    /// Prepares for a mapping and the CRS of the file.
    pub fn new(store: &'a Store, mapper: &'a Mapper<'a>, rules: Rulebook<'a>, crs: Option<Crs>) -> Self {
        let lookups = Lookups::new(store, rules.register());
        Self { store, mapper, rules, crs, lookups }
    }

    /// One chunk of records.
    ///
    /// # Errors
    /// Only when the database fails; what is wrong with a record is in its verdict.
    pub async fn chunk(&mut self, records: Vec<Record>) -> Result<Vec<Prepared>, LoadError> {
        let mapped: Vec<(i64, Mapped)> = records
            .into_iter()
            .map(|record| (i64::try_from(record.number).unwrap_or(i64::MAX), self.mapper.map(record)))
            .collect();
        self.lookups.learn(mapped.iter().flat_map(|(_, mapped)| &mapped.lookups)).await?;
        Ok(mapped.into_iter().map(|(record, mapped)| self.finish(record, mapped)).collect())
    }

    fn finish(&self, record: i64, mut mapped: Mapped) -> Prepared {
        for lookup in &mapped.lookups {
            match self.lookups.find(lookup) {
                Ok(fid) => mapped.content.values[lookup.field] = Value::Int(fid),
                Err(reason) => mapped.reasons.push(reason),
            }
        }
        if let Err(reason) = self.transform(&mut mapped.content) {
            mapped.reasons.push(reason);
        }
        self.rules.complete(&mut mapped.content);
        store::commit::identify(self.rules.register(), &mut mapped.content);
        let mut verdict = self.rules.judge(&mapped.content);
        // A value that could not be read is null by now; that it is missing is no second reason.
        verdict.reasons.retain(|reason| {
            reason.code != "required" || !mapped.reasons.iter().any(|known| known.field == reason.field)
        });
        verdict.reasons.append(&mut mapped.reasons);
        Prepared { record, content: mapped.content, verdict }
    }

    fn transform(&self, content: &mut Content) -> Result<(), Reason> {
        let city = self.store.city();
        for (at, declared) in self.rules.register().geometries.iter().enumerate() {
            let Some(geometry) = &mut content.geometries[at] else { continue };
            let Some(crs) = self.crs else {
                content.geometries[at] = None;
                let text = Text::new(
                    "файл не називає системи координат; задайте `crs` у відповідності (mapping)",
                    "the file names no CRS; set `crs` in the mapping",
                );
                return Err(Reason::at(declared.name.as_str(), "crs_unknown", Severity::Error, text));
            };
            if let Err(error) = city.transformer.transform(crs, city.storage, geometry) {
                content.geometries[at] = None;
                let text = Text::new(
                    format!(
                        "координати не належать до системи координат файлу; перевірте її та порядок осей ({error})"
                    ),
                    format!("the coordinates do not belong to the CRS of the file: {error}"),
                );
                return Err(Reason::at(declared.name.as_str(), "outside_crs", Severity::Error, text));
            }
        }
        Ok(())
    }
}
