//! Findings that are not to be shown: those that somebody wrote down with a reason, and those that were there before.
//!
//! This room must not know files or clocks: what is read, what is today and which file is meant is for the caller to
//! say. The laws its tests check: what is parted is all there; a known finding stays known when its document changes
//! elsewhere; a suppression that is out of date or unknown in form never hides anything.

mod apply;
mod baseline;
mod date;
mod file;
mod members;

pub use apply::{Applied, SuppressedFinding, Suppressor};
pub use baseline::{Baseline, BaselineSplit, BaselineSplitter};
pub use date::{CalendarDate, CalendarDateError};
pub use file::{Suppression, SuppressionFile};
