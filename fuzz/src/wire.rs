//! The wire: any text is answered with JSON or refused with a reason, and always in the same way.

use std::sync::LazyLock;

use iam_eval::catalog::Catalog;
use iam_eval::text::PositionEncoding;
use iam_eval::wire::{VERBS, read_requests};

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

/// Sends the bytes to every verb.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for (_, verb) in VERBS {
        match verb(text, Some(&CATALOG)) {
            Ok(answer) => {
                let value: serde_json::Value = serde_json::from_str(&answer).expect("an answer is JSON");
                assert!(value.is_object());
                assert_eq!(verb(text, Some(&CATALOG)).ok(), Some(answer), "the same question, another answer");
            }
            Err(error) => {
                assert!(!error.code().is_empty() && !error.to_string().is_empty());
                assert_eq!(error.line().is_some(), error.column().is_some());
                let shown: serde_json::Value = serde_json::from_str(&error.to_json()).expect("an error is JSON");
                assert_eq!(shown["code"], error.code());
            }
        }
    }
    let mut handed = 0;
    if let Ok(count) = read_requests(text, PositionEncoding::Utf16, |_| handed += 1) {
        assert_eq!(count, handed);
    }
}
