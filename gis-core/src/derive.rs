//! The derivers, one a file: each takes a scope or a register and returns a value; none touches anything.

pub mod collection;
pub mod dataset;
pub mod dcat;
pub mod iso;
pub mod passport;
pub mod rdf;
pub mod record;
pub mod schema;
pub mod style;
pub mod tiles;
