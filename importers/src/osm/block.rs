//! A block of elements: differences summed up, numbers of texts turned into texts. Every sum and number is checked.

use super::element::{Body, Element, Kinds, Member, Place, damaged};
use super::message::{DenseInfo, DenseNodes, Info, Node, PrimitiveBlock, PrimitiveGroup, Relation, Way};
use gis_core::record::Fault;
use prost::Message;
use prost::bytes::Bytes;

/// Nanodegrees of one unit of [`Place`].
const NANO: i64 = 100;

/// Largest latitude and longitude in units of [`Place`].
const POLE: i64 = 900_000_000;
const DATE_LINE: i64 = 1_800_000_000;

/// What is done with each element.
pub type Visit<'v> = dyn FnMut(Element) -> Result<(), Fault> + 'v;

/// An unpacked block.
pub struct Block(PrimitiveBlock);

impl Block {
    /// Reads the frame of a block; its elements are read by [`Self::each`].
    pub fn decode(bytes: Bytes) -> Result<Self, Fault> {
        PrimitiveBlock::decode(bytes).map(Self).map_err(|error| damaged(&error.to_string()))
    }

    /// Goes through the elements of the wanted kinds in file order.
    pub fn each(&self, wanted: Kinds, visit: &mut Visit) -> Result<(), Fault> {
        for group in &self.0.groups {
            let group: PrimitiveGroup = message(group)?;
            if wanted.meets(Kinds::NODES) {
                group.nodes.iter().try_for_each(|node| visit(self.node(&message(node)?)?))?;
                group.dense.iter().try_for_each(|dense| self.dense(dense, visit))?;
            }
            if wanted.meets(Kinds::WAYS) {
                group.ways.iter().try_for_each(|way| visit(self.way(&message(way)?)?))?;
            }
            if wanted.meets(Kinds::RELATIONS) {
                group.relations.iter().try_for_each(|relation| visit(self.relation(&message(relation)?)?))?;
            }
        }
        Ok(())
    }

