//! Policy documents as answers: what layers grant together, what a change adds and removes, the same in fewer words.
//!
//! This room must not decide what a statement means: it writes statements by the words of others, and what it wrote is
//! compared with what was asked for by the solver before it is shown. The law its tests check: no document lets through
//! what it should not, one that is called exact lets through all that it should, and on small spaces both are what
//! asking about every request says.

mod answer;
mod conditions;
mod difference;
mod draft;
mod effective;
mod finish;
mod item;
mod layers;
mod meet;
mod minimize;
mod names;
mod prove;
mod tidy;
mod values;
mod work;

pub use answer::{Document, Inexact};
pub use difference::{Change, PolicyDifference, find_difference};
pub use effective::find_effective;
pub use layers::Layers;
pub use minimize::{Minimized, minimize};
