//! A translation into Cedar, to have something to compare with.

use std::fmt::Write as _;

use iam_eval::{Effect, Policy};

/// The statements of a policy as Cedar policies: action and resource are compared as text with
/// `like`, which is how Cedar says IAM's patterns. Conditions are left out, in Cedar's favour.
pub fn translate(policy: &Policy) -> String {
    let mut out = String::new();
    for statement in policy.statements() {
        let effect = if statement.effect() == Effect::Allow { "permit" } else { "forbid" };
        let _ = write!(out, "{effect}(principal, action, resource) when {{ ");
        for (at, (element, name)) in
            [(statement.action(), "action"), (statement.resource(), "resource")].into_iter().enumerate()
        {
            let Some(element) = element else { continue };
            if at > 0 {
                out.push_str(" && ");
            }
            out.push_str(if element.is_negated() { "!(" } else { "(" });
            for (n, entry) in element.entries().enumerate() {
                if n > 0 {
                    out.push_str(" || ");
                }
                let text = entry.as_str().replace('\\', "\\\\").replace('"', "\\\"").replace('?', "*");
                let text = if name == "action" { text.to_ascii_lowercase() } else { text };
                let _ = write!(out, "context.{name} like \"{text}\"");
            }
            out.push(')');
        }
        out.push_str(" };\n");
    }
    out
}
