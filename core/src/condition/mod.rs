//! Conditions, one value at a time: does one request value stand to one policy
//! value as a condition operator says?
//!
//! This room must not know of documents, requests, JSON, policy variables or
//! patterns: lists of values, set qualifiers, negation and absent keys are the
//! evaluator's, `StringEquals`, `StringLike` and ARN values the pattern room's.
//!
//! The law its tests check: every function is total, every comparison is exact
//! (numbers form one total order however they are written), a malformed value
//! on either side stands in no relation to anything, and no comparison
//! allocates.
//!
//! | question | where |
//! | --- | --- |
//! | which operator is this, and what kind of value does it compare? | [`ConditionOperator`], [`QualifiedOperator`] |
//! | do these two values match? | [`PolicyValue`], [`RequestValue`] |
//! | would IAM store this value? | [`is_storable`] |
//! | what is this number, date, address, encoding? | [`number`], [`date`], [`ip`], [`binary`], [`caseless`] |

pub mod binary;
mod calendar;
pub mod caseless;
pub mod date;
pub mod ip;
pub mod number;
mod operator;
mod qualified;
mod suggestion;
mod value;

pub use caseless::Lowered;
pub use ip::Network;
pub use number::{Number, OwnedNumber};
pub use operator::{ConditionOperator, OperatorFamily};
pub use qualified::{QualifiedOperator, SetQualifier, UnknownOperator};
pub use value::{PolicyValue, RequestValue, is_storable};
