//! The facts, put together from all sources.

use std::collections::{BTreeMap, BTreeSet};

/// A name that AWS compares without letter case, in the spelling that came first.
pub type ByName<T> = BTreeMap<String, (String, T)>;

#[derive(Default)]
pub struct Facts {
    /// Name, version, date and licence of each source.
    pub sources: Vec<[String; 4]>,
    /// Global condition keys and their types.
    pub global_keys: ByName<BTreeSet<String>>,
    pub services: BTreeMap<String, Service>,
}

#[derive(Default)]
pub struct Service {
    pub name: String,
    pub flags: BTreeSet<String>,
    pub clients: BTreeSet<String>,
    pub event_sources: BTreeSet<String>,
    pub keys: ByName<BTreeSet<String>>,
    pub types: ByName<ResourceType>,
    pub actions: ByName<Action>,
    pub operations: BTreeMap<String, Vec<String>>,
}

#[derive(Default)]
pub struct ResourceType {
    pub arns: BTreeSet<String>,
    pub keys: BTreeSet<String>,
}

#[derive(Default)]
pub struct Action {
    pub level: Option<char>,
    pub flags: BTreeSet<String>,
    /// By name of the type: whether it is required, and the keys that go with it.
    pub resources: BTreeMap<String, (bool, BTreeSet<String>)>,
    pub keys: BTreeSet<String>,
    pub dependents: BTreeSet<String>,
}

/// The entry of a name in any letter case.
pub fn entry<'m, T: Default>(map: &'m mut ByName<T>, name: &str) -> &'m mut T {
    &mut map.entry(name.to_ascii_lowercase()).or_insert_with(|| (name.to_owned(), T::default())).1
}

impl Facts {
    pub fn has(&self, service: &str, action: &str) -> bool {
        let service = self.services.get(service);
        service.is_some_and(|service| service.actions.contains_key(&action.to_ascii_lowercase()))
    }

    pub fn actions(&self) -> usize {
        self.services.values().map(|service| service.actions.len()).sum()
    }

    pub fn keys(&self) -> usize {
        self.services.values().map(|service| service.keys.len()).sum()
    }

    pub fn types(&self) -> usize {
        self.services.values().map(|service| service.types.len()).sum()
    }

    pub fn newest_date(&self) -> &str {
        self.sources.iter().map(|[_, _, date, _]| date.as_str()).filter(|date| *date != "-").max().unwrap_or("")
    }

    /// Operations that need the action of their own name and nothing else are a flag of the action, so
    /// that they stay apart from operations that nobody ever heard of.
    pub fn mark_own_operations(&mut self) {
        for service in self.services.values_mut() {
            let actions = &mut service.actions;
            service.operations.retain(|operation, needed| {
                let own = actions.get_mut(&operation.to_ascii_lowercase());
                match own {
                    Some((name, action)) if *needed == ["="] && name == operation => {
                        action.flags.insert("o".to_owned());
                        false
                    }
                    _ => true,
                }
            });
        }
    }

    /// Keeps an action that no source has any more, with the date on which it was last seen.
    pub fn keep_retired(&mut self, service: &str, line: &str, date: &str) {
        let service = self.services.entry(service.to_owned()).or_default();
        let fields: Vec<&str> = line.split('\t').collect();
        let &[_, name, level, flags, resources, keys, dependents] = fields.as_slice() else { return };
        let action = entry(&mut service.actions, name);
        action.level = level.chars().next();
        action.flags = flags.split(' ').filter(|flag| !flag.is_empty()).map(str::to_owned).collect();
        if !action.flags.iter().any(|flag| flag.starts_with("retired:")) {
            action.flags.insert(format!("retired:{date}"));
        }
        action.keys = words(keys);
        action.dependents = words(dependents);
        for resource in resources.split(';').filter(|resource| !resource.is_empty()) {
            let (name, keys) = resource.split_once('{').unwrap_or((resource, ""));
            let is_required = name.ends_with('!');
            let keys = words(keys.trim_end_matches('}'));
            action.resources.insert(name.trim_end_matches('!').to_owned(), (is_required, keys));
        }
    }
}

pub fn words(text: &str) -> BTreeSet<String> {
    text.split(' ').filter(|word| !word.is_empty() && *word != "-").map(str::to_owned).collect()
}
