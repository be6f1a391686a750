//! Whose answer is asked for: AWS's, or that of AWS's policy simulator.

/// The simulator differs from the real thing in a few captured points (rules 137, 138; the rest of what it
/// does otherwise lives in `simulate`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Semantics {
    /// What AWS decides when the request is made.
    #[default]
    Live,
    /// What `SimulateCustomPolicy` and `SimulatePrincipalPolicy` answer.
    Simulator,
}
