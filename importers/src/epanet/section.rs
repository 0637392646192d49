//! The sections of a file, known as EPANET knows them: by their first four letters, in any case.

/// A section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Nodes where pipes meet and water is drawn.
    Junctions,
    /// Sources without end.
    Reservoirs,
    /// Nodes with a level of their own.
    Tanks,
    /// Pipes.
    Pipes,
    /// Pumps.
    Pumps,
    /// Valves.
    Valves,
    /// A word for a node or a link.
    Tags,
    /// Demands in place of those of the junctions.
    Demands,
    /// The state of links at the start.
    Status,
    /// Units among them.
    Options,
    /// The place of each node.
    Coordinates,
    /// The bends of links.
    Vertices,
    /// Of the calculation, not of the network: passed over.
    Other,
}

/// Sections by the four letters.
const NAMES: [(&str, Section); 30] = [
    ("JUNC", Section::Junctions),
    ("RESE", Section::Reservoirs),
    ("TANK", Section::Tanks),
    ("PIPE", Section::Pipes),
    ("PUMP", Section::Pumps),
    ("VALV", Section::Valves),
    ("TAGS", Section::Tags),
    ("DEMA", Section::Demands),
    ("STAT", Section::Status),
    ("OPTI", Section::Options),
    ("COOR", Section::Coordinates),
    ("VERT", Section::Vertices),
    ("TITL", Section::Other),
    ("CONT", Section::Other),
    ("RULE", Section::Other),
    ("SOUR", Section::Other),
    ("EMIT", Section::Other),
    ("LEAK", Section::Other),
    ("PATT", Section::Other),
    ("CURV", Section::Other),
    ("QUAL", Section::Other),
    ("ROUG", Section::Other),
    ("ENER", Section::Other),
    ("REAC", Section::Other),
    ("MIXI", Section::Other),
    ("REPO", Section::Other),
    ("TIME", Section::Other),
    ("LABE", Section::Other),
    ("BACK", Section::Other),
    ("END]", Section::Other),
];

impl Section {
    /// The section of a heading such as `[PIPES]`.
    #[must_use]
    pub fn named(heading: &str) -> Option<Self> {
        let letters = heading.trim().strip_prefix('[')?.get(..4)?.to_ascii_uppercase();
        NAMES.iter().find(|(name, _)| *name == letters).map(|(_, section)| *section)
    }

    /// The heading, for messages.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Junctions => "[JUNCTIONS]",
            Self::Reservoirs => "[RESERVOIRS]",
            Self::Tanks => "[TANKS]",
            Self::Pipes => "[PIPES]",
            Self::Pumps => "[PUMPS]",
            Self::Valves => "[VALVES]",
            Self::Tags => "[TAGS]",
            Self::Demands => "[DEMANDS]",
            Self::Status => "[STATUS]",
            Self::Options => "[OPTIONS]",
            Self::Coordinates => "[COORDINATES]",
            Self::Vertices => "[VERTICES]",
            Self::Other => "[…]",
        }
    }

    /// What the nodes and links of the section are called in records.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Junctions => "junction",
            Self::Reservoirs => "reservoir",
            Self::Tanks => "tank",
            Self::Pipes => "pipe",
            Self::Pumps => "pump",
            Self::Valves => "valve",
            _ => "",
        }
    }
}
