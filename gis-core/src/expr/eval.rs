//! Evaluation in Rust with SQL's three values: true, false, unknown.

use super::{Comparison, Expression, Literal, Name, Node, Operand};
use crate::value::Value;
use chrono::{Datelike, NaiveDate};
use std::cmp::Ordering;

/// The day an expression is evaluated on, in the city's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Current day.
    pub today: NaiveDate,
}

/// The current day in Kyiv, whatever zone the machine is in.
#[must_use]
pub fn kyiv_today() -> NaiveDate {
    chrono::Utc::now().with_timezone(&chrono_tz::Europe::Kyiv).date_naive()
}

/// Where the values of the fields come from.
pub trait Facts {
    /// The value of a field; null when it has none.
    fn value(&self, field: &str) -> &Value;
}

impl<N: Name> Expression<N> {
    /// Whether the condition holds; `None` when a null makes it unknown.
    #[must_use]
    pub fn holds(&self, facts: &impl Facts, clock: Clock) -> Option<bool> {
        holds(self.node(), facts, clock)
    }
}

fn holds<N: Name>(node: &Node<N>, facts: &impl Facts, clock: Clock) -> Option<bool> {
    match node {
        Node::Constant(value) => Some(*value),
        Node::Truth(name) => match facts.value(name.as_str()) {
            Value::Bool(value) => Some(*value),
            _ => None,
        },
        Node::Compare(left, sign, right) => {
            compare(&resolve(left, facts, clock), &resolve(right, facts, clock)).map(|order| agrees(order, *sign))
        }
        Node::And(nodes) => all(nodes.iter().map(|inner| holds(inner, facts, clock))),
        Node::Or(nodes) => {
            all(nodes.iter().map(|inner| holds(inner, facts, clock).map(|held| !held))).map(|none| !none)
        }
        Node::Not(inner) => holds(inner, facts, clock).map(|held| !held),
        Node::IsNull(name) => Some(*facts.value(name.as_str()) == Value::Null),
        Node::In(name, values) => {
            let have = facts.value(name.as_str());
            (*have != Value::Null)
                .then(|| values.iter().any(|value| compare(have, &constant(value)) == Some(Ordering::Equal)))
        }
        Node::Between(value, low, high) => {
            let value = resolve(value, facts, clock);
            let above = compare(&value, &resolve(low, facts, clock))? != Ordering::Less;
            let below = compare(&value, &resolve(high, facts, clock))? != Ordering::Greater;
            Some(above && below)
        }
        Node::Like(name, pattern) => match facts.value(name.as_str()) {
            Value::Text(text) => Some(like(text, pattern)),
            _ => None,
        },
    }
}

/// SQL's AND: false wins over unknown.
fn all(results: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for result in results {
        match result {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = None,
        }
    }
    known
}

const fn agrees(order: Ordering, sign: Comparison) -> bool {
    match sign {
        Comparison::Eq => order.is_eq(),
        Comparison::Ne => order.is_ne(),
        Comparison::Lt => order.is_lt(),
        Comparison::Le => order.is_le(),
        Comparison::Gt => order.is_gt(),
        Comparison::Ge => order.is_ge(),
    }
}

fn resolve<N: Name>(operand: &Operand<N>, facts: &impl Facts, clock: Clock) -> Value {
    match operand {
        Operand::Field(name) => facts.value(name.as_str()).clone(),
        Operand::Literal(literal) => constant(literal),
        Operand::Today => Value::Date(clock.today),
        Operand::CurrentYear => Value::Int(i64::from(clock.today.year())),
    }
}

fn constant(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => Value::Text(text.clone()),
        Literal::Number(number) => Value::Decimal(*number),
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Date(day) => Value::Date(*day),
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of registers are far below 2^53")]
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    let number = |value: &Value| match value {
        Value::Int(int) => Some(*int as f64),
        Value::Decimal(decimal) => Some(*decimal),
        _ => None,
    };
    match (left, right) {
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        _ => number(left)?.partial_cmp(&number(right)?),
    }
}

/// SQL LIKE over characters, in time of text × pattern.
fn like(text: &str, pattern: &str) -> bool {
    let mut reached = vec![true];
    reached.extend(text.chars().map(|_| false));
    let text: Vec<char> = text.chars().collect();
    for wanted in pattern.chars() {
        let mut next = vec![false; reached.len()];
        for at in 0..reached.len() {
            next[at] = match wanted {
                '%' => reached[at] || (at > 0 && next[at - 1]),
                '_' => at > 0 && reached[at - 1],
                exact => at > 0 && reached[at - 1] && text[at - 1] == exact,
            };
        }
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::super::Expr;
    use super::*;
    use std::collections::HashMap;

    struct Row(HashMap<&'static str, Value>);

    impl Facts for Row {
        fn value(&self, field: &str) -> &Value {
            self.0.get(field).unwrap_or(&Value::Null)
        }
    }

    fn check(text: &str) -> Option<bool> {
        let row = Row(HashMap::from([
            ("floors", Value::Int(5)),
            ("name", Value::Text("Поштова".into())),
            ("since", Value::Date(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap())),
            ("done", Value::Bool(true)),
        ]));
        let clock = Clock { today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() };
        Expr::parse(text).unwrap().holds(&row, clock)
    }

    #[test]
    fn conditions_hold_as_sql_says() {
        for (text, expected) in [
            ("floors = 5 AND name LIKE 'По%'", Some(true)),
            ("floors > 5.5", Some(false)),
            ("missing = 1", None),
            ("missing = 1 OR floors = 5", Some(true)),
            ("missing = 1 AND floors = 4", Some(false)),
            ("NOT missing = 1", None),
            ("missing IS NULL AND name IS NOT NULL", Some(true)),
            ("floors NOT IN (1, 2)", Some(true)),
            ("since BETWEEN DATE('2026-01-01') AND today()", Some(true)),
            ("name LIKE '_ошт%а'", Some(true)),
            ("name LIKE 'Пош'", Some(false)),
            ("done", Some(true)),
            ("floors <= current_year()", Some(true)),
        ] {
            assert_eq!(check(text), expected, "{text}");
        }
    }
}
