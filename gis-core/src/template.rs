//! Display templates: `{field}` is replaced, `{one|other}` by the first that is not empty; a part in `[...]` is left out when
//! a place in it stays empty.

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Fixed text.
    Fixed(String),
    /// The value of a field, or of the first of several that is not empty.
    Field(Vec<String>),
    /// Left out as a whole when a place for a value in it stays empty.
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
                found.push(Piece::Field(rest[1..end].split('|').map(str::to_owned).collect()));
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
            Piece::Field(names) => names.iter().map(String::as_str).collect(),
            Piece::Optional(inner) => fields(inner),
        })
        .collect()
}

/// The places for values in an optional part, each with the fields that may fill it; all must be filled.
pub fn places(inner: &[Piece]) -> impl Iterator<Item = &[String]> {
    inner.iter().filter_map(|piece| if let Piece::Field(names) = piece { Some(names.as_slice()) } else { None })
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
    fn a_place_may_be_filled_by_one_of_several_fields() {
        let pieces = parse("{name_en|name_uk}[ ({kind|role}, {no})]").unwrap();
        assert_eq!(fields(&pieces), ["name_en", "name_uk", "kind", "role", "no"]);
        let Piece::Optional(inner) = &pieces[1] else { panic!("{pieces:?}") };
        assert_eq!(places(inner).map(<[String]>::len).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn a_bracket_without_its_pair_is_named() {
        for text in ["{a", "[a", "a]", "[[a]]"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
