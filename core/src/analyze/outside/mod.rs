//! Who outside may use a resource: anybody at all, anybody beyond a zone of trust, anybody through a service.
//!
//! This room must not know how questions come in. It asks the solver one thing, whether policies let through a request
//! of some caller who brings what he may bring; what he may bring is itself a statement of a policy, so the evaluator
//! says of every request that is shown that it is an outsider's. The law its tests check: of outsiders made at random
//! none gets through where that is said.

mod accounts;
mod address;
mod assumption;
mod block;
mod deputy;
mod external;
mod fence;
mod issuer;
mod named;
mod outsider;
mod pin;
mod public;
mod reasons;
mod resource_type;
mod search;
mod strata;
mod tenant;
mod zone;

pub use assumption::Assumption;
pub use block::{BlockPublicAccess, check_block_public_access};
pub use external::{ExternalAccess, ExternalFinding, ResourceControlRestriction, find_external_access};
pub use public::{PublicAccess, RuleSet, check_no_public_access};
pub use reasons::explain_public_access;
pub use resource_type::ResourceType;
pub use zone::ZoneOfTrust;
