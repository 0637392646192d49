//! What must hold of every skeleton.

use super::growth::Obstacle;
use super::lots::Block;
use super::streets::Rank;
use super::{Part, Plan, Size, Skeleton};
use crate::demo::plane::{Xy, depth_in, distance, to_segment};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn plan() -> Plan {
    let file = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../layers/city.demo.toml");
    toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn small() -> Skeleton {
    Skeleton::new(&plan(), &[], Size::Small)
}

type Side = [[u64; 2]; 2];

/// The sides of a ring; a side and the same one in the other direction cancel each other.
fn sides(rings: &[Vec<Xy>]) -> BTreeMap<Side, i32> {
    let mut counted = BTreeMap::new();
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let [a, b] = [a, b].map(|at| at.map(f64::to_bits));
            *counted.entry([a, b]).or_insert(0) += 1;
            *counted.entry([b, a]).or_insert(0) -= 1;
        }
    }
    counted.retain(|_, count| *count > 0);
    counted
}

/// The rings of the lots of each block.
fn divided(city: &Skeleton) -> Vec<(&Block, Vec<Vec<Xy>>)> {
    let mut rings: Vec<Vec<Vec<Xy>>> = vec![Vec::new(); city.land.blocks.len()];
    for lot in &city.land.lots {
        rings[lot.block].push(lot.corners.to_vec());
    }
    city.land.blocks.iter().zip(rings).filter(|(_, lots)| !lots.is_empty()).collect()
}

fn to_street(city: &Skeleton, street: usize, at: Xy) -> f64 {
    let segments = city.graph.streets[street].points.windows(2);
    segments.map(|pair| to_segment(at, pair[0], pair[1])).fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn lots_tile_their_block_with_common_corners(jitter in 0.0..40.0_f64, frontage in 14.0..30.0_f64) {
        let mut plan = plan();
        plan.jitter = jitter;
        plan.uses[0].lot = [frontage, frontage + 4.0];
        let city = Skeleton::new(&plan, &[], Size::Tiny);
        let blocks = divided(&city);
        prop_assert!(blocks.len() > 20);
        for (block, lots) in blocks {
            // What does not cancel is the border of the block, side by side: no gap, no overlap.
            prop_assert_eq!(sides(&lots), sides(std::slice::from_ref(&block.ring)));
            for lot in &lots {
                prop_assert!(crate::demo::plane::area(lot) > 60.0, "{lot:?}");
            }
        }
    }

    #[test]
    fn every_building_stands_within_its_lot(jitter in 0.0..40.0_f64) {
        let mut plan = plan();
        plan.jitter = jitter;
        let city = Skeleton::new(&plan, &[], Size::Tiny);
        prop_assert!(city.land.buildings.len() > 400);
        for building in &city.land.buildings {
            let lot = &city.land.lots[building.lot].corners;
            prop_assert!(building.outline.corners().iter().all(|corner| depth_in(*corner, lot) > 0.9));
        }
    }
}

#[test]
fn every_address_is_within_thirty_metres_of_its_street() {
    let city = small();
    for address in &city.land.addresses {
        let lot = &city.land.lots[city.land.buildings[address.building].lot];
        let away = to_street(&city, lot.street, address.at);
        assert!(away < 30.0, "{away} m from {:?}", city.graph.streets[lot.street].named);
    }
}

#[test]
fn numbers_ascend_along_a_street_odd_on_the_left_and_even_on_the_right() {
    let city = small();
    let mut before: BTreeMap<(usize, bool), (usize, f64)> = BTreeMap::new();
    let mut lots: Vec<_> = city.land.lots.iter().collect();
    lots.sort_by_key(|lot| (lot.street, lot.house));
    for lot in lots {
        let front = [0, 1].map(|axis| f64::midpoint(lot.corners[0][axis], lot.corners[1][axis]));
        let (station, left) = city.graph.streets[lot.street].station(front);
        assert_eq!(left, lot.house % 2 == 1);
        if let Some((house, last)) = before.insert((lot.street, left), (lot.house, station)) {
            assert!(lot.house == house + 2 && station >= last, "{} after {house}", lot.house);
        }
    }
}

