//! The memory of an import does not grow with its file.

use crate::files::Folder;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tests::cities::{City, long, mapping};

/// Most memory of the program and of its worker, each, MiB.
const MOST_MIB: u64 = 500;
/// Growth that is noise, MiB.
const NOISE_MIB: u64 = 64;
/// Squares of a file of about 30 MB.
const SQUARES: u32 = 110_000;

#[test]
fn ten_times_the_file_takes_no_more_memory() {
    if !long() {
        println!("skipped: 1 check, MISTO_LONG is not set");
        return;
    }
    let (city, folder) = (City::own(), Folder::new());
    let peaks = [1, 10].map(|times| {
        let file = folder.squares(&format!("{times}.geojson"), times * SQUARES, 1);
        let size = std::fs::metadata(&file).expect("the file").len() / 1_000_000;
        let (program, worker) = peak(&city, &file);
        println!("{size} MB: misto {program} MiB, misto-worker {worker} MiB");
        assert!(program < MOST_MIB && worker < MOST_MIB);
        (program, worker)
    });
    assert!(peaks[1].0 <= peaks[0].0 + NOISE_MIB && peaks[1].1 <= peaks[0].1 + NOISE_MIB, "{peaks:?}");
}

/// Peaks of `misto` and of its worker while a file is checked, MiB.
fn peak(city: &City, file: &Path) -> (u64, u64) {
    let mut command = city.importing(&mapping("squares"), file, &["--dry-run"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("misto starts");
    let (mut program, mut worker) = (0, 0);
    loop {
        program = resident(child.id()).unwrap_or_default().max(program);
        worker = child_of(child.id()).and_then(resident).unwrap_or_default().max(worker);
        if let Some(status) = child.try_wait().expect("its state") {
            assert!(status.success(), "{status}");
            return (program, worker);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// `VmHWM` of a process, MiB; nothing once it has ended.
fn resident(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? / 1024)
}

fn child_of(process: u32) -> Option<u32> {
    let text = std::fs::read_dir(format!("/proc/{process}/task")).ok()?.flatten().find_map(|task| {
        let children = std::fs::read_to_string(task.path().join("children")).ok()?;
        children.split(' ').next().filter(|first| !first.is_empty()).map(str::to_owned)
    })?;
    text.parse().ok()
}
