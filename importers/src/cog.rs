//! Whether a TIFF is laid out as a cloud optimised GeoTIFF (OGC 21-026): tiles, the tables of all its images at the
//! front, then the smaller images before the larger ones. A client reads such a file piece by piece.

mod tiff;

use crate::fault;
use gis_core::record::Fault;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;
use tiff::Image;

/// The image is larger than one tile and is cut into strips.
pub const NOT_TILED: &str = "not_tiled";
/// The image is large and has no smaller versions of itself.
pub const NO_OVERVIEWS: &str = "no_overviews";
/// A smaller version is not smaller than the one before it.
pub const OVERVIEW_ORDER: &str = "overview_order";
/// A table stands behind the pixels, or the tables are out of order.
pub const TABLES_BEHIND: &str = "tables_behind_data";
/// The pixels of a larger image stand before those of a smaller one.
pub const DATA_ORDER: &str = "data_order";

/// Side in pixels up to which an image needs neither tiles nor smaller versions.
const SMALL: u64 = 512;

/// Why a file is no COG: one of the codes of this module; `None` when it is one.
///
/// # Errors
/// `file_truncated`, `file_damaged` when it is no sound TIFF.
pub fn check(file: &Path) -> Result<Option<&'static str>, Fault> {
    let open = File::open(file).map_err(|error| fault::unreadable(file, &error))?;
    check_reader(BufReader::new(open))
}

/// Checks an open reader.
///
/// # Errors
/// As [`check`].
pub fn check_reader(reader: impl Read + Seek) -> Result<Option<&'static str>, Fault> {
    Ok(judge(&tiff::images(reader)?))
}

fn judge(images: &[Image]) -> Option<&'static str> {
    // Masks lie beside the images they belong to and follow their order.
    let images: Vec<&Image> = images.iter().filter(|image| !image.mask).collect();
    let large = |image: &&Image| image.width > SMALL || image.height > SMALL;
    let first_data = images.iter().filter_map(|image| image.data).min();
    let pairs = || images.windows(2).map(|pair| (pair[0], pair[1]));
    if images.iter().any(|image| large(image) && !image.tiled) {
        Some(NOT_TILED)
    } else if images.first().is_some_and(large) && images.len() == 1 {
        Some(NO_OVERVIEWS)
    } else if pairs()
        .any(|(a, b)| b.width > a.width || b.height > a.height || (b.width, b.height) == (a.width, a.height))
    {
        Some(OVERVIEW_ORDER)
    } else if pairs().any(|(a, b)| b.table < a.table)
        || first_data.is_some_and(|data| images.iter().any(|image| image.table > data))
    {
        Some(TABLES_BEHIND)
    } else if pairs().any(|(a, b)| a.data.zip(b.data).is_some_and(|(larger, smaller)| larger < smaller)) {
        Some(DATA_ORDER)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(side: u64, table: u64, data: u64) -> Image {
        Image { width: side, height: side, tiled: true, mask: false, table, data: Some(data) }
    }

    #[test]
    fn the_order_of_a_cog_is_tables_then_small_then_large() {
        assert_eq!(judge(&[image(2000, 8, 900), image(1000, 200, 500), image(500, 300, 400)]), None);
        assert_eq!(judge(&[image(2000, 8, 300), image(1000, 200, 500)]), Some(DATA_ORDER));
        assert_eq!(judge(&[image(2000, 8, 900), image(1000, 700, 500)]), Some(TABLES_BEHIND));
        assert_eq!(judge(&[image(1000, 8, 900), image(2000, 200, 500)]), Some(OVERVIEW_ORDER));
        assert_eq!(judge(&[image(2000, 8, 900)]), Some(NO_OVERVIEWS));
    }

    #[test]
    fn strips_do_for_a_small_image_only() {
        let strips = |side| Image { tiled: false, ..image(side, 8, 900) };
        assert_eq!(judge(&[strips(512)]), None);
        assert_eq!(judge(&[strips(513)]), Some(NOT_TILED));
    }
}
