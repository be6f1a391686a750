//! The file in which people write down which findings are not to be shown, and why.

use crate::json::Document;
use crate::limits::Limits;
use crate::pattern::Pattern;
use crate::text::{ParseError, PathElement, Span};

use super::super::finding::Finding;
use super::super::fingerprint::{DocumentNames, path_text};
use super::date::CalendarDate;
use super::members::{Members, shortened};

/// The longest glob: what matches one may cost its length times that of the text.
const MAX_GLOB_BYTES: usize = 4096;
/// The most suppressions of one file: each is held against each finding.
const MAX_SUPPRESSIONS: usize = 10_000;

/// Which findings are not to be shown, why, and until when.
///
/// Everything that is said must hold; what is not said holds of every finding. A glob is of the whole text, `*` is any
/// text (slashes and the empty one too), `?` is one character, all else stands for itself, and letter case counts.
///
/// ```
/// use iam_eval::validate::SuppressionFile;
///
/// let file = SuppressionFile::parse(r#"{"suppressions": [{"codes": ["PASS_ROLE_*"], "path": "Statement[*].Action*",
///     "file": "deploy/*.json", "reason": "the deployer passes roles", "expires": "2027-06-30"}]}"#)?;
/// let suppression = &file.suppressions()[0];
/// assert_eq!(suppression.reason(), "the deployer passes roles");
/// assert!(suppression.is_expired("2027-07-01".parse()?) && !suppression.is_expired("2027-06-30".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Suppression {
    codes: Vec<Pattern>,
    path: Option<Pattern>,
    sid: Option<Pattern>,
    file: Option<Pattern>,
    document: Option<Pattern>,
    reason: String,
    expires: Option<CalendarDate>,
    span: Span,
}

impl Suppression {
    /// The codes: each as it is, or a glob.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(Pattern::as_str)
    }

    /// The glob of the way to the finding, written as by [`path_text`]; one of its places suffices.
    pub fn path(&self) -> Option<&str> {
        self.path.as_ref().map(Pattern::as_str)
    }

    /// The glob of the statement's Sid; no glob holds of a finding outside of statements with a Sid.
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_ref().map(Pattern::as_str)
    }

    /// The glob of the file's path, with `/` between its parts.
    pub fn file(&self) -> Option<&str> {
        self.file.as_ref().map(Pattern::as_str)
    }

    /// The glob of the document's address in its file.
    pub fn document(&self) -> Option<&str> {
        self.document.as_ref().map(Pattern::as_str)
    }

    /// Why: never empty.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The last day on which it holds.
    pub fn expires(&self) -> Option<CalendarDate> {
        self.expires
    }

    /// Where it stands in its file.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Has its last day passed?
    pub fn is_expired(&self, today: CalendarDate) -> bool {
        self.expires.is_some_and(|last| last < today)
    }

    /// Does what it says hold of the finding, its last day aside? The file is the empty text where there is none.
    pub fn holds(&self, file: &str, names: &DocumentNames<'_>, finding: &Finding) -> bool {
        let of = |glob: &Option<Pattern>, text: &str| glob.as_ref().is_none_or(|glob| glob.is_match(text));
        self.codes.iter().any(|code| code.is_match(finding.code()))
            && of(&self.file, file)
            && of(&self.document, names.address())
            && self.sid.as_ref().is_none_or(|glob| {
                let mut sids = finding.locations.iter().filter_map(|location| names.sid_of(&location.path));
                sids.any(|sid| glob.is_match(sid))
            })
            && self
                .path
                .as_ref()
                .is_none_or(|glob| finding.locations.iter().any(|location| glob.is_match(&path_text(&location.path))))
    }
}

/// The suppressions of a project.
#[derive(Debug, Clone, Default)]
pub struct SuppressionFile {
    suppressions: Vec<Suppression>,
}

impl SuppressionFile {
    /// Reads `{"suppressions": […]}`. Each has `codes` (a list of one or more) and `reason`; it may have globs `path`,
    /// `sid`, `file` and `document`, and `expires`, a day.
    ///
    /// # Errors
    /// The text is not JSON or not of this shape: a member that is not known is an error, and so is an empty reason.
    ///
    /// ```
    /// use iam_eval::validate::SuppressionFile;
    ///
    /// let error = SuppressionFile::parse(r#"{"suppressions": [{"codes": ["MISSING_VERSION"], "reason": " "}]}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "expected a reason, found a blank text (line 1, column 60)");
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let document = Document::read(text, &Limits::default())?;
        let members = Members::read(&document, Vec::new(), document.root(), &["suppressions"])?;
        let mut suppressions = Vec::new();
        for (index, value) in members.list("suppressions")?.enumerate() {
            if index >= MAX_SUPPRESSIONS {
                let message = format!("expected at most {MAX_SUPPRESSIONS} suppressions");
                return Err(members.error("limit-suppressions", Some("suppressions"), value.span(), message));
            }
            let mut path = members.path_to("suppressions");
            path.push(PathElement::Index(index));
            let known = ["codes", "path", "sid", "file", "document", "reason", "expires"];
            suppressions.push(read(&Members::read(&document, path, value, &known)?, value.span())?);
        }
        Ok(Self { suppressions })
    }

    /// All of them, in the order of the file.
    pub fn suppressions(&self) -> &[Suppression] {
        &self.suppressions
    }
}

