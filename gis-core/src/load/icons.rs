//! Icons: files of one path each, so that the map, the legend and the printed page draw the same.

use super::{Mistake, files};
use regex::Regex;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// The only form of an icon.
static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"^<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 24 24"><path fill-rule="evenodd" d="([-MmLlHhVvCcSsQqTtAaZz0-9., ]+)"/></svg>$"#,
    )
    .ok()
});

/// The icons of a folder: name of the file to its path.
pub(super) fn load(folder: &Path, mistakes: &mut Vec<Mistake>) -> BTreeMap<String, String> {
    let mut icons = BTreeMap::new();
    for file in files(folder, |path| path.extension().is_some_and(|end| end == "svg")) {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let path = FORM.as_ref().and_then(|form| form.captures(text.trim_end())).map(|found| found[1].to_owned());
        let name = file.file_stem().map(|name| name.to_string_lossy().into_owned());
        match name.zip(path) {
            Some((name, path)) => _ = icons.insert(name, path),
            None => mistakes.push(Mistake {
                file,
                line: None,
                message: "an icon is one path on a square of 24 units".to_owned(),
                hint: "write <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><path fill-rule=\"evenodd\" d=\"…\"/></svg>"
                    .to_owned(),
            }),
        }
    }
    icons
}
