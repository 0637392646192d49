//! PostgreSQL itself: initialise, look, start, stop, and the database with its extensions.

use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::binaries::Binaries;
use super::conf::{self, Durability};
use super::error::ClusterError;
use super::place::{PORT, Place, failed, give, make_dir};
use super::runner::{QUICK, Runner, tail};
use super::{ClusterSettings, DATABASE, Origin, SUPERUSER};

/// Deadline of `initdb` and of `CREATE DATABASE`, `CREATE EXTENSION`.
const CREATE: Duration = Duration::from_secs(120);

/// Deadline of a start: replaying the log after a crash during an import takes minutes at most.
const START: Duration = Duration::from_secs(300);

/// Deadline of a fast shutdown, which writes a checkpoint.
const STOP: Duration = Duration::from_secs(120);

/// How long the processes of a killed PostgreSQL may take to go: they notice at their next wait.
const LEFTOVERS: Duration = Duration::from_secs(30);

/// Time between two looks at a PostgreSQL that comes or goes.
const POLL: Duration = Duration::from_millis(200);

/// Exit status of `pg_ctl status` when PostgreSQL does not run.
const NOT_RUNNING: i32 = 3;

/// What a start says while processes of the last PostgreSQL are still there.
const LEFTOVER_MESSAGES: [&str; 2] =
    ["lock file \"postmaster.pid\" already exists", "pre-existing shared memory block"];

/// Extensions that only a superuser can make, with the part of the package name after `postgresql-<major>`.
const EXTENSIONS: [(&str, &str); 3] = [("postgis", "-postgis-3"), ("pg_trgm", ""), ("btree_gist", "")];

/// What answers at the socket.
enum Answer {
    Ready,
    /// It runs, but starts up, recovers or shuts down.
    NotYet,
    Nothing,
}

/// One PostgreSQL and how to handle it.
#[derive(Debug)]
pub struct Server {
    place: Place,
    runner: Runner,
    binaries: Binaries,
    durability: Durability,
}

impl Server {
    /// Finds the programs that fit the cluster at this place.
    pub fn new(place: Place, runner: Runner, settings: &ClusterSettings) -> Result<Self, ClusterError> {
        let version = place.version()?;
        let binaries = Binaries::find(settings.postgres_bin.as_deref(), version.as_deref())?;
        Ok(Self { place, runner, binaries, durability: settings.durability })
    }

    /// Where the cluster lives.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Makes PostgreSQL answer. The caller holds the gate.
    pub fn ensure_running(&self) -> Result<Origin, ClusterError> {
        if !self.place.data.exists() {
            self.initialise()?;
            self.launch()?;
            return Ok(Origin::Created);
        }
        let begun = Instant::now();
        loop {
            match self.look()? {
                Answer::Ready => return Ok(Origin::Adopted),
                Answer::NotYet if begun.elapsed() > START => {
                    return Err(self.no_start("it has not come up in time"));
                }
                Answer::NotYet => {}
                Answer::Nothing => match self.launch() {
                    Ok(()) => return Ok(Origin::Started),
                    Err(error) if !is_leftover(&error) => return Err(error),
                    Err(error) if begun.elapsed() > LEFTOVERS => {
                        return Err(self.held().unwrap_or(error));
                    }
                    Err(_) => {}
                },
            }
            sleep(POLL);
        }
    }

    /// Makes the database and its extensions unless they are there.
    pub fn ensure_database(&self) -> Result<(), ClusterError> {
        let found = self.sql("postgres", &format!("SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"))?;
        if found.trim().is_empty() {
            self.sql("postgres", &format!("CREATE DATABASE {DATABASE} TEMPLATE template0"))?;
        }
        let present = self.sql(DATABASE, "SELECT extname FROM pg_extension")?;
        for (extension, package) in EXTENSIONS {
            if !present.lines().any(|line| line == extension) {
                self.make_extension(extension, package)?;
            }
        }
        Ok(())
    }

    /// Fast shutdown; done already when PostgreSQL does not run.
    pub fn stop(&self) -> Result<(), ClusterError> {
        let data = self.place.data.to_string_lossy();
        let status = self.runner.output(&self.binaries.program("pg_ctl"), &["status", "-D", &data], QUICK)?;
        if status.status.code() == Some(NOT_RUNNING) {
            return Ok(());
        }
        let wait = STOP.as_secs().to_string();
        let stopped = self.run("pg_ctl", &["stop", "-s", "-w", "-m", "fast", "-t", &wait, "-D", &data], STOP + QUICK);
        stopped.map(|_| ())
    }

