//! What AWS's policy simulator would answer: `SimulateCustomPolicy` and `SimulatePrincipalPolicy`,
//! in and out as the AWS CLI has them.
//!
//! This room answers for many actions and resources at once, with AWS's fields, words and errors. It
//! must not know what a statement means, which is `evaluate`'s alone; it knows only how the simulator
//! puts the layers together, which differs from what AWS does when a request is really made. The law
//! its tests check: every answer that was captured from AWS comes out equal, field for field.
//!
//! | question | where |
//! | --- | --- |
//! | may this be asked at all? | `check`, `caller`, `context`, `exclusions`, `principal_form`, `paging` |
//! | is it allowed, by which statements? | `decide`, over the policies of `sources` |
//! | what is missing, where does a statement stand, what are several resources called? | `missing`, `positions`, `templates` |
//! | what is said of it? | `call`, `report` |

mod call;
mod caller;
mod check;
mod context;
mod custom_form;
mod decide;
mod error;
mod exclusions;
mod input;
mod missing;
mod notes;
mod output;
mod paging;
mod positions;
mod principal_form;
mod report;
mod services;
mod source_policies;
mod sources;
mod templates;
mod work;

#[cfg(test)]
mod rules;

pub use custom_form::{simulate_custom_policy, simulate_custom_policy_with};
pub use error::SimulationError;
pub use input::{
    ContextEntry, InlinePolicyIdentifier, OrganizationLevel, PolicyExclusion, SimulateCustomPolicyInput,
    SimulatePrincipalPolicyInput,
};
pub use notes::Note;
pub use output::{
    EvalDecision, EvaluationResult, MatchedStatement, OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail,
    Position, ResourceSpecificResult, SimulatePolicyOutput,
};
pub use positions::StatementPositions;
pub use principal_form::{simulate_principal_policy, simulate_principal_policy_with};
pub use source_policies::{InlinePolicy, ManagedPolicy, SourcePolicies};
