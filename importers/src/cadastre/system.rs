//! The words of an exchange file for its coordinate system, and the system of `gis_core::crs` that they mean here. The
//! zone of a system stands in the millions of the easting.

use super::deviation::{self, Notes};
use gis_core::crs::Crs;
use gis_core::geometry::Position;
use gis_core::record::Fault;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Northings of Ukraine in every system with metres: 44° to 52.4° of latitude, with a margin.
const NORTHINGS: RangeInclusive<f64> = 4_800_000.0..=5_900_000.0;

/// Longitudes and latitudes of Ukraine, degrees, with a margin.
const LONGITUDES: RangeInclusive<f64> = 20.0..=42.0;
const LATITUDES: RangeInclusive<f64> = 43.0..=53.5;

/// Width of the number that a zone puts before its eastings.
const ZONE: f64 = 1_000_000.0;

/// What a file says of its coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// SK-63, district X.
    Sk63,
    /// SK-42, zones of six degrees.
    Sk42,
    /// UCS-2000, zones of six degrees.
    Ucs2000,
    /// A local system of an oblast, by its number.
    Local(u8),
    /// WGS 84, degrees.
    Wgs84,
    /// A system that is named and cannot be computed here.
    Foreign(&'static str),
    /// None is named.
    Unsaid,
}

/// Where the system is not said by the file but by a person, or where the file has no points, the words do not count.
///
/// # Errors
/// `crs_unknown` when the words mean no system that is pinned here, `crs_contradicts` when the coordinates are not of
/// the system that is named.
pub fn resolve(system: System, points: &[Position], notes: &mut Notes) -> Result<Option<i32>, Fault> {
    if points.is_empty() {
        return Ok(None);
    }
    if let Some(code) = system.without_zone()? {
        return match points.iter().all(|point| is_plausible(system, point)) {
            true => Ok(Some(code)),
            false => Err(contradicts()),
        };
    }
    let zone = zone(points, notes)?;
    system.in_zone(zone).filter(|code| Crs::from_epsg(*code).is_some()).map(Some).ok_or_else(contradicts)
}

impl System {
    fn without_zone(self) -> Result<Option<i32>, Fault> {
        match self {
            Self::Sk63 | Self::Sk42 | Self::Ucs2000 => Ok(None),
            Self::Wgs84 => Ok(Some(4326)),
            Self::Local(number) => local(number).map(Some).ok_or_else(|| unknown("Local")),
            Self::Foreign(word) => Err(unknown(word)),
            Self::Unsaid => Err(unsaid()),
        }
    }

    /// SK-63: X1 to X7. SK-42 and UCS-2000: the zones 4 to 7 that Ukraine lies in.
    fn in_zone(self, zone: i32) -> Option<i32> {
        match (self, zone) {
            (Self::Sk63, 1..=7) => Some(7824 + zone),
            (Self::Sk42, 4..=7) => Some(28400 + zone),
            (Self::Ucs2000, 4..=7) => Some(5558 + zone),
            _ => None,
        }
    }

    /// The number at the end of what `Local` holds: `МСК-12`, `УСК-2000/МСК-12`, `12`.
    pub fn of_local(text: &str) -> Self {
        let text = text.trim().to_uppercase();
        let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let known = matches!(head.trim_end_matches(['-', ' ', '№']), "" | "МСК" | "MSK" | "LCS" | "УСК-2000/МСК");
        match text[head.len()..].parse() {
            Ok(number) if known => Self::Local(number),
            _ => Self::Foreign("Local"),
        }
    }
}

/// The table of systems names the local ones after their number.
fn local(number: u8) -> Option<i32> {
    let title = format!("UCS-2000 / LCS-{number:02} ");
    Crs::all().find(|crs| crs.title().starts_with(&title))?.epsg()
}

/// True when a point can be in Ukraine; the easting of a local system begins at 300 km.
fn is_plausible(system: System, point: &Position) -> bool {
    match system {
        System::Wgs84 => LONGITUDES.contains(&point.x) && LATITUDES.contains(&point.y),
        _ => NORTHINGS.contains(&point.y) && (0.0..ZONE).contains(&point.x),
    }
}

/// The zone of most points.
#[expect(clippy::cast_possible_truncation, reason = "a zone is between 1 and 32 here")]
fn zone(points: &[Position], notes: &mut Notes) -> Result<i32, Fault> {
    let mut zones: BTreeMap<i32, usize> = BTreeMap::new();
    let sound = points.iter().filter(|point| NORTHINGS.contains(&point.y) && (ZONE..32.0 * ZONE).contains(&point.x));
    for point in sound {
        *zones.entry((point.x / ZONE) as i32).or_default() += 1;
    }
    let (zone, count) = zones.into_iter().max_by_key(|(_, count)| *count).ok_or_else(contradicts)?;
    if count * 2 <= points.len() {
        return Err(contradicts());
    }
    if count < points.len() {
        notes.add(None, deviation::POINT_ELSEWHERE);
    }
    Ok(zone)
}

