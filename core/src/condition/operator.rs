//! The condition operators of IAM, one row each.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of value an operator compares, hence how a request value is read.
///
/// ```
/// use iam_eval::condition::{ConditionOperator, OperatorFamily};
///
/// assert_eq!(ConditionOperator::DateLessThan.family(), OperatorFamily::Date);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum OperatorFamily {
    /// Text, exact, without regard to case, or with wildcards.
    String,
    /// Decimal numbers.
    Numeric,
    /// Points in time, in milliseconds.
    Date,
    /// `true`, or anything else.
    Bool,
    /// Base64-encoded bytes.
    Binary,
    /// IP addresses against networks.
    Ip,
    /// Amazon Resource Names, field by field.
    Arn,
    /// Presence or absence of the key.
    Null,
}

/// Makes the enumeration and its questions from one table, so that an operator
/// is added in one place.
macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident: $family:ident, $polarity:ident;)+) => {
        /// A condition operator without qualifier and without `IfExists`.
        ///
        /// Serialized as its name. Source: IAM user guide, "IAM JSON policy
        /// elements: Condition operators".
        ///
        /// ```
        /// use iam_eval::condition::ConditionOperator;
        ///
        /// assert_eq!(ConditionOperator::StringLike.as_str(), "StringLike");
        /// assert!(ConditionOperator::NotIpAddress.is_negated());
        /// ```
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[non_exhaustive]
        pub enum ConditionOperator {
            $($(#[$doc])* $name,)+
        }

        impl ConditionOperator {
            const ALL: &[Self] = &[$(Self::$name),+];

            /// What is the operator called in a policy?
            ///
            /// ```
            /// use iam_eval::condition::ConditionOperator;
            ///
            /// assert_eq!(ConditionOperator::Bool.as_str(), "Bool");
            /// ```
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            /// Which kind of value does the operator compare?
            ///
            /// ```
            /// use iam_eval::condition::{ConditionOperator, OperatorFamily};
            ///
            /// assert_eq!(ConditionOperator::ArnLike.family(), OperatorFamily::Arn);
            /// ```
            pub const fn family(self) -> OperatorFamily {
                match self {
                    $(Self::$name => OperatorFamily::$family,)+
                }
            }

            /// Does the operator match when no value of the list is equal?
            ///
            /// ```
            /// use iam_eval::condition::ConditionOperator;
            ///
            /// assert!(ConditionOperator::DateNotEquals.is_negated());
            /// assert!(!ConditionOperator::DateLessThan.is_negated());
            /// ```
            pub const fn is_negated(self) -> bool {
                match self {
                    $(Self::$name => operators!(@negated $polarity),)+
                }
            }
        }
    };
    (@negated positive) => { false };
    (@negated negated) => { true };
}

operators! {
    /// The texts are equal.
    StringEquals: String, positive;
    /// The texts differ.
    StringNotEquals: String, negated;
    /// The texts are equal in lower case.
    StringEqualsIgnoreCase: String, positive;
    /// The texts differ in lower case.
    StringNotEqualsIgnoreCase: String, negated;
    /// The text matches a pattern with `*` and `?`.
    StringLike: String, positive;
    /// The text matches no pattern with `*` and `?`.
    StringNotLike: String, negated;
    /// The numbers are equal.
    NumericEquals: Numeric, positive;
    /// The numbers differ.
    NumericNotEquals: Numeric, negated;
    /// The request's number is smaller.
    NumericLessThan: Numeric, positive;
    /// The request's number is smaller or equal.
    NumericLessThanEquals: Numeric, positive;
    /// The request's number is greater.
    NumericGreaterThan: Numeric, positive;
    /// The request's number is greater or equal.
    NumericGreaterThanEquals: Numeric, positive;
    /// The dates are equal.
    DateEquals: Date, positive;
    /// The dates differ.
    DateNotEquals: Date, negated;
    /// The request's date is earlier.
    DateLessThan: Date, positive;
    /// The request's date is earlier or equal.
    DateLessThanEquals: Date, positive;
    /// The request's date is later.
    DateGreaterThan: Date, positive;
    /// The request's date is later or equal.
    DateGreaterThanEquals: Date, positive;
    /// Both are true or neither is.
    Bool: Bool, positive;
    /// The encoded bytes are equal.
    BinaryEquals: Binary, positive;
    /// The address lies in the network.
    IpAddress: Ip, positive;
    /// The address lies outside the network.
    NotIpAddress: Ip, negated;
    /// The ARN matches, field by field; the same as `ArnLike`.
    ArnEquals: Arn, positive;
    /// The ARN matches, field by field.
    ArnLike: Arn, positive;
    /// The ARN does not match; the same as `ArnNotLike`.
    ArnNotEquals: Arn, negated;
    /// The ARN does not match.
    ArnNotLike: Arn, negated;
    /// The key is absent (`true`) or present (`false`).
    Null: Null, positive;
}

impl ConditionOperator {
    /// Which operators are there? Each once, in the order of the user guide.
    ///
    /// ```
    /// use iam_eval::condition::ConditionOperator;
    ///
    /// assert_eq!(ConditionOperator::all().len(), 27);
    /// ```
    pub const fn all() -> &'static [Self] {
        Self::ALL
    }

    /// Does a policy variable (`${…}`) expand in the operator's values?
    ///
    /// Only where text or an ARN is compared. Source: IAM user guide, "IAM
    /// policy elements: Variables and tags".
    ///
    /// ```
    /// use iam_eval::condition::ConditionOperator;
    ///
    /// assert!(ConditionOperator::StringLike.allows_variables());
    /// assert!(!ConditionOperator::NumericEquals.allows_variables());
    /// ```
    pub const fn allows_variables(self) -> bool {
        matches!(self.family(), OperatorFamily::String | OperatorFamily::Arn)
    }
}

impl fmt::Display for ConditionOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_is_one_row() {
        let mut names: Vec<_> = ConditionOperator::all().iter().map(|o| o.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 27);
    }

    #[test]
    fn the_name_states_family_and_polarity() {
        for &operator in ConditionOperator::all() {
            let name = operator.as_str();
            assert_eq!(operator.is_negated(), name.contains("Not"), "{name}");
            let family = format!("{:?}", operator.family());
            assert!(name.trim_start_matches("Not").starts_with(&family), "{name}");
        }
    }

    #[test]
    fn serde_is_the_name() {
        for &operator in ConditionOperator::all() {
            let json = serde_json::to_string(&operator).unwrap();
            assert_eq!(json, format!("\"{operator}\""));
            assert_eq!(serde_json::from_str::<ConditionOperator>(&json).unwrap(), operator);
        }
    }
}
