//! The settings: `city.toml`, with overrides from the environment.
//!
//! Unknown keys and wrong values are refused with file, line, column and advice. Relative paths in the file are relative to
//! the file; relative paths in the environment are relative to the current directory.

mod error;
mod model;
mod overrides;
mod texts;
mod values;

use std::path::{Path, PathBuf};

pub use error::SettingsError;
pub use model::{City, Database, Import, Server, Settings, Title};
pub use overrides::{OVERRIDES, Override};
pub use texts::{DatabaseUrl, Email, LicenceId, OrganisationCode, PublicUrl, Slug, TerritoryCode};
pub use values::{Bounds, Center, Count, Language, Percent, Ucs2000Operation, Zoom};

use crate::cluster::ClusterSettings;

/// Where `city.toml` is looked for when neither the command line nor `MISTO_CITY` names it.
pub const DEFAULT_FILE: &str = "city.toml";

/// The variable that names `city.toml`.
pub const CITY_VARIABLE: &str = "MISTO_CITY";

/// Largest `city.toml`, in bytes: a boundary is a file of its own.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// The worker program, beside `misto` itself unless set.
const WORKER: &str = "misto-worker";

impl Settings {
    /// Reads `file`, else the file that `MISTO_CITY` names, else `city.toml` in the current directory; then applies the
    /// overrides of the environment.
    ///
    /// # Errors
    /// [`SettingsError`] with the place in the file, or the variable, and how to mend it.
    pub fn load(file: Option<&Path>) -> Result<Self, SettingsError> {
        let variable = |name: &str| std::env::var_os(name);
        let named = variable(CITY_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        let file = file.map(Path::to_owned).or(named).unwrap_or_else(|| DEFAULT_FILE.into());
        let text = read(&file)?;
        let mut settings = Self::parse(&file, &text)?;
        overrides::apply(&mut settings, variable)?;
        settings.check()?;
        settings.resolve_worker();
        Ok(settings)
    }

    /// The settings of one file's text, without the environment. `file` is named in errors, and its directory is where relative
    /// paths begin.
    ///
    /// # Errors
    /// [`SettingsError::File`] with line and column.
    pub fn parse(file: &Path, text: &str) -> Result<Self, SettingsError> {
        let parsed = toml::from_str::<Self>(text);
        let mut settings = parsed.map_err(|error| SettingsError::at(file, text, &error))?;
        settings.resolve_paths(file.parent().unwrap_or(Path::new("")));
        Ok(settings)
    }

    /// The private cluster of this city, unless `[database] url` names another database.
    #[must_use]
    pub fn cluster(&self) -> Option<ClusterSettings> {
        if self.database.url.is_some() {
            return None;
        }
        Some(ClusterSettings {
            name: self.city.id.as_str().to_owned(),
            data_dir: self.database.data_dir.clone(),
            postgres_bin: self.database.postgres_bin.clone(),
            durability: self.database.durability,
        })
    }

    /// Conditions between settings, after the overrides.
    fn check(&self) -> Result<(), SettingsError> {
        let (sum, most) = (self.database.connections(), model::MAX_POOLED);
        if sum > most {
            let message = format!("the pools of `[database]` add up to {sum} connections; at most {most} are allowed");
            return Err(SettingsError::Conflict { message, help: "lower one of the keys `pool_*`".to_owned() });
        }
        Ok(())
    }

    fn resolve_paths(&mut self, base: &Path) {
        // Absolute, because PostgreSQL and the worker run in other directories.
        let base = std::path::absolute(base).unwrap_or_else(|_| base.to_owned());
        let optional = [
            &mut self.city.boundary,
            &mut self.database.data_dir,
            &mut self.database.postgres_bin,
            &mut self.import.worker,
        ];
        let paths = optional.into_iter().flatten();
        for path in paths.chain([&mut self.server.viewer, &mut self.server.layers, &mut self.server.fonts]) {
            *path = base.join(&*path);
        }
    }

    fn resolve_worker(&mut self) {
        if self.import.worker.is_none() {
            let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join(WORKER)));
            self.import.worker = beside;
        }
    }
}

fn read(file: &Path) -> Result<String, SettingsError> {
    let unreadable = |cause| SettingsError::Read { file: file.to_owned(), cause };
    let size = std::fs::metadata(file).map_err(unreadable)?.len();
    if size > MAX_FILE_BYTES {
        return Err(SettingsError::TooLarge { file: file.to_owned(), bytes: size, most: MAX_FILE_BYTES });
    }
    std::fs::read_to_string(file).map_err(unreadable)
}

#[cfg(test)]
mod tests;
