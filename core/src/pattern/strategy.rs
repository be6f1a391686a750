//! The shapes most patterns have, and what each needs to look at.

use super::gap::Gap;

/// How a pattern is matched, chosen once when it is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Strategy {
    /// Matches nothing: an ARN pattern without six fields.
    Never,
    /// `*`
    Everything,
    /// `abc`
    Literal,
    /// `abc*`
    Prefix,
    /// `*abc`
    Suffix,
    /// `abc*def`
    PrefixSuffix,
    /// `*abc*`
    Contains,
    /// Literals with unrestricted runs between them, as `abc*def*ghi`.
    FreeRuns,
    /// Everything else.
    General,
}

impl Strategy {
    /// Chooses by the gaps: one before each literal and one at the end.
    pub(super) fn choose(gaps: &[Gap]) -> Self {
        let free = |gap: &Gap| gap.is_free_run();
        let simple = |gap: &Gap| gap.is_none() || gap.is_free_run();
        match gaps {
            [only] if only.is_none() => Self::Literal,
            [only] if free(only) => Self::Everything,
            [first, inner @ .., last] if simple(first) && simple(last) => match (free(first), inner, free(last)) {
                (false, [], false) => Self::Literal,
                (false, [], true) => Self::Prefix,
                (true, [], false) => Self::Suffix,
                (true, [], true) => Self::Contains,
                (false, [only], false) if free(only) => Self::PrefixSuffix,
                (_, inner, _) if inner.iter().all(free) => Self::FreeRuns,
                _ => Self::General,
            },
            _ => Self::General,
        }
    }
}
