//! Tokens into a tree, by recursive descent with limits on length, depth and size.

use super::lex::{Token, tokens};
use super::{Comparison, Literal, Name, Node, Operand};
use chrono::NaiveDate;
use std::marker::PhantomData;

/// Longest text, bytes.
pub const MAX_TEXT: usize = 8 * 1024;
/// Deepest nesting of brackets and NOT.
pub const MAX_DEPTH: usize = 32;
/// Most conditions in one expression.
pub const MAX_NODES: usize = 256;

/// Where and why a text is not an expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an expression at character {at}: {reason}")]
pub struct ParseError {
    /// Byte offset in the text.
    pub at: usize,
    /// What was found or missing.
    pub reason: String,
}

impl ParseError {
    pub(super) fn new(at: usize, reason: impl Into<String>) -> Self {
        Self { at, reason: reason.into() }
    }
}

pub(super) fn parse<N: Name>(text: &str) -> Result<Node<N>, ParseError> {
    if text.len() > MAX_TEXT {
        return Err(ParseError::new(MAX_TEXT, format!("longer than {MAX_TEXT} bytes")));
    }
    let mut parser = Parser { tokens: tokens(text)?, at: 0, nodes: 0, names: PhantomData };
    let node = parser.any_of(0)?;
    match parser.peek() {
        Token::End => Ok(node),
        _ => Err(parser.fail("something follows the end; join conditions with AND or OR")),
    }
}

struct Parser<N> {
    tokens: Vec<(Token, usize)>,
    at: usize,
    nodes: usize,
    names: PhantomData<N>,
}

impl<N: Name> Parser<N> {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn fail(&self, reason: impl Into<String>) -> ParseError {
        ParseError::new(self.tokens[self.at].1, reason)
    }

    fn take(&mut self) -> Token {
        let token = self.tokens[self.at].0.clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn keyword(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Word(have) if have.eq_ignore_ascii_case(word));
        if found {
            self.take();
        }
        found
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(have) if *have == sign);
        if found {
            self.take();
        }
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), ParseError> {
        if self.sign(sign) { Ok(()) } else { Err(self.fail(format!("`{sign}` is missing"))) }
    }

    fn any_of(&mut self, depth: usize) -> Result<Node<N>, ParseError> {
        let mut nodes = vec![self.all_of(depth)?];
        while self.keyword("OR") {
            nodes.push(self.all_of(depth)?);
        }
        Ok(single_or(nodes, Node::Or))
    }

    fn all_of(&mut self, depth: usize) -> Result<Node<N>, ParseError> {
        let mut nodes = vec![self.term(depth)?];
        while self.keyword("AND") {
            nodes.push(self.term(depth)?);
        }
        Ok(single_or(nodes, Node::And))
    }

    fn term(&mut self, depth: usize) -> Result<Node<N>, ParseError> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(self.fail(format!("deeper than {MAX_DEPTH} levels or more than {MAX_NODES} conditions")));
        }
        if self.keyword("NOT") {
            return Ok(Node::Not(Box::new(self.term(depth + 1)?)));
        }
        if self.sign("(") {
            let node = self.any_of(depth + 1)?;
            self.expect(")")?;
            return Ok(node);
        }
        self.predicate()
    }

    fn predicate(&mut self) -> Result<Node<N>, ParseError> {
        let left = self.operand()?;
        if let Some(comparison) = self.comparison() {
            return Ok(Node::Compare(left, comparison, self.operand()?));
        }
        if self.keyword("IS") {
            let negated = self.keyword("NOT");
            return if self.keyword("NULL") {
                Ok(negate(Node::IsNull(self.field(left)?), negated))
            } else {
                Err(self.fail("`NULL` is missing after IS"))
            };
        }
        let negated = self.keyword("NOT");
        if self.keyword("BETWEEN") {
            let low = self.operand()?;
            if !self.keyword("AND") {
                return Err(self.fail("`AND` is missing in BETWEEN"));
            }
            return Ok(negate(Node::Between(left, low, self.operand()?), negated));
        }
        if self.keyword("IN") {
            return Ok(negate(Node::In(self.field(left)?, self.list()?), negated));
        }
        if self.keyword("LIKE") {
            let name = self.field(left)?;
            return match self.take() {
                Token::Text(pattern) => Ok(negate(Node::Like(name, pattern), negated)),
                _ => Err(self.fail("LIKE needs a text")),
            };
        }
        match left {
            Operand::Field(name) if !negated => Ok(Node::Truth(name)),
            Operand::Literal(Literal::Bool(value)) if !negated => Ok(Node::Constant(value)),
            _ => Err(self.fail("a comparison is missing, such as `= 1`, IS NULL, IN (…)")),
        }
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let comparison = match self.peek() {
            Token::Sign("=") => Comparison::Eq,
            Token::Sign("<>") => Comparison::Ne,
            Token::Sign("<") => Comparison::Lt,
            Token::Sign("<=") => Comparison::Le,
            Token::Sign(">") => Comparison::Gt,
            Token::Sign(">=") => Comparison::Ge,
            _ => return None,
        };
        self.take();
        Some(comparison)
    }

    fn field(&self, operand: Operand<N>) -> Result<N, ParseError> {
        match operand {
            Operand::Field(name) => Ok(name),
            _ => Err(self.fail("a field name belongs on the left")),
        }
    }

    fn list(&mut self) -> Result<Vec<Literal>, ParseError> {
        self.expect("(")?;
        let mut values = Vec::new();
        loop {
            match self.operand()? {
                Operand::Literal(value) => values.push(value),
                _ => return Err(self.fail("IN takes constants only")),
            }
            self.nodes += 1;
            if self.nodes > MAX_NODES {
                return Err(self.fail(format!("more than {MAX_NODES} values and conditions")));
            }
            if !self.sign(",") {
                self.expect(")")?;
                return Ok(values);
            }
        }
    }

    fn operand(&mut self) -> Result<Operand<N>, ParseError> {
        let at = self.at;
        match self.take() {
            Token::Number(value) => Ok(Operand::Literal(Literal::Number(value))),
            Token::Text(value) => Ok(Operand::Literal(Literal::Text(value))),
            Token::Word(word) => self.word(&word, at),
            Token::Name(name) => self.name(&name, at),
            _ => {
                self.at = at;
                Err(self.fail("a field name or a value is missing"))
            }
        }
    }

    fn word(&mut self, word: &str, at: usize) -> Result<Operand<N>, ParseError> {
        match word.to_ascii_lowercase().as_str() {
            "true" => Ok(Operand::Literal(Literal::Bool(true))),
            "false" => Ok(Operand::Literal(Literal::Bool(false))),
            "date" if self.sign("(") => self.date(),
            "today" if self.sign("(") => self.expect(")").map(|()| Operand::Today),
            "current_year" if self.sign("(") => self.expect(")").map(|()| Operand::CurrentYear),
            _ => self.name(word, at),
        }
    }

    fn name(&self, name: &str, at: usize) -> Result<Operand<N>, ParseError> {
        N::read(name).map(Operand::Field).map_err(|reason| ParseError::new(self.tokens[at].1, reason))
    }

    fn date(&mut self) -> Result<Operand<N>, ParseError> {
        let Token::Text(text) = self.take() else {
            return Err(self.fail("DATE needs a quoted day such as DATE('2026-01-31')"));
        };
        self.expect(")")?;
        NaiveDate::parse_from_str(&text, "%Y-%m-%d")
            .map(|day| Operand::Literal(Literal::Date(day)))
            .map_err(|_| self.fail(format!("`{text}` is not a day; write 2026-01-31")))
    }
}

