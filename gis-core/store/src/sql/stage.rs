//! The statements of a batch that waits: rows in, rows out.

use super::columns::data_columns;
use super::stage;
use gis_core::register::Register;
use gis_core::text::Ident;

/// COPY of staged lines; a creation takes its fid from the register's sequence.
#[must_use]
pub fn copy(register: &Register, creates: bool) -> String {
    let fid = if creates { "" } else { "fid, " };
    format!(
        "COPY {} (batch, row_no, op, expected, {fid}incomplete, on_surface, {}) FROM STDIN",
        stage(&register.id),
        data_columns(register).join(", ")
    )
}

/// Takes rows (`$2`) out of a batch (`$1`).
#[must_use]
pub fn remove(register: &Ident) -> String {
    format!("DELETE FROM {} WHERE batch = $1 AND row_no = ANY ($2)", stage(register))
}

/// Takes a batch (`$1`) out of the stage table.
#[must_use]
pub fn empty(register: &Ident) -> String {
    format!("DELETE FROM {} WHERE batch = $1", stage(register))
}
