//! How fast a file comes through the worker: `records_per_second WORKER FILE [LAYER]`.

use importers::{OpenOptions, open};
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [worker, file, rest @ ..] = arguments.as_slice() else {
        return Err("usage: records_per_second WORKER FILE [LAYER]".into());
    };
    let options = OpenOptions { layer: rest.first().cloned(), ..OpenOptions::default() };
    let start = Instant::now();
    let source = open(Path::new(worker), Path::new(file), &options)?;
    println!("{:?}, open after {:?}", source.info, start.elapsed());
    let (mut records, mut vertices, mut faults) = (0u64, 0usize, 0u64);
    for record in source {
        let record = record?;
        records += 1;
        vertices += record.geometry.as_ref().map_or(0, gis_core::geometry::Geometry::vertex_count);
        faults += u64::from(record.geometry_fault.is_some());
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{records} records, {vertices} vertices, {faults} geometry faults: {:.0} records/s",
        records as f64 / seconds
    );
    Ok(())
}
