//! KMS grants: permissions that live outside policy documents.

use serde::{Deserialize, Serialize};

/// Which operations does a grant on the KMS key in question give, and to whom?
///
/// Rule `kms_grants`: a grant to the caller's session or federated-user ARN acts as a direct grant
/// of the key policy would, a grant to the role as one to the role.
///
/// ```
/// use iam_eval::{Answer, Grant, PolicySet, Principal, Request};
///
/// let ann = "arn:aws:iam::111122223333:user/ann";
/// let request = Request::builder("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/k")
///     .principal(Principal::user(ann)?)
///     .grant(Grant { grantee_principal: ann.into(), operations: vec!["Decrypt".into()] })
///     .build()?;
/// let set = PolicySet::builder().identity([]).build();
/// assert_eq!(set.decide(&request), Answer::Allowed);
/// # Ok::<(), iam_eval::InputError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// The ARN of the principal that may use the key.
    pub grantee_principal: String,
    /// The operations granted, by bare name: `Decrypt`, `GenerateDataKey`…
    pub operations: Vec<String>,
}
