//! The questions of the search box. Each looks at a bounded number of rows, however many match.

use super::search::FoundBy;

/// Most entries that one question looks at.
const MAX_LOOKED_AT: usize = 2_000;
/// Most of them of the prominent registers, which are looked at first; also the most codes.
const MAX_PROMINENT: usize = 500;
/// Prominence from which a register is a prominent one; the partial indexes are declared with it.
const PROMINENT: i16 = 9;
/// Most words of the vocabulary that are compared with a word.
const MAX_ALIKE: usize = 40;

/// Features whose entries match the `tsquery` `$1`, the best `$2` of them.
#[must_use]
pub fn worded(tables: &FoundBy) -> String {
    let entries = tables.entries;
    format!(
        "SELECT register, fid, kind, matched, title_uk, title_en, subtitle_uk, subtitle_en, ST_X(place), ST_Y(place) FROM ( \
         SELECT DISTINCT ON (register, fid) * FROM ( \
         (SELECT * FROM {entries} s WHERE words @@ $1::tsquery AND prominence >= {PROMINENT} LIMIT {MAX_PROMINENT}) UNION ALL \
         (SELECT * FROM {entries} s WHERE words @@ $1::tsquery LIMIT {MAX_LOOKED_AT})) looked_at \
         ORDER BY register, fid, kind = 'former', own DESC) hit \
         ORDER BY kind = 'former', prominence DESC, length(words), title_uk COLLATE \"C\", register, fid LIMIT $2"
    )
}

/// Features that have a code from `$1` to `$2`, `$3` of them: of equal codes those first that are called by them.
#[must_use]
pub fn coded(tables: &FoundBy) -> String {
    let FoundBy { entries, codes, .. } = tables;
    format!(
        "SELECT c.register, c.fid, 'code', c.matched, t.title_uk, t.title_en, t.subtitle_uk, t.subtitle_en, ST_X(t.place), ST_Y(t.place) \
         FROM (SELECT * FROM {codes} c WHERE code >= $1 AND code <= $2 ORDER BY code LIMIT {MAX_PROMINENT}) c \
         CROSS JOIN LATERAL (SELECT * FROM {entries} s WHERE s.register = c.register AND s.fid = c.fid AND s.kind = 'title' \
         ORDER BY own DESC LIMIT 1) t \
         ORDER BY length(c.code), strpos(t.title_uk, c.matched) <> 1, t.prominence DESC, c.code, c.register, c.fid LIMIT $3"
    )
}

/// Those of the words `$1` (letters alone) that begin no entry's word, each with the words of the vocabulary that are like
/// it. A word of which no entry is left, as when its feature was sealed, is neither proposed nor passes for known.
#[must_use]
pub fn alike(tables: &FoundBy) -> String {
    let FoundBy { entries, vocabulary, .. } = tables;
    let has = |word: &str, begins: &str| {
        format!("EXISTS (SELECT FROM {entries} s WHERE s.words @@ ('''' || {word} || '''{begins}')::tsquery)")
    };
    format!(
        "SELECT a.word, ARRAY(SELECT v.word FROM (SELECT v.word, similarity(v.word, a.word) AS near FROM {vocabulary} v \
         WHERE v.word % a.word ORDER BY near DESC, v.word LIMIT {MAX_ALIKE}) v WHERE {} ORDER BY near DESC, v.word) \
         FROM unnest($1::text[]) a(word) WHERE NOT {}",
        has("v.word", ""),
        has("a.word", ":*")
    )
}

/// Whether one of the words `$1` (letters alone) begins no entry's word, so that no entry can have them all. The vocabulary
/// knows most words, and is asked first: an entry's word that is not in it is a long one.
#[must_use]
pub fn is_strange(tables: &FoundBy) -> String {
    let FoundBy { entries, vocabulary, .. } = tables;
    format!(
        "SELECT EXISTS (SELECT FROM unnest($1::text[]) a(word) \
         WHERE NOT EXISTS (SELECT FROM {vocabulary} v WHERE v.word >= a.word AND v.word < a.word || chr(1114109)) \
         AND NOT EXISTS (SELECT FROM {entries} s WHERE s.words @@ ('''' || a.word || ''':*')::tsquery))"
    )
}
