//! The derivers, one a file: each takes a scope or a register and returns a value; none touches anything.

pub mod collection;
pub mod schema;
pub mod style;
pub mod tiles;
