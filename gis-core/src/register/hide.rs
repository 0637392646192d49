//! What a visibility profile takes away from the public.

use crate::expr::Expr;
use crate::register::{Register, Visibility};
use crate::text::Ident;
use serde::{Deserialize, Serialize};

/// The situation a city publishes in (register reference, visibility profiles).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Nothing is hidden beyond what the fields say.
    Peace,
    /// Martial law (ПКМУ 263/2022).
    #[default]
    Martial,
    /// An emergency of the city.
    Emergency,
}

impl Profile {
    /// As it is written in settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Peace => "peace",
            Self::Martial => "martial",
            Self::Emergency => "emergency",
        }
    }
}

/// What is hidden from the public while a profile lasts; officials go on to see it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hide {
    /// While which profiles.
    pub profiles: Vec<Profile>,
    /// Fields and geometries; empty: whole records.
    #[serde(default)]
    pub fields: Vec<Ident>,
    /// Which records, by fields that hold codes or are public; absent: all. Unknown counts as met.
    #[serde(default)]
    pub when: Option<Expr>,
    /// The act that allows to hide it.
    pub ground: String,
}

impl Register {
    /// The register while a profile lasts: what it hides is official; of its `hides`, those of single records remain.
    #[must_use]
    pub fn under(mut self, profile: Profile) -> Self {
        let hides: Vec<Hide> = self.hides.into_iter().filter(|hide| hide.profiles.contains(&profile)).collect();
        let sealed = |name: &Ident| hides.iter().any(|hide| hide.fields.contains(name));
        for field in self.fields.iter_mut().filter(|field| sealed(&field.name)) {
            field.visibility = field.visibility.max(Visibility::Official);
        }
        for geometry in self.geometries.iter_mut().filter(|geometry| sealed(&geometry.name)) {
            geometry.visibility = geometry.visibility.max(Visibility::Official);
        }
        if hides.iter().any(|hide| hide.fields.is_empty() && hide.when.is_none()) {
            self.visibility = self.visibility.max(Visibility::Official);
        }
        self.hides = hides.into_iter().filter(|hide| hide.when.is_some()).collect();
        self
    }
}
