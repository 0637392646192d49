//! Imports through the built program on a real PostGIS: real files, hostile files, killed imports, memory.

mod files;
mod hostile;
mod killed;
mod ladyzhyn;
mod memory;
mod samples;
