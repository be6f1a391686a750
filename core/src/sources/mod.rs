//! Where documents come from, as far as text can tell: the policy documents inside what people hold, and which paths are
//! meant. Reads nothing itself.
//!
//! [`find_documents`] finds them in plans of Terraform, templates of CloudFormation and the answers of
//! `GetAccountAuthorizationDetails`, each with a way back to the text it was found in. What is not known is a hole: it
//! is listed, and nothing is made up for it.
//!
//! This room must not know files or checks. The laws its tests check: what stands under a place of a document is what
//! stands, unescaped, under the place it is mapped to; and every hole is a place of the document.

mod account_details;
mod cloud_formation;
mod error;
mod escapes;
mod find;
mod found;
mod kind;
#[cfg(feature = "files")]
mod path_filter;
mod plain;
mod positions;
mod purpose;
mod short;
mod terraform;

pub use error::SourceError;
pub use find::find_documents;
#[cfg(feature = "analysis")]
pub(crate) use find::{is_meant_as_json, is_meant_as_template};
pub use found::{FoundDocument, Hole};
pub use kind::{SourceKind, UnknownSourceKind};
#[cfg(feature = "files")]
pub use path_filter::{PathFilter, PathFilterError};
pub use positions::PositionMap;
