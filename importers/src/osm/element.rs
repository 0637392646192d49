//! An element of OpenStreetMap as the rest of the reader sees it.

use crate::fault;
use gis_core::record::Fault;

/// The three kinds, as bits, so that a set of kinds is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u8);

impl Kinds {
    /// Nodes alone.
    pub const NODES: Self = Self(1);
    /// Ways alone.
    pub const WAYS: Self = Self(2);
    /// Relations alone.
    pub const RELATIONS: Self = Self(4);
    /// Everything.
    pub const ALL: Self = Self(7);

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when the sets share a kind.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A position in units of 1e-7 degrees, longitude first: the precision of the database of OpenStreetMap.
pub type Place = [i32; 2];

/// One element with its tags.
#[derive(Debug)]
pub struct Element<'a> {
    /// Its number among those of its kind.
    pub id: i64,
    /// How often it was changed, where the file says so.
    pub version: Option<i64>,
    /// When it was changed last, milliseconds since 1970.
    pub changed: Option<i64>,
    /// Keys and values in file order.
    pub tags: Vec<(&'a str, &'a str)>,
    /// What it consists of.
    pub body: Body<'a>,
}

/// What an element consists of.
#[derive(Debug)]
pub enum Body<'a> {
    /// Its place.
    Node(Place),
    /// The ids of its nodes.
    Way(Vec<i64>),
    /// Its members.
    Relation(Vec<Member<'a>>),
}

/// A member of a relation.
#[derive(Debug)]
pub struct Member<'a> {
    /// Which kind it is of.
    pub kind: Kinds,
    /// Its id.
    pub id: i64,
    /// What it is in the relation, such as `outer`.
    pub role: &'a str,
}

impl Element<'_> {
    /// The kind as OpenStreetMap calls it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.body {
            Body::Node(_) => "node",
            Body::Way(_) => "way",
            Body::Relation(_) => "relation",
        }
    }

    /// The set that holds its kind alone.
    #[must_use]
    pub const fn kinds(&self) -> Kinds {
        match self.body {
            Body::Node(_) => Kinds::NODES,
            Body::Way(_) => Kinds::WAYS,
            Body::Relation(_) => Kinds::RELATIONS,
        }
    }

    /// The value of a tag.
    #[must_use]
    pub fn tag(&self, key: &str) -> Option<&str> {
        self.tags.iter().find(|(have, _)| *have == key).map(|(_, value)| *value)
    }

    /// Such as `way/123`, unique over all kinds.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.kind(), self.id)
    }
}

/// The bytes of the file are not what the format says.
pub fn damaged(why: &str) -> Fault {
    fault::damaged("OSM PBF", why)
}
