//! Reasoning about AWS IAM policies without calling AWS.

mod action;
mod arn;
pub mod condition;
pub mod document;
pub mod evaluate;
mod explain;
pub mod json;
mod limits;
pub mod pattern;
mod principal;
pub mod request;
pub mod simulate;
pub mod text;
pub mod wire;

pub use action::Action;
pub use arn::{Arn, is_account_id};
pub use document::{Effect, ParseOptions, Policy, PolicyType, Profile, Statement, Version};
pub use evaluate::{Answer, Decision, LayerKind, PolicySet, PolicySetBuilder, decide_once};
pub use limits::Limits;
pub use principal::{Principal, PrincipalType};
pub use request::{Context, ContextMode, ContextValue, Grant, InputError, Lookup, Request, RequestBuilder};
pub use simulate::{simulate_custom_policy, simulate_principal_policy};
pub use text::{Diagnostic, ParseError, Span};
