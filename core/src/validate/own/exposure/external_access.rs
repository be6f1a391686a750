//! Resource policies that let in other accounts.

use crate::analyze::{AnalyzeOptions, ZoneOfTrust, find_external_access};
use crate::arn::Arn;
use crate::is_account_id;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::own::wording::listed;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::public_access::places;

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&IE_EXTERNAL_ACCESS], run: Run::Document(look) };

static IE_EXTERNAL_ACCESS: Check = Check::warning(
    "IE_EXTERNAL_ACCESS",
    kinds::WITH_PRINCIPALS,
    "somebody is let in who is not of the account that the policy's resources name; where they name none, everybody \
     whom the policy names counts",
)
.own()
.loud()
.examples(
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["111122223333","222233334444"]},
"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"}}"#,
    )],
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"}}"#,
    )],
);

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    if !subject
        .statements
        .iter()
        .any(|statement| statement.is_allow() && statement.principal_elements().next().is_some())
    {
        return;
    }
    let kinds = subject.statements.iter().flat_map(Statement::principal_elements).flat_map(|element| &element.kinds);
    if kinds.map(|kind| kind.values.entries.len()).sum::<usize>() > MAX_PRINCIPALS {
        return;
    }
    let Some(evidence) = report.evidence(subject) else { return };
    let mut zone = ZoneOfTrust::default();
    for entry in
        subject.statements.iter().flat_map(|statement| &statement.resource).flat_map(|element| &element.entries)
    {
        let account = Arn::parse(&entry.text).map(|arn| arn.account().to_owned());
        if let Some(account) = account.filter(|account| is_account_id(account))
            && !zone.accounts.contains(&account)
            && zone.accounts.len() < MAX_ACCOUNTS
        {
            zone.accounts.push(account);
        }
    }
    // it takes up to sixteen times the steps of one question
    let options = AnalyzeOptions { max_steps: evidence.options.max_steps / 4, ..evidence.options.clone() };
    let found = find_external_access(&evidence.policy, &zone, &[], &options).findings;
    for finding in found.into_iter().filter(|finding| !finding.is_public) {
        let at = places(&evidence, subject, &finding.witness);
        let (kind, who) = &finding.principal;
        let conditions: Vec<String> = finding.condition.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let only = if conditions.is_empty() { String::new() } else { format!(", where {}", listed(conditions.iter())) };
        let details = format!(
            "`{who}` ({kind}) can ask for {}{only}: make sure that it is meant",
            listed(finding.actions.iter())
        );
        report.add_with_witness(&IE_EXTERNAL_ACCESS, details, at, Some(finding.witness));
    }
}

/// Of how many principals one by one is told whether they are outside: each is compared with all that were found.
const MAX_PRINCIPALS: usize = 128;

/// How many accounts are taken as the resources' own.
const MAX_ACCOUNTS: usize = 16;
