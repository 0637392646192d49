//! The program `misto`: its commands and its HTTP server.

pub mod cluster;
pub mod settings;
