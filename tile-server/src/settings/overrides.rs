//! Variables of the environment that override `city.toml`. An empty variable counts as absent.

use std::ffi::OsString;
use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;

use super::error::SettingsError;
use super::model::Settings;
use crate::cluster::Durability;

/// One variable: its name, the setting that it overrides, and how.
#[derive(Debug)]
pub struct Override {
    /// Name of the variable.
    pub name: &'static str,
    /// The setting, as `section.key`.
    pub key: &'static str,
    set: fn(&mut Settings, &str) -> Result<(), String>,
}

/// All variables, in the order of `city.toml`. `MISTO_CITY` names that file and so comes before all of them.
#[rustfmt::skip]
pub const OVERRIDES: &[Override] = &[
    Override { name: "MISTO_LISTEN", key: "server.listen", set: |s, v| put(&mut s.server.listen, v) },
    Override { name: "MISTO_PUBLIC_URL", key: "server.public_url", set: |s, v| put_some(&mut s.server.public_url, v) },
    Override { name: "MISTO_VIEWER", key: "server.viewer", set: |s, v| put_path(&mut s.server.viewer, v) },
    Override { name: "MISTO_LAYERS", key: "server.layers", set: |s, v| put_path(&mut s.server.layers, v) },
    Override { name: "MISTO_FONTS", key: "server.fonts", set: |s, v| put_path(&mut s.server.fonts, v) },
    Override { name: "MISTO_MAX_CONCURRENT", key: "server.max_concurrent", set: |s, v| put(&mut s.server.max_concurrent, v) },
    Override { name: "MISTO_REQUEST_TIMEOUT_S", key: "server.request_timeout_s", set: |s, v| put(&mut s.server.request_timeout_s, v) },
    Override { name: "DATABASE_URL", key: "database.url", set: |s, v| put_some(&mut s.database.url, v) },
    Override { name: "MISTO_DATA_DIR", key: "database.data_dir", set: |s, v| put_some_path(&mut s.database.data_dir, v) },
    Override { name: "MISTO_POSTGRES_BIN", key: "database.postgres_bin", set: |s, v| put_some_path(&mut s.database.postgres_bin, v) },
    Override { name: "MISTO_DURABILITY", key: "database.durability", set: put_durability },
    Override { name: "MISTO_POOL_PUBLIC", key: "database.pool_public", set: |s, v| put(&mut s.database.pool_public, v) },
    Override { name: "MISTO_POOL_OFFICIAL", key: "database.pool_official", set: |s, v| put(&mut s.database.pool_official, v) },
    Override { name: "MISTO_POOL_WRITER", key: "database.pool_writer", set: |s, v| put(&mut s.database.pool_writer, v) },
    Override { name: "MISTO_STATEMENT_TIMEOUT_MS", key: "database.statement_timeout_ms", set: |s, v| put(&mut s.database.statement_timeout_ms, v) },
    Override { name: "MISTO_WORKER", key: "import.worker", set: |s, v| put_some_path(&mut s.import.worker, v) },
    Override { name: "MISTO_MAX_REJECTED_PERCENT", key: "import.max_rejected_percent", set: |s, v| put(&mut s.import.max_rejected_percent, v) },
];

/// Applies the variables that are set.
pub(super) fn apply(settings: &mut Settings, variable: impl Fn(&str) -> Option<OsString>) -> Result<(), SettingsError> {
    for Override { name, key, set } in OVERRIDES {
        let Some(value) = variable(name).filter(|value| !value.is_empty()) else {
            continue;
        };
        let text = value.into_string().map_err(|_| "it is not UTF-8".to_owned());
        let done = text.and_then(|text| set(settings, &text));
        done.map_err(|reason| SettingsError::Variable { name, key, reason })?;
    }
    Ok(())
}

fn put<T: FromStr<Err: Display>>(slot: &mut T, text: &str) -> Result<(), String> {
    *slot = text.parse().map_err(|error: T::Err| error.to_string())?;
    Ok(())
}

fn put_some<T: FromStr<Err: Display>>(slot: &mut Option<T>, text: &str) -> Result<(), String> {
    *slot = Some(text.parse().map_err(|error: T::Err| error.to_string())?);
    Ok(())
}

fn put_path(slot: &mut PathBuf, text: &str) -> Result<(), String> {
    *slot = std::path::absolute(text).map_err(|error| error.to_string())?;
    Ok(())
}

fn put_some_path(slot: &mut Option<PathBuf>, text: &str) -> Result<(), String> {
    put_path(slot.get_or_insert_default(), text)
}

fn put_durability(settings: &mut Settings, text: &str) -> Result<(), String> {
    settings.database.durability = match text {
        "full" => Durability::Full,
        "tests" => Durability::Tests,
        _ => return Err(format!("`{text}` is not one of full, tests")),
    };
    Ok(())
}
