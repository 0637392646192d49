//! Reading features: which columns, which rows, in which order.

use super::columns::{select, select_geometry};
use super::expr::{Literals, condition};
use super::order::{self, Part, SortKey};
use super::{history, quoted, table, words};
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

/// A window in the storage CRS.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The box around it, metres.
    pub bounds: Bounds,
    /// EPSG code of the storage CRS.
    pub srid: i32,
    /// Its corners in turn, where features must meet the window itself: a box of another system stands askew. Empty where
    /// it is enough that the boxes meet.
    pub outline: Vec<(f64, f64)>,
}

impl Window {
    /// A window whose outline is its box.
    #[must_use]
    pub fn exact(bounds: Bounds, srid: i32) -> Self {
        let Bounds { min_x, min_y, max_x, max_y } = bounds;
        Self { bounds, srid, outline: vec![(min_x, min_y), (max_x, min_y), (max_x, max_y), (min_x, max_y)] }
    }

    /// The condition of a feature `t` that meets the window.
    fn meets(&self, geometry: &GeometryField, query: &mut Query) -> String {
        let Bounds { min_x, min_y, max_x, max_y } = self.bounds;
        let corners = [min_x, min_y, max_x, max_y].map(|side| query.bind(Bind::Number(side), "float8"));
        let geometry = format!("t.{}", quoted(&geometry.name));
        let boxes = format!("{geometry} && ST_MakeEnvelope({}, {})", corners.join(", "), self.srid);
        let Some(first) = self.outline.first() else { return boxes };
        let points = self.outline.iter().chain([first]).map(|(x, y)| format!("{x} {y}")).collect::<Vec<_>>().join(", ");
        let outline = query.bind(Bind::Literal(Literal::Text(format!("POLYGON(({points}))"))), "text");
        format!("({boxes} AND ST_Intersects({geometry}, ST_GeomFromText({outline}, {})))", self.srid)
    }
}

/// What a reader wants.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only features that meet it.
    pub window: Option<Window>,
    /// The rest of a window that crosses the antimeridian: features may meet it instead.
    pub beyond: Option<Window>,
    /// Fields that must equal a value; a list field must hold it.
    pub equal: Vec<(Ident, Value)>,
    /// Terms of a text search, one of which a feature must have; none: all features. For what is true and known now.
    pub terms: Vec<String>,
    /// Valid and system time.
    pub moment: Moment,
}

/// The columns that every read begins with: fid, version, changeset.
pub const LEADING: usize = 3;

/// What is read of each feature.
#[derive(Debug, Clone, Default)]
pub struct Columns<'a> {
    /// Fields of the scope, in the order of the answer.
    pub fields: Vec<&'a Field>,
    /// A geometry of the scope.
    pub geometry: Option<&'a GeometryField>,
}

impl<'a> Columns<'a> {
    /// Every field of a scope, and a geometry.
    #[must_use]
    pub fn all(scope: &Scope<'a>, geometry: Option<&'a GeometryField>) -> Self {
        Self { fields: scope.fields().collect(), geometry }
    }

    /// `SELECT` list: fid, version, changeset, the fields, then the geometry as WKB.
    fn list(&self) -> String {
        let mut columns: Vec<String> = ["t.fid", "t.version", "t.changeset"].map(str::to_owned).to_vec();
        columns.extend(self.fields.iter().map(|field| select(field, "t")));
        columns.extend(self.geometry.map(|geometry| select_geometry(geometry, "t")));
        columns.join(", ")
    }
}

/// A page: of the rows of a collection that match a filter, a part in an order. `geometry` is that of the collection,
/// whether it is read or not.
#[must_use]
pub fn page(scope: &Scope, geometry: Option<&GeometryField>, columns: &Columns, filter: &Filter, part: &Part) -> Query {
    let mut query = Query::default();
    let from = source(scope, geometry, &filter.moment, &mut query);
    let mut rows = rows(scope, geometry, filter, &mut query);
    if let Some(after) = &part.after {
        rows.push_str(&format!(" AND {}", order::behind(scope, &part.keys, after, &mut query)));
    }
    let limit = query.bind(Bind::Int(part.limit), "bigint");
    let order = order::order_by(scope, &part.keys);
    query.text = format!("SELECT {} FROM {from} WHERE {rows} ORDER BY {order} LIMIT {limit}", columns.list());
    query
}

/// All rows of a collection that match a filter, in an order.
#[must_use]
pub fn all(
    scope: &Scope,
    geometry: Option<&GeometryField>,
    columns: &Columns,
    filter: &Filter,
    keys: &[SortKey],
) -> Query {
    let mut query = Query::default();
    let from = source(scope, geometry, &filter.moment, &mut query);
    let rows = rows(scope, geometry, filter, &mut query);
    let order = order::order_by(scope, keys);
    query.text = format!("SELECT {} FROM {from} WHERE {rows} ORDER BY {order}", columns.list());
    query
}

/// One feature.
#[must_use]
pub fn one(scope: &Scope, columns: &Columns, fid: i64, moment: Moment) -> Query {
    let mut query = Query::default();
    let from = source(scope, columns.geometry, &moment, &mut query);
    let rows = rows(scope, None, &Filter { moment, ..Filter::default() }, &mut query);
    let fid = query.bind(Bind::Int(fid), "bigint");
    query.text = format!("SELECT {} FROM {from} WHERE {rows} AND t.fid = {fid} LIMIT 1", columns.list());
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
    let windows: Vec<&Window> = filter.window.iter().chain(&filter.beyond).collect();
    if let (false, Some(geometry)) = (windows.is_empty(), geometry) {
        let meets: Vec<String> = windows.iter().map(|window| window.meets(geometry, query)).collect();
        conditions.push(if let [one] = &meets[..] { one.clone() } else { format!("({})", meets.join(" OR ")) });
    }
    // A collection of a further geometry holds the features that have it; the first one holds all.
    let primary = scope.register().geometry().map(|primary| &primary.name);
    if let Some(further) = geometry.filter(|geometry| Some(&geometry.name) != primary) {
        conditions.push(format!("t.{} IS NOT NULL", quoted(&further.name)));
    }
    for (name, value) in &filter.equal {
        conditions.push(equals(scope, name, value, query));
    }
    if !filter.terms.is_empty() {
        conditions.push(words::has_any(scope, &filter.terms, query));
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
