//! The statements of a commit, once per register. Binds: `$1` batch, `$2` changeset, `$3` today in Kyiv.
//!
//! A stored row is the rectangle [valid_from, valid_to] × [changeset, …): true over those days, known since that
//! changeset. A change closes what was known (`closed_by`) and keeps, as known from now on, what stays true of the
//! earlier days. Days are inclusive at both ends.

use super::calendar::leave;
use super::checks::{BatchCheck, batch_checks};
use super::columns::data_columns;
use super::search::renew_batch;
use super::{history, literal, quoted, stage, table};
use gis_core::catalog::Catalog;
use gis_core::register::{Computed, Field, Neighbour, Register, Role};
use gis_core::text::Ident;

/// The statements of one register.
#[derive(Debug, Clone)]
pub struct ChangeSql {
    /// Spatial computations, to be run on the batch before it is checked.
    pub compute: Vec<String>,
    /// Gives updates that name no exchange id the one the feature has.
    pub identity: Option<String>,
    /// Updates that change nothing become `n`.
    pub unchanged: String,
    /// Locks the current rows in order of fid.
    pub lock: String,
    /// `row_no, fid, current version` of rows that are not at the expected version.
    pub conflicts: String,
    /// Closing, splitting and writing, in order.
    pub apply: Vec<String>,
    /// Checks of the batch against the other features.
    pub checks: Vec<BatchCheck>,
    /// Renewal of the search entries of what the batch changed.
    pub search: Vec<String>,
    /// Counts of `c`, `u`, `d` and the box of what changed, before and after: `op, count, min_x, min_y, max_x, max_y`.
    pub summary: String,
}

/// Makes the statements.
#[must_use]
pub fn change_sql(catalog: &Catalog, register: &Register) -> ChangeSql {
    ChangeSql {
        compute: register.fields.iter().filter_map(|field| compute(catalog, register, field)).collect(),
        identity: identity(register),
        unchanged: unchanged(register),
        lock: format!(
            "SELECT r.fid FROM {} r WHERE r.fid IN (SELECT fid FROM {} WHERE batch = $1 AND op IN ('u', 'd')) ORDER BY r.fid FOR UPDATE",
            table(&register.id),
            stage(&register.id)
        ),
        conflicts: format!(
            "SELECT s.row_no, s.fid, r.version FROM {} s LEFT JOIN {} r ON r.fid = s.fid \
             WHERE s.batch = $1 AND s.op IN ('u', 'd') AND r.version IS DISTINCT FROM s.expected ORDER BY s.row_no",
            stage(&register.id),
            table(&register.id)
        ),
        apply: registration(register)
            .into_iter()
            .chain([
                reopen_past(register),
                close_known(register),
                keep_true(register),
                update(register),
                insert(register),
                format!(
                    "DELETE FROM {} r USING {} s WHERE s.batch = $1 AND s.op = 'd' AND r.fid = s.fid",
                    table(&register.id),
                    stage(&register.id)
                ),
                // What is over already goes into the history at once.
                leave(
                    register,
                    &format!(
                        "r.changeset = $2 AND r.{} < $3::date AND $1::uuid IS NOT NULL",
                        role(register, Role::ValidTo)
                    ),
                ),
                audit(register),
            ])
            .collect(),
        checks: batch_checks(catalog, register),
        search: renew_batch(catalog, register),
        summary: summary(register),
    }
}

fn role(register: &Register, role: Role) -> String {
    register.role(role).map_or_else(|| "NULL".to_owned(), |field| quoted(&field.name))
}

fn prefixed(alias: &str, columns: &[String]) -> String {
    columns.iter().map(|column| format!("{alias}.{column}")).collect::<Vec<_>>().join(", ")
}

/// Data columns with the last valid day replaced.
fn until(register: &Register, alias: &str, last_day: &str) -> String {
    let valid_to = role(register, Role::ValidTo);
    let column = |column: &String| if *column == valid_to { last_day.to_owned() } else { format!("{alias}.{column}") };
    data_columns(register).iter().map(column).collect::<Vec<_>>().join(", ")
}

/// Data columns that a change may touch: a registration number stays what it was when it was issued.
fn changeable(register: &Register) -> Vec<String> {
    let issued = role(register, Role::RegistrationNumber);
    data_columns(register).into_iter().filter(|column| *column != issued).collect()
}

fn identity(register: &Register) -> Option<String> {
    let id = quoted(&register.role(Role::ExchangeId)?.name);
    Some(format!(
        "UPDATE {} s SET {id} = r.{id} FROM {} r WHERE s.batch = $1 AND s.op = 'u' AND r.fid = s.fid AND s.{id} IS NULL",
        stage(&register.id),
        table(&register.id)
    ))
}

