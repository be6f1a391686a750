//! Actions: that there are some, and that each names its vendor.

use super::parts::{Element, Parts};
use super::refusal::{Checked, Refusal, quote};
use super::rules::Rules;

const ABSENT: &str = "Policy statement must contain actions.";
const NO_VENDOR: &str = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
const MANY_COLONS: &str = "Actions/Condition can contain only one colon.";
/// Known from `CreateRole`, not in the captures [assumed].
const NOT_ASSUME_ROLE: &str = "AssumeRole policy may only specify STS AssumeRole actions.";

pub(super) fn check_present(policy: &Parts<'_, '_>) -> Checked {
    for statement in &policy.statements {
        let any = statement.action.is_some_and(|action| action.entries().next().is_some());
        if !any {
            let span = statement.action.map_or(statement.span, |action| action.value.span());
            let message = "expected at least one action, found none";
            let path = match statement.action {
                Some(Element { name, .. }) => statement.path_to(name),
                None => statement.path(),
            };
            return Err(Refusal::store("no-action", span, message, ABSENT).at(path));
        }
    }
    Ok(())
}

pub(super) fn check_shape(policy: &Parts<'_, '_>, rules: &Rules) -> Checked {
    for statement in &policy.statements {
        let Some(element) = statement.action else {
            continue;
        };
        for entry in element.entries() {
            let fault = fault(&entry.text).or_else(|| {
                let foreign = rules.is_trust() && !belongs_to_trust(&entry.text);
                foreign.then(|| Fault::new("foreign-action", "an action of `sts`", NOT_ASSUME_ROLE))
            });
            if let Some(Fault { code, expected, aws_message }) = fault {
                let message = format!("expected {expected}, found {}", quote(&entry.text));
                let refusal = Refusal::store(code, entry.span, message, aws_message);
                return Err(refusal.at(statement.path_to_entry(&element, &entry)));
            }
        }
    }
    Ok(())
}

struct Fault {
    code: &'static str,
    expected: &'static str,
    aws_message: String,
}

impl Fault {
    fn new(code: &'static str, expected: &'static str, aws_message: impl Into<String>) -> Self {
        Self { code, expected, aws_message: aws_message.into() }
    }
}

fn fault(action: &str) -> Option<Fault> {
    if action == "*" {
        return None;
    }
    let Some((vendor, name)) = action.split_once(':') else {
        let expected = "an action with a vendor prefix such as `s3:`";
        return Some(Fault::new("no-vendor", expected, NO_VENDOR));
    };
    if name.contains(':') {
        return Some(Fault::new("many-colons", "an action with one colon", MANY_COLONS));
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    if vendor.is_empty() || !vendor.bytes().all(plain) {
        let expected = "a vendor of letters, digits, `.` and `-` before the colon";
        return Some(Fault::new("bad-vendor", expected, format!("Vendor {vendor} is not valid")));
    }
    None
}

/// Which names of `sts` pass is not looked at: wildcards do, and new actions were added before.
fn belongs_to_trust(action: &str) -> bool {
    action.split_once(':').is_none_or(|(vendor, _)| vendor.eq_ignore_ascii_case("sts"))
}