#[test]
fn the_same_plan_makes_the_same_city_and_a_larger_one_begins_with_it() {
    let (tiny, again, small) = (Size::Tiny, Size::Tiny, Size::Small);
    let [tiny, again, small] = [tiny, again, small].map(|size| Skeleton::new(&plan(), &[], size));
    assert_eq!(format!("{tiny:?}"), format!("{again:?}"));
    let outlines =
        |city: &Skeleton| -> Vec<[Xy; 4]> { city.land.buildings.iter().map(|one| one.outline.corners()).collect() };
    assert!(outlines(&small).starts_with(&outlines(&tiny)));
    let corners = |city: &Skeleton| -> Vec<[Xy; 4]> { city.land.lots.iter().map(|lot| lot.corners).collect() };
    assert!(corners(&small).starts_with(&corners(&tiny)));
    let counts = [&tiny, &small].map(|city| city.land.lots.len());
    assert!(counts[1] > counts[0] * 3 / 2, "{counts:?}");
}

#[test]
fn all_streets_hang_together_and_have_names_of_their_own() {
    for size in [Size::Tiny, Size::Small] {
        let city = Skeleton::new(&plan(), &[], size);
        let mut names = BTreeSet::new();
        let key = |at: &Xy| at.map(f64::to_bits);
        let mut waiting: Vec<usize> = (0..city.graph.streets.len()).collect();
        let mut reached: BTreeSet<[u64; 2]> = city.graph.streets[0].points.iter().map(key).collect();
        loop {
            let left = waiting.len();
            waiting.retain(|at| {
                let points = &city.graph.streets[*at].points;
                let meets = points.iter().any(|point| reached.contains(&key(point)));
                if meets {
                    reached.extend(points.iter().map(key));
                }
                !meets
            });
            if waiting.len() == left {
                break;
            }
        }
        assert_eq!(waiting.len(), 0, "{size:?}");
        for street in &city.graph.streets {
            let named = &street.named;
            assert!(names.insert((named.name.clone(), named.clarification.clone())), "{named:?}");
        }
        assert!(
            [Rank::Arterial, Rank::Collector, Rank::Local]
                .iter()
                .all(|rank| { city.graph.streets.iter().any(|street| street.rank == *rank) })
        );
    }
}

#[test]
fn lines_end_in_nodes_and_lie_in_their_street() {
    let city = small();
    assert!(city.networks.lines.len() > 3_000);
    for line in &city.networks.lines {
        let [a, b] = line.nodes.map(|node| &city.networks.nodes[node]);
        assert!(a.network == line.network && b.network == line.network && a.lines > 0);
        assert!(distance(a.at, b.at) <= city.plan.network[line.network].spacing + 1.0);
        assert!([a.at, b.at].iter().all(|end| to_street(&city, line.street, *end) < 6.0));
    }
}

#[test]
fn districts_share_their_borders_and_hold_their_quarters() {
    let city = small();
    let districts: Vec<Vec<Xy>> = (0..city.count(Part::District)).map(|at| city.district_ring(at)).collect();
    let inner: usize = districts.iter().map(Vec::len).sum();
    // Sides that two districts have in common cancel.
    assert!(sides(&districts).len() + 100 < inner);
    let rows = city.lattice.rows;
    assert!(city.plan.district.iter().all(|district| district.rows[0] < rows), "{rows} rows");
}

#[test]
fn nothing_is_built_near_an_obstacle() {
    let plan = plan();
    let [x, y] = plan.center[0].at;
    let path = vec![[x - 3_000.0, y], [x + 3_000.0, y + 10.0]];
    let pond = [[0.0, 0.0], [200.0, 0.0], [200.0, 200.0], [0.0, 200.0]].map(|[dx, dy]| [x + dx + 900.0, y + dy]);
    let river = Obstacle { path: path.clone(), closed: false, clear: 40.0 };
    let city = Skeleton::new(&plan, &[river, Obstacle { path: pond.to_vec(), closed: true, clear: 5.0 }], Size::Small);
    for building in &city.land.buildings {
        let away = to_segment(building.outline.center, path[0], path[1]);
        assert!(away > 40.0 && !crate::demo::plane::is_inside(building.outline.center, &pond), "{away}");
    }
}
