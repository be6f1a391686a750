//! What AWS's services offer: actions, the resources they work on, the condition keys they know.
//!
//! The facts are those of AWS's service authorization reference, gathered from public collections and
//! dated: [`Catalog::provenance`] says which and when, and every answer that used them repeats it. They
//! are part of the crate with the feature `catalog`, and can be replaced by the caller.

mod action;
mod arn_format;
mod arn_formats;
mod arn_pattern;
mod key;
mod key_index;
mod lines;
mod lookup;
mod names;
mod operation;
mod provenance;
mod resource_type;
mod service;
mod suggest;

pub use action::{AccessLevel, ActionResource, ServiceAction};
pub(crate) use arn_formats::ArnFormat;
pub(crate) use arn_pattern::may_share;
pub use key::{ConditionKey, KeyType};
pub use lines::CatalogError;
pub use lookup::Catalog;
pub use operation::{NeededAction, Operation};
pub use provenance::{Provenance, Source};
pub use resource_type::ResourceType;
pub use service::Service;
pub(crate) use suggest::nearest;
