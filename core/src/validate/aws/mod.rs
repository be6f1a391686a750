//! The checks of Access Analyzer, by what they are about.

pub(super) mod access;
pub(super) mod conditions;
pub(super) mod document;
mod invalid_service;
pub(super) mod principals;
mod regions;
