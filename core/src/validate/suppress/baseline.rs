//! The findings that were there before: only new ones are to be shown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::json::{Document, write_string};
use crate::limits::Limits;
use crate::text::{ParseError, PathElement};

use super::super::finding::Finding;
use super::super::fingerprint::{DocumentNames, fingerprint};
use super::members::{Members, shortened};

/// The version of the file's shape.
const VERSION: u64 = 1;

/// Findings that are known already, by their [`fingerprint`]: where a document has more of one than are known, the rest
/// is new.
///
/// ```
/// use iam_eval::validate::{Baseline, DocumentNames, ValidateOptions, validate};
///
/// let text = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Action": [], "Resource": "*"}]}"#;
/// let names = DocumentNames::read("", text);
/// let found = validate(text, &ValidateOptions::default())?.findings;
/// let mut baseline = Baseline::default();
/// baseline.record("policy.json", &names, &found);
///
/// // in the next run
/// let baseline = Baseline::from_json(&baseline.to_json())?;
/// let mut splitter = baseline.splitter();
/// let split = splitter.split("policy.json", &names, found.clone());
/// assert_eq!((split.new.len(), split.known.len()), (0, 1));
/// // the same once more is one more than is known
/// assert_eq!(splitter.split("policy.json", &names, found).new.len(), 1);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    known: BTreeMap<Known, u64>,
}

/// In the order of the file: what belongs together stands together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    file: String,
    document: String,
    code: String,
    fingerprint: String,
}

/// The findings of a document, parted by whether they were known.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct BaselineSplit {
    /// Those that were not known, in their order.
    pub new: Vec<Finding>,
    /// Those that were, in their order.
    pub known: Vec<Finding>,
}

impl Baseline {
    /// Takes the findings of a document of a file for known. The file is the empty text where there is none.
    pub fn record(&mut self, file: &str, names: &DocumentNames<'_>, findings: &[Finding]) {
        for finding in findings {
            let known = Known::of(file, names, finding);
            let count = self.known.entry(known).or_insert(0);
            *count = count.saturating_add(1);
        }
    }

    /// Ready to part the findings of one run over all files.
    pub fn splitter(&self) -> BaselineSplitter {
        BaselineSplitter { left: self.known.clone() }
    }

