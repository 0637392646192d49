//! Water networks of EPANET: those of two real towns, set down in Kryvyi Rih since theirs name no coordinate system.

use crate::files::Folder;
use std::path::{Path, PathBuf};
use tests::cities::{City, Imported, samples};

/// Metres in a foot: the places of the networks are in feet, whatever [OPTIONS] counts in.
const FOOT: f64 = 0.3048;
/// A corner of Kryvyi Rih, EPSG:6385.
const CORNER: [f64; 2] = [315_000.0, 5_290_000.0];

/// The network with its south-west corner at [`CORNER`].
fn moved(folder: &Folder, sample: &Path, corner: [f64; 2]) -> PathBuf {
    let text = std::fs::read_to_string(sample).expect("the sample");
    let (mut placed, mut out) = (false, String::new());
    for line in text.lines() {
        if line.starts_with('[') {
            placed = line.starts_with("[COORDINATES]") || line.starts_with("[VERTICES]");
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [id, x, y] if placed && !id.starts_with(';') => {
                let at = |word: &str, axis: usize| {
                    CORNER[axis] + (word.parse::<f64>().expect("a number") - corner[axis]) * FOOT
                };
                out.push_str(&format!("{id} {:.3} {:.3}\n", at(x, 0), at(y, 1)));
            }
            _ => out.extend([line, "\n"]),
        }
    }
    folder.write(sample.file_name().expect("a name").to_str().expect("text"), out)
}

fn with_nodes(city: &City, file: &Path, nodes: u64) -> Imported {
    let found = city.import("epanet_nodes", file);
    assert_eq!((found.counts(), found.reasons()), ([nodes, nodes, 0], vec![]));
    city.import("epanet_pipes", file)
}

#[test]
fn the_networks_of_two_towns_load_whole_and_in_metres() {
    let Some(samples) = samples(2) else { return };
    for (name, corner, nodes, pipes, metres) in [
        ("ky4", [4_942_452.0, 3_888_731.0], 964, 1156, 260_241.0),
        ("ky10", [5_709_604.0, 3_800_000.0], 935, 1043, 430_026.0),
    ] {
        let (city, folder) = (City::own(), Folder::new());
        let file = moved(&folder, &samples.join(format!("water_networks/{name}.inp")), corner);
        let loaded = with_nodes(&city, &file, nodes);
        println!("{name}: {:?} {:?}", loaded.counts(), loaded.reasons());
        assert_eq!((loaded.counts(), loaded.reasons()), ([pipes, pipes, 0], vec![]));
        // The lengths that the file states, and those of the lines that it draws.
        let drawn = city.database.number("SELECT round(sum(length_m))::bigint FROM reg.network_line") as f64;
        println!("{name}: stated {metres} m, drawn {drawn} m");
        assert!((drawn / metres - 1.0).abs() < 0.05, "{drawn} m of {metres} m");
        assert_eq!(
            city.database
                .number("SELECT count(*) FROM reg.network_line WHERE from_node_id IS NULL OR to_node_id IS NULL"),
            0
        );
        assert_eq!(
            city.database.number("SELECT count(*) FROM reg.network_line WHERE diameter_mm NOT BETWEEN 25 AND 1100"),
            0
        );
        assert_eq!(
            city.database.number("SELECT count(*) FROM reg.network_node WHERE ST_Z(geom) NOT BETWEEN 0 AND 400"),
            0
        );
    }
}

#[test]
fn pipes_without_their_nodes_are_rejected_and_mistakes_are_told_by_line() {
    let Some(samples) = samples(3) else { return };
    let (city, folder) = (City::own(), Folder::new());
    let file = moved(&folder, &samples.join("water_networks/ky4.inp"), [4_942_452.0, 3_888_731.0]);
    let orphans = city.import("epanet_pipes", &file);
    assert_eq!(orphans.counts(), [1156, 0, 1156]);
    assert_eq!(orphans.reasons(), ["from_node_id:reference 1156", "to_node_id:reference 1156"]);

    let text = std::fs::read_to_string(&file).expect("the network");
    let broken = folder.write("broken.inp", text.replacen("1760.131", "long", 1));
    let (code, said) = city.refused("epanet_nodes", &broken, &[]);
    assert_eq!(code, 1);
    assert!(said.contains("[PIPES], line 979: the length: \"long\" is not a number"), "{said}");
    let other = folder.write("swmm.inp", text.replacen("[PIPES]", "[CONDUITS]", 1));
    let (_, said) = city.refused("epanet_nodes", &other, &[]);
    assert!(said.contains("EPANET has no section [CONDUITS]") && said.contains("SWMM"), "{said}");
    let named = folder.write("network.csv", &text);
    assert!(city.refused("epanet_nodes", &named, &[]).1.contains("is called .csv"));
}