fn negate<N>(node: Node<N>, negated: bool) -> Node<N> {
    if negated { Node::Not(Box::new(node)) } else { node }
}

fn single_or<N>(mut nodes: Vec<Node<N>>, join: fn(Vec<Node<N>>) -> Node<N>) -> Node<N> {
    match nodes.pop() {
        Some(only) if nodes.is_empty() => only,
        Some(last) => {
            nodes.push(last);
            join(nodes)
        }
        None => Node::Constant(true),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Column;
    use super::*;
    use crate::text::Ident;

    fn parse(text: &str) -> Result<Node<Ident>, ParseError> {
        super::parse(text)
    }

    #[test]
    fn and_binds_tighter_than_or() {
        let node = parse("a = 1 OR b = 2 AND NOT c IS NULL").unwrap();
        assert!(matches!(node, Node::Or(ref nodes) if matches!(nodes[1], Node::And(_))), "{node:?}");
    }

    #[test]
    fn every_form_is_read() {
        for text in [
            "status IN ('active', 'suspended')",
            "floors BETWEEN 0 AND 40",
            "name NOT LIKE 'вул.%'",
            "valid_from <= today() AND built_year <= current_year()",
            "d >= DATE('2026-01-31')",
            "is_hydrant_ok",
            "TRUE",
            "name = 'Д''Артаньян'",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
        }
    }

    #[test]
    fn a_name_in_double_quotes_is_any_column_of_a_file_but_only_a_field_of_a_register() {
        let text = "\"addr:housenumber\" IS NOT NULL AND \"OR\" = 'ні'";
        let node: Node<Column> = super::parse(text).unwrap();
        assert!(matches!(&node, Node::And(nodes) if nodes.len() == 2), "{node:?}");
        assert!(parse(text).unwrap_err().reason.contains("is not a name"));
        assert_eq!(parse("\"floors\" = 5"), parse("floors = 5"));
        assert!(parse("\"floors = 5").unwrap_err().reason.contains("not closed"));
        assert!(parse("\"\" = 5").is_err());
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        assert_eq!(parse("floors => 3").unwrap_err().at, 8);
        assert!(parse("a = 'x").unwrap_err().reason.contains("not closed"));
        assert!(parse("a = 1 b = 2").unwrap_err().reason.contains("AND or OR"));
        assert!(parse("a IN (b)").unwrap_err().reason.contains("constants"));
    }

    #[test]
    fn deep_and_large_expressions_are_refused_without_crash() {
        let deep = format!("{}a=1{}", "(".repeat(3000), ")".repeat(3000));
        assert!(parse(&deep).is_err());
        assert!(parse(&"NOT ".repeat(1500)).is_err());
        let wide = vec!["a=1"; 300].join(" AND ");
        assert!(parse(&wide).is_err());
    }
}
