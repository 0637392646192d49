//! The SQL back end of the expression language: literals are bind values, or quoted constants in DDL.

use super::literal;
use gis_core::expr::{Literal, Node, Operand};
use gis_core::text::Ident;

/// Where literals go.
pub enum Literals<'a> {
    /// Appended to the bind values; the text holds `$n`.
    Bound(&'a mut Vec<Literal>),
    /// Into the text: for constraints of declarations only.
    Inline,
}

/// A condition as SQL over the columns of a table alias.
pub fn condition(node: &Node, alias: &str, literals: &mut Literals) -> String {
    match node {
        Node::Constant(true) => "TRUE".to_owned(),
        Node::Constant(false) => "FALSE".to_owned(),
        Node::Truth(name) => column(name, alias),
        Node::Compare(left, sign, right) => {
            format!("{} {} {}", operand(left, alias, literals), sign.sql(), operand(right, alias, literals))
        }
        Node::And(nodes) => join(nodes, " AND ", alias, literals),
        Node::Or(nodes) => join(nodes, " OR ", alias, literals),
        Node::Not(inner) => format!("NOT ({})", condition(inner, alias, literals)),
        Node::IsNull(name) => format!("{} IS NULL", column(name, alias)),
        Node::In(name, values) => {
            let values: Vec<String> = values.iter().map(|value| constant(value, literals)).collect();
            format!("{} IN ({})", column(name, alias), values.join(", "))
        }
        Node::Between(value, low, high) => format!(
            "{} BETWEEN {} AND {}",
            operand(value, alias, literals),
            operand(low, alias, literals),
            operand(high, alias, literals)
        ),
        Node::Like(name, pattern) => {
            // A backslash is no escape in the language, so it is none in SQL either.
            format!("{} LIKE {} ESCAPE ''", column(name, alias), constant(&Literal::Text(pattern.clone()), literals))
        }
    }
}

fn join(nodes: &[Node], word: &str, alias: &str, literals: &mut Literals) -> String {
    let parts: Vec<String> = nodes.iter().map(|node| format!("({})", condition(node, alias, literals))).collect();
    parts.join(word)
}

fn column(name: &Ident, alias: &str) -> String {
    if alias.is_empty() { format!("\"{name}\"") } else { format!("{alias}.\"{name}\"") }
}

fn operand(operand: &Operand, alias: &str, literals: &mut Literals) -> String {
    match operand {
        Operand::Field(name) => column(name, alias),
        Operand::Literal(value) => constant(value, literals),
        Operand::Today => "misto.today()".to_owned(),
        Operand::CurrentYear => "extract(year FROM misto.today())".to_owned(),
    }
}

fn constant(value: &Literal, literals: &mut Literals) -> String {
    match literals {
        Literals::Bound(binds) => {
            binds.push(value.clone());
            let cast = match value {
                Literal::Text(_) => "text",
                Literal::Number(_) => "float8",
                Literal::Bool(_) => "boolean",
                Literal::Date(_) => "date",
            };
            format!("${}::{cast}", binds.len())
        }
        Literals::Inline => match value {
            Literal::Text(text) => literal(text),
            Literal::Number(number) => number.to_string(),
            Literal::Bool(value) => value.to_string(),
            Literal::Date(day) => format!("DATE '{day}'"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gis_core::expr::Expr;

    #[test]
    fn every_literal_is_bound_whatever_it_holds() {
        let hostile = "a = '''; DROP TABLE x; --' AND b IN (1, '\\') AND c LIKE '%''%' AND d BETWEEN DATE('2026-01-01') AND today()";
        let mut binds = Vec::new();
        let sql = condition(Expr::parse(hostile).unwrap().node(), "t", &mut Literals::Bound(&mut binds));
        assert_eq!(
            sql,
            "(t.\"a\" = $1::text) AND (t.\"b\" IN ($2::float8, $3::text)) AND (t.\"c\" LIKE $4::text ESCAPE '') AND \
             (t.\"d\" BETWEEN $5::date AND misto.today())"
        );
        assert_eq!(binds.len(), 5);
    }

    #[test]
    fn constants_of_declarations_are_quoted() {
        let sql = condition(Expr::parse("a = 'Д''Арк'").unwrap().node(), "", &mut Literals::Inline);
        assert_eq!(sql, "\"a\" = 'Д''Арк'");
    }
}
