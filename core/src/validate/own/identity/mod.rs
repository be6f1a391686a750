//! What an identity policy lets through on everything, and what its caller can make of that.

pub(in crate::validate) mod administrator;
pub(in crate::validate) mod escalation;
pub(in crate::validate) mod sensitive_access;
pub(in crate::validate) mod service_wildcard;
pub(in crate::validate) mod unbounded;
