//! Checks of a staged batch against the other features: `row_no, field, code, value` of each row that fails.

use super::calendar::references;
use super::{quoted, stage, table};
use gis_core::catalog::Catalog;
use gis_core::register::{Field, GeometryField, GeometryRule, OVERLAP_STRIP_M, Register, Required, Role};
use gis_core::text::Ident;

/// One check over a batch (`$1`).
#[derive(Debug, Clone)]
pub struct BatchCheck {
    /// Reason code.
    pub code: &'static str,
    /// The fields it is about, the first one is named in the reason; none for the feature as a whole.
    pub fields: Vec<Ident>,
    /// Returns `row_no bigint, value text`.
    pub sql: String,
}

/// The checks of a register.
#[must_use]
pub fn batch_checks(catalog: &Catalog, register: &Register) -> Vec<BatchCheck> {
    let single = register.fields.iter().filter(|field| field.unique).map(|field| (vec![field.name.clone()], false));
    let several = register.unique.iter().map(|unique| (unique.fields.clone(), true));
    let mut checks: Vec<BatchCheck> = Vec::new();
    for (fields, nulls_equal) in single.chain(several) {
        checks.push(taken(register, &fields, nulls_equal));
        checks.push(twice(register, &fields, nulls_equal));
    }
    checks.extend(register.fields.iter().filter_map(|field| dangling(register, field)));
    let apart = register.geometries.iter().filter(|geometry| geometry.rules.contains(&GeometryRule::NoOverlap));
    checks.extend(apart.flat_map(|geometry| overlapping(register, geometry)));
    checks.extend(references(catalog, register).map(|(other, field)| referred(register, other, field)));
    checks
}

/// Another current feature, that this batch does not change, has the value.
fn taken(register: &Register, fields: &[Ident], nulls_equal: bool) -> BatchCheck {
    let never_null =
        |name: &Ident| register.field(name.as_str()).is_some_and(|field| field.required == Required::Always);
    let same: Vec<String> = fields
        .iter()
        .map(|field| match quoted(field) {
            // `IS NOT DISTINCT FROM` alone would compare every pair of rows: only the nested loop knows it.
            name if nulls_equal && !never_null(field) => format!(
                "coalesce(r.{name}::text, '') = coalesce(s.{name}::text, '') AND r.{name} IS NOT DISTINCT FROM s.{name}"
            ),
            name => format!("r.{name} = s.{name}"),
        })
        .collect();
    let staged = stage(&register.id);
    let sql = format!(
        "SELECT s.row_no, concat_ws(' / ', {}) FROM {staged} s JOIN {} r ON {} AND r.fid <> s.fid \
         WHERE s.batch = $1 AND s.op IN ('c', 'u') \
         AND NOT EXISTS (SELECT 1 FROM {staged} o WHERE o.batch = $1 AND o.fid = r.fid AND o.op IN ('u', 'd'))",
        shown(fields),
        table(&register.id),
        same.join(" AND ")
    );
    BatchCheck { code: "unique", fields: fields.to_vec(), sql }
}

/// An earlier row of the same batch has the value.
fn twice(register: &Register, fields: &[Ident], nulls_equal: bool) -> BatchCheck {
    let listed: Vec<String> = fields.iter().map(|name| format!("s.{}", quoted(name))).collect();
    let present = if nulls_equal { String::new() } else { format!(" AND {} IS NOT NULL", listed[0]) };
    let sql = format!(
        "SELECT row_no, value FROM (SELECT s.row_no, concat_ws(' / ', {}) AS value, row_number() OVER (PARTITION BY {} ORDER BY s.row_no) AS turn \
         FROM {} s WHERE s.batch = $1 AND s.op IN ('c', 'u', 'n'){present}) t WHERE turn > 1",
        shown(fields),
        listed.join(", "),
        stage(&register.id)
    );
    BatchCheck { code: "unique_in_file", fields: fields.to_vec(), sql }
}

fn shown(fields: &[Ident]) -> String {
    fields.iter().map(|name| format!("s.{}::text", quoted(name))).collect::<Vec<_>>().join(", ")
}

/// A reference to a feature that does not exist, nor is created in this batch.
fn dangling(register: &Register, field: &Field) -> Option<BatchCheck> {
    let to = field.to.as_ref().filter(|_| field.computed.is_none())?;
    let name = quoted(&field.name);
    let (from, value) = if field.list {
        (format!("{} s, unnest(s.{name}) AS v(fid)", stage(&register.id)), "v.fid".to_owned())
    } else {
        (format!("{} s", stage(&register.id)), format!("s.{name}"))
    };
    let own = if *to == register.id {
        format!(
            " AND NOT EXISTS (SELECT 1 FROM {} o WHERE o.batch = $1 AND o.fid = {value} AND o.op <> 'd')",
            stage(to)
        )
    } else {
        String::new()
    };
    let sql = format!(
        "SELECT s.row_no, {value}::text FROM {from} WHERE s.batch = $1 AND s.op IN ('c', 'u') AND {value} IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM {} r WHERE r.fid = {value}){own}",
        table(to)
    );
    Some(BatchCheck { code: "reference", fields: vec![field.name.clone()], sql })
}

/// A feature that is deleted, or whose last valid day is over, while a current feature refers to it.
fn referred(register: &Register, other: &Register, field: &Field) -> BatchCheck {
    let (name, theirs) = (quoted(&field.name), stage(&other.id));
    let over = register
        .role(Role::ValidTo)
        .map_or_else(String::new, |last| format!(" OR s.op = 'u' AND s.{} < misto.today()", quoted(&last.name)));
    let sql = format!(
        "SELECT s.row_no, concat_ws(' ', '{}', min(o.fid)) FROM {} s JOIN {} o ON o.{name} = s.fid \
         WHERE s.batch = $1 AND (s.op = 'd'{over}) AND NOT EXISTS (SELECT 1 FROM {theirs} c WHERE c.batch = $1 AND c.fid = o.fid \
         AND (c.op = 'd' OR c.op = 'u' AND c.{name} IS DISTINCT FROM s.fid)) GROUP BY s.row_no",
        other.id,
        stage(&register.id),
        table(&other.id)
    );
    BatchCheck { code: "referred", fields: Vec::new(), sql }
}

/// Polygons that overlap a current feature that this batch does not change, or an earlier row of the batch.
fn overlapping(register: &Register, geometry: &GeometryField) -> [BatchCheck; 2] {
    let (name, staged, current) = (quoted(&geometry.name), stage(&register.id), table(&register.id));
    let check = |other: &str, shown: &str, which: &str| BatchCheck {
        code: "overlap",
        fields: vec![geometry.name.clone()],
        sql: format!(
            "SELECT s.row_no, {shown} FROM {staged} s JOIN {other} o ON o.{name} && s.{name} AND ST_Intersects(o.{name}, s.{name}) \
             WHERE s.batch = $1 AND s.op IN ('c', 'u') AND {which} \
             AND ST_Area(ST_Intersection(o.{name}, s.{name})) > {OVERLAP_STRIP_M} * ST_Perimeter(s.{name}) GROUP BY s.row_no"
        ),
    };
    [
        check(
            &current,
            "concat('fid ', min(o.fid))",
            &format!(
                "o.fid <> s.fid AND NOT EXISTS (SELECT 1 FROM {staged} c WHERE c.batch = $1 AND c.fid = o.fid AND c.op IN ('u', 'd'))"
            ),
        ),
        check(
            &staged,
            "concat('№ ', min(o.row_no))",
            "o.batch = $1 AND o.op IN ('c', 'u', 'n') AND o.row_no < s.row_no",
        ),
    ]
}
