//! What a document is for, as the place that holds it says.

use crate::document::PolicyType;
use crate::json::{Document, Value};
use crate::limits::Limits;
use crate::validate::PolicyResourceType;

/// What a document is for, as the place that holds it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Identity,
    Trust,
    Session,
    Resource,
    /// Of a resource that Access Analyzer knows more about.
    ResourceOf(PolicyResourceType),
    /// Of an organization: another member says of which type.
    Organization,
    /// The place does not say.
    Unsaid,
}

impl Purpose {
    /// The kind of policy; none where it is for its elements to say.
    pub fn policy_type(self) -> Option<PolicyType> {
        match self {
            Self::Identity => Some(PolicyType::Identity),
            Self::Trust => Some(PolicyType::Trust),
            Self::Session => Some(PolicyType::Session),
            Self::Resource | Self::ResourceOf(_) => Some(PolicyType::Resource),
            Self::Organization => Some(PolicyType::ServiceControl),
            Self::Unsaid => None,
        }
    }

    pub fn resource_type(self) -> Option<PolicyResourceType> {
        match self {
            Self::Trust => Some(PolicyResourceType::RoleTrust),
            Self::ResourceOf(resource_type) => Some(resource_type),
            _ => None,
        }
    }
}

/// Of which kind is a policy of an organization of this type? None where it is not written in IAM's language, such as a
/// tag policy.
///
/// Source: Organizations API reference, `CreatePolicy`, `Type`.
pub(super) fn organization_type(name: &str) -> Option<PolicyType> {
    match name {
        "SERVICE_CONTROL_POLICY" => Some(PolicyType::ServiceControl),
        "RESOURCE_CONTROL_POLICY" => Some(PolicyType::ResourceControl),
        _ => None,
    }
}

/// As what would a document be stored, going by its elements?
///
/// Principals are for resource policies; those that name no resource and allow to assume something are of a role. An
/// identity policy, a session policy and those of an organization look alike: the first is taken.
pub(super) fn guess(text: &str, limits: &Limits) -> PolicyType {
    Document::read(text, limits).map_or(PolicyType::Identity, |document| guess_of(document.root()))
}

/// The same of a document that was read.
pub(super) fn guess_of(root: Value<'_, '_>) -> PolicyType {
    let (mut has_principal, mut has_resource, mut assumes) = (false, false, false);
    let mut look = |statement: Value<'_, '_>| {
        for member in statement.members() {
            match &*member.name() {
                "Principal" | "NotPrincipal" => has_principal = true,
                "Resource" | "NotResource" => has_resource = true,
                "Action" => {
                    let value = member.value();
                    let mut actions = value.as_str().into_iter().chain(value.elements().filter_map(|one| one.as_str()));
                    assumes |= actions.any(|action| is_assuming(&action));
                }
                _ => {}
            }
        }
    };
    for member in root.members().filter(|member| member.name() == "Statement") {
        let value = member.value();
        if value.is_array() {
            value.elements().for_each(&mut look);
        } else {
            look(value);
        }
    }
    match (has_principal, has_resource, assumes) {
        (true, false, true) => PolicyType::Trust,
        (true, _, _) => PolicyType::Resource,
        _ => PolicyType::Identity,
    }
}

/// Source: IAM user guide, "Update a role trust policy": the actions of trust policies are of STS.
fn is_assuming(action: &str) -> bool {
    action.get(..4).is_some_and(|service| service.eq_ignore_ascii_case("sts:"))
}
