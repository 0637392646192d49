//! The built program on a real PostGIS. One test program, so that the database is prepared once.

mod api;
mod bad_input;
mod canary;
mod catalogue;
mod crs;
mod declared_is_live;
mod derivers;
mod dossier;
mod edit;
mod exports;
mod gdal;
mod history;
mod neighbours;
mod no_code;
mod parts;
mod prints;
mod profiles;
mod search;
mod specs;
mod tiles;
