//! Features whose last valid day is over leave the current tables. Binds: `$1` changeset, `$2` today in Kyiv.

use super::columns::data_columns;
use super::search::forget;
use super::{history, literal, quoted, table};
use gis_core::catalog::Catalog;
use gis_core::register::{Field, Register, Role};

/// The statements of one register.
pub struct CalendarSql {
    /// Notes in the audit which features leave. One that others still refer to stays until they are changed.
    pub mark: String,
    /// Moves what is noted into the history: no new knowledge, so the rectangle stays open; takes `$1`.
    pub leave: String,
    /// Takes it out of search; takes `$1`.
    pub forget: Vec<String>,
    /// Counts it as change; takes `$1` and the number as `$2`.
    pub count: String,
}

/// Makes the statements; `None` for a register without valid time.
#[must_use]
pub fn calendar_sql(catalog: &Catalog, register: &Register) -> Option<CalendarSql> {
    let last = quoted(&register.role(Role::ValidTo)?.name);
    let id = literal(register.id.as_str());
    let referred: String =
        references(catalog, register).map(|(other, field)| format!(" AND NOT {}", refers(other, field, "r"))).collect();
    let marked = format!("SELECT fid FROM misto.audit WHERE changeset = $1 AND register = {id}");
    Some(CalendarSql {
        mark: format!(
            "INSERT INTO misto.audit (changeset, register, fid, op, version) \
             SELECT $1, {id}, r.fid, 'x', r.version FROM {} r WHERE r.{last} < $2{referred}",
            table(&register.id)
        ),
        leave: leave(register, &format!("r.fid IN ({marked})")),
        forget: forget(register, &marked),
        count: format!(
            "INSERT INTO misto.change (changeset, register, created, updated, deleted) VALUES ($1, {id}, 0, 0, $2)"
        ),
    })
}

/// Moves the rows `r` of a condition from the current table into the history as they are.
#[must_use]
pub fn leave(register: &Register, which: &str) -> String {
    let columns = data_columns(register).join(", ");
    format!(
        "WITH gone AS (DELETE FROM {} r WHERE {which} RETURNING r.*) \
         INSERT INTO {} (fid, version, changeset, incomplete, {columns}) SELECT fid, version, changeset, incomplete, {columns} FROM gone",
        table(&register.id),
        history(&register.id),
    )
}

/// The fields through which features refer to those of a register, one at a time: the database guards them.
pub fn references<'a>(catalog: &'a Catalog, register: &'a Register) -> impl Iterator<Item = (&'a Register, &'a Field)> {
    catalog
        .registers
        .values()
        .flat_map(|other| other.fields.iter().map(move |field| (other, field)))
        .filter(|(_, field)| field.to.as_ref() == Some(&register.id) && !field.list)
}

/// True where a current feature of `other` refers to the row of an alias.
#[must_use]
pub fn refers(other: &Register, field: &Field, alias: &str) -> String {
    format!("EXISTS (SELECT 1 FROM {} o WHERE o.{} = {alias}.fid)", table(&other.id), quoted(&field.name))
}
