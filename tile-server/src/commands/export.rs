//! `misto export <register> <file>`.

use super::ExportArgs;
use crate::context::Declared;
use anyhow::{Context as _, bail};
use gis_core::crs::Crs;
use gis_core::geojson::{self, Writing};
use gis_core::policy::{Actor, Audience, Scope, scope};
use gis_core::register::GeometryType;
use gis_core::value::Value;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;
use store::Store;
use store::read::{Feature, MAX_PAGE};
use store::sql::items::Filter;

/// Writes a register; the file appears under its name only when it is whole.
pub async fn run(declared: &Declared, args: ExportArgs) -> anyhow::Result<ExitCode> {
    let audience = if args.audience == "official" { Audience::Official } else { Audience::Anonymous };
    let actor = Actor { audience, name: "export".to_owned() };
    let scope = declared
        .catalog
        .register(&args.register)
        .and_then(|register| scope(register, &actor))
        .with_context(|| format!("there is no register `{}` for this audience", args.register))?;
    let format = Format::of(&args)?;
    let database = declared.database().await?;
    let store = declared.store(&database)?;
    let partial = args.file.with_extension("partial");
    let mut out = BufWriter::new(File::create(&partial).with_context(|| partial.display().to_string())?);
    let written = write(&store, &scope, format, &mut out).await;
    out.flush()?;
    store.close().await;
    database.stop().await?;
    let written = written?;
    std::fs::rename(&partial, &args.file)?;
    println!("{written} features in {}", args.file.display());
    Ok(ExitCode::SUCCESS)
}

#[derive(Clone, Copy)]
enum Format {
    GeoJson,
    Csv,
}

impl Format {
    fn of(args: &ExportArgs) -> anyhow::Result<Self> {
        match args.file.extension().and_then(|end| end.to_str()) {
            Some("geojson" | "json") => Ok(Self::GeoJson),
            Some("csv") => Ok(Self::Csv),
            _ => bail!("name a file that ends in .geojson or .csv"),
        }
    }
}

async fn write(store: &Store, scope: &Scope<'_>, format: Format, out: &mut impl Write) -> anyhow::Result<u64> {
    let geometry = scope.geometries().next();
    let (mut after, mut count) = (0, 0);
    match format {
        Format::GeoJson => writeln!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")?,
        Format::Csv => writeln!(out, "{}", header(scope))?,
    }
    loop {
        let page = store.page(scope, geometry, &Filter::default(), (after, MAX_PAGE)).await?;
        let Some(last) = page.last() else { break };
        after = last.fid;
        for mut feature in page {
            to_degrees(store, &mut feature)?;
            match format {
                Format::GeoJson => {
                    let point = geometry.is_some_and(|geometry| geometry.kind == GeometryType::Point);
                    write!(out, "{}{}", if count == 0 { "" } else { ",\n" }, as_geojson(scope, &feature, point))?;
                }
                Format::Csv => writeln!(out, "{}", as_line(&feature))?,
            }
            count += 1;
        }
    }
    if matches!(format, Format::GeoJson) {
        writeln!(out, "\n]}}")?;
    }
    Ok(count)
}

fn to_degrees(store: &Store, feature: &mut Feature) -> anyhow::Result<()> {
    let city = store.city();
    if let Some(geometry) = &mut feature.geometry {
        city.transformer.transform(city.storage, Crs::CRS84, geometry)?;
    }
    Ok(())
}

fn as_geojson(scope: &Scope, feature: &Feature, point: bool) -> String {
    let properties: serde_json::Map<String, serde_json::Value> =
        scope.fields().zip(&feature.values).map(|(field, value)| (field.name.to_string(), value.to_json())).collect();
    let mut geometry = String::new();
    match &feature.geometry {
        Some(found) => {
            geojson::write(found, point, Writing { decimals: Crs::CRS84.decimals(), swapped: false }, &mut geometry)
        }
        None => geometry.push_str("null"),
    }
    let properties = serde_json::Value::Object(properties);
    format!("{{\"type\":\"Feature\",\"id\":{},\"geometry\":{geometry},\"properties\":{properties}}}", feature.fid)
}

fn header(scope: &Scope) -> String {
    let names = scope.fields().map(|field| field.name.to_string());
    std::iter::once("fid".to_owned())
        .chain(names)
        .chain(["lon".to_owned(), "lat".to_owned()])
        .collect::<Vec<_>>()
        .join(",")
}

fn as_line(feature: &Feature) -> String {
    let mut cells = vec![feature.fid.to_string()];
    cells.extend(feature.values.iter().map(|value| match value {
        Value::Null => String::new(),
        Value::Text(text) => cell(text),
        other => cell(other.to_json().to_string().trim_matches('"')),
    }));
    let inside = feature.geometry.as_ref().map(gis_core::validity::interior_point);
    cells.push(inside.map_or(String::new(), |point| format!("{:.7}", point.x)));
    cells.push(inside.map_or(String::new(), |point| format!("{:.7}", point.y)));
    cells.join(",")
}

/// A text that a spreadsheet would run as a formula gets a quote before it (OWASP ASVS 1.2.10).
fn cell(text: &str) -> String {
    let formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) && text.parse::<f64>().is_err();
    let guarded = if formula { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_does_not_leave_alive() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("-5.5"), "-5.5");
        assert_eq!(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
