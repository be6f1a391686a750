//! Who asks, and whose the resources are.

use crate::arn::{Arn, is_account_id};
use crate::principal::Principal;

use super::error::SimulationError;

/// A user, role or group in the place of the caller.
#[derive(Debug, Clone)]
pub(super) struct Caller<'i> {
    pub entity: Entity<'i>,
    /// As a resource policy sees it.
    pub principal: Principal,
}

/// What an IAM ARN of a user, role or group names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entity<'i> {
    pub arn: &'i str,
    pub account: &'i str,
    pub kind: EntityKind,
    /// Without its path.
    pub name: &'i str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntityKind {
    User,
    Role,
    Group,
}

impl<'i> Entity<'i> {
    /// `None` if the text is no ARN of a user, role or group: root and sessions are none.
    pub fn read(text: &'i str) -> Option<Self> {
        let arn = Arn::parse(text)?;
        let (kind, path) = arn.resource().split_once('/')?;
        let kind = match kind {
            "user" => EntityKind::User,
            "role" => EntityKind::Role,
            "group" => EntityKind::Group,
            _ => return None,
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let good = arn.service() == "iam" && is_account_id(arn.account()) && !name.is_empty();
        good.then_some(Self { arn: text, account: arn.account(), kind, name })
    }

    /// Whether both name the same entity; paths are ignored (rule `sim_principal_arn`).
    pub fn is_same(&self, other: &Entity<'_>) -> bool {
        (self.account, self.kind, self.name) == (other.account, other.kind, other.name)
    }

    pub fn into_caller(self) -> Caller<'i> {
        let partition = Arn::parse(self.arn).map_or("aws", Arn::partition);
        let principal = match self.kind {
            EntityKind::User => Principal::user(self.arn).ok(),
            EntityKind::Role => Principal::role(self.arn).ok(),
            EntityKind::Group => None,
        };
        let principal = principal.unwrap_or_else(|| Principal::nameless(self.account, partition));
        Caller { entity: self, principal }
    }
}

/// Rule `sim_caller`.
pub(super) fn read_caller(arn: &str) -> Result<Caller<'_>, SimulationError> {
    if arn.is_empty() {
        return Err(no_caller());
    }
    let caller = Entity::read(arn).map(Entity::into_caller);
    caller.ok_or_else(|| {
        SimulationError::invalid("Invalid caller - Caller must be an IAM user, role or group in this context.")
    })
}

/// For a resource policy without a caller (rule `sim_resource_policy_needs`).
pub(super) fn no_caller() -> SimulationError {
    SimulationError::invalid("Invalid caller - Caller cannot be null or empty.")
}

/// The account of `ResourceOwner` (rule `sim_resource_owner`).
pub(super) fn read_owner(owner: &str) -> Result<&str, SimulationError> {
    let arn = Arn::parse(owner).filter(|arn| arn.service() == "iam" && is_account_id(arn.account()));
    // so spelled by AWS
    arn.map(Arn::account)
        .ok_or_else(|| SimulationError::invalid(format!("'{owner}' is not a valid as a Resource Owner.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sim_caller() {
        for (arn, name) in [("user/a/b", "b"), ("role/r", "r"), ("group/x/g", "g")] {
            let arn = format!("arn:aws:iam::111122223333:{arn}");
            assert_eq!(read_caller(&arn).unwrap().entity.name, name);
        }
        for arn in [
            "arn:aws:iam::111122223333:root",
            "arn:aws:sts::111122223333:assumed-role/r/s",
            "arn:aws:iam::111122223333:user/",
            "arn:aws:iam::1:user/u",
            "user/u",
        ] {
            let message = read_caller(arn).unwrap_err().message;
            assert_eq!(message, "Invalid caller - Caller must be an IAM user, role or group in this context.", "{arn}");
        }
        assert_eq!(read_caller("").unwrap_err().message, "Invalid caller - Caller cannot be null or empty.");
    }

    #[test]
    fn sim_resource_owner() {
        for owner in ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/u"] {
            assert_eq!(read_owner(owner).unwrap(), "111122223333");
        }
        let error = read_owner("111122223333").unwrap_err();
        assert_eq!(error.message, "'111122223333' is not a valid as a Resource Owner.");
        assert!(read_owner("").is_err());
    }
}
