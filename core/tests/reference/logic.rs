//! The values the reference counts with: three truths and bounded grades.

/// Rule 118: a test is true, false or unknown.
///
/// The declared order makes Kleene's ∧ the minimum and ∨ the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tri {
    False,
    Unknown,
    True,
}

impl Tri {
    pub fn and(self, other: Tri) -> Tri {
        self.min(other)
    }

    pub fn or(self, other: Tri) -> Tri {
        self.max(other)
    }

    pub fn negate(self) -> Tri {
        match self {
            Tri::False => Tri::True,
            Tri::Unknown => Tri::Unknown,
            Tri::True => Tri::False,
        }
    }

    pub fn negate_if(self, negated: bool) -> Tri {
        if negated { self.negate() } else { self }
    }

    /// The answer when it is not known which of two answers holds.
    pub fn join(self, other: Tri) -> Tri {
        if self == other { self } else { Tri::Unknown }
    }

    pub fn any(tests: impl Iterator<Item = Tri>) -> Tri {
        tests.fold(Tri::False, Tri::or)
    }

    pub fn all(tests: impl Iterator<Item = Tri>) -> Tri {
        tests.fold(Tri::True, Tri::and)
    }
}

impl From<bool> for Tri {
    fn from(truth: bool) -> Tri {
        if truth { Tri::True } else { Tri::False }
    }
}

/// How closely a resource-side statement names the principal (section 1, "Principals").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    None,
    Account,
    Issuer,
    Direct,
}

/// A grade that is only known to lie between two bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grades {
    pub low: Grade,
    pub high: Grade,
}

impl Grades {
    pub const NONE: Grades = Grades::known(Grade::None);

    pub const fn known(grade: Grade) -> Grades {
        Grades { low: grade, high: grade }
    }

    pub const fn up_to(grade: Grade) -> Grades {
        Grades { low: Grade::None, high: grade }
    }

    pub fn best(self, other: Grades) -> Grades {
        Grades { low: self.low.max(other.low), high: self.high.max(other.high) }
    }

    pub fn worst(self, other: Grades) -> Grades {
        Grades { low: self.low.min(other.low), high: self.high.min(other.high) }
    }

    /// This grade, if the rest of the statement matches.
    pub fn provided(self, rest: Tri) -> Grades {
        match rest {
            Tri::True => self,
            Tri::Unknown => Grades::up_to(self.high),
            Tri::False => Grades::NONE,
        }
    }

    /// Does the principal match at any grade?
    pub fn matches(self) -> Tri {
        if self.low > Grade::None {
            Tri::True
        } else if self.high > Grade::None {
            Tri::Unknown
        } else {
            Tri::False
        }
    }
}
