//! The display title of a feature as an SQL expression.

use super::expr::{Literals, condition};
use super::{literal, quoted, table};
use gis_core::catalog::Catalog;
use gis_core::policy::{Actor, Audience, Scope, scope};
use gis_core::register::{Field, FieldType, Register, Search};
use gis_core::template::{self, Piece};
use gis_core::text::Lang;

/// How deep titles follow references; deeper ones show nothing.
const MAX_HOPS: u8 = 2;
/// From this length on a code is found as a code alone: the parts of a cadastral number are those of half the city.
const LONG_CODE: usize = 10;

/// What a title is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// To be read: codes as labels.
    Shown,
    /// To be found: codes as label and abbreviation.
    Found,
}

/// A title expression over an alias of the register's table.
pub struct Title<'a> {
    /// All declarations.
    pub catalog: &'a Catalog,
    /// The language of labels.
    pub lang: Lang,
    /// Shown or found.
    pub purpose: Use,
    /// Who reads it: what is hidden from them is left out of titles too, also where another feature is titled by it.
    pub audience: Audience,
    /// A field whose value is replaced by an SQL expression, such as an earlier street name.
    pub replaced: Option<(&'a str, &'a str)>,
}

/// Names of the features `$1` of a scope: `fid, title_uk, title_en, subtitle_uk, subtitle_en`.
#[must_use]
pub fn titles_of(catalog: &Catalog, scope: &Scope) -> String {
    let register = scope.register();
    let shown = |lang| Title { catalog, lang, purpose: Use::Shown, audience: scope.audience(), replaced: None };
    format!(
        "SELECT t.fid, {}, {}, {}, {} FROM {} t WHERE t.fid = ANY ($1) AND ({})",
        shown(Lang::Uk).of(register, "t"),
        shown(Lang::En).of(register, "t"),
        shown(Lang::Uk).subtitle(register, "t"),
        shown(Lang::En).subtitle(register, "t"),
        table(&register.id),
        condition(scope.rows(), "t", &mut Literals::Inline)
    )
}

impl Title<'_> {
    /// The title of `register`; an empty text when a part is missing.
    #[must_use]
    pub fn of(&self, register: &Register, alias: &str) -> String {
        self.template(register, alias, register.display.title.get(self.lang), 0)
    }

    /// The subtitle; NULL when none is declared.
    #[must_use]
    pub fn subtitle(&self, register: &Register, alias: &str) -> String {
        match &register.display.subtitle {
            Some(text) => format!("nullif({}, '')", self.template(register, alias, text.get(self.lang), 0)),
            None => "NULL::text".to_owned(),
        }
    }

    fn template(&self, register: &Register, alias: &str, text: &str, hops: u8) -> String {
        let pieces = template::parse(text).unwrap_or_default();
        let parts: Vec<String> = pieces.iter().map(|piece| self.piece(register, alias, piece, hops)).collect();
        if parts.is_empty() { "''".to_owned() } else { format!("btrim(concat({}))", parts.join(", ")) }
    }

    fn piece(&self, register: &Register, alias: &str, piece: &Piece, hops: u8) -> String {
        match piece {
            Piece::Fixed(text) => literal(text),
            Piece::Field(names) => self.first(register, alias, names, hops),
            Piece::Optional(inner) => {
                let parts: Vec<String> = inner.iter().map(|piece| self.piece(register, alias, piece, hops)).collect();
                // `||` with a null gives null, which `concat` then leaves out.
                let guards: Vec<String> = template::places(inner)
                    .map(|names| format!("nullif({}, '')", self.first(register, alias, names, hops)))
                    .collect();
                format!("CASE WHEN ({}) IS NOT NULL THEN concat({}) END", guards.join(" || "), parts.join(", "))
            }
        }
    }

    fn first(&self, register: &Register, alias: &str, names: &[String], hops: u8) -> String {
        let values: Vec<String> = names.iter().map(|name| self.field(register, alias, name, hops)).collect();
        if let [value] = values.as_slice() {
            return value.clone();
        }
        format!(
            "coalesce({})",
            values.iter().map(|value| format!("nullif({value}, '')")).collect::<Vec<_>>().join(", ")
        )
    }

    fn field(&self, register: &Register, alias: &str, name: &str, hops: u8) -> String {
        if let Some((replaced, by)) = self.replaced.filter(|(replaced, _)| *replaced == name && hops == 0) {
            debug_assert!(!replaced.is_empty());
            return by.to_owned();
        }
        let Some(field) = self.scope(register).and_then(|scope| scope.field(name)) else {
            return "NULL::text".to_owned();
        };
        let column = format!("{alias}.{}", quoted(&field.name));
        match field.kind {
            _ if field.list => format!("array_to_string({column}, ', ')"),
            FieldType::Code => self.code(field, &column),
            FieldType::Ref => self.reference(field, &column, alias, hops),
            FieldType::Date if self.lang == Lang::Uk && self.purpose == Use::Shown => {
                format!("to_char({column}, 'DD.MM.YYYY')")
            }
            _ if self.purpose == Use::Found && hops == 0 && field.search == Some(Search::Exact) => {
                format!("CASE WHEN length({column}::text) < {LONG_CODE} THEN {column}::text END")
            }
            _ => format!("{column}::text"),
        }
    }

    fn code(&self, field: &Field, column: &str) -> String {
        let Some(list) = &field.codes else { return column.to_owned() };
        let label = match (self.lang, self.purpose) {
            (Lang::Uk, Use::Shown) => "c.uk",
            (Lang::En, Use::Shown) => "c.en",
            (Lang::Uk, Use::Found) => "concat_ws(' ', c.uk, c.short_uk)",
            (Lang::En, Use::Found) => "concat_ws(' ', c.en, c.short_en)",
        };
        format!("(SELECT {label} FROM misto.code c WHERE c.list = {} AND c.code = {column})", literal(list.as_str()))
    }

    fn reference(&self, field: &Field, column: &str, alias: &str, hops: u8) -> String {
        let target = field.to.as_ref().and_then(|to| self.catalog.register(to.as_str()));
        let (Some(target), true) = (target, hops < MAX_HOPS) else { return "NULL::text".to_owned() };
        let Some(scope) = self.scope(target) else { return "NULL::text".to_owned() };
        let inner = format!("{alias}_{}", hops + 1);
        let title = self.template(target, &inner, target.display.title.get(self.lang), hops + 1);
        let rows = condition(scope.rows(), &inner, &mut Literals::Inline);
        format!("(SELECT {title} FROM {} {inner} WHERE {inner}.fid = {column} AND ({rows}))", table(&target.id))
    }

    fn scope<'r>(&self, register: &'r Register) -> Option<Scope<'r>> {
        scope(register, &Actor { audience: self.audience, name: String::new() })
    }
}
