//! What is said of all requests.

use std::fmt;

use crate::request::Request;

/// Is it so for every request?
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Verdict {
    /// It is.
    Proved,
    /// It is not: this request shows it. The evaluator agrees.
    Refuted(Box<Request>),
    /// It could not be decided.
    Undecided(Undecided),
}

impl Verdict {
    /// Is it so?
    pub fn is_proved(&self) -> bool {
        matches!(self, Self::Proved)
    }

    /// The request that shows that it is not so.
    pub fn witness(&self) -> Option<&Request> {
        match self {
            Self::Refuted(request) => Some(request),
            _ => None,
        }
    }
}

/// Why it could not be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Undecided {
    /// The first reason that was met.
    pub reason: UndecidedReason,
}

/// Why something could not be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UndecidedReason {
    /// It takes too long.
    Steps,
    /// Conditions on this key compare texts with numbers, times or addresses, or letters beyond ASCII without case.
    Key(String),
    /// A variable makes one part of the request depend on another.
    Variable(String),
    /// One is of identity policies and the other of a resource's: they let through requests of different kinds.
    Layers,
    /// The request that was found is none that the evaluator confirms.
    Unconfirmed,
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            UndecidedReason::Steps => f.write_str("undecided: more steps than the limit"),
            UndecidedReason::Key(key) => write!(f, "undecided: what {key} may hold"),
            UndecidedReason::Variable(name) => write!(f, "undecided: what the variable {name} stands for"),
            UndecidedReason::Layers => f.write_str("undecided: policies of different kinds"),
            UndecidedReason::Unconfirmed => f.write_str("undecided: a request that the evaluator does not confirm"),
        }
    }
}
