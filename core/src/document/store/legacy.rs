//! What IAM's older parser refuses of a document that the newer one took.
//!
//! It reads the letter case of `Effect`, the values of typed operators and the shape of resources,
//! and says "The policy failed legacy parsing" of all of it; seen for dates and resources, taken to
//! hold for the other values, of whose messages only the code was captured [assumed].

use std::borrow::Cow;

use crate::condition::{ConditionOperator, OperatorFamily, QualifiedOperator, is_storable};
use crate::json::Value;
use crate::text::PathElement;

use super::conditions::is_scalar;
use super::parts::{Parts, Statement};
use super::refusal::{Checked, LEGACY, Refusal, quote};
use super::resources;
use super::rules::{Rules, ValueRule};

/// `Ok` may hold the first resource that the newer parser refuses: that is told later, and hides
/// what the legacy parser would say of the resources after it.
pub(super) fn check(policy: &Parts<'_, '_>, rules: &Rules) -> Checked<Option<Refusal>> {
    for statement in &policy.statements {
        check_effect(statement)?;
        check_values(statement, rules.values)?;
    }
    resources::first_fault(policy)
}

fn check_effect(statement: &Statement<'_, '_>) -> Checked {
    let Some(value) = statement.effect else {
        return Ok(());
    };
    let text = value.as_str().unwrap_or_default();
    if matches!(&*text, "Allow" | "Deny") {
        return Ok(());
    }
    let message = format!("expected `Allow` or `Deny`, found {}", quote(&text));
    let refusal = Refusal::store("bad-value", value.span(), message, LEGACY);
    Err(refusal.at(statement.path_to("Effect")))
}

fn check_values(statement: &Statement<'_, '_>, rule: ValueRule) -> Checked {
    let blocks = statement.condition.into_iter().flat_map(Value::members);
    for block in blocks {
        let Ok(qualified) = block.name().parse::<QualifiedOperator>() else {
            continue;
        };
        for member in block.value().members() {
            let key = member.value();
            let single = (!key.is_array()).then_some((None, key));
            let list = key.elements().enumerate().map(|(index, value)| (Some(index), value));
            for (index, value) in single.into_iter().chain(list) {
                if let Some(expected) = fault(qualified.operator, value, rule) {
                    let found = quote(&text_of(value));
                    let message = format!("expected {expected}, found {found}");
                    let mut path = statement.path_to("Condition");
                    path.push(PathElement::Value(block.name().into_owned()));
                    path.push(PathElement::Value(member.name().into_owned()));
                    path.extend(index.map(PathElement::Index));
                    let refusal = Refusal::store("bad-value", value.span(), message, LEGACY);
                    return Err(refusal.at(path));
                }
            }
        }
    }
    Ok(())
}

/// What the operator would have needed, if it is not this.
fn fault(operator: ConditionOperator, value: Value<'_, '_>, rule: ValueRule) -> Option<&'static str> {
    let text = text_of(value);
    // what a variable stands for is not known before the request [assumed]
    if !is_scalar(value) || text.contains("${") {
        return None;
    }
    let family = operator.family();
    let expected = match family {
        OperatorFamily::Numeric => "a number",
        OperatorFamily::Date => "a date",
        OperatorFamily::Ip => "an address or network",
        OperatorFamily::Binary => "padded base64",
        OperatorFamily::Arn => "an ARN or `*`",
        OperatorFamily::String | OperatorFamily::Bool | OperatorFamily::Null => return None,
    };
    let is_looked_at = rule == ValueRule::Typed || family == OperatorFamily::Binary;
    let fits = match family {
        OperatorFamily::Arn => is_arn(&text),
        _ => is_storable(operator, &text),
    };
    (is_looked_at && !fits).then_some(expected)
}

/// Captured: `not-an-arn` is refused. How many fields it takes was not seen; resources take three
/// and fill in the others, so ARNs of conditions are let off as lightly [assumed].
fn is_arn(text: &str) -> bool {
    text == "*" || text.strip_prefix("arn:").is_some_and(|fields| !fields.is_empty())
}

/// Numbers and booleans act as they are written (`condition_value_types`).
fn text_of<'s>(value: Value<'_, 's>) -> Cow<'s, str> {
    value.as_str().unwrap_or_else(|| Cow::Borrowed(value.source()))
}
