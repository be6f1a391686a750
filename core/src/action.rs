//! The action a request asks for: one service, one name, no wildcard.
//!
//! This room must not know policies; patterns over actions are `pattern`'s. The law its tests
//! check: two spellings that differ only in ASCII letter case are one action.

use std::fmt;
use std::str::FromStr;

use crate::request::{InputError, key_hash};

/// A concrete action, such as `s3:GetObject`.
///
/// Equality ignores ASCII letter case, as AWS does (rule `action_case_insensitive`).
///
/// ```
/// use iam_eval::Action;
///
/// let action: Action = "S3:GetObject".parse()?;
/// assert_eq!((action.service(), action.name()), ("s3", "GetObject"));
/// assert_eq!(action, "s3:getobject".parse()?);
/// assert!("s3:Get*".parse::<Action>().is_err());
/// # Ok::<(), iam_eval::InputError>(())
/// ```
#[derive(Clone)]
pub struct Action {
    text: Box<str>,
    lower: Box<str>,
    colon: usize,
    /// Of `lower` and of the service, so that looking an action up costs no hashing.
    hash: u64,
    service_hash: u64,
}

impl Action {
    /// Reads an action. Linear; whether the service has an action of that name is not asked.
    ///
    /// # Errors
    /// The text has not exactly one colon, has nothing on one side of it, or holds a wildcard
    /// (rule `action_request_concrete`).
    ///
    /// ```
    /// use iam_eval::Action;
    ///
    /// let error = Action::parse("s3:Get*").unwrap_err();
    /// assert_eq!(error.to_string(), "expected a concrete action without `*` or `?`, found `s3:Get*`");
    /// ```
    pub fn parse(text: &str) -> Result<Self, InputError> {
        let mut colons = memchr::memchr_iter(b':', text.as_bytes());
        let (Some(colon), None) = (colons.next(), colons.next()) else {
            return Err(InputError::action(text, "exactly one colon, as in `s3:GetObject`"));
        };
        if text.contains(['*', '?']) {
            return Err(InputError::action(text, "a concrete action without `*` or `?`"));
        }
        if colon == 0 || colon + 1 == text.len() {
            return Err(InputError::action(text, "a service and a name, as in `s3:GetObject`"));
        }
        Ok(Self::unchecked(text, colon))
    }

    /// The simulator takes any text as an action, wildcards literally.
    pub(crate) fn literal(text: &str) -> Self {
        Self::unchecked(text, text.find(':').unwrap_or(text.len()))
    }

    fn unchecked(text: &str, colon: usize) -> Self {
        let lower: Box<str> = text.to_ascii_lowercase().into();
        let service_hash = key_hash(lower.get(..colon).unwrap_or(&lower));
        Self { text: text.into(), hash: key_hash(&lower), lower, colon, service_hash }
    }

    /// The action as it was written.
    ///
    /// ```
    /// # use iam_eval::Action;
    /// assert_eq!(Action::parse("S3:GetObject")?.as_str(), "S3:GetObject");
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Of which service? The prefix in lower case.
    ///
    /// ```
    /// # use iam_eval::Action;
    /// assert_eq!(Action::parse("S3:GetObject")?.service(), "s3");
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    pub fn service(&self) -> &str {
        self.lower.get(..self.colon).unwrap_or(&self.lower)
    }

    /// The name after the colon as it was written.
    ///
    /// ```
    /// # use iam_eval::Action;
    /// assert_eq!(Action::parse("S3:GetObject")?.name(), "GetObject");
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    pub fn name(&self) -> &str {
        self.text.get(self.colon + 1..).unwrap_or("")
    }

    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }

    pub(crate) fn service_hash(&self) -> u64 {
        self.service_hash
    }

    /// The whole action in lower case.
    pub(crate) fn lower(&self) -> &str {
        &self.lower
    }
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        self.lower == other.lower
    }
}

impl Eq for Action {}

impl std::hash::Hash for Action {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.lower.hash(state);
    }
}

impl FromStr for Action {
    type Err = InputError;

    fn from_str(text: &str) -> Result<Self, InputError> {
        Self::parse(text)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Action({:?})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn action_request_concrete() {
        for bad in ["", "s3", "s3:a:b", "s3:*", "s3:Get?", ":Get", "s3:"] {
            let error = Action::parse(bad).unwrap_err();
            assert!(error.to_string().starts_with("expected "), "{error}");
        }
        assert!(Action::parse("s3:GetObject").is_ok());
    }

    #[test]
    fn letter_case_does_not_tell_actions_apart() {
        assert_eq!(Action::parse("S3:GETOBJECT").unwrap(), Action::parse("s3:GetObject").unwrap());
    }
}
