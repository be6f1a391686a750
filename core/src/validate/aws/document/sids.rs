//! What `Sid` may be, and whether it is the only one (`sids`).

use std::borrow::Cow;
use std::collections::BTreeSet;

use smallvec::SmallVec;

use crate::document::PolicyType;
use crate::json::Member;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::replace_string;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&UNIQUE_SIDS_REQUIRED, &UNIQUE_SIDS_RECOMMENDED, &UNSUPPORTED_SID], run: Run::Document(look) };

static UNIQUE_SIDS_REQUIRED: Check = Check::error(
    "UNIQUE_SIDS_REQUIRED",
    kinds::IDENTITY_SCP_RCP,
    "statements share a `Sid`, and the policy is of a kind that is only stored where none do",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"No","Effect":"Deny","Action":"sqs:*","Resource":"*"},
{"Sid":"No2","Effect":"Deny","Action":"sns:*","Resource":"*"},
{"Sid":"No","Effect":"Deny","Action":"kms:*","Resource":"*"}]}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"No","Effect":"Deny","Action":"sqs:*","Resource":"*"},
{"Sid":"NO","Effect":"Deny","Action":"sns:*","Resource":"*"},
{"Effect":"Deny","Action":"kms:*","Resource":"*"},{"Effect":"Deny","Action":"rds:*","Resource":"*"}]}"#,
    )],
);

static UNIQUE_SIDS_RECOMMENDED: Check = Check::warning(
    "UNIQUE_SIDS_RECOMMENDED",
    kinds::RESOURCE,
    "statements share a `Sid`: the policy is stored, and nobody can say which of them is meant",
)
.examples(
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":[
{"Sid":"a b","Effect":"Deny","Principal":"*","Action":"sqs:SendMessage","Resource":"*"},
{"Sid":"a b","Effect":"Deny","Principal":"*","Action":"sqs:DeleteQueue","Resource":"*"}]}"#,
    )],
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":[
{"Sid":"a","Effect":"Deny","Principal":"*","Action":"sqs:SendMessage","Resource":"*"},
{"Sid":"b","Effect":"Deny","Principal":"*","Action":"sqs:DeleteQueue","Resource":"*"}]}"#,
    )],
);

static UNSUPPORTED_SID: Check = Check::error(
    "UNSUPPORTED_SID",
    kinds::IDENTITY_SCP_RCP,
    "`Sid` has characters other than the letters and digits of ASCII",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Sid":"no-queues","Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#,
        ),
        Example::scp(
            r#"{"Version":"2012-10-17","Statement":{"Sid":"é","Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Sid":"NoQueues1","Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#,
        ),
        // services that keep resource policies take more
        Example::resource(
            r#"{"Version":"2012-10-17","Statement":{"Sid":"no queues","Effect":"Deny","Principal":"*",
"Action":"sqs:SendMessage","Resource":"*"}}"#,
        ),
    ],
);

struct Named<'a, 'd, 's> {
    sid: Cow<'s, str>,
    member: Member<'d, 's>,
    statement: &'a Statement<'d, 's>,
}

type Names<'a, 'd, 's> = SmallVec<[Named<'a, 'd, 's>; 8]>;

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let mut names: Names<'_, '_, '_> = subject
        .statements
        .iter()
        .filter_map(|statement| {
            let member = statement.sid?;
            let sid = member.value().as_str().filter(|sid| !sid.is_empty())?;
            Some(Named { sid, member, statement })
        })
        .collect();
    if names.iter().any(|named| !is_supported(&named.sid)) {
        report_unsupported(report, &names);
    }
    // the sort keeps the order of the statements among equals
    names.sort_by(|a, b| a.sid.cmp(&b.sid));
    if names.windows(2).any(|pair| matches!(pair, [a, b] if a.sid == b.sid)) {
        report_shared(report, &names);
    }
}

fn is_supported(sid: &str) -> bool {
    sid.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn report_unsupported(report: &mut Report<'_>, names: &Names<'_, '_, '_>) {
    let mut taken: BTreeSet<Cow<'_, str>> = names.iter().map(|named| Cow::Borrowed(&*named.sid)).collect();
    for named in names.iter().filter(|named| !is_supported(&named.sid)) {
        let kept: String = named.sid.chars().filter(char::is_ascii_alphanumeric).collect();
        let is_name = !kept.is_empty() && !taken.contains(&*kept);
        let fix = is_name.then(|| {
            taken.insert(Cow::Owned(kept.clone()));
            let edit = replace_string(named.member.value().span(), &kept);
            Fix::new(format!("write `{kept}`"), vec![edit])
        });
        let details = format!("expected a `Sid` of letters and digits, found `{}`", named.sid);
        let places = vec![named.statement.at_value(named.member)];
        report.add_with_fixes(&UNSUPPORTED_SID, details, places, Vec::from_iter(fix));
    }
}

/// One finding a name (`sids`): `names` is sorted.
fn report_shared(report: &mut Report<'_>, names: &Names<'_, '_, '_>) {
    let check = match report.options.policy_type {
        PolicyType::Resource => &UNIQUE_SIDS_RECOMMENDED,
        _ => &UNIQUE_SIDS_REQUIRED,
    };
    let mut taken: BTreeSet<Cow<'_, str>> = names.iter().map(|named| Cow::Borrowed(&*named.sid)).collect();
    for group in names.chunk_by(|a, b| a.sid == b.sid) {
        let [first, later @ ..] = group else { continue };
        if later.is_empty() {
            continue;
        }
        let mut number = 1_usize;
        let edits = later.iter().map(|named| {
            let free = loop {
                number += 1;
                let name = format!("{}{number}", first.sid);
                // each number that is taken is a statement's, so this ends
                if taken.insert(Cow::Owned(name.clone())) {
                    break name;
                }
            };
            replace_string(named.member.value().span(), &free)
        });
        let fix = Fix::new("number the later ones", edits.collect());
        let places = group.iter().map(|named| named.statement.at_value(named.member)).collect();
        let details = format!("{} statements have the `Sid` `{}`", group.len(), first.sid);
        report.add_with_fixes(check, details, places, vec![fix]);
    }
}
