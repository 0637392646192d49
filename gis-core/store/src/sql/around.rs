//! What the registers know of the place of a feature: what it refers to, what refers to it, what lies where it lies.
//!
//! Each question is one statement with a branch for each register, so that one deadline bounds it. `$1` is the fid;
//! everything else is of the declarations and the scopes.

use super::expr::{Literals, condition};
use super::{quoted, table};
use gis_core::policy::Scope;
use gis_core::register::{Field, GeometryField, GeometryType};

/// Most features that a register shows of one place.
pub const SHOWN: i64 = 20;
/// Most features of a register that are counted at one place.
pub const COUNTED: i64 = 1_000;
/// How far away "near" is, metres of the storage CRS.
pub const NEAR_M: f64 = 500.0;
/// Most vertices of an area that is fetched to be laid over another.
pub const MAX_VERTICES: i64 = 20_000;

/// The feature that is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What the reader may see of its register.
    pub scope: &'a Scope<'a>,
    /// Its fid.
    pub fid: i64,
}

/// A reference between the register of the subject and another one, both as the reader may see them.
#[derive(Debug, Clone)]
pub struct Reference<'a> {
    /// The other register.
    pub other: Scope<'a>,
    /// The field that refers.
    pub field: &'a Field,
    /// True when the field is of the other register and leads to the subject.
    pub inward: bool,
}

/// Features bound to the subject by references: `at, fid, total, updated, shape`; `at` is the position in `references`,
/// shape is null.
#[must_use]
pub fn referring(subject: &Scope, references: &[Reference]) -> String {
    let columns =
        references.iter().filter(|reference| !reference.inward).map(|reference| quoted(&reference.field.name));
    let mut columns: Vec<String> = columns.collect();
    columns.sort();
    columns.dedup();
    let columns: String = columns.iter().map(|column| format!(", o.{column}")).collect();
    let branch = |(at, reference): (usize, &Reference)| {
        listed(at, &reference.other, &refers(reference), ("NULL::geometry", "NULL::bytea"))
    };
    whole(subject, &format!("o.fid{columns}"), references.iter().enumerate().map(branch))
}

fn refers(reference: &Reference) -> String {
    let name = quoted(&reference.field.name);
    match (reference.inward, reference.field.list) {
        (true, false) => format!("t.{name} = (SELECT o.fid FROM own o)"),
        (true, true) => format!("t.{name} @> ARRAY[(SELECT o.fid FROM own o)]"),
        (false, false) => format!("t.fid = (SELECT o.{name} FROM own o)"),
        (false, true) => format!("t.fid IN (SELECT unnest(o.{name}) FROM own o)"),
    }
}

/// Features that share a point with the subject: `at, fid, total, updated, shape`; `at` is the position in `others`,
/// shape the first area of the feature as WKB where it has one of at most [`MAX_VERTICES`].
#[must_use]
pub fn around(subject: &Scope, place: &GeometryField, others: &[Scope]) -> String {
    let branch = |(at, other): (usize, &Scope)| {
        let meets: Vec<String> = other.geometries().map(meets).collect();
        let area = other.geometries().find(|geometry| geometry.kind == GeometryType::MultiPolygon);
        let area = area.map(|area| format!("t.{}", quoted(&area.name)));
        let wkb = format!("CASE WHEN ST_NPoints(t.shape) <= {MAX_VERTICES} THEN ST_AsBinary(t.shape) END");
        let shape = match &area {
            Some(area) => (area.as_str(), wkb.as_str()),
            None => ("NULL::geometry", "NULL::bytea"),
        };
        listed(at, other, &format!("({})", meets.join(" OR ")), shape)
    };
    whole(subject, &placed(place), others.iter().enumerate().map(branch))
}

fn meets(geometry: &GeometryField) -> String {
    format!("ST_Intersects(t.{}, {PLACE})", quoted(&geometry.name))
}

/// The nearest point feature of each register within [`NEAR_M`]: `at, fid, metres, total, updated`.
#[must_use]
pub fn near(subject: &Scope, place: &GeometryField, others: &[(Scope, &GeometryField)]) -> String {
    let branch = |(at, (other, point)): (usize, &(Scope, &GeometryField))| {
        let (name, from) = (quoted(&point.name), table(&other.register().id));
        let within = format!("ST_DWithin(t.{name}, {PLACE}, {NEAR_M}) AND ({})", rows(other));
        format!(
            "(SELECT {at}::int, n.fid, n.metres, \
             (SELECT count(*) FROM (SELECT 1 FROM {from} t WHERE {within} LIMIT {}) c), \
             (SELECT c.committed_at FROM misto.changeset c WHERE c.id = n.changeset) \
             FROM (SELECT t.fid, t.changeset, ST_Distance(t.{name}, {PLACE}) AS metres FROM {from} t WHERE {within} \
             ORDER BY t.{name} <-> {PLACE}, t.fid LIMIT 1) n)",
            COUNTED + 1
        )
    };
    whole(subject, &placed(place), others.iter().enumerate().map(branch))
}

/// The geometry of the subject, once for the whole statement.
const PLACE: &str = "(SELECT o.place FROM own o)";

fn placed(place: &GeometryField) -> String {
    format!("o.{} AS place", quoted(&place.name))
}

fn rows(scope: &Scope) -> String {
    condition(scope.rows(), "t", &mut Literals::Inline)
}

/// The subject as `own`, if the reader may see it, and the branches one after another.
fn whole(subject: &Scope, columns: &str, branches: impl Iterator<Item = String>) -> String {
    format!(
        "WITH own AS MATERIALIZED (SELECT {columns} FROM {} o WHERE o.fid = $1 AND ({})) {}",
        table(&subject.register().id),
        condition(subject.rows(), "o", &mut Literals::Inline),
        branches.collect::<Vec<_>>().join(" UNION ALL ")
    )
}

/// The first features of a register by fid, with how many there are.
fn listed(at: usize, other: &Scope, which: &str, (column, shape): (&str, &str)) -> String {
    format!(
        "(SELECT {at}::int, t.fid, t.total, (SELECT c.committed_at FROM misto.changeset c WHERE c.id = t.changeset), {shape} \
         FROM (SELECT u.*, count(*) OVER () AS total FROM (SELECT t.fid, t.changeset, {column} AS shape FROM {} t \
         WHERE {which} AND ({}) LIMIT {}) u) t ORDER BY t.fid LIMIT {SHOWN})",
        table(&other.register().id),
        rows(other),
        COUNTED + 1
    )
}
