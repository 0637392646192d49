//! Imports through the built program on a real PostGIS: real files, hostile files, killed imports, memory.

mod cadastre;
mod epanet;
mod files;
mod formats;
mod gtfs;
mod hostile;
mod hostile_formats;
mod killed;
mod ladyzhyn;
mod memory;
mod osm;
mod rasters;
mod samples;
