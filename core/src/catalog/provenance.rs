//! Where the facts come from.

use serde::Serialize;

/// Where the facts come from, and of which dates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Provenance {
    /// Every collection that something was taken from.
    pub sources: Vec<Source>,
}

/// A collection of facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// Its name, with where it is published.
    pub name: String,
    /// Its version.
    pub version: String,
    /// When it was made, as `2026-09-26`.
    pub date: String,
    /// Its licence; `facts` where only facts that AWS publishes were taken.
    pub licence: String,
}

impl Provenance {
    /// The date of the newest source: what came later is not known.
    pub fn newest_date(&self) -> Option<&str> {
        self.sources.iter().map(|source| source.date.as_str()).max()
    }

    /// The date of the oldest.
    pub fn oldest_date(&self) -> Option<&str> {
        self.sources.iter().map(|source| source.date.as_str()).min()
    }
}
