//! Storing policies: what AWS would store, the evaluator reads.

use iam_eval::{ParseOptions, PolicyType, Profile};

const TYPES: [PolicyType; 6] = [
    PolicyType::Identity,
    PolicyType::Resource,
    PolicyType::Trust,
    PolicyType::Session,
    PolicyType::ServiceControl,
    PolicyType::ResourceControl,
];

/// Asks for the verdict on the text after the first byte, which chooses the kind of policy.
pub fn check(data: &[u8]) {
    let Some((choice, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let policy_type = TYPES[usize::from(*choice) % TYPES.len()];
    let lenient = ParseOptions::new().profile(Profile::Lenient).parse(text);
    match ParseOptions::new().policy_type(policy_type).parse(text) {
        Ok(policy) => assert_eq!(lenient.ok(), Some(policy), "stored, yet read otherwise by the evaluator"),
        Err(error) => {
            assert!(error.span().slice(text).is_some(), "{:?} is no part of the text: {error}", error.span());
            assert!(error.line() >= 1 && error.column() >= 1);
            assert!(error.is_limit() || error.aws_message().is_some(), "AWS says nothing of: {error}");
        }
    }
}
