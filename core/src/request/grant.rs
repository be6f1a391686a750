//! KMS grants: permissions that live outside policy documents.

use serde::{Deserialize, Serialize};

/// A grant on the KMS key that the request is about.
///
/// Rule `kms_grants`: a grant to the caller's session or federated-user ARN acts as a direct grant
/// of the key policy would, a grant to the role as one to the role.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// The ARN of the principal that may use the key.
    pub grantee_principal: String,
    /// The operations granted, by bare name: `Decrypt`, `GenerateDataKey`…
    pub operations: Vec<String>,
}