fn unchanged(register: &Register) -> String {
    let columns = changeable(register);
    format!(
        "UPDATE {} s SET op = 'n' FROM {} r WHERE s.batch = $1 AND s.op = 'u' AND r.fid = s.fid AND r.version = s.expected \
         AND ROW({}) IS NOT DISTINCT FROM ROW({})",
        stage(&register.id),
        table(&register.id),
        prefixed("r", &columns),
        prefixed("s", &columns)
    )
}

/// A change that reaches back before the current row takes those days from older rectangles.
fn reopen_past(register: &Register) -> String {
    let (from, to) = (role(register, Role::ValidFrom), role(register, Role::ValidTo));
    let columns = data_columns(register);
    let listed = columns.join(", ");
    let past = history(&register.id);
    format!(
        "WITH closed AS (UPDATE {past} h SET closed_by = $2 FROM {} s WHERE s.batch = $1 AND s.op = 'u' AND h.fid = s.fid \
         AND h.closed_by IS NULL AND h.{to} >= s.{from} \
         RETURNING h.fid, h.version, h.incomplete, {}, s.{from} AS starts) \
         INSERT INTO {past} (fid, version, changeset, incomplete, {listed}) \
         SELECT fid, version, $2, incomplete, {} FROM closed c WHERE c.{from} < c.starts",
        stage(&register.id),
        prefixed("h", &columns),
        until(register, "c", "c.starts - 1"),
    )
}

fn close_known(register: &Register) -> String {
    let columns = data_columns(register);
    format!(
        "INSERT INTO {} (fid, version, changeset, incomplete, closed_by, {}) \
         SELECT r.fid, r.version, r.changeset, r.incomplete, $2, {} FROM {} r JOIN {} s ON s.fid = r.fid WHERE s.batch = $1 AND s.op IN ('u', 'd')",
        history(&register.id),
        columns.join(", "),
        prefixed("r", &columns),
        table(&register.id),
        stage(&register.id)
    )
}

fn keep_true(register: &Register) -> String {
    let (from, to) = (role(register, Role::ValidFrom), role(register, Role::ValidTo));
    let starts = format!("(CASE WHEN s.op = 'd' THEN $3::date ELSE s.{from} END)");
    format!(
        "INSERT INTO {} (fid, version, changeset, incomplete, {}) \
         SELECT r.fid, r.version, $2, r.incomplete, {} FROM {} r JOIN {} s ON s.fid = r.fid \
         WHERE s.batch = $1 AND s.op IN ('u', 'd') AND r.{from} < {starts}",
        history(&register.id),
        data_columns(register).join(", "),
        until(register, "r", &format!("least(r.{to}, {starts} - 1)")),
        table(&register.id),
        stage(&register.id)
    )
}

fn update(register: &Register) -> String {
    let columns = changeable(register);
    let set: Vec<String> = columns.iter().map(|column| format!("{column} = s.{column}")).collect();
    format!(
        "UPDATE {} r SET version = r.version + 1, changeset = $2, incomplete = s.incomplete, on_surface = s.on_surface, {} \
         FROM {} s WHERE s.batch = $1 AND s.op = 'u' AND r.fid = s.fid",
        table(&register.id),
        set.join(", "),
        stage(&register.id)
    )
}

fn insert(register: &Register) -> String {
    let columns = data_columns(register);
    format!(
        "INSERT INTO {} (fid, version, changeset, incomplete, on_surface, {}) \
         SELECT s.fid, 1, $2, s.incomplete, s.on_surface, {} FROM {} s WHERE s.batch = $1 AND s.op = 'c' ORDER BY s.row_no",
        table(&register.id),
        columns.join(", "),
        prefixed("s", &columns),
        stage(&register.id)
    )
}

fn audit(register: &Register) -> String {
    format!(
        "INSERT INTO misto.audit (changeset, register, fid, op, version) \
         SELECT $2, {}, s.fid, s.op, coalesce(s.expected, 0) + 1 FROM {} s WHERE s.batch = $1 AND s.op <> 'n'",
        literal(register.id.as_str()),
        stage(&register.id)
    )
}

fn summary(register: &Register) -> String {
    let boxes = match register.geometry() {
        None => "NULL::float8, NULL::float8, NULL::float8, NULL::float8".to_owned(),
        Some(geometry) => {
            let name = quoted(&geometry.name);
            let side = |side: &str, pick: &str, both: &str| {
                format!("{pick}({both}(ST_{side}(s.{name}), ST_{side}(r.{name})))")
            };
            [
                side("XMin", "min", "least"),
                side("YMin", "min", "least"),
                side("XMax", "max", "greatest"),
                side("YMax", "max", "greatest"),
            ]
            .join(", ")
        }
    };
    format!(
        "SELECT s.op::text, count(*), {boxes} FROM {} s LEFT JOIN {} r ON r.fid = s.fid AND s.op IN ('u', 'd') \
         WHERE s.batch = $1 AND s.op <> 'n' GROUP BY s.op",
        stage(&register.id),
        table(&register.id)
    )
}

