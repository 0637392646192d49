//! The typed register file: what a city declares, from which everything else is derived.
//!
//! `layers/README.md` explains each key with an example. Unknown keys are refused by the types below; what needs
//! a look at other files (code lists, references, expressions) is refused by [`crate::check`].

mod field;
mod hide;
mod style;

pub use hide::{Hide, Profile};
pub use style::{Style, StyleKind};

use crate::expr::Expr;
use crate::period::Period;
use crate::text::{Ident, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who may see a thing; the order is from the widest circle to the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Everybody, without a key.
    #[default]
    Public,
    /// Staff and the supplier of the record.
    Official,
    /// Only who processes the case; every read is logged (Закон 2297-VI).
    Confidential,
}

/// A register of the city.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Id in URLs, tiles and SQL.
    pub id: Ident,
    /// Subsystem of the city's list, such as `S02`, or `CORE`.
    pub subsystem: String,
    /// Name in both languages.
    pub title: Text,
    /// One or two sentences on what the register holds.
    #[serde(default)]
    pub description: Option<Text>,
    /// The act that obliges the city to keep it.
    pub source: String,
    /// Nobody sees more of the register than this, whatever its fields say.
    #[serde(default)]
    pub visibility: Visibility,
    /// Field groups of `groups.toml` that the register takes in, after its own fields.
    #[serde(default)]
    pub groups: Vec<Ident>,
    /// How a feature is named in lists, cards and search.
    pub display: Display,
    /// Its geometries; the first is the primary one. Empty: a register without a place.
    #[serde(default, rename = "geometry")]
    pub geometries: Vec<GeometryField>,
    /// Its fields in the order of forms and cards; after loading, those of the groups stand last.
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    /// Fields that together are unique among the current features.
    #[serde(default)]
    pub unique: Vec<Unique>,
    /// Conditions that each feature meets.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// Its place among registers on the map: a smaller number is drawn lower. Areas stay below lines, lines below points,
    /// points below names; the base map has negative numbers.
    #[serde(default)]
    pub draw_order: i16,
    /// Its place among registers in search: of hits that match equally, those of a greater number come first.
    #[serde(default)]
    pub prominence: i16,
    /// False: the map shows it only when somebody asks for it.
    #[serde(default = "yes")]
    pub shown: bool,
    /// How it is drawn, bottom first.
    #[serde(default, rename = "style")]
    pub styles: Vec<Style>,
    /// True: its features restrict what may be built where they lie.
    #[serde(default)]
    pub restricts: bool,
    /// What visibility profiles take away from the public.
    #[serde(default, rename = "hide")]
    pub hides: Vec<Hide>,
    /// Beginning of registration numbers, as `ts` for `TS-2026-00042`; needed with the role `registration_number`.
    #[serde(default)]
    pub registration_prefix: Option<Ident>,
    /// How often the data holder promises to refresh it, ISO 8601, such as `P1M`.
    #[serde(default)]
    pub update_period: Option<Period>,
}

/// Templates of a feature's names: `{field}` is replaced by its value, code label or referenced title; a part in
/// `[...]` is left out when a field in it is empty.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Display {
    /// The name.
    pub title: Text,
    /// A second line.
    #[serde(default)]
    pub subtitle: Option<Text>,
}

/// What kind of geometry a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GeometryType {
    /// Exactly one point.
    Point,
    /// One or more points.
    MultiPoint,
    /// One or more lines; single lines are promoted.
    MultiLineString,
    /// One or more polygons; single polygons are promoted.
    MultiPolygon,
}

impl GeometryType {
    /// The name in SQL, GeoJSON and the register file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Point => "Point",
            Self::MultiPoint => "MultiPoint",
            Self::MultiLineString => "MultiLineString",
            Self::MultiPolygon => "MultiPolygon",
        }
    }
}

