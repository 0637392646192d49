//! The column names of a JSON file: all member names its records use, in the order they are first met.

use crate::{fault, limits};
use gis_core::record::Fault;
use std::collections::HashMap;

/// The name of the column of [`Columns::meet_id`] where a property has taken `id`.
const OTHER_ID: &str = "feature.id";

/// Names and their places.
#[derive(Debug, Default)]
pub struct Columns {
    names: Vec<String>,
    places: HashMap<String, usize>,
    has_id: bool,
}

impl Columns {
    /// Notes a name.
    ///
    /// # Errors
    /// When there are more than [`limits::COLUMNS`].
    pub fn meet(&mut self, name: &str, hint: usize) -> Result<(), Box<Fault>> {
        if self.place(name, hint).is_some() {
            return Ok(());
        }
        if self.names.len() >= limits::COLUMNS {
            return Err(Box::new(fault::too_many_columns()));
        }
        self.places.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Notes that features carry the member `id` beside their properties.
    pub const fn meet_id(&mut self) {
        self.has_id = true;
    }

    /// Gives the feature's own id a column, the last one. Called once, when all names are known.
    ///
    /// # Errors
    /// As [`Self::meet`].
    pub fn settle(&mut self) -> Result<(), Fault> {
        let name = if self.places.contains_key("id") { OTHER_ID } else { "id" };
        if self.has_id {
            self.meet(name, 0).map_err(|fault| *fault)?;
        }
        Ok(())
    }

    /// The place of the feature's own id.
    pub fn id_place(&self) -> Option<usize> {
        if self.has_id { self.names.len().checked_sub(1) } else { None }
    }

    /// The place of a name. Records mostly keep one order, so the place after the last one is tried first.
    pub fn place(&self, name: &str, hint: usize) -> Option<usize> {
        match self.names.get(hint) {
            Some(expected) if expected == name => Some(hint),
            _ => self.places.get(name).copied(),
        }
    }

    /// All names in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}
