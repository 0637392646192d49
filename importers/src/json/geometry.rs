//! GeoJSON geometries (RFC 7946 §3.1), read straight into vertices.

use super::cursor::{Cursor, Stop};
use crate::{geometry as sound, limits};
use gis_core::geometry::{Geometry, Path, Position, Shape};
use gis_core::record::Record;

/// Powers of ten that are exact as `f64`.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Whole numbers below this are exact as `f64`.
const EXACT: u64 = 1 << 53;

/// Reads the member `geometry` of a feature into the record, as a geometry or as the reason why there is none.
pub fn read(cursor: &mut Cursor, record: &mut Record) -> Result<(), Stop> {
    if cursor.peek()? != b'{' {
        return if cursor.scalar()? == b"null" { Ok(()) } else { Err(Stop::Bad("a geometry is no object")) };
    }
    let start = cursor.at;
    match object(cursor).and_then(|geometry| sound::checked(geometry).map_err(Stop::Geometry)) {
        Ok(geometry) => record.geometry = geometry,
        Err(Stop::Geometry(code)) => {
            record.geometry_fault = Some(code.to_owned());
            cursor.at = start;
            cursor.skip()?;
        }
        Err(stop) => return Err(stop),
    }
    Ok(())
}

fn object(cursor: &mut Cursor) -> Result<Geometry, Stop> {
    cursor.expect(b'{', "a geometry is missing")?;
    let (mut first, mut kind, mut shape, mut waiting) = (true, None, None, None);
    while cursor.next_item(first, b'}')? {
        first = false;
        match &*cursor.key()? {
            "type" => kind = Some(cursor.string()?),
            "coordinates" => match &kind {
                Some(kind) => shape = Some(coordinates(cursor, kind)?),
                None => {
                    waiting = Some(cursor.at);
                    cursor.skip()?;
                }
            },
            _ => drop(cursor.skip()?),
        }
    }
    let end = cursor.at;
    // The coordinates stood before the type that says how to read them.
    if let (Some(at), Some(kind)) = (waiting, &kind) {
        cursor.at = at;
        shape = Some(coordinates(cursor, kind)?);
        cursor.at = end;
    }
    match (shape, kind.as_deref()) {
        (Some(shape), _) => Ok(Geometry { shape, has_z: false }),
        (None, Some("GeometryCollection")) => Err(Stop::Geometry(sound::COLLECTION)),
        _ => Err(Stop::Geometry(sound::INVALID)),
    }
}

fn coordinates(cursor: &mut Cursor, kind: &str) -> Result<Shape, Stop> {
    let mut left = limits::VERTICES;
    let budget = &mut left;
    Ok(match kind {
        "Point" if empty(cursor)? => Shape::Points(Vec::new()),
        "Point" => Shape::Points(vec![position(cursor, budget)?]),
        "MultiPoint" => Shape::Points(path(cursor, budget)?),
        "LineString" => Shape::Lines(vec![path(cursor, budget)?]),
        "MultiLineString" => Shape::Lines(paths(cursor, budget)?),
        "Polygon" => Shape::Polygons(vec![paths(cursor, budget)?]),
        "MultiPolygon" => Shape::Polygons(list(cursor, |cursor| paths(cursor, budget))?),
        "GeometryCollection" => return Err(Stop::Geometry(sound::COLLECTION)),
        _ => return Err(Stop::Geometry(sound::TYPE)),
    })
}

fn empty(cursor: &mut Cursor) -> Result<bool, Stop> {
    let start = cursor.at;
    let empty = cursor.take(b'[')? && cursor.take(b']')?;
    cursor.at = if empty { cursor.at } else { start };
    Ok(empty)
}

fn list<T>(cursor: &mut Cursor, mut item: impl FnMut(&mut Cursor) -> Result<T, Stop>) -> Result<Vec<T>, Stop> {
    if !cursor.take(b'[')? {
        return Err(Stop::Geometry(sound::INVALID));
    }
    let mut items = Vec::new();
    while cursor.next_item(items.is_empty(), b']')? {
        items.push(item(cursor)?);
    }
    Ok(items)
}

fn paths(cursor: &mut Cursor, budget: &mut usize) -> Result<Vec<Path>, Stop> {
    list(cursor, |cursor| path(cursor, budget))
}

fn path(cursor: &mut Cursor, budget: &mut usize) -> Result<Path, Stop> {
    list(cursor, |cursor| position(cursor, budget))
}

fn position(cursor: &mut Cursor, budget: &mut usize) -> Result<Position, Stop> {
    *budget = budget.checked_sub(1).ok_or(Stop::Geometry(sound::TOO_MANY))?;
    if !cursor.take(b'[')? {
        return Err(Stop::Geometry(sound::INVALID));
    }
    let mut numbers = [f64::NAN; 3];
    let mut count = 0;
    while cursor.next_item(count == 0, b']')? {
        let number = number(cursor)?;
        // A fourth number has no meaning (RFC 7946 §3.1.1) and is passed over.
        if let Some(slot) = numbers.get_mut(count) {
            *slot = number;
        }
        count += 1;
    }
    let [x, y, z] = numbers;
    if count < 2 { Err(Stop::Geometry(sound::INVALID)) } else { Ok(Position { x, y, z }) }
}

fn number(cursor: &mut Cursor) -> Result<f64, Stop> {
    match cursor.peek()? {
        b'-' | b'0'..=b'9' => {}
        b'N' | b'I' => return Err(Stop::Geometry(sound::NON_FINITE)),
        _ => return Err(Stop::Geometry(sound::INVALID)),
    }
    let token = cursor.scalar()?;
    let number = plain(token).or_else(|| std::str::from_utf8(token).ok()?.parse().ok());
    match number {
        Some(number) if number.is_finite() => Ok(number),
        Some(_) => Err(Stop::Geometry(sound::NON_FINITE)),
        None => Err(Stop::Geometry(sound::INVALID)),
    }
}

/// A number of up to 53 bits and 22 decimals without exponent, which is nearly every coordinate: both parts are exact
/// as `f64`, so one division rounds correctly (W. Clinger, "How to read floating point numbers accurately", 1990).
fn plain(token: &[u8]) -> Option<f64> {
    let (negative, digits) = token.strip_prefix(b"-").map_or((false, token), |digits| (true, digits));
    let (mut whole, mut decimals, mut point) = (0u64, 0usize, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' if whole < EXACT / 16 => whole = whole * 10 + u64::from(byte - b'0'),
            b'.' if !point => point = true,
            _ => return None,
        }
        decimals += usize::from(point && *byte != b'.');
    }
    let value = whole as f64 / TENS.get(decimals)?;
    Some(if negative { -value } else { value })
}
