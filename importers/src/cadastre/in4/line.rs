//! One line of the format: markers and pairs, parted by commas.

/// A piece of a line.
#[derive(Debug, PartialEq)]
pub enum Piece<'a> {
    /// A word without a value: the marker of a block, or rubbish.
    Word(&'a str),
    /// A key with its value.
    Pair {
        /// As written.
        key: &'a str,
        /// Without quotes and escapes.
        value: String,
        /// False when a quote was opened and not closed.
        closed: bool,
    },
}

/// The pieces of a line; a comment has none.
pub fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut rest = line.trim();
    let mut pieces = Vec::new();
    if rest.starts_with('#') {
        return pieces;
    }
    while !rest.is_empty() {
        let (piece, after) = piece(rest);
        pieces.extend(piece);
        rest = after;
    }
    pieces
}

fn piece(text: &str) -> (Option<Piece<'_>>, &str) {
    let end = text.find([',', '=']).unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let head = head.trim();
    match rest.strip_prefix('=') {
        None => ((!head.is_empty()).then_some(Piece::Word(head)), rest.strip_prefix(',').unwrap_or(rest)),
        Some(rest) => {
            let rest = rest.trim_start();
            let (value, closed, rest) = match rest.strip_prefix('"') {
                Some(quoted) => quote(quoted),
                None => {
                    let (value, rest) = rest.split_once(',').unwrap_or((rest, ""));
                    (value.trim().to_owned(), true, rest)
                }
            };
            (Some(Piece::Pair { key: head, value, closed }), rest)
        }
    }
}

/// A quoted value: it ends at a quote before a comma or the end of the line, so that a quote which its program forgot to
/// escape stays part of it. What follows is behind the comma.
fn quote(text: &str) -> (String, bool, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        let after = &text[at + letter.len_utf8()..];
        match letter {
            '\\' if after.starts_with(['"', '\\']) => value.extend(letters.next().map(|(_, letter)| letter)),
            '"' if after.trim_start().is_empty() => return (value, true, ""),
            '"' if after.trim_start().starts_with(',') => return (value, true, &after.trim_start()[1..]),
            _ => value.push(letter),
        }
    }
    (value, false, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair<'a>(key: &'a str, value: &str) -> Piece<'a> {
        Piece::Pair { key, value: value.to_owned(), closed: true }
    }

    #[test]
    fn markers_pairs_and_comments_are_told_apart() {
        assert_eq!(pieces("BL,\r\n"), [Piece::Word("BL")]);
        assert_eq!(pieces("## service\r\n"), []);
        assert_eq!(pieces("DS=\"1211000000\",\r\n"), [pair("DS", "1211000000")]);
        assert_eq!(
            pieces("N=1,NP=\"a,b\",X=5.5, Y = 6.5"),
            [pair("N", "1"), pair("NP", "a,b"), pair("X", "5.5"), pair("Y", "6.5")]
        );
    }

    #[test]
    fn quotes_within_quotes_are_kept() {
        assert_eq!(
            pieces("TX=\"Для житла, \\\"ділянка\\\" з комою\","),
            [pair("TX", "Для житла, \"ділянка\" з комою")]
        );
        assert_eq!(pieces("TX=\"ТОВ \"Ромашка\"\","), [pair("TX", "ТОВ \"Ромашка\"")]);
        let open = Piece::Pair { key: "TX", value: "без кінця,".to_owned(), closed: false };
        assert_eq!(pieces("TX=\"без кінця,"), [open]);
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_taken_apart(line: String) {
            pieces(&line);
        }

        #[test]
        fn any_line_of_these_signs_is_taken_apart(line in "[A-Z=\",\\\\ \n]{0,40}") {
            pieces(&line);
        }
    }
}
