//! JSON Schema of a register: the GeoJSON feature (GDAL and QGIS read it) and the flat one of OGC Features Part 5.

use crate::catalog::Catalog;
use crate::policy::Scope;
use crate::register::{Field, FieldType, GeometryField, GeometryType, Part, Required};
use crate::text::Lang;
use crate::ucum;
use serde_json::{Map, Value as Json, json};

/// The dialect of every schema here, which OGC Common Part 3 asks for.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The flat schema: one property a field, the geometry among them.
#[must_use]
pub fn flat(catalog: &Catalog, scope: &Scope, geometry: Option<&GeometryField>, lang: Lang) -> Json {
    let mut properties = properties(catalog, scope.fields(), lang);
    if let Some(geometry) = geometry {
        let described = json!({
            "title": geometry.label.get(lang),
            "x-ogc-role": "primary-geometry",
            "format": format!("geometry-{}", geometry.kind.name().to_lowercase()),
        });
        properties.insert(geometry.name.to_string(), described);
    }
    let mut schema = object(scope, properties, lang);
    schema["required"] = json!(required(scope));
    schema
}

/// The fields that features may be asked for by.
#[must_use]
pub fn queryables(catalog: &Catalog, scope: &Scope, lang: Lang) -> Json {
    object(scope, properties(catalog, scope.fields().filter(|field| field.is_queryable()), lang), lang)
}

/// The fields that features may be sorted by.
#[must_use]
pub fn sortables(catalog: &Catalog, scope: &Scope, lang: Lang) -> Json {
    object(scope, properties(catalog, scope.fields().filter(|field| field.is_sortable()), lang), lang)
}

fn object(scope: &Scope, properties: Map<String, Json>, lang: Lang) -> Json {
    json!({
        "$schema": DIALECT,
        "type": "object",
        "title": scope.register().title.get(lang),
        "properties": properties,
        "additionalProperties": false,
    })
}

/// The schema of one GeoJSON feature; property types are single types, as GDAL 3.6 wants them.
#[must_use]
pub fn feature(catalog: &Catalog, scope: &Scope, geometry: Option<&GeometryField>, lang: Lang) -> Json {
    json!({
        "$schema": DIALECT,
        "type": "object",
        "title": scope.register().title.get(lang),
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": { "type": "string", "enum": ["Feature"] },
            "id": { "type": "integer" },
            "geometry": geometry_schema(geometry),
            "properties": { "type": "object", "properties": properties(catalog, scope.fields(), lang), "required": required(scope) },
        },
    })
}

fn required(scope: &Scope) -> Vec<String> {
    scope.fields().filter(|field| field.required == Required::Always).map(|field| field.name.to_string()).collect()
}

fn properties<'a>(catalog: &Catalog, fields: impl Iterator<Item = &'a Field>, lang: Lang) -> Map<String, Json> {
    fields.map(|field| (field.name.to_string(), property(catalog, field, lang))).collect()
}

/// The schema of one field.
#[must_use]
pub fn property(catalog: &Catalog, field: &Field, lang: Lang) -> Json {
    let mut one = value_schema(catalog, field, lang);
    if field.list {
        one = json!({ "type": "array", "items": one });
    }
    if let Json::Object(members) = &mut one {
        members.insert("title".to_owned(), json!(field.label.get(lang)));
        if let Some(description) = &field.description {
            members.insert("description".to_owned(), json!(description.get(lang)));
        }
        if let Some(unit) = &field.unit {
            // The standard's keyword holds a code of UCUM; people read the unit as it is declared.
            members.extend(ucum::code(&unit.en).map(|code| ("x-ogc-unit".to_owned(), json!(code))));
            members.insert("x-misto-unit".to_owned(), json!(unit.get(lang)));
        }
        if !field.is_receivable() {
            members.insert("readOnly".to_owned(), json!(true));
        }
    }
    one
}

fn value_schema(catalog: &Catalog, field: &Field, lang: Lang) -> Json {
    let mut schema = match field.kind {
        FieldType::Int => json!({ "type": "integer" }),
        FieldType::Ref => json!({ "type": "integer", "x-ogc-role": "reference", "x-misto-register": field.to }),
        FieldType::Decimal | FieldType::Money => json!({ "type": "number" }),
        FieldType::Bool => json!({ "type": "boolean" }),
        FieldType::Date => json!({ "type": "string", "format": "date" }),
        FieldType::Datetime => json!({ "type": "string", "format": "date-time" }),
        FieldType::Uuid | FieldType::File => json!({ "type": "string", "format": "uuid" }),
        FieldType::Url => json!({ "type": "string", "format": "uri" }),
        FieldType::Text => json!({ "type": "string" }),
        FieldType::Code => code_schema(catalog, field, lang),
        FieldType::Json => json!({ "type": "object" }),
        FieldType::Records => json!({ "type": "array", "items": records_schema(&field.of, lang) }),
    };
    if let Json::Object(members) = &mut schema {
        let mut put = |key: &str, value: Option<Json>| {
            if let Some(value) = value {
                members.insert(key.to_owned(), value);
            }
        };
        put("minimum", field.min.map(|min| json!(min)));
        put("maximum", field.max.map(|max| json!(max)));
        put("maxLength", field.max_length.map(|max| json!(max)));
        put("pattern", field.pattern.as_ref().map(|pattern| json!(format!("^(?:{pattern})$"))));
        put("enum", (!field.values.is_empty()).then(|| json!(field.values)));
    }
    schema
}

fn code_schema(catalog: &Catalog, field: &Field, lang: Lang) -> Json {
    let items = field.codes.as_ref().and_then(|list| catalog.codes.get(list)).map_or(&[][..], |list| &list.items);
    let codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
    let labels: Map<String, Json> = items.iter().map(|item| (item.code.clone(), json!(item.label.get(lang)))).collect();
    json!({ "type": "string", "enum": codes, "x-misto-labels": labels })
}

fn records_schema(parts: &[Part], lang: Lang) -> Json {
    let of = |part: &Part| match part.kind {
        FieldType::Int => json!({ "type": "integer", "title": part.label.get(lang) }),
        FieldType::Decimal => json!({ "type": "number", "title": part.label.get(lang) }),
        FieldType::Bool => json!({ "type": "boolean", "title": part.label.get(lang) }),
        FieldType::Date => json!({ "type": "string", "format": "date", "title": part.label.get(lang) }),
        _ => json!({ "type": "string", "title": part.label.get(lang) }),
    };
    let properties: Map<String, Json> = parts.iter().map(|part| (part.name.to_string(), of(part))).collect();
    json!({ "type": "object", "properties": properties })
}

fn geometry_schema(geometry: Option<&GeometryField>) -> Json {
    let Some(geometry) = geometry else { return json!({ "type": "null" }) };
    let kind = geometry.kind.name();
    let depth = match geometry.kind {
        GeometryType::Point => 0,
        GeometryType::MultiPoint => 1,
        GeometryType::MultiLineString => 2,
        GeometryType::MultiPolygon => 3,
    };
    let position = json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 3 });
    let coordinates = (0..depth).fold(position, |inner, _| json!({ "type": "array", "items": inner }));
    json!({
        "type": "object",
        "title": kind,
        "required": ["type", "coordinates"],
        "properties": { "type": { "type": "string", "enum": [kind] }, "coordinates": coordinates },
    })
}
