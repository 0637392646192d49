use super::clip::Frame;
use super::shape::{doubled_area, draw_lines, draw_polygons};
use super::*;
use crate::crs::{Crs, LocalMap, Transformer};
use crate::geometry::{Bounds, Geometry, Path, Position, Shape};
use fast_mvt::MvtReaderRef;
use proptest::prelude::*;
use std::fmt::Write;

/// The middle of the city in the storage CRS.
const MIDDLE: (f64, f64) = (329_403.380, 5_308_658.195);

fn map() -> LocalMap {
    let city = Bounds { min_x: 307_541.0, min_y: 5_274_065.0, max_x: 352_755.0, max_y: 5_346_571.0 };
    LocalMap::fit(Transformer::default(), Crs::from_epsg(6385).unwrap(), &city).unwrap()
}

/// The tile of a zoom that shows the middle of the city.
fn tile(z: u8) -> TileId {
    TileId::containing(z, 3_717_158.173, 6_091_978.119).unwrap()
}

fn path(points: &[(f64, f64)]) -> Path {
    points.iter().map(|&(x, y)| Position::flat(MIDDLE.0 + x, MIDDLE.1 + y)).collect()
}

fn square(side: f64) -> Path {
    path(&[(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)])
}

fn polygon(rings: Vec<Path>) -> Geometry {
    Geometry { shape: Shape::Polygons(vec![rings]), has_z: false }
}

/// The tile as text, read by a decoder that is not ours.
fn dump(bytes: &[u8]) -> String {
    let mut text = String::new();
    for layer in MvtReaderRef::new(bytes).unwrap().layers() {
        writeln!(text, "layer {}", layer.name()).unwrap();
        for feature in layer.features() {
            writeln!(text, "  feature {:?} {:?}", feature.id(), feature.geometry().unwrap()).unwrap();
            for property in feature.properties() {
                let (key, value) = property.unwrap();
                writeln!(text, "    {key} = {value:?}").unwrap();
            }
        }
    }
    text
}

#[test]
fn tiles_are_counted_from_the_north_west() {
    assert_eq!(tile(0), TileId::new(0, 0, 0).unwrap());
    assert_eq!(tile(14), TileId::new(14, 9711, 5701).unwrap());
    let bounds = tile(14).bounds();
    assert!(bounds.contains(3_717_158.173, 6_091_978.119));
    assert_eq!(tile(14).cell(bounds.min_x, bounds.max_y), (0, 0));
    assert_eq!(tile(14).cell(bounds.max_x, bounds.min_y), (EXTENT, EXTENT));
    assert!((tile(14).buffered_bounds().min_x - (bounds.min_x - (bounds.max_x - bounds.min_x) / 64.0)).abs() < 1e-6);
}

#[test]
fn a_tile_that_is_not_there_cannot_be_named() {
    assert!(TileId::new(3, 8, 0).is_none());
    assert!(TileId::new(3, 0, 8).is_none());
    assert!(TileId::new(23, 0, 0).is_none());
    assert!(TileId::containing(3, 3e7, 0.0).is_none());
    assert!(TileId::containing(40, 0.0, 0.0).is_none());
}

