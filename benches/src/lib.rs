//! What the benchmarks measure with: real policies where they are at hand, a generated twin where
//! they are not, and requests mixed so that about half are denied.

mod cedar;
mod hostile;
mod log;
mod policies;
mod requests;

pub use cedar::translate;
pub use hostile::{HostilePair, hostile_pairs};
pub use log::log;
pub use policies::{average_five, documents, is_real, named_documents};
pub use requests::{Asked, mixed};

/// Keeps the Rust that DESIGN.md shows true. It stands here because this crate is not published, and
/// a published one would miss the file.
#[cfg(doctest)]
#[doc = include_str!("../../DESIGN.md")]
mod design {}
