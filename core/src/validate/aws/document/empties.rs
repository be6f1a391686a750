//! Lists, objects and texts with nothing in them (`empties`).

use crate::condition::SetQualifier;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::remove_member;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Block, Key, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &EMPTY_ARRAY_ACTION,
        &EMPTY_ARRAY_CONDITION,
        &EMPTY_ARRAY_CONDITION_FORALLVALUES,
        &EMPTY_ARRAY_CONDITION_FORANYVALUE,
        &EMPTY_ARRAY_CONDITION_IFEXISTS,
        &EMPTY_ARRAY_PRINCIPAL,
        &EMPTY_ARRAY_RESOURCE,
        &EMPTY_OBJECT_CONDITION,
        &EMPTY_OBJECT_PRINCIPAL,
        &EMPTY_SID_VALUE,
    ],
    run: Run::Statement(look),
};

static EMPTY_ARRAY_ACTION: Check = Check::suggestion(
    "EMPTY_ARRAY_ACTION",
    kinds::ALL,
    "`Action` or `NotAction` is an empty list: the statement says nothing of any action",
)
.examples(
    &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[],"Resource":"*"}}"#)],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:ListAllMyBuckets"],"Resource":"*"}}"#,
    )],
);

static EMPTY_ARRAY_CONDITION: Check = Check::suggestion(
    "EMPTY_ARRAY_CONDITION",
    kinds::ALL,
    "a condition key has an empty list of values: no value can be among them",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEquals":{"s3:prefix":[]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEquals":{"s3:prefix":[""]}}}}"#,
    )],
);

static EMPTY_ARRAY_CONDITION_FORALLVALUES: Check = Check::suggestion(
    "EMPTY_ARRAY_CONDITION_FORALLVALUES",
    kinds::ALL,
    "`ForAllValues` with an empty list holds just where the key is absent; `Null` says so",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":[]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}}}"#,
    )],
);

static EMPTY_ARRAY_CONDITION_FORANYVALUE: Check =
    Check::suggestion("EMPTY_ARRAY_CONDITION_FORANYVALUE", kinds::ALL, "`ForAnyValue` with an empty list never holds")
        .examples(
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":[]}}}}"#,
            )],
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":["team"]}}}}"#,
            )],
        );

static EMPTY_ARRAY_CONDITION_IFEXISTS: Check = Check::suggestion(
    "EMPTY_ARRAY_CONDITION_IFEXISTS",
    kinds::ALL,
    "`…IfExists` with an empty list holds just where the key is absent; `Null` says so",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEqualsIfExists":{"s3:prefix":[]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEqualsIfExists":{"s3:prefix":["a/"]}}}}"#,
    )],
);

static EMPTY_ARRAY_PRINCIPAL: Check = Check::suggestion(
    "EMPTY_ARRAY_PRINCIPAL",
    kinds::WITH_PRINCIPALS,
    "a type of principals has an empty list: the statement is about nobody of that type",
)
.examples(
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":[]},"Action":"s3:GetObject",
"Resource":"arn:aws:s3:::reports/*"}}"#,
    )],
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["111122223333"]},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
    )],
);

static EMPTY_ARRAY_RESOURCE: Check = Check::suggestion(
    "EMPTY_ARRAY_RESOURCE",
    kinds::WITH_RESOURCES,
    "`Resource` or `NotResource` is an empty list: the statement says nothing of any resource",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":[]}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",
"Resource":["arn:aws:s3:::reports/*"]}}"#,
    )],
);

static EMPTY_OBJECT_CONDITION: Check = Check::suggestion(
    "EMPTY_OBJECT_CONDITION",
    kinds::ALL,
    "`Condition`, or what stands under an operator, is an empty object: it restricts nothing",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"Bool":{}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"Bool":{"aws:SecureTransport":"true"}, "StringLike": {}}}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"Bool":{"aws:SecureTransport":"true"}}}}"#,
    )],
);

static EMPTY_OBJECT_PRINCIPAL: Check = Check::suggestion(
    "EMPTY_OBJECT_PRINCIPAL",
    kinds::WITH_PRINCIPALS,
    "`Principal` is an empty object: the statement is about nobody",
)
.examples(
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{},"Action":"s3:GetObject",
"Resource":"arn:aws:s3:::reports/*"}}"#,
    )],
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
    )],
);

