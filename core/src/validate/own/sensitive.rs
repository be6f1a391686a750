//! Actions whose use on everything has a consequence of its own.

use std::collections::BTreeMap;

use crate::catalog::ServiceAction;

/// One line a fact; see its head.
const TEXT: &str = include_str!("../../../data/sensitive-actions.txt");

/// What an action gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sensitivity {
    /// Credentials.
    Credentials,
    /// Access to others.
    Exposure,
    /// Data.
    Data,
}

/// The facts of the text, by service.
pub(super) struct SensitiveActions(BTreeMap<&'static str, Vec<(&'static str, Sensitivity)>>);

impl SensitiveActions {
    pub fn read() -> Self {
        let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (kind, action) in lines() {
            let Some((service, name)) = action.split_once(':') else { continue };
            all.entry(service).or_default().push((name, kind));
        }
        Self(all)
    }

    /// Does an action give something away?
    pub fn has(&self, action: ServiceAction<'_>) -> bool {
        self.of_service(action).any(|(name, _)| *name == action.name())
    }

    /// Does it give this away?
    pub fn gives(&self, action: ServiceAction<'_>, kind: Sensitivity) -> bool {
        self.of_service(action).any(|known| *known == (action.name(), kind))
    }

    fn of_service(&self, action: ServiceAction<'_>) -> impl Iterator<Item = &(&'static str, Sensitivity)> {
        self.0.get(action.service().prefix()).into_iter().flatten()
    }
}

/// The actions of each kind, in the order of the text.
pub(super) fn lines() -> impl Iterator<Item = (Sensitivity, &'static str)> {
    TEXT.lines().filter_map(|line| {
        let (kind, action) = line.split_once('\t')?;
        let kind = match kind {
            "credentials" => Sensitivity::Credentials,
            "exposure" => Sensitivity::Exposure,
            "data" => Sensitivity::Data,
            _ => return None,
        };
        Some((kind, action))
    })
}

#[cfg(all(test, feature = "catalog"))]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn every_action_is_one_of_the_catalogue_in_its_spelling() {
        let catalog = Catalog::embedded();
        for (_, action) in lines() {
            assert_eq!(catalog.action(action).map(|found| found.to_string()).as_deref(), Some(action));
        }
        assert!(lines().count() > 200);
    }
}
