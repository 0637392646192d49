//! Units of measure by their codes in UCUM, the Unified Code for Units of Measure (case-sensitive variant).

/// The code of a unit as registers write it in English; `None` for what UCUM has no word for, such as money.
#[must_use]
pub fn code(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "mm" => "mm",
        "cm" => "cm",
        "m" => "m",
        "km" => "km",
        "m²" => "m2",
        "ha" => "har",
        "thousand m³" => "10*3.m3",
        "l" => "L",
        "kg" => "kg",
        "t" => "t",
        "kV" => "kV",
        "days" => "d",
        "years" => "a",
        "°" => "deg",
        "%" => "%",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hectares_have_a_code_and_money_has_none() {
        assert_eq!(code("ha"), Some("har"));
        assert_eq!(code("m²"), Some("m2"));
        assert_eq!(code("UAH/m²"), None);
    }
}
