//! The wire: any text is answered with JSON or refused with a reason, and always in the same way.

type Verb = fn(&str) -> Result<String, iam_eval::wire::WireError>;

const VERBS: [Verb; 1] = [iam_eval::wire::evaluate];

/// Sends the bytes to every verb.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for verb in VERBS {
        match verb(text) {
            Ok(answer) => {
                let value: serde_json::Value = serde_json::from_str(&answer).expect("an answer is JSON");
                assert!(value.is_object());
                assert_eq!(verb(text).ok(), Some(answer), "the same question, another answer");
            }
            Err(error) => {
                assert!(!error.code().is_empty() && !error.to_string().is_empty());
                assert_eq!(error.line().is_some(), error.column().is_some());
            }
        }
    }
}
