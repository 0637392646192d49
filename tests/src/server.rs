//! The built server on a port of its own, stopped with its handle.

use crate::database::Database;
use crate::http::{self, Answer};
use crate::{program, wait_until};
use serde_json::Value as Json;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use ureq::Agent;

/// A running `misto serve`.
pub struct Server {
    child: Child,
    /// Scheme, host and port.
    pub url: String,
    agent: Agent,
}

impl Server {
    /// Serves a database to everybody.
    pub fn start(database: &Database) -> Self {
        Self::run(&mut database.misto(&["serve"]))
    }

    /// Serves the shared database to everybody, for tests that only read.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(|| {
            // Never dropped: the shell sees by the end of its input that this process is gone.
            let mut command = program::in_city(Command::new("sh"));
            command.args(["-c", r#""$0" serve & read -r _; kill -9 $!"#]).arg(program::path("misto"));
            Self::run(command.env("DATABASE_URL", Database::shared().url()).stdin(Stdio::piped()))
        })
    }

    /// Serves a database to staff.
    pub fn official(database: &Database) -> Self {
        Self::run(&mut database.misto(&["serve", "--as", "official"]))
    }

    /// Runs a command that serves; it says its address when it is ready.
    pub fn run(command: &mut Command) -> Self {
        let mut child = command
            .env("MISTO_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("misto starts");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let url = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("Misto: ").map(str::to_owned));
        let Some(url) = url else {
            let status = child.wait().expect("its end");
            panic!("{command:?} ended before it served: {status}");
        };
        Self { child, url, agent: http::agent() }
    }

    /// Asks.
    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    /// Asks with headers.
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.try_get(path, headers).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Asks a server that may be away.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn try_get(&self, path: &str, headers: &[(&str, &str)]) -> Result<Answer, ureq::Error> {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) };
        http::get(&self.agent, &url, headers)
    }

    /// The JSON of an answer that must be a success.
    pub fn json(&self, path: &str) -> Json {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// A counter of `/metrics`; 0 before it was first counted.
    pub fn metric(&self, name: &str) -> u64 {
        let text = self.get("/metrics").text();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned));
        line.map_or(0, |value| value.trim().parse().expect("a count"))
    }

    /// Asks the server to end, as systemd does.
    pub fn terminate(&self) {
        program::done(Command::new("kill").args(["-TERM", &self.child.id().to_string()]));
    }

    /// Waits for the end; the status tells whether it was clean.
    pub fn ended(mut self, seconds: u64) -> ExitStatus {
        let mut status = None;
        wait_until(seconds, "the server has ended", || {
            status = self.child.try_wait().expect("its state");
            status.is_some()
        });
        status.expect("its end")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
            return;
        }
        // Killing is enough here: what a stopped server must do is a test of its own.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
