//! Goes through the records of a JSON file, one at a time.

use super::cursor::{Cursor, Stop};
use super::layout::{Container, Layout};
use super::window::Window;
use gis_core::record::Fault;
use std::io::Read;

/// A walk over one file.
pub struct Walk<R> {
    window: Window<R>,
    layout: Layout,
    /// The EPSG code of the member `crs`, once it was met.
    pub epsg: Option<i32>,
    records: u64,
}

impl<R: Read> Walk<R> {
    /// A walk at the start of the file.
    pub fn new(window: Window<R>, layout: Layout) -> Self {
        Self { window, layout, epsg: None, records: 0 }
    }

    /// Parses each record and hands it to `emit` with its number; the count of records at the end.
    ///
    /// # Errors
    /// The first fault, with the number of the record it happened at.
    pub fn run<T>(
        &mut self,
        mut parse: impl FnMut(&mut Cursor) -> Result<T, Stop>,
        mut emit: impl FnMut(u64, T) -> Result<(), Fault>,
    ) -> Result<u64, Fault> {
        self.window.parse(|cursor| cursor.skip_mark())?;
        let mut step = |walk: &mut Self| {
            let number = walk.records + 1;
            let value = walk.window.parse(&mut parse).map_err(|fault| fault.at(number))?;
            walk.records = number;
            emit(number, value)
        };
        match self.layout.container {
            Container::Array => self.array(&mut step)?,
            Container::Collection => self.collection(&mut step)?,
            Container::Sequence => {
                while !self.window.parse(|cursor| cursor.skip_separator().and_then(|()| cursor.at_end()))? {
                    step(self)?;
                }
            }
        }
        match self.window.parse(|cursor| cursor.at_end())? {
            true => Ok(self.records),
            false => Err(Stop::Bad("something follows the end of the data").into_fault()),
        }
    }

    fn array(&mut self, step: &mut impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        self.window.parse(|cursor| cursor.expect(b'[', "a list is missing"))?;
        let mut first = true;
        while self.window.parse(|cursor| cursor.next_item(first, b']'))? {
            first = false;
            step(self)?;
        }
        Ok(())
    }

    fn collection(&mut self, step: &mut impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        self.window.parse(|cursor| cursor.expect(b'{', "an object is missing"))?;
        let (mut first, mut features) = (true, false);
        while self.window.parse(|cursor| cursor.next_item(first, b'}'))? {
            first = false;
            match self.window.parse(|cursor| cursor.key().map(std::borrow::Cow::into_owned))?.as_str() {
                "features" if features => return Err(Stop::Bad("two lists of features").into_fault()),
                "features" => {
                    features = true;
                    self.array(step)?;
                }
                "crs" => self.epsg = self.window.parse(|cursor| epsg(cursor.skip()?))?,
                _ => self.window.parse(|cursor| cursor.skip().map(drop))?,
            }
        }
        if features { Ok(()) } else { Err(Stop::Bad("the list of features is missing").into_fault()) }
    }
}

/// The code in the member `crs` of the 2008 format, such as `urn:ogc:def:crs:EPSG::5564`.
fn epsg(member: &[u8]) -> Result<Option<i32>, Stop> {
    let value: serde_json::Value =
        serde_json::from_slice(member).map_err(|_| Stop::Bad("the member crs is no JSON"))?;
    if value.is_null() {
        return Ok(None);
    }
    let name = value.pointer("/properties/name").and_then(serde_json::Value::as_str).unwrap_or_default();
    let (authority, code) = name.rsplit_once(':').unwrap_or_default();
    match code.parse() {
        _ if code == "CRS84" => Ok(Some(4326)),
        Ok(code) if authority.to_uppercase().contains("EPSG") => Ok(Some(code)),
        _ => Err(Stop::Fault(Box::new(Fault::new(
            "crs_unknown",
            format!("Систему координат «{name}» у файлі не розпізнано. Приклад: urn:ogc:def:crs:EPSG::5564."),
            format!("The coordinate system \"{name}\" of the file is not known. Example: urn:ogc:def:crs:EPSG::5564."),
        )))),
    }
}
