//! Display templates: `{field}` is replaced, a part in `[...]` is left out when a field in it is empty.

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Fixed text.
    Fixed(String),
    /// The value of a field.
    Field(String),
    /// Left out as a whole when a field in it is empty.
    Optional(Vec<Piece>),
}

/// Reads a template.
///
/// # Errors
/// A sentence that says which bracket is wrong.
pub fn parse(text: &str) -> Result<Vec<Piece>, String> {
    let (pieces, rest) = pieces(text, false)?;
    if rest.is_empty() { Ok(pieces) } else { Err("`]` closes nothing".to_owned()) }
}

fn pieces(mut rest: &str, inside: bool) -> Result<(Vec<Piece>, &str), String> {
    let mut found = Vec::new();
    loop {
        let fixed = rest.find(['{', '[', ']']).unwrap_or(rest.len());
        if fixed > 0 {
            found.push(Piece::Fixed(rest[..fixed].to_owned()));
        }
        rest = &rest[fixed..];
        match rest.chars().next() {
            Some('{') => {
                let end = rest.find('}').ok_or("`{` is not closed")?;
                found.push(Piece::Field(rest[1..end].to_owned()));
                rest = &rest[end + 1..];
            }
            Some('[') if inside => return Err("`[` inside `[`".to_owned()),
            Some('[') => {
                let (optional, after) = pieces(&rest[1..], true)?;
                found.push(Piece::Optional(optional));
                rest = after.strip_prefix(']').ok_or("`[` is not closed")?;
            }
            _ => return Ok((found, rest)),
        }
    }
}

/// The fields a template names.
pub fn fields(pieces: &[Piece]) -> Vec<&str> {
    pieces
        .iter()
        .flat_map(|piece| match piece {
            Piece::Fixed(_) => Vec::new(),
            Piece::Field(name) => vec![name.as_str()],
            Piece::Optional(inner) => fields(inner),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_read_into_pieces() {
        let pieces = parse("{street_id}, {number}[ корп. {block}]").unwrap();
        assert_eq!(fields(&pieces), ["street_id", "number", "block"]);
        assert!(matches!(pieces[3], Piece::Optional(_)));
    }

    #[test]
    fn a_bracket_without_its_pair_is_named() {
        for text in ["{a", "[a", "a]", "[[a]]"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
