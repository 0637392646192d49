//! The network as the lines of the file build it up. Sections come in any order, so places and bends are kept by the
//! id they are for, and joined at the end.

use super::line::Line;
use super::section::Section;
use super::units::Units;
use crate::{fault, limits};
use gis_core::record::{Fault, Note};
use std::collections::{BTreeSet, HashMap};

/// A junction, reservoir or tank.
#[derive(Debug)]
pub struct Node {
    /// The line it stands in.
    pub line: Line,
    /// Its elevation, or the head of a reservoir, in units of the file.
    pub elevation: f64,
    /// Demand of a junction; initial, lowest and highest level and diameter of a tank.
    pub numbers: [Option<f64>; 4],
}

/// A pipe, pump or valve.
#[derive(Debug)]
pub struct Link {
    /// The line it stands in.
    pub line: Line,
    /// Length of a pipe.
    pub length: Option<f64>,
    /// Diameter of a pipe or valve.
    pub diameter: Option<f64>,
}

/// Everything that is read of a file.
#[derive(Debug, Default)]
pub struct Network {
    /// Nodes in file order.
    pub nodes: Vec<Node>,
    /// Links in file order.
    pub links: Vec<Link>,
    /// What the file counts in.
    pub units: Units,
    units_named: bool,
    node_ids: HashMap<String, usize>,
    link_ids: HashMap<String, usize>,
    places: HashMap<String, [f64; 2]>,
    bends: HashMap<String, Vec<[f64; 2]>>,
    bend_count: usize,
    node_tags: HashMap<String, String>,
    link_tags: HashMap<String, String>,
    demands: HashMap<String, f64>,
    states: HashMap<String, String>,
}

impl Network {
    /// Takes a line.
    ///
    /// # Errors
    /// `epanet_line` with section and line, or a limit.
    pub fn take(&mut self, line: &Line) -> Result<(), Fault> {
        match line.section {
            Section::Junctions | Section::Reservoirs | Section::Tanks => self.node(line),
            Section::Pipes | Section::Pumps | Section::Valves => self.link(line),
            Section::Coordinates => self.place(line),
            Section::Vertices => self.bend(line),
            Section::Tags => self.tag(line),
            Section::Options => self.option(line),
            Section::Demands => self.demand(line),
            Section::Status => {
                self.few_notes()?;
                self.states.insert(id(line)?, line.word(1, "the state")?.to_owned());
                Ok(())
            }
            Section::Other => Ok(()),
        }
    }

    fn node(&mut self, line: &Line) -> Result<(), Fault> {
        self.bounded()?;
        let number = |at: usize, what: &str| line.maybe(at, what);
        let elevation = number(1, "the elevation")?.unwrap_or_default();
        let numbers = match line.section {
            Section::Junctions => [number(2, "the demand")?, None, None, None],
            Section::Tanks => {
                [number(2, "the level")?, number(3, "the level")?, number(4, "the level")?, number(5, "the diameter")?]
            }
            _ => [None; 4],
        };
        let at = self.nodes.len();
        if self.node_ids.insert(id(line)?, at).is_some() {
            return Err(line.broken("there is already a node of this id"));
        }
        self.nodes.push(Node { line: line.clone(), elevation, numbers });
        Ok(())
    }

    fn link(&mut self, line: &Line) -> Result<(), Fault> {
        self.bounded()?;
        line.word(2, "the second node")?;
        let (length, diameter) = match line.section {
            Section::Pipes => (line.maybe(3, "the length")?, line.maybe(4, "the diameter")?),
            Section::Valves => (None, line.maybe(3, "the diameter")?),
            _ => (None, None),
        };
        let at = self.links.len();
        if self.link_ids.insert(id(line)?, at).is_some() {
            return Err(line.broken("there is already a link of this id"));
        }
        self.links.push(Link { line: line.clone(), length, diameter });
        Ok(())
    }

    fn place(&mut self, line: &Line) -> Result<(), Fault> {
        if self.places.len() >= limits::EPANET_ITEMS {
            return Err(too_many());
        }
        self.places.insert(id(line)?, [line.number(1, "x")?, line.number(2, "y")?]);
        Ok(())
    }

    fn bend(&mut self, line: &Line) -> Result<(), Fault> {
        self.bend_count += 1;
        if self.bend_count > limits::EPANET_VERTICES {
            return Err(too_many());
        }
        self.bends.entry(id(line)?).or_default().push([line.number(1, "x")?, line.number(2, "y")?]);
        Ok(())
    }

