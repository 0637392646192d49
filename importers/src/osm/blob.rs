//! The frame of the file: a length, a header, a blob, and again; each within the sizes that the format allows.

use super::element::damaged;
use super::message::{Blob, BlobHeader, Data, HeaderBlock};
use crate::fault;
use flate2::read::ZlibDecoder;
use gis_core::record::Fault;
use prost::Message;
use prost::bytes::Bytes;
use std::io::{ErrorKind, Read};

/// Largest header of a blob, bytes: the format's own limit.
const HEADER: u32 = 64 << 10;

/// Largest blob, packed and unpacked, bytes: the format's own limit.
const BLOB: usize = 32 << 20;

/// Features that a file may demand of its reader and that this one has.
const KNOWN: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// A feature that is known and refused: several versions of each element, and deleted ones.
const HISTORY: &str = "HistoricalInformation";

/// The header of the next blob, `None` at the end of the file, and the bytes it took.
pub fn header(input: &mut impl Read) -> Result<Option<(BlobHeader, usize)>, Fault> {
    let mut length = [0; 4];
    match input.read(&mut length[..1]).map_err(|error| damaged(&error.to_string()))? {
        0 => return Ok(None),
        _ => exact(input, &mut length[1..])?,
    }
    let length = u32::from_be_bytes(length);
    if length > HEADER {
        return Err(damaged("the header of a blob is over 64 KiB"));
    }
    let mut bytes = vec![0; length as usize];
    exact(input, &mut bytes)?;
    let header = BlobHeader::decode(bytes.as_slice()).map_err(|error| damaged(&error.to_string()))?;
    Ok(Some((header, length as usize + 4)))
}

/// The size of a blob as its header says it.
pub fn size(header: &BlobHeader) -> Result<usize, Fault> {
    let size = usize::try_from(header.size).map_err(|_| damaged("a blob has a negative size"))?;
    if size > BLOB { Err(damaged("a blob is over 32 MiB")) } else { Ok(size) }
}

/// Reads a blob and unpacks it.
pub fn unpacked(input: &mut impl Read, size: usize) -> Result<Bytes, Fault> {
    let mut bytes = vec![0; size];
    exact(input, &mut bytes)?;
    let blob = Blob::decode(Bytes::from(bytes)).map_err(|error| damaged(&error.to_string()))?;
    let claimed = blob.raw_size.map(usize::try_from).transpose().map_err(|_| damaged("a blob has a negative size"))?;
    if claimed.is_some_and(|claimed| claimed > BLOB) {
        return Err(damaged("a blob unpacks to over 32 MiB"));
    }
    let bytes = match blob.data {
        Some(Data::Raw(bytes)) => bytes,
        Some(Data::Zlib(packed)) => inflated(&packed, claimed.unwrap_or_default())?,
        Some(Data::Lz4(_)) => return Err(compressed("LZ4")),
        Some(Data::Zstd(_)) => return Err(compressed("zstd")),
        Some(Data::Lzma(_)) => return Err(compressed("LZMA")),
        Some(Data::Bzip2(_)) => return Err(compressed("bzip2")),
        None => return Err(damaged("a blob has no data")),
    };
    if bytes.len() > BLOB || claimed.is_some_and(|claimed| claimed != bytes.len()) {
        return Err(damaged("a blob does not unpack to the size it names"));
    }
    Ok(bytes)
}

fn inflated(packed: &[u8], claimed: usize) -> Result<Bytes, Fault> {
    let mut bytes = Vec::with_capacity(claimed);
    let mut decoder = ZlibDecoder::new(packed).take(BLOB as u64 + 1);
    decoder.read_to_end(&mut bytes).map_err(|error| damaged(&error.to_string()))?;
    Ok(bytes.into())
}

fn exact(input: &mut impl Read, bytes: &mut [u8]) -> Result<(), Fault> {
    input.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => fault::truncated("OSM PBF"),
        _ => damaged(&error.to_string()),
    })
}

/// Refuses a file that demands what this reader lacks.
pub fn demands(header: &[u8]) -> Result<(), Fault> {
    let header = HeaderBlock::decode(header).map_err(|error| damaged(&error.to_string()))?;
    match header.required_features.iter().find(|feature| !KNOWN.contains(&feature.as_str())) {
        None => Ok(()),
        Some(feature) if feature == HISTORY => Err(history()),
        Some(feature) => Err(unknown(feature)),
    }
}

fn compressed(method: &str) -> Fault {
    Fault::new(
        "osm_compression",
        format!(
            "Блоки файлу стиснуто методом {method}, а читаються лише zlib та нестиснуті. Перепакуйте файл: osmium cat ВХІДНИЙ.osm.pbf -o ВИХІДНИЙ.osm.pbf"
        ),
        format!(
            "The blobs of the file are compressed with {method}; only zlib and uncompressed ones are read. Pack it anew: osmium cat IN.osm.pbf -o OUT.osm.pbf"
        ),
    )
}

fn history() -> Fault {
    Fault::new(
        "osm_history",
        "Це файл з історією: у ньому вилучені об’єкти та всі їхні версії. Візьміть стан на день: osmium time-filter ВХІДНИЙ.osh.pbf -o ВИХІДНИЙ.osm.pbf",
        "This is a history file, with deleted objects and all versions. Take the state of a day: osmium time-filter IN.osh.pbf -o OUT.osm.pbf",
    )
}

fn unknown(feature: &str) -> Fault {
    Fault::new(
        "osm_feature",
        format!(
            "Файл вимагає невідомої властивості формату «{feature}». Перепакуйте його: osmium cat ВХІДНИЙ.osm.pbf -o ВИХІДНИЙ.osm.pbf"
        ),
        format!(
            "The file demands the unknown feature \"{feature}\" of the format. Pack it anew: osmium cat IN.osm.pbf -o OUT.osm.pbf"
        ),
    )
}
