//! Reading features: which columns, which rows, in which order.

use super::columns::{select, select_geometry};
use super::expr::{Literals, condition};
use super::{history, quoted, table};
use gis_core::expr::Literal;
use gis_core::geometry::Bounds;
use gis_core::policy::{Scope, filtered_by};
use gis_core::register::{Field, GeometryField, Register, Role};
use gis_core::text::Ident;
use gis_core::value::Value;

/// A bind value of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Bind {
    /// A literal of a row filter.
    Literal(Literal),
    /// A value of a field.
    Value(Value),
    /// A coordinate of a box, storage CRS.
    Number(f64),
    /// A fid or a limit.
    Int(i64),
    /// An instant of system time.
    Instant(chrono::DateTime<chrono::Utc>),
    /// A day of valid time.
    Day(chrono::NaiveDate),
}

/// SQL text with its bind values.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The text; holds `$1`, `$2`, …
    pub text: String,
    /// The values.
    pub binds: Vec<Bind>,
}

impl Query {
    /// Appends a bind value and returns its placeholder with a cast.
    pub fn bind(&mut self, bind: Bind, cast: &str) -> String {
        self.binds.push(bind);
        format!("${}::{cast}", self.binds.len())
    }
}

/// The moment a reader looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// Days of valid time, both included; `None`: what is true now.
    pub valid: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
    /// System time; `None`: what is known now.
    pub known: Option<chrono::DateTime<chrono::Utc>>,
}

/// A box in the storage CRS.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The box, metres.
    pub bounds: Bounds,
    /// EPSG code of the storage CRS.
    pub srid: i32,
}

/// What a reader wants.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only features whose box meets this one.
    pub window: Option<Window>,
    /// Fields that must equal a value; a list field must hold it.
    pub equal: Vec<(Ident, Value)>,
    /// Valid and system time.
    pub moment: Moment,
}

/// The columns that every read begins with: fid, version, changeset.
pub const LEADING: usize = 3;

/// `SELECT` list of a scope: fid, version, changeset, the visible fields, then the geometry as WKB.
#[must_use]
pub fn select_list(scope: &Scope, geometry: Option<&GeometryField>) -> String {
    let mut columns: Vec<String> = ["t.fid", "t.version", "t.changeset"].map(str::to_owned).to_vec();
    columns.extend(scope.fields().map(|field| select(field, "t")));
    columns.extend(geometry.map(|geometry| select_geometry(geometry, "t")));
    columns.join(", ")
}

/// A page: rows with fid above `after`, in order of fid, at most `limit`.
#[must_use]
pub fn page(scope: &Scope, geometry: Option<&GeometryField>, filter: &Filter, after: i64, limit: i64) -> Query {
    let mut query = Query::default();
    let from = source(scope, geometry, &filter.moment, &mut query);
    let rows = rows(scope, geometry, filter, &mut query);
    let after = query.bind(Bind::Int(after), "bigint");
    let limit = query.bind(Bind::Int(limit), "bigint");
    query.text = format!(
        "SELECT {} FROM {from} WHERE {rows} AND t.fid > {after} ORDER BY t.fid LIMIT {limit}",
        select_list(scope, geometry)
    );
    query
}

/// One feature.
#[must_use]
pub fn one(scope: &Scope, geometry: Option<&GeometryField>, fid: i64, moment: Moment) -> Query {
    let mut query = Query::default();
    let from = source(scope, geometry, &moment, &mut query);
    let rows = rows(scope, None, &Filter { moment, ..Filter::default() }, &mut query);
    let fid = query.bind(Bind::Int(fid), "bigint");
    query.text = format!("SELECT {} FROM {from} WHERE {rows} AND t.fid = {fid} LIMIT 1", select_list(scope, geometry));
    query
}

/// How many features a filter matches.
#[must_use]
pub fn count(scope: &Scope, geometry: Option<&GeometryField>, filter: &Filter) -> Query {
    let mut query = Query::default();
    let from = source(scope, geometry, &filter.moment, &mut query);
    let rows = rows(scope, geometry, filter, &mut query);
    query.text = format!("SELECT count(*) FROM {from} WHERE {rows}");
    query
}

/// Box of the places that a scope shows: min x, min y, max x, max y in the storage CRS; nulls without any.
#[must_use]
pub fn extent(scope: &Scope, geometry: &GeometryField) -> Query {
    let mut query = Query::default();
    let rows = rows(scope, Some(geometry), &Filter::default(), &mut query);
    let place = format!("t.{}", quoted(&geometry.name));
    query.text = format!(
        "SELECT min(ST_XMin({place})), min(ST_YMin({place})), max(ST_XMax({place})), max(ST_YMax({place})) FROM {} t WHERE {rows}",
        table(&scope.register().id)
    );
    query
}

/// Which column a tile layer is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// The geometry itself.
    Shape,
    /// The point on it that its label stands at.
    Label,
}

/// The rows a tile layer may carry: fid, the given fields, the geometry or label point as WKB.
#[must_use]
pub fn tile(
    scope: &Scope,
    (geometry, drawn): (&GeometryField, Drawn),
    fields: &[&Field],
    (window, limit): (Window, i64),
) -> Query {
    let mut query = Query::default();
    let filter = Filter { window: Some(window), ..Filter::default() };
    let rows = rows(scope, Some(geometry), &filter, &mut query);
    let limit = query.bind(Bind::Int(limit), "bigint");
    let mut columns = vec!["t.fid".to_owned()];
    columns.extend(fields.iter().map(|field| select(field, "t")));
    columns.push(match drawn {
        Drawn::Shape => select_geometry(geometry, "t"),
        Drawn::Label => "ST_AsBinary(t.on_surface)".to_owned(),
    });
    query.text =
        format!("SELECT {} FROM {} t WHERE {rows} LIMIT {limit}", columns.join(", "), table(&scope.register().id));
    query
}

