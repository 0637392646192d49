//! Every bound a file meets, by name.

/// Vertices of one record.
pub const VERTICES: usize = 1_000_000;

/// Columns of a file.
pub const COLUMNS: usize = 1_000;

/// Bytes of one text value, and of one nested JSON value.
pub const TEXT: usize = 1 << 20;

/// Bytes of one record, in the file and on the wire.
pub const RECORD: usize = 64 << 20;

/// Levels of nesting in JSON; a multi-polygon in a feature collection has eight.
pub const JSON_DEPTH: usize = 32;

/// Digits of one number in JSON; more is an attack or a mistake.
pub const NUMBER: usize = 400;

/// Bytes at the start of a file by which its format is known.
pub const SNIFF: usize = 64 << 10;

/// Bytes by which the separator and the encoding of a table are known.
pub const SAMPLE: usize = 1 << 20;

/// Entries of a workbook's archive.
pub const ARCHIVE_ENTRIES: usize = 200;

/// Bytes a workbook may unpack to, counted as they leave the decoder.
pub const UNPACKED: u64 = 256 << 20;

/// Nested brackets of WKT text: a multi-polygon has three.
pub const WKT_DEPTH: usize = 4;

/// Notes of one file; the last of them says that there are more.
pub const NOTES: usize = 10_000;

/// Bytes of the code and sentences of one note.
pub const NOTE: usize = 4 << 10;

/// Nested elements of XML; the deepest of the cadastral exchange file is the nineteenth.
pub const XML_DEPTH: usize = 32;

/// Elements of one part of an XML file that is held in memory, such as a parcel or the boundary of a zone.
pub const XML_ELEMENTS: usize = 1_000_000;

/// Points, and vertices of lines, of a cadastral file.
pub const CADASTRE_VERTICES: usize = 5_000_000;

/// Records of a cadastral file.
pub const CADASTRE_RECORDS: usize = 500_000;

/// Nodes that the wanted ways of an OpenStreetMap file may have, and ways of relations count twice: some 0.6 GB.
pub const OSM_NODES: usize = 32 << 20;

/// Ways that the wanted relations of an OpenStreetMap file may have.
pub const OSM_MEMBERS: usize = 4_000_000;

/// Blobs of an OpenStreetMap file; the whole planet has a million.
pub const OSM_BLOBS: usize = 2_000_000;

/// Nodes and links of an EPANET network together.
pub const EPANET_ITEMS: usize = 1_000_000;

/// Vertices of the links of an EPANET network.
pub const EPANET_VERTICES: usize = 10_000_000;

/// Bytes of a line of an EPANET file; the program itself takes 1024.
pub const EPANET_LINE: usize = 8 << 10;

/// Bytes that one table of a GTFS feed may unpack to, counted as they leave the decoder.
pub const GTFS_TABLE: usize = 1 << 30;

/// Trips of a GTFS feed; a country has some millions.
pub const GTFS_TRIPS: usize = 2_000_000;

/// Vertices of the shapes, and stops of the trips, that the routes of a GTFS feed need.
pub const GTFS_VERTICES: usize = 10_000_000;
