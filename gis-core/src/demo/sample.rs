//! A value for a required field that no hint speaks of, from its type, list, limits and named rule.

use super::chance::Chance;
use super::world::World;
use crate::catalog::Catalog;
use crate::primitive::Primitive;
use crate::register::{Field, FieldType};
use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};

/// Days that nobody hinted at lie in these years.
const YEARS: [i32; 2] = [2015, 2024];

/// A fitting value; null where none can be invented, such as for files.
pub fn of(catalog: &Catalog, field: &Field, values: &Map<String, Json>, world: &World, chance: &mut Chance) -> Json {
    let one = match field.kind {
        FieldType::Code => code(catalog, field, values, chance),
        FieldType::Ref => {
            field.to.as_ref().and_then(|to| chance.pick(world.of(to))).map_or(Json::Null, |made| json!(made.id))
        }
        FieldType::Text => text(field, chance),
        FieldType::Int | FieldType::Decimal | FieldType::Money => number(field, chance),
        FieldType::Date => {
            let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
            self::day(day(YEARS[0], 1, 1), day(YEARS[1], 12, 31), chance)
        }
        FieldType::Bool => json!(chance.unit() < 0.5),
        _ => Json::Null,
    };
    if field.list && !one.is_null() { json!([one]) } else { one }
}

/// A day between two, both included.
pub fn day(from: NaiveDate, to: NaiveDate, chance: &mut Chance) -> Json {
    let days = usize::try_from((to - from).num_days()).unwrap_or(0);
    let after = u64::try_from(chance.index(days + 1)).unwrap_or(0);
    from.checked_add_days(chrono::Days::new(after)).map_or(Json::Null, |day| json!(day.to_string()))
}

/// A code of the list; one that belongs to the code of the parent field where there is one.
fn code(catalog: &Catalog, field: &Field, values: &Map<String, Json>, chance: &mut Chance) -> Json {
    let items = field.codes.as_ref().and_then(|list| catalog.codes.get(list)).map_or(&[][..], |list| &list.items);
    let above =
        field.parent.as_ref().map(|parent| values.get(parent.as_str()).and_then(Json::as_str).unwrap_or_default());
    let fitting: Vec<&str> = items
        .iter()
        .filter(|item| above.is_none() || item.parent.as_deref() == above)
        .map(|item| item.code.as_str())
        .collect();
    chance.pick(&fitting).map_or(Json::Null, |code| json!(code))
}

fn text(field: &Field, chance: &mut Chance) -> Json {
    match (field.rule, &field.pattern) {
        (Some(rule), _) => json!(well_formed(rule, chance)),
        // A text that matches any pattern cannot be invented.
        (None, Some(_)) => Json::Null,
        (None, None) => json!(format!("{} {}", field.label.uk, chance.digits(4))),
    }
}

/// The example of the rule with its last digits changed, as long as the rule still accepts it.
fn well_formed(rule: Primitive, chance: &mut Chance) -> String {
    let example = rule.example();
    for _ in 0..1_000 {
        let mut left = 4;
        let changed: String = example
            .chars()
            .rev()
            .map(|c| match c {
                '0'..='9' if left > 0 => {
                    left -= 1;
                    chance.digits(1).chars().next().unwrap_or(c)
                }
                other => other,
            })
            .collect();
        let changed: String = changed.chars().rev().collect();
        if rule.accepts(&changed) {
            return changed;
        }
    }
    example.to_owned()
}

fn number(field: &Field, chance: &mut Chance) -> Json {
    if let Some(value) = chance.pick(&field.values) {
        return json!(value);
    }
    let low = field.min.unwrap_or(0.0);
    let value = chance.between([low, field.max.unwrap_or(low + 100.0)]);
    match field.kind {
        FieldType::Int => json!(value.floor().max(low.ceil())),
        _ => json!(crate::cast::round(value, field.decimals())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_numbers_keep_their_check_digits() {
        let mut chance = Chance::named("numbers");
        for rule in [Primitive::Edrpou, Primitive::Rnokpp, Primitive::IbanUa, Primitive::Cadnum, Primitive::Phone] {
            let value = well_formed(rule, &mut chance);
            assert!(rule.accepts(&value), "{rule:?} {value}");
        }
    }
}
