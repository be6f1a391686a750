//! How much one call may cost.
//!
//! The answer repeats resources, statements and missing keys for every action, so a small input can
//! ask for a huge one. AWS bounds its requests; nothing bounds ours, so the answer is bounded.

use super::error::SimulationError;

/// Pairs of action and resource times bytes of policies.
const MAX_WORK: u64 = 20_000_000_000;
/// Bytes of names and texts in the answer, about.
const MAX_ANSWER: u64 = 512 << 20;

/// What may still be answered.
#[derive(Debug)]
pub(super) struct Allowance {
    answer: u64,
}

impl Allowance {
    pub fn new(pairs: u64, policy_bytes: usize) -> Result<Self, SimulationError> {
        if pairs.saturating_mul(policy_bytes as u64) > MAX_WORK {
            let message = format!(
                "expected fewer actions, resources or policies: {pairs} pairs of {policy_bytes} bytes of policies"
            );
            return Err(SimulationError::limit(message));
        }
        Ok(Self { answer: MAX_ANSWER })
    }

    /// Takes note of so many bytes of answer.
    pub fn spend(&mut self, bytes: usize) -> Result<(), SimulationError> {
        let Some(left) = self.answer.checked_sub(bytes as u64) else {
            let mebibytes = MAX_ANSWER >> 20;
            let message = format!("expected an answer of at most {mebibytes} MiB; ask for fewer actions at once");
            return Err(SimulationError::limit(message));
        };
        self.answer = left;
        Ok(())
    }
}
