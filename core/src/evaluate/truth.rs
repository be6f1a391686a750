//! Three answers instead of two.

/// Whether something holds: no, yes, or not known.
///
/// Ordered `No < Unknown < Yes`, so that Kleene's "and" is the minimum and "or" the maximum
/// (rule `three_valued`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Truth {
    No,
    Unknown,
    Yes,
}

impl Truth {
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    pub fn negate_if(self, negate: bool) -> Self {
        match (self, negate) {
            (Self::No, true) => Self::Yes,
            (Self::Yes, true) => Self::No,
            (truth, _) => truth,
        }
    }

    pub fn is_possible(self) -> bool {
        self != Self::No
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// How directly does a statement of a resource policy name the caller?
///
/// The better the grade, the fewer of the caller's own limits apply (rules `same_account_algorithm` to
/// `cross_account_no_boundary_bypass`). Source: IAM user guide, "Policy evaluation logic".
///
/// ```
/// use iam_eval::{Policy, PolicySet, Principal, Request, evaluate::PrincipalGrade};
///
/// let queue = "arn:aws:sqs:eu-west-1:111122223333:jobs";
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*",
///     "Principal":{"AWS":"arn:aws:iam::111122223333:root"}}}"#.parse()?;
/// let ann = Principal::user("arn:aws:iam::111122223333:user/ann")?;
/// let request = Request::builder("sqs:SendMessage", queue).principal(ann).build()?;
/// let decision = PolicySet::builder().identity([]).resource(policy).build().evaluate(&request);
/// // the account delegates, and the identity policies grant nothing
/// assert_eq!((decision.principal_grade, decision.is_denied()), (PrincipalGrade::Account, true));
/// assert!(PrincipalGrade::Account < PrincipalGrade::Direct);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PrincipalGrade {
    /// The caller is not named.
    #[default]
    None,
    /// The caller's account is named: it delegates and grants nothing by itself.
    Account,
    /// The role of the session, or the user that issued it, is named.
    Issuer,
    /// The caller itself is named, or everybody is.
    Direct,
}

/// The grade at least and at most; the two differ where something is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct GradeRange {
    pub least: PrincipalGrade,
    pub most: PrincipalGrade,
}

impl GradeRange {
    pub const NONE: Self = Self::exactly(PrincipalGrade::None);
    pub const DIRECT: Self = Self::exactly(PrincipalGrade::Direct);

    pub const fn exactly(grade: PrincipalGrade) -> Self {
        Self { least: grade, most: grade }
    }

    pub const fn up_to(grade: PrincipalGrade) -> Self {
        Self { least: PrincipalGrade::None, most: grade }
    }

    /// The better of two: both entries or statements stand.
    pub fn or(self, other: Self) -> Self {
        Self { least: self.least.max(other.least), most: self.most.max(other.most) }
    }

    /// The grade of a statement of which the rest matches only so far.
    pub fn and(self, truth: Truth) -> Self {
        match truth {
            Truth::Yes => self,
            Truth::Unknown => Self::up_to(self.most),
            Truth::No => Self::NONE,
        }
    }

    /// Whether the caller is named at any grade.
    pub fn truth(self) -> Truth {
        if self.least > PrincipalGrade::None {
            Truth::Yes
        } else if self.most > PrincipalGrade::None {
            Truth::Unknown
        } else {
            Truth::No
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_valued() {
        let all = [Truth::No, Truth::Unknown, Truth::Yes];
        for truth in all {
            assert_eq!(Truth::No.and(truth), Truth::No);
            assert_eq!(Truth::Yes.and(truth), truth);
            assert_eq!(Truth::Yes.or(truth), Truth::Yes);
            assert_eq!(Truth::No.or(truth), truth);
            assert_eq!(truth.negate_if(true).negate_if(true), truth);
        }
        assert_eq!(Truth::Unknown.and(Truth::Unknown), Truth::Unknown);
        assert_eq!(Truth::Unknown.negate_if(true), Truth::Unknown);
    }
}
