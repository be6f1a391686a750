//! The grammar: which members stand where, and of which type they are.
//!
//! AWS says "Syntax errors in policy." of all of it, so the first fault in source order is told.

use crate::json::{Member, Value, ValueKind};
use crate::text::{PathElement, Span};

use super::conditions;
use super::parts::{Element, Parts, Statement, is_string};
use super::refusal::{Checked, Refusal, quote};

pub(super) fn read<'d, 's>(root: Value<'d, 's>) -> Checked<Parts<'d, 's>> {
    if !root.is_object() {
        return Err(Refusal::wrong_type(root, "an object"));
    }
    let mut version = None;
    let mut id = None;
    let mut statement = None;
    for member in root.members() {
        match &*member.name() {
            "Version" => put_string(&mut version, member)?,
            "Id" => put_string(&mut id, member)?,
            "Statement" => put(&mut statement, member)?,
            _ => return Err(unknown(member, "`Version`, `Id` or `Statement`")),
        }
    }
    let Some(statement) = statement else {
        return Err(missing("Statement", root.span()));
    };
    Ok(Parts { span: root.span(), version, statements: statements(statement)? })
}

fn statements<'d, 's>(value: Value<'d, 's>) -> Checked<Vec<Statement<'d, 's>>> {
    if value.is_object() {
        return Ok(vec![statement(None, value)?]);
    }
    let path = || vec![PathElement::Value("Statement".to_owned())];
    if !value.is_array() {
        return Err(Refusal::wrong_type(value, "an object or a list of objects").at(path()));
    }
    let list = value.elements().enumerate();
    let statements: Vec<_> = list.map(|(index, value)| statement(Some(index), value)).collect::<Checked<_>>()?;
    if statements.is_empty() {
        let message = "expected at least one statement, found none";
        return Err(Refusal::shape("empty-list", value.span(), message).at(path()));
    }
    Ok(statements)
}

fn statement<'d, 's>(index: Option<usize>, value: Value<'d, 's>) -> Checked<Statement<'d, 's>> {
    let mut statement = Statement {
        index,
        span: value.span(),
        sid: None,
        effect: None,
        principal: None,
        action: None,
        resource: None,
        condition: None,
    };
    match members(&mut statement, value) {
        Ok(()) => Ok(statement),
        Err(refusal) => Err(refusal.under(statement.path())),
    }
}

fn members<'d, 's>(statement: &mut Statement<'d, 's>, value: Value<'d, 's>) -> Checked {
    if !value.is_object() {
        return Err(Refusal::wrong_type(value, "an object"));
    }
    for member in value.members() {
        match &*member.name() {
            "Sid" => put_string(&mut statement.sid, member)?,
            "Effect" => {
                put_string(&mut statement.effect, member)?;
                check_effect(member.value())?;
            }
            "Principal" => put_twin(&mut statement.principal, "Principal", member)?,
            "NotPrincipal" => put_twin(&mut statement.principal, "NotPrincipal", member)?,
            "Action" => put_strings(&mut statement.action, "Action", member)?,
            "NotAction" => put_strings(&mut statement.action, "NotAction", member)?,
            "Resource" => put_strings(&mut statement.resource, "Resource", member)?,
            "NotResource" => put_strings(&mut statement.resource, "NotResource", member)?,
            "Condition" => {
                put(&mut statement.condition, member)?;
                conditions::check_shape(member.value()).map_err(|refusal| refusal.under(value_of("Condition")))?;
            }
            _ => return Err(unknown(member, "an element of a statement")),
        }
    }
    if statement.effect.is_none() {
        return Err(missing("Effect", value.span()));
    }
    Ok(())
}

/// The letter case of `Allow` and `Deny` is the legacy parser's business, the word is not.
fn check_effect(value: Value<'_, '_>) -> Checked {
    let text = value.as_str().unwrap_or_default();
    if text.eq_ignore_ascii_case("Allow") || text.eq_ignore_ascii_case("Deny") {
        return Ok(());
    }
    let message = format!("expected `Allow` or `Deny`, found {}", quote(&text));
    Err(Refusal::shape("bad-value", value.span(), message).at(value_of("Effect")))
}

/// One string, or a list of strings. A `null` in the list passes: captured of `Resource`, and
/// taken to hold for every list of the same grammar [assumed].
pub(super) fn check_strings(value: Value<'_, '_>) -> Checked {
    if !value.is_array() {
        let fits = is_string(value);
        let refusal = || Refusal::wrong_type(value, "a string or a list of strings");
        return if fits { Ok(()) } else { Err(refusal()) };
    }
    for (index, element) in value.elements().enumerate() {
        if !is_string(element) && element.kind() != ValueKind::Null {
            let refusal = Refusal::wrong_type(element, "a string");
            return Err(refusal.at(vec![PathElement::Index(index)]));
        }
    }
    Ok(())
}

fn put<'d, 's>(slot: &mut Option<Value<'d, 's>>, member: Member<'d, 's>) -> Checked {
    match slot.replace(member.value()) {
        None => Ok(()),
        Some(_) => Err(duplicate(member)),
    }
}

fn put_string<'d, 's>(slot: &mut Option<Value<'d, 's>>, member: Member<'d, 's>) -> Checked {
    put(slot, member)?;
    if is_string(member.value()) {
        return Ok(());
    }
    Err(Refusal::wrong_type(member.value(), "a string").at(value_of(&member.name())))
}

/// Presence counts: a twin excludes the other even when it lists nothing.
fn put_twin<'d, 's>(slot: &mut Option<Element<'d, 's>>, name: &'static str, member: Member<'d, 's>) -> Checked {
    let element = Element { name, name_span: member.name_span(), value: member.value() };
    match slot.replace(element) {
        None => Ok(()),
        Some(first) if first.name == name => Err(duplicate(member)),
        Some(first) => {
            let message = format!("expected either `{}` or `{name}`, found both", first.name);
            let refusal = Refusal::shape("twin-elements", member.name_span(), message);
            Err(refusal.at(key_of(name)))
        }
    }
}

fn put_strings<'d, 's>(slot: &mut Option<Element<'d, 's>>, name: &'static str, member: Member<'d, 's>) -> Checked {
    put_twin(slot, name, member)?;
    check_strings(member.value()).map_err(|refusal| refusal.under(value_of(name)))
}

pub(super) fn duplicate(member: Member<'_, '_>) -> Refusal {
    let name = member.name();
    let message = format!("expected {} once, found it again", quote(&name));
    Refusal::shape("duplicate-member", member.name_span(), message).at(key_of(&name))
}

pub(super) fn unknown(member: Member<'_, '_>, expected: &str) -> Refusal {
    let name = member.name();
    let message = format!("expected {expected}, found {}", quote(&name));
    Refusal::shape("unknown-member", member.name_span(), message).at(key_of(&name))
}

fn missing(name: &str, span: Span) -> Refusal {
    Refusal::shape("missing-member", span, format!("expected a member `{name}`"))
}

fn key_of(name: &str) -> Vec<PathElement> {
    vec![PathElement::Key(name.to_owned())]
}

pub(super) fn value_of(name: &str) -> Vec<PathElement> {
    vec![PathElement::Value(name.to_owned())]
}
