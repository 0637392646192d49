use super::*;
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn ring(points: &[(f64, f64)]) -> Path {
    points.iter().map(|&(x, y)| Position::flat(x, y)).collect()
}

fn square(from: f64, to: f64) -> Path {
    ring(&[(from, from), (to, from), (to, to), (from, to), (from, from)])
}

fn polygons(polygons: Vec<Vec<Path>>) -> Geometry {
    Geometry { shape: Shape::Polygons(polygons), has_z: false }
}

fn kinds(geometry: &Geometry) -> Vec<FaultKind> {
    faults(geometry).into_iter().map(|fault| fault.kind).collect()
}

fn star(corners: usize) -> Path {
    let step = corners / 2 - 1;
    let at = |i: usize| {
        let angle = (i * step % corners) as f64 / corners as f64 * std::f64::consts::TAU;
        Position::flat(1000.0 * angle.cos(), 1000.0 * angle.sin())
    };
    (0..corners).map(at).chain([at(0)]).collect()
}

#[test]
fn a_parcel_with_a_hole_and_an_island_in_it_is_valid() {
    let geometry = polygons(vec![vec![square(0.0, 10.0), square(2.0, 8.0)], vec![square(4.0, 6.0)]]);
    assert_eq!(kinds(&geometry), []);
}

#[test]
fn a_bow_tie_tells_where_it_crosses() {
    let bow = polygons(vec![vec![ring(&[(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0), (0.0, 0.0)])]]);
    let found = faults(&bow);
    assert!(found.contains(&Fault::at(FaultKind::SelfIntersection, 2.0, 2.0)), "{found:?}");
}

#[test]
fn a_ring_that_touches_itself_or_turns_back_is_refused() {
    let touching = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 0.0), (0.0, 4.0), (0.0, 0.0)];
    assert!(kinds(&polygons(vec![vec![ring(&touching)]])).contains(&FaultKind::SelfIntersection));
    let spike = [(0.0, 0.0), (4.0, 0.0), (9.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)];
    assert!(kinds(&polygons(vec![vec![ring(&spike)]])).contains(&FaultKind::SelfIntersection));
}

#[test]
fn a_repeated_vertex_is_no_fault() {
    let points = [(0.0, 0.0), (4.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0), (0.0, 0.0)];
    assert_eq!(kinds(&polygons(vec![vec![ring(&points)]])), []);
}

#[test]
fn holes_must_lie_in_their_shell_and_apart() {
    let outside = polygons(vec![vec![square(0.0, 10.0), square(12.0, 14.0)]]);
    assert_eq!(kinds(&outside), [FaultKind::HoleOutside]);
    let crossing = polygons(vec![vec![square(0.0, 10.0), square(8.0, 14.0)]]);
    assert_eq!(kinds(&crossing), [FaultKind::RingsCross; 2]);
    let nested = polygons(vec![vec![square(0.0, 10.0), square(2.0, 8.0), square(4.0, 6.0)]]);
    assert_eq!(kinds(&nested), [FaultKind::NestedHoles]);
}

#[test]
fn parts_must_not_lie_in_one_another_or_share_edges() {
    let nested = polygons(vec![vec![square(0.0, 10.0)], vec![square(4.0, 6.0)]]);
    assert_eq!(kinds(&nested), [FaultKind::NestedShells]);
    let same = polygons(vec![vec![square(0.0, 10.0)], vec![square(0.0, 10.0)]]);
    assert!(kinds(&same).contains(&FaultKind::DuplicateRing));
    let beside = ring(&[(10.0, 2.0), (20.0, 2.0), (20.0, 8.0), (10.0, 8.0), (10.0, 2.0)]);
    assert_eq!(kinds(&polygons(vec![vec![square(0.0, 10.0)], vec![beside]])), [FaultKind::RingsShareEdge]);
}

#[test]
fn parts_may_touch_in_a_point_but_not_pass_through_it() {
    assert_eq!(kinds(&polygons(vec![vec![square(0.0, 4.0)], vec![square(4.0, 8.0)]])), []);
    // Both rings have vertices at (2, 2) and (4, 4); the second goes in at one and out at the other.
    let first = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 2.0), (0.0, 4.0), (0.0, 0.0)]);
    let second = ring(&[(2.0, 2.0), (3.0, 1.0), (4.0, 4.0), (3.0, 5.0), (2.0, 2.0)]);
    assert!(kinds(&polygons(vec![vec![first], vec![second]])).contains(&FaultKind::RingsCross));
}

#[test]
fn a_hole_that_touches_its_shell_twice_cuts_the_polygon() {
    let hole = |low: f64| ring(&[(5.0, low), (7.0, 5.0), (5.0, 10.0), (3.0, 5.0), (5.0, low)]);
    assert_eq!(kinds(&polygons(vec![vec![square(0.0, 10.0), hole(1.0)]])), []);
    assert_eq!(kinds(&polygons(vec![vec![square(0.0, 10.0), hole(0.0)]])), [FaultKind::Disconnected]);
}