    fn tag(&mut self, line: &Line) -> Result<(), Fault> {
        self.few_notes()?;
        let (id, tag) = (line.word(1, "the id")?.to_owned(), line.word(2, "the tag")?.to_owned());
        match line.words[0].to_ascii_uppercase().as_str() {
            "NODE" => self.node_tags.insert(id, tag),
            "LINK" => self.link_tags.insert(id, tag),
            _ => return Err(line.broken("a tag is of a NODE or a LINK")),
        };
        Ok(())
    }

    fn option(&mut self, line: &Line) -> Result<(), Fault> {
        if line.words[0].eq_ignore_ascii_case("UNITS") {
            let name = line.word(1, "the unit")?;
            self.units = Units::named(name).ok_or_else(|| line.broken(&format!("\"{name}\" is no unit of flow")))?;
            self.units_named = true;
        }
        Ok(())
    }

    /// Demands of several categories add up.
    fn demand(&mut self, line: &Line) -> Result<(), Fault> {
        self.few_notes()?;
        if !line.words[0].eq_ignore_ascii_case("MULTIPLY") {
            *self.demands.entry(id(line)?).or_default() += line.number(1, "the demand")?;
        }
        Ok(())
    }

    fn bounded(&self) -> Result<(), Fault> {
        if self.nodes.len() + self.links.len() >= limits::EPANET_ITEMS { Err(too_many()) } else { Ok(()) }
    }

    /// Tags, demands and states may be said of what is not there: four for each item at most.
    fn few_notes(&self) -> Result<(), Fault> {
        let said = self.node_tags.len() + self.link_tags.len() + self.demands.len() + self.states.len();
        if said >= 4 * limits::EPANET_ITEMS { Err(too_many()) } else { Ok(()) }
    }

    /// A node by its id.
    pub fn node_of(&self, id: &str) -> Option<&Node> {
        self.node_ids.get(id).map(|at| &self.nodes[*at])
    }

    /// The place of a node.
    pub fn place_of(&self, id: &str) -> Option<[f64; 2]> {
        self.places.get(id).copied()
    }

    /// The bends of a link from its first to its second node.
    pub fn bends_of(&self, id: &str) -> &[[f64; 2]] {
        self.bends.get(id).map_or(&[], Vec::as_slice)
    }

    /// The tag of a node, or of a link.
    pub fn tag_of(&self, id: &str, is_node: bool) -> Option<&str> {
        let tags = if is_node { &self.node_tags } else { &self.link_tags };
        tags.get(id).map(String::as_str)
    }

    /// The demand of [DEMANDS], which counts instead of the junction's own.
    pub fn demand_of(&self, id: &str) -> Option<f64> {
        self.demands.get(id).copied()
    }

    /// The state of [STATUS], which counts instead of the link's own.
    pub fn state_of(&self, id: &str) -> Option<&str> {
        self.states.get(id).map(String::as_str)
    }

    /// What a person should know of the file: places for nothing, units that nobody named.
    pub fn notes(&self) -> Vec<Note> {
        let stray = |have: BTreeSet<&String>, known: &HashMap<String, usize>, section: Section| {
            let count = have.into_iter().filter(|id| !known.contains_key(*id)).count();
            (count > 0).then(|| strays(count, section))
        };
        let places = stray(self.places.keys().collect(), &self.node_ids, Section::Coordinates);
        let bends = stray(self.bends.keys().collect(), &self.link_ids, Section::Vertices);
        let units = (!self.units_named).then(assumed);
        [units, places, bends].into_iter().flatten().collect()
    }
}

fn id(line: &Line) -> Result<String, Fault> {
    line.word(0, "the id").map(str::to_owned)
}

fn too_many() -> Fault {
    fault::too_large("Розмір мережі", "The size of the network", limits::EPANET_ITEMS)
}

fn strays(count: usize, section: Section) -> Note {
    let heading = section.heading();
    Note {
        record: None,
        code: "epanet_stray".to_owned(),
        uk: format!("{heading}: {count} номерів, яких у мережі немає; їх пропущено."),
        en: format!("{heading}: {count} ids that the network lacks; they are passed over."),
    }
}

fn assumed() -> Note {
    Note {
        record: None,
        code: "epanet_units".to_owned(),
        uk: "Файл не називає одиниць ([OPTIONS] Units); як і в EPANET, це галони за хвилину, фути, дюйми.".to_owned(),
        en: "The file names no units ([OPTIONS] Units); as in EPANET they are gallons a minute, feet, inches."
            .to_owned(),
    }
}
