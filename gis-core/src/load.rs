//! `layers/**` from disk into a [`Catalog`]; every mistake is reported with file, line and a hint, all at once.
//!
//! ```text
//! layers/modules.toml  tilesets.toml  groups.toml  codes/*.toml  <module>/<register>.toml
//! ```
//! Files that end in `.spec.toml` or `.demo.toml` and the folder `mappings/` are read by others.

mod icons;

use crate::catalog::{Catalog, CodeList, FieldGroup, Module, TileSet};
use crate::check;
use crate::register::{Profile, Register};
use crate::text::Ident;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::path::{Path, PathBuf};

/// A mistake in a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file it is in.
    pub file: PathBuf,
    /// Line, from 1, when known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map_or(String::new(), |line| format!(":{line}"));
        write!(formatter, "{}{line}: {}\n  hint: {}", self.file.display(), self.message, self.hint)
    }
}

/// All mistakes of a `layers/` folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Mistakes(pub Vec<Mistake>);

/// A register file with the text it was read from, so that checks can point into it.
#[derive(Debug)]
pub struct Source {
    /// The file.
    pub file: PathBuf,
    /// Its text.
    pub text: String,
}

impl Source {
    /// A mistake at the first line that holds all the words; without line when none does.
    #[must_use]
    pub fn mistake(&self, words: &[&str], message: String, hint: impl Into<String>) -> Mistake {
        let line = self.text.lines().position(|line| words.iter().all(|word| line.contains(word)));
        Mistake { file: self.file.clone(), line: line.map(|at| at + 1), message, hint: hint.into() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModulesFile {
    module: Vec<Module>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TileSetsFile {
    tileset: Vec<TileSet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupsFile {
    group: Vec<FieldGroup>,
}

/// The group that every register takes in first, named or not: the fields each feature must have.
pub const RECORD_GROUP: &str = "record";

/// Reads and cross-checks a `layers/` folder.
///
/// # Errors
/// Every mistake found, in the order of files.
pub fn load(folder: &Path) -> Result<Catalog, Mistakes> {
    let mut mistakes = Vec::new();
    let modules = required(&folder.join("modules.toml"), &mut mistakes)
        .map_or_else(Vec::new, |(f, _): (ModulesFile, _)| f.module);
    let groups =
        required(&folder.join("groups.toml"), &mut mistakes).map_or_else(Vec::new, |(f, _): (GroupsFile, _)| f.group);
    let tilesets = required(&folder.join("tilesets.toml"), &mut mistakes)
        .map_or_else(Vec::new, |(f, _): (TileSetsFile, _)| f.tileset);
    let mut codes = BTreeMap::new();
    for file in toml_files(&folder.join("codes")) {
        if let Some((list, source)) = required::<CodeList>(&file, &mut mistakes) {
            insert(&mut codes, list.id.clone(), list, &source, &mut mistakes);
        }
    }
    let mut registers = BTreeMap::new();
    let mut sources = BTreeMap::new();
    for module in &modules {
        for file in toml_files(&folder.join(module.id.as_str())) {
            let Some((register, source)) = required::<Register>(&file, &mut mistakes) else { continue };
            let register = expand(register, &groups, &source, &mut mistakes);
            let id = register.id.clone();
            insert(&mut registers, id.clone(), register, &source, &mut mistakes);
            sources.insert(id, source);
        }
    }
    let icons = icons::load(&folder.join("icons"), &mut mistakes);
    let catalog = Catalog { registers, codes, modules, tilesets, icons, profile: Profile::Peace };
    if mistakes.is_empty() {
        mistakes = check::catalog(&catalog, &sources, folder);
    }
    if mistakes.is_empty() { Ok(catalog) } else { Err(Mistakes(mistakes)) }
}

/// Plain `.toml` files of a folder by name; specs and demo hints are not declarations.
fn toml_files(folder: &Path) -> Vec<PathBuf> {
    files(folder, is_declaration)
}

fn files(folder: &Path, is_wanted: fn(&Path) -> bool) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| is_wanted(path)).collect();
    files.sort();
    files
}

fn is_declaration(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.ends_with(".toml") && !name.ends_with(".spec.toml") && !name.ends_with(".demo.toml")
}

fn required<T: DeserializeOwned>(file: &Path, mistakes: &mut Vec<Mistake>) -> Option<(T, Source)> {
    match parse(file) {
        Ok(found) => Some(found),
        Err(mistake) => {
            mistakes.push(mistake);
            None
        }
    }
}

/// Reads one TOML file into its typed form.
///
/// # Errors
/// The mistake with its line and, for an unknown key, the known keys.
pub fn parse<T: DeserializeOwned>(file: &Path) -> Result<(T, Source), Mistake> {
    let unreadable = |error: std::io::Error| Mistake {
        file: file.to_owned(),
        line: None,
        message: format!("cannot be read: {error}"),
        hint: "the file must exist and be UTF-8 text".to_owned(),
    };
    let text = std::fs::read_to_string(file).map_err(unreadable)?;
    let parsed = toml::from_str(&text).map_err(|error| toml_mistake(file, &text, &error))?;
    Ok((parsed, Source { file: file.to_owned(), text }))
}

fn toml_mistake(file: &Path, text: &str, error: &toml::de::Error) -> Mistake {
    let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let message = error.message().to_owned();
    let hint = if message.starts_with("unknown field") {
        nearest_key(&message)
            .map_or_else(|| "see layers/README.md for the keys".to_owned(), |key| format!("did you mean `{key}`?"))
    } else if message.starts_with("missing field") {
        "add the key; layers/README.md explains it".to_owned()
    } else {
        "see layers/README.md for the form of this key".to_owned()
    };
    Mistake { file: file.to_owned(), line, message, hint }
}

/// Of the names in backquotes, the one most like the first.
fn nearest_key(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let wrong = names.next()?;
    names
        .min_by_key(|name| edit_distance(wrong, name))
        .filter(|name| edit_distance(wrong, name) <= 3)
        .map(str::to_owned)
}

/// Levenshtein distance in characters.
#[must_use]
pub fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

fn insert<T>(map: &mut BTreeMap<Ident, T>, id: Ident, value: T, source: &Source, mistakes: &mut Vec<Mistake>) {
    match map.entry(id) {
        Entry::Vacant(free) => {
            free.insert(value);
        }
        Entry::Occupied(taken) => {
            let message = format!("the id `{}` is declared twice", taken.key());
            mistakes.push(source.mistake(&["id", taken.key().as_str()], message, "give one of them another id"));
        }
    }
}

/// Puts the fields of the named groups after the register's own, and those of the record group last.
fn expand(mut register: Register, groups: &[FieldGroup], source: &Source, mistakes: &mut Vec<Mistake>) -> Register {
    let names: Vec<Ident> = register.groups.clone();
    for name in names.iter().map(Ident::as_str).chain([RECORD_GROUP]) {
        match groups.iter().find(|group| group.id.as_str() == name) {
            Some(group) => register.fields.extend(group.members()),
            None => mistakes.push(source.mistake(
                &["groups"],
                format!("the field group `{name}` does not exist"),
                "groups are declared in layers/groups.toml",
            )),
        }
    }
    register
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_line_and_hint() {
        let text = "id = 'a'\nsubsystem = 'S02'\ntitel = 'x'\n";
        let error = toml::from_str::<Register>(text).unwrap_err();
        let mistake = toml_mistake(Path::new("a.toml"), text, &error);
        assert_eq!(mistake.line, Some(3));
        assert_eq!(mistake.hint, "did you mean `title`?");
    }

    #[test]
    fn edit_distance_counts_single_changes() {
        assert_eq!(edit_distance("titel", "title"), 2);
        assert_eq!(edit_distance("", "abc"), 3);
    }
}