static EMPTY_SID_VALUE: Check =
    Check::suggestion("EMPTY_SID_VALUE", kinds::ALL, "`Sid` is an empty text: leave it out, or name the statement")
        .examples(
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Sid":"","Effect":"Deny","Action":"*","Resource":"*"}}"#,
            )],
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Sid":"No","Effect":"Deny","Action":"*","Resource":"*"}}"#,
            )],
        );

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for (elements, check) in [
        ([&statement.action, &statement.not_action], &EMPTY_ARRAY_ACTION),
        ([&statement.resource, &statement.not_resource], &EMPTY_ARRAY_RESOURCE),
    ] {
        for element in elements.into_iter().flatten() {
            if element.is_list && !element.is_mistyped && element.entries.is_empty() {
                let name = element.member.name();
                report.add(check, format!("`{name}` is an empty list"), vec![statement.at_value(element.member)]);
            }
        }
    }
    if let Some(sid) = statement.sid
        && sid.value().as_str().is_some_and(|text| text.is_empty())
    {
        let fix = Fix::new("remove `Sid`", vec![remove_member(report.source, sid)]);
        report.add_with_fixes(&EMPTY_SID_VALUE, "`Sid` is an empty text", vec![statement.at_value(sid)], vec![fix]);
    }
    look_at_principals(report, statement);
    look_at_condition(report, statement);
}

fn look_at_principals(report: &mut Report<'_>, statement: &Statement<'_, '_>) {
    for principals in statement.principal_elements() {
        let name = principals.member.name();
        if principals.text.is_none() && !principals.is_mistyped && principals.kinds.is_empty() {
            let places = vec![statement.at_value(principals.member)];
            report.add(&EMPTY_OBJECT_PRINCIPAL, format!("`{name}` is an empty object"), places);
        }
        for kind in &principals.kinds {
            let values = &kind.values;
            if values.is_list && !values.is_mistyped && values.entries.is_empty() {
                let places = vec![statement.at_principal_values(principals, kind)];
                report.add(&EMPTY_ARRAY_PRINCIPAL, format!("`{}` of `{name}` is an empty list", kind.name), places);
            }
        }
    }
}

fn look_at_condition(report: &mut Report<'_>, statement: &Statement<'_, '_>) {
    let Some(condition) = &statement.condition else { return };
    if !condition.is_mistyped && condition.blocks.is_empty() {
        let places = vec![statement.at_value(condition.member)];
        let fix = Fix::new("remove `Condition`", vec![remove_member(report.source, condition.member)]);
        report.add_with_fixes(&EMPTY_OBJECT_CONDITION, "`Condition` is an empty object", places, vec![fix]);
    }
    for block in &condition.blocks {
        if block.operator.is_some() && !block.is_mistyped && block.keys.is_empty() {
            let details = format!("`{}` has no condition key", block.name);
            // an only operator would leave an empty `Condition`
            let is_only = condition.blocks.len() == 1;
            let needless = if is_only { condition.member } else { block.member };
            let title = format!("remove `{}`", needless.name());
            let fix = Fix::new(title, vec![remove_member(report.source, needless)]);
            report.add_with_fixes(&EMPTY_OBJECT_CONDITION, details, vec![statement.at_block(block)], vec![fix]);
        }
        for key in &block.keys {
            if key.is_list && !key.is_mistyped && key.values.is_empty() {
                report_values(report, statement, block, key);
            }
        }
    }
}

fn report_values(report: &mut Report<'_>, statement: &Statement<'_, '_>, block: &Block<'_, '_>, key: &Key<'_, '_>) {
    let Some(operator) = block.operator else { return };
    let check = match operator.qualifier {
        Some(SetQualifier::ForAllValues) => &EMPTY_ARRAY_CONDITION_FORALLVALUES,
        Some(SetQualifier::ForAnyValue) => &EMPTY_ARRAY_CONDITION_FORANYVALUE,
        None if operator.if_exists => &EMPTY_ARRAY_CONDITION_IFEXISTS,
        None => &EMPTY_ARRAY_CONDITION,
    };
    report.add(check, format!("`{}` has an empty list of values", key.name), vec![statement.at_values(block, key)]);
}
