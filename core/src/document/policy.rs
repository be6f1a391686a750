//! `Policy`: a document that has been read and is well formed.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::json;
use crate::text::{Diagnostic, ErrorKind, ParseError, Span};

use super::kinds::Version;
use super::options::ParseOptions;
use super::reader::{self, Reading};
use super::statement::Statement;
use super::storage::Storage;
use super::{print, store};

/// How forgiving is the reading of a document?
///
/// ```
/// use iam_eval::{ParseOptions, Profile};
///
/// // an operator nobody knows: such an Allow never matches, such a Deny does (rule `unknown_operator`)
/// let text = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bogus":{"k":"v"}}}}"#;
/// assert!(ParseOptions::new().profile(Profile::Strict).parse(text).is_err());
/// assert!(ParseOptions::new().profile(Profile::Lenient).parse(text).is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Profile {
    /// What may be written today: every deviation is an error. With
    /// [`ParseOptions::policy_type`], exactly what AWS stores as that kind.
    #[default]
    Strict,
    /// What AWS still evaluates of documents stored long ago: several `Effect`s (the last wins),
    /// several `Action`s or `Resource`s (the lists unite), operators nobody knows.
    Lenient,
}

/// A policy document that has been read: well formed, with the place of every element.
///
/// Cheap to clone, `Send + Sync`. Equality is that of the canonical form: order of members and
/// conditions, one-element lists, and blanks do not count.
///
/// ```
/// use iam_eval::Policy;
///
/// let policy: Policy = r#"{"Statement": {"Resource": "*", "Action": ["s3:GetObject"], "Effect": "Allow"}}"#.parse()?;
/// assert_eq!(policy.to_json(), r#"{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#);
/// assert_eq!(policy.to_json().parse::<Policy>()?, policy);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Clone)]
pub struct Policy {
    storage: Arc<Storage>,
}

