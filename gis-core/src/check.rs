//! Cross-checks of a catalog: what one file alone cannot show. Each mistake names the file, the line and the mend.

use crate::catalog::Catalog;
use crate::expr::Expr;
use crate::load::{Mistake, Source, edit_distance};
use crate::register::{
    Computed, Field, FieldType, GeometryField, GeometryRule, GeometryType, Hide, Register, Role, Search, Style,
    StyleKind, Visibility,
};
use crate::template;
use crate::text::{Ident, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Columns of every table; no field may be called so.
pub const SYSTEM_COLUMNS: [&str; 7] = ["fid", "version", "sys_from", "sys_to", "changeset", "incomplete", "on_surface"];

/// Query parameters of the collections; no field may be called so.
pub const RESERVED_PARAMETERS: [&str; 14] = [
    "limit",
    "offset",
    "cursor",
    "bbox",
    "crs",
    "datetime",
    "at",
    "f",
    "lang",
    "filter",
    "properties",
    "bom",
    "q",
    "sortby",
];

/// Every mistake of the catalog.
#[must_use]
pub fn catalog(catalog: &Catalog, sources: &BTreeMap<Ident, Source>, folder: &Path) -> Vec<Mistake> {
    let mut mistakes = code_lists(catalog, folder);
    mistakes.extend(tile_sets(catalog, folder));
    for (id, register) in &catalog.registers {
        if let Some(source) = sources.get(id) {
            let mut check = Check { catalog, register, source, mistakes: Vec::new() };
            check.run();
            mistakes.append(&mut check.mistakes);
        }
    }
    mistakes
}

fn code_lists(catalog: &Catalog, folder: &Path) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for list in catalog.codes.values() {
        let file = folder.join("codes").join(format!("{}.toml", list.id));
        let mut seen = BTreeSet::new();
        for item in &list.items {
            if !seen.insert(&item.code) {
                mistakes.push(plain(&file, format!("the code `{}` stands twice", item.code), "leave one of them out"));
            }
            if item.label.is_blank() {
                mistakes.push(plain(&file, format!("the code `{}` lacks a label", item.code), "give `uk` and `en`"));
            }
        }
    }
    mistakes
}

fn tile_sets(catalog: &Catalog, folder: &Path) -> Vec<Mistake> {
    let file = folder.join("tilesets.toml");
    let unknown = |id: &&Ident| !catalog.registers.contains_key(*id);
    let mut mistakes: Vec<Mistake> = catalog
        .tilesets
        .iter()
        .flat_map(|set| set.registers.iter().filter(unknown))
        .map(|id| {
            plain(&file, format!("the register `{id}` does not exist"), nearest(id.as_str(), catalog.registers.keys()))
        })
        .collect();
    let clash = catalog.tilesets.iter().filter(|set| catalog.registers.contains_key(&set.id));
    mistakes.extend(
        clash.map(|set| plain(&file, format!("`{}` is also a register", set.id), "give the tile set another id")),
    );
    mistakes
}

fn plain(file: &Path, message: String, hint: impl Into<String>) -> Mistake {
    Mistake { file: file.to_owned(), line: None, message, hint: hint.into() }
}

fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a Ident>) -> String {
    names
        .map(Ident::as_str)
        .min_by_key(|name| edit_distance(wrong, name))
        .map_or_else(|| "declare it first".to_owned(), |name| format!("the nearest name is `{name}`"))
}

struct Check<'a> {
    catalog: &'a Catalog,
    register: &'a Register,
    source: &'a Source,
    mistakes: Vec<Mistake>,
}

