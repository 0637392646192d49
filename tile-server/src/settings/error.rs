//! Errors of the settings, in the manner of a compiler: place, line, caret, advice.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// How many letters a mistyped key may differ from the key that is suggested.
const MAX_TYPOS: usize = 3;

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error(
        "cannot read the city's settings {}: {cause}\nhelp: run misto beside city.toml, or name the file with {variable}",
        file.display(), variable = super::CITY_VARIABLE
    )]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system answered.
        cause: io::Error,
    },
    /// The file is too large to be settings.
    #[error(
        "{}: {bytes} bytes are too many for settings, {most} are allowed\nhelp: keep the boundary in a file of its own \
         (`[city] boundary`)",
        file.display()
    )]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// Its size in bytes.
        bytes: u64,
        /// The largest size in bytes.
        most: u64,
    },
    /// A key or a value in the file is wrong.
    #[error("{}:{line}:{column}: {message}\n{excerpt}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong, with advice.
        message: String,
        /// The line with a mark below the wrong part.
        excerpt: String,
    },
    /// A variable of the environment has a wrong value.
    #[error("the environment variable {name} (setting `{key}`): {reason}\nhelp: correct or unset {name}")]
    Variable {
        /// Name of the variable.
        name: &'static str,
        /// The setting that it overrides.
        key: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// Settings that are right one by one do not fit together.
    #[error("{message}\nhelp: {help}")]
    Conflict {
        /// What does not fit.
        message: String,
        /// How to mend it.
        help: String,
    },
}

impl SettingsError {
    /// Places an error of the parser in the file.
    pub(super) fn at(file: &Path, text: &str, error: &toml::de::Error) -> Self {
        let span = error.span().unwrap_or(0..0);
        let (before, _) = text.split_at(text.floor_char_boundary(span.start));
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        let shown = without_password(text[line_start..].lines().next().unwrap_or_default());
        let marked = text.get(span).map_or(1, |wrong| wrong.lines().next().unwrap_or_default().chars().count());
        let mut excerpt = format!("  |\n  | {shown}\n  | ");
        let room = shown.chars().count().saturating_sub(column - 1).max(1);
        // Writing to a String cannot fail.
        let _ = write!(excerpt, "{}{}", " ".repeat(column - 1), "^".repeat(marked.clamp(1, room)));
        if let Some(advice) = nearest_key(error.message()) {
            let _ = write!(excerpt, "\nhelp: did you mean `{advice}`?");
        }
        Self::File { file: file.to_owned(), line, column, message: error.message().to_owned(), excerpt }
    }
}

/// The line with asterisks in place of what a URL has between `://` and `@`, so that no password gets into a log.
fn without_password(line: &str) -> String {
    let ends = line.find("://").zip(line.rfind('@'));
    let Some((scheme, at)) = ends.filter(|(scheme, at)| scheme < at) else {
        return line.to_owned();
    };
    let (before, after) = (&line[..scheme + 3], &line[at..]);
    let hidden = line[scheme + 3..at].chars().count();
    format!("{before}{}{after}", "*".repeat(hidden))
}

/// The known key that a mistyped one resembles. serde says: unknown field `listn`, expected one of `listen`, `viewer`.
fn nearest_key(message: &str) -> Option<&str> {
    let message = message.strip_prefix("unknown field").or_else(|| message.strip_prefix("unknown variant"))?;
    let mut names = message.split('`').skip(1).step_by(2);
    let wrong = names.next()?;
    let distances = names.map(|known| (strsim::osa_distance(wrong, known), known));
    distances.min().filter(|(distance, _)| *distance <= MAX_TYPOS).map(|(_, known)| known)
}
