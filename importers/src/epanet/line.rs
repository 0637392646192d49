//! Lines with the section they stand in, cut into words; what follows a semicolon is a comment.

use super::section::Section;
use crate::encoding::TextEncoding;
use crate::{fault, limits};
use gis_core::record::Fault;
use std::io::{BufRead, Read};

/// A line of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub section: Section,
    /// Its number in the file, from 1.
    pub number: u64,
    /// Its words; there is at least one.
    pub words: Vec<String>,
    /// What follows the semicolon.
    pub comment: String,
}

/// The lines of a file.
pub struct Lines<R> {
    input: R,
    encoding: TextEncoding,
    section: Section,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// At the start of a file.
    pub const fn new(input: R, encoding: TextEncoding) -> Self {
        Self { input, encoding, section: Section::Other, number: 0 }
    }

    /// The next line with data of a section that is read.
    ///
    /// # Errors
    /// `epanet_section`, `epanet_line`, `encoding_mismatch`, a limit.
    pub fn next_line(&mut self) -> Result<Option<Line>, Fault> {
        while let Some(text) = self.text()? {
            let text = text.trim_start_matches('\u{feff}');
            let (data, comment) = text.split_once(';').unwrap_or((text, ""));
            if data.trim_start().starts_with('[') {
                self.section = Section::named(data).ok_or_else(|| unknown(data.trim(), self.number))?;
            } else if self.section != Section::Other {
                let words = words(data).ok_or_else(|| self.broken("a quote is not closed"))?;
                if !words.is_empty() {
                    let comment = comment.trim().to_owned();
                    return Ok(Some(Line { section: self.section, number: self.number, words, comment }));
                }
            }
        }
        Ok(None)
    }

    fn text(&mut self) -> Result<Option<String>, Fault> {
        let mut bytes = Vec::new();
        let limit = limits::EPANET_LINE as u64 + 1;
        let taken = (&mut self.input).take(limit).read_until(b'\n', &mut bytes);
        taken.map_err(|error| fault::damaged("EPANET", &error.to_string()))?;
        self.number += 1;
        match bytes.len() {
            0 => Ok(None),
            size if size > limits::EPANET_LINE => Err(self.broken("it is too long")),
            _ => {
                let column = format!("{} {}", self.section.heading(), self.number);
                let mismatch = || fault::encoding_mismatch(self.encoding.encoding.name(), &column);
                self.encoding.decode(&bytes).map(Some).ok_or_else(mismatch)
            }
        }
    }

    fn broken(&self, why: &str) -> Fault {
        broken(self.section, self.number, why)
    }
}

/// Words between blanks; one in double quotes may hold blanks. `None` when a quote is not closed.
fn words(text: &str) -> Option<Vec<String>> {
    let (mut words, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() {
        let (word, behind) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = behind.trim_start();
    }
    Some(words)
}

impl Line {
    /// A word that must be there.
    ///
    /// # Errors
    /// `epanet_line`.
    pub fn word(&self, at: usize, what: &str) -> Result<&str, Fault> {
        self.words.get(at).map(String::as_str).ok_or_else(|| self.broken(&format!("{what} is missing")))
    }

    /// A number that must be there.
    ///
    /// # Errors
    /// `epanet_line`.
    pub fn number(&self, at: usize, what: &str) -> Result<f64, Fault> {
        let word = self.word(at, what)?;
        let number = word.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| self.broken(&format!("{what}: \"{word}\" is not a number")))
    }

    /// A number that may be missing.
    ///
    /// # Errors
    /// `epanet_line` when it is there and none.
    pub fn maybe(&self, at: usize, what: &str) -> Result<Option<f64>, Fault> {
        if self.words.len() > at { self.number(at, what).map(Some) } else { Ok(None) }
    }

    /// What is wrong with the line.
    pub fn broken(&self, why: &str) -> Fault {
        broken(self.section, self.number, why)
    }
}

fn broken(section: Section, number: u64, why: &str) -> Fault {
    let heading = section.heading();
    Fault::new(
        "epanet_line",
        format!("{heading}, рядок {number}: {why}. Виправте рядок або збережіть мережу в EPANET ще раз."),
        format!("{heading}, line {number}: {why}. Mend the line or save the network in EPANET again."),
    )
}

fn unknown(heading: &str, number: u64) -> Fault {
    let heading: String = heading.chars().take(40).collect();
    Fault::new(
        "epanet_section",
        format!("Рядок {number}: розділу {heading} в EPANET немає. Чи це не мережа іншої програми, наприклад SWMM?"),
        format!("Line {number}: EPANET has no section {heading}. Is it a network of another program, such as SWMM?"),
    )
}
