//! What the simulator knows of AWS's services besides policies: which actions there are, which types
//! of resources each takes, and how their ARNs look.

use crate::action::Action;

/// Facts about actions. Whoever has a service catalogue answers from it; [`NoCatalogue`] does not
/// know, and then nothing is refused or denied for it.
pub(super) trait ServiceFacts {
    /// Whether AWS knows an action of that name; `None` where nobody can say.
    fn knows(&self, action: &Action) -> Option<bool>;

    /// Whether a resource is of a type that the action has; `None` where nobody can say.
    fn fits(&self, action: &Action, resource: &str) -> Option<bool>;

    /// How several resources of the action are called together, after `arn:PARTITION:`, where it is
    /// not as its service's others are.
    fn template(&self, action: &Action) -> Option<&str>;
}

/// No facts at all.
pub(super) struct NoCatalogue;

impl ServiceFacts for NoCatalogue {
    fn knows(&self, _: &Action) -> Option<bool> {
        None
    }

    fn fits(&self, _: &Action, _: &str) -> Option<bool> {
        None
    }

    fn template(&self, _: &Action) -> Option<&str> {
        None
    }
}
