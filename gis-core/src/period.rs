//! Update periods: durations of ISO 8601 as a data holder promises them, `P1D`, `P3M`, `PT1H`.

use chrono::{DateTime, Days, Duration, Months, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most digits of one part: four hundred years of hours are seven.
const MAX_DIGITS: usize = 7;

/// A period above zero; months count by the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    text: String,
    months: u32,
    days: u64,
    seconds: i64,
}

impl Period {
    /// Reads a period.
    ///
    /// # Errors
    /// The sentence that says what a period looks like.
    pub fn new(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a period: write ISO 8601, as `P1D`, `P1W`, `P3M`, `P1Y` or `PT1H`");
        let (date, time) =
            text.strip_prefix('P').map(|rest| rest.split_once('T').unwrap_or((rest, ""))).ok_or_else(wrong)?;
        let [years, months, weeks, days] = parts(date, ['Y', 'M', 'W', 'D']).ok_or_else(wrong)?;
        let [hours, minutes, seconds] = parts(time, ['H', 'M', 'S']).ok_or_else(wrong)?;
        let period = Self {
            text: text.to_owned(),
            months: years * 12 + months,
            days: u64::from(weeks) * 7 + u64::from(days),
            seconds: i64::from(hours) * 3_600 + i64::from(minutes) * 60 + i64::from(seconds),
        };
        let nothing = period.months == 0 && period.days == 0 && period.seconds == 0;
        if nothing || text.ends_with('T') { Err(wrong()) } else { Ok(period) }
    }

    /// The period as declared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The instant one period later; `None` beyond the end of the calendar.
    #[must_use]
    pub fn after(&self, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
        instant
            .checked_add_months(Months::new(self.months))?
            .checked_add_days(Days::new(self.days))?
            .checked_add_signed(Duration::try_seconds(self.seconds)?)
    }

    /// Months, days and seconds that are added.
    #[must_use]
    pub const fn parts(&self) -> (u32, u64, i64) {
        (self.months, self.days, self.seconds)
    }
}

/// The numbers before the given letters, which stand in this order and at most once.
fn parts<const N: usize>(mut text: &str, letters: [char; N]) -> Option<[u32; N]> {
    let mut found = [0; N];
    for (at, letter) in letters.into_iter().enumerate() {
        if let Some((number, rest)) = text.split_once(letter) {
            let plain = (1..=MAX_DIGITS).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
            found[at] = plain.then(|| number.parse().ok()).flatten()?;
            text = rest;
        }
    }
    text.is_empty().then_some(found)
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text)
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.text
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later(period: &str, from: &str) -> String {
        let from: DateTime<Utc> = from.parse().unwrap();
        Period::new(period).unwrap().after(from).unwrap().to_rfc3339()
    }

    #[test]
    fn a_period_is_added_by_the_calendar() {
        assert_eq!(later("P1M", "2026-01-31T10:00:00Z"), "2026-02-28T10:00:00+00:00");
        assert_eq!(later("P1Y", "2024-02-29T10:00:00Z"), "2025-02-28T10:00:00+00:00");
        assert_eq!(later("P2W", "2026-01-01T00:00:00Z"), "2026-01-15T00:00:00+00:00");
        assert_eq!(later("P1DT12H", "2026-01-01T00:00:00Z"), "2026-01-02T12:00:00+00:00");
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for bad in
            ["", "P", "PT", "P0D", "1D", "P1", "PD", "P1DT", "P-1D", "P1.5D", "P1D1Y", "P1H", "P12345678D", "p1d"]
        {
            assert!(Period::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_period_leaves_the_calendar_in_a_panic() {
        let period = Period::new("P9999999Y").unwrap();
        assert_eq!(period.after(Utc::now()), None);
    }
}
