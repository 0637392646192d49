//! What a GeoPackage holds: its tables, their columns, their coordinate system.

use super::damaged;
use crate::{fault, limits};
use gis_core::record::Fault;
use rusqlite::{Connection, OptionalExtension};

/// A table to read.
pub struct Table {
    name: String,
    /// The attribute columns in order.
    pub columns: Vec<Column>,
    /// The geometry column.
    pub geometry: Option<String>,
    /// The code of its coordinate system, when the authority is EPSG.
    pub epsg: Option<i32>,
}

/// An attribute column.
pub struct Column {
    /// As the file calls it.
    pub name: String,
    /// True when its whole numbers are truth values.
    pub logical: bool,
}

impl Table {
    /// The query for all rows: the attributes, then the geometry.
    pub fn select(&self) -> String {
        let names = self.columns.iter().map(|column| &column.name).chain(&self.geometry);
        let list: Vec<String> = names.map(|name| quoted(name)).collect();
        format!("SELECT {} FROM {}", list.join(", "), quoted(&self.name))
    }
}

/// The ordinary tables with features or attributes. A view or virtual table has no root page of its own.
pub fn layers(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    // The catalogue itself must be of ordinary tables as well.
    let odd = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'gpkg\\_%' ESCAPE '\\' AND type = 'view'";
    if connection.query_row(odd, [], |row| row.get::<_, i64>(0))? > 0 {
        return Ok(Vec::new());
    }
    let sql = "SELECT c.table_name FROM gpkg_contents c JOIN sqlite_master m ON m.name = c.table_name \
               WHERE c.data_type IN ('features', 'attributes') AND m.type = 'table' AND m.rootpage > 0 ORDER BY c.rowid";
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// The columns and the coordinate system of a layer.
pub fn table(connection: &Connection, layer: &str) -> Result<Table, Fault> {
    let geometry = geometry_column(connection, layer).map_err(damaged)?;
    let (name, system) = geometry.map_or((None, None), |(name, system)| (Some(name), Some(system)));
    let columns = columns(connection, layer, name.as_deref()).map_err(damaged)?;
    if columns.len() > limits::COLUMNS {
        return Err(fault::too_many_columns());
    }
    let epsg = system.map(|system| epsg(connection, system)).transpose().map_err(damaged)?.flatten();
    Ok(Table { name: layer.to_owned(), columns, geometry: name, epsg })
}

/// `table_info` leaves out hidden and generated columns, whose expressions we do not run. Columns declared as bytes
/// (pictures) have no place in a record.
fn columns(connection: &Connection, layer: &str, geometry: Option<&str>) -> rusqlite::Result<Vec<Column>> {
    let mut statement = connection.prepare("SELECT name, upper(type) FROM pragma_table_info(?1)")?;
    let rows = statement.query_map([layer], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut columns = Vec::new();
    for row in rows {
        let (name, kind) = row?;
        if Some(name.as_str()) != geometry && !kind.starts_with("BLOB") {
            columns.push(Column { name, logical: kind == "BOOLEAN" });
        }
    }
    Ok(columns)
}

fn geometry_column(connection: &Connection, layer: &str) -> rusqlite::Result<Option<(String, i64)>> {
    let known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'gpkg_geometry_columns'";
    if connection.query_row(known, [], |_| Ok(())).optional()?.is_none() {
        return Ok(None);
    }
    let sql = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?1";
    connection.query_row(sql, [layer], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

fn epsg(connection: &Connection, system: i64) -> rusqlite::Result<Option<i32>> {
    let sql =
        "SELECT organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?1 AND upper(organization) = 'EPSG'";
    connection.query_row(sql, [system], |row| row.get(0)).optional()
}

/// An SQL name: whatever the file calls a column stays a name.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
