//! Names of streets: each is given once; streets of one settlement get another's name with the settlement added.

use super::plan::{Name, Plan};
use crate::demo::chance::Chance;
use std::collections::BTreeSet;

/// The name of a street.
#[derive(Debug, Clone)]
pub struct Named {
    /// Name and type.
    pub name: Name,
    /// What tells it from others of the same name.
    pub clarification: Option<String>,
}

/// Gives names.
pub struct Naming<'a> {
    plan: &'a Plan,
    /// All names that can be made, in a fixed disorder.
    stock: Vec<Name>,
    /// How many of the given names of sections of the spine and of first streets are used up.
    given: [usize; 2],
    /// How many of the stock each center has used up.
    used: Vec<usize>,
    known: BTreeSet<Name>,
}

impl<'a> Naming<'a> {
    /// Nothing has a name yet.
    pub fn new(plan: &'a Plan) -> Self {
        let names = &plan.names;
        let stems = |kind: &str, ending: &str| -> Vec<Name> {
            let word = |stem: &String| Name { kind: kind.to_owned(), name: format!("{stem}{ending}") };
            let whole = |word: &String| Name { kind: kind.to_owned(), name: word.clone() };
            names.stems.iter().map(word).chain(names.whole.iter().map(whole)).collect()
        };
        let mut stock: Vec<(u64, Name)> = names
            .types
            .iter()
            .flat_map(|one| stems(&one.kind, &one.ending))
            .map(|name| (Chance::named(&format!("name/{}/{}", name.kind, name.name)).bits(), name))
            .collect();
        stock.sort();
        let known = names.arterial.iter().chain(&names.local).cloned().collect();
        let stock = stock.into_iter().map(|(_, name)| name).collect();
        Self { plan, stock, given: [0, 0], used: vec![0; plan.center.len()], known }
    }

    /// A name for a section of the spine.
    pub fn spine(&mut self, center: usize) -> Named {
        let plan = self.plan;
        self.given(0, &plan.names.arterial, center)
    }

    /// A name for a street of a settlement.
    pub fn street(&mut self, center: usize) -> Named {
        let plan = self.plan;
        self.given(1, &plan.names.local, center)
    }

    fn given(&mut self, which: usize, list: &[Name], center: usize) -> Named {
        match list.get(self.given[which]) {
            Some(name) => {
                self.given[which] += 1;
                Named { name: name.clone(), clarification: None }
            }
            None => self.made(center),
        }
    }

    /// Each center begins elsewhere in the stock; a round through it is numbered.
    fn made(&mut self, center: usize) -> Named {
        let all = self.stock.len().max(1);
        let used = self.used[center];
        self.used[center] += 1;
        let begin = center * all / self.used.len();
        let name = self
            .stock
            .get((begin + used) % all)
            .cloned()
            .unwrap_or_else(|| Name { kind: String::new(), name: format!("{used}") });
        if self.known.insert(name.clone()) {
            return Named { name, clarification: None };
        }
        let settlement = &self.plan.center[center].name;
        let clarification = match used / all {
            0 => settlement.clone(),
            round => format!("{settlement}-{}", round + 1),
        };
        Named { name, clarification: Some(clarification) }
    }
}
