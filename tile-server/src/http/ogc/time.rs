//! `datetime` and `at`: RFC 3339 instants, days and intervals.

use crate::http::problem::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Kyiv;

/// Days of an instant or interval, both included; open ends reach as far as days go.
pub fn days(value: &str) -> Result<(NaiveDate, NaiveDate), Problem> {
    let (from, to) = value.split_once('/').unwrap_or((value, value));
    let first = if is_open(from) { Some(NaiveDate::MIN) } else { day(from) };
    let last = if is_open(to) { Some(NaiveDate::MAX) } else { day(to) };
    match (first, last) {
        (Some(first), Some(last)) if first <= last && !(is_open(from) && is_open(to) && !value.contains('/')) => {
            Ok((clamp(first), clamp(last)))
        }
        _ => Err(refused("datetime")),
    }
}

fn is_open(end: &str) -> bool {
    end.is_empty() || end == ".."
}

/// Days that PostgreSQL can hold.
fn clamp(day: NaiveDate) -> NaiveDate {
    let (first, last) = (NaiveDate::from_ymd_opt(-4000, 1, 1), NaiveDate::from_ymd_opt(9999, 12, 31));
    day.clamp(first.unwrap_or(day), last.unwrap_or(day))
}

fn day(text: &str) -> Option<NaiveDate> {
    instant(text)
        .map(|instant| instant.with_timezone(&Kyiv).date_naive())
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.with_timezone(&Utc))
}

/// The instant of system time that `at` names.
pub fn known_at(value: &str) -> Result<DateTime<Utc>, Problem> {
    instant(value).ok_or_else(|| refused("at"))
}

fn refused(name: &str) -> Problem {
    Problem::parameter(
        name,
        "потрібен час RFC 3339, день 2026-01-31 або проміжок «від/до», де кінець може бути «..»",
        "an RFC 3339 instant, a day 2026-01-31, or an interval `from/to` with `..` for an open end is needed",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_days_and_intervals_are_read() {
        assert!(days("2026-01-31").is_ok());
        assert!(days("2026-01-31T10:00:00Z").is_ok());
        assert!(days("0000-01-01T00:00:00Z/9999-12-31T00:00:00Z").is_ok());
        assert!(days("../2026-01-31").is_ok());
        assert!(days("2026-01-31/..").is_ok());
        for bad in ["", "..", "yesterday", "2026-13-01", "2026-02-01/2026-01-01", "2026-01-01/x"] {
            assert!(days(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_instant_belongs_to_the_day_in_kyiv() {
        assert_eq!(days("2026-01-30T23:30:00Z").unwrap().0, NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
    }
}
