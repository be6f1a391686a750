//! Reading policies: what is printed reads as the same, every span is a part of the text, and the
//! three ways of reading agree where they must.

use iam_eval::document::{Entries, Text};
use iam_eval::{ParseError, ParseOptions, Policy, Profile, Span};

/// Reads the bytes as a policy in every way there is.
pub fn check(data: &[u8]) {
    let from_bytes = Policy::parse_bytes(data);
    let Ok(text) = std::str::from_utf8(data) else {
        let error = from_bytes.expect_err("a policy is UTF-8");
        assert!(error.span().start < data.len() && error.line() >= 1 && error.column() >= 1);
        return;
    };
    let strict = Policy::parse(text);
    assert_eq!(from_bytes.is_ok(), strict.is_ok());
    let lenient_options = ParseOptions::new().profile(Profile::Lenient);
    let lenient = lenient_options.parse(text);
    let (linted, remarks) = Policy::lint(text);

    assert_eq!(strict.is_ok(), linted.is_some() && remarks.is_empty(), "lint and strict differ: {remarks:?}");
    for remark in &remarks {
        assert!(remark.span.slice(text).is_some(), "{remark:?} is no part of the text");
        assert!(!remark.code.is_empty() && !remark.message.is_empty());
    }
    match &strict {
        Ok(policy) => {
            spans(policy, text);
            assert_eq!(lenient.as_ref().ok(), Some(policy), "lenient reads otherwise than strict");
            assert_eq!(linted.as_ref(), Some(policy), "lint reads otherwise than strict");
            for printed in [policy.to_json(), policy.to_json_pretty(), policy.to_string()] {
                let again = Policy::parse(&printed).expect("a printed policy reads");
                assert_eq!(&again, policy);
                assert_eq!(again.to_json(), policy.to_json());
            }
        }
        Err(error) => refusal(error, text),
    }
    match &lenient {
        Ok(policy) => {
            spans(policy, text);
            let again = lenient_options.parse(&policy.to_json()).expect("a printed policy reads");
            assert_eq!(&again, policy);
        }
        Err(error) => refusal(error, text),
    }
    if let Some(policy) = &linted {
        spans(policy, text);
        let _printed = policy.to_json_pretty();
    }
}

fn refusal(error: &ParseError, text: &str) {
    assert!(error.line() >= 1 && error.column() >= 1);
    assert!(error.span().slice(text).is_some(), "{:?} is no part of the text: {error}", error.span());
    assert!(!error.code().is_empty() && !error.to_string().is_empty());
    assert_eq!(error.to_diagnostic().span, error.span());
}

/// Every span of the policy is a part of the text, and a text's span reads as that text.
fn spans(policy: &Policy, source: &str) {
    assert_eq!(policy.source(), source);
    let part = |span: Span| span.slice(source).expect("a span is a part of the text");
    let read = |text: Text<'_>| {
        let written = part(text.span());
        // numbers and booleans are kept as they are written
        let read: Result<String, _> = serde_json::from_str(written);
        assert_eq!(read.as_deref().unwrap_or(written), text.as_str());
    };
    let read_all = |texts: Entries<'_>| texts.for_each(read);
    policy.version_span().map(part);
    for (index, statement) in policy.statements().enumerate() {
        assert_eq!(statement.index(), index);
        assert!(part(statement.span()).starts_with('{') && part(statement.span()).ends_with('}'));
        part(statement.effect_span());
        statement.sid().map(read);
        if let Some(principal) = statement.principal() {
            part(principal.name_span());
            part(principal.value_span());
            principal.entries().for_each(|entry| read(entry.name()));
        }
        for element in [statement.action(), statement.resource()].into_iter().flatten() {
            part(element.name_span());
            part(element.value_span());
            read_all(element.entries());
        }
        for condition in statement.conditions() {
            part(condition.value_span());
            read(condition.operator_text());
            read(condition.key());
            read_all(condition.values());
        }
    }
}
