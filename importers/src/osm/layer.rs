//! The layers that a file is offered as. An element belongs to a layer by its kind and tags.

use super::area::is_area;
use super::element::{Body, Element, Kinds};

/// A way to look at the elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Nodes.
    Points,
    /// Ways that are no areas.
    Lines,
    /// Closed ways that are areas, multipolygon and boundary relations.
    Areas,
    /// Route relations, a line for each member way.
    Routes,
    /// Nodes and areas, each as one point: for things that are mapped now this way, now that.
    Places,
    /// Streets: all ways of one name as one record.
    Streets,
}

/// Values of `highway` that name a street; paths of that name run beside it.
const STREETS: [&str; 12] = [
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "pedestrian",
    "service",
    "road",
    "busway",
];

impl Layer {
    /// All, with their names.
    pub const ALL: [(&'static str, Self); 6] = [
        ("points", Self::Points),
        ("lines", Self::Lines),
        ("areas", Self::Areas),
        ("routes", Self::Routes),
        ("places", Self::Places),
        ("streets", Self::Streets),
    ];

    /// The layer of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(have, _)| *have == name).map(|(_, layer)| *layer)
    }

    /// The kinds that may belong to it.
    #[must_use]
    pub const fn kinds(self) -> Kinds {
        match self {
            Self::Points => Kinds::NODES,
            Self::Lines | Self::Streets => Kinds::WAYS,
            Self::Areas => Kinds::WAYS.with(Kinds::RELATIONS),
            Self::Routes => Kinds::RELATIONS,
            Self::Places => Kinds::ALL,
        }
    }

    /// Whether an element belongs to it; one without tags belongs to none.
    #[must_use]
    pub fn takes(self, element: &Element) -> bool {
        let relation = || element.tag("type").unwrap_or_default();
        !element.tags.is_empty()
            && match (self, &element.body) {
                (Self::Points | Self::Places, Body::Node(_)) => true,
                (Self::Lines, Body::Way(_)) => !is_area(element),
                (Self::Streets, Body::Way(_)) => {
                    let street = element.tag("highway").is_some_and(|class| STREETS.contains(&class));
                    street && element.tag("name").is_some() && !is_area(element)
                }
                (Self::Areas | Self::Places, Body::Way(_)) => is_area(element),
                (Self::Areas | Self::Places, Body::Relation(_)) => matches!(relation(), "multipolygon" | "boundary"),
                (Self::Routes, Body::Relation(_)) => relation() == "route",
                _ => false,
            }
    }
}
