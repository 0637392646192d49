//! The tables of a GeoPackage, as the standard writes them.

use super::super::{Layout, Place};
use super::sql_type;
use crate::geopackage::quoted;
use chrono::{SecondsFormat, Utc};
use gis_core::geometry::Bounds;
use rusqlite::{Connection, Result, params};

/// `GPKG`, by which the format is known (clause 1.1.1.1.1).
const APPLICATION: i32 = 0x4750_4B47;
/// Version 1.3.0 of the standard.
const VERSION: i32 = 10_300;
/// Code of an undefined Cartesian system, for a CRS without an EPSG code.
const UNDEFINED: i32 = -1;

/// Clauses 1.1.2, 1.1.3, 2.1.5 and 2.3.2.
const CATALOGUE: &str = "
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL);
";

/// Clause F.3.3 of the R-tree extension: how the index follows later edits. `%T` table, `%C` column, `%I` key, `%R` index.
const TRIGGERS: &str = "
CREATE TRIGGER \"%R_insert\" AFTER INSERT ON \"%T\" WHEN (NEW.\"%C\" NOT NULL AND NOT ST_IsEmpty(NEW.\"%C\")) BEGIN
  INSERT OR REPLACE INTO \"%R\" VALUES (NEW.\"%I\", ST_MinX(NEW.\"%C\"), ST_MaxX(NEW.\"%C\"), ST_MinY(NEW.\"%C\"), ST_MaxY(NEW.\"%C\")); END;
CREATE TRIGGER \"%R_update1\" AFTER UPDATE OF \"%C\" ON \"%T\"
  WHEN OLD.\"%I\" = NEW.\"%I\" AND (NEW.\"%C\" NOTNULL AND NOT ST_IsEmpty(NEW.\"%C\")) BEGIN
  INSERT OR REPLACE INTO \"%R\" VALUES (NEW.\"%I\", ST_MinX(NEW.\"%C\"), ST_MaxX(NEW.\"%C\"), ST_MinY(NEW.\"%C\"), ST_MaxY(NEW.\"%C\")); END;
CREATE TRIGGER \"%R_update2\" AFTER UPDATE OF \"%C\" ON \"%T\"
  WHEN OLD.\"%I\" = NEW.\"%I\" AND (NEW.\"%C\" ISNULL OR ST_IsEmpty(NEW.\"%C\")) BEGIN DELETE FROM \"%R\" WHERE id = OLD.\"%I\"; END;
CREATE TRIGGER \"%R_update3\" AFTER UPDATE ON \"%T\"
  WHEN OLD.\"%I\" != NEW.\"%I\" AND (NEW.\"%C\" NOTNULL AND NOT ST_IsEmpty(NEW.\"%C\")) BEGIN
  DELETE FROM \"%R\" WHERE id = OLD.\"%I\";
  INSERT OR REPLACE INTO \"%R\" VALUES (NEW.\"%I\", ST_MinX(NEW.\"%C\"), ST_MaxX(NEW.\"%C\"), ST_MinY(NEW.\"%C\"), ST_MaxY(NEW.\"%C\")); END;
CREATE TRIGGER \"%R_update4\" AFTER UPDATE ON \"%T\"
  WHEN OLD.\"%I\" != NEW.\"%I\" AND (NEW.\"%C\" ISNULL OR ST_IsEmpty(NEW.\"%C\")) BEGIN
  DELETE FROM \"%R\" WHERE id IN (OLD.\"%I\", NEW.\"%I\"); END;
CREATE TRIGGER \"%R_delete\" AFTER DELETE ON \"%T\" WHEN OLD.\"%C\" NOT NULL BEGIN DELETE FROM \"%R\" WHERE id = OLD.\"%I\"; END;
";

/// The table: dots of collection ids are no part of plain SQL names.
pub fn table(layout: &Layout) -> String {
    layout.layer.replace('.', "_")
}

/// Its R-tree.
pub fn index(layout: &Layout, place: &Place) -> String {
    format!("rtree_{}_{}", table(layout), place.name)
}

/// The code of the storage CRS.
pub fn srs(layout: &Layout) -> i32 {
    layout.storage.epsg().unwrap_or(UNDEFINED)
}

/// The key: the feature's id, or the number of the row where a feature may come several times.
fn key(layout: &Layout) -> &'static str {
    if layout.has_versions { "row" } else { "fid" }
}

/// The columns after the key, with their types.
pub fn columns(layout: &Layout) -> Vec<String> {
    let place = layout.place.iter().map(|place| format!("{} {}", quoted(&place.name), shape(place)));
    let id = layout.has_versions.then(|| "\"fid\" INTEGER".to_owned());
    let fields = layout.columns.iter().map(|column| format!("{} {}", quoted(&column.name), sql_type(column)));
    place.chain(id).chain(fields).collect()
}

fn shape(place: &Place) -> String {
    place.kind.name().to_ascii_uppercase()
}

/// Opens the one transaction of the file and makes its tables. Nothing here has to survive a power cut.
pub fn create(connection: &Connection, layout: &Layout) -> Result<()> {
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = {APPLICATION}; \
         PRAGMA user_version = {VERSION}; BEGIN; {CATALOGUE}"
    ))?;
    let system = "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, NULL)";
    for crs in [gis_core::crs::Crs::EPSG_4326, layout.storage] {
        if let Some(code) = crs.epsg() {
            connection.execute(system, params![crs.title(), code, code, crs.wkt()])?;
        }
    }
    let columns = columns(layout).join(", ");
    let (table, key) = (quoted(&table(layout)), key(layout));
    connection.execute_batch(&format!("CREATE TABLE {table} (\"{key}\" INTEGER PRIMARY KEY, {columns})"))?;
    if let Some(place) = &layout.place {
        let index = quoted(&index(layout, place));
        connection.execute_batch(&format!("CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy)"))?;
    }
    Ok(())
}

/// Lists the layer, now that its box is known, and ends the transaction.
pub fn finish(connection: &Connection, layout: &Layout, bounds: &Bounds) -> Result<()> {
    let kind = if layout.place.is_some() { "features" } else { "attributes" };
    let updated = layout.updated.unwrap_or_else(Utc::now).to_rfc3339_opts(SecondsFormat::Millis, true);
    let side = |value: f64| value.is_finite().then_some(value);
    let table = table(layout);
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            table,
            kind,
            layout.title,
            layout.description,
            updated,
            side(bounds.min_x),
            side(bounds.min_y),
            side(bounds.max_x),
            side(bounds.max_y),
            layout.place.as_ref().map(|_| srs(layout)),
        ],
    )?;
    if let Some(place) = &layout.place {
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, 0)",
            params![table, place.name, shape(place), srs(layout), i32::from(place.has_z)],
        )?;
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only')",
            params![table, place.name],
        )?;
        connection.execute_batch(&triggers(layout, place))?;
    }
    connection.execute_batch("COMMIT")
}

fn triggers(layout: &Layout, place: &Place) -> String {
    // Names are identifiers of the declarations: letters, digits and underscores.
    TRIGGERS
        .replace("%T", &table(layout))
        .replace("%C", &place.name)
        .replace("%I", key(layout))
        .replace("%R", &index(layout, place))
}
