//! A policy document that was found in another text.

use std::borrow::Cow;

use crate::document::PolicyType;
use crate::text::Span;
use crate::validate::{Finding, PolicyResourceType, ValidateOptions};

use super::positions::PositionMap;

/// A policy document that was found in another text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FoundDocument<'s> {
    /// As what it is stored.
    pub policy_type: PolicyType,
    /// Is the kind only what its elements look like? So it is where the text does not say what the document is for.
    pub is_type_guessed: bool,
    /// What it is attached to, as far as Access Analyzer tells such resources apart.
    pub resource_type: Option<PolicyResourceType>,
    /// What tells it apart from the others of the text, such as `aws_iam_policy.app.policy`; empty where the text is the
    /// document.
    pub address: String,
    /// The document; none where it is known only later as a whole.
    pub text: Option<Cow<'s, str>>,
    /// Where it stands in the outer text.
    pub span: Span,
    /// The way from its bytes back to the outer text.
    pub positions: PositionMap,
    /// What is not known of it, in the order of the places.
    pub holes: Vec<Hole>,
    /// The conditions of a CloudFormation template on which it hangs, in alphabetical order, and how they are settled
    /// in this reading.
    pub conditions: Vec<(String, bool)>,
    pub(super) doubtful: Doubtful,
}

/// A piece of a document that is not known, such as `Fn::GetAtt` of a CloudFormation template.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hole {
    /// The string of the document in which it is; nothing but a point where a statement was left out.
    pub span: Span,
    /// What stands in the outer text.
    pub outer: Span,
    /// What it hangs on, such as `Ref`.
    pub cause: Cow<'static, str>,
    /// What else of the document is not to be judged without it, such as the condition of a statement with an unknown
    /// action.
    pub reach: Option<Span>,
}

/// The places of a document that hang on what is not known, in order and apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Doubtful(Vec<Span>);

impl Doubtful {
    pub fn of(holes: &[Hole]) -> Self {
        let mut places: Vec<Span> = holes.iter().flat_map(|hole| [Some(hole.span), hole.reach]).flatten().collect();
        places.sort_unstable();
        places.dedup_by(|next, last| {
            let is_joined = next.start < last.end;
            if is_joined {
                last.end = last.end.max(next.end);
            }
            is_joined || next == last
        });
        Self(places)
    }

    /// Is any of them, or a part of it, in this place? A point, where something was left out, is in what is around it.
    fn touches(&self, span: Span) -> bool {
        let first = self.0.partition_point(|place| place.end <= span.start);
        self.0.get(first).is_some_and(|place| place.start < span.end)
    }
}

impl FoundDocument<'_> {
    /// How is the document to be checked?
    ///
    /// ```
    /// use iam_eval::{Limits, PolicyType, sources::find_documents, validate::{PolicyResourceType, validate}};
    ///
    /// let template = r#"{"Resources": {"Open": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "reports",
    ///     "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
    ///     "Action": [], "Resource": "arn:aws:s3:::reports/*"}]}}}}}"#;
    /// let found = find_documents(template, None, &Limits::default())?.remove(0);
    /// assert_eq!(found.address, "Resources.Open.Properties.PolicyDocument");
    /// let options = found.validate_options();
    /// assert_eq!(options.policy_type, PolicyType::Resource);
    /// assert_eq!(options.resource_type, Some(PolicyResourceType::S3Bucket));
    /// let answer = validate(found.text.as_deref().unwrap(), &options)?;
    /// let finding = answer.findings.iter().find(|finding| finding.code() == "EMPTY_ARRAY_ACTION").unwrap();
    /// assert_eq!(found.positions.outer(finding.locations[0].span).slice(template), Some("[]"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn validate_options(&self) -> ValidateOptions<'static> {
        let mut options = ValidateOptions::new(self.policy_type);
        options.resource_type = self.resource_type.or(options.resource_type);
        options
    }

    /// Might the finding go away with what is not known? Then it is not to be claimed.
    ///
    /// Of the findings at the document itself, such as one about its size, only that of a missing version is certain
    /// whatever else is not known.
    ///
    /// ```
    /// use iam_eval::{Limits, sources::find_documents, validate::validate};
    ///
    /// let template = r#"{"Resources": {"App": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {
    ///     "Statement": [{"Effect": "Allow", "Action": [], "Resource": {"Fn::GetAtt": ["Reports", "Arn"]}}]}}}}}"#;
    /// let found = find_documents(template, None, &Limits::default())?.remove(0);
    /// assert_eq!(found.holes[0].cause, "Fn::GetAtt");
    /// let answer = validate(found.text.as_deref().unwrap(), &found.validate_options())?;
    /// let certain = answer.findings.iter().filter(|finding| !found.is_in_doubt(finding));
    /// assert!(certain.map(|finding| finding.code()).any(|code| code == "EMPTY_ARRAY_ACTION"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_in_doubt(&self, finding: &Finding) -> bool {
        let touched = |span| self.doubtful.touches(span);
        let is_in_doubt_at_top = |span| match finding.code() {
            "MISSING_VERSION" => false,
            "MISSING_STATEMENT" => self.holes.iter().any(|hole| hole.span.is_empty()),
            "JSON_SYNTAX_ERROR" => touched(span),
            _ => !self.holes.is_empty(),
        };
        finding.locations.iter().any(|location| match &location.path[..] {
            [] => is_in_doubt_at_top(location.span),
            _ => touched(location.span),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_in_doubt_where_it_meets_a_hole_or_what_hangs_on_it() {
        let hole =
            |start, end, reach| Hole { span: Span::new(start, end), outer: Span::default(), cause: "".into(), reach };
        let reach = Some(Span::new(20, 30));
        let holes = [hole(2, 4, reach), hole(6, 6, None), hole(8, 10, reach), hole(22, 24, None), hole(40, 41, None)];
        let doubtful = Doubtful::of(&holes);
        let touches = |start, end| doubtful.touches(Span::new(start, end));
        assert!([(3, 4), (0, 3), (5, 7), (0, 50), (29, 35), (25, 26), (35, 45)].iter().all(|at| touches(at.0, at.1)));
        assert!(![(0, 2), (4, 6), (6, 8), (10, 20), (30, 40), (41, 50)].iter().any(|at| touches(at.0, at.1)));
    }
}
