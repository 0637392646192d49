//! SQL text, made by pure functions from the register model. Identifiers come from [`Ident`]s only, literals of
//! declarations are quoted by [`literal`], and everything a client says is a bind value.

pub mod around;
pub mod calendar;
pub mod changes;
pub mod checks;
pub mod columns;
pub mod ddl;
pub mod expr;
pub mod find;
pub mod items;
pub mod order;
pub mod search;
pub mod stage;
pub mod title;
pub mod words;

use gis_core::text::Ident;

/// A name in double quotes.
#[must_use]
pub fn quoted(name: &Ident) -> String {
    format!("\"{name}\"")
}

/// A constant of a declaration as an SQL literal; never used for what a client sends.
#[must_use]
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The table of the current features of a register.
#[must_use]
pub fn table(register: &Ident) -> String {
    format!("reg.\"{register}\"")
}

/// The table of its closed rectangles of valid and system time.
#[must_use]
pub fn history(register: &Ident) -> String {
    format!("reg.\"{register}_history\"")
}

/// The table that changes wait in until they are committed.
#[must_use]
pub fn stage(register: &Ident) -> String {
    format!("stage.\"{register}\"")
}