fn compute(catalog: &Catalog, register: &Register, field: &Field) -> Option<String> {
    let name = quoted(&field.name);
    let target = stage(&register.id);
    match field.computed.as_ref()? {
        Computed::Within(neighbour) => {
            let (other, only) = neighbours(catalog, neighbour)?;
            Some(format!(
                "UPDATE {target} s SET {name} = (SELECT n.fid FROM {} n WHERE ST_Intersects(n.{other}, s.on_surface){only} ORDER BY n.fid LIMIT 1) \
                 WHERE s.batch = $1 AND s.op <> 'd' AND s.on_surface IS NOT NULL",
                table(&neighbour.register)
            ))
        }
        Computed::Crossing(neighbour) => {
            let (other, only) = neighbours(catalog, neighbour)?;
            let geometry = quoted(&register.geometry()?.name);
            Some(format!(
                "UPDATE {target} s SET {name} = (SELECT array_agg(n.fid ORDER BY n.fid) FROM {} n WHERE ST_Intersects(n.{other}, s.{geometry}){only}) \
                 WHERE s.batch = $1 AND s.op <> 'd' AND s.{geometry} IS NOT NULL",
                table(&neighbour.register)
            ))
        }
        _ => None,
    }
}

/// The primary geometry of the other register, and the condition on its rows.
fn neighbours(catalog: &Catalog, neighbour: &Neighbour) -> Option<(String, String)> {
    let geometry = catalog.register(neighbour.register.as_str())?.geometry()?;
    let only: String =
        neighbour.only.iter().map(|(field, code)| format!(" AND n.{} = {}", quoted(field), literal(code))).collect();
    Some((quoted(&geometry.name), only))
}

/// Numbers new features in the order of the batch: prefix, year, at least five digits; without gaps within the year.
fn registration(register: &Register) -> Option<String> {
    let field = register.role(Role::RegistrationNumber)?;
    let prefix = register.registration_prefix.as_ref()?.as_str().to_uppercase();
    let (name, target, id) = (quoted(&field.name), stage(&register.id), literal(register.id.as_str()));
    Some(format!(
        "WITH new AS (SELECT row_no, row_number() OVER (ORDER BY row_no) AS turn, count(*) OVER () AS total FROM {target} \
         WHERE batch = $1 AND op = 'c' AND $2::bigint IS NOT NULL), \
         issued AS (INSERT INTO misto.registration AS g (register, year, last) \
         SELECT {id}, extract(year FROM $3::date)::integer, total FROM new LIMIT 1 \
         ON CONFLICT (register, year) DO UPDATE SET last = g.last + excluded.last RETURNING last) \
         UPDATE {target} s SET {name} = concat({}, '-', extract(year FROM $3::date), '-', repeat('0', 5 - length(n.text)), n.text) \
         FROM (SELECT row_no, (issued.last - total + turn)::text AS text FROM new, issued) n \
         WHERE s.batch = $1 AND s.row_no = n.row_no",
        literal(&prefix),
    ))
}

/// Finds the current features of staged rows by a business key: such rows become updates and keep what the file does
/// not feed. Rows whose key nobody has stay creations, as do rows that repeat the key of an earlier one: those the check
/// for repeated values rejects.
#[must_use]
pub fn take_known(register: &Register, key: &[Ident], fed: &[bool]) -> String {
    let kept: Vec<String> = data_columns(register)
        .into_iter()
        .zip(fed)
        .filter(|(_, fed)| !**fed)
        .map(|(column, _)| format!(", {column} = r.{column}"))
        .collect();
    let place = if fed[register.fields.len()..].iter().any(|fed| *fed) { "" } else { ", on_surface = r.on_surface" };
    let same = |alias: &str| {
        key.iter().map(|name| format!("{alias}.{0} = s.{0}", quoted(name))).collect::<Vec<_>>().join(" AND ")
    };
    format!(
        "UPDATE {0} s SET op = 'u', fid = r.fid, expected = r.version{place}{1} FROM {2} r WHERE s.batch = $1 AND s.op = 'c' AND {3} \
         AND NOT EXISTS (SELECT 1 FROM {0} e WHERE e.batch = $1 AND e.row_no < s.row_no AND {4})",
        stage(&register.id),
        kept.join(""),
        table(&register.id),
        same("r"),
        same("e")
    )
}
