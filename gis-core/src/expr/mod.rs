//! The one expression language: a CQL2-text subset (OGC 21-065r2) for rules, row policy, style conditions.
//!
//! Comparison, `AND OR NOT`, `IS [NOT] NULL`, `[NOT] IN (…)`, `[NOT] BETWEEN … AND …`, `[NOT] LIKE`, text, number,
//! boolean and `DATE('…')` literals, names (in double quotes where they are no plain words), and two functions of our
//! own without arguments: `today()` and `current_year()`. Three back ends read the tree: evaluation here, MapLibre here,
//! SQL in the store. The names are those of a register's fields ([`Expr`]) or of a file's columns ([`ColumnExpr`]).

mod eval;
mod lex;
mod maplibre;
mod parse;

use crate::text::Ident;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use eval::{Clock, Facts, kyiv_today};
pub use parse::{MAX_DEPTH, MAX_NODES, MAX_TEXT, ParseError};

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `'text'`
    Text(String),
    /// `12.5`
    Number(f64),
    /// `TRUE`
    Bool(bool),
    /// `DATE('2026-01-31')`
    Date(NaiveDate),
}

/// A comparison sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Comparison {
    /// The sign in SQL.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Ne => "<>",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

/// What an expression may call by name.
pub trait Name: Sized {
    /// Reads a name.
    ///
    /// # Errors
    /// The sentence that says what a name must look like.
    fn read(text: &str) -> Result<Self, String>;

    /// The name as it is written.
    fn as_str(&self) -> &str;
}

impl Name for Ident {
    fn read(text: &str) -> Result<Self, String> {
        Self::new(text)
    }

    fn as_str(&self) -> &str {
        self.as_str()
    }
}

/// The name of a column of a file: any text. It never reaches SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column(String);

impl Name for Column {
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("a column has a name".to_owned()) } else { Ok(Self(text.to_owned())) }
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

/// Something that has a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand<N = Ident> {
    /// A field of the feature.
    Field(N),
    /// A constant.
    Literal(Literal),
    /// The current day in Kyiv.
    Today,
    /// The current year in Kyiv.
    CurrentYear,
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<N = Ident> {
    /// Always true or always false.
    Constant(bool),
    /// `a < b`
    Compare(Operand<N>, Comparison, Operand<N>),
    /// A boolean field alone.
    Truth(N),
    /// All hold.
    And(Vec<Node<N>>),
    /// One holds.
    Or(Vec<Node<N>>),
    /// It does not hold.
    Not(Box<Node<N>>),
    /// The field has no value.
    IsNull(N),
    /// The field has one of the values.
    In(N, Vec<Literal>),
    /// Both ends included.
    Between(Operand<N>, Operand<N>, Operand<N>),
    /// `%` stands for any text, `_` for one character.
    Like(N, String),
}

/// A condition with the text it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression<N> {
    text: String,
    node: Node<N>,
}

/// A condition on the fields of a register.
pub type Expr = Expression<Ident>;

/// A condition on the columns of a file.
pub type ColumnExpr = Expression<Column>;

impl<N: Name> Expression<N> {
    /// Reads a condition.
    ///
    /// # Errors
    /// Where in the text and why it is not one; also when it is too long, too deep or too large.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Ok(Self { text: text.to_owned(), node: parse::parse(text)? })
    }

    /// The tree.
    #[must_use]
    pub const fn node(&self) -> &Node<N> {
        &self.node
    }

    /// The text it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The fields it looks at, in the order of the text.
    #[must_use]
    pub fn fields(&self) -> Vec<&N> {
        let mut fields = Vec::new();
        collect(&self.node, &mut fields);
        fields
    }

    /// False when it depends on the clock, so that it cannot stand in a CHECK constraint.
    #[must_use]
    pub fn is_timeless(&self) -> bool {
        timeless(&self.node)
    }
}

fn collect<'a, N>(node: &'a Node<N>, fields: &mut Vec<&'a N>) {
    let mut operand = |operand: &'a Operand<N>| {
        if let Operand::Field(name) = operand {
            fields.push(name);
        }
    };
    match node {
        Node::Constant(_) => {}
        Node::Compare(left, _, right) => [left, right].into_iter().for_each(&mut operand),
        Node::Between(value, low, high) => [value, low, high].into_iter().for_each(&mut operand),
        Node::Truth(name) | Node::IsNull(name) | Node::In(name, _) | Node::Like(name, _) => fields.push(name),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|inner| collect(inner, fields)),
        Node::Not(inner) => collect(inner, fields),
    }
}

fn timeless<N>(node: &Node<N>) -> bool {
    let fixed = |operand: &Operand<N>| !matches!(operand, Operand::Today | Operand::CurrentYear);
    match node {
        Node::Compare(left, _, right) => fixed(left) && fixed(right),
        Node::Between(value, low, high) => fixed(value) && fixed(low) && fixed(high),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().all(timeless),
        Node::Not(inner) => timeless(inner),
        _ => true,
    }
}

impl<'de, N: Name> Deserialize<'de> for Expression<N> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl<N> Serialize for Expression<N> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
