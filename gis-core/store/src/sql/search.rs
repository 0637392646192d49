//! Search entries of a register for each audience class, made from its declared search fields and titles.

use super::expr::{Literals, condition};
use super::title::{Title, Use};
use super::{literal, quoted, table};
use gis_core::catalog::Catalog;
use gis_core::policy::{Actor, Audience, Scope, scope};
use gis_core::register::{Field, FieldType, Register, Role, Search};
use gis_core::template;
use gis_core::text::Lang;

/// The audience classes that have a search table.
pub const AUDIENCES: [(Audience, &str); 2] =
    [(Audience::Anonymous, "misto.search_public"), (Audience::Official, "misto.search_official")];

/// How the changed features are found: a subquery of fids over `$1`.
#[derive(Debug, Clone)]
pub struct SearchSql {
    /// Statements in order; each takes the batch as `$1`.
    pub statements: Vec<String>,
}

/// The statements that renew the entries of a register's features in `fids`, an SQL list of fids over `$1`.
#[must_use]
pub fn renew(catalog: &Catalog, register: &Register, fids: &str) -> SearchSql {
    let mut statements = Vec::new();
    if is_found(register) {
        for (audience, into) in AUDIENCES {
            statements.push(format!(
                "DELETE FROM {into} WHERE register = {} AND fid IN ({fids})",
                literal(register.id.as_str())
            ));
            let actor = Actor { audience, name: String::new() };
            if let Some(scope) = scope(register, &actor) {
                statements.extend(Entries { catalog, scope: &scope, into, fids }.inserts());
            }
        }
    }
    SearchSql { statements }
}

/// Registers whose titles hold titles of this one, with the field that refers to it.
#[must_use]
pub fn dependents<'a>(catalog: &'a Catalog, register: &Register) -> Vec<(&'a Register, &'a Field)> {
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

struct Entries<'a> {
    catalog: &'a Catalog,
    scope: &'a Scope<'a>,
    into: &'a str,
    fids: &'a str,
}

impl Entries<'_> {
    fn inserts(&self) -> Vec<String> {
        let register = self.scope.register();
        let mut inserts = vec![self.insert("title", &self.found(None), "NULL::text", "")];
        for field in self.scope.fields().filter(|field| !field.list) {
            let column = format!("t.{}", quoted(&field.name));
            match field.search {
                Some(Search::Exact) => {
                    inserts.push(self.insert("code", &column, &column, &format!(" AND {column} IS NOT NULL")));
                }
                Some(Search::Former) if field.kind == FieldType::Records => inserts.push(self.former_own(field)),
                _ => {}
            }
        }
        inserts.extend(register.fields.iter().filter_map(|field| self.former_of(field)));
        inserts
    }

    fn title(&self, lang: Lang, purpose: Use, replaced: Option<(&str, &str)>) -> String {
        Title { catalog: self.catalog, lang, purpose, audience: self.scope.audience(), replaced }
            .of(self.scope.register(), "t")
    }

    /// What the feature is found by: both titles and the fields declared as words.
    fn found(&self, replaced: Option<(&str, &str)>) -> String {
        let words = self.scope.fields().filter(|field| field.search == Some(Search::Words));
        let mut parts = vec![self.title(Lang::Uk, Use::Found, replaced), self.title(Lang::En, Use::Found, replaced)];
        parts.extend(words.map(|field| {
            let column = format!("t.{}", quoted(&field.name));
            if field.list { format!("array_to_string({column}, ' ')") } else { format!("{column}::text") }
        }));
        format!("concat_ws(' ', {})", parts.join(", "))
    }

    fn insert(&self, kind: &str, text: &str, matched: &str, more: &str) -> String {
        self.insert_from(kind, (text, matched), "", more)
    }

    fn insert_from(&self, kind: &str, (text, matched): (&str, &str), join: &str, more: &str) -> String {
        let register = self.scope.register();
        let subtitle = |lang| {
            Title { catalog: self.catalog, lang, purpose: Use::Shown, audience: self.scope.audience(), replaced: None }
                .subtitle(register, "t")
        };
        let rows = condition(self.scope.rows(), "t", &mut Literals::Inline);
        format!(
            "INSERT INTO {} (register, fid, kind, words, matched, title_uk, title_en, subtitle_uk, subtitle_en, place) \
             SELECT {}, t.fid, {}, misto.words({text}), {matched}, {}, {}, {}, {}, t.on_surface \
             FROM {} t{join} WHERE t.fid IN ({}) AND ({rows}){more}",
            self.into,
            literal(register.id.as_str()),
            literal(kind),
            self.title(Lang::Uk, Use::Shown, None),
            self.title(Lang::En, Use::Shown, None),
            subtitle(Lang::Uk),
            subtitle(Lang::En),
            table(&register.id),
            self.fids,
        )
    }

    fn former_own(&self, field: &Field) -> String {
        let Some(part) = field.of.first() else { return "SELECT 1 WHERE $1::uuid IS NULL".to_owned() };
        let name = format!("f.value->>{}", literal(part.name.as_str()));
        let join = format!(" CROSS JOIN LATERAL jsonb_array_elements(t.{}) f(value)", quoted(&field.name));
        self.insert_from("former", (&name, &name), &join, &format!(" AND {name} IS NOT NULL"))
    }

    /// A feature titled by another one is also found by the other one's former names, as an address by its street's.
    fn former_of(&self, field: &Field) -> Option<String> {
        let register = self.scope.register();
        let target = self.catalog.register(field.to.as_ref()?.as_str())?;
        let former = target.role(Role::FormerTitle).filter(|_| titled_by(register, field) && !field.list)?;
        let theirs = scope(target, &Actor { audience: self.scope.audience(), name: String::new() })?;
        let former = theirs.field(former.name.as_str())?;
        self.scope.field(field.name.as_str())?;
        let part = former.of.first()?;
        let name = format!("f.value->>{}", literal(part.name.as_str()));
        let join = format!(
            " JOIN {} o ON o.fid = t.{} CROSS JOIN LATERAL jsonb_array_elements(o.{}) f(value)",
            table(&target.id),
            quoted(&field.name),
            quoted(&former.name)
        );
        let text = self.title(Lang::Uk, Use::Found, Some((field.name.as_str(), &name)));
        let rows = condition(theirs.rows(), "o", &mut Literals::Inline);
        Some(self.insert_from("former", (&text, &name), &join, &format!(" AND {name} IS NOT NULL AND ({rows})")))
    }
}
