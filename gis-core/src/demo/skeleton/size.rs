//! How much of the city is made.

use super::plan::Sizes;

/// How much of the city is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Size {
    /// For tests: some thousand features.
    Tiny,
    /// For a first look: about thirty thousand.
    #[default]
    Small,
    /// A whole city: more than a million.
    City,
}

impl Size {
    /// All sizes.
    pub const ALL: [Self; 3] = [Self::Tiny, Self::Small, Self::City];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tiny => "tiny",
            Self::Small => "small",
            Self::City => "city",
        }
    }

    /// The size of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.name() == name)
    }

    /// How many cells are built up.
    pub(super) const fn cells(self, sizes: &Sizes) -> usize {
        match self {
            Self::Tiny => sizes.tiny,
            Self::Small => sizes.small,
            Self::City => sizes.city,
        }
    }
}
