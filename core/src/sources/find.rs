//! Finding the documents of a text.

use crate::json::Document;
use crate::limits::Limits;
use crate::text::{ErrorKind, ParseError};

use super::cloud_formation::node::Node;
use super::error::SourceError;
use super::found::FoundDocument;
use super::kind::{SourceKind, is_policy};
use super::{account_details, cloud_formation, plain, terraform};

/// Which policy documents are in a text? Of which kind the text is can be said, or is found out.
///
/// They come in the order of the text, those of a CloudFormation template that hang on conditions once for each reading.
/// A text that is called a policy and is no JSON is one document: what is wrong with it is for the checks to say.
/// Templates in YAML are read with the feature `yaml`.
/// Linear in the text, but for readings, of which a document has eight at most.
///
/// # Errors
/// The text is not JSON, is nothing that is known to hold documents or not what it was called, or passes a limit.
///
/// ```
/// use iam_eval::{Limits, PolicyType, sources::find_documents};
///
/// let plan = r#"{"format_version": "1.2", "resource_changes": [
///     {"address": "module.app.aws_iam_role.app", "type": "aws_iam_role", "change": {"actions": ["create"],
///      "after": {"assume_role_policy": "{\"Version\":\"2012-10-17\"}"}, "after_unknown": {"arn": true}}},
///     {"address": "aws_iam_policy.app", "type": "aws_iam_policy", "change": {"actions": ["create"],
///      "after": {"name": "app"}, "after_unknown": {"policy": true}}}]}"#;
/// let found = find_documents(plan, None, &Limits::default())?;
/// assert_eq!(found[0].address, "module.app.aws_iam_role.app.assume_role_policy");
/// assert_eq!(found[0].policy_type, PolicyType::Trust);
/// assert_eq!(found[0].text.as_deref(), Some(r#"{"Version":"2012-10-17"}"#));
/// assert_eq!((found[1].address.as_str(), &found[1].text), ("aws_iam_policy.app.policy", &None));
/// # Ok::<(), iam_eval::sources::SourceError>(())
/// ```
pub fn find_documents<'s>(
    text: &'s str,
    kind: Option<SourceKind>,
    limits: &Limits,
) -> Result<Vec<FoundDocument<'s>>, SourceError> {
    let document = match Document::read(text, limits) {
        Ok(document) => document,
        Err(error) if error.kind() == ErrorKind::Limit => return Err(error.into()),
        Err(_) if kind == Some(SourceKind::Policy) => return Ok(vec![plain::broken(text)]),
        Err(error) => return find_in_yaml(text, kind, limits, error),
    };
    let root = document.root();
    let detected = SourceKind::detect(root);
    match (kind, detected) {
        (None, None) => Err(SourceError::Unknown),
        // a list without a document, a document without statements
        (Some(SourceKind::Policy), _) | (None, Some(SourceKind::Policy)) => Ok(plain::find(root, text)),
        (Some(kind), detected) if detected != Some(kind) => {
            let is_empty = root.is_object() && root.members().next().is_none();
            if is_empty && !is_policy(root) { Ok(Vec::new()) } else { Err(SourceError::Unlike(kind)) }
        }
        (_, Some(SourceKind::Terraform)) => Ok(terraform::find(root, limits)),
        (_, Some(SourceKind::AccountDetails)) => Ok(account_details::find(root)),
        (_, Some(SourceKind::CloudFormation)) => Ok(cloud_formation::find(&Node::of_json(root), text, true, limits)?),
        (Some(kind), None) => Err(SourceError::Unlike(kind)),
        (Some(_), Some(SourceKind::Policy)) => Ok(plain::find(root, text)),
    }
}

/// What is no JSON may be a template in YAML.
#[cfg(any(feature = "yaml", test))]
fn find_in_yaml<'s>(
    text: &'s str,
    kind: Option<SourceKind>,
    limits: &Limits,
    error: ParseError,
) -> Result<Vec<FoundDocument<'s>>, SourceError> {
    if kind.is_some_and(|kind| kind != SourceKind::CloudFormation) {
        return Err(error.into());
    }
    // what begins as JSON is meant to be JSON
    let is_json = kind.is_none() && is_meant_as_json(text);
    let template = match cloud_formation::yaml::read(text, limits) {
        Ok(template) => template,
        Err(_) if is_json => return Err(error.into()),
        Err(error) => return Err(error.into()),
    };
    match (template.member("Resources"), kind) {
        (Some(_), _) => Ok(cloud_formation::find(&template, text, false, limits)?),
        (None, _) if is_json => Err(error.into()),
        (None, None) => Err(SourceError::Unknown),
        (None, Some(kind)) => Err(SourceError::Unlike(kind)),
    }
}

/// Does a text begin as JSON does, whatever comes of it? A byte order mark and spaces may come before.
#[cfg(any(feature = "analysis", feature = "yaml", test))]
pub(crate) fn is_meant_as_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

/// Does a text that is no JSON call itself a template?
#[cfg(feature = "analysis")]
pub(crate) fn is_meant_as_template(text: &str) -> bool {
    text.lines().any(|line| ["AWSTemplateFormatVersion:", "Resources:"].iter().any(|name| line.starts_with(name)))
}

#[cfg(not(any(feature = "yaml", test)))]
fn find_in_yaml<'s>(
    _: &'s str,
    _: Option<SourceKind>,
    _: &Limits,
    error: ParseError,
) -> Result<Vec<FoundDocument<'s>>, SourceError> {
    Err(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, kind: Option<SourceKind>) -> Result<Vec<FoundDocument<'_>>, SourceError> {
        find_documents(text, kind, &Limits::default())
    }

    #[test]
    fn a_document_is_all_of_its_text() {
        let text = " {\"Statement\": []}\n";
        let found = find(text, None).unwrap().remove(0);
        assert_eq!((found.text.as_deref(), &*found.address), (Some(text), ""));
        let list = find(r#"[{"Statement": []}, {"Statement": [1]}]"#, None).unwrap();
        assert_eq!((list[1].text.as_deref(), &*list[1].address), (Some(r#"{"Statement": [1]}"#), "[1]"));
    }

    #[test]
    fn what_is_called_a_policy_is_one_whatever_it_is() {
        for text in ["{", "[]", "{}", "3", r#"{"Resources": {}}"#] {
            let found = find(text, Some(SourceKind::Policy)).unwrap();
            assert!(found.iter().all(|one| one.text.as_deref() == Some(text)), "{text}");
        }
    }

    #[test]
    fn what_is_not_what_it_is_called_is_refused() {
        let code =
            |text, kind| find(text, kind).map_or_else(|error| error.code().to_owned(), |found| found.len().to_string());
        assert_eq!(code(r#"{"Resources": {}}"#, Some(SourceKind::Terraform)), "unlike-source");
        assert_eq!(code(r#"{"Resources": {}}"#, Some(SourceKind::CloudFormation)), "0");
        assert_eq!(code("{}", Some(SourceKind::AccountDetails)), "0");
        assert_eq!(code("{}", None), "unknown-source");
        assert_eq!(code("3", None), "unknown-source");
        assert_eq!(code("{", Some(SourceKind::Terraform)), "json-syntax");
        let deep = "[".repeat(200);
        assert!(find(&deep, Some(SourceKind::Policy)).unwrap_err().is_limit());
    }
}
