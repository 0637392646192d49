//! Database rows into typed values and back.

use crate::error::StoreError;
use crate::sql::items::{Bind, Columns, LEADING, Query};
use chrono::{DateTime, NaiveDate, Utc};
use gis_core::cast;
use gis_core::catalog::Catalog;
use gis_core::expr::Literal;
use gis_core::geometry::Geometry;
use gis_core::register::{Field, FieldType};
use gis_core::value::Value;
use gis_core::wkb;
use serde_json::Value as Json;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::{AssertSqlSafe, Postgres, Row};
use uuid::Uuid;

/// A feature as a reader gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Id in tiles, URLs and cursors.
    pub fid: i64,
    /// Version to be named in a change.
    pub version: i32,
    /// The changeset that made this version.
    pub changeset: i64,
    /// Values of the fields that were asked for, in their order.
    pub values: Vec<Value>,
    /// The geometry that was asked for.
    pub geometry: Option<Geometry>,
}

/// A prepared query with its binds.
pub fn query(query: Query) -> sqlx::query::Query<'static, Postgres, PgArguments> {
    let mut prepared = sqlx::query(AssertSqlSafe(query.text));
    for bind in query.binds {
        prepared = match bind {
            Bind::Literal(Literal::Text(text)) => prepared.bind(text),
            Bind::Literal(Literal::Number(number)) | Bind::Number(number) => prepared.bind(number),
            Bind::Literal(Literal::Bool(value)) => prepared.bind(value),
            Bind::Literal(Literal::Date(day)) | Bind::Day(day) => prepared.bind(day),
            Bind::Int(value) => prepared.bind(value),
            Bind::Instant(instant) => prepared.bind(instant),
            Bind::Value(value) => bind_value(prepared, value),
        };
    }
    prepared
}

type Prepared = sqlx::query::Query<'static, Postgres, PgArguments>;

fn bind_value(prepared: Prepared, value: Value) -> Prepared {
    match value {
        Value::Null => prepared.bind(None::<String>),
        Value::Bool(value) => prepared.bind(value),
        Value::Int(value) => prepared.bind(value),
        Value::Decimal(value) => prepared.bind(value),
        Value::Text(text) => prepared.bind(text),
        Value::Date(day) => prepared.bind(day),
        Value::Datetime(instant) => prepared.bind(instant),
        Value::Uuid(id) => prepared.bind(id),
        Value::Json(json) => prepared.bind(json),
        list @ Value::List(_) => prepared.bind(list.to_json()),
    }
}

/// Reads a row that was selected with these columns.
pub fn feature(catalog: &Catalog, columns: &Columns, row: &PgRow) -> Result<Feature, StoreError> {
    let fields = &columns.fields;
    let values: Result<Vec<Value>, StoreError> =
        fields.iter().enumerate().map(|(at, field)| value(catalog, field, row, at + LEADING)).collect();
    let geometry = if columns.geometry.is_some() { geometry(row, fields.len() + LEADING)? } else { None };
    Ok(Feature {
        fid: row.try_get(0)?,
        version: row.try_get(1)?,
        changeset: row.try_get(2)?,
        values: values?,
        geometry,
    })
}

/// Reads the WKB of a column.
pub fn geometry(row: &PgRow, at: usize) -> Result<Option<Geometry>, StoreError> {
    let Some(bytes) = row.try_get::<Option<&[u8]>, _>(at)? else { return Ok(None) };
    wkb::decode(bytes).map(Some).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Reads the value of a field.
pub fn value(catalog: &Catalog, field: &Field, row: &PgRow, at: usize) -> Result<Value, StoreError> {
    if field.list {
        let json: Option<Json> = row.try_get(at)?;
        return match json {
            None | Some(Json::Null) => Ok(Value::Null),
            Some(json) => cast::from_json(catalog, field, &json).map_err(|reason| StoreError::Corrupt(reason.text.en)),
        };
    }
    Ok(match field.kind {
        FieldType::Text | FieldType::Code | FieldType::Url => row.try_get::<Option<String>, _>(at)?.map(Value::Text),
        FieldType::Int | FieldType::Ref => row.try_get::<Option<i64>, _>(at)?.map(Value::Int),
        FieldType::Decimal | FieldType::Money => row.try_get::<Option<f64>, _>(at)?.map(Value::Decimal),
        FieldType::Date => row.try_get::<Option<NaiveDate>, _>(at)?.map(Value::Date),
        FieldType::Datetime => row.try_get::<Option<DateTime<Utc>>, _>(at)?.map(Value::Datetime),
        FieldType::Bool => row.try_get::<Option<bool>, _>(at)?.map(Value::Bool),
        FieldType::Uuid | FieldType::File => row.try_get::<Option<Uuid>, _>(at)?.map(Value::Uuid),
        FieldType::Json | FieldType::Records => row.try_get::<Option<Json>, _>(at)?.map(Value::Json),
    }
    .unwrap_or_default())
}
