//! Search entries of a register, made from its declared search fields and titles.
//!
//! `misto.search_public` holds what everybody may find. `misto.search_official` holds only what is found or reads
//! otherwise for officials, who look into both: most features are public and would stand in both with the same words.
//! Beside each stand its codes (`misto.code_...`), found by their beginning, and its vocabulary.

use super::expr::{Literals, condition};
use super::title::{Title, Use};
use super::{literal, quoted, stage, table};
use gis_core::catalog::Catalog;
use gis_core::policy::{Actor, Audience, Scope, scope};
use gis_core::register::{Field, FieldType, Register, Role, Search};
use gis_core::template;
use gis_core::text::Lang;

/// The tables of titles and names.
const ENTRIES: [&str; 2] = ["misto.search_public", "misto.search_official"];
/// The tables of codes.
const CODES: [&str; 2] = ["misto.code_public", "misto.code_official"];
/// Entries and codes, of both circles.
pub const TABLES: [&str; 4] =
    ["misto.search_public", "misto.search_official", "misto.code_public", "misto.code_official"];
/// The words of the entries.
const VOCABULARIES: [&str; 2] = ["misto.vocabulary_public", "misto.vocabulary_official"];
/// Shortest and longest word of the vocabulary, letters: of shorter ones too many are alike.
pub const VOCABULARY_LETTERS: [usize; 2] = [4, 40];
/// Key of the lock under which words are added: two commits with the same new words would wait for each other.
const VOCABULARY_LOCK: i64 = 0x6d69_7374_6f03;

/// What an audience searches in.
pub struct FoundBy {
    /// Rows of entries, `own` true for those that only officials have.
    pub entries: &'static str,
    /// Rows of codes.
    pub codes: &'static str,
    /// Rows of words.
    pub vocabulary: &'static str,
}

/// Where an audience searches.
#[must_use]
pub const fn found_by(audience: Audience) -> FoundBy {
    match audience {
        Audience::Anonymous => FoundBy {
            entries: "(SELECT *, false AS own FROM misto.search_public)",
            codes: "misto.code_public",
            vocabulary: "misto.vocabulary_public",
        },
        Audience::Official | Audience::System => FoundBy {
            entries: "(SELECT *, false AS own FROM misto.search_public UNION ALL SELECT *, true FROM misto.search_official)",
            codes: "(SELECT * FROM misto.code_public UNION ALL SELECT * FROM misto.code_official)",
            vocabulary: "(SELECT * FROM misto.vocabulary_public UNION SELECT * FROM misto.vocabulary_official)",
        },
    }
}

/// Statements that add the words of entries to the vocabulary; `which` is a condition on an entry `s`.
#[must_use]
pub fn learn(which: &str) -> Vec<String> {
    let [shortest, longest] = VOCABULARY_LETTERS;
    let statement = |(entries, vocabulary): (&str, &str)| {
        format!(
            "WITH new AS MATERIALIZED (SELECT DISTINCT w AS word FROM {entries} s, unnest(tsvector_to_array(s.words)) w \
             WHERE ({which}) AND length(w) BETWEEN {shortest} AND {longest} AND w !~ '[0-9]' \
             AND NOT EXISTS (SELECT FROM {vocabulary} v WHERE v.word = w)), \
             alone AS MATERIALIZED (SELECT pg_advisory_xact_lock({VOCABULARY_LOCK}) FROM new LIMIT 1) \
             INSERT INTO {vocabulary} SELECT word FROM alone, new ON CONFLICT DO NOTHING"
        )
    };
    ENTRIES.into_iter().zip(VOCABULARIES).map(statement).collect()
}

/// Statements that take the features in `fids`, a query, out of search.
///
/// Everywhere here `fids` is made an array first: of a register that was empty a moment ago the planner knows nothing, and
/// would read the whole batch anew for each feature.
#[must_use]
pub fn forget(register: &Register, fids: &str) -> Vec<String> {
    let id = literal(register.id.as_str());
    let tables = ENTRIES.into_iter().chain(CODES);
    tables.map(|table| format!("DELETE FROM {table} WHERE register = {id} AND fid = ANY (ARRAY({fids}))")).collect()
}

