//! GeoPackage 1.3 (OGC 12-128r18): one layer in the storage CRS, with the R-tree extension.

mod schema;

use super::{Bounded, Column, ExportError, Layout, Place, Row};
use crate::geopackage::{blob, quoted};
use gis_core::geometry::{Bounds, Geometry};
use gis_core::register::FieldType;
use gis_core::value::Value;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params, params_from_iter};
use std::io::Write;

pub fn write(layout: &Layout, rows: &mut Bounded, out: &mut (dyn Write + Send)) -> Result<(), ExportError> {
    let file = tempfile::Builder::new().prefix("misto-export-").suffix(".gpkg").tempfile()?;
    let connection = Connection::open(file.path()).map_err(unwritten)?;
    schema::create(&connection, layout).map_err(unwritten)?;
    let bounds = fill(&connection, layout, rows)?;
    schema::finish(&connection, layout, &bounds).map_err(unwritten)?;
    connection.close().map_err(|(_, error)| unwritten(error))?;
    std::io::copy(&mut file.reopen()?, out)?;
    Ok(())
}

/// Inserts the rows; the answer is the box of their places.
fn fill(connection: &Connection, layout: &Layout, rows: &mut Bounded) -> Result<Bounds, ExportError> {
    let marks = vec!["?"; 1 + schema::columns(layout).len()].join(", ");
    let insert = format!("INSERT INTO {} VALUES ({marks})", quoted(&schema::table(layout)));
    let mut insert = connection.prepare(&insert).map_err(unwritten)?;
    let mut index = match &layout.place {
        Some(place) => {
            let index = quoted(&schema::index(layout, place));
            Some(connection.prepare(&format!("INSERT INTO {index} VALUES (?, ?, ?, ?, ?)")).map_err(unwritten)?)
        }
        None => None,
    };
    let mut whole = Bounds::EMPTY;
    for (at, row) in (1..).zip(rows) {
        let row = row?;
        let key = if layout.has_versions { at } else { row.fid };
        let bounds = row.geometry.as_ref().map(Geometry::bounds);
        insert.execute(params_from_iter(values(layout, key, row)?)).map_err(unwritten)?;
        if let (Some(index), Some(b)) = (&mut index, bounds) {
            index.execute(params![key, b.min_x, b.max_x, b.min_y, b.max_y]).map_err(unwritten)?;
            whole.grow(b.min_x, b.min_y);
            whole.grow(b.max_x, b.max_y);
        }
    }
    Ok(whole)
}

/// The values of a row in the order of [`schema::columns`], after its key.
fn values(layout: &Layout, key: i64, row: Row) -> Result<Vec<Sql>, ExportError> {
    let mut values = vec![Sql::Integer(key)];
    if let Some(place) = &layout.place {
        values.push(row.geometry.map_or(Ok(Sql::Null), |geometry| shape(layout, place, &geometry))?);
    }
    values.extend(layout.has_versions.then_some(Sql::Integer(row.fid)));
    values.extend(row.values.iter().map(value));
    Ok(values)
}

fn shape(layout: &Layout, place: &Place, geometry: &Geometry) -> Result<Sql, ExportError> {
    blob::encode(geometry, (place.kind, place.has_z), schema::srs(layout))
        .map(Sql::Blob)
        .map_err(|error| ExportError::Format(error.to_string()))
}

fn value(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Bool(value) => Sql::Integer(i64::from(*value)),
        Value::Int(value) => Sql::Integer(*value),
        Value::Decimal(value) => Sql::Real(*value),
        Value::Text(text) => Sql::Text(text.clone()),
        Value::Date(day) => Sql::Text(day.to_string()),
        // Table 1 of the standard: exactly three decimals, and Z.
        Value::Datetime(instant) => Sql::Text(instant.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()),
        Value::Uuid(id) => Sql::Text(id.to_string()),
        Value::Json(_) | Value::List(_) => Sql::Text(value.to_json().to_string()),
    }
}

/// The type of a column by table 1 of the standard.
fn sql_type(column: &Column) -> &'static str {
    match column.kind {
        _ if column.list => "TEXT",
        FieldType::Int | FieldType::Ref => "INTEGER",
        FieldType::Decimal | FieldType::Money => "REAL",
        FieldType::Date => "DATE",
        FieldType::Datetime => "DATETIME",
        FieldType::Bool => "BOOLEAN",
        _ => "TEXT",
    }
}

fn unwritten(error: rusqlite::Error) -> ExportError {
    ExportError::Format(error.to_string())
}
