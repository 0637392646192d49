//! The built programs and how to run them without the caller's environment.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// Variables that would change what the programs do.
const FOREIGN: [&str; 8] = [
    "DATABASE_URL",
    "MISTO_CITY",
    "MISTO_DATA_DIR",
    "MISTO_LAYERS",
    "MISTO_LISTEN",
    "MISTO_PUBLIC_URL",
    "MISTO_VIEWER",
    "MISTO_DURABILITY",
];

/// The folder of the repository: as cargo says it now, so that clones may share one target folder.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let own = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo runs the tests"));
        own.parent().expect("the tests are a folder of the repository").to_owned()
    });
    &ROOT
}

/// A built program, beside the running test program.
pub fn path(name: &str) -> PathBuf {
    let own = std::env::current_exe().expect("the path of the running program");
    let place = own.parent().expect("a folder");
    let place = if place.ends_with("deps") { place.parent().expect("a folder") } else { place };
    let program = place.join(name);
    assert!(program.is_file(), "{} is not built: cargo build --release --workspace", program.display());
    program
}

/// A command that runs a program on the repository's city.
pub fn command(name: &str) -> Command {
    in_city(Command::new(path(name)))
}

/// Has a command work on the repository's city, whatever the environment of the tests says.
pub fn in_city(mut command: Command) -> Command {
    for variable in FOREIGN {
        command.env_remove(variable);
    }
    command.env("MISTO_CITY", root().join("city.toml"));
    command
}

/// Runs a command to its end; it must succeed.
pub fn done(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}\n{}", output.status, said(&output));
    output
}

/// Everything a program said.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
