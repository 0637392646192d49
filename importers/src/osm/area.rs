//! Which closed ways are areas: the tags decide.
//!
//! OpenStreetMap has no areas of its own. A closed way is one when it says `area=yes`, or when one of its tags is of
//! those that mean an area; `area=no` always makes it a line. The table is that of the wiki page «Overpass
//! turbo/Polygon Features», which the style of osm2pgsql and the OSM driver of GDAL agree with on buildings, land use,
//! nature and amenities; barriers are left to `area=yes`, since closed fences are mostly lines.

use super::element::{Body, Element};

/// For one key the values that mean an area.
enum Means {
    /// All.
    Any,
    /// These.
    Only(&'static [&'static str]),
    /// All others.
    Except(&'static [&'static str]),
}

const KEYS: [(&str, Means); 27] = [
    ("building", Means::Any),
    ("building:part", Means::Any),
    ("landuse", Means::Any),
    ("natural", Means::Except(&["coastline", "cliff", "ridge", "arete", "tree_row"])),
    ("leisure", Means::Except(&["track", "slipway"])),
    ("amenity", Means::Any),
    ("shop", Means::Any),
    ("office", Means::Any),
    ("craft", Means::Any),
    ("tourism", Means::Any),
    ("historic", Means::Any),
    ("military", Means::Any),
    ("ruins", Means::Any),
    ("place", Means::Any),
    ("boundary", Means::Any),
    ("public_transport", Means::Any),
    ("area:highway", Means::Any),
    ("indoor", Means::Except(&["wall"])),
    ("golf", Means::Except(&["cartpath", "hole", "path"])),
    ("water", Means::Any),
    ("waterway", Means::Only(&["riverbank", "dock", "boatyard", "dam"])),
    ("highway", Means::Only(&["services", "rest_area", "escape", "elevator", "platform"])),
    ("railway", Means::Only(&["station", "turntable", "roundhouse", "platform"])),
    ("man_made", Means::Except(&["cutline", "embankment", "pipeline"])),
    ("power", Means::Only(&["plant", "substation", "generator", "transformer"])),
    ("aeroway", Means::Except(&["taxiway", "runway"])),
    // An address of its own, on the outline of a plot.
    ("addr:housenumber", Means::Any),
];

/// Nodes of the smallest ring: a triangle and its first node again.
const RING: usize = 4;

/// True when the element is a closed way whose tags mean an area.
pub fn is_area(element: &Element) -> bool {
    let Body::Way(nodes) = &element.body else { return false };
    let closed = nodes.len() >= RING && nodes.first() == nodes.last();
    closed
        && match element.tag("area") {
            Some("no") => false,
            Some("yes") => true,
            _ => element.tags.iter().any(|(key, value)| means(key, value)),
        }
}

fn means(key: &str, value: &str) -> bool {
    let row = KEYS.iter().find(|(have, _)| *have == key).map(|(_, means)| means);
    value != "no"
        && match row {
            None => false,
            Some(Means::Any) => true,
            Some(Means::Only(values)) => values.contains(&value),
            Some(Means::Except(values)) => !values.contains(&value),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(nodes: &[i64], tags: &[(&str, &str)]) -> bool {
        let body = Body::Way(nodes.to_vec());
        is_area(&Element { id: 1, version: None, changed: None, tags: tags.to_vec(), body })
    }

    #[test]
    fn a_closed_way_is_an_area_when_its_tags_say_so() {
        let ring = [1, 2, 3, 1];
        assert!(area(&ring, &[("building", "yes")]));
        assert!(area(&ring, &[("name", "Ставок"), ("natural", "water")]));
        assert!(area(&ring, &[("highway", "pedestrian"), ("area", "yes")]));
        for tags in [
            [("highway", "footway"), ("name", "a")],
            [("building", "no"), ("name", "a")],
            [("building", "yes"), ("area", "no")],
            [("natural", "tree_row"), ("barrier", "fence")],
        ] {
            assert!(!area(&ring, &tags), "{tags:?}");
        }
    }

    #[test]
    fn an_open_way_and_a_way_to_and_fro_are_lines() {
        assert!(!area(&[1, 2, 3, 4], &[("building", "yes")]));
        assert!(!area(&[1, 2, 1], &[("building", "yes")]));
    }
}
