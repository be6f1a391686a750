//! From usage to a least-privilege policy: what was used and nothing more, with evidence for every
//! statement and a proof that the usage is covered.
//!
//! Pure: the clock is an input, and what CloudTrail cannot show is never called unused.

mod compact;
mod conditions;
mod containment;
mod coverage;
mod denied;
mod document;
mod fold;
mod generate;
mod granted;
mod levels;
mod observability;
mod options;
mod quota;
mod refine;
mod report;
mod result;
mod statements;
mod suggestions;
mod template;
mod unused;

pub use conditions::{SourceNetwork, SourceNetworkError, condition_keys, is_condition_key};
pub use containment::{Containment, Current, ExactContainment, Within, WithinResult};
pub use coverage::{Coverage, Proof};
pub use denied::{Attempt, WouldNeed, denied};
pub use generate::synthesize;
pub use observability::{Observability, observability};
pub use options::{ActionLevel, CompactActions, Quota, ResourceLevel, ServiceLevels, SynthesizeOptions};
pub use refine::{Change, RefineOptions, Refinement, refine};
pub use result::{
    ConditionSuggestion, DependentSuggestion, Evidence, GeneratedPolicy, Synthesis, SynthesizeError, Uncertain,
    Widening, WideningStep,
};
pub use template::ArnTemplate;
pub use unused::{LastAccessed, UnusedAccess, UnusedAction, UnusedDetail, UnusedOptions, recommend, unused};
