//! Runs PostgreSQL's programs: with a deadline, a clean environment and, for a root process, as the system user.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::error::ClusterError;
use super::place::failed;

/// The system user that PostgreSQL runs as when `misto` runs as root.
pub const SYSTEM_USER: &str = "misto";

/// Deadline of a program that should answer at once.
pub const QUICK: Duration = Duration::from_secs(30);

/// Exit status of `timeout` when the deadline passed.
const TIMED_OUT: i32 = 124;

/// Seconds between the polite and the forced end of a program that missed its deadline.
const GRACE: &str = "--kill-after=5";

/// Characters of a program's output kept in an error.
const OUTPUT_KEPT: usize = 2_000;

/// Where programs are looked for: `runuser` and `useradd` are in sbin, which an ordinary PATH lacks.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Who runs PostgreSQL's programs.
#[derive(Debug, Clone)]
pub enum Runner {
    /// The user of this process.
    Myself,
    /// The system user, through `runuser`.
    SystemUser {
        /// Its user id.
        uid: u32,
        /// Its group id.
        gid: u32,
    },
}

impl Runner {
    /// Root works through the system user, which is made when missing; anybody else works directly.
    pub fn of_this_process() -> Result<Self, ClusterError> {
        if this_uid()? != 0 {
            return Ok(Self::Myself);
        }
        if id_of("-u").is_err() {
            let made = make_system_user();
            // Two programs may have tried at once: what counts is that the user is there.
            id_of("-u").or_else(|error| made.and(Err(error)))?;
        }
        Ok(Self::SystemUser { uid: id_of("-u")?, gid: id_of("-g")? })
    }

    /// The owner (user id, group id) that PostgreSQL's directories need; `None`: they are ours already.
    pub fn owner(&self) -> Option<(u32, u32)> {
        match self {
            Self::Myself => None,
            Self::SystemUser { uid, gid } => Some((*uid, *gid)),
        }
    }

    /// Runs a program to its end and returns what it printed.
    pub fn run(&self, program: &str, arguments: &[&str], deadline: Duration) -> Result<String, ClusterError> {
        let output = self.output(program, arguments, deadline)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(failure(program, &output, deadline))
    }

    /// Runs a program to its end; the exit status is the caller's to read. `timeout` gives it a process group of its
    /// own, so that Ctrl-C on the terminal does not cut `initdb` or `pg_ctl` in the middle.
    pub fn output(&self, program: &str, arguments: &[&str], deadline: Duration) -> Result<Output, ClusterError> {
        let mut command = Command::new("timeout");
        command.arg(GRACE).arg(deadline.as_secs().to_string());
        if let Self::SystemUser { .. } = self {
            command.args(["runuser", "-u", SYSTEM_USER, "--"]);
        }
        command.arg(program).args(arguments);
        // Nothing is inherited: PGHOST, PGOPTIONS or a Ukrainian locale would change what the programs do and say.
        command.env_clear().env("PATH", PATH).env("LC_ALL", "C").current_dir("/").stdin(Stdio::null());
        command.output().map_err(|source| ClusterError::Spawn { program: program.to_owned(), source })
    }
}

/// The effective user id of this process.
pub fn this_uid() -> Result<u32, ClusterError> {
    let path = Path::new("/proc/self");
    fs::metadata(path).map(|found| found.uid()).map_err(failed("look at", path))
}

/// The end of a text: as much as an error should carry.
pub fn tail(text: &str) -> String {
    let text = text.trim();
    let skipped = text.chars().count().saturating_sub(OUTPUT_KEPT);
    text.chars().skip(skipped).collect()
}

fn failure(program: &str, output: &Output, deadline: Duration) -> ClusterError {
    let status = match output.status.code() {
        Some(TIMED_OUT) => format!("no answer in {} s", deadline.as_secs()),
        _ => output.status.to_string(),
    };
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let output = tail(&String::from_utf8_lossy(&said));
    ClusterError::Failed { program: program.to_owned(), status, output }
}

fn id_of(flag: &str) -> Result<u32, ClusterError> {
    let text = Runner::Myself.run("id", &[flag, SYSTEM_USER], QUICK)?;
    let not_a_number = |_| ClusterError::SystemUser { reason: format!("`id {flag}` answered `{}`", text.trim()) };
    text.trim().parse().map_err(not_a_number)
}

fn make_system_user() -> Result<(), ClusterError> {
    let home = PathBuf::from("/var/lib").join(SYSTEM_USER);
    let home = home.to_string_lossy();
    let arguments = [
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        &home,
        "--shell",
        "/usr/sbin/nologin",
        SYSTEM_USER,
    ];
    let made = Runner::Myself.run("useradd", &arguments, QUICK);
    made.map(|_| ()).map_err(|error| ClusterError::SystemUser { reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_misses_its_deadline_is_ended_and_named() {
        let error = Runner::Myself.run("sleep", &["60"], Duration::from_secs(1)).unwrap_err().to_string();
        assert_eq!(error, "`sleep` failed (no answer in 1 s): ");
    }

    #[test]
    fn the_environment_of_the_caller_does_not_reach_a_program() {
        let seen = Runner::Myself.run("env", &[], QUICK).unwrap();
        assert_eq!(seen.lines().count(), 2, "{seen}");
    }

    #[test]
    fn only_the_end_of_a_long_output_is_kept() {
        assert_eq!(tail(&format!("{}end", "я".repeat(5_000))).chars().count(), OUTPUT_KEPT);
    }
}
