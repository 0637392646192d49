//! The geometry of an element, or the code of why it has none.
//!
//! An extract that was cut out of a larger file lacks nodes of ways and ways of relations at its edge. Such an element
//! is a record with a fault, not a shape with a piece bitten out.

use super::assemble;
use super::element::{Body, Element, Kinds, Member};
use super::layer::Layer;
use super::nest;
use super::nodes::{Nodes, position};
use crate::{geometry as sound, limits};
use gis_core::geometry::{Geometry, Path, Shape};
use gis_core::validity::interior_point;

/// Nodes of the way are not in the file.
const NODES_MISSING: &str = "nodes_missing";
/// Members of the relation are not in the file.
const MEMBERS_MISSING: &str = "members_missing";

/// The geometry of an element of a layer.
///
/// # Errors
/// A code, with the element and the place where that helps to find it.
pub fn geometry(layer: Layer, element: &Element, nodes: &Nodes) -> Result<Option<Geometry>, String> {
    let shape = match &element.body {
        Body::Node(place) => Ok(Shape::Points(vec![position(*place)])),
        Body::Way(ids) if layer == Layer::Lines => path(nodes, ids).map(|path| Shape::Lines(vec![path])),
        Body::Way(ids) => path(nodes, ids).map(|ring| Shape::Polygons(vec![vec![ring]])),
        Body::Relation(members) if layer == Layer::Routes => route(nodes, members),
        Body::Relation(members) => polygons(nodes, members),
    };
    let named = |code: String| format!("{code} ({})", element.name());
    let flat = Geometry { shape: shape.map_err(named)?, has_z: false };
    let geometry = sound::checked(flat).map_err(|code| named(code.to_owned()))?;
    Ok(match layer {
        Layer::Places => geometry.map(|geometry| {
            let inside = interior_point(&geometry);
            Geometry::point(inside.x, inside.y)
        }),
        _ => geometry,
    })
}

fn path(nodes: &Nodes, ids: &[i64]) -> Result<Path, String> {
    nodes.path(ids).map_err(|missing| format!("{NODES_MISSING}: {missing}/{}", ids.len()))
}

/// Rings out of all member ways, whatever their role.
fn polygons(nodes: &Nodes, members: &[Member]) -> Result<Shape, String> {
    let ways = ways(nodes, members, |_| true)?;
    let rings = assemble::rings(&ways).map_err(|open| format!("{}: node/{}", sound::OPEN_RING, open.node))?;
    let rings = rings.iter().map(|ring| path(nodes, ring)).collect::<Result<Vec<Path>, String>>()?;
    if let Some(short) = rings.iter().find(|ring| ring.len() < 4) {
        return Err(format!("{}: {}", sound::SHORT_RING, short.len()));
    }
    nest::polygons(rings).map_err(str::to_owned)
}

/// The way of a vehicle; platforms and stops beside it are no part of it.
fn route(nodes: &Nodes, members: &[Member]) -> Result<Shape, String> {
    let driven = |role: &str| !role.starts_with("platform") && !role.starts_with("stop");
    let ways = ways(nodes, members, driven)?;
    ways.iter().map(|ids| path(nodes, ids)).collect::<Result<_, String>>().map(Shape::Lines)
}

/// The nodes of the member ways with a fitting role, each way once.
fn ways<'a>(nodes: &'a Nodes, members: &[Member], fits: impl Fn(&str) -> bool) -> Result<Vec<&'a [i64]>, String> {
    let mut seen = std::collections::HashSet::new();
    let wanted = members.iter().filter(|member| member.kind == Kinds::WAYS && fits(member.role));
    let wanted: Vec<i64> = wanted.map(|member| member.id).filter(|id| seen.insert(*id)).collect();
    let found: Vec<&[i64]> = wanted.iter().filter_map(|id| nodes.way(*id)).collect();
    if found.len() < wanted.len() || wanted.is_empty() {
        return Err(format!("{MEMBERS_MISSING}: {}/{}", wanted.len() - found.len(), wanted.len()));
    }
    match found.iter().map(|way| way.len()).sum::<usize>() {
        vertices if vertices > limits::VERTICES => Err(sound::TOO_MANY.to_owned()),
        _ => Ok(found),
    }
}
