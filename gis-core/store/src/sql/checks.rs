//! Checks of a staged batch against the other features: `row_no, field, code, value` of each row that fails.

use super::{quoted, stage, table};
use gis_core::register::{Field, Register, Required};
use gis_core::text::Ident;

/// One check over a batch (`$1`).
#[derive(Debug, Clone)]
pub struct BatchCheck {
    /// Reason code.
    pub code: &'static str,
    /// The fields it is about; the first one is named in the reason.
    pub fields: Vec<Ident>,
    /// Returns `row_no bigint, value text`.
    pub sql: String,
}

/// The checks of a register.
#[must_use]
pub fn batch_checks(register: &Register) -> Vec<BatchCheck> {
    let single = register.fields.iter().filter(|field| field.unique).map(|field| (vec![field.name.clone()], false));
    let several = register.unique.iter().map(|unique| (unique.fields.clone(), true));
    let mut checks: Vec<BatchCheck> = Vec::new();
    for (fields, nulls_equal) in single.chain(several) {
        checks.push(taken(register, &fields, nulls_equal));
        checks.push(twice(register, &fields, nulls_equal));
    }
    checks.extend(register.fields.iter().filter_map(|field| dangling(register, field)));
    checks
}

/// Another current feature, that this batch does not change, has the value.
fn taken(register: &Register, fields: &[Ident], nulls_equal: bool) -> BatchCheck {
    // `IS NOT DISTINCT FROM` alone would compare every pair of rows: no join but the nested loop knows it.
    let never_null =
        |name: &Ident| register.field(name.as_str()).is_some_and(|field| field.required == Required::Always);
    let sign = |name: &Ident| if nulls_equal && !never_null(name) { "IS NOT DISTINCT FROM" } else { "=" };
    let same: Vec<String> = fields.iter().map(|name| format!("r.{0} {1} s.{0}", quoted(name), sign(name))).collect();
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
