//! What can go wrong with the private cluster, and how a person mends it.

use std::io;
use std::path::PathBuf;

/// An error of the private cluster. The text says what failed, why, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// The name cannot be a directory name.
    #[error(
        "`{0}` cannot name a cluster: use 1 to {max} characters of a-z, 0-9, `-`, `_` (setting `[city] id`)",
        max = super::place::MAX_NAME
    )]
    Name(String),
    /// The directory is not absolute, or has a character that PostgreSQL's own files cannot quote.
    #[error(
        "the cluster directory {} cannot be used: {reason}; choose another with `[database] data_dir` or MISTO_DATA_DIR",
        path.display()
    )]
    Directory {
        /// The directory.
        path: PathBuf,
        /// Why it cannot be used.
        reason: String,
    },
    /// A unix socket path is at most 107 bytes long (`sun_path` of Linux).
    #[error(
        "the socket path {} has {length} bytes and Linux allows {limit}; choose a shorter `[database] data_dir` or MISTO_DATA_DIR",
        path.display(), length = path.as_os_str().len(), limit = super::place::MAX_SOCKET_PATH
    )]
    SocketPath {
        /// The path of the socket.
        path: PathBuf,
    },
    /// Neither `data_dir` nor a home directory.
    #[error("no place for the cluster: HOME is not set; set `[database] data_dir` or MISTO_DATA_DIR")]
    NoHome,
    /// No usable PostgreSQL.
    #[error(
        "PostgreSQL {wanted} was not found: {reason}; on Debian: apt-get install {package}, or run script/setup; \
         elsewhere set `[database] postgres_bin` or MISTO_POSTGRES_BIN"
    )]
    Binaries {
        /// The version that is needed, in words.
        wanted: String,
        /// Where it was looked for and what was missing.
        reason: String,
        /// Debian packages that mend it.
        package: String,
    },
    /// A root process could not get the system user that PostgreSQL runs as.
    #[error(
        "PostgreSQL refuses to run as root and the system user `{user}` could not be made: {reason}; \
         make it yourself (useradd --system {user}) or run misto as an ordinary user",
        user = super::runner::SYSTEM_USER
    )]
    SystemUser {
        /// What the system answered.
        reason: String,
    },
    /// A file or directory of the cluster could not be made, read or changed.
    #[error("cannot {action} {}: {source}", path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// Another `misto` has been starting or stopping the cluster for too long.
    #[error("another misto has been starting or stopping the cluster for {waited_s} s; look for it with: fuser -v {}", path.display())]
    Busy {
        /// The lock file.
        path: PathBuf,
        /// Seconds waited.
        waited_s: u64,
    },
    /// The handle was stopped before.
    #[error("this program has left the private cluster; start it anew")]
    Left,
    /// A program could not be run at all.
    #[error("cannot run `{program}`: {source}; is it installed and on the PATH?")]
    Spawn {
        /// The program.
        program: String,
        /// What the system answered.
        source: io::Error,
    },
    /// A program of PostgreSQL failed.
    #[error("`{program}` failed ({status}): {output}")]
    Failed {
        /// The program.
        program: String,
        /// Exit status, or the deadline that passed.
        status: String,
        /// The end of what it said.
        output: String,
    },
    /// PostgreSQL does not start.
    #[error("PostgreSQL does not start: {reason}; its log is in {}", log.display())]
    Start {
        /// The end of the log.
        reason: String,
        /// Directory of the logs.
        log: PathBuf,
    },
    /// `postmaster.pid` names a living process that does not answer.
    #[error(
        "PostgreSQL does not start: process {pid} holds {} and does not answer; if that process is not PostgreSQL \
         (ps -p {pid}), remove the file; if it is, end it with: kill -INT {pid}",
        file.display()
    )]
    Held {
        /// The process.
        pid: String,
        /// The file that names it.
        file: PathBuf,
    },
    /// An extension could not be made.
    #[error("the database lacks the extension `{extension}`: {reason}; on Debian: apt-get install {package}")]
    Extension {
        /// Name of the extension.
        extension: &'static str,
        /// What PostgreSQL answered.
        reason: String,
        /// Debian package that mends it.
        package: String,
    },
}
