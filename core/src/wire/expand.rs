//! The verb `expand`: which actions a pattern stands for.

use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Provenance};

use super::error::WireError;
use super::verbs::{read, write};

/// As many patterns are answered at once: each may have to be compared with every action there is.
const MAX_PATTERNS: usize = 1_000;

/// As many actions are listed at once, of all patterns together: a short question must not fill the memory.
const MAX_LISTED: usize = 1_000_000;

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
/// The input is not of this shape, has more than 1,000 patterns, or they match a million actions.
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
    if patterns.len() > MAX_PATTERNS {
        let found = patterns.len();
        return Err(WireError::shape("patterns", &format!("at most {MAX_PATTERNS}, found {found}")));
    }
    let mut left = MAX_LISTED;
    let mut expanded = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        let actions: Vec<String> = catalog.expand(&pattern).take(left + 1).map(|action| action.to_string()).collect();
        left = left.checked_sub(actions.len()).ok_or_else(|| {
            WireError::shape("patterns", &format!("patterns of at most {MAX_LISTED} actions together, found more"))
        })?;
        expanded.push(Expanded { pattern, actions });
    }
    write(&ExpandOutput { expanded, catalog: catalog.provenance() })
}

#[cfg(all(test, feature = "catalog"))]
mod tests {
    use super::*;

    #[test]
    fn a_short_question_has_no_endless_answer() {
        let ask = |count: usize| {
            let patterns = vec!["*"; count];
            expand(&serde_json::json!({ "patterns": patterns }).to_string(), &Catalog::embedded())
        };
        assert!(ask(3).is_ok());
        let error = ask(100).unwrap_err();
        assert_eq!(error.to_string(), "patterns: expected patterns of at most 1000000 actions together, found more");
        assert_eq!(ask(1_001).unwrap_err().to_string(), "patterns: expected at most 1000, found 1001");
    }
}
