//! How fast geometry is read, written, transformed, judged and drawn: `cargo run --release -p gis-core --example geometry_speed`.

use std::hint::black_box;
use std::time::Instant;

use gis_core::crs::{Crs, LocalMap, Transformer};
use gis_core::geometry::{Geometry, Position, Shape};
use gis_core::register::GeometryType;
use gis_core::tile::{Attribute, TileBuilder, TileId};
use gis_core::{validity, wkb};

/// Vertices of one building, the closing one not counted.
const CORNERS: u32 = 10;
/// Buildings along one side of the measured square.
const SIDE: u32 = 32;
const STORAGE: i32 = 6385;
/// The lower left corner of the buildings in the storage CRS, metres.
const CORNER: (f64, f64) = (329_100.0, 5_308_400.0);

fn building(column: u32, row: u32) -> Geometry {
    let (x, y) = (CORNER.0 + f64::from(column) * 30.0, CORNER.1 + f64::from(row) * 30.0);
    let at = |corner: u32| {
        let angle = f64::from(corner % CORNERS) / f64::from(CORNERS) * std::f64::consts::TAU;
        Position::flat(x + 12.0 * angle.cos(), y + 9.0 * angle.sin())
    };
    Geometry { shape: Shape::Polygons(vec![vec![(0..=CORNERS).map(at).collect()]]), has_z: false }
}

/// Runs `work` on every building several times and tells the mean in nanoseconds.
fn measure(name: &str, buildings: &[Geometry], mut work: impl FnMut(&Geometry)) {
    const ROUNDS: u32 = 50;
    let start = Instant::now();
    for _ in 0..ROUNDS {
        buildings.iter().for_each(&mut work);
    }
    let each = start.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS) / buildings.len() as f64;
    println!("{name:<34} {each:>9.0} ns a polygon {:>12.0} a second", 1e9 / each);
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let buildings: Vec<Geometry> = (0..SIDE * SIDE).map(|index| building(index % SIDE, index / SIDE)).collect();
    let column = wkb::Column { kind: GeometryType::MultiPolygon, has_z: false, srid: STORAGE };
    let bytes = wkb::encode_ewkb(&buildings[0], column)?;
    measure("read WKB", &buildings, |_| drop(black_box(wkb::decode(black_box(&bytes)))));
    let mut hex = String::new();
    measure("write EWKB in hexadecimal", &buildings, |building| {
        hex.clear();
        black_box(wkb::encode_hex_ewkb(building, column, &mut hex)).unwrap_or_default();
    });
    measure("judge validity", &buildings, |building| drop(black_box(validity::faults(building))));

    let storage = Crs::from_epsg(STORAGE).ok_or("the storage CRS is not in the table")?;
    let transformer = Transformer::default();
    let mut positions: Vec<Position> = buildings.iter().flat_map(Geometry::positions).copied().collect();
    for (from, to) in [(storage, Crs::CRS84), (Crs::CRS84, storage), (storage, Crs::WEB_MERCATOR)] {
        let start = Instant::now();
        transformer.transform_positions(from, to, &mut positions)?;
        let each = start.elapsed().as_secs_f64() * 1e6 / positions.len() as f64;
        println!("{} to {}: {each:.2} µs a vertex", from.title(), to.title());
    }
    let mut city = buildings[0].bounds();
    buildings.iter().flat_map(Geometry::positions).for_each(|position| city.grow(position.x, position.y));
    let start = Instant::now();
    let map = LocalMap::fit(transformer, storage, &city.buffered(35_000.0))?;
    println!("fit the local map of a city: {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    draw(&buildings, &map)
}

fn draw(buildings: &[Geometry], map: &LocalMap) -> Result<(), Box<dyn std::error::Error>> {
    let mut middle = [Position::flat(CORNER.0 + 480.0, CORNER.1 + 480.0)];
    map.apply(&mut middle)?;
    for z in [12, 14, 16] {
        let tile = TileId::containing(z, middle[0].x, middle[0].y).ok_or("no such tile")?;
        let start = Instant::now();
        let mut builder = TileBuilder::new(tile, map);
        let layer = builder.layer("building");
        for (fid, building) in (1_u64..).zip(buildings) {
            let purpose = if fid % 3 == 0 { "житло" } else { "торгівля" };
            let attributes =
                [("purpose", Attribute::Text(purpose)), ("floors", Attribute::Int((fid % 9).cast_signed()))];
            builder.add(layer, fid, building.clone(), &attributes)?;
        }
        let built = builder.finish();
        let spent = start.elapsed().as_secs_f64();
        let (all, rate) = (buildings.len(), buildings.len() as f64 / spent);
        println!(
            "zoom {z}: {} of {all} in {} bytes, {:.2} ms, {rate:.0} features a second",
            built.features,
            built.bytes.len(),
            spent * 1e3
        );
    }
    Ok(())
}
