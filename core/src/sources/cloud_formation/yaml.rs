//! Templates in YAML.
//!
//! `saphyr-parser` reads; here its events become the tree that templates in JSON become, so that all else is the same.
//! CloudFormation takes no aliases: one is a place that is not known.
//!
//! Source: CloudFormation user guide, "Template format": YAML 1.1 without aliases and merges; "Intrinsic function
//! reference": `!Sub` is `Fn::Sub`.

use std::borrow::Cow;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use crate::limits::Limits;
use crate::text::{Diagnostic, ErrorKind, ParseError, Span};

use super::node::{Content, Named, Node};

/// The first document of a YAML text.
pub(in crate::sources) fn read<'s>(source: &'s str, limits: &Limits) -> Result<Node<'s>, ParseError> {
    let offsets = Offsets::new(source);
    let max_depth = limits.max_depth.min(Limits::MAX_DEPTH_CEILING);
    let mut open: Vec<Open<'s>> = Vec::new();
    let fault = |code, kind, at: usize, message: String| {
        ParseError::new(kind, Diagnostic::error(code, Span::new(at, at), message), source)
    };
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|error| {
            let message = format!("expected YAML: {}", error.info());
            fault("yaml-syntax", ErrorKind::Syntax, offsets.of(*error.marker()), message)
        })?;
        let span = Span::new(offsets.of(span.start), offsets.of(span.end));
        let done = match event {
            Event::SequenceStart(_, tag) => {
                open.push(Open {
                    start: span.start,
                    tag: function_of(tag.as_deref()),
                    inside: Inside::List(Vec::new()),
                });
                None
            }
            Event::MappingStart(_, tag) => {
                let inside = Inside::Map(Vec::new(), None);
                open.push(Open { start: span.start, tag: function_of(tag.as_deref()), inside });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|open| open.close(span)),
            Event::Scalar(text, style, _, tag) => {
                let span = Span::new(span.start, end_of(source, span, style));
                let node = Node::new(span, scalar(text, style, tag.as_deref()));
                Some(wrapped(node, function_of(tag.as_deref())))
            }
            Event::Alias(_) => {
                let unknown = Node::new(span, Content::Word(Cow::Borrowed("null")));
                Some(wrapped(unknown, Some(Cow::Borrowed("Fn::Alias"))))
            }
            Event::DocumentEnd | Event::StreamEnd => break,
            _ => None,
        };
        if open.len() > max_depth {
            let message = format!("expected at most {max_depth} levels of nesting");
            return Err(fault("limit-depth", ErrorKind::Limit, span.start, message));
        }
        let Some(node) = done else { continue };
        match open.last_mut() {
            None => return Ok(node),
            Some(around) => {
                if !around.take(node) {
                    let message = "expected a name of a member, found a list or an object".to_owned();
                    return Err(fault("yaml-name", ErrorKind::Syntax, span.start, message));
                }
            }
        }
    }
    Ok(Node::new(Span::new(0, 0), Content::Word(Cow::Borrowed("null"))))
}

/// A list or a map that is not at its end.
struct Open<'s> {
    start: usize,
    tag: Option<Cow<'static, str>>,
    inside: Inside<'s>,
}

enum Inside<'s> {
    List(Vec<Node<'s>>),
    /// With the name whose value comes next.
    Map(Vec<Named<'s>>, Option<(Cow<'s, str>, Span)>),
}

impl<'s> Open<'s> {
    /// False where a name of a member is not a text.
    fn take(&mut self, node: Node<'s>) -> bool {
        match &mut self.inside {
            Inside::List(entries) => entries.push(node),
            Inside::Map(members, name) => match (name.take(), node.content) {
                (Some((name, name_span)), content) => {
                    let value = Node { content, ..node };
                    members.push(Named { name, name_span, value });
                }
                (None, Content::Text(text) | Content::Word(text)) => *name = Some((text, node.span)),
                (None, _) => return false,
            },
        }
        true
    }

    /// A block has no end of its own: it ends with the last that is in it.
    fn close(self, end: Span) -> Node<'s> {
        let (last, content) = match self.inside {
            Inside::List(entries) => (entries.last().map(|entry| entry.span.end), Content::List(entries)),
            Inside::Map(members, _) => (members.last().map(|member| member.value.span.end), Content::Map(members)),
        };
        let end = if end.is_empty() { last.unwrap_or(self.start) } else { end.end };
        wrapped(Node::new(Span::new(self.start, end.max(self.start)), content), self.tag)
    }
}

