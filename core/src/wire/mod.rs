//! The JSON shape of what is asked and answered.
//!
//! This room may know every other; nothing in core knows it. It converts and decides nothing. The
//! law its tests check: an input that is refused says where, and an equal answer is equal bytes.

mod error;
mod pairs;
mod policies;
mod request;

pub use error::WireError;
pub use policies::PolicySetInput;
pub use request::{ContextInput, GrantInput, PrincipalInput, RequestInput};

use serde::Deserialize;

/// What [`evaluate`] is asked: the policies by layer, and a request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EvaluateInput<'i> {
    #[serde(borrow)]
    policies: PolicySetInput<'i>,
    request: RequestInput,
}

/// Is a request allowed? JSON in, a [`Decision`](crate::Decision) as JSON out.
///
/// The input has two members, `policies` ([`PolicySetInput`]) and `request` ([`RequestInput`]).
/// Policies are read as AWS evaluates documents stored long ago ([`Profile::Lenient`](crate::Profile)).
///
/// # Errors
/// The input is not of this shape, a policy cannot be read, or the request contradicts itself.
///
/// ```
/// let answer = iam_eval::wire::evaluate(r#"{
///     "policies": {"identity": [{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}]},
///     "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
/// }"#)?;
/// assert!(answer.starts_with(r#"{"answer":"allowed""#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn evaluate(input: &str) -> Result<String, WireError> {
    let input: EvaluateInput<'_> = serde_json::from_str(input)?;
    let set = input.policies.build()?;
    let decision = set.evaluate(&input.request.build()?);
    Ok(serde_json::to_string(&decision)?)
}
