//! The configuration of the private cluster, written anew before every start: settings live in this program, not in a file that
//! somebody edited once.

use std::fmt::Write as _;

use serde::Deserialize;

use super::place::{PORT, Place};

/// Connections that PostgreSQL accepts. The program's pools and a few `psql` of an administrator stay below it.
pub const MAX_CONNECTIONS: u32 = 60;

/// What an acknowledged write survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Durability {
    /// A crash of the program, of PostgreSQL and of the machine.
    #[default]
    Full,
    /// A crash of the programs only, not of the machine: quicker, for throw-away clusters of tests.
    Tests,
}

/// Setting, value and the reason for it.
type Line = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const SETTINGS: &[Line] = &[
    ("listen_addresses", "''", "no TCP port: the socket's directory is the access control"),
    ("unix_socket_permissions", "0700", "as the directory, in case somebody opens that"),
    ("timezone", "'UTC'", "dates of the city are computed with an explicit zone"),
    ("lc_messages", "'C'", "the program recognises messages of a failed start"),
    ("shared_buffers", "'256MB'", "a city's hot tables fit; leaves a 2 GB machine to the page cache"),
    ("effective_cache_size", "'1GB'", "what the page cache of such a machine gives"),
    ("work_mem", "'16MB'", "sorts of a page of features stay in memory, 60 connections stay below 1 GB"),
    ("maintenance_work_mem", "'128MB'", "GiST indexes are built after an import"),
    ("max_parallel_workers_per_gather", "0", "requests are short and many: a second process each costs more than it gives"),
    ("max_parallel_maintenance_workers", "0", "parallel builds need more /dev/shm than the 64 MB of a container"),
    ("jit", "off", "compiling costs more than these short queries run"),
    ("random_page_cost", "1.1", "SSD: otherwise the planner avoids the GiST index"),
    ("wal_compression", "on", "an import writes many full pages"),
    ("max_wal_size", "'2GB'", "an import of a city does not force a checkpoint every few seconds"),
    ("checkpoint_timeout", "'10min'", "fewer full pages; recovery still takes seconds"),
    ("checkpoint_completion_target", "0.9", "spreads the writing, so that requests do not wait for it"),
    ("logging_collector", "on", "PostgreSQL keeps its own log; nothing holds the terminal of the program"),
    ("log_filename", "'postgres-%a.log'", "with the next two: one file per weekday, overwritten after a week"),
    ("log_truncate_on_rotation", "on", "see log_filename"),
    ("log_rotation_size", "0", "see log_filename"),
    ("log_error_verbosity", "terse", "the DETAIL of a violated key holds values, which may be personal data"),
    ("log_parameter_max_length", "0", "bind values may be personal data"),
];

#[rustfmt::skip]
const FULL: &[Line] = &[
    ("fsync", "on", "an acknowledged write survives the loss of power"),
    ("full_page_writes", "on", "a page torn by the loss of power is repaired"),
    ("synchronous_commit", "on", "a commit is answered after it is on disk"),
];

#[rustfmt::skip]
const TESTS: &[Line] = &[
    ("fsync", "off", "the cluster is thrown away after the tests"),
    ("full_page_writes", "off", "as fsync"),
    ("synchronous_commit", "off", "as fsync"),
];

/// Who may connect: whoever can reach the socket, by any login. Nobody else: no host line.
pub const HBA: &str = "local all all trust\n";

/// The text of `postgresql.conf` for a cluster at this place.
pub fn text(place: &Place, durability: Durability) -> String {
    let mut text = String::from("# Written by misto before every start: changes are lost.\n");
    let paths = [
        ("hba_file", place.base.join("pg_hba.conf")),
        ("unix_socket_directories", place.run.clone()),
        ("log_directory", place.log.clone()),
    ];
    // Writing to a String cannot fail. `Place` refused every path that a quoted value cannot hold.
    for (name, path) in paths {
        let _ = writeln!(text, "{name} = '{}'", path.display());
    }
    let _ = writeln!(text, "port = {PORT}\nmax_connections = {MAX_CONNECTIONS}");
    let durable = match durability {
        Durability::Full => FULL,
        Durability::Tests => TESTS,
    };
    for (name, value, why) in SETTINGS.iter().chain(durable) {
        let _ = writeln!(text, "{name} = {value}  # {why}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_test_cluster_may_lose_an_acknowledged_write() {
        assert_eq!(Durability::default(), Durability::Full);
        assert!(FULL.iter().all(|(_, value, _)| *value == "on"));
        let names = |lines: &[Line]| lines.iter().map(|(name, _, _)| *name).collect::<Vec<_>>();
        assert_eq!(names(FULL), names(TESTS));
    }
}
