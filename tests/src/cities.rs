//! Cities other than the repository's own, the folder of sample files, and what an import answers.

use crate::{Database, program};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of real files, named by `MISTO_SAMPLES`. Without it the caller leaves its checks out; CI may not.
pub fn samples(checks: usize) -> Option<PathBuf> {
    let folder = std::env::var_os("MISTO_SAMPLES").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    if folder.is_none() {
        assert!(std::env::var_os("CI").is_none(), "MISTO_SAMPLES is not set; {checks} checks would be left out");
        println!("skipped: {checks} checks, MISTO_SAMPLES is not set");
    }
    folder
}

/// True when the checks that take many minutes are wanted.
pub fn long() -> bool {
    std::env::var_os("MISTO_LONG").is_some_and(|value| !value.is_empty())
}

/// A mapping that only tests use.
pub fn mapping(id: &str) -> String {
    program::root().join(format!("tests/mappings/{id}.toml")).display().to_string()
}

/// A city with a database of its own.
pub struct City {
    /// Its database.
    pub database: Database,
    settings: PathBuf,
}

impl City {
    /// The city of `tests/cities/<id>.toml`, without features.
    pub fn new(id: &str) -> Self {
        let settings = program::root().join(format!("tests/cities/{id}.toml"));
        let city = Self { database: Database::bare(), settings };
        program::done(&mut city.misto(&["registers", "apply"]));
        city
    }

    /// The repository's own city, without features.
    pub fn own() -> Self {
        Self { database: Database::empty(), settings: program::root().join("city.toml") }
    }

    /// A command of `misto` on this city.
    pub fn misto(&self, arguments: &[&str]) -> Command {
        let mut command = self.database.misto(arguments);
        command.env("MISTO_CITY", &self.settings);
        command
    }

    /// A command that imports a file.
    pub fn importing(&self, mapping: &str, file: &Path, flags: &[&str]) -> Command {
        let mut command = self.misto(&["import", "--json", mapping]);
        command.arg(file).args(flags);
        command
    }

    /// Imports a file; it must succeed.
    pub fn import(&self, mapping: &str, file: &Path) -> Imported {
        Imported::of(&program::done(&mut self.importing(mapping, file, &[])))
    }

    /// Imports a file that must be refused: the exit code and what was said.
    pub fn refused(&self, mapping: &str, file: &Path, flags: &[&str]) -> (i32, String) {
        let output = self.importing(mapping, file, flags).output().expect("misto runs");
        assert!(!output.status.success(), "{} was accepted: {}", file.display(), program::said(&output));
        (output.status.code().expect("an exit code, not a signal"), program::said(&output))
    }

    /// Features of a register.
    pub fn count(&self, register: &str) -> i64 {
        self.database.number(&format!("SELECT count(*) FROM reg.\"{register}\""))
    }

    /// Rows that wait in the stage table of a register.
    pub fn staged(&self, register: &str) -> i64 {
        self.database.number(&format!("SELECT count(*) FROM stage.\"{register}\""))
    }
}

/// What an import answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported(Json);

impl Imported {
    /// Reads the JSON on standard output.
    pub fn of(output: &Output) -> Self {
        Self(
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", program::said(output))),
        )
    }

    /// Id of the kept report.
    pub fn id(&self) -> &str {
        self.0["import"].as_str().expect("an id")
    }

    /// Records read, accepted, rejected.
    pub fn counts(&self) -> [u64; 3] {
        ["records", "accepted", "rejected"].map(|key| self.0[key].as_u64().expect("a count"))
    }

    /// Rejections by `field:code`, as `field:code count` in alphabetical order.
    pub fn reasons(&self) -> Vec<String> {
        self.by_code("reasons")
    }

    /// Warnings in the same form; those of the file or the whole feature have no field.
    pub fn warnings(&self) -> Vec<String> {
        self.by_code("warnings")
    }

    fn by_code(&self, key: &str) -> Vec<String> {
        let counts: BTreeMap<String, u64> = serde_json::from_value(self.0[key].clone()).expect("counts by reason");
        counts.into_iter().map(|(key, count)| format!("{key} {count}")).collect()
    }

    /// Features of a register that were created, updated, deleted.
    pub fn changes(&self, register: &str) -> [i64; 3] {
        ["created", "updated", "deleted"].map(|key| self.0["changes"][register][key].as_i64().unwrap_or_default())
    }

    /// True when a changeset was committed.
    pub fn committed(&self) -> bool {
        !self.0["seq"].is_null()
    }
}