/// The long form of a function in short form.
fn wrapped<'s>(node: Node<'s>, function: Option<Cow<'static, str>>) -> Node<'s> {
    let Some(name) = function else { return node };
    let span = node.span;
    let name_span = Span::new(span.start, span.start);
    Node::new(span, Content::Map(vec![Named { name, name_span, value: node }]))
}

/// The function that a tag stands for.
fn function_of(tag: Option<&Tag>) -> Option<Cow<'static, str>> {
    let tag = tag.filter(|tag| tag.handle == "!" && !tag.suffix.is_empty())?;
    Some(match &*tag.suffix {
        "Ref" => Cow::Borrowed("Ref"),
        "Condition" => Cow::Borrowed("Condition"),
        name => Cow::Owned(format!("Fn::{name}")),
    })
}

/// Where a scalar ends: what is quoted ends at its quote, whatever blanks and comments come behind.
fn end_of(source: &str, span: Span, style: ScalarStyle) -> usize {
    let text = span.slice(source).unwrap_or("");
    let (quote, escape) = match style {
        ScalarStyle::SingleQuoted => (b'\'', b'\''),
        ScalarStyle::DoubleQuoted => (b'"', b'\\'),
        _ => return span.start + text.trim_end().len(),
    };
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match (*byte, bytes.get(at + 1)) {
            // two single quotes are one in the text
            (byte, Some(next)) if byte == escape && (escape != quote || *next == quote) => at += 2,
            (byte, _) if byte == quote => return span.start + at + 1,
            _ => at += 1,
        }
    }
    span.end
}

/// What a scalar is: a plain one may be a word or a number. Dates stay texts, as the version of a policy must.
fn scalar<'s>(text: Cow<'s, str>, style: ScalarStyle, tag: Option<&Tag>) -> Content<'s> {
    if style != ScalarStyle::Plain || tag.is_some() {
        return Content::Text(text);
    }
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Content::Word(Cow::Borrowed("null")),
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Content::Word(Cow::Borrowed("true")),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            Content::Word(Cow::Borrowed("false"))
        }
        number if is_number(number) => Content::Word(text),
        _ => Content::Text(text),
    }
}

/// A number as JSON writes it.
fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}

/// Bytes of places that are counted in characters.
struct Offsets<'s> {
    /// The byte of every [`STRIDE`]-th character; none for a text in which all are bytes.
    checkpoints: Vec<usize>,
    text: &'s str,
}

const STRIDE: usize = 64;

impl<'s> Offsets<'s> {
    fn new(text: &'s str) -> Self {
        if text.is_ascii() {
            return Self { checkpoints: Vec::new(), text };
        }
        let checkpoints = text.char_indices().step_by(STRIDE).map(|(at, _)| at).collect();
        Self { checkpoints, text }
    }

    fn of(&self, marker: Marker) -> usize {
        let index = marker.index();
        if self.checkpoints.is_empty() {
            return index.min(self.text.len());
        }
        let Some(start) = self.checkpoints.get(index / STRIDE) else { return self.text.len() };
        let rest = self.text.get(*start..).unwrap_or("");
        rest.char_indices().nth(index % STRIDE).map_or(self.text.len(), |(at, _)| start + at)
    }
}

#[cfg(test)]
mod tests {
    use crate::limits::Limits;
    use crate::sources::{FoundDocument, SourceKind, find_documents};
    use crate::text::Span;

    fn find(template: &str) -> Vec<FoundDocument<'_>> {
        find_documents(template, None, &Limits::default()).unwrap()
    }

    const TEMPLATE: &str = r#"# é comment
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: 'sts:AssumeRole'   # it's why
      Policies:
        - PolicyName: réad
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - s3:GetObject
                  - !If [IsProd, s3:PutObject, !Ref AWS::NoValue]
                Resource: !Sub 'arn:aws:s3:::${Bucket}/*'
                Condition:
                  Bool: {aws:SecureTransport: true}
                  NumericLessThan:
                    aws:MultiFactorAuthAge: 3600
                  StringEquals:
                    aws:PrincipalAccount: 012345678901
  Logs:
    Type: AWS::Logs::ResourcePolicy
    Properties:
      PolicyDocument: !Sub |
        {"Version": "2012-10-17", "Statement": [{"Resource": "arn:${AWS::Partition}:logs:*"}]}