fn contradicts() -> Fault {
    Fault::new(
        "crs_contradicts",
        "Координати не належать до системи, яку називає CoordinateSystem: X — на північ, Y — на схід із номером зони попереду. \
         Перевірте систему й порядок осей або задайте `crs` у відповідності (mapping).",
        "The coordinates are not of the system that CoordinateSystem names: X is the northing, Y the easting with its \
         zone in front. Check the system and the order of the axes, or set `crs` in the mapping.",
    )
}

fn unknown(word: &str) -> Fault {
    Fault::new(
        "crs_unknown",
        format!(
            "Систему координат CoordinateSystem/{word} цього файлу не перераховують: обчислюються SC63/X, SC42, USC2000, \
             WGS84 і Local областей (МСК-12). Перетворіть файл у програмі, що його створила, або задайте `crs` у відповідності (mapping)."
        ),
        format!(
            "The coordinate system CoordinateSystem/{word} of this file is not computed here; SC63/X, SC42, USC2000, WGS84 \
             and Local of an oblast (МСК-12) are. Convert the file in the program that made it, or set `crs` in the mapping."
        ),
    )
}

/// No coordinate system is named, or the format cannot name one.
pub fn unsaid() -> Fault {
    Fault::new(
        "crs_unknown",
        "Файл не називає системи координат, яку можна обчислити. Задайте код EPSG: `crs` у відповідності (mapping).",
        "The file names no coordinate system that can be computed. Give the EPSG code: `crs` in the mapping.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(system: System, points: &[(f64, f64)]) -> Result<Option<i32>, String> {
        let points: Vec<_> = points.iter().map(|(north, east)| Position::flat(*east, *north)).collect();
        resolve(system, &points, &mut Notes::default()).map_err(|fault| fault.code)
    }

    #[test]
    fn the_zone_stands_before_the_easting() {
        assert_eq!(resolved(System::Sk63, &[(5_299_758.08, 4_366_777.74)]), Ok(Some(7828)));
        assert_eq!(resolved(System::Sk42, &[(5_308_658.0, 6_529_395.0)]), Ok(Some(28406)));
        assert_eq!(resolved(System::Ucs2000, &[(5_308_658.16, 6_529_395.9)]), Ok(Some(5564)));
        assert_eq!(resolved(System::of_local("МСК-12"), &[(5_309_833.3, 179_886.69)]), Ok(Some(9834)));
        assert_eq!(resolved(System::Wgs84, &[(47.9105, 33.3917)]), Ok(Some(4326)));
        assert_eq!(resolved(System::Unsaid, &[]), Ok(None));
    }

    #[test]
    fn every_local_system_of_an_oblast_is_pinned() {
        let pinned = (0..=99).filter(|number| local(*number).is_some()).count();
        assert_eq!(pinned, 27);
        assert_eq!((local(32), local(46), local(80)), (Some(9821), Some(9851), Some(9864)));
        for text in ["12", "МСК-12", "мск 12", "УСК-2000/МСК-12"] {
            assert_eq!(System::of_local(text), System::Local(12), "{text}");
        }
        for text in ["", "МСК", "місцева система Кривого Рогу", "МСК-1234", "Кривий Ріг 12"]
        {
            assert_eq!(System::of_local(text), System::Foreign("Local"), "{text}");
        }
    }

    #[test]
    fn what_is_no_system_of_ours_is_refused() {
        let point = [(5_299_758.08, 4_366_777.74)];
        assert_eq!(resolved(System::Foreign("SC63/C"), &point), Err("crs_unknown".to_owned()));
        assert_eq!(resolved(System::Unsaid, &point), Err("crs_unknown".to_owned()));
        assert_eq!(resolved(System::Local(99), &point), Err("crs_unknown".to_owned()));
    }

    #[test]
    fn coordinates_of_another_system_or_with_swapped_axes_are_refused() {
        let contradicts = Err("crs_contradicts".to_owned());
        assert_eq!(resolved(System::Sk63, &[(4_366_777.74, 5_299_758.08)]), contradicts);
        assert_eq!(resolved(System::Ucs2000, &[(0.005, -0.008)]), contradicts);
        assert_eq!(resolved(System::Wgs84, &[(5_299_758.08, 4_366_777.74)]), contradicts);
        assert_eq!(resolved(System::Ucs2000, &[(5_308_658.16, 329_395.9)]), contradicts);
        assert_eq!(resolved(System::Local(12), &[(5_299_758.08, 4_366_777.74)]), contradicts);
    }

    #[test]
    fn one_point_of_another_zone_does_not_refuse_the_file() {
        let points = [(5_299_758.0, 4_366_777.0), (5_299_759.0, 4_366_777.0), (5_299_760.0, 3_366_777.0)];
        assert_eq!(resolved(System::Sk63, &points), Ok(Some(7828)));
    }
}
