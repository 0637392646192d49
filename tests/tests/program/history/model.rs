//! The naive model: each change is remembered with its instant; what was true and known is found by going through all.

use chrono::{DateTime, Days, NaiveDate, Utc};
use std::collections::BTreeMap;

/// Days before today that the first possible day lies.
const BEFORE: u64 = 9;

/// One change; days count from the first possible one.
#[derive(Debug, Clone)]
pub enum Step {
    /// A new feature.
    Create { from: u64, to: Option<u64>, title: String },
    /// New content of a current feature: true from a day on, whatever was said of those days before.
    Update { which: usize, from: u64, to: Option<u64>, title: String },
    /// The feature ends today.
    Delete { which: usize },
}

/// What was said of a feature at an instant: true on each of these days.
type Days0 = BTreeMap<NaiveDate, String>;

/// Everything that was ever said.
pub struct Model {
    today: NaiveDate,
    /// By fid: each state of knowledge, oldest first.
    known: BTreeMap<i64, Vec<(DateTime<Utc>, Days0)>>,
    /// Current features: fid, version, first and last day of the current row.
    current: BTreeMap<i64, (i32, NaiveDate, Option<NaiveDate>)>,
    picked: Option<i64>,
}

impl Model {
    /// Knows nothing.
    pub fn new(today: NaiveDate) -> Self {
        Self { today, known: BTreeMap::new(), current: BTreeMap::new(), picked: None }
    }

    /// The day of a number.
    pub fn day(&self, number: u64) -> NaiveDate {
        self.today - Days::new(BEFORE) + Days::new(number)
    }

    /// All days that are looked at, some beyond those that are named.
    pub fn days(&self) -> Vec<NaiveDate> {
        (0..20).map(|number| self.day(number) - Days::new(1)).collect()
    }

    /// A current feature and its version.
    pub fn pick(&mut self, which: usize) -> Option<(i64, i32)> {
        let (fid, (version, _, _)) = self.current.iter().nth(which.checked_rem(self.current.len())?)?;
        self.picked = Some(*fid);
        Some((*fid, *version))
    }

    /// Remembers a change.
    pub fn tell(&mut self, step: &Step, fid: i64, at: DateTime<Utc>) {
        let mut days =
            self.known.get(&fid).and_then(|states| states.last()).map(|(_, days)| days.clone()).unwrap_or_default();
        match step {
            Step::Create { from, to, title } | Step::Update { from, to, title, .. } => {
                let (from, to) = (self.day(*from), to.map(|to| self.day(to.max(*from))));
                days.retain(|day, _| *day < from);
                let last = to.unwrap_or(self.today + Days::new(40));
                days.extend(from.iter_days().take_while(|day| *day <= last).map(|day| (day, title.clone())));
                let version = self.current.get(&fid).map_or(0, |(version, _, _)| *version) + 1;
                self.current.insert(fid, (version, from, to));
                if last < self.today {
                    self.current.remove(&fid);
                }
            }
            Step::Delete { .. } => {
                days.retain(|day, _| *day < self.today);
                self.current.remove(&fid);
            }
        }
        self.known.entry(fid).or_default().push((at, days));
    }

    /// Every instant at which something was told.
    pub fn instants(&self) -> impl Iterator<Item = DateTime<Utc>> {
        self.known.values().flatten().map(|(at, _)| *at)
    }

    /// What is seen at a day by who knows what was known at an instant.
    pub fn seen(&self, day: Option<NaiveDate>, known: Option<DateTime<Utc>>) -> Vec<(i64, String)> {
        let day = day.unwrap_or(self.today);
        let state = |states: &[(DateTime<Utc>, Days0)]| {
            let (_, days) = states.iter().rev().find(|(at, _)| known.is_none_or(|known| *at <= known))?;
            days.get(&day).cloned()
        };
        self.known.iter().filter_map(|(fid, states)| Some((*fid, state(states)?))).collect()
    }
}
