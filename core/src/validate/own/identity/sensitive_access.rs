//! Actions that give away credentials, access or data, on everything.

use crate::validate::check::{Check, Example};
use crate::validate::own::GIVEN;
use crate::validate::own::broad::{Broad, by_statement, find_broad, is_open, places_of, witness};
use crate::validate::own::sensitive::{SensitiveActions, Sensitivity};
use crate::validate::own::wording::listed;
use crate::validate::report::Report;
use crate::validate::subject::Subject;
use crate::validate::table::{Rule, Run};

use super::administrator::lets_everything_through;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&IE_CREDENTIALS_EXPOSURE, &IE_DATA_EXFILTRATION, &IE_RESOURCE_EXPOSURE],
    run: Run::Document(look),
};

static IE_CREDENTIALS_EXPOSURE: Check = Check::security(
    "IE_CREDENTIALS_EXPOSURE",
    GIVEN,
    "actions whose answers hold credentials are let through on everything: who calls them can act as somebody else",
)
.own()
.loud()
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Create*Key","Resource":"*"}}"#,
    )],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreateAccessKey",
"Resource":"arn:aws:iam::*:user/${aws:username}"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:List*","Resource":"*"}}"#,
        ),
    ],
);

static IE_DATA_EXFILTRATION: Check = Check::warning(
    "IE_DATA_EXFILTRATION",
    GIVEN,
    "actions that read what resources hold are let through on everything: who calls them can carry all of it away",
)
.own()
.loud()
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:Get*","ssm:GetParameter"],"Resource":"*"}}"#,
    )],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}}}"#,
        ),
    ],
);

static IE_RESOURCE_EXPOSURE: Check = Check::security(
    "IE_RESOURCE_EXPOSURE",
    GIVEN,
    "actions that write resource policies or share resources are let through on everything: who calls them can let in \
     anybody",
)
.own()
.loud()
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutBucket*","Resource":"*"}}"#,
    )],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutBucketPolicy","Resource":"arn:aws:s3:::reports"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"},
{"Effect":"Deny","Action":["sqs:AddPermission","sqs:SetQueueAttributes"],"Resource":"*"}]}"#,
        ),
    ],
);

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let facts = SensitiveActions::read();
    if !subject.statements.iter().any(is_open) {
        return;
    }
    let (Some(catalog), Some(evidence)) = (report.catalog(), report.evidence(subject)) else { return };
    if lets_everything_through(&evidence, subject) {
        return;
    }
    let broad = find_broad(report, subject, &|action| facts.has(action));
    for of_statement in by_statement(&broad) {
        for (check, kind, what) in [
            (&IE_CREDENTIALS_EXPOSURE, Sensitivity::Credentials, "answers with credentials, for every resource"),
            (&IE_DATA_EXFILTRATION, Sensitivity::Data, "reads the data of every resource"),
            (&IE_RESOURCE_EXPOSURE, Sensitivity::Exposure, "can open every resource to others"),
        ] {
            let is_kind = |one: &&Broad<'_>| facts.gives(one.action, kind);
            let own: Vec<&Broad<'_>> = of_statement.iter().filter(is_kind).collect();
            let Some(first) = own.first() else { continue };
            let names: Vec<String> = own.iter().map(|one| one.action.to_string()).collect();
            let details = format!("{} {what}: name the resources that are meant", listed(names.iter()));
            let request = witness(&evidence, catalog, first.action);
            report.add_with_witness(check, details, places_of(subject, &own), request);
        }
    }
}
