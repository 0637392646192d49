//! Where a cluster lives on disk: the paths, whether PostgreSQL can use them, and their owners and modes.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use super::ClusterSettings;
use super::error::ClusterError;
use super::runner::{Runner, this_uid};

/// Longest name of a cluster, in characters.
pub const MAX_NAME: usize = 40;

/// Longest path of a unix socket on Linux, in bytes: `sun_path` has 108 with the closing zero.
pub const MAX_SOCKET_PATH: usize = 107;

/// The port in the name of the socket. No TCP port is opened.
pub const PORT: u16 = 5432;

/// Parent of all clusters of a root process.
const ROOT_PARENT: &str = "/var/lib/misto";

/// Parent of all clusters of an ordinary user, below the home directory.
const HOME_PARENT: &str = ".local/share/misto";

/// Characters that the shell line of `pg_ctl`, `postgresql.conf` or its list of socket directories would read as syntax.
const FORBIDDEN: &[char] = &['\'', '"', '\\', ',', '\u{fffd}'];

/// The paths of one cluster.
#[derive(Debug, Clone)]
pub struct Place {
    /// The directory that holds everything; owned by the user of `misto`.
    pub base: PathBuf,
    /// PGDATA; owned by the user of PostgreSQL.
    pub data: PathBuf,
    /// The socket's directory; owned by the user of PostgreSQL, mode 0700.
    pub run: PathBuf,
    /// Logs; owned by the user of PostgreSQL.
    pub log: PathBuf,
}

impl Place {
    /// Decides the paths and checks that PostgreSQL can use them; touches nothing.
    pub fn new(settings: &ClusterSettings) -> Result<Self, ClusterError> {
        check_name(&settings.name)?;
        let base = match &settings.data_dir {
            Some(path) => path.clone(),
            None => default_parent()?.join(&settings.name),
        };
        check_path(&base)?;
        let run = base.join("run");
        let socket = run.join(format!(".s.PGSQL.{PORT}"));
        if socket.as_os_str().len() > MAX_SOCKET_PATH {
            return Err(ClusterError::SocketPath { path: socket });
        }
        Ok(Self { data: base.join("data"), log: base.join("log"), run, base })
    }

    /// Makes the directories with the right owners and modes. The base stays ours (root's, for a root process), so that the
    /// less trusted user of PostgreSQL cannot put a link where we write.
    pub fn prepare(&self, runner: &Runner) -> Result<(), ClusterError> {
        make_dir(&self.base, 0o755, true)?;
        self.check_owner()?;
        for dir in [&self.run, &self.log] {
            make_dir(dir, 0o700, false)?;
            give(dir, runner)?;
        }
        if runner.run("test", &["-x", &self.run.to_string_lossy()], super::runner::QUICK).is_err() {
            let reason = "a directory above it is closed to the user of PostgreSQL";
            return Err(self.unusable(reason));
        }
        Ok(())
    }

    /// The major version that made PGDATA, e.g. `15`; `None` when there is no cluster yet.
    pub fn version(&self) -> Result<Option<String>, ClusterError> {
        if !self.data.exists() {
            return Ok(None);
        }
        let file = self.data.join("PG_VERSION");
        let text =
            fs::read_to_string(&file).map_err(|source| ClusterError::File { action: "read", path: file, source })?;
        Ok(Some(text.trim().to_owned()))
    }

    fn check_owner(&self) -> Result<(), ClusterError> {
        let found = fs::metadata(&self.base).map_err(failed("look at", &self.base))?;
        if !found.is_dir() {
            return Err(self.unusable("it is not a directory"));
        }
        if found.uid() != this_uid()? {
            return Err(self.unusable(&format!("it belongs to user id {}", found.uid())));
        }
        Ok(())
    }

    fn unusable(&self, reason: &str) -> ClusterError {
        ClusterError::Directory { path: self.base.clone(), reason: reason.to_owned() }
    }
}

