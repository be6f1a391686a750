//! The JSON shape of what is asked and answered.
//!
//! This room may know every other; nothing in core knows it. It converts and decides nothing. The
//! law its tests check: an input that is refused says where, an equal answer is equal bytes, and the
//! generated types say what the reader reads.
//!
//! Each verb takes JSON and gives JSON ([`VERBS`] lists them); the bindings of other languages call
//! them, or hold a [`Policy`](crate::Policy), a [`PolicySet`](crate::PolicySet) or a
//! [`Request`](crate::Request) and use the shapes alone.

#[cfg(feature = "analysis")]
mod binding;
#[cfg(feature = "analysis")]
mod checks;
mod context;
#[cfg(feature = "analysis")]
mod custom_checks;
mod decision;
#[cfg(feature = "analysis")]
mod documents;
mod error;
#[cfg(feature = "analysis")]
mod escalation;
#[cfg(any(feature = "render", test))]
mod excerpt;
mod expand;
#[cfg(feature = "analysis")]
mod external;
mod faults;
#[cfg(any(feature = "render", test))]
mod file_finding;
mod handles;
#[cfg(feature = "logs")]
mod least_privilege;
#[cfg(feature = "logs")]
mod logs;
mod object;
mod options;
mod outline;
mod pairs;
mod places;
mod policies;
mod principal;
#[cfg(any(feature = "render", test))]
mod render;
mod request;
mod requests;
#[cfg(any(feature = "render", test))]
mod sarif;
#[cfg(feature = "analysis")]
mod statements;
#[cfg(feature = "analysis")]
mod steps;
#[cfg(feature = "analysis")]
mod validate;
#[cfg(feature = "analysis")]
mod validate_files;
mod verbs;
#[cfg(feature = "analysis")]
mod what;
#[cfg(feature = "analysis")]
mod who;
#[cfg(feature = "analysis")]
mod witness;

#[cfg(test)]
mod shapes;
#[cfg(test)]
mod types;

#[cfg(feature = "analysis")]
pub use checks::describe_checks;
pub use context::{ContextInput, Marks, Scalar};
#[cfg(feature = "analysis")]
pub use custom_checks::{check_access_not_granted, check_no_new_access, check_no_public_access};
pub use decision::{DecidingStatement, DecisionReport, PlacedCondition, PlacedLayer, PlacedStatement};
#[cfg(feature = "analysis")]
pub use documents::{diff, effective, minimize};
pub use error::{ErrorType, WireError};
#[cfg(feature = "analysis")]
pub use escalation::escalation_paths;
pub use expand::expand;
#[cfg(feature = "analysis")]
pub use external::external_access;
pub use handles::{decode_policy, read_options, read_policy, read_policy_set, read_request};
#[cfg(feature = "logs")]
pub use least_privilege::{denied, refine, synthesize, unused};
#[cfg(feature = "logs")]
pub use logs::read_usage;
pub use options::{LimitsInput, WireOptions};
pub use outline::{
    ConditionOutline, ElementOutline, PlacedPrincipal, PlacedText, PolicyOutline, PrincipalOutline, StatementOutline,
};
pub use pairs::Pairs;
pub use places::PlacedSpan;
pub use policies::PolicySetInput;
pub use principal::{PrincipalInput, PrincipalObject};
#[cfg(any(feature = "render", test))]
pub use render::render;
pub use request::{GrantInput, RequestInput};
pub use requests::read_requests;
#[cfg(feature = "analysis")]
pub use statements::check_statements;
#[cfg(feature = "analysis")]
pub use validate::{fix, validate};
#[cfg(feature = "analysis")]
pub use validate_files::validate_files;
pub use verbs::{
    ParseOutput, Remark, VERBS, Verb, call, call_with, evaluate, evaluate_many, explain, format, lint, parse, simulate,
    version,
};
#[cfg(feature = "analysis")]
pub use what::what_can;
#[cfg(feature = "analysis")]
pub use who::who_can;
#[cfg(feature = "analysis")]
pub use witness::{AbsentKey, VerdictOutput, Witness, WitnessPrincipal, WitnessValue};
