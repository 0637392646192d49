//! What a CSV file looks like: its encoding and its separator, told from a sample.

use crate::encoding::{self, TextEncoding};
use crate::{OpenOptions, limits};
use gis_core::record::Fault;

/// Separators in the order they win a draw.
const SEPARATORS: [u8; 4] = [b';', b'\t', b'|', b','];

/// Lines the separator is told by.
const LINES: usize = 50;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How to read a CSV file.
#[derive(Debug, Clone, Copy)]
pub struct CsvShape {
    /// What stands between the values.
    pub separator: u8,
    /// How text is decoded.
    pub encoding: TextEncoding,
    /// Bytes of a byte order mark to pass.
    pub mark: usize,
}

/// Tells the shape from the first bytes of the file.
///
/// # Errors
/// `encoding_unknown`, `encoding_name`, `separator_invalid`.
pub fn detect(sample: &[u8], options: &OpenOptions) -> Result<CsvShape, Fault> {
    let mark = if sample.starts_with(MARK) { MARK.len() } else { 0 };
    let encoding = match &options.encoding {
        Some(name) => encoding::by_option(name)?,
        None => encoding::detect(sample, sample.len() < limits::SAMPLE)?,
    };
    let separator = match options.separator {
        Some(separator) => u8::try_from(separator).ok().filter(u8::is_ascii).ok_or_else(wrong_separator)?,
        None => separator(&sample[mark..]),
    };
    Ok(CsvShape { separator, encoding, mark })
}

/// The separator that cuts the most lines into as many pieces as the first.
fn separator(sample: &[u8]) -> u8 {
    let counts = counts(sample);
    let score = |at: usize| match counts.first().map(|line| line[at]) {
        None | Some(0) => 0,
        Some(first) => first + 1000 * counts.iter().filter(|line| line[at] == first).count(),
    };
    let best = (0..SEPARATORS.len()).rev().max_by_key(|at| score(*at)).unwrap_or(0);
    if score(best) == 0 { b',' } else { SEPARATORS[best] }
}

/// For each record how often each separator stands outside quotes.
fn counts(sample: &[u8]) -> Vec<[usize; SEPARATORS.len()]> {
    let (mut lines, mut line, mut quoted) = (Vec::new(), [0; SEPARATORS.len()], false);
    for byte in sample {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                lines.push(std::mem::take(&mut line));
                if lines.len() == LINES {
                    return lines;
                }
            }
            _ if quoted => {}
            byte => SEPARATORS.iter().zip(&mut line).filter(|(s, _)| *s == byte).for_each(|(_, count)| *count += 1),
        }
    }
    if lines.is_empty() { vec![line] } else { lines }
}

fn wrong_separator() -> Fault {
    Fault::new(
        "separator_invalid",
        "Роздільник має бути одним знаком ASCII: кома, крапка з комою, табуляція або |.",
        "The separator must be one ASCII character: comma, semicolon, tab or |.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_told_whatever_stands_in_quotes() {
        assert_eq!(separator(b"a;b;c\n\"x,y,z\nq\";2;3\n1,5;2,5;3\n"), b';');
        assert_eq!(separator(b"a,b\n1,2\n"), b',');
        assert_eq!(separator(b"a\tb\tc\n1\t2\t3"), b'\t');
        assert_eq!(separator(b"a|b\n"), b'|');
        assert_eq!(separator(b"alone\n1\n"), b',');
    }
}
