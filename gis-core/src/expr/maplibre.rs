//! A condition as a MapLibre filter expression over tile attributes.

use super::{Clock, Comparison, Expr, Literal, Node, Operand};
use chrono::Datelike;
use serde_json::{Value as Json, json};

impl Expr {
    /// The filter for features of a tile; dates travel in tiles as ISO text, so text order is date order.
    #[must_use]
    pub fn maplibre(&self, clock: Clock) -> Json {
        filter(self.node(), clock)
    }
}

fn filter(node: &Node, clock: Clock) -> Json {
    match node {
        Node::Constant(value) => json!(value),
        Node::Truth(name) => json!(["==", ["get", name.as_str()], true]),
        Node::Compare(left, sign, right) => {
            let compared = json!([symbol(*sign), operand(left, clock), operand(right, clock)]);
            guarded(&[left, right], compared)
        }
        Node::And(nodes) => join("all", nodes, clock),
        Node::Or(nodes) => join("any", nodes, clock),
        Node::Not(inner) => json!(["!", filter(inner, clock)]),
        Node::IsNull(name) => json!(["!", ["has", name.as_str()]]),
        Node::In(name, values) => {
            let values: Vec<Json> = values.iter().map(constant).collect();
            json!(["in", ["get", name.as_str()], ["literal", values]])
        }
        Node::Between(value, low, high) => guarded(
            &[value, low, high],
            json!([
                "all",
                [">=", operand(value, clock), operand(low, clock)],
                ["<=", operand(value, clock), operand(high, clock)]
            ]),
        ),
        Node::Like(name, pattern) => like(name.as_str(), pattern),
    }
}

/// A missing attribute makes a comparison false, not an error.
fn guarded(operands: &[&Operand], compared: Json) -> Json {
    let mut parts = vec![json!("all")];
    for operand in operands {
        if let Operand::Field(name) = operand {
            parts.push(json!(["has", name.as_str()]));
        }
    }
    parts.push(compared);
    Json::Array(parts)
}

fn join(word: &str, nodes: &[Node], clock: Clock) -> Json {
    let mut parts = vec![json!(word)];
    parts.extend(nodes.iter().map(|node| filter(node, clock)));
    Json::Array(parts)
}

const fn symbol(sign: Comparison) -> &'static str {
    match sign {
        Comparison::Eq => "==",
        Comparison::Ne => "!=",
        other => other.sql(),
    }
}

fn operand(operand: &Operand, clock: Clock) -> Json {
    match operand {
        Operand::Field(name) => json!(["get", name.as_str()]),
        Operand::Literal(literal) => constant(literal),
        Operand::Today => json!(clock.today.to_string()),
        Operand::CurrentYear => json!(clock.today.year()),
    }
}

fn constant(literal: &Literal) -> Json {
    match literal {
        Literal::Text(text) => json!(text),
        Literal::Number(number) => json!(number),
        Literal::Bool(value) => json!(value),
        Literal::Date(day) => json!(day.to_string()),
    }
}

/// MapLibre has no LIKE: a beginning, an end or a part is found by `slice` and `in`; other patterns match nothing.
fn like(name: &str, pattern: &str) -> Json {
    let get = json!(["to-string", ["get", name]]);
    let core = pattern.trim_matches('%');
    if core.contains(['%', '_']) {
        return json!(false);
    }
    match (pattern.starts_with('%'), pattern.ends_with('%')) {
        (true, true) => json!(["in", core, get]),
        (false, true) => json!(["==", ["slice", get, 0, core.chars().count()], core]),
        (true, false) => json!(["==", ["slice", get, ["-", ["length", get], core.chars().count()]], core]),
        (false, false) => json!(["==", get, core]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_condition_becomes_a_filter() {
        let clock = Clock { today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() };
        let filter = Expr::parse("function IN ('ruin') AND floors >= 3").unwrap().maplibre(clock);
        assert_eq!(
            filter.to_string(),
            r#"["all",["in",["get","function"],["literal",["ruin"]]],["all",["has","floors"],[">=",["get","floors"],3.0]]]"#
        );
    }
}