/// A geometry column of a register.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeometryField {
    /// Column name.
    pub name: Ident,
    /// Geometry type.
    #[serde(rename = "type")]
    pub kind: GeometryType,
    /// True when vertices carry heights, metres.
    #[serde(default)]
    pub z: bool,
    /// Name in both languages.
    pub label: Text,
    /// Whether a feature may lack it.
    #[serde(default)]
    pub required: Required,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Named checks.
    #[serde(default)]
    pub rules: Vec<GeometryRule>,
    /// First zoom that carries it in tiles.
    #[serde(default = "default_tile_from")]
    pub tile_from: u8,
}

const fn yes() -> bool {
    true
}

const fn default_tile_from() -> u8 {
    12
}

/// Width of the strip along its boundary by which a polygon may overlap its neighbours, metres: the accuracy of a
/// boundary mark in a city (register reference §0.3, 0.05 m² a metre of perimeter).
pub const OVERLAP_STRIP_M: f64 = 0.05;

/// A named check of a geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum GeometryRule {
    /// OGC simple-feature validity, at least three distinct points a ring, area above 0.5 m².
    Valid,
    /// Inside the city's bounds plus 5 km, else refused; a warning when outside the boundary itself.
    InsideCity,
    /// Shares no area with another current feature of the register, but for a strip of [`OVERLAP_STRIP_M`].
    NoOverlap,
}

/// When a value must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Required {
    /// It may be absent.
    #[default]
    Never,
    /// A feature without it is accepted and marked incomplete.
    Registration,
    /// A feature without it is rejected.
    Always,
}

/// The type of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Text.
    Text,
    /// Whole number.
    Int,
    /// Number with `scale` decimals.
    Decimal,
    /// Hryvnias with two decimals.
    Money,
    /// Day.
    Date,
    /// Instant.
    Datetime,
    /// Yes or no.
    Bool,
    /// A code of the list named by `codes`.
    Code,
    /// The fid of a feature of the register named by `to`.
    Ref,
    /// An https address.
    Url,
    /// A UUID.
    Uuid,
    /// Free JSON.
    Json,
    /// A stored file, by its UUID.
    File,
    /// Rows of the small fields in `of`.
    Records,
}

/// What a field means, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The UUID under which the feature is exchanged.
    ExchangeId,
    /// State of the record (§3.0 of the register reference).
    Status,
    /// Access mode of the single record.
    Access,
    /// First day the state is true.
    ValidFrom,
    /// Last day the state is true.
    ValidTo,
    /// Territory code; the city's own by default.
    Territory,
    /// Data holder; the city's default holder by default.
    Holder,
    /// EPSG code the geometry was delivered in.
    SourceCrs,
    /// Earlier names of the feature.
    FormerTitle,
    /// Issued when the record is registered; never delivered.
    RegistrationNumber,
}

/// How a field takes part in search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Search {
    /// Found by the whole value or its beginning, such as a cadastral number.
    Exact,
    /// Found by any of its words.
    Words,
    /// Found as an earlier name; the answer says so.
    Former,
}

/// How a value comes about that nobody enters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Computed {
    /// Area of a geometry on the ellipsoid, m².
    Area(Ident),
    /// Area of a geometry on the ellipsoid, hectares.
    AreaHa(Ident),
    /// Length of a geometry on the ellipsoid, metres; along the slope where it has heights.
    Length(Ident),
    /// The feature of another register that holds the point on surface.
    Within(Neighbour),
    /// All features of another register that the geometry meets.
    Crossing(Neighbour),
    /// Latin spelling of a text field by ПКМУ 55/2010.
    Transliteration(Ident),
}

/// Which features of another register a spatial computation looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Neighbour {
    /// The other register.
    pub register: Ident,
    /// A code field of it and the code it must have; all features when absent.
    #[serde(default)]
    pub only: BTreeMap<Ident, String>,
}

