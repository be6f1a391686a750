//! Sids: which characters they have, and that no two are the same.

use std::collections::HashSet;

use super::parts::Parts;
use super::refusal::{Checked, Refusal, quote};
use super::rules::Rules;

/// IAM's own words; which of the two faults it reports first was not seen [assumed].
const NOT_ALPHANUMERIC: &str = "Statement IDs (SID) must be alpha-numeric. Check that your input \
     satisfies the regular expression [0-9A-Za-z]*";
const NOT_UNIQUE: &str = "Statement IDs (SID) in a single policy must be unique.";

/// The message says letters and digits, and so does the documentation; the corpus of `CreatePolicy`
/// verdicts holds a stored Sid with `_` (moto-valid-40), and it decides.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

pub(super) fn check(policy: &Parts<'_, '_>, rules: &Rules) -> Checked {
    if !rules.plain_sids {
        return Ok(());
    }
    let mut seen = HashSet::new();
    for statement in &policy.statements {
        let Some(value) = statement.sid else { continue };
        let sid = value.as_str().unwrap_or_default();
        if !sid.bytes().all(is_plain) {
            let message = format!("expected a Sid of letters and digits, found {}", quote(&sid));
            let refusal = Refusal::store("sid-charset", value.span(), message, NOT_ALPHANUMERIC);
            return Err(refusal.at(statement.path_to("Sid")));
        }
        // captured: the empty Sid may stand twice
        if !sid.is_empty() && !seen.insert(sid) {
            let message = "expected a Sid of its own, found one that stands before".to_owned();
            let refusal = Refusal::store("sid-again", value.span(), message, NOT_UNIQUE);
            return Err(refusal.at(statement.path_to("Sid")));
        }
    }
    Ok(())
}
