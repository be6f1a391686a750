//! What the library knows of AWS's services, shared by all that asks.

use std::sync::OnceLock;

use iam_eval::catalog::Catalog;

/// The facts that are part of the library; found as they are asked for.
pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}
