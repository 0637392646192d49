//! The sentences of the faults that several readers share. A fault of one format stands beside its reader.

use crate::limits;
use gis_core::record::{Choice, Fault};
use std::path::Path;

/// The file ends before the format says it may.
#[must_use]
pub fn truncated(part: &str) -> Fault {
    Fault::new(
        "file_truncated",
        format!("Файл обірвано: {part} закінчується раніше, ніж має. Скопіюйте або вивантажте файл ще раз."),
        format!("The file is cut off: {part} ends before it should. Copy or export the file again."),
    )
}

/// The bytes do not follow the format.
#[must_use]
pub fn damaged(format: &str, why: &str) -> Fault {
    Fault::new(
        "file_damaged",
        format!("Файл {format} пошкоджено: {why}. Вивантажте його ще раз із програми, що його створила."),
        format!("The {format} file is damaged: {why}. Export it again from the program that made it."),
    )
}

/// A named limit is passed.
#[must_use]
pub fn too_large(what_uk: &str, what_en: &str, limit: usize) -> Fault {
    Fault::new(
        "limit_exceeded",
        format!("{what_uk} перевищує дозволене ({limit}). Поділіть файл або спростіть цей запис."),
        format!("{what_en} is over the limit ({limit}). Split the file or simplify this record."),
    )
}

/// There are more columns than [`limits::COLUMNS`].
#[must_use]
pub fn too_many_columns() -> Fault {
    too_large("Кількість стовпців", "The number of columns", limits::COLUMNS)
}

/// The operating system refuses to open or read.
#[must_use]
pub fn unreadable(file: &Path, error: &std::io::Error) -> Fault {
    let name = name(file);
    Fault::new(
        "file_unreadable",
        format!("Не вдається прочитати «{name}»: {error}. Перевірте назву та права доступу."),
        format!("\"{name}\" cannot be read: {error}. Check its name and permissions."),
    )
}

/// Several parts, and nobody said which.
#[must_use]
pub fn layer_needed(layers: &[String]) -> Fault {
    let list = layers.join(", ");
    let mut fault = Fault::new(
        "layer_needed",
        format!("У файлі кілька шарів: {list}. Виберіть один: --layer НАЗВА."),
        format!("The file has several layers: {list}. Choose one: --layer NAME."),
    );
    fault.choices = layers.iter().map(|layer| Choice { value: layer.clone(), preview: String::new() }).collect();
    fault
}

/// The wanted part is not there.
#[must_use]
pub fn layer_unknown(wanted: &str, layers: &[String]) -> Fault {
    let list = layers.join(", ");
    Fault {
        code: "layer_unknown".to_owned(),
        uk: format!("Шару «{wanted}» у файлі немає; є: {list}."),
        en: format!("The file has no layer \"{wanted}\"; it has: {list}."),
        ..layer_needed(layers)
    }
}

/// Picks the wanted layer, or the only one.
///
/// # Errors
/// `layer_needed`, `layer_unknown`, or `file_empty` when there is none at all.
pub fn pick_layer(wanted: Option<&str>, layers: &[String]) -> Result<String, Fault> {
    match (wanted, layers) {
        (Some(wanted), _) if layers.iter().any(|layer| layer == wanted) => Ok(wanted.to_owned()),
        (Some(wanted), _) => Err(layer_unknown(wanted, layers)),
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(empty()),
        (None, _) => Err(layer_needed(layers)),
    }
}

/// There is nothing to read.
#[must_use]
pub fn empty() -> Fault {
    Fault::new(
        "file_empty",
        "У файлі немає жодного шару з даними. Перевірте, чи той файл вибрано.",
        "The file has no layer with data. Check that it is the right file.",
    )
}

/// The text of a value does not fit the encoding it was said to have.
#[must_use]
pub fn encoding_mismatch(encoding: &str, column: &str) -> Fault {
    Fault::new(
        "encoding_mismatch",
        format!("Текст у «{column}» не читається як {encoding}. Вкажіть справжнє кодування: --encoding windows-1251."),
        format!("The text in \"{column}\" is not {encoding}. Name the real encoding: --encoding windows-1251."),
    )
}

/// A format was handed to the wrong reader.
#[must_use]
pub fn not_native() -> Fault {
    Fault::new(
        "reader_missing",
        "Цей формат читає лише окремий процес misto-worker.",
        "This format is read by the misto-worker process only.",
    )
}

/// The file name without its folders, for messages.
#[must_use]
pub fn name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}
