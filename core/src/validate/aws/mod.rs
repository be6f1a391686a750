//! The checks of Access Analyzer, by what they are about.

pub(super) mod access;
pub(super) mod conditions;
pub(super) mod document;
pub(super) mod principals;