impl Policy {
    /// Reads a document strictly, of no particular kind; [`ParseOptions`] has the other ways.
    ///
    /// Linear in the text; keeps one copy of it and 20 bytes for each string.
    ///
    /// # Errors
    /// The text is not JSON or not of a policy's shape; the error says what was found, what was
    /// expected, and where.
    ///
    /// ```
    /// use iam_eval::Policy;
    ///
    /// let error = Policy::parse(r#"{"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "expected `Allow` or `Deny`, found `allow` (line 1, column 26)");
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        ParseOptions::default().parse(text)
    }

    /// [`parse`](Self::parse) of bytes that need not be UTF-8.
    ///
    /// # Errors
    /// As [`parse`](Self::parse); bytes that are not UTF-8 are a syntax error at the first bad one.
    ///
    /// ```
    /// let error = iam_eval::Policy::parse_bytes(b"{\"Id\": \"\xff\"}").unwrap_err();
    /// assert_eq!(error.to_string(), "expected UTF-8, found the byte 0xFF (line 1, column 9)");
    /// ```
    pub fn parse_bytes(bytes: &[u8]) -> Result<Self, ParseError> {
        ParseOptions::default().parse_bytes(bytes)
    }

    pub(super) fn parse_with(text: &str, options: &ParseOptions) -> Result<Self, ParseError> {
        let document = json::Document::read(text, &options.limits).map_err(|error| match options.policy_type {
            Some(policy_type) if options.profile == Profile::Strict && error.is_syntax() => {
                error.with_aws_message(store::syntax_message(policy_type))
            }
            _ => error,
        })?;
        let reading = match (options.profile, options.policy_type) {
            (Profile::Strict, None) => Reading::STRICT,
            (Profile::Strict, Some(policy_type)) => {
                store::check(&document, policy_type)?;
                // what AWS stores it also reads, e.g. `null` in a list
                Reading::LENIENT
            }
            (Profile::Lenient, _) => Reading::LENIENT,
        };
        let (storage, remarks) = reader::read(&document, reading, &options.limits)?;
        match remarks.into_iter().next() {
            Some(remark) => Err(ParseError::new(ErrorKind::Grammar, remark, text)),
            None => Ok(Self { storage: Arc::new(storage) }),
        }
    }

    /// Reads as much of a document as can be read, and lists everything that the strict grammar
    /// refuses, in source order. Statements that cannot be understood are left out of the policy;
    /// `None` where the text is not JSON or is no object. Of more than a thousand remarks the first found
    /// are told, and a last one, `too-many-remarks`, says how many there are besides.
    ///
    /// ```
    /// use iam_eval::Policy;
    ///
    /// let text = r#"{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Sod":1}]}"#;
    /// let (policy, remarks) = Policy::lint(text);
    /// assert_eq!(policy.unwrap().statements().len(), 1);
    /// assert_eq!(remarks[0].code, "unknown-member");
    /// ```
    pub fn lint(text: &str) -> (Option<Self>, Vec<Diagnostic>) {
        Self::lint_within(text, &crate::Limits::default())
    }

    pub(crate) fn lint_within(text: &str, limits: &crate::Limits) -> (Option<Self>, Vec<Diagnostic>) {
        let read =
            json::Document::read(text, limits).and_then(|document| reader::read(&document, Reading::LINT, limits));
        match read {
            Ok((storage, remarks)) => (Some(Self { storage: Arc::new(storage) }), remarks),
            Err(error) => (None, vec![error.to_diagnostic()]),
        }
    }

    /// In which version of the policy language? A document that states none means `2008-10-17`
    /// (rule `version_gates_variables`).
    pub fn version(&self) -> Version {
        self.stated_version().unwrap_or_default()
    }

    /// The version as the document states it.
    ///
    /// ```
    /// use iam_eval::{Policy, Version};
    ///
    /// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    /// let policy: Policy = text.parse()?;
    /// assert_eq!(policy.stated_version(), Some(Version::V2012));
    /// assert_eq!(policy.version_span().unwrap().slice(text), Some(r#""2012-10-17""#));
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn stated_version(&self) -> Option<Version> {
        self.storage.version.map(|(version, _)| version)
    }

    /// Which bytes of the source are the value of `Version`?
    pub fn version_span(&self) -> Option<Span> {
        self.storage.version.map(|(_, span)| span)
    }

    /// The document's `Id`, with JSON's escapes resolved.
    pub fn id(&self) -> Option<&str> {
        self.storage.id.map(|id| self.storage.text(id))
    }

    /// The statements in source order.
    ///
    /// ```
    /// use iam_eval::{Effect, Policy};
    ///
    /// let policy: Policy = r#"{"Id":"guard","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#.parse()?;
    /// assert!(policy.statements().all(|statement| statement.effect() == Effect::Deny));
    /// assert_eq!((policy.id(), policy.statements().len()), (Some("guard"), 1));
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn statements(&self) -> impl ExactSizeIterator<Item = Statement<'_>> + Clone {
        let storage = &*self.storage;
        storage.statements.iter().enumerate().map(move |(index, data)| Statement::new(storage, data, index))
    }

    /// The statement at `index`, from 0. Constant time.
    ///
    /// ```
    /// use iam_eval::Policy;
    ///
    /// let policy: Policy = r#"{"Statement":{"Sid":"One","Effect":"Deny","Action":"*","Resource":"*"}}"#.parse()?;
    /// assert_eq!(policy.statement(0).unwrap().sid().unwrap().as_str(), "One");
    /// assert!(policy.statement(1).is_none());
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn statement(&self, index: usize) -> Option<Statement<'_>> {
        self.storage.statements.get(index).map(|data| Statement::new(&self.storage, data, index))
    }

    /// Was `Statement` written as a list rather than as one object?
    ///
    /// ```
    /// let one = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#.parse::<iam_eval::Policy>()?;
    /// assert!(!one.has_statement_list());
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn has_statement_list(&self) -> bool {
        self.storage.statement_list
    }

    /// The text the policy was read from; every span counts in it.
    ///
    /// ```
    /// let text = r#"{ "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"} }"#;
    /// let policy: iam_eval::Policy = text.parse()?;
    /// assert_eq!(policy.source(), text);
    /// assert_eq!(policy.statement(0).unwrap().span().slice(policy.source()), Some(&text[15..65]));
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn source(&self) -> &str {
        &self.storage.source
    }

    /// The policy as canonical JSON on one line: fixed order of members, conditions sorted,
    /// one-element lists as their element. Equal policies give equal bytes.
    ///
    /// ```
    /// let text = r#"{"Statement": {"NotAction": ["iam:*"], "Resource": "*", "Effect": "Deny"}}"#;
    /// let policy: iam_eval::Policy = text.parse()?;
    /// assert_eq!(policy.to_json(), r#"{"Statement":[{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}]}"#);
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn to_json(&self) -> String {
        print::compact(self)
    }

    /// The canonical JSON, indented by two spaces.
    ///
    /// ```
    /// use iam_eval::Policy;
    ///
    /// let policy: Policy = r#"{"Statement":{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}}"#.parse()?;
    /// assert!(policy.to_json_pretty().contains("\n      \"NotAction\": \"iam:*\",\n"));
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn to_json_pretty(&self) -> String {
        print::pretty(self)
    }
}

impl FromStr for Policy {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

impl PartialEq for Policy {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.storage, &other.storage) || self.to_json() == other.to_json()
    }
}

impl Eq for Policy {}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Policy").field(&self.to_json()).finish()
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}
