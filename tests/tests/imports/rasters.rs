//! GeoTIFF files as outlines.

use crate::files::Folder;
use std::path::{Path, PathBuf};
use std::process::Command;
use tests::cities::{City, samples};
use tests::program;

/// A real image with its corners put to a place in Kryvyi Rih: 500 by 1000 m.
fn moved(folder: &Folder, image: &Path, name: &str, options: &[&str]) -> PathBuf {
    let file = folder.path(name);
    let place = ["-q", "-a_srs", "EPSG:6385", "-a_ullr", "328000", "5309000", "328500", "5308000"];
    program::done(Command::new("gdal_translate").args(place).args(options).arg(image).arg(&file));
    file
}

#[test]
fn an_orthophoto_becomes_its_outline() {
    let Some(samples) = samples(2) else { return };
    let (city, folder) = (City::own(), Folder::new());
    let image = samples.join("raster/usda_naip_512_deflate_z2.tif");
    let date = ["-mo", "TIFFTAG_DATETIME=2024:05:31 12:00:00"];
    let files = [
        moved(&folder, &image, "centre_cog.tif", &[&["-of", "COG"][..], &date].concat()),
        moved(&folder, &image, "centre_strips.tif", &date),
    ];
    for file in &files {
        let import = city.import("raster_footprints", file);
        assert_eq!(import.counts(), [1, 1, 0], "{}", file.display());
    }
    let rows = "SELECT name, gsd_cm, raster_crs, acquired, storage_uri, note, ST_Area(geom)::int FROM reg.raster_coverage ORDER BY 1";
    assert_eq!(
        city.database.sql(rows),
        "centre_cog|48.8|6385|2024-05-31|raster/centre_cog.tif||500000\n\
         centre_strips|48.8|6385|2024-05-31|raster/centre_strips.tif|Не COG: not_tiled|500000"
    );
}

#[test]
fn images_of_other_places_are_refused_with_the_reason() {
    let Some(samples) = samples(4) else { return };
    let city = City::own();
    let refused = |name: &str| city.refused("raster_footprints", &samples.join("raster").join(name), &[]).1;
    for name in ["usda_naip_128_none_z2.tif", "usda_naip_512_deflate_z2.tif", "usda_naip_512_jpeg_z5.tif"] {
        let said = refused(name);
        assert!(said.contains("geom:outside_c"), "{name}: {said}");
    }
    for name in ["cog.tif", "nocog.tif"] {
        let said = refused(name);
        assert!(said.contains("EPSG:32621 is not a CRS this program transforms"), "{name}: {said}");
    }
    assert_eq!(city.count("raster_coverage"), 0);
}

#[test]
fn half_an_image_and_one_without_a_place_are_refused() {
    let Some(samples) = samples(3) else { return };
    let (city, folder) = (City::own(), Folder::new());
    let whole = std::fs::read(samples.join("raster/nocog.tif")).expect("the image");
    for at in [20, whole.len() / 2] {
        let (_, said) = city.refused("raster_footprints", &folder.write("half.tif", &whole[..at]), &[]);
        assert!(said.contains("ends before it should"), "{said}");
    }
    let mut circle = whole.clone();
    // The table of the only image stands at byte 8; the word behind its entries names the next one.
    let entries = usize::from(u16::from_le_bytes([whole[8], whole[9]]));
    let next = 10 + 12 * entries;
    circle[next..next + 4].copy_from_slice(&8u32.to_le_bytes());
    let (_, said) = city.refused("raster_footprints", &folder.write("circle.tif", circle), &[]);
    assert!(said.contains("tables do not end"), "{said}");
    let plain = folder.path("plain.tif");
    let image = samples.join("raster/nocog.tif");
    let strip = ["-q", "-of", "GTiff", "-co", "PROFILE=BASELINE"];
    program::done(Command::new("gdal_translate").args(strip).arg(image).arg(&plain));
    let (_, said) = city.refused("raster_footprints", &plain, &[]);
    assert!(said.contains("geom:required 1"), "{said}");
}
