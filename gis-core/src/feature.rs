//! A feature of a register: one value a field and one geometry a geometry column, in declared order.

use crate::expr::Facts;
use crate::geometry::Geometry;
use crate::register::Register;
use crate::value::Value;

/// The content of a feature, apart from its identity and history.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// One value for each of [`Register::fields`].
    pub values: Vec<Value>,
    /// One geometry for each of [`Register::geometries`], in the storage CRS.
    pub geometries: Vec<Option<Geometry>>,
}

impl Content {
    /// The content without any value.
    #[must_use]
    pub fn empty(register: &Register) -> Self {
        Self { values: vec![Value::Null; register.fields.len()], geometries: vec![None; register.geometries.len()] }
    }

    /// Gives a field a value; an unknown name changes nothing.
    pub fn set(&mut self, register: &Register, field: &str, value: Value) {
        if let Some(at) = register.fields.iter().position(|have| have.name.as_str() == field) {
            self.values[at] = value;
        }
    }

    /// The value of a field; null when the register has no such field.
    #[must_use]
    pub fn get(&self, register: &Register, field: &str) -> &Value {
        register.fields.iter().position(|have| have.name.as_str() == field).map_or(&Value::Null, |at| &self.values[at])
    }
}

/// A content seen by an expression.
pub struct Row<'a> {
    /// The register of the content.
    pub register: &'a Register,
    /// The content.
    pub content: &'a Content,
}

impl Facts for Row<'_> {
    fn value(&self, field: &str) -> &Value {
        self.content.get(self.register, field)
    }
}
