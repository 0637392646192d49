//! Text into tokens, each with the byte it starts at.

use super::parse::ParseError;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Word(String),
    /// In double quotes: never a keyword.
    Name(String),
    Number(f64),
    Text(String),
    Sign(&'static str),
    End,
}

/// All tokens of the text, `End` last.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, ParseError> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let at = text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            found.push((Token::End, at));
            return Ok(found);
        };
        let (token, length) = next(rest, first).map_err(|reason| ParseError::new(at, reason))?;
        found.push((token, at));
        rest = &rest[length..];
    }
}

fn next(rest: &str, first: char) -> Result<(Token, usize), String> {
    match first {
        '\'' => quoted(rest, first).map(|(text, length)| (Token::Text(text), length)),
        '"' => quoted(rest, first).map(|(name, length)| (Token::Name(name), length)),
        '0'..='9' | '-' | '.' => number(rest),
        'a'..='z' | 'A'..='Z' | '_' => {
            let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            Ok((Token::Word(rest[..length].to_owned()), length))
        }
        _ => sign(rest).ok_or_else(|| format!("`{first}` does not belong to an expression")),
    }
}

fn sign(rest: &str) -> Option<(Token, usize)> {
    ["<>", "<=", ">=", "=", "<", ">", "(", ")", ","]
        .into_iter()
        .find(|sign| rest.starts_with(sign))
        .map(|sign| (Token::Sign(sign), sign.len()))
}

fn number(rest: &str) -> Result<(Token, usize), String> {
    let body = rest.strip_prefix('-').unwrap_or(rest);
    let digits = body.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(body.len());
    let length = digits + (rest.len() - body.len());
    let value = rest[..length].parse().map_err(|_| format!("`{}` is not a number", &rest[..length]))?;
    Ok((Token::Number(value), length))
}

/// What stands between two quotes of the kind; a doubled quote stands for itself.
fn quoted(rest: &str, quote: char) -> Result<(String, usize), String> {
    let mut value = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            value.push(c);
        } else if chars.peek().is_some_and(|(_, following)| *following == quote) {
            value.push(quote);
            chars.next();
        } else {
            return Ok((value, at + 1));
        }
    }
    Err(format!("the quote `{quote}` is not closed"))
}
