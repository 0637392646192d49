//! Finds PostgreSQL's programs.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::ClusterError;

/// Where Debian and Ubuntu keep the versions of PostgreSQL, one directory each.
const VERSIONS: &str = "/usr/lib/postgresql";

/// The programs that the cluster needs.
const PROGRAMS: [&str; 5] = ["initdb", "pg_ctl", "pg_isready", "postgres", "psql"];

/// The major version that `script/setup` installs on Debian 12.
const DEBIAN_MAJOR: &str = "15";

/// A directory with all of PostgreSQL's programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries(PathBuf);

impl Binaries {
    /// The programs in `chosen`; else those of the version that made the cluster; else the newest installed.
    pub fn find(chosen: Option<&Path>, cluster: Option<&str>) -> Result<Self, ClusterError> {
        match chosen {
            Some(dir) => complete(dir.to_owned(), cluster),
            None => complete(installed(Path::new(VERSIONS), cluster)?, cluster),
        }
    }

    /// The path of one program.
    pub fn program(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    /// The major version in the directory's name, for advice about packages.
    pub fn major(&self) -> &str {
        let version = self.0.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        version.filter(|name| name.parse::<u32>().is_ok()).unwrap_or(DEBIAN_MAJOR)
    }
}

/// `<versions>/<major>/bin`: of the wanted major version, else of the highest.
fn installed(versions: &Path, wanted: Option<&str>) -> Result<PathBuf, ClusterError> {
    let entries = fs::read_dir(versions).into_iter().flatten().flatten();
    let majors = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let fits = |major: &u32| wanted.is_none_or(|wanted| wanted == major.to_string());
    let newest = majors.filter(fits).max();
    let dir = newest.map(|major| versions.join(major.to_string()).join("bin"));
    dir.ok_or_else(|| missing(wanted, format!("nothing below {}", versions.display())))
}

fn complete(dir: PathBuf, wanted: Option<&str>) -> Result<Binaries, ClusterError> {
    match PROGRAMS.iter().find(|program| !dir.join(program).is_file()) {
        None => Ok(Binaries(dir)),
        Some(program) => Err(missing(wanted, format!("{} has no `{program}`", dir.display()))),
    }
}

fn missing(wanted: Option<&str>, reason: String) -> ClusterError {
    let major = wanted.unwrap_or(DEBIAN_MAJOR);
    ClusterError::Binaries {
        wanted: wanted.map_or_else(|| "(any version)".to_owned(), |major| format!("{major}, which made this cluster,")),
        reason,
        package: format!("postgresql-{major} postgresql-{major}-postgis-3"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_taken_by_number_not_by_spelling() {
        let versions = std::env::temp_dir().join(format!("misto-versions-{}", std::process::id()));
        for name in ["9", "15", "17", "common"] {
            fs::create_dir_all(versions.join(name)).unwrap();
        }
        assert!(installed(&versions, None).unwrap().ends_with("17/bin"));
        assert!(installed(&versions, Some("15")).unwrap().ends_with("15/bin"));
        let error = installed(&versions, Some("14")).unwrap_err().to_string();
        assert!(error.contains("apt-get install postgresql-14 postgresql-14-postgis-3"), "{error}");
        fs::remove_dir_all(&versions).unwrap();
    }

    #[test]
    fn a_directory_without_the_programs_is_refused_by_name() {
        let error = Binaries::find(Some(Path::new("/nowhere/bin")), None).unwrap_err().to_string();
        assert!(error.contains("/nowhere/bin has no `initdb`"), "{error}");
    }
}
