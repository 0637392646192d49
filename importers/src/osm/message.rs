//! The messages of the PBF format, `fileformat.proto` and `osmformat.proto`, less the fields that nobody here reads.
//!
//! Elements stay undecoded bytes inside their group: an empty one takes two bytes in the file, and a list of decoded
//! ones would take a hundred times the memory of the block.

use prost::bytes::Bytes;
use prost::{Message, Oneof};

/// What stands before a blob.
#[derive(Clone, PartialEq, Message)]
pub struct BlobHeader {
    /// `OSMHeader`, `OSMData`, or something to pass over.
    #[prost(string, tag = "1")]
    pub kind: String,
    /// Bytes of the blob.
    #[prost(int32, tag = "3")]
    pub size: i32,
}

/// A piece of the file, mostly compressed.
#[derive(Clone, PartialEq, Message)]
pub struct Blob {
    /// Bytes once unpacked.
    #[prost(int32, optional, tag = "2")]
    pub raw_size: Option<i32>,
    /// The bytes.
    #[prost(oneof = "Data", tags = "1, 3, 4, 5, 6, 7")]
    pub data: Option<Data>,
}

/// The bytes of a blob in one of the ways the format packs them.
#[derive(Clone, PartialEq, Oneof)]
pub enum Data {
    /// As they are.
    #[prost(bytes = "bytes", tag = "1")]
    Raw(Bytes),
    /// With zlib, as nearly all programs write.
    #[prost(bytes = "bytes", tag = "3")]
    Zlib(Bytes),
    /// With LZMA; proposed, never usual.
    #[prost(bytes = "bytes", tag = "4")]
    Lzma(Bytes),
    /// With bzip2; given up in 2010.
    #[prost(bytes = "bytes", tag = "5")]
    Bzip2(Bytes),
    /// With LZ4.
    #[prost(bytes = "bytes", tag = "6")]
    Lz4(Bytes),
    /// With Zstandard.
    #[prost(bytes = "bytes", tag = "7")]
    Zstd(Bytes),
}

/// The first block: what a reader must know to read the others.
#[derive(Clone, PartialEq, Message)]
pub struct HeaderBlock {
    /// Such as `OsmSchema-V0.6`, `DenseNodes`.
    #[prost(string, repeated, tag = "4")]
    pub required_features: Vec<String>,
}

/// A block of elements.
#[derive(Clone, PartialEq, Message)]
pub struct PrimitiveBlock {
    /// All its texts; the first is empty.
    #[prost(message, optional, tag = "1")]
    pub strings: Option<StringTable>,
    /// Its [`PrimitiveGroup`]s.
    #[prost(bytes = "bytes", repeated, tag = "2")]
    pub groups: Vec<Bytes>,
    /// Nanodegrees of one unit of a coordinate.
    #[prost(int32, optional, tag = "17")]
    pub granularity: Option<i32>,
    /// Milliseconds of one unit of a timestamp.
    #[prost(int32, optional, tag = "18")]
    pub date_granularity: Option<i32>,
    /// Nanodegrees to add to latitudes.
    #[prost(int64, tag = "19")]
    pub lat_offset: i64,
    /// Nanodegrees to add to longitudes.
    #[prost(int64, tag = "20")]
    pub lon_offset: i64,
}

/// The texts of a block.
#[derive(Clone, PartialEq, Message)]
pub struct StringTable {
    /// UTF-8.
    #[prost(bytes = "bytes", repeated, tag = "1")]
    pub texts: Vec<Bytes>,
}

/// Elements of one kind.
#[derive(Clone, PartialEq, Message)]
pub struct PrimitiveGroup {
    /// [`Node`]s.
    #[prost(bytes = "bytes", repeated, tag = "1")]
    pub nodes: Vec<Bytes>,
    /// Many nodes at once.
    #[prost(message, optional, tag = "2")]
    pub dense: Option<DenseNodes>,
    /// [`Way`]s.
    #[prost(bytes = "bytes", repeated, tag = "3")]
    pub ways: Vec<Bytes>,
    /// [`Relation`]s.
    #[prost(bytes = "bytes", repeated, tag = "4")]
    pub relations: Vec<Bytes>,
}

/// Who changed an element and when; of it the version and the time are read.
#[derive(Clone, PartialEq, Message)]
pub struct Info {
    /// From 1.
    #[prost(int32, optional, tag = "1")]
    pub version: Option<i32>,
    /// In units of the block.
    #[prost(int64, optional, tag = "2")]
    pub timestamp: Option<i64>,
}

/// One node.
#[derive(Clone, PartialEq, Message)]
pub struct Node {
    #[prost(sint64, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(message, optional, tag = "4")]
    pub info: Option<Info>,
    #[prost(sint64, tag = "8")]
    pub lat: i64,
    #[prost(sint64, tag = "9")]
    pub lon: i64,
}

/// Nodes as columns of differences.
#[derive(Clone, PartialEq, Message)]
pub struct DenseNodes {
    #[prost(sint64, repeated, tag = "1")]
    pub id: Vec<i64>,
    #[prost(message, optional, tag = "5")]
    pub info: Option<DenseInfo>,
    #[prost(sint64, repeated, tag = "8")]
    pub lat: Vec<i64>,
    #[prost(sint64, repeated, tag = "9")]
    pub lon: Vec<i64>,
    /// For each node key, value, key, value … and a zero; empty where no node has tags.
    #[prost(int32, repeated, tag = "10")]
    pub keys_vals: Vec<i32>,
}

/// [`Info`] as columns: versions as they are, times as differences.
#[derive(Clone, PartialEq, Message)]
pub struct DenseInfo {
    #[prost(int32, repeated, tag = "1")]
    pub version: Vec<i32>,
    #[prost(sint64, repeated, tag = "2")]
    pub timestamp: Vec<i64>,
}

/// One way.
#[derive(Clone, PartialEq, Message)]
pub struct Way {
    #[prost(int64, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(message, optional, tag = "4")]
    pub info: Option<Info>,
    /// Differences of node ids.
    #[prost(sint64, repeated, tag = "8")]
    pub refs: Vec<i64>,
}

/// One relation.
#[derive(Clone, PartialEq, Message)]
pub struct Relation {
    #[prost(int64, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(message, optional, tag = "4")]
    pub info: Option<Info>,
    #[prost(int32, repeated, tag = "8")]
    pub roles_sid: Vec<i32>,
    /// Differences of member ids.
    #[prost(sint64, repeated, tag = "9")]
    pub memids: Vec<i64>,
    /// 0 node, 1 way, 2 relation.
    #[prost(int32, repeated, tag = "10")]
    pub types: Vec<i32>,
}
