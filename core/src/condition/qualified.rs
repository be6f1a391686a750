//! Operators as a policy writes them: with a set qualifier and `IfExists`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{ConditionOperator, suggestion};

/// How an operator treats a key of many values.
///
/// ```
/// use iam_eval::condition::SetQualifier;
///
/// assert_eq!(SetQualifier::ForAnyValue.as_str(), "ForAnyValue");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SetQualifier {
    /// Every value of the request satisfies the operator; so does none at all.
    ForAllValues,
    /// At least one value of the request satisfies the operator.
    ForAnyValue,
}

impl SetQualifier {
    /// What is the qualifier called in a policy, without its colon?
    ///
    /// ```
    /// use iam_eval::condition::SetQualifier;
    ///
    /// assert_eq!(SetQualifier::ForAllValues.as_str(), "ForAllValues");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ForAllValues => "ForAllValues",
            Self::ForAnyValue => "ForAnyValue",
        }
    }
}

/// A condition operator with its qualifiers: `ForAnyValue:StringLikeIfExists`.
///
/// Parsed in its exact letter case and written back as it was read; serialized
/// as that text. `Null` takes no `IfExists`.
///
/// ```
/// use iam_eval::condition::{ConditionOperator, QualifiedOperator, SetQualifier};
///
/// let operator: QualifiedOperator = "ForAnyValue:StringLikeIfExists".parse()?;
/// assert_eq!(operator.qualifier, Some(SetQualifier::ForAnyValue));
/// assert_eq!(operator.operator, ConditionOperator::StringLike);
/// assert!(operator.if_exists);
/// # Ok::<(), iam_eval::condition::UnknownOperator>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QualifiedOperator {
    /// `ForAllValues:` or `ForAnyValue:`, if given.
    pub qualifier: Option<SetQualifier>,
    /// The operator itself.
    pub operator: ConditionOperator,
    /// Whether an absent key matches.
    pub if_exists: bool,
}

impl QualifiedOperator {
    /// The operator of a text, without a guess at what was meant where it is none: for readers of hostile documents,
    /// in which there may be many.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        read(text)
    }
}

impl From<ConditionOperator> for QualifiedOperator {
    fn from(operator: ConditionOperator) -> Self {
        Self { qualifier: None, operator, if_exists: false }
    }
}

impl fmt::Display for QualifiedOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(qualifier) = self.qualifier {
            write!(f, "{}:", qualifier.as_str())?;
        }
        f.write_str(self.operator.as_str())?;
        f.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

impl From<QualifiedOperator> for String {
    fn from(operator: QualifiedOperator) -> Self {
        operator.to_string()
    }
}

impl FromStr for QualifiedOperator {
    type Err = UnknownOperator;

    /// # Errors
    ///
    /// [`UnknownOperator`] when the text is no operator in exact letter case.
    /// Time is linear in the text.
    fn from_str(text: &str) -> Result<Self, UnknownOperator> {
        read(text).ok_or_else(|| UnknownOperator::new(text))
    }
}

impl TryFrom<String> for QualifiedOperator {
    type Error = UnknownOperator;

    fn try_from(text: String) -> Result<Self, UnknownOperator> {
        text.parse()
    }
}

fn read(text: &str) -> Option<QualifiedOperator> {
    let (qualifier, name) = match text.split_once(':') {
        None => (None, text),
        Some(("ForAllValues", name)) => (Some(SetQualifier::ForAllValues), name),
        Some(("ForAnyValue", name)) => (Some(SetQualifier::ForAnyValue), name),
        Some(_) => return None,
    };
    let (name, if_exists) = match name.strip_suffix("IfExists") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let operator = *ConditionOperator::all().iter().find(|operator| operator.as_str() == name)?;
    if if_exists && operator == ConditionOperator::Null {
        return None;
    }
    Some(QualifiedOperator { qualifier, operator, if_exists })
}

/// The text is no condition operator.
///
/// ```
/// use iam_eval::condition::QualifiedOperator;
///
/// let error = "stringequals".parse::<QualifiedOperator>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "unknown condition operator `stringequals`, did you mean `StringEquals`?"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownOperator {
    text: Box<str>,
    suggestion: Option<QualifiedOperator>,
}

impl UnknownOperator {
    fn new(text: &str) -> Self {
        // A hostile document must not fill its own error message.
        const SHOWN: usize = 64;
        let shown = match text.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
            None => text.into(),
        };
        Self { text: shown, suggestion: suggestion::nearest(text) }
    }

    /// What was found? At most 64 characters of it, then `…`.
    ///
    /// ```
    /// use iam_eval::condition::QualifiedOperator;
    ///
    /// let error = "Regex".parse::<QualifiedOperator>().unwrap_err();
    /// assert_eq!(error.text(), "Regex");
    /// ```
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Which operator was probably meant?
    ///
    /// The nearest one by letter case and edit distance, `None` if none is near.
    ///
    /// ```
    /// use iam_eval::condition::{ConditionOperator, QualifiedOperator};
    ///
    /// let error = "StringEqual".parse::<QualifiedOperator>().unwrap_err();
    /// assert_eq!(error.suggestion(), Some(ConditionOperator::StringEquals.into()));
    /// ```
    pub fn suggestion(&self) -> Option<QualifiedOperator> {
        self.suggestion
    }
}

impl fmt::Display for UnknownOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown condition operator `{}`", self.text)?;
        match self.suggestion {
            Some(suggestion) => write!(f, ", did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownOperator {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_qualified_operator_reads_as_it_is_written() {
        let mut count = 0;
        for &operator in ConditionOperator::all() {
            for qualifier in [None, Some(SetQualifier::ForAllValues), Some(SetQualifier::ForAnyValue)] {
                for if_exists in [false, true] {
                    let qualified = QualifiedOperator { qualifier, operator, if_exists };
                    let parsed = qualified.to_string().parse::<QualifiedOperator>();
                    if operator == ConditionOperator::Null && if_exists {
                        assert!(parsed.is_err(), "{qualified}");
                    } else {
                        assert_eq!(parsed, Ok(qualified));
                        count += 1;
                    }
                }
            }
        }
        assert_eq!(count, 27 * 6 - 3);
    }

    #[test]
    fn unknown_operator() {
        for text in [
            "",
            "stringEquals",
            "StringEquals ",
            " Bool",
            "StringEqualsifexists",
            "IfExists",
            "StringEqualsIfExistsIfExists",
            "ForAllValues",
            "ForAllValues:",
            ":Bool",
            "ForAllValues::Bool",
            "ForAnyValue:ForAllValues:Bool",
            "forAnyValue:Bool",
            "NullIfExists",
            "ForAllValues:NullIfExists",
        ] {
            let error = text.parse::<QualifiedOperator>().unwrap_err();
            assert!(error.to_string().starts_with(&format!("unknown condition operator `{text}`")));
        }
    }

    #[test]
    fn unknown_operator_message_is_bounded() {
        let error = "é".repeat(1_000_000).parse::<QualifiedOperator>().unwrap_err();
        assert_eq!(error.text().chars().count(), 65);
        assert_eq!(error.suggestion(), None);
    }

    #[test]
    fn serde_is_the_text() {
        let operator: QualifiedOperator = "ForAllValues:ArnLike".parse().unwrap();
        let json = serde_json::to_string(&operator).unwrap();
        assert_eq!(json, "\"ForAllValues:ArnLike\"");
        assert_eq!(serde_json::from_str::<QualifiedOperator>(&json).unwrap(), operator);
        assert!(serde_json::from_str::<QualifiedOperator>("\"Regex\"").is_err());
    }
}