    fn node(&self, node: &Node) -> Result<Element<'_>, Fault> {
        let body = Body::Node(self.place(node.lon, node.lat)?);
        self.element(node.id, node.info.as_ref(), self.tags(&node.keys, &node.vals)?, body)
    }

    fn way(&self, way: &Way) -> Result<Element<'_>, Fault> {
        let body = Body::Way(sums(&way.refs)?);
        self.element(way.id, way.info.as_ref(), self.tags(&way.keys, &way.vals)?, body)
    }

    fn relation(&self, relation: &Relation) -> Result<Element<'_>, Fault> {
        let same = relation.memids.len() == relation.types.len() && relation.memids.len() == relation.roles_sid.len();
        if !same {
            return Err(damaged("a relation has members without a type or role"));
        }
        let kinds = relation.types.iter().map(|kind| kind_of(*kind));
        let roles = relation.roles_sid.iter().map(|role| self.text(i64::from(*role)));
        let ids = sums(&relation.memids)?.into_iter();
        let members = ids.zip(kinds).zip(roles).map(|((id, kind), role)| Ok(Member { kind: kind?, id, role: role? }));
        let body = Body::Relation(members.collect::<Result<_, Fault>>()?);
        self.element(relation.id, relation.info.as_ref(), self.tags(&relation.keys, &relation.vals)?, body)
    }

    fn dense(&self, dense: &DenseNodes, visit: &mut Visit) -> Result<(), Fault> {
        if dense.id.len() != dense.lat.len() || dense.id.len() != dense.lon.len() {
            return Err(damaged("some dense nodes have no place"));
        }
        let (mut id, mut lat, mut lon, mut time) = (0, 0, 0, 0);
        let mut tags = dense.keys_vals.as_slice();
        for at in 0..dense.id.len() {
            id = sum(id, dense.id[at])?;
            (lat, lon) = (sum(lat, dense.lat[at])?, sum(lon, dense.lon[at])?);
            let info = dense.info.as_ref().map(|info| info_at(info, at, &mut time)).transpose()?;
            let tags = self.dense_tags(&mut tags)?;
            visit(self.element(id, info.as_ref(), tags, Body::Node(self.place(lon, lat)?))?)?;
        }
        Ok(())
    }

    /// Takes the tags of one dense node from the front of those that are left.
    fn dense_tags<'a>(&'a self, left: &mut &[i32]) -> Result<Vec<(&'a str, &'a str)>, Fault> {
        let mut tags = Vec::new();
        loop {
            match *left {
                [] => return Ok(tags),
                [0, rest @ ..] => {
                    *left = rest;
                    return Ok(tags);
                }
                [key, value, rest @ ..] => {
                    tags.push((self.text(i64::from(*key))?, self.text(i64::from(*value))?));
                    *left = rest;
                }
                [_] => return Err(damaged("a tag has no value")),
            }
        }
    }

    fn tags(&self, keys: &[u32], values: &[u32]) -> Result<Vec<(&str, &str)>, Fault> {
        if keys.len() != values.len() {
            return Err(damaged("a tag has no value"));
        }
        let pair = |(key, value): (&u32, &u32)| Ok((self.text(i64::from(*key))?, self.text(i64::from(*value))?));
        keys.iter().zip(values).map(pair).collect()
    }

    fn text(&self, at: i64) -> Result<&str, Fault> {
        let texts = self.0.strings.as_ref().map_or(&[][..], |strings| &strings.texts);
        let bytes = usize::try_from(at).ok().and_then(|at| texts.get(at));
        let bytes = bytes.ok_or_else(|| damaged("a text has a number that the block lacks"))?;
        std::str::from_utf8(bytes).map_err(|_| damaged("a text is not UTF-8"))
    }

    fn place(&self, lon: i64, lat: i64) -> Result<Place, Fault> {
        let granularity = i64::from(self.0.granularity.unwrap_or(100));
        let unit = |value: i64, offset: i64, most: i64| {
            let nano = value.checked_mul(granularity)?.checked_add(offset)?;
            let units = nano.div_euclid(NANO) + i64::from(nano.rem_euclid(NANO) * 2 >= NANO);
            i32::try_from(units).ok().filter(|units| i64::from(*units).abs() <= most)
        };
        let pair = unit(lon, self.0.lon_offset, DATE_LINE).zip(unit(lat, self.0.lat_offset, POLE));
        pair.map(|(lon, lat)| [lon, lat]).ok_or_else(|| damaged("a node lies beyond the globe"))
    }

    fn element<'a>(
        &self,
        id: i64,
        info: Option<&Info>,
        tags: Vec<(&'a str, &'a str)>,
        body: Body<'a>,
    ) -> Result<Element<'a>, Fault> {
        let unit = i64::from(self.0.date_granularity.unwrap_or(1000));
        let version = info.and_then(|info| info.version).filter(|version| *version > 0).map(i64::from);
        let time = info.and_then(|info| info.timestamp).filter(|time| *time != 0);
        let changed = time.map(|time| time.checked_mul(unit).ok_or_else(|| damaged("a time is out of range")));
        Ok(Element { id, version, changed: changed.transpose()?, tags, body })
    }
}

fn message<M: Message + Default>(bytes: &Bytes) -> Result<M, Fault> {
    M::decode(bytes.clone()).map_err(|error| damaged(&error.to_string()))
}

fn kind_of(kind: i32) -> Result<Kinds, Fault> {
    match kind {
        0 => Ok(Kinds::NODES),
        1 => Ok(Kinds::WAYS),
        2 => Ok(Kinds::RELATIONS),
        _ => Err(damaged("a member is neither node nor way nor relation")),
    }
}

fn info_at(info: &DenseInfo, at: usize, time: &mut i64) -> Result<Info, Fault> {
    *time = sum(*time, info.timestamp.get(at).copied().unwrap_or_default())?;
    Ok(Info { version: info.version.get(at).copied(), timestamp: Some(*time) })
}

fn sum(so_far: i64, difference: i64) -> Result<i64, Fault> {
    so_far.checked_add(difference).ok_or_else(|| damaged("a sum of differences is out of range"))
}

fn sums(differences: &[i64]) -> Result<Vec<i64>, Fault> {
    let mut so_far = 0;
    let mut step = |difference: &i64| {
        so_far = sum(so_far, *difference)?;
        Ok(so_far)
    };
    differences.iter().map(&mut step).collect()
}
