//! The program `misto`: its commands and its HTTP server.

pub mod cluster;
pub mod commands;
pub mod context;
pub mod exporting;
pub mod http;
pub mod loading;
pub mod settings;
