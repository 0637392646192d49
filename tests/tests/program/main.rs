//! The built program on a real PostGIS. One test program, so that the database is prepared once.

mod api;
