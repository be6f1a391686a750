//! Whether a statement's `Action` or `NotAction` matches the action of a request.

use crate::action::Action;
use crate::document::Element;
use crate::pattern::Pattern;

#[derive(Debug, Clone)]
pub(crate) struct ActionTest {
    negated: bool,
    entries: Box<[Pattern]>,
}

impl ActionTest {
    pub fn compile(element: Element<'_>) -> Self {
        let entries = element.entries().map(|entry| Pattern::action(entry.as_str())).collect();
        Self { negated: element.is_negated(), entries }
    }

    pub fn is_match(&self, action: &Action) -> bool {
        self.entries.iter().any(|pattern| pattern.is_match(action.as_str())) != self.negated
    }

    pub fn is_negated(&self) -> bool {
        self.negated
    }

    pub fn entries(&self) -> &[Pattern] {
        &self.entries
    }
}

/// Whether an element matches an action, without making anything ready for a second time.
///
/// Most entries are told apart by the text before their first wildcard.
pub(crate) fn matches_once(element: Element<'_>, action: &Action) -> bool {
    element.entries().any(|entry| entry_matches(entry.as_str(), action.as_str())) != element.is_negated()
}

fn entry_matches(entry: &str, action: &str) -> bool {
    let (entry_bytes, action_bytes) = (entry.as_bytes(), action.as_bytes());
    let Some(wild) = memchr::memchr2(b'*', b'?', entry_bytes) else {
        return entry.eq_ignore_ascii_case(action);
    };
    let (Some(before), Some(begin)) = (entry_bytes.get(..wild), action_bytes.get(..wild)) else { return false };
    if !before.eq_ignore_ascii_case(begin) {
        return false;
    }
    entry_bytes.get(wild..) == Some(b"*") || Pattern::action(entry).is_match(action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    #[test]
    fn not_action_complement() {
        let text = r#"{"Statement":{"Effect":"Deny","NotAction":["iam:*","sts:Get?"],"Resource":"*"}}"#;
        let policy: Policy = text.parse().unwrap();
        let element = policy.statement(0).unwrap().action().unwrap();
        let test = ActionTest::compile(element);
        for (action, expected) in [("iam:GetUser", false), ("sts:GetX", false), ("sts:GetXY", true), ("s3:Get", true)] {
            let action = Action::parse(action).unwrap();
            assert_eq!(test.is_match(&action), expected, "{action}");
            assert_eq!(matches_once(element, &action), expected, "{action}");
        }
    }

    #[test]
    fn both_ways_of_matching_an_action_agree() {
        let entries = [
            "*",
            "s3:*",
            "S3:get*",
            "s3:GetObject",
            "s3:*Object",
            "s3:Get?bject",
            "s*:GetObject",
            "s3:GetObject*",
            "",
            "?",
        ];
        for entry in entries {
            for action in ["s3:GetObject", "S3:GETOBJECT", "s3:GetObjectAcl", "iam:GetUser", "s3:é"] {
                assert_eq!(entry_matches(entry, action), Pattern::action(entry).is_match(action), "{entry} {action}");
            }
        }
    }
}