    /// `initdb` works beside the final place and is moved there when done: a killed `initdb` leaves no half cluster.
    fn initialise(&self) -> Result<(), ClusterError> {
        let new = self.place.base.join("data.new");
        if new.exists() {
            fs::remove_dir_all(&new).map_err(failed("remove", &new))?;
        }
        make_dir(&new, 0o700, false)?;
        give(&new, &self.runner)?;
        let path = new.to_string_lossy();
        let user = format!("--username={SUPERUSER}");
        let mut arguments = vec!["-D", &path, &user, "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"];
        arguments.extend(["--auth=trust", "--no-instructions"]);
        if self.durability == Durability::Tests {
            arguments.push("--no-sync");
        }
        self.run("initdb", &arguments, CREATE)?;
        fs::rename(&new, &self.place.data).map_err(failed("move into place", &new))
    }

    /// `pg_ctl start`: gives PostgreSQL a session of its own and waits until it answers.
    fn launch(&self) -> Result<(), ClusterError> {
        let base = &self.place.base;
        for (name, text) in
            [("postgresql.conf", conf::text(&self.place, self.durability)), ("pg_hba.conf", conf::HBA.into())]
        {
            let file = base.join(name);
            fs::write(&file, text).map_err(failed("write", &file))?;
        }
        let first_words = self.first_words();
        if first_words.exists() {
            fs::remove_file(&first_words).map_err(failed("remove", &first_words))?;
        }
        // pg_ctl hands the options to a shell; `Place` refused paths with a quote.
        let options = format!("-c 'config_file={}'", base.join("postgresql.conf").display());
        let (data, log, wait) =
            (self.place.data.to_string_lossy(), first_words.to_string_lossy(), START.as_secs().to_string());
        let arguments = ["start", "-s", "-w", "-t", &wait, "-D", &data, "-l", &log, "-o", &options];
        self.run("pg_ctl", &arguments, START + QUICK).map(|_| ()).map_err(|error| self.no_start(&error.to_string()))
    }

    fn look(&self) -> Result<Answer, ClusterError> {
        let (socket, port) = (self.place.run.to_string_lossy(), PORT.to_string());
        let program = self.binaries.program("pg_isready");
        let output = self.runner.output(&program, &["-q", "-h", &socket, "-p", &port, "-t", "5"], QUICK)?;
        // Exit codes of pg_isready: 0 accepts, 1 rejects (starting or stopping), 2 no response.
        Ok(match output.status.code() {
            Some(0) => Answer::Ready,
            Some(1) => Answer::NotYet,
            _ => Answer::Nothing,
        })
    }

    fn make_extension(&self, extension: &'static str, package: &str) -> Result<(), ClusterError> {
        let made = self.sql(DATABASE, &format!("CREATE EXTENSION {extension}"));
        made.map(|_| ()).map_err(|error| ClusterError::Extension {
            extension,
            reason: error.to_string(),
            package: format!("postgresql-{}{package}", self.binaries.major()),
        })
    }

    /// One statement of ours as the superuser; rows come back one a line. No text from outside gets here.
    fn sql(&self, database: &str, statement: &str) -> Result<String, ClusterError> {
        let (socket, port) = (self.place.run.to_string_lossy(), PORT.to_string());
        let login =
            ["-X", "-A", "-t", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-h", &socket, "-p", &port, "-U", SUPERUSER];
        let arguments = [login.as_slice(), &["-d", database, "-c", statement]].concat();
        self.run("psql", &arguments, CREATE)
    }

    fn run(&self, program: &str, arguments: &[&str], deadline: Duration) -> Result<String, ClusterError> {
        self.runner.run(&self.binaries.program(program), arguments, deadline)
    }

    /// What PostgreSQL says before its own log is open, and `pg_ctl` after it.
    fn first_words(&self) -> PathBuf {
        self.place.log.join("start.log")
    }

    /// The process that `postmaster.pid` names.
    fn pid(&self) -> Option<String> {
        let text = fs::read_to_string(self.place.data.join("postmaster.pid")).ok()?;
        text.lines().next().map(|line| line.trim().to_owned())
    }

    fn held(&self) -> Option<ClusterError> {
        Some(ClusterError::Held { pid: self.pid()?, file: self.place.data.join("postmaster.pid") })
    }

    fn no_start(&self, reason: &str) -> ClusterError {
        let log = fs::read(self.first_words()).unwrap_or_default();
        let reason = tail(&format!("{reason}\n{}", String::from_utf8_lossy(&log)));
        ClusterError::Start { reason, log: self.place.log.clone() }
    }
}

fn is_leftover(error: &ClusterError) -> bool {
    let text = error.to_string();
    LEFTOVER_MESSAGES.iter().any(|message| text.contains(message))
}