/// The statements that renew the entries of a register's features in `fids`, a query.
#[must_use]
pub fn renew(catalog: &Catalog, register: &Register, fids: &str) -> Vec<String> {
    if !is_found(register) {
        return Vec::new();
    }
    let mut statements = forget(register, fids);
    statements.extend(entries(catalog, register, fids));
    statements.extend(codes(catalog, register, fids));
    statements
}

/// The statements that renew what a batch (`$1`) changed, and what is titled by it.
#[must_use]
pub fn renew_batch(catalog: &Catalog, register: &Register) -> Vec<String> {
    let own = format!("SELECT fid FROM {} WHERE batch = $1 AND op <> 'n'", stage(&register.id));
    let mut statements = renew(catalog, register, &own);
    for (other, field) in dependents(catalog, register) {
        let theirs = format!(
            "SELECT d.fid FROM {} d WHERE d.{} IN (SELECT fid FROM {} WHERE batch = $1 AND op = 'u')",
            table(&other.id),
            quoted(&field.name),
            stage(&register.id)
        );
        statements.extend(renew(catalog, other, &theirs));
    }
    statements
}

/// Registers whose titles hold titles of this one, with the field that refers to it.
fn dependents<'a>(catalog: &'a Catalog, register: &Register) -> Vec<(&'a Register, &'a Field)> {
    catalog
        .registers
        .values()
        .filter(|other| is_found(other))
        .flat_map(|other| other.fields.iter().map(move |field| (other, field)))
        .filter(|(other, field)| field.to.as_ref() == Some(&register.id) && !field.list && titled_by(other, field))
        .collect()
}

/// True when features of the register stand in search.
#[must_use]
pub fn is_found(register: &Register) -> bool {
    register.fields.iter().any(|field| field.search.is_some())
}

fn titled_by(register: &Register, field: &Field) -> bool {
    let pieces = template::parse(&register.display.title.uk).unwrap_or_default();
    template::fields(&pieces).contains(&field.name.as_str())
}

/// Columns of titles in the search tables. What is made of a feature is called so behind an underscore, with which no
/// field's name begins.
const TITLES: &str = "title_uk, title_en, subtitle_uk, subtitle_en";
/// Beginning of the names of what everybody is shown, and of what officials are shown.
const SHOWN: [&str; 2] = ["_", "_own_"];

/// One pass over the features: their titles are made once, for each of the two circles, then their entries.
fn entries(catalog: &Catalog, register: &Register, fids: &str) -> Option<String> {
    let entries = |audience| Entries::of(catalog, register, audience);
    let official = entries(Audience::Official)?;
    let Some(public) = entries(Audience::Anonymous) else {
        return Some(format!(
            "WITH feature AS MATERIALIZED ({}) {}",
            official.features(&[official.titles(SHOWN[1])], fids),
            official.write(ENTRIES[1], SHOWN[1], "TRUE")
        ));
    };
    let open = format!("coalesce({}, FALSE) AS _open", public.rows());
    let features = official.features(&[public.titles(SHOWN[0]), official.titles(SHOWN[1]), open], fids);
    let all = format!("{TITLES}, found, place");
    let [theirs, own] = SHOWN.map(|prefix| with_prefix(&format!("t.{prefix}"), &all));
    let known = format!(
        "t._open AND ({theirs}) IS NOT DISTINCT FROM ({own}) \
         AND EXISTS (SELECT 1 FROM ({}) p(kind, found, matched) WHERE (p.kind, p.found) = (k.kind, k.found))",
        public.kinds(SHOWN[0])
    );
    Some(format!(
        "WITH feature AS MATERIALIZED ({features}), open AS ({}) {}",
        public.write(ENTRIES[0], SHOWN[0], "t._open"),
        official.write(ENTRIES[1], SHOWN[1], &format!("NOT ({known})"))
    ))
}

