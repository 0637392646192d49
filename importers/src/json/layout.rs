//! What kind of JSON a file is, told from its beginning.

use super::cursor::{Cursor, Stop};
use super::window::Window;
use gis_core::record::Fault;
use std::io::Read;

/// How the records are strung together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// The member `features` of one object.
    Collection,
    /// One list.
    Array,
    /// One after another: a single feature, or one per line (RFC 8142).
    Sequence,
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// An object with `properties` and `geometry`.
    Features,
    /// An object whose members are the columns.
    Flat,
}

/// The kind of a file.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// How the records are strung together.
    pub container: Container,
    /// What they are.
    pub rows: Rows,
}

/// Tells the layout and passes a byte order mark.
///
/// # Errors
/// `format_mismatch` for JSON that holds no records, `json_invalid`.
pub fn detect<R: Read>(window: &mut Window<R>) -> Result<Layout, Fault> {
    window.peek(|cursor| {
        cursor.skip_mark()?;
        cursor.skip_separator()?;
        match cursor.peek()? {
            b'[' => array(cursor),
            b'{' => object(cursor),
            _ => Err(Stop::Bad("an object or a list is missing")),
        }
    })
}

fn array(cursor: &mut Cursor) -> Result<Layout, Stop> {
    cursor.at += 1;
    let rows = match cursor.peek()? {
        b'{' => row_kind(cursor)?,
        b']' => Rows::Flat,
        _ => return Err(foreign()),
    };
    Ok(Layout { container: Container::Array, rows })
}

fn object(cursor: &mut Cursor) -> Result<Layout, Stop> {
    let start = cursor.at;
    cursor.at += 1;
    let mut first = true;
    while cursor.next_item(first, b'}')? {
        first = false;
        match &*cursor.key()? {
            "features" => return Ok(Layout { container: Container::Collection, rows: Rows::Features }),
            "type" if cursor.peek()? == b'"' => match &*cursor.string()? {
                "FeatureCollection" => return Ok(Layout { container: Container::Collection, rows: Rows::Features }),
                "Feature" => return Ok(Layout { container: Container::Sequence, rows: Rows::Features }),
                "Topology" | "Point" | "LineString" | "Polygon" | "GeometryCollection" => return Err(foreign()),
                name if name.starts_with("Multi") => return Err(foreign()),
                _ => {}
            },
            _ => drop(cursor.skip()?),
        }
    }
    cursor.at = start;
    Ok(Layout { container: Container::Sequence, rows: Rows::Flat })
}

fn row_kind(cursor: &mut Cursor) -> Result<Rows, Stop> {
    cursor.at += 1;
    let mut first = true;
    while cursor.next_item(first, b'}')? {
        first = false;
        let is_type = cursor.key()? == "type";
        let value = cursor.skip()?;
        if is_type && value == b"\"Feature\"" {
            return Ok(Rows::Features);
        }
    }
    Ok(Rows::Flat)
}

fn foreign() -> Stop {
    Stop::Fault(Box::new(Fault::new(
        "format_mismatch",
        "У файлі JSON немає записів: потрібна FeatureCollection, список об’єктів або один Feature на рядок.",
        "The JSON file holds no records: a FeatureCollection, a list of objects or one Feature per line is needed.",
    )))
}