    /// How many findings are known?
    pub fn finding_count(&self) -> u64 {
        self.known.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// As JSON: sorted, a finding a line, so that a change of it is small and can be reviewed.
    ///
    /// ```
    /// use iam_eval::validate::Baseline;
    ///
    /// assert_eq!(Baseline::default().to_json(), "{\"version\":1,\"findings\":[]}\n");
    /// ```
    pub fn to_json(&self) -> String {
        let mut json = format!("{{\"version\":{VERSION},\"findings\":[");
        for (at, (known, count)) in self.known.iter().enumerate() {
            json.push_str(if at == 0 { "\n" } else { ",\n" });
            for (name, text) in [
                ("{\"file\":", &known.file),
                (",\"document\":", &known.document),
                (",\"code\":", &known.code),
                (",\"fingerprint\":", &known.fingerprint),
            ] {
                json.push_str(name);
                write_string(&mut json, text);
            }
            let _ = write!(json, ",\"count\":{count}}}");
        }
        json.push_str(if self.known.is_empty() { "]}\n" } else { "\n]}\n" });
        json
    }

    /// Reads what [`to_json`](Self::to_json) wrote; the order does not matter.
    ///
    /// # Errors
    /// The text is not JSON or not of this shape.
    ///
    /// ```
    /// use iam_eval::validate::Baseline;
    ///
    /// let error = Baseline::from_json(r#"{"version": 2, "findings": []}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "expected version 1, found 2 (line 1, column 13)");
    /// ```
    pub fn from_json(text: &str) -> Result<Self, ParseError> {
        let document = Document::read(text, &Limits::default())?;
        let members = Members::read(&document, Vec::new(), document.root(), &["version", "findings"])?;
        let version = members.count("version")?;
        if version != VERSION {
            let at = members.required("version")?.span();
            let message = format!("expected version {VERSION}, found {version}");
            return Err(members.error("bad-value", Some("version"), at, message));
        }
        let mut baseline = Self::default();
        for (index, value) in members.list("findings")?.enumerate() {
            let mut path = members.path_to("findings");
            path.push(PathElement::Index(index));
            let names = ["file", "document", "code", "fingerprint", "count"];
            let row = Members::read(&document, path, value, &names)?;
            let text = |name| row.required(name).and_then(|value| row.text_of(name, value));
            let known = Known {
                file: text("file")?,
                document: text("document")?,
                code: text("code")?,
                fingerprint: text("fingerprint")?,
            };
            let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            if known.fingerprint.len() != 16 || !known.fingerprint.bytes().all(is_digit) {
                let at = row.required("fingerprint")?.span();
                let message = format!("expected 16 hexadecimal digits, found `{}`", shortened(&known.fingerprint));
                return Err(row.error("bad-value", Some("fingerprint"), at, message));
            }
            let count = baseline.known.entry(known).or_insert(0);
            *count = count.saturating_add(row.count("count")?);
        }
        // what is known no times is not known
        baseline.known.retain(|_, count| *count > 0);
        Ok(baseline)
    }
}

impl Known {
    fn of(file: &str, names: &DocumentNames<'_>, finding: &Finding) -> Self {
        Self {
            file: file.to_owned(),
            document: names.address().to_owned(),
            code: finding.code().to_owned(),
            fingerprint: fingerprint(finding.code(), file, &names.identity(finding)),
        }
    }
}

/// Parts the findings of one run over all files into those that were known and those that are new.
#[derive(Debug, Clone)]
pub struct BaselineSplitter {
    left: BTreeMap<Known, u64>,
}

impl BaselineSplitter {
    /// Parts the findings of a document of a file. A finding that is known uses up one of its count.
    pub fn split(&mut self, file: &str, names: &DocumentNames<'_>, findings: Vec<Finding>) -> BaselineSplit {
        let mut split = BaselineSplit::default();
        for finding in findings {
            match self.left.get_mut(&Known::of(file, names, &finding)) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    split.known.push(finding);
                }
                _ => split.new.push(finding),
            }
        }
        split
    }

    /// How many known findings were not met? To be asked after all files: a baseline that is written again loses them.
    pub fn gone(&self) -> u64 {
        self.left.values().fold(0, |sum, count| sum.saturating_add(*count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{ValidateOptions, validate};

    const TWO: &str = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"A","Effect":"Allow","Action":[],"Resource":"*"},{"Sid":"B","Effect":"Deny","Action":"s3:*","Resource":[]}]}"#;

    fn found(text: &str) -> Vec<Finding> {
        validate(text, &ValidateOptions::default()).unwrap().findings
    }

    fn baseline(text: &str) -> Baseline {
        let mut baseline = Baseline::default();
        baseline.record("p.json", &DocumentNames::read("", text), &found(text));
        baseline
    }

    #[test]
    fn order_blanks_and_lines_do_not_matter() {
        let swapped = r#"{"Version":"2012-10-17",

"Statement":[{"Sid":"B","Effect":"Deny","Action":"s3:*","Resource":[ ]}, {"Sid":"A","Effect":"Allow","Action":[],"Resource":"*"}]}"#;
        assert_eq!(baseline(TWO), baseline(swapped));
        assert_eq!(baseline(TWO).to_json(), baseline(swapped).to_json());
        let mut splitter = baseline(TWO).splitter();
        let split = splitter.split("p.json", &DocumentNames::read("", swapped), found(swapped));
        assert_eq!((split.new.len(), split.known.len(), splitter.gone()), (0, 2, 0));
    }

    #[test]
    fn another_file_or_document_or_statement_is_new() {
        let mut splitter = baseline(TWO).splitter();
        assert_eq!(splitter.split("q.json", &DocumentNames::read("", TWO), found(TWO)).new.len(), 2);
        assert_eq!(splitter.split("p.json", &DocumentNames::read("x", TWO), found(TWO)).new.len(), 2);
        let renamed = TWO.replace("\"A\"", "\"C\"");
        assert_eq!(splitter.split("p.json", &DocumentNames::read("", &renamed), found(&renamed)).new.len(), 1);
        assert_eq!(splitter.gone(), 1);
    }

    #[test]
    fn what_was_written_is_read() {
        let baseline = baseline(TWO);
        let json = baseline.to_json();
        assert_eq!(json.lines().count(), 4);
        let again = Baseline::from_json(&json).unwrap();
        assert_eq!((&again, again.to_json()), (&baseline, json));
        assert_eq!(again.finding_count(), 2);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let code = |text: &str| Baseline::from_json(text).unwrap_err().code().to_owned();
        assert_eq!(code(""), "json-syntax");
        assert_eq!(code(r#"{"findings":[]}"#), "missing-member");
        assert_eq!(code(r#"{"version":"1","findings":[]}"#), "wrong-type");
        assert_eq!(code(r#"{"version":1,"findings":[{}]}"#), "missing-member");
        let row = r#"{"version":1,"findings":[{"file":"","document":"","code":"A","fingerprint":"0","count":1}]}"#;
        assert_eq!(code(row), "bad-value");
        let row = row.replace("\"0\"", "\"0123456789abcdef\"").replace(":1}", ":-1}");
        assert_eq!(code(&row), "wrong-type");
    }
}
