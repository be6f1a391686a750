//! Whom the policy of a resource lets in.

pub(in crate::validate) mod external_access;
pub(in crate::validate) mod public_access;