/// The current table, or both tables where another time is asked for.
fn source(scope: &Scope, geometry: Option<&GeometryField>, moment: &Moment, query: &mut Query) -> String {
    let register = scope.register();
    if moment.valid.is_none() && moment.known.is_none() {
        return format!("{} t", table(&register.id));
    }
    let mut columns: Vec<String> = ["fid", "version", "changeset"].map(str::to_owned).to_vec();
    columns.extend(scope.fields().map(|field| quoted(&field.name)));
    let hidden = filtered_by(register).into_iter().filter(|field| scope.field(field.name.as_str()).is_none());
    columns.extend(hidden.map(|field| quoted(&field.name)));
    columns.extend(geometry.map(|geometry| quoted(&geometry.name)));
    let columns = columns.join(", ");
    let known = match moment.known {
        None => "u.closed_by IS NULL".to_owned(),
        Some(instant) => {
            let instant = query.bind(Bind::Instant(instant), "timestamptz");
            format!(
                "misto.known(u.changeset, {instant}) AND (u.closed_by IS NULL OR NOT misto.known(u.closed_by, {instant}))"
            )
        }
    };
    format!(
        "(SELECT * FROM (SELECT {columns}, NULL::bigint AS closed_by FROM {} UNION ALL SELECT {columns}, closed_by FROM {}) u WHERE {known}) t",
        table(&register.id),
        history(&register.id)
    )
}

fn rows(scope: &Scope, geometry: Option<&GeometryField>, filter: &Filter, query: &mut Query) -> String {
    let mut conditions = vec![row_policy(scope, query)];
    if let (Some(Window { bounds, srid }), Some(geometry)) = (filter.window, geometry) {
        let corners = [bounds.min_x, bounds.min_y, bounds.max_x, bounds.max_y]
            .map(|side| query.bind(Bind::Number(side), "float8"));
        let envelope = format!("ST_MakeEnvelope({}, {srid})", corners.join(", "));
        conditions.push(format!("t.{} && {envelope}", quoted(&geometry.name)));
    }
    // A collection of a further geometry holds the features that have it; the first one holds all.
    let primary = scope.register().geometry().map(|primary| &primary.name);
    if let Some(further) = geometry.filter(|geometry| Some(&geometry.name) != primary) {
        conditions.push(format!("t.{} IS NOT NULL", quoted(&further.name)));
    }
    for (name, value) in &filter.equal {
        conditions.push(equals(scope, name, value, query));
    }
    conditions.extend(moment(scope, &filter.moment, query));
    conditions.join(" AND ")
}

/// What is true on the days asked for, of features that are not sealed by now.
fn moment(scope: &Scope, moment: &Moment, query: &mut Query) -> Vec<String> {
    let register = scope.register();
    let (None, None) = (moment.valid, moment.known) else {
        let days = match moment.valid {
            Some((from, to)) => (query.bind(Bind::Day(from), "date"), query.bind(Bind::Day(to), "date")),
            None => ("misto.today()".to_owned(), "misto.today()".to_owned()),
        };
        return valid(register, &days).into_iter().chain(still_open(scope)).collect();
    };
    Vec::new()
}

fn valid(register: &Register, (from, to): &(String, String)) -> Option<String> {
    let (first, last) = (register.role(Role::ValidFrom)?, register.role(Role::ValidTo)?);
    Some(format!("t.{} <= {to} AND coalesce(t.{} >= {from}, TRUE)", quoted(&first.name), quoted(&last.name)))
}

/// The newest version of a record rules its past.
fn still_open(scope: &Scope) -> Option<String> {
    let id = &scope.register().id;
    let open = condition(&scope.unsealed()?, "n", &mut Literals::Inline);
    Some(format!(
        "coalesce((SELECT coalesce({open}, FALSE) FROM {} n WHERE n.fid = t.fid), \
         (SELECT {open} FROM {} n WHERE n.fid = t.fid ORDER BY n.version DESC, n.changeset DESC LIMIT 1), FALSE)",
        table(id),
        history(id)
    ))
}

fn row_policy(scope: &Scope, query: &mut Query) -> String {
    let mut literals: Vec<Literal> = Vec::new();
    debug_assert!(query.binds.iter().all(|bind| matches!(bind, Bind::Instant(_))));
    let offset = query.binds.len();
    // The literals of the row policy follow what is bound already.
    literals.extend((0..offset).map(|_| Literal::Bool(true)));
    let text = condition(scope.rows(), "t", &mut Literals::Bound(&mut literals));
    query.binds.extend(literals.drain(offset..).map(Bind::Literal));
    format!("({text})")
}

fn equals(scope: &Scope, name: &Ident, value: &Value, query: &mut Query) -> String {
    let Some(field) = scope.field(name.as_str()) else { return "FALSE".to_owned() };
    let column = format!("t.{}", quoted(name));
    let element = super::columns::sql_type(&Field { list: false, ..field.clone() });
    match value {
        Value::Null => format!("{column} IS NULL"),
        _ if field.list => format!("{} = ANY ({column})", query.bind(Bind::Value(value.clone()), &element)),
        _ => format!("{column} = {}", query.bind(Bind::Value(value.clone()), &element)),
    }
}