fn read(members: &Members<'_, '_>, span: Span) -> Result<Suppression, ParseError> {
    let mut codes = Vec::new();
    for value in members.list("codes")? {
        let code = members.text_of("codes", value)?;
        let is_code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"_*?".contains(&byte);
        if code.is_empty() || !code.bytes().all(is_code) {
            let message =
                format!("expected a code such as `INVALID_ACTION` or `PASS_ROLE_*`, found `{}`", shortened(&code));
            return Err(members.error("bad-value", Some("codes"), value.span(), message));
        }
        codes.push(glob(members, "codes", value.span(), &code)?);
    }
    if codes.is_empty() {
        let at = members.required("codes")?.span();
        return Err(members.error(
            "empty-list",
            Some("codes"),
            at,
            "expected one code or more, found an empty list".into(),
        ));
    }
    let of = |name: &'static str| match (members.text(name)?, members.get(name)) {
        (Some(text), Some(value)) => glob(members, name, value.span(), &text).map(Some),
        _ => Ok(None),
    };
    let at = members.required("reason")?;
    let reason = members.text_of("reason", at)?;
    if reason.trim().is_empty() {
        let message = "expected a reason, found a blank text".to_owned();
        return Err(members.error("bad-value", Some("reason"), at.span(), message));
    }
    let expires = match (members.text("expires")?, members.get("expires")) {
        (Some(text), Some(value)) => Some(text.parse::<CalendarDate>().map_err(|error| {
            let message = format!("{error}, found `{}`", shortened(&text));
            members.error("bad-value", Some("expires"), value.span(), message)
        })?),
        _ => None,
    };
    let (path, sid, file, document) = (of("path")?, of("sid")?, of("file")?, of("document")?);
    Ok(Suppression { codes, path, sid, file, document, reason, expires, span })
}

fn glob(members: &Members<'_, '_>, name: &'static str, at: Span, text: &str) -> Result<Pattern, ParseError> {
    if text.len() > MAX_GLOB_BYTES {
        let message = format!("expected a glob of at most {MAX_GLOB_BYTES} bytes, found {}", text.len());
        return Err(members.error("limit-glob", Some(name), at, message));
    }
    Ok(Pattern::like(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        let error = SuppressionFile::parse(text).unwrap_err();
        format!("{}: {error}", error.code())
    }

    fn of_one(members: &str) -> String {
        refusal(&format!("{{\"suppressions\": [\n{members}]}}"))
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        assert_eq!(refusal("[]"), "wrong-type: expected an object, found a list (line 1, column 1)");
        assert_eq!(refusal("{}"), "missing-member: expected a member `suppressions` (line 1, column 1)");
        assert!(refusal("{").starts_with("json-syntax"));
        assert_eq!(of_one("3"), "wrong-type: expected an object, found a number (line 2, column 1)");
        assert_eq!(of_one(r#"{"reason": "x"}"#), "missing-member: expected a member `codes` (line 2, column 1)");
        assert_eq!(
            of_one(r#"{"codes": [], "reason": "x"}"#),
            "empty-list: expected one code or more, found an empty list (line 2, column 11)"
        );
        assert_eq!(
            of_one(r#"{"codes": ["a"], "reason": "x"}"#),
            "bad-value: expected a code such as `INVALID_ACTION` or `PASS_ROLE_*`, found `a` (line 2, column 12)"
        );
        assert_eq!(of_one(r#"{"codes": ["A"]}"#), "missing-member: expected a member `reason` (line 2, column 1)");
        assert_eq!(
            of_one(r#"{"codes": ["A"], "reason": "x", "expires": "2026-02-30"}"#),
            "bad-value: expected a day of the calendar as `2026-12-31`, found `2026-02-30` (line 2, column 44)"
        );
        assert!(
            of_one(r#"{"codes": ["A"], "reason": "x", "until": 1}"#).starts_with("unknown-member: expected one of")
        );
        assert!(of_one(r#"{"codes": ["A"], "codes": ["A"]}"#).starts_with("duplicate-member"));
        assert!(of_one(r#"{"codes": ["A"], "reason": "x", "sid": null}"#).starts_with("wrong-type: expected a string"));
    }

    #[test]
    fn what_would_cost_too_much_is_refused() {
        let long = "*?".repeat(4_000);
        assert!(of_one(&format!(r#"{{"codes": ["A"], "reason": "x", "path": "{long}"}}"#)).starts_with("limit-glob"));
        let many = vec![r#"{"codes": ["A"], "reason": "x"}"#; MAX_SUPPRESSIONS + 1].join(",");
        assert!(of_one(&many).starts_with("limit-suppressions"));
    }
}
