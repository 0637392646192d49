//! Ukrainian into Latin letters by ПКМУ 55 of 27.01.2010.

/// The Latin spelling of a Ukrainian text; what is not Ukrainian stays.
#[must_use]
pub fn to_latin(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    while let Some(letter) = chars.next() {
        let next = chars.peek().copied();
        // «зг» is zgh, so that it is not read as ж.
        if previous.to_lowercase().eq("з".chars()) && letter.to_lowercase().eq("г".chars()) {
            latin.push_str(if letter.is_uppercase() { "GH" } else { "gh" });
        } else {
            push(&mut latin, letter, !previous.is_alphabetic() && !is_apostrophe(previous), next);
        }
        previous = letter;
    }
    latin
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{2bc}' | '`')
}

fn push(latin: &mut String, letter: char, starts_word: bool, next: Option<char>) {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    let Some(spelling) = spelling(lower, starts_word) else {
        if !is_apostrophe(letter) {
            latin.push(letter);
        }
        return;
    };
    if !letter.is_uppercase() {
        latin.push_str(spelling);
    } else if next.is_some_and(char::is_uppercase) {
        latin.push_str(&spelling.to_uppercase());
    } else {
        let mut letters = spelling.chars();
        latin.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        latin.push_str(letters.as_str());
    }
}

/// Letters that are spelled the same everywhere in a word, with their spellings in the order of `PLAIN_LATIN`.
const PLAIN: &str = "абвгґдежзиіклмнопрстуфхцчшщь";
const PLAIN_LATIN: [&str; 28] = [
    "a", "b", "v", "h", "g", "d", "e", "zh", "z", "y", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
    "kh", "ts", "ch", "sh", "shch", "",
];
/// Letters that are spelled otherwise at the beginning of a word: letter, at the beginning, elsewhere.
const BY_PLACE: [(char, &str, &str); 5] =
    [('є', "ye", "ie"), ('ї', "yi", "i"), ('й', "y", "i"), ('ю', "yu", "iu"), ('я', "ya", "ia")];

fn spelling(letter: char, starts_word: bool) -> Option<&'static str> {
    if let Some((_, first, inside)) = BY_PLACE.iter().find(|(by_place, ..)| *by_place == letter) {
        return Some(if starts_word { first } else { inside });
    }
    PLAIN.chars().position(|plain| plain == letter).map(|at| PLAIN_LATIN[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_resolution_come_out() {
        for (ukrainian, latin) in [
            ("Алушта", "Alushta"),
            ("Згорани", "Zghorany"),
            ("Розгон", "Rozghon"),
            ("Єнакієве", "Yenakiieve"),
            ("Їжакевич", "Yizhakevych"),
            ("Йосипівка", "Yosypivka"),
            ("Знам'янка", "Znamianka"),
            ("Щербухи", "Shcherbukhy"),
            ("Костянтин", "Kostiantyn"),
            ("Кривий Ріг", "Kryvyi Rih"),
            ("ЦЕНТР", "TSENTR"),
        ] {
            assert_eq!(to_latin(ukrainian), latin);
        }
    }
}
