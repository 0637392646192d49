//! GeoPackage (OGC 12-128r18), read through SQLite with everything switched off that a file could use against us.
//!
//! Only tables that `gpkg_contents` lists are read, and only when they are ordinary tables: views, virtual tables and
//! generated columns run expressions of the file's author.

pub(crate) mod blob;
mod catalog;
mod value;

use crate::{OpenOptions, Sink, fault, geometry};
pub(crate) use catalog::quoted;

use catalog::Table;
use gis_core::record::{Fault, Record, SourceInfo};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Row};
use std::path::Path;

/// Reads a GeoPackage.
///
/// # Errors
/// `layer_needed`, `layer_unknown`, `geopackage_unfinished`, `file_damaged`, `value_binary`, a limit, or what the sink
/// answered with.
pub fn read(file: &Path, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
    finished(file)?;
    let connection = connect(file).map_err(damaged)?;
    let layers = catalog::layers(&connection).map_err(damaged)?;
    let layer = fault::pick_layer(options.layer.as_deref(), &layers)?;
    let table = catalog::table(&connection, &layer)?;
    sink.info(SourceInfo {
        format: "geopackage".to_owned(),
        layer,
        layers,
        columns: table.columns.iter().map(|column| column.name.clone()).collect(),
        epsg: options.epsg.or(table.epsg),
        encoding: None,
        count: None,
    })?;
    rows(&connection, &table, sink)
}

fn rows(connection: &Connection, table: &Table, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut statement = connection.prepare(&table.select()).map_err(damaged)?;
    let mut rows = statement.query([]).map_err(damaged)?;
    let mut number = 0;
    while let Some(row) = rows.next().map_err(|error| damaged(error).at(number + 1))? {
        number += 1;
        sink.record(record(row, number, table).map_err(|fault| fault.at(number))?)?;
    }
    Ok(())
}

fn record(row: &Row, number: u64, table: &Table) -> Result<Record, Fault> {
    let values = table.columns.iter().enumerate().map(|(at, column)| value::read(row, at, column));
    let mut record = Record { number, values: values.collect::<Result<_, _>>()?, geometry: None, geometry_fault: None };
    if table.geometry.is_some() {
        let blob = row.get_ref(table.columns.len()).map_err(damaged)?;
        match blob.as_blob_or_null() {
            Ok(None) => {}
            Ok(Some(bytes)) => match blob::geometry(bytes) {
                Ok(geometry) => record.geometry = geometry,
                Err(code) => record.geometry_fault = Some(code.to_owned()),
            },
            Err(_) => record.geometry_fault = Some(geometry::INVALID.to_owned()),
        }
    }
    Ok(record)
}

fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri(file), flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(connection)
}

/// `immutable=1` keeps SQLite from looking for a journal, a lock or a WAL beside the file.
fn uri(file: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => uri.push(char::from(*byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri + "?immutable=1&mode=ro"
}

/// Rows that still stand in a write-ahead log beside the file would be silently missing.
fn finished(file: &Path) -> Result<(), Fault> {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    match std::fs::metadata(Path::new(&log)) {
        Ok(log) if log.len() > 0 => Err(Fault::new(
            "geopackage_unfinished",
            "Поруч із GeoPackage лежить незавершений журнал -wal. Закрийте файл у QGIS та передайте його знову.",
            "An unfinished -wal log lies beside the GeoPackage. Close the file in QGIS and pass it again.",
        )),
        _ => Ok(()),
    }
}

fn damaged(error: rusqlite::Error) -> Fault {
    fault::damaged("GeoPackage", &error.to_string())
}

#[cfg(test)]
mod tests;
