//! What the simulator knows of AWS's services besides policies: which actions there are, which types
//! of resources each takes, and how their ARNs look.

use crate::action::Action;
use crate::arn::Arn;
use crate::catalog::Catalog;

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

impl ServiceFacts for Catalog {
    fn knows(&self, action: &Action) -> Option<bool> {
        Some(Catalog::action(self, action.as_str()).is_some())
    }

    /// Rule `sim_resource_type_check`: partition, region and account are not looked at, and of S3 a bucket
    /// and an object pass for each other.
    fn fits(&self, action: &Action, resource: &str) -> Option<bool> {
        let known = Catalog::action(self, action.as_str())?;
        let mut types = known.resources().filter_map(|resource| resource.resource_type());
        let is_s3 = known.service().prefix() == "s3";
        Some(types.any(|kind| {
            kind.matches_anywhere(resource)
                || (is_s3 && matches!(kind.name(), "bucket" | "object") && is_bucket_or_object(resource))
        }))
    }

    fn template(&self, _: &Action) -> Option<&str> {
        // AWS's simulator names several resources by formats older than those of the catalogue
        None
    }
}

fn is_bucket_or_object(arn: &str) -> bool {
    Arn::parse(arn).is_some_and(|arn| arn.service() == "s3" && arn.region().is_empty() && arn.account().is_empty())
}