/// Gives a directory to the user of PostgreSQL and closes it to all others.
pub fn give(dir: &Path, runner: &Runner) -> Result<(), ClusterError> {
    if let Some((uid, gid)) = runner.owner() {
        chown(dir, Some(uid), Some(gid)).map_err(failed("give away", dir))?;
    }
    fs::set_permissions(dir, Permissions::from_mode(0o700)).map_err(failed("close", dir))
}

/// Makes a directory unless it is there.
pub fn make_dir(dir: &Path, mode: u32, with_parents: bool) -> Result<(), ClusterError> {
    if dir.is_dir() {
        return Ok(());
    }
    let made = DirBuilder::new().mode(mode).recursive(with_parents).create(dir);
    made.map_err(failed("make the directory", dir))
}

/// Turns an I/O error into a [`ClusterError`] that names the action and the path.
pub fn failed(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> ClusterError {
    let path = path.to_owned();
    move |source| ClusterError::File { action, path, source }
}

/// A path as a value in the query of a URL: everything but letters, digits and `-._~/` becomes `%XX`.
pub fn percent_encoded(path: &Path) -> String {
    let mut text = String::new();
    for &byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn check_name(name: &str) -> Result<(), ClusterError> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if (1..=MAX_NAME).contains(&name.len()) && name.chars().all(allowed) {
        return Ok(());
    }
    Err(ClusterError::Name(name.chars().take(MAX_NAME).collect()))
}

fn check_path(base: &Path) -> Result<(), ClusterError> {
    let text = base.to_string_lossy();
    let reason = if !base.is_absolute() {
        "it is not an absolute path"
    } else if text.contains(FORBIDDEN) || text.chars().any(char::is_control) {
        "its path has a quote, a backslash, a comma, a control character or is not UTF-8"
    } else {
        return Ok(());
    };
    Err(ClusterError::Directory { path: base.to_owned(), reason: reason.to_owned() })
}

fn default_parent() -> Result<PathBuf, ClusterError> {
    if this_uid()? == 0 {
        return Ok(PathBuf::from(ROOT_PARENT));
    }
    let home = std::env::var_os("HOME").filter(|home| home.as_os_str() != OsStr::new(""));
    home.map(|home| PathBuf::from(home).join(HOME_PARENT)).ok_or(ClusterError::NoHome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Durability;

    fn place(name: &str, dir: &str) -> Result<Place, ClusterError> {
        Place::new(&ClusterSettings {
            name: name.to_owned(),
            data_dir: Some(PathBuf::from(dir)),
            postgres_bin: None,
            durability: Durability::Full,
        })
    }

    #[test]
    fn a_socket_path_longer_than_linux_allows_is_refused_before_anything_is_made() {
        let longest = format!("/{}", "d".repeat(MAX_SOCKET_PATH - 1 - "/run/.s.PGSQL.5432".len()));
        assert!(place("city", &longest).is_ok());
        let error = place("city", &format!("{longest}d")).unwrap_err().to_string();
        assert!(error.contains("108 bytes") && error.contains("MISTO_DATA_DIR"), "{error}");
    }

    #[test]
    fn paths_that_a_shell_or_a_configuration_file_would_misread_are_refused() {
        for dir in ["relative/dir", "/tmp/it's", "/tmp/a,b", "/tmp/a\nb", "/tmp/a\\b"] {
            assert!(matches!(place("city", dir), Err(ClusterError::Directory { .. })), "{dir}");
        }
        assert!(place("city", "/home/олена/дані міста").is_ok());
    }

    #[test]
    fn a_name_that_could_leave_the_directory_is_refused() {
        for name in ["", "..", "a/b", "Kyiv", "місто", &"x".repeat(MAX_NAME + 1)] {
            assert!(matches!(place(name, "/tmp/c"), Err(ClusterError::Name(_))), "{name}");
        }
    }

    #[test]
    fn a_path_is_encoded_for_the_query_of_a_url() {
        assert_eq!(percent_encoded(Path::new("/tmp/a b&c/run")), "/tmp/a%20b%26c/run");
    }
}