/// The codes of the features: everybody's, then those that only officials may find.
fn codes(catalog: &Catalog, register: &Register, fids: &str) -> Vec<String> {
    let of = |audience| Entries::of(catalog, register, audience).and_then(|entries| entries.codes(fids));
    let Some(official) = of(Audience::Official) else { return Vec::new() };
    let write = |into: &str, from: &str| format!("INSERT INTO {into} (code, register, fid, matched) {from}");
    match of(Audience::Anonymous) {
        Some(public) if public == official => vec![write(CODES[0], &public)],
        Some(public) => {
            vec![write(CODES[0], &public), write(CODES[1], &format!("{official} EXCEPT ALL ({public})"))]
        }
        None => vec![write(CODES[1], &official)],
    }
}

fn with_prefix(prefix: &str, columns: &str) -> String {
    columns.split(", ").map(|column| format!("{prefix}{column}")).collect::<Vec<_>>().join(", ")
}

/// The earlier name in a record of `former names` (its first part), and the records of an alias to select it from.
fn former_names(field: &Field, alias: &str) -> Option<(String, String)> {
    let name = format!("f.value->>{}", literal(field.of.first()?.name.as_str()));
    Some((name, format!("jsonb_array_elements({alias}.{}) f(value)", quoted(&field.name))))
}

/// The words of a field of a feature `t`; a code is found by its labels and by what people call it otherwise.
fn words_of(field: &Field) -> String {
    let column = format!("t.{}", quoted(&field.name));
    match &field.codes {
        Some(list) => format!(
            "(SELECT concat_ws(' ', c.uk, c.en, c.aliases) FROM misto.code c WHERE c.list = {} AND c.code = {column})",
            literal(list.as_str())
        ),
        None if field.list => format!("array_to_string({column}, ' ')"),
        None => format!("{column}::text"),
    }
}

/// The entries of a register for an audience.
struct Entries<'a> {
    catalog: &'a Catalog,
    scope: Scope<'a>,
}

impl<'a> Entries<'a> {
    fn of(catalog: &'a Catalog, register: &'a Register, audience: Audience) -> Option<Self> {
        Some(Self { catalog, scope: scope(register, &Actor { audience, name: String::new() })? })
    }

    fn rows(&self) -> String {
        condition(self.scope.rows(), "t", &mut Literals::Inline)
    }

    /// The features with what their entries are made of.
    fn features(&self, made: &[String], fids: &str) -> String {
        let used = self.scope.fields().filter(|field| self.is_used(field));
        let used = used.map(|field| format!(", t.{}", quoted(&field.name))).collect::<String>();
        format!(
            "SELECT t.fid{used}, {} FROM {} t WHERE t.fid = ANY (ARRAY({fids})) AND ({})",
            made.join(", "),
            table(&self.scope.register().id),
            self.rows()
        )
    }

    fn is_used(&self, field: &Field) -> bool {
        field.search == Some(Search::Former) || titled_by(self.scope.register(), field)
    }

