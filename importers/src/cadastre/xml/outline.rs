//! The boundary of a unit: polylines by number, joined into rings once all points are known.

use super::net::Net;
use super::node::Node;
use crate::cadastre::chain::chain;
use crate::cadastre::deviation::{self, Deviation};
use crate::{geometry as sound, limits, rings};
use gis_core::geometry::{Geometry, Path, Shape};

/// A boundary that names a line or point the file lacks.
const INCOMPLETE: &str = "boundary_incomplete";

/// Lines of one `Boundary`.
#[derive(Debug, PartialEq)]
struct Boundary {
    /// By ULID; `None` where it is no number.
    lines: Vec<Option<i64>>,
    /// What `Closed` says; a ring when it says nothing.
    closed: bool,
}

/// The boundary of a unit.
#[derive(Debug, PartialEq)]
pub enum Outline {
    /// Rings around the unit, and rings of its holes, not tied to each other.
    Area(Rings),
    /// A line between neighbours.
    Line(Lines),
}

/// `Externals` of a unit.
#[derive(Debug, Default, PartialEq)]
pub struct Rings {
    shells: Vec<Boundary>,
    holes: Vec<Boundary>,
    /// True when a `Boundary` has no lines.
    empty: bool,
}

/// `AdjacentBoundary` of a unit.
#[derive(Debug, Default, PartialEq)]
pub struct Lines(Vec<Boundary>);

impl Outline {
    /// From every `Externals` of a unit: the schema has one, some files have several.
    pub fn area<'a>(externals: impl Iterator<Item = &'a Node>) -> Self {
        let mut rings = Rings::default();
        for externals in externals {
            rings.shells.extend(externals.all("Boundary").map(Boundary::read));
            let internals = externals.all("Internals").flat_map(|internals| internals.all("Boundary"));
            rings.holes.extend(internals.map(Boundary::read));
        }
        let count = rings.shells.len() + rings.holes.len();
        rings.shells.retain(Boundary::has_lines);
        rings.holes.retain(Boundary::has_lines);
        rings.empty = rings.shells.is_empty() || rings.shells.len() + rings.holes.len() < count;
        Self::Area(rings)
    }

    /// From every `AdjacentBoundary` of a neighbour.
    pub fn line<'a>(boundaries: impl Iterator<Item = &'a Node>) -> Self {
        Self::Line(Lines(boundaries.map(Boundary::read).collect()))
    }

    fn boundaries(&self) -> impl Iterator<Item = &Boundary> {
        let (shells, others): (&[Boundary], &[Boundary]) = match self {
            Self::Area(area) => (&area.shells, &area.holes),
            Self::Line(Lines(lines)) => (lines, &[]),
        };
        shells.iter().chain(others)
    }
}

impl Boundary {
    /// `FP` and `TP`, the ends of a line, are not read: files have them wrong.
    fn read(node: &Node) -> Self {
        let line = |line: &Node| line.text_at("ULID")?.parse().ok();
        let lines = node.at("Lines").into_iter().flat_map(|lines| lines.all("Line")).map(line).collect();
        Self { lines, closed: !matches!(node.text_at("Closed"), Some("false" | "0")) }
    }

    fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    fn paths(&self, net: &Net, odd: &mut Vec<Deviation>) -> Result<Vec<Path>, &'static str> {
        let path = |id: &Option<i64>| id.map_or(Err(deviation::LINE_UNREADABLE), |id| net.path(id));
        let paths: Result<Vec<Path>, Deviation> = self.lines.iter().map(path).collect();
        paths.map_err(|deviation| {
            odd.push(deviation);
            INCOMPLETE
        })
    }

    /// The rings of the boundary: one, in a file that follows the schema.
    fn rings(&self, net: &Net, odd: &mut Vec<Deviation>) -> Result<Vec<Path>, &'static str> {
        let mut chains = chain(self.paths(net, odd)?);
        match (chains.open.as_mut_slice(), chains.closed.len()) {
            ([], 1) => {}
            ([], _) => odd.push(deviation::BOUNDARY_RINGS),
            // A single line needs not repeat its first point. Between several lines the gap is an error.
            ([only], 0) if self.closed && self.lines.len() == 1 => {
                odd.push(deviation::BOUNDARY_CLOSED);
                only.extend(only.first().copied());
                chains.closed.append(&mut chains.open);
            }
            _ => {
                odd.push(deviation::BOUNDARY_OPEN);
                return Err(sound::OPEN_RING);
            }
        }
        Ok(chains.closed)
    }
}

/// The geometry of a boundary, `None` when the unit has none.
///
/// # Errors
/// The code of what is wrong; `odd` holds the particulars.
pub fn geometry(outline: &Outline, net: &Net, odd: &mut Vec<Deviation>) -> Result<Option<Geometry>, &'static str> {
    // A boundary may name one long line many times over: the vertices are counted before they are copied.
    let ids = outline.boundaries().flat_map(|boundary| boundary.lines.iter().flatten());
    if ids.map(|id| net.size(*id)).sum::<usize>() > limits::VERTICES {
        return Err(sound::TOO_MANY);
    }
    let shape = match outline {
        Outline::Area(area) => {
            if area.empty {
                odd.push(deviation::BOUNDARY_EMPTY);
            }
            if area.shells.is_empty() {
                return Ok(None);
            }
            let mut all = |boundaries: &[Boundary]| -> Result<Vec<Path>, &'static str> {
                let rings: Result<Vec<_>, _> = boundaries.iter().map(|boundary| boundary.rings(net, odd)).collect();
                Ok(rings?.into_iter().flatten().collect())
            };
            let shells = all(&area.shells)?;
            rings::nest(shells, all(&area.holes)?)?
        }
        Outline::Line(Lines(boundaries)) => {
            let mut paths = Vec::new();
            for boundary in boundaries {
                paths.extend(boundary.paths(net, odd)?);
            }
            let chains = chain(paths);
            Shape::Lines(chains.open.into_iter().chain(chains.closed).collect())
        }
    };
    sound::checked(Geometry { shape, has_z: false })
}