#[test]
fn a_tile_is_read_by_another_decoder() {
    let map = map();
    let mut builder = TileBuilder::new(tile(16), &map);
    let parcels = builder.layer("parcel");
    let hole = path(&[(20.0, 20.0), (40.0, 20.0), (40.0, 40.0), (20.0, 40.0), (20.0, 20.0)]);
    let attributes = [
        ("name", Attribute::Text("Сквер")),
        ("floors", Attribute::Int(-3)),
        ("area", Attribute::Double(12.5)),
        ("leased", Attribute::Bool(true)),
    ];
    assert_eq!(builder.add(parcels, 7, polygon(vec![square(100.0), hole]), &attributes), Ok(Added::Kept));
    builder.layer("nothing");
    let lines = builder.layer("pipe");
    let line = Geometry { shape: Shape::Lines(vec![path(&[(0.0, 0.0), (50.0, 0.1), (100.0, 0.0)])]), has_z: false };
    builder.add(lines, 8, line, &[("name", Attribute::Text("Сквер"))]).unwrap();
    let points = builder.layer("tree");
    builder.add(points, 9, Geometry::point(MIDDLE.0, MIDDLE.1), &[]).unwrap();
    let built = builder.finish();
    assert_eq!((built.features, built.truncated), (3, false));
    insta::assert_snapshot!(dump(&built.bytes), @r#"
    layer parcel
      feature Some(7) POLYGON((4160 1408,4160 2408,3243 2403,3248 1403,4160 1408),(3443 2204,3643 2205,3644 2005,3444 2004,3443 2204))
        name = "Сквер"
        floors = -3 (int)
        area = 12.5 (double)
        leased = true (bool)
    layer pipe
      feature Some(8) LINESTRING(3243 2403,4160 2408)
        name = "Сквер"
    layer tree
      feature Some(9) POINT(3243 2403)
    "#);
}

#[test]
fn what_is_under_a_pixel_is_not_drawn() {
    let map = map();
    let mut builder = TileBuilder::new(tile(12), &map);
    let layer = builder.layer("kiosk");
    // A pixel is 12.8 m here.
    assert_eq!(builder.add(layer, 1, polygon(vec![square(10.0)]), &[]), Ok(Added::Unseen));
    assert_eq!(builder.add(layer, 2, polygon(vec![square(30.0)]), &[]), Ok(Added::Kept));
    assert_eq!(builder.add(layer, 3, Geometry::point(MIDDLE.0 + 9_000.0, MIDDLE.1), &[]), Ok(Added::Unseen));
}

#[test]
fn a_tile_without_features_has_no_bytes() {
    let map = map();
    let mut builder = TileBuilder::new(tile(12), &map);
    builder.layer("kiosk");
    assert_eq!(builder.finish(), Tile { bytes: Vec::new(), truncated: false, features: 0 });
}

#[test]
fn a_full_tile_keeps_its_largest_features_and_says_so() {
    let map = map();
    let mut builder = TileBuilder::new(tile(15), &map);
    let layer = builder.layer("parcel");
    let mut added = Added::Kept;
    for fid in 1..=MAX_FEATURES as u64 + 1 {
        let note = format!("{fid:0>70}");
        let side = if fid % 100 == 0 { 200.0 } else { 20.0 };
        added = builder.add(layer, fid, polygon(vec![square(side)]), &[("note", Attribute::Text(&note))]).unwrap();
    }
    assert_eq!(added, Added::Full);
    let built = builder.finish();
    assert!(built.truncated);
    assert!(built.bytes.len() <= MAX_BYTES + 100, "{}", built.bytes.len());
    let reader = MvtReaderRef::new(&built.bytes).unwrap();
    let kept: Vec<u64> =
        reader.layers().flat_map(|layer| layer.features().filter_map(|f| f.id()).collect::<Vec<_>>()).collect();
    assert_eq!(kept.len(), built.features);
    let gathered = kept.last().unwrap() / 100;
    assert!(kept.iter().filter(|fid| *fid % 100 == 0).count() as u64 >= gathered, "large features were dropped");
}

/// The frame of the neighbour so many tiles to the right and down, in the grid of the first.
fn neighbour(column: i64, row: i64) -> Frame {
    let (x, y) = (column * EXTENT, row * EXTENT);
    Frame { min: (x, y), max: (x + EXTENT, y + EXTENT) }
}

/// The same vertices as another tile of the zoom counts them.
fn shifted(path: &[Cell], column: i64, row: i64) -> Vec<Cell> {
    path.iter().map(|cell| (cell.0 - column * EXTENT, cell.1 - row * EXTENT)).collect()
}

fn cell() -> impl Strategy<Value = Cell> {
    (-2000_i64..10_000, -2000_i64..10_000)
}

proptest! {
    #[test]
    fn a_line_leaves_one_tile_where_it_enters_the_next(a in cell(), b in cell()) {
        let own = Frame::square(EXTENT, 0);
        let left = draw_lines([vec![a, b]].into_iter(), &own);
        // The neighbour counts from its own corner and may get the line the other way round.
        let right = draw_lines([shifted(&[b, a], 1, 0)].into_iter(), &own);
        let seam = |drawn: &super::shape::Drawn, x: i64| -> Vec<i64> {
            let mut rows: Vec<i64> = drawn.paths.iter().flatten().filter(|cell| cell.0 == x).map(|cell| cell.1).collect();
            rows.sort_unstable();
            rows
        };
        let crosses = (a.0 < EXTENT) != (b.0 < EXTENT) && a.0 != EXTENT && b.0 != EXTENT;
        let at_corner = |rows: &[i64]| rows.iter().any(|row| *row <= 0 || *row >= EXTENT);
        let (out, enter) = (seam(&left, EXTENT), seam(&right, 0));
        if crosses && !at_corner(&out) && !at_corner(&enter) {
            prop_assert_eq!(out, enter);
        }
    }

    #[test]
    fn a_polygon_in_four_tiles_has_its_area(corners in prop::collection::vec((0.3_f64..1.0, 0.0_f64..1.0), 5..20)) {
        let count = corners.len();
        let at = |(index, (radius, _)): (usize, &(f64, f64))| {
            let angle = index as f64 / count as f64 * std::f64::consts::TAU;
            let along = |turn: f64| EXTENT + (radius * 3000.0 * turn) as i64;
            (along(angle.cos()), along(angle.sin()))
        };
        let mut ring: Vec<Cell> = corners.iter().enumerate().map(at).collect();
        ring.push(ring[0]);
        let mut parts = 0;
        for (column, row) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let drawn = draw_polygons([[ring.clone()].into_iter()].into_iter(), &neighbour(column, row));
            let own = draw_polygons([[shifted(&ring, column, row)].into_iter()].into_iter(), &Frame::square(EXTENT, 0));
            let moved: Vec<Vec<Cell>> = drawn.paths.iter().map(|path| shifted(path, column, row)).collect();
            prop_assert_eq!(moved, own.paths, "the cut depends on the origin");
            parts += drawn.paths.iter().map(|path| doubled_area(path)).sum::<i128>();
        }
        // Each of at most eight cuts and the simplification move a boundary by a few units over its length.
        let whole = doubled_area(&ring).abs();
        prop_assert!((parts - whole).abs() < 20 * 24_000, "{parts} {whole}");
    }

    #[test]
    fn any_ring_is_drawn_without_panic_and_within_the_frame(points in prop::collection::vec(cell(), 0..12)) {
        let mut ring = points;
        ring.extend(ring.first().copied());
        let frame = Frame::square(EXTENT, BUFFER);
        let drawn = draw_polygons([[ring].into_iter()].into_iter(), &frame);
        prop_assert!(drawn.paths.iter().flatten().all(|cell| frame.contains(*cell)));
        prop_assert!(drawn.paths.iter().all(|path| doubled_area(path) > 0));
        prop_assert!(drawn.paths.iter().all(|path| path.first() == path.last() && path.len() > 3));
    }
}

