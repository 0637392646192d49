//! Who sees what. [`scope`] is the only place that makes a [`Scope`], and nothing reads a register without one.

use crate::catalog::Catalog;
use crate::expr::{Comparison, Expr, Literal, Node, Operand};
use crate::register::{Field, GeometryField, Register, Role, Visibility};
use crate::text::Ident;

/// The circles of readers that answers are made for; part of every cache key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody, without login.
    Anonymous,
    /// Staff.
    Official,
    /// The program itself: commits, jobs, exports by the operator of the machine.
    System,
}

impl Audience {
    /// The narrowest visibility this audience sees without a logged purpose.
    #[must_use]
    pub const fn sees(self) -> Visibility {
        match self {
            Self::Anonymous => Visibility::Public,
            Self::Official => Visibility::Official,
            Self::System => Visibility::Confidential,
        }
    }

    /// The name in settings, logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Official => "official",
            Self::System => "system",
        }
    }
}

/// Somebody who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The circle the actor belongs to.
    pub audience: Audience,
    /// Who it is in the audit.
    pub name: String,
}

impl Actor {
    /// A reader without login.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { audience: Audience::Anonymous, name: "anonymous".to_owned() }
    }

    /// The program itself.
    #[must_use]
    pub fn system(name: impl Into<String>) -> Self {
        Self { audience: Audience::System, name: name.into() }
    }
}

/// What an actor may see of a register. Only [`scope`] makes one.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    register: &'a Register,
    audience: Audience,
    fields: Vec<usize>,
    geometries: Vec<usize>,
    rows: Node,
}

/// The scope of an actor on a register; `None` when the actor may not know that the register exists.
#[must_use]
pub fn scope<'a>(register: &'a Register, actor: &Actor) -> Option<Scope<'a>> {
    let sees = actor.audience.sees();
    if register.visibility > sees {
        return None;
    }
    let fields =
        (0..register.fields.len()).filter(|at| register.visibility_of(&register.fields[*at]) <= sees).collect();
    let geometries = (0..register.geometries.len())
        .filter(|at| register.visibility_of_geometry(&register.geometries[*at]) <= sees)
        .collect();
    Some(Scope { register, audience: actor.audience, fields, geometries, rows: rows(register, actor.audience) })
}

/// Why somebody looks at what is confidential: a sentence for the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose(String);

impl Purpose {
    /// A purpose of 10 to 500 characters.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let length = text.chars().count();
        ((10..=500).contains(&length) && !text.chars().any(char::is_control)).then(|| Self(text.to_owned()))
    }

    /// The sentence.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The scope that shows confidential fields too, for staff with a purpose. The store writes the audit before it reads
/// with such a scope (Закон 2297-VI: every access to personal data is recorded).
#[must_use]
pub fn sealed_scope<'a>(register: &'a Register, actor: &Actor, _: &Purpose) -> Option<Scope<'a>> {
    (actor.audience != Audience::Anonymous).then(|| Scope {
        register,
        audience: Audience::System,
        fields: (0..register.fields.len()).collect(),
        geometries: (0..register.geometries.len()).collect(),
        rows: Node::Constant(true),
    })
}

/// The scopes of an actor on all registers it may know of.
pub fn scopes<'a>(catalog: &'a Catalog, actor: &'a Actor) -> impl Iterator<Item = Scope<'a>> {
    catalog.registers.values().filter_map(|register| scope(register, actor))
}

/// A record is public when it is active and open (register reference §3.0) and no visibility profile hides it; staff see
/// all but sealed records.
fn rows(register: &Register, audience: Audience) -> Node {
    let mut conditions = vec![unsealed(register, audience)];
    if audience == Audience::Anonymous {
        conditions.insert(0, has(register, Role::Status, Comparison::Eq, "active"));
    }
    Node::And(conditions)
}

/// What keeps a record open whatever its state: its access mode, and that no visibility profile hides it.
fn unsealed(register: &Register, audience: Audience) -> Node {
    match audience {
        Audience::Anonymous => {
            let hidden = register.hides.iter().filter_map(|hide| hide.when.as_ref());
            let mut open = vec![has(register, Role::Access, Comparison::Eq, "public")];
            open.extend(hidden.map(|when| Node::Not(Box::new(when.node().clone()))));
            Node::And(open)
        }
        Audience::Official => has(register, Role::Access, Comparison::Ne, "confidential"),
        Audience::System => Node::Constant(true),
    }
}

fn has(register: &Register, role: Role, sign: Comparison, code: &str) -> Node {
    register.role(role).map_or(Node::Constant(false), |field| {
        Node::Compare(Operand::Field(field.name.clone()), sign, Operand::Literal(Literal::Text(code.to_owned())))
    })
}

/// The fields that the row filter of some audience looks at, whether they are seen or not.
#[must_use]
pub fn filtered_by(register: &Register) -> Vec<&Field> {
    let hides: Vec<&Ident> =
        register.hides.iter().filter_map(|hide| hide.when.as_ref()).flat_map(Expr::fields).collect();
    let filters =
        |field: &&Field| matches!(field.role, Some(Role::Status | Role::Access)) || hides.contains(&&field.name);
    register.fields.iter().filter(filters).collect()
}

impl<'a> Scope<'a> {
    /// The register.
    #[must_use]
    pub const fn register(&self) -> &'a Register {
        self.register
    }

    /// The circle the scope was made for.
    #[must_use]
    pub const fn audience(&self) -> Audience {
        self.audience
    }

    /// The fields that may be seen, in declared order.
    pub fn fields(&self) -> impl Iterator<Item = &'a Field> + '_ {
        self.fields.iter().map(|at| &self.register.fields[*at])
    }

    /// A field that may be seen; a hidden one and an unknown one answer the same.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'a Field> {
        self.fields().find(|field| field.name.as_str() == name)
    }

    /// The geometries that may be seen.
    pub fn geometries(&self) -> impl Iterator<Item = &'a GeometryField> + '_ {
        self.geometries.iter().map(|at| &self.register.geometries[*at])
    }

    /// True when no geometry of the register is hidden: then a point on a feature may be shown, whichever it is from.
    #[must_use]
    pub fn shows_places(&self) -> bool {
        self.geometries.len() == self.register.geometries.len()
    }

    /// What the newest version of a record must meet for the reader to see its past: who may not see a record now may not
    /// see what it was. `None` where nothing is sealed from the reader.
    #[must_use]
    pub fn unsealed(&self) -> Option<Node> {
        (self.audience != Audience::System).then(|| unsealed(self.register, self.audience))
    }

    /// The rows that may be seen.
    #[must_use]
    pub const fn rows(&self) -> &Node {
        &self.rows
    }
}
