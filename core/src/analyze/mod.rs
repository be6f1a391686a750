//! The space of all requests: whether policies let through no more than others, and a request where they do.
//!
//! This room must not know how questions come in; what a statement means is `evaluate`'s, which has the last word on
//! every request that is shown. The law its tests check: on small spaces the answer is that of asking about every
//! request, on large ones every request that is shown is as claimed.

mod answer;
mod by_service;
mod callers;
mod classes;
mod clause;
mod containment;
mod custom_check;
mod entry;
mod escalation;
mod key;
mod outside;
mod question;
mod region;
mod rewrite;
mod solver;
mod spellings;
mod statements;
mod target;
mod template;
mod text;
mod what;
mod who;
mod witness;

pub use answer::{Undecided, UndecidedReason, Verdict};
pub use containment::{AnalyzeOptions, check_contained, is_empty};
pub(crate) use containment::{check_contained_spending, is_empty_spending};
pub use custom_check::{
    Access, CheckReason, CheckedPolicyType, CustomCheck, check_access_not_granted, explain_granted_access,
    explain_new_access,
};
pub(crate) use escalation::may_take_path;
pub use escalation::{
    EscalationAssumption, EscalationPath, EscalationPaths, KnownPath, UndecidedPath, find_escalation_paths,
    known_escalation_paths,
};
pub use outside::{
    Assumption, BlockPublicAccess, ExternalAccess, ExternalFinding, PublicAccess, ResourceControlRestriction,
    ResourceType, RuleSet, ZoneOfTrust, check_block_public_access, check_no_public_access, explain_public_access,
    find_external_access,
};
pub(crate) use question::holds_action;
pub use question::{
    check_equivalent, check_no_new_access, check_no_new_access_to_resource, check_redundant, check_unreachable,
};
pub use region::Region;
pub use rewrite::{
    Change, Document, Inexact, Layers, Minimized, PolicyDifference, find_difference, find_effective, minimize,
};
pub use statements::{FoundStatements, find_redundant_statements, find_unreachable_statements};
pub(crate) use statements::{find_redundant_among, find_unreachable_among};
pub(crate) use what::Reach;
pub use what::{
    AccessSummary, Grant, GrantCondition, GrantEntries, LevelAccess, ServiceAccess, StatementPlace, WhatCan,
    find_what_can, summarize_access,
};
pub use who::{
    Can, NamedPrincipal, PrincipalAccess, PrincipalPolicies, ResourcePolicies, find_named_principals, find_who_can,
};
