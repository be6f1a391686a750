//! Where the facts come from.

use serde::Serialize;

/// Where the facts come from, and of which dates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct Provenance {
    /// Every collection that something was taken from.
    pub sources: Vec<Source>,
}

/// A collection of facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct Source {
    /// Its name, with where it is published.
    pub name: String,
    /// Its version.
    pub version: String,
    /// When it was made, as exactly as that is known: `2026-09-26`, `2026-04`; nothing where it is not known.
    pub date: Option<String>,
    /// Its licence; `facts` where only facts that AWS publishes were taken.
    pub licence: String,
}

impl Provenance {
    /// The date of the newest source that has one: what came later is not known.
    pub fn newest_date(&self) -> Option<&str> {
        self.dates().max()
    }

    /// The date of the oldest source that has one.
    pub fn oldest_date(&self) -> Option<&str> {
        self.dates().min()
    }

    fn dates(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().filter_map(|source| source.date.as_deref())
    }
}
