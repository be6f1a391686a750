//! Reading JSON with the place of every value, and writing strings back.
//!
//! This room must not know policies: to it a document is objects, lists, texts, numbers. The reading
//! is `serde_json`'s; ours is only the cursor that says where each value stood (see DESIGN.md for
//! the measurement behind that). The law its tests check: the span of every value, cut out of the
//! source and read again, gives the same value, and duplicate members are all kept.

mod cursor;
mod misfit;
mod syntax;
mod tape;
mod write;

pub use tape::{Document, Member, Value, ValueKind};
pub use write::write_string;
