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

fn spelling(letter: char, starts_word: bool) -> Option<&'static str> {
    Some(match letter {
        'а' => "a", 'б' => "b", 'в' => "v", 'г' => "h", 'ґ' => "g", 'д' => "d", 'е' => "e", 'ж' => "zh", 'з' => "z",
        'и' => "y", 'і' => "i", 'к' => "k", 'л' => "l", 'м' => "m", 'н' => "n", 'о' => "o", 'п' => "p", 'р' => "r",
        'с' => "s", 'т' => "t", 'у' => "u", 'ф' => "f", 'х' => "kh", 'ц' => "ts", 'ч' => "ch", 'ш' => "sh",
        'щ' => "shch", 'ь' => "",
        'є' => if starts_word { "ye" } else { "ie" },
        'ї' => if starts_word { "yi" } else { "i" },
        'й' => if starts_word { "y" } else { "i" },
        'ю' => if starts_word { "yu" } else { "iu" },
        'я' => if starts_word { "ya" } else { "ia" },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_resolution_come_out() {
        for (ukrainian, latin) in [
            ("Алушта", "Alushta"), ("Згорани", "Zghorany"), ("Розгон", "Rozghon"), ("Єнакієве", "Yenakiieve"),
            ("Їжакевич", "Yizhakevych"), ("Йосипівка", "Yosypivka"), ("Знам'янка", "Znamianka"), ("Щербухи", "Shcherbukhy"),
            ("Костянтин", "Kostiantyn"), ("Кривий Ріг", "Kryvyi Rih"), ("ЦЕНТР", "TSENTR"),
        ] {
            assert_eq!(to_latin(ukrainian), latin);
        }
    }
}
