//! Keeps a throw-away PostgreSQL for the tests: prints its address and stops it when standard input ends.
//!
//! A process of its own, because a test program has no last moment of its own: however it ends, even by `kill -9`, the
//! pipe closes.

use std::io::Read;
use std::path::PathBuf;
use tile_server::cluster::{Cluster, ClusterError, ClusterSettings, Durability};

fn main() -> Result<(), ClusterError> {
    let directory = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| "/tmp/misto-tests".into()));
    let settings = ClusterSettings {
        name: "tests".to_owned(),
        data_dir: Some(directory.clone()),
        postgres_bin: None,
        durability: Durability::Tests,
    };
    let mut cluster = Cluster::start(&settings)?;
    println!("{}", cluster.url());
    // Either end of the pipe will do: data is never sent.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    cluster.stop()?;
    if let Err(error) = std::fs::remove_dir_all(&directory) {
        eprintln!("{} was left behind: {error}", directory.display());
    }
    Ok(())
}