/// A field of a register.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Column name.
    pub name: Ident,
    /// Type of the value.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// True when it holds several values.
    #[serde(default)]
    pub list: bool,
    /// Meaning, where the program has to know it.
    #[serde(default)]
    pub role: Option<Role>,
    /// Name in both languages.
    pub label: Text,
    /// A sentence of help.
    #[serde(default)]
    pub description: Option<Text>,
    /// Code list of a `code`.
    #[serde(default)]
    pub codes: Option<Ident>,
    /// The code field that the code's `parent` must equal.
    #[serde(default)]
    pub parent: Option<Ident>,
    /// Register of a `ref`.
    #[serde(default)]
    pub to: Option<Ident>,
    /// Small fields of `records`.
    #[serde(default)]
    pub of: Vec<Part>,
    /// A named validation primitive.
    #[serde(default)]
    pub rule: Option<crate::primitive::Primitive>,
    /// A regular expression the whole text must match.
    #[serde(default)]
    pub pattern: Option<String>,
    /// Smallest number.
    #[serde(default)]
    pub min: Option<f64>,
    /// Largest number.
    #[serde(default)]
    pub max: Option<f64>,
    /// The only numbers allowed.
    #[serde(default)]
    pub values: Vec<f64>,
    /// Longest text, characters.
    #[serde(default)]
    pub max_length: Option<usize>,
    /// Decimals kept of a `decimal`.
    #[serde(default)]
    pub scale: Option<u8>,
    /// Unit of a number, UCUM or the domain's own.
    #[serde(default)]
    pub unit: Option<Text>,
    /// When it must be there.
    #[serde(default)]
    pub required: Required,
    /// True when no two current features share a value.
    #[serde(default)]
    pub unique: bool,
    /// How it takes part in search.
    #[serde(default)]
    pub search: Option<Search>,
    /// First zoom that carries it in tiles; absent: never.
    #[serde(default)]
    pub tile_from: Option<u8>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
    /// How it is computed; then nobody may deliver it.
    #[serde(default)]
    pub computed: Option<Computed>,
    /// Value of a new feature that says nothing.
    #[serde(default)]
    pub default: Option<toml::Value>,
    /// The name it had before; its data move to the new column.
    #[serde(default)]
    pub renamed_from: Option<Ident>,
    /// Title of the group that the register took it in with; set by the loader.
    #[serde(skip)]
    pub group: Option<Text>,
}

/// A small field inside `records`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Key in the JSON object.
    pub name: Ident,
    /// `text`, `int`, `decimal`, `date` or `bool`.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Name in both languages.
    pub label: Text,
    /// True when each record has it.
    #[serde(default)]
    pub required: bool,
}

/// Fields that together are unique.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unique {
    /// The fields; an empty value counts as a value.
    pub fields: Vec<Ident>,
    /// What the person is told.
    pub text: Text,
}

/// How much a broken rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The feature is rejected.
    #[default]
    Error,
    /// The feature is accepted and the report says so.
    Warning,
}

/// A condition over one feature.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable code of the reason.
    pub id: Ident,
    /// The condition that must hold; unknown (a null inside) counts as held.
    pub check: Expr,
    /// What the person is told when it does not.
    pub text: Text,
    /// How much it weighs.
    #[serde(default)]
    pub severity: Severity,
}

impl Register {
    /// A field by name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.as_str() == name)
    }

    /// The field that has a meaning.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<&Field> {
        self.fields.iter().find(|field| field.role == Some(role))
    }

    /// The primary geometry.
    #[must_use]
    pub fn geometry(&self) -> Option<&GeometryField> {
        self.geometries.first()
    }

    /// Who may see a field: the stricter of the field and the register.
    #[must_use]
    pub fn visibility_of(&self, field: &Field) -> Visibility {
        field.visibility.max(self.visibility)
    }

    /// Who may see a geometry: the stricter of the geometry and the register.
    #[must_use]
    pub fn visibility_of_geometry(&self, geometry: &GeometryField) -> Visibility {
        geometry.visibility.max(self.visibility)
    }

    /// OGC collection ids of the register, one a geometry: `street`, `street.area`; one without a place.
    #[must_use]
    pub fn collections(&self) -> Vec<(String, Option<&GeometryField>)> {
        let name = |(index, geometry): (usize, &GeometryField)| match index {
            0 => self.id.to_string(),
            _ => format!("{}.{}", self.id, geometry.name),
        };
        if self.geometries.is_empty() {
            return vec![(self.id.to_string(), None)];
        }
        self.geometries.iter().enumerate().map(|(i, g)| (name((i, g)), Some(g))).collect()
    }
}
