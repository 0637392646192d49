//! The archive of a feed, from which one table after the other is read.

use crate::bounded::Bounded;
use crate::table::{csv, csv_shape};
use crate::{OpenOptions, Sink, archive, fault, limits};
use gis_core::record::Fault;
use std::io::{self, Read, Seek};
use zip::ZipArchive;

/// An open feed.
pub struct Feed<R> {
    archive: ZipArchive<R>,
    encoding: Option<String>,
}

impl<R: Read + Seek> Feed<R> {
    /// Opens an archive; the encoding, where a person named it, is that of the tables that are not UTF-8: feeds mix them.
    ///
    /// # Errors
    /// `archive_too_large`, `file_truncated`, `file_damaged`.
    pub fn open(input: R, encoding: Option<String>) -> Result<Self, Fault> {
        Ok(Self { archive: archive::open(input, "GTFS", too_large)?, encoding })
    }

    /// True when the feed has a table.
    pub fn has(&self, table: &str) -> bool {
        self.archive.index_for_name(table).is_some()
    }

    /// Reads a table that must be there.
    ///
    /// # Errors
    /// `gtfs_table`, and what the reader of CSV answers with, with the name of the table.
    pub fn table(&mut self, table: &str, options: &OpenOptions, sink: &mut dyn Sink) -> Result<(), Fault> {
        if !self.has(table) {
            return Err(missing(table));
        }
        let sample = self.sample(table)?;
        let plain = OpenOptions { encoding: None, ..options.clone() };
        let named = OpenOptions { encoding: self.encoding.clone(), ..options.clone() };
        let shape = match csv_shape::detect(&sample, &plain) {
            Ok(shape) if self.encoding.is_none() || shape.encoding.encoding == encoding_rs::UTF_8 => Ok(shape),
            _ => csv_shape::detect(&sample, &named),
        };
        let shape = shape.map_err(|fault| within(table, fault))?;
        let (mut entry, allowance) = Bounded::new(self.entry(table)?, limits::GTFS_TABLE);
        io::copy(&mut (&mut entry).take(shape.mark as u64), &mut io::sink())
            .map_err(|error| fault::damaged(table, &error.to_string()))?;
        csv::read_rows(entry, shape, options, sink).map_err(|fault| match allowance.is_spent() {
            true => too_large(),
            false => within(table, fault),
        })
    }

    fn sample(&mut self, table: &str) -> Result<Vec<u8>, Fault> {
        let mut sample = Vec::new();
        let taken = self.entry(table)?.take(limits::SAMPLE as u64).read_to_end(&mut sample);
        taken.map(|_| sample).map_err(|error| fault::damaged(table, &error.to_string()))
    }

    fn entry(&mut self, table: &str) -> Result<impl Read, Fault> {
        self.archive.by_name(table).map_err(|error| fault::damaged(table, &error.to_string()))
    }
}

/// The fault with the name of the table it happened in.
fn within(table: &str, fault: Fault) -> Fault {
    Fault { uk: format!("{table}: {}", fault.uk), en: format!("{table}: {}", fault.en), ..fault }
}

fn too_large() -> Fault {
    let (entries, size) = (limits::ARCHIVE_ENTRIES, limits::GTFS_TABLE >> 20);
    Fault::new(
        "archive_too_large",
        format!(
            "Таблиця архіву розпаковується в понад {size} МіБ, або в ньому понад {entries} файлів. Візьміть набір самого міста."
        ),
        format!(
            "A table of the archive unpacks to over {size} MiB, or it has over {entries} files. Take the feed of the city alone."
        ),
    )
}

fn missing(table: &str) -> Fault {
    Fault::new(
        "gtfs_table",
        format!("В архіві немає {table}. Таблиці GTFS мають лежати в ньому без папок."),
        format!("The archive has no {table}. The tables of GTFS belong into it without folders."),
    )
}
