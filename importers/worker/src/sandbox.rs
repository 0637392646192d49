//! The walls: no other file, no network, no further process, bounded memory and time. They are up before the file is
//! opened and before any thread exists, and the process ends when one of them cannot be raised.

use crate::seccomp;
use gis_core::record::Fault;
use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreated, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
};
use rlimit::Resource;
use std::path::{Path, PathBuf};

/// Address space. GDAL's libraries take some 0.4 GB of it before they do anything.
const ADDRESS_SPACE: u64 = 2 << 30;

/// Processor time in seconds; two gigabytes of GeoJSON take under one minute.
const CPU_SECONDS: u64 = 300;

/// Open files: the three of a process, those of one format, and a few of the libraries.
const OPEN_FILES: u64 = 64;

/// Where shared libraries, character tables and the data of GDAL and PROJ lie. Read-only, and nothing in them is
/// secret; the libraries load some of them when they first need them.
const SYSTEM: [&str; 8] = [
    "/usr/lib",
    "/lib",
    "/lib64",
    "/usr/share/gdal",
    "/usr/share/proj",
    "/usr/share/misto",
    "/etc/ld.so.cache",
    "/dev/null",
];

/// Raises all walls; `files` stay readable.
///
/// # Errors
/// `sandbox_failed`, naming the wall.
pub fn enter(files: &[PathBuf]) -> Result<(), Fault> {
    limits().map_err(|error| failed("rlimit", &error.to_string()))?;
    let status = landlock(files).map_err(|error| failed("landlock", &error.to_string()))?;
    match status {
        // The rights of Linux 5.13 are demanded outright below, so that "partially" can only speak of later ones:
        // rename across folders, truncate, ioctl, TCP ports, sockets and signals outside. The first two need a
        // writable file, of which there is none; the others are stopped by seccomp as well.
        RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced => {}
        RulesetStatus::NotEnforced => return Err(failed("landlock", "not enforced by this kernel")),
    }
    seccomp::apply().map_err(|error| failed("seccomp", &error))
}

fn limits() -> std::io::Result<()> {
    let limits = [
        (Resource::AS, ADDRESS_SPACE),
        (Resource::CPU, CPU_SECONDS),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, OPEN_FILES),
        (Resource::CORE, 0),
    ];
    limits.iter().try_for_each(|(resource, limit)| resource.set(*limit, *limit))
}

fn landlock(files: &[PathBuf]) -> Result<RulesetStatus, RulesetError> {
    let rules = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(ABI::V1))?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V6))?
        .handle_access(AccessNet::from_all(ABI::V6))?
        .scope(Scope::from_all(ABI::V6))?
        .create()?;
    let system = SYSTEM.iter().map(Path::new);
    let rules = system.chain(files.iter().map(PathBuf::as_path)).try_fold(rules, allow)?;
    Ok(rules.restrict_self()?.ruleset)
}

/// Lets a path be read when it is there; a missing one needs no rule.
fn allow(rules: RulesetCreated, path: &Path) -> Result<RulesetCreated, RulesetError> {
    let Ok(handle) = PathFd::new(path) else { return Ok(rules) };
    let rights = if path.is_dir() { AccessFs::ReadFile | AccessFs::ReadDir } else { AccessFs::ReadFile.into() };
    rules.add_rule(PathBeneath::new(handle, rights))
}

fn failed(wall: &str, why: &str) -> Fault {
    Fault::new(
        "sandbox_failed",
        format!("Захист процесу читання не вмикається ({wall}: {why}). Потрібен Linux 5.13 або новіший з Landlock."),
        format!(
            "The sandbox of the reading process cannot be raised ({wall}: {why}). Linux 5.13 or newer with Landlock is needed."
        ),
    )
}
