//! Reading CloudTrail: bytes → records → uses → [`Usage`], a summary that merges.

mod actions;
mod builder;
mod caller;
mod cell;
mod containers;
mod dedup;
mod elements;
mod fold;
mod hive;
mod identity;
mod mapper;
mod meaning;
mod names;
mod outcome;
mod parameters;
mod pass_role;
mod reading;
mod record;
mod refused;
mod report;
mod resources;
mod special;
mod stats;
mod summary;
mod table;
mod tally;
mod time;
mod uses;

pub use builder::{Progress, ReadError, UsageBuilder, UsageLimits, UsageOptions};
pub use cell::{Cell, DenialKind, DenyingLayer, UseOutcome, ValueCounts};
pub use refused::{BadCode, BadInput, Place};
pub use report::{EventReport, read_event};
pub use stats::{Counts, Stats, Total, TrailsSeen};
pub use summary::{PrincipalUsage, USAGE_SCHEMA, Usage, UsageError, Window};
pub use time::{Time, TimeError};
pub use uses::Uses;
