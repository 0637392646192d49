//! What follows from the declaration of a field.

use super::{Field, FieldType, Role};

impl Field {
    /// True when people and files may give it a value.
    #[must_use]
    pub fn is_receivable(&self) -> bool {
        self.computed.is_none() && self.role != Some(Role::RegistrationNumber)
    }

    /// True when readers may ask for the features with a value of it: text, numbers, codes, days.
    #[must_use]
    pub const fn is_queryable(&self) -> bool {
        !matches!(self.kind, FieldType::Json | FieldType::Records)
    }

    /// True when features may be put in its order: a single value whose order means something to people.
    #[must_use]
    pub const fn is_sortable(&self) -> bool {
        use FieldType::{File, Json, Records, Url, Uuid};
        !self.list && !matches!(self.kind, Json | Records | File | Uuid | Url)
    }

    /// Decimals kept: as declared, two for money, three else.
    #[must_use]
    pub fn decimals(&self) -> u8 {
        match self.kind {
            FieldType::Money => 2,
            _ => self.scale.unwrap_or(3),
        }
    }
}