    fn title<'t>(&'t self, lang: Lang, purpose: Use, replaced: Option<(&'t str, &'t str)>) -> Title<'t> {
        Title { catalog: self.catalog, lang, purpose, audience: self.scope.audience(), replaced }
    }

    /// The titles as people read them, the text they are found by (both titles and the fields declared as words), and
    /// a point on the feature, where it may be shown.
    fn titles(&self, prefix: &str) -> String {
        let register = self.scope.register();
        let shown = |lang| self.title(lang, Use::Shown, None).of(register, "t");
        let subtitle = |lang| self.title(lang, Use::Shown, None).subtitle(register, "t");
        let found = |lang| self.title(lang, Use::Found, None).of(register, "t");
        let mut words = vec![found(Lang::Uk), found(Lang::En)];
        words.extend(self.scope.fields().filter(|field| field.search == Some(Search::Words)).map(words_of));
        format!(
            "{} AS {prefix}title_uk, {} AS {prefix}title_en, {} AS {prefix}subtitle_uk, {} AS {prefix}subtitle_en, concat_ws(' ', {}) AS {prefix}found, {} AS {prefix}place",
            shown(Lang::Uk),
            shown(Lang::En),
            subtitle(Lang::Uk),
            subtitle(Lang::En),
            words.join(", "),
            if self.scope.shows_places() { "t.on_surface" } else { "NULL::geometry" }
        )
    }

    /// The entries of one feature `t`: `kind, found, matched`.
    fn kinds(&self, prefix: &str) -> String {
        let mut kinds = vec![format!("SELECT 'title', t.{prefix}found, NULL::text")];
        let former = |field: &&Field| field.search == Some(Search::Former) && field.kind == FieldType::Records;
        for field in self.scope.fields().filter(|field| !field.list).filter(former) {
            kinds.extend(former_names(field, "t").map(|(name, records)| {
                format!("SELECT 'former', {name}, {name} FROM {records} WHERE {name} IS NOT NULL")
            }));
        }
        kinds.extend(self.scope.fields().filter_map(|field| self.former_of(field)));
        kinds.join(" UNION ALL ")
    }

    /// The codes of the features: `code, register, fid, matched`; `None` when none is declared.
    fn codes(&self, fids: &str) -> Option<String> {
        let register = self.scope.register();
        let exact = self.scope.fields().filter(|field| field.search == Some(Search::Exact) && !field.list);
        let values: Vec<String> = exact.map(|field| format!("(t.{}::text)", quoted(&field.name))).collect();
        (!values.is_empty()).then(|| {
            format!(
                "SELECT c.code, {}, t.fid, v.value FROM {} t CROSS JOIN LATERAL (VALUES {}) v(value) \
                 CROSS JOIN LATERAL misto.codes(v.value) c(code) WHERE t.fid = ANY (ARRAY({fids})) AND ({})",
                literal(register.id.as_str()),
                table(&register.id),
                values.join(", "),
                self.rows()
            )
        })
    }

    /// A feature titled by another one is also found by the other one's former names, as an address by its street's.
    fn former_of(&self, field: &Field) -> Option<String> {
        let register = self.scope.register();
        let target = self.catalog.register(field.to.as_ref()?.as_str())?;
        let names = target.role(Role::FormerTitle).filter(|_| titled_by(register, field) && !field.list)?;
        let theirs = scope(target, &Actor { audience: self.scope.audience(), name: String::new() })?;
        let names = theirs.field(names.name.as_str())?;
        let (name, records) = former_names(names, "o")?;
        let found = self.title(Lang::Uk, Use::Found, Some((field.name.as_str(), &name))).of(register, "t");
        let rows = condition(theirs.rows(), "o", &mut Literals::Inline);
        Some(format!(
            "SELECT 'former', {found}, {name} FROM {} o CROSS JOIN LATERAL {records} WHERE o.fid = t.{} AND ({rows}) AND {name} IS NOT NULL",
            table(&target.id),
            quoted(&field.name)
        ))
    }

    fn write(&self, into: &str, prefix: &str, which: &str) -> String {
        format!(
            "INSERT INTO {into} (register, prominence, fid, kind, words, matched, {TITLES}, place) \
             SELECT {}, {}, t.fid, k.kind, misto.words(k.found), k.matched, {} \
             FROM feature t CROSS JOIN LATERAL ({}) k(kind, found, matched) WHERE {which}",
            literal(self.scope.register().id.as_str()),
            self.scope.register().prominence,
            with_prefix(&format!("t.{prefix}"), &format!("{TITLES}, place")),
            self.kinds(prefix),
        )
    }
}
