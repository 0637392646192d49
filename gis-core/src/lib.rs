//! One register file in, everything else derived from it by pure functions.
//!
//! Nothing here opens a socket, a database or a thread; `load` alone reads files.

pub mod cast;
pub mod catalog;
pub mod check;
pub mod city;
pub mod crs;
pub mod demo;
pub mod derive;
pub mod draw;
pub mod expr;
pub mod feature;
pub mod geojson;
pub mod geometry;
pub mod load;
pub mod mapping;
pub mod measure;
pub mod overlap;
pub mod period;
pub mod policy;
pub mod primitive;
pub mod query;
pub mod reason;
pub mod record;
pub mod register;
pub mod rules;
pub mod template;
pub mod text;
pub mod tile;
pub mod translit;
pub mod ucum;
pub mod validity;
pub mod value;
pub mod wkb;
pub mod wkt;
pub mod xml;
