//! The verb `expand`: which actions a pattern stands for.

use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Provenance};

use super::error::WireError;
use super::verbs::{read, write};

/// What [`expand`] is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct ExpandInput {
    /// Patterns as policies have them, such as `s3:Get*`.
    patterns: Vec<String>,
}

/// What [`expand`] answers.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct ExpandOutput {
    /// Each pattern with its actions, in the order asked.
    expanded: Vec<Expanded>,
    /// Where the facts about actions come from.
    catalog: Provenance,
}

/// A pattern and its actions.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct Expanded {
    /// The pattern.
    pattern: String,
    /// The actions that it matches, in order.
    actions: Vec<String>,
}

/// Which actions of AWS do patterns of policies match? JSON in, JSON out, with where the facts come from.
///
/// # Errors
/// The input is not of this shape.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, wire};
///
/// let answer = wire::expand(r#"{"patterns": ["iam:PassR*"]}"#, &Catalog::embedded())?;
/// assert!(answer.starts_with(r#"{"expanded":[{"pattern":"iam:PassR*","actions":["iam:PassRole"]}],"catalog":"#));
/// # }
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn expand(input: &str, catalog: &Catalog) -> Result<String, WireError> {
    let ExpandInput { patterns } = read(input)?;
    let expanded = patterns.into_iter().map(|pattern| {
        let actions = catalog.expand(&pattern).map(|action| action.to_string()).collect();
        Expanded { pattern, actions }
    });
    write(&ExpandOutput { expanded: expanded.collect(), catalog: catalog.provenance() })
}
