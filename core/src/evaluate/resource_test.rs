//! Whether a statement's `Resource` or `NotResource` matches the resource of a request.

use crate::document::{Element, Version};
use crate::pattern::{Dialect, Pattern};
use crate::request::{Context, KeyName};

use super::truth::Truth;
use super::variable::Variable;

#[derive(Debug, Clone)]
pub(crate) struct ResourceTest {
    negated: bool,
    entries: Box<[Entry]>,
}

#[derive(Debug, Clone)]
enum Entry {
    Pattern(Pattern),
    Variable(Variable),
}

impl ResourceTest {
    pub fn compile(element: Element<'_>, version: Version) -> Self {
        let entry = |text: &str| {
            let variable = if version == Version::V2012 { Variable::read(text, Dialect::Resource) } else { None };
            variable.map_or_else(|| Entry::Pattern(Pattern::resource(text)), Entry::Variable)
        };
        let entries = element.entries().map(|text| entry(text.as_str())).collect();
        Self { negated: element.is_negated(), entries }
    }

    /// Rules 5 to 13: an entry that a variable leaves open matches nothing, so that `NotResource`
    /// then matches.
    pub fn test(&self, resource: &str, context: &Context) -> Truth {
        let mut found = Truth::No;
        for entry in &self.entries {
            let truth = match entry {
                Entry::Pattern(pattern) => Truth::from(pattern.is_match(resource)),
                Entry::Variable(variable) => variable.matches(resource, context),
            };
            found = found.or(truth);
            if found == Truth::Yes {
                break;
            }
        }
        found.negate_if(self.negated)
    }

    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Variable(variable) => Some(variable),
            Entry::Pattern(_) => None,
        })
    }

    pub fn variable_keys(&self) -> impl Iterator<Item = (&KeyName, &str)> {
        self.variables().flat_map(Variable::keys)
    }
}