impl Check<'_> {
    fn run(&mut self) {
        let register = self.register;
        if self.catalog.module_of(register).is_none() {
            self.say(
                &["subsystem"],
                format!("the subsystem `{}` does not exist", register.subsystem),
                "see layers/modules.toml",
            );
        }
        if register.source.trim().is_empty() {
            self.say(
                &["source"],
                "`source` is empty".to_owned(),
                "name the act that obliges the city to keep the register",
            );
        }
        self.text(&["title"], &register.title);
        self.names();
        self.roles();
        for field in &register.fields {
            self.field(field);
        }
        for geometry in &register.geometries {
            self.geometry(geometry);
        }
        for rule in &register.rules {
            self.text(&[rule.id.as_str()], &rule.text);
            self.expression(&rule.check);
        }
        for hide in &register.hides {
            self.hide(hide);
        }
        for unique in &register.unique {
            self.known(&unique.fields.iter().map(Ident::as_str).collect::<Vec<_>>(), "unique");
        }
        self.templates();
        for style in &register.styles {
            self.style(style);
        }
    }

    fn hide(&mut self, hide: &Hide) {
        let is_geometry = |name: &Ident| self.register.geometries.iter().any(|geometry| geometry.name == *name);
        let fields: Vec<&str> = hide.fields.iter().filter(|name| !is_geometry(name)).map(Ident::as_str).collect();
        self.known(&fields, "hide");
        if hide.profiles.is_empty() || hide.ground.is_empty() {
            self.say(&["hide"], "a `hide` lacks profiles or its ground".to_owned(), "name the profiles and the act");
        }
        let Some(when) = &hide.when else { return };
        self.expression(when);
        if !hide.fields.is_empty() {
            self.say(
                &[when.text()],
                "a `hide` names both `fields` and `when`".to_owned(),
                "a condition hides whole records",
            );
        }
        let is_data = |field: &&Field| {
            self.register.visibility_of(field) > Visibility::Public
                && !matches!(field.kind, FieldType::Code | FieldType::Bool)
        };
        let secret = when.fields().into_iter().filter_map(|name| self.register.field(name.as_str())).find(is_data);
        if let Some(field) = secret {
            let message = format!("`hide` looks at `{}`, which is not public", field.name);
            self.say(
                &[when.text()],
                message,
                "the login of the public must read it: use a code, a yes or no, or a public field",
            );
        }
    }

    fn geometry(&mut self, geometry: &GeometryField) {
        self.text(&[geometry.name.as_str()], &geometry.label);
        let areas = geometry.kind == GeometryType::MultiPolygon;
        if !areas && geometry.rules.contains(&GeometryRule::NoOverlap) {
            let message = format!("`no_overlap` of `{}`, which is no polygon", geometry.name);
            self.say(&[geometry.name.as_str()], message, "the rule is for the type MultiPolygon");
        }
    }

    fn say(&mut self, words: &[&str], message: String, hint: impl Into<String>) {
        let message = format!("{}: {message}", self.register.id);
        self.mistakes.push(self.source.mistake(words, message, hint));
    }

    fn text(&mut self, words: &[&str], text: &Text) {
        if text.is_blank() {
            self.say(words, "a text is missing in one language".to_owned(), "give both `uk` and `en`");
        }
    }

    fn names(&mut self) {
        let mut seen = BTreeSet::new();
        let fields = self.register.fields.iter().map(|field| &field.name);
        for name in fields.chain(self.register.geometries.iter().map(|geometry| &geometry.name)) {
            if !seen.insert(name) {
                self.say(
                    &[name.as_str()],
                    format!("`{name}` is declared twice"),
                    "a field group may already bring it in",
                );
            }
            if SYSTEM_COLUMNS.contains(&name.as_str()) || RESERVED_PARAMETERS.contains(&name.as_str()) {
                self.say(&[name.as_str()], format!("`{name}` is a name of the system"), "choose another name");
            }
        }
    }

    fn roles(&mut self) {
        let numbered = self.register.role(Role::RegistrationNumber).is_some();
        if numbered != self.register.registration_prefix.is_some() {
            let message =
                "`registration_prefix` and a field with the role `registration_number` go together".to_owned();
            self.say(&["registration"], message, "give both, or leave both out");
        }
        for role in [Role::ExchangeId, Role::Status, Role::Access, Role::ValidFrom, Role::ValidTo] {
            let count = self.register.fields.iter().filter(|field| field.role == Some(role)).count();
            if count != 1 {
                let message = format!("{count} fields have the role {role:?}");
                self.say(&["role"], message, "the group `record` of layers/groups.toml gives each of these roles once");
            }
        }
    }

    fn field(&mut self, field: &Field) {
        let name = field.name.as_str();
        self.text(&[name], &field.label);
        self.code_list(field);
        self.searched(field);
        match (&field.to, field.kind) {
            (Some(to), FieldType::Ref) if !self.catalog.registers.contains_key(to) => {
                let hint = nearest(to.as_str(), self.catalog.registers.keys());
                self.say(&["to", to.as_str()], format!("`{name}` refers to `{to}`, which is not a register"), hint);
            }
            (None, FieldType::Ref) => {
                self.say(&[name], format!("`{name}` is a ref without `to`"), "name the register it refers to")
            }
            (Some(_), kind) if kind != FieldType::Ref => {
                self.say(&[name], format!("`{name}` has `to` but is no ref"), "set `type = \"ref\"` or leave `to` out");
            }
            _ => {}
        }
        if (field.kind == FieldType::Records) == field.of.is_empty() {
            self.say(
                &[name],
                format!("`{name}`: `of` and the type `records` go together"),
                "list the parts in [[field.of]]",
            );
        }
        if let Some(pattern) = &field.pattern
            && let Err(error) = regex::Regex::new(pattern)
        {
            self.say(
                &["pattern", pattern],
                format!("the pattern of `{name}` is not one: {error}"),
                "use the syntax of the regex crate",
            );
        }
        self.computed(field);
    }

    fn searched(&mut self, field: &Field) {
        let name = field.name.as_str();
        let readable = matches!(field.kind, FieldType::Text | FieldType::Int | FieldType::Url);
        let fits = match field.search {
            None => true,
            Some(Search::Former) => field.kind == FieldType::Records,
            Some(Search::Exact) => readable && !field.list,
            Some(Search::Words) => readable || (field.kind == FieldType::Code && !field.list),
        };
        if !fits {
            let hint =
                "search texts, numbers and codes; a referenced title is found when the display template names the ref";
            self.say(&[name, "search"], format!("`{name}` cannot be searched that way"), hint);
        }
    }

    fn code_list(&mut self, field: &Field) {
        let name = field.name.as_str();
        match (&field.codes, field.kind) {
            (Some(codes), FieldType::Code) if !self.catalog.codes.contains_key(codes) => {
                let hint = nearest(codes.as_str(), self.catalog.codes.keys());
                self.say(
                    &["codes", codes.as_str()],
                    format!("the code list `{codes}` of `{name}` does not exist"),
                    hint,
                );
            }
            (None, FieldType::Code) => {
                self.say(&[name], format!("`{name}` is a code without `codes`"), "name its code list")
            }
            (Some(_), kind) if kind != FieldType::Code => {
                self.say(&[name], format!("`{name}` has `codes` but is no code"), "set `type = \"code\"`");
            }
            _ => {}
        }
        if let Some(parent) = &field.parent {
            self.known(&[parent.as_str()], "parent");
        }
    }

    fn computed(&mut self, field: &Field) {
        match &field.computed {
            Some(Computed::Area(geometry) | Computed::AreaHa(geometry) | Computed::Length(geometry)) => {
                self.known_geometry(field, geometry);
            }
            Some(Computed::Within(neighbour) | Computed::Crossing(neighbour)) => {
                let kept =
                    self.catalog.registers.get(&neighbour.register).is_some_and(|other| other.geometry().is_some());
                if !kept || field.to.as_ref() != Some(&neighbour.register) {
                    self.say(
                        &[field.name.as_str()],
                        format!("`{}` is computed from `{}`", field.name, neighbour.register),
                        "it must be a ref to that register, and that register needs a geometry",
                    );
                }
            }
            Some(Computed::Transliteration(from)) => self.known(&[from.as_str()], "transliteration"),
            None => {}
        }
    }

    fn known_geometry(&mut self, field: &Field, geometry: &Ident) {
        if !self.register.geometries.iter().any(|have| have.name == *geometry) {
            let message = format!("`{}` is computed from `{geometry}`, which is no geometry", field.name);
            self.say(&[geometry.as_str()], message, "name a geometry of this register");
        }
    }

    fn known(&mut self, names: &[&str], place: &str) {
        for name in names {
            if self.register.field(name).is_none() {
                let hint = nearest(name, self.register.fields.iter().map(|field| &field.name));
                self.say(&[name], format!("`{place}` names the field `{name}`, which does not exist"), hint);
            }
        }
    }

    fn expression(&mut self, expression: &Expr) {
        self.known(&expression.fields().into_iter().map(Ident::as_str).collect::<Vec<_>>(), expression.text());
    }

    fn templates(&mut self) {
        let display = &self.register.display;
        let labels = self.register.styles.iter().filter_map(|style| style.text.as_ref());
        let texts: Vec<Text> =
            std::iter::once(&display.title).chain(&display.subtitle).chain(labels).cloned().collect();
        for text in texts {
            for version in [&text.uk, &text.en] {
                match template::parse(version) {
                    Ok(pieces) => self.known(&template::fields(&pieces), "display"),
                    Err(reason) => self.say(
                        &[version],
                        format!("the template `{version}` is not one: {reason}"),
                        "see layers/README.md",
                    ),
                }
            }
        }
    }

    fn icons(&mut self, style: &Style) {
        let named: Vec<&String> = style.icon.iter().chain(style.icons.values()).collect();
        for name in named.iter().filter(|name| !self.catalog.icons.contains_key(**name)) {
            let known = self.catalog.icons.keys().cloned().collect::<Vec<_>>().join(", ");
            self.say(&[name], format!("there is no icon `{name}`"), format!("layers/icons has {known}"));
        }
        match (style.kind, named.is_empty()) {
            (StyleKind::Icon, true) => self.say(&["\"icon\""], "an icon has no name".to_owned(), "name it in `icon`"),
            (StyleKind::Icon | StyleKind::Circle, _) | (_, true) => {}
            (_, false) => {
                self.say(&["icon"], "only circles and icons carry icons".to_owned(), "leave out `icon` and `icons`");
            }
        }
    }

    fn style(&mut self, style: &Style) {
        if let Some(condition) = &style.when {
            self.expression(condition);
        }
        for name in style.by.iter().chain(&style.height) {
            self.known(&[name.as_str()], "style");
        }
        let colours = style.color.iter().chain(style.classes.values()).chain(&style.outline);
        for colour in colours.cloned().collect::<Vec<_>>() {
            if !is_colour(&colour) {
                self.say(&[&colour], format!("`{colour}` is not a colour"), "write #rrggbb");
            }
        }
        let codes =
            style.by.as_ref().and_then(|by| self.register.field(by.as_str())).and_then(|field| field.codes.clone());
        for class in style.classes.keys().chain(style.icons.keys()) {
            if codes.as_ref().is_none_or(|list| self.catalog.code(list, class).is_none()) {
                self.say(
                    &[class],
                    format!("the style class `{class}` is not a code of `by`"),
                    "use codes of the field's list",
                );
            }
        }
        if style.zoom[0] > style.zoom[1] || style.zoom[1] > 24 {
            self.say(&["zoom"], "a zoom range runs backwards or beyond 24".to_owned(), "write [first, last]");
        }
        self.icons(style);
        if style.kind == StyleKind::Label && style.text.is_none() {
            self.say(&["label"], "a label has no `text`".to_owned(), "give its template in both languages");
        }
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
