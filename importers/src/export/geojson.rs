//! GeoJSON (RFC 7946): features as the API serves them, in longitude and latitude.

use super::{Bounded, ExportError, Layout, Row};
use gis_core::crs::Crs;
use gis_core::geojson::{self, Members, Writing};
use serde_json::json;
use std::io::Write;

pub fn write(layout: &Layout, rows: &mut Bounded, out: &mut (dyn Write + Send)) -> Result<(), ExportError> {
    write!(out, "{{\"type\":\"FeatureCollection\",\"name\":{},", json!(layout.layer))?;
    if let Some(updated) = &layout.updated {
        write!(out, "\"updated\":{},", json!(super::cells::instant(updated)))?;
    }
    out.write_all(b"\"features\":[")?;
    let mut text = String::new();
    for (at, row) in rows.enumerate() {
        text.clear();
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        feature(layout, row?, &mut text)?;
        out.write_all(text.as_bytes())?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(())
}

fn feature(layout: &Layout, row: Row, out: &mut String) -> Result<(), ExportError> {
    let geometry = row.geometry.map(|geometry| layout.in_degrees(geometry)).transpose()?;
    let properties =
        layout.columns.iter().zip(&row.values).map(|(column, value)| (column.name.clone(), value.to_json())).collect();
    let members = Members { fid: row.fid, geometry: geometry.as_ref(), properties, extra: None };
    let writing = Writing { decimals: Crs::CRS84.decimals(), swapped: false };
    geojson::write_feature(members, layout.is_single(), writing, out);
    Ok(())
}
