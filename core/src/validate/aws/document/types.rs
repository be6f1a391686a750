//! JSON values of the wrong type (`type_error_stops_element`).

use crate::json::{Member, Value, ValueKind};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::finding::Location;
use crate::validate::path::Path;
use crate::validate::report::Report;
use crate::validate::subject::{Block, Condition, Element, Principals, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&DATA_TYPE_MISMATCH], run: Run::Document(look) };

static DATA_TYPE_MISMATCH: Check = Check::error(
    "DATA_TYPE_MISMATCH",
    kinds::ALL,
    "a value is of another JSON type than its element takes; nothing else is said of that element",
)
.examples(
    &[
        Example::identity(r#"["Version","2012-10-17"]"#),
        Example::identity(r#"{"Version":20121017,"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#),
        Example::identity(r#"{"Version":"2012-10-17","Statement":[null]}"#),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":{"Is":"Deny"},"Action":"*","Resource":"*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["sqs:*",7],"Resource":"*"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":["*"],"Action":"sts:AssumeRole"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*",
"Condition":{"StringEquals":{"aws:RequestedRegion":{"Ref":"Region"}}}}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*",
"Condition":{"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"s3:max-keys":[10]}}}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["111122223333"]},
"Action":["sts:AssumeRole"]}]}"#,
        ),
    ],
);

const TEXT: &str = "a string";
const TEXTS: &str = "a string or a list of strings";
const OBJECT: &str = "an object";

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    if !subject.root.is_object() {
        let kind = subject.root.kind();
        return add(report, "the document", OBJECT, kind, subject.at_document());
    }
    for member in [subject.version, subject.id].into_iter().flatten().filter(|member| !is_text(member.value())) {
        add_member(report, member, TEXT, subject.at_value(member));
    }
    for (index, value) in &subject.mistyped_statements {
        let expected = if index.is_some() { OBJECT } else { "an object or a list of objects" };
        let place = Path::default().value("Statement").element(*index).at(value.span());
        add(report, "`Statement`", expected, value.kind(), place);
    }
    for statement in &subject.statements {
        look_at_statement(report, statement);
    }
}

fn look_at_statement(report: &mut Report<'_>, statement: &Statement<'_, '_>) {
    for member in [statement.sid, statement.effect].into_iter().flatten().filter(|member| !is_text(member.value())) {
        add_member(report, member, TEXT, statement.at_value(member));
    }
    for element in statement.action_elements().chain(statement.resource_elements()) {
        add_element(report, element, || statement.path());
    }
    for principals in statement.principal_elements() {
        look_at_principals(report, statement, principals);
    }
    if let Some(condition) = &statement.condition {
        look_at_condition(report, statement, condition);
    }
}

fn look_at_principals(report: &mut Report<'_>, statement: &Statement<'_, '_>, principals: &Principals<'_, '_>) {
    if principals.is_mistyped {
        let place = statement.at_value(principals.member);
        return add_member(report, principals.member, "`\"*\"` or an object", place);
    }
    for kind in &principals.kinds {
        add_element(report, &kind.values, || statement.path().value(&principals.member.name()));
    }
}

fn look_at_condition(report: &mut Report<'_>, statement: &Statement<'_, '_>, condition: &Condition<'_, '_>) {
    if condition.is_mistyped {
        return add_member(report, condition.member, OBJECT, statement.at_value(condition.member));
    }
    for block in condition.blocks.iter().filter(|block| block.operator.is_some()) {
        if block.is_mistyped {
            add_member(report, block.member, OBJECT, statement.at_block(block));
        }
        look_at_keys(report, statement, block);
    }
}

fn look_at_keys(report: &mut Report<'_>, statement: &Statement<'_, '_>, block: &Block<'_, '_>) {
    for key in block.keys.iter().filter(|key| key.is_mistyped) {
        let (index, wrong) = first_wrong(key.member.value(), is_scalar);
        let path = statement.path().value("Condition").value(&block.name).value(&key.name);
        let place = path.element(index).at(wrong.span());
        let expected = "a string, number or boolean, or a list of them";
        add(report, &format!("`{}`", key.name), expected, wrong.kind(), place);
    }
}

fn add_element(report: &mut Report<'_>, element: &Element<'_, '_>, path: impl Fn() -> Path) {
    if element.is_mistyped {
        let (index, wrong) = first_wrong(element.value(), is_text);
        let name = element.member.name();
        let place = path().value(&name).element(index).at(wrong.span());
        add(report, &format!("`{name}`"), TEXTS, wrong.kind(), place);
    }
}

fn add_member(report: &mut Report<'_>, member: Member<'_, '_>, expected: &str, place: Location) {
    add(report, &format!("`{}`", member.name()), expected, member.value().kind(), place);
}

fn add(report: &mut Report<'_>, what: &str, expected: &str, found: ValueKind, place: Location) {
    let details = format!("expected {what} to be {expected}, found {}", found.describe());
    report.add(&DATA_TYPE_MISMATCH, details, vec![place]);
}

/// The value itself, or what in the list is not as it must be: the first, since one finding is enough for an element.
fn first_wrong<'d, 's>(value: Value<'d, 's>, is_right: fn(Value<'_, '_>) -> bool) -> (Option<usize>, Value<'d, 's>) {
    let wrong = value.elements().enumerate().find(|(_, inner)| !is_right(*inner));
    wrong.map_or((None, value), |(index, inner)| (Some(index), inner))
}

fn is_text(value: Value<'_, '_>) -> bool {
    matches!(value.kind(), ValueKind::String | ValueKind::EscapedString)
}

fn is_scalar(value: Value<'_, '_>) -> bool {
    is_text(value) || matches!(value.kind(), ValueKind::Number | ValueKind::True | ValueKind::False)
}