"#;

    #[test]
    fn a_template_in_yaml_is_read_as_one_in_json() {
        let found = find(TEMPLATE);
        let texts: Vec<_> = found.iter().map(|one| one.text.as_deref().unwrap()).collect();
        let read = |actions: &str| {
            format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":[{actions}],"Resource":"arn:aws:s3:::${{aws:PrincipalTag/unknown}}/*","Condition":{{"Bool":{{"aws:SecureTransport":true}},"NumericLessThan":{{"aws:MultiFactorAuthAge":3600}},"StringEquals":{{"aws:PrincipalAccount":"012345678901"}}}}}}]}}"#
            )
        };
        assert_eq!(
            texts,
            [
                r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#,
                &read(r#""s3:GetObject","s3:PutObject""#),
                &read(r#""s3:GetObject""#),
                "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Resource\": \"arn:${aws:PrincipalTag/unknown}:logs:*\"}]}\n",
            ]
        );
        assert_eq!(found[2].conditions, [("IsProd".to_owned(), false)]);
    }

    #[test]
    fn a_place_leads_back_to_the_template() {
        let found = find(TEMPLATE);
        let place = |at: usize, needle: &str| {
            let start = found[at].text.as_deref().unwrap().find(needle).unwrap();
            found[at].positions.outer(Span::new(start, start + needle.len())).slice(TEMPLATE).unwrap()
        };
        assert_eq!(place(0, r#""sts:AssumeRole""#), "'sts:AssumeRole'");
        assert_eq!(place(0, r#""lambda.amazonaws.com""#), "lambda.amazonaws.com");
        assert_eq!(place(1, r#""s3:GetObject""#), "s3:GetObject");
        assert_eq!(place(1, r#""aws:SecureTransport":true"#), "aws:SecureTransport: true");
        assert_eq!(place(1, r#"{"aws:PrincipalAccount":"012345678901"}"#), "aws:PrincipalAccount: 012345678901");
        assert_eq!(place(1, r#"{"aws:SecureTransport":true}"#), "{aws:SecureTransport: true}");
    }

    #[test]
    fn what_no_template_is_keeps_the_fault_of_its_json() {
        let code = |text: &str, kind| find_documents(text, kind, &Limits::default()).unwrap_err().code().to_owned();
        assert_eq!(code("{\"Statement\": [", None), "json-syntax");
        assert_eq!(code("a: [", None), "yaml-syntax");
        assert_eq!(code("a: b", None), "unknown-source");
        assert_eq!(code("a: b", Some(SourceKind::CloudFormation)), "unlike-source");
        assert_eq!(code("a: b", Some(SourceKind::Terraform)), "json-syntax");
        assert_eq!(code("? [a]\n: b", None), "yaml-name");
        assert_eq!(code(&"- ".repeat(100), None), "limit-depth");
        assert_eq!(code(&"a: [".repeat(100), None), "limit-depth");
    }

    #[test]
    fn an_alias_is_not_known() {
        let template = "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        \
            Statement: [&one {Effect: Deny}, *one]\n";
        let found = find(template).remove(0);
        assert_eq!(found.text.as_deref(), Some(r#"{"Statement":[{"Effect":"Deny"}]}"#));
        assert_eq!(found.holes[0].cause, "Fn::Alias");
        assert_eq!(found.holes[0].outer.slice(template), Some("*one"));
    }

    #[test]
    fn hostile_texts_end() {
        for text in [
            "[".repeat(20_000),
            "- ".repeat(20_000),
            "a: ".repeat(20_000),
            "? ".repeat(20_000),
            "&a ".repeat(20_000),
            "!a ".repeat(20_000),
            "\"".repeat(20_000),
            "'".repeat(20_001),
            "|\n".repeat(20_000),
            "a\n".repeat(20_000),
            "é: é\n".repeat(10_000),
            "\t".repeat(20_000),
            "Resources: {a: \n".repeat(5_000),
            "--- a\n".repeat(10_000),
            "%TAG ! a\n".repeat(10_000),
            "{a: &x b, ".repeat(30),
            format!("a: &x [{}]", "*x,".repeat(10_000)),
        ] {
            let _ = find_documents(&text, None, &Limits::default());
        }
    }
}
