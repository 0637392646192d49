//! How much room a text takes, without its font: advances of Noto Sans, rounded up by kind of letter.

/// Height of a line, heights of its letters.
pub const LINE: f64 = 1.25;
/// What stands for a text that was cut.
const MORE: char = '…';

/// Width of a text.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

fn advance(letter: char) -> f64 {
    match letter {
        ' ' | '.' | ',' | ':' | ';' | '!' | '\'' | '’' | 'i' | 'l' | 'j' | 'і' | 'ї' | 'I' | 'І' | '|' => 0.3,
        'm' | 'w' | 'ш' | 'щ' | 'ж' | 'ю' | 'м' | 'ф' | 'ы' => 0.9,
        'M' | 'W' | 'Ш' | 'Щ' | 'Ж' | 'Ю' | 'Ф' | 'М' | '…' | '—' | '№' => 1.05,
        letter if letter.is_uppercase() => 0.7,
        _ => 0.6,
    }
}

/// A count of things that fit; nothing for what is no number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a page can hold")]
pub fn whole(count: f64) -> usize {
    count.clamp(0.0, 10_000.0) as usize
}

/// The text, or its beginning and `…` where it is too wide.
pub fn cut(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut used = width("…", size);
    let kept = text.chars().take_while(|letter| {
        used += advance(*letter) * size;
        used <= room
    });
    kept.chain([MORE]).collect()
}

/// The text in lines of at most a width; a word that is wider is broken.
pub fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace().flat_map(|word| broken(word, size, room)) {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(&word, size) + advance(' ') * size <= room => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

fn broken(word: &str, size: f64, room: f64) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut used = 0.0;
    for letter in word.chars() {
        let step = advance(letter) * size;
        if used + step > room && used > 0.0 {
            parts.push(String::new());
            used = 0.0;
        }
        used += step;
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_wrapped_and_a_long_word_broken() {
        let lines = wrapped("Генеральний план міста Кривий Ріг", 5.0, 60.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 5.0) <= 60.0), "{lines:?}");
        assert_eq!(lines.join(" "), "Генеральний план міста Кривий Ріг");
        assert!(wrapped(&"ж".repeat(100), 5.0, 60.0).len() > 5);
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("Вулиці", 2.0, 100.0), "Вулиці");
        assert!(cut("Вулиці та дороги", 2.0, 10.0).ends_with('…'));
    }
}
