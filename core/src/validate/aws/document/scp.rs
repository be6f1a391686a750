//! What service control policies were once refused for (`scp`).
//!
//! Since 2025-09-19 they take the whole language (AWS Organizations user guide, "SCP syntax"). Four of the codes are
//! retired; the fifth is still on AWS's page, and looked for where
//! [`has_old_scp_syntax`](crate::validate::ValidateOptions::has_old_scp_syntax) asks for it.

use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&SCP_SYNTAX_ERROR_ACTION_WILDCARD], run: Run::Statement(look) };

pub(in crate::validate) static RETIRED: Rule = Rule {
    checks: &[
        &SCP_SYNTAX_ERROR_ALLOW_CONDITION,
        &SCP_SYNTAX_ERROR_ALLOW_NOTACTION,
        &SCP_SYNTAX_ERROR_ALLOW_RESOURCE,
        &SCP_SYNTAX_ERROR_NOTRESOURCE,
    ],
    run: Run::Elsewhere,
};

static SCP_SYNTAX_ERROR_ACTION_WILDCARD: Check = Check::error(
    "SCP_SYNTAX_ERROR_ACTION_WILDCARD",
    kinds::SCP,
    "a wildcard elsewhere than at the end of an action, which service control policies took no sooner than 2025-09-19",
)
.examples(
    &[
        Example::scp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["sqs:*","sqs:*Queue"],"Resource":"*"}}"#,
        ),
        Example::scp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"sqs:?etQueue*","Resource":"*"}}"#,
        ),
    ],
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["*","sqs:*","sqs:Get*"],"Resource":"*"}}"#,
    )],
);

static SCP_SYNTAX_ERROR_ALLOW_CONDITION: Check = Check::error(
    "SCP_SYNTAX_ERROR_ALLOW_CONDITION",
    kinds::SCP,
    "a statement of a service control policy allows under a condition; that is accepted by now",
)
.retired()
.examples(
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*",
"Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}}"#,
    )],
    &[Example::scp(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}"#)],
);

static SCP_SYNTAX_ERROR_ALLOW_NOTACTION: Check = Check::error(
    "SCP_SYNTAX_ERROR_ALLOW_NOTACTION",
    kinds::SCP,
    "a statement of a service control policy allows with `NotAction`; that is accepted by now",
)
.retired()
.examples(
    &[Example::scp(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"sqs:*","Resource":"*"}}"#)],
    &[Example::scp(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"sqs:*","Resource":"*"}}"#)],
);

static SCP_SYNTAX_ERROR_ALLOW_RESOURCE: Check = Check::error(
    "SCP_SYNTAX_ERROR_ALLOW_RESOURCE",
    kinds::SCP,
    "a statement of a service control policy allows on other resources than `*`; that is accepted by now",
)
.retired()
.examples(
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*",
"Resource":"arn:aws:sqs:*:*:jobs"}}"#,
    )],
    &[Example::scp(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}"#)],
);

static SCP_SYNTAX_ERROR_NOTRESOURCE: Check = Check::error(
    "SCP_SYNTAX_ERROR_NOTRESOURCE",
    kinds::SCP,
    "a statement of a service control policy has `NotResource`; that is accepted by now",
)
.retired()
.examples(
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*",
"NotResource":"arn:aws:sqs:*:*:jobs"}}"#,
    )],
    &[Example::scp(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#)],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    if !report.options.has_old_scp_syntax {
        return;
    }
    for element in statement.action_elements() {
        for entry in &element.entries {
            if entry.text.trim_end_matches(['*', '?']).contains(['*', '?']) {
                let details = format!("expected wildcards only at the end of `{}`", entry.text);
                let places = vec![statement.at_entry(element, entry)];
                report.add(&SCP_SYNTAX_ERROR_ACTION_WILDCARD, details, places);
            }
        }
    }
}