fn circle(radius: f64, vertices: usize) -> Path {
    let at = |step: usize| std::f64::consts::TAU * step as f64 / vertices as f64;
    path(
        &(0..=vertices)
            .map(|step| (radius * at(step % vertices).cos(), radius * at(step % vertices).sin()))
            .collect::<Vec<_>>(),
    )
}

#[test]
fn a_generalised_geometry_keeps_its_type_and_some_of_its_vertices_where_they_were() {
    let map = map();
    let original = polygon(vec![circle(200.0, 720), circle(60.0, 360)]);
    let mut counts = Vec::new();
    for zoom in [19.0, 16.5, 12.0, 3.0] {
        let mut drawn = original.clone();
        generalise(&mut drawn, &map, zoom).unwrap();
        let all: Vec<&Position> = original.positions().collect();
        assert!(drawn.positions().all(|position| all.contains(&position)), "a vertex moved at {zoom}");
        assert!(drawn.paths().all(|ring| ring.len() >= 4 && ring.first() == ring.last()), "a ring is open at {zoom}");
        counts.push(drawn.positions().count());
    }
    // At zoom 3 nothing is to be seen: the feature stays as it is rather than lose its place.
    assert!(counts[0] > counts[1] && counts[1] > counts[2], "{counts:?}");
    assert_eq!(counts[3], original.positions().count());
}

#[test]
fn of_many_parts_under_a_pixel_the_largest_stays() {
    let map = map();
    let parts = vec![vec![square(1.0)], vec![square(3.0)], vec![square(2.0)]];
    let mut drawn = Geometry { shape: Shape::Polygons(parts), has_z: false };
    generalise(&mut drawn, &map, 8.0).unwrap();
    assert_eq!(drawn, polygon(vec![square(3.0)]));
}
