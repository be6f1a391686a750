//! Why a request was refused.

use std::fmt;

/// Why was a request, or a part of one, refused?
///
/// ```
/// use iam_eval::Request;
///
/// let error = Request::builder("GetObject", "*").build().unwrap_err();
/// assert_eq!(error.code(), "action-not-concrete");
/// assert_eq!(error.to_string(), "expected exactly one colon, as in `s3:GetObject`, found `GetObject`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    code: &'static str,
    message: Box<str>,
}

impl InputError {
    pub(crate) fn new(code: &'static str, message: impl Into<Box<str>>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn action(found: &str, expected: &str) -> Self {
        Self::new("action-not-concrete", format!("expected {expected}, found `{found}`"))
    }

    pub(crate) fn principal(found: &str, expected: &str) -> Self {
        Self::new("bad-principal", format!("expected {expected}, found `{found}`"))
    }

    /// What is the kind of refusal called? A stable name in kebab case, to be compared with.
    ///
    /// ```
    /// assert_eq!(iam_eval::Principal::root("me").unwrap_err().code(), "bad-principal");
    /// ```
    pub fn code(&self) -> &'static str {
        self.code
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for InputError {}
