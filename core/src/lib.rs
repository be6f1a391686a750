//! Reasoning about AWS IAM policies without calling AWS.
//!
//! # What do you want to do?
//!
//! **Know whether a request is allowed, and why.** Put the policies that a request meets into a
//! [`PolicySet`], one call for each layer, and ask it. It is compiled once, `Send + Sync`, and
//! [`decide`](PolicySet::decide) allocates nothing.
//!
//! ```
//! use iam_eval::{Policy, PolicySet, Principal, Request};
//!
//! let admin: Policy = r#"{"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#.parse()?;
//! let boundary: Policy = r#"{"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": ["s3:*", "ec2:Describe*"], "Resource": "*"}}"#.parse()?;
//! let set = PolicySet::builder().identity([admin]).permissions_boundary(boundary).build();
//!
//! let request = Request::builder("iam:DeleteUser", "arn:aws:iam::111122223333:user/bob")
//!     .principal(Principal::user("arn:aws:iam::111122223333:user/ann")?)
//!     .context("aws:SourceIp", "203.0.113.7")
//!     .build()?;
//! let decision = set.evaluate(&request);
//! assert!(decision.is_denied());
//! assert_eq!(decision.explain(), "denied: no statement of the permissions boundary allows it");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Ask when not everything is known.** A key can be marked unknown, a layer can be missing. The
//! answer is then [`Answer::Depends`] if, and only if, what is not known could turn it, and
//! [`Decision::depends_on`] names it. An unknown that does not matter does not show.
//!
//! ```
//! use iam_eval::{Answer, ContextValue, Policy, PolicySet, Request};
//!
//! let policy: Policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*",
//!     "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}}"#.parse()?;
//! let set = PolicySet::builder().identity([policy]).build();
//! let request = Request::builder("s3:GetObject", "*").context("aws:SourceIp", ContextValue::Unknown).build()?;
//! assert_eq!(set.decide(&request), Answer::Depends);
//! assert_eq!(set.evaluate(&request).explain(), "depends on the context key aws:SourceIp\n\
//!     - Allow of the identity policies: statement 0 of policy 0\n\
//!     missing context keys: aws:SourceIp");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Ask about all requests at once.** [`analyze`] proves that policies let through no more than others, or shows a
//! request that they do.
//!
//! ```
//! use iam_eval::{Policy, analyze::{AnalyzeOptions, check_no_new_access}};
//!
//! let existing: Policy = r#"{"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/*"}}"#.parse()?;
//! let new: Policy = r#"{"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::rep*"}}"#.parse()?;
//! let verdict = check_no_new_access(&existing, &new, &AnalyzeOptions::default());
//! assert_eq!(verdict.witness().map(|request| request.resource()), Some("arn:aws:s3:::rep"));
//! # Ok::<(), iam_eval::ParseError>(())
//! ```
//!
//! **Read a policy, with the place of every element, or learn why AWS would refuse it.**
//! [`Policy::parse`] reads strictly, [`ParseOptions`] asks for AWS's own store-time verdict or reads
//! what was stored long ago, [`Policy::lint`] keeps going and lists every fault.
//!
//! ```
//! use iam_eval::{ParseOptions, PolicyType};
//!
//! let text = r#"{"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": "s3:List", "Resource": "my-bucket"}}"#;
//! let error = ParseOptions::new().policy_type(PolicyType::Identity).parse(text).unwrap_err();
//! assert_eq!(error.aws_message(), Some("Resource my-bucket must be in ARN format or \"*\"."));
//! assert_eq!((error.line(), error.column()), (2, 71));
//! ```
//!
//! **Swap out `aws iam simulate-custom-policy`.** [`simulate_custom_policy`] takes and gives the JSON
//! of the AWS CLI; see [`simulate`].
//!
//! **Work with wildcards themselves.** [`pattern::Pattern`] matches, covers, intersects, and finds a
//! text that proves its answer.
//!
//! # What it is, and what it is not
//!
//! Pure: no I/O, no clock, no threads, no globals, no `unsafe`; it compiles to WebAssembly. Total: no
//! input makes it panic, and [`Limits`] bound what a hostile document can cost. Every rule it follows
//! is documented by AWS or was captured from AWS; where the two differ, what was captured wins, and
//! where neither speaks the choice is written next to the code.
//!
//! It sees policies, not the rest of AWS: S3 ACLs and Block Public Access, service quotas, and a
//! service's own refusals are outside. `Depends` is an answer, not an error.

mod action;
pub mod analyze;
mod arn;
pub mod catalog;
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
pub mod sources;
pub mod synthesize;
pub mod text;
pub mod usage;
pub mod validate;
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
