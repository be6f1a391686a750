//! Where documents come from, as far as text can tell: which paths are meant. Reads nothing itself.

mod path_filter;

pub use path_filter::{PathFilter, PathFilterError};