#[test]
fn broken_rings_and_lines_are_told_with_their_place() {
    let open = polygons(vec![vec![ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)])]]);
    assert_eq!(faults(&open), [Fault::at(FaultKind::NotClosed, 4.0, 4.0)]);
    let flat = polygons(vec![vec![ring(&[(0.0, 0.0), (4.0, 0.0), (0.0, 0.0)])]]);
    assert!(kinds(&flat).contains(&FaultKind::TooFewPoints));
    assert_eq!(kinds(&polygons(vec![vec![square(0.0, 0.5)]])), [FaultKind::TooSmall]);
    let lines = |line: Path| Geometry { shape: Shape::Lines(vec![line]), has_z: false };
    assert_eq!(kinds(&lines(ring(&[(1.0, 1.0), (1.0, 1.0)]))), [FaultKind::ZeroLength]);
    assert_eq!(kinds(&lines(ring(&[(1.0, 1.0)]))), [FaultKind::TooFewPoints]);
    assert_eq!(kinds(&Geometry::point(f64::NAN, 0.0)), [FaultKind::NotFinite]);
    assert_eq!(kinds(&polygons(vec![])), [FaultKind::Empty]);
}

#[test]
fn a_star_of_twenty_thousand_corners_is_judged_in_time() {
    let geometry = polygons(vec![vec![star(20_001)]]);
    let start = Instant::now();
    let found = faults(&geometry);
    assert_eq!(found.len(), MAX_FAULTS);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

#[test]
fn long_teeth_at_a_slant_are_refused_in_time_rather_than_judged_for_ever() {
    let tooth = |i: u32| {
        let shift = f64::from(i);
        let far = (1e6 + shift, 1e6);
        if i.is_multiple_of(2) { [(shift, 0.0), far] } else { [far, (shift, 0.0)] }
    };
    let mut comb: Vec<(f64, f64)> = (0..200_000).flat_map(tooth).collect();
    comb.extend([(2e6, -5.0), (-5.0, -5.0), (0.0, 0.0)]);
    let start = Instant::now();
    let found = kinds(&polygons(vec![vec![ring(&comb)]]));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert!(found.iter().all(|kind| matches!(kind, FaultKind::TooComplex | FaultKind::SelfIntersection)), "{found:?}");
}

#[test]
fn orienting_makes_shells_counter_clockwise_and_holes_clockwise() {
    let mut backwards = square(2.0, 8.0);
    backwards.reverse();
    for hole in [square(2.0, 8.0), backwards] {
        let mut geometry = polygons(vec![vec![square(0.0, 10.0), hole]]);
        orient(&mut geometry);
        let areas: Vec<f64> = geometry.paths().map(signed_ring_area).collect();
        assert_eq!(areas, [100.0, -36.0]);
    }
}

#[test]
fn the_point_that_stands_for_a_horseshoe_lies_on_it() {
    let shoe =
        [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (7.0, 9.0), (7.0, 1.0), (2.0, 1.0), (2.0, 9.0), (0.0, 9.0), (0.0, 0.0)];
    let geometry = polygons(vec![vec![ring(&shoe)]]);
    let point = interior_point(&geometry);
    assert!(covers(&geometry, &point), "{point:?}");
    assert!(!covers(&geometry, &Position::flat(4.5, 4.5)));
    assert!(covers(&geometry, &Position::flat(9.0, 4.5)));
    let line = Geometry { shape: Shape::Lines(vec![ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 2.0)])]), has_z: false };
    assert_eq!((interior_point(&line).x, interior_point(&line).y), (3.0, 0.0));
}

/// The slow and plain answer: geo's own validation.
fn geo_says(path: &Path) -> bool {
    use geo::Validation;
    let line = path.iter().map(|position| (position.x, position.y)).collect();
    geo_types::Polygon::new(line, vec![]).is_valid()
}

proptest! {
    #[test]
    fn judgements_agree_with_geo(points in prop::collection::vec((0_i8..8, 0_i8..8), 3..12)) {
        let mut points: Vec<(f64, f64)> = points.into_iter().map(|(x, y)| (f64::from(x), f64::from(y))).collect();
        points.push(points[0]);
        let path = ring(&points);
        let found = kinds(&polygons(vec![vec![path.clone()]]));
        // geo passes rings without area.
        prop_assume!(signed_ring_area(&path).abs() > 0.0);
        prop_assert_eq!(found.is_empty(), geo_says(&path), "{:?} {:?}", found, points);
    }

    #[test]
    fn a_tree_of_boxes_finds_what_each_with_each_finds(corners in 3_usize..60) {
        let round: Path = (0..=corners * 20)
            .map(|i| ((i % (corners * 20)) as f64 / (corners * 20) as f64) * std::f64::consts::TAU)
            .map(|angle| Position::flat(100.0 * angle.cos(), 100.0 * angle.sin()))
            .collect();
        prop_assert_eq!(kinds(&polygons(vec![vec![round.clone()]])), []);
        let mut crossed = round;
        crossed.swap(1, corners * 10);
        prop_assert!(kinds(&polygons(vec![vec![crossed]])).contains(&FaultKind::SelfIntersection));
    }
}
