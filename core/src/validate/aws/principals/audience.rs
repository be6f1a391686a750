//! The claim that says for whom a token is (`oidc`).

use crate::condition::{ConditionOperator, SetQualifier};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::replace_string;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Block, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::provider::{is_well_known, trusted_issuers};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE, &CONFIRM_AUDIENCE_CLAIM_TYPE], run: Run::Statement(look) };

static FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE: Check = Check::security(
    "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
    kinds::TRUST,
    "`ForAnyValue` on the audience of a token: where the claim has one value the qualifier says nothing, and where it \
     has several a token for somebody else passes as well",
)
.examples(
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/id.example.com"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"ForAnyValue:StringEquals":{"id.example.com:aud":"sts.amazonaws.com"}}}}"#,
    )],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/id.example.com"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringEquals":{"id.example.com:aud":"sts.amazonaws.com"},
"ForAnyValue:StringEquals":{"id.example.com:amr":"mfa"}}}}"#,
    )],
);

static CONFIRM_AUDIENCE_CLAIM_TYPE: Check = Check::suggestion(
    "CONFIRM_AUDIENCE_CLAIM_TYPE",
    kinds::TRUST,
    "the audience of a token is tested without a qualifier: right where the issuer puts one value into the claim, so \
     make sure of that",
)
.examples(
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/id.example.com"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringEquals":{"id.example.com:aud":"sts.amazonaws.com"}}}}"#,
    )],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},
"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"accounts.google.com:aud":"app"}}}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    if !statement.condition_keys().any(|(_, key)| issuer_of(&key.name).is_some()) {
        return;
    }
    let issuers = trusted_issuers(statement);
    for (block, key) in statement.condition_keys() {
        let (Some(operator), Some(issuer)) = (block.operator, issuer_of(&key.name)) else { continue };
        if operator.operator == ConditionOperator::Null || !issuers.contains(&issuer.to_ascii_lowercase()) {
            continue;
        }
        let places = || vec![statement.at_key(block, key)];
        match operator.qualifier {
            Some(SetQualifier::ForAnyValue) => {
                let details = format!("`ForAnyValue` on `{}` lets a token for several audiences pass", key.name);
                let fixes = without_qualifier(statement, block).into_iter().collect();
                report.add_with_fixes(&FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE, details, places(), fixes);
            }
            // what IAM itself knows to have one value needs no second look
            None if !is_well_known(issuer) => {
                let details = format!("make sure that `{}` has one value in every token of the issuer", key.name);
                report.add(&CONFIRM_AUDIENCE_CLAIM_TYPE, details, places());
            }
            _ => {}
        }
    }
}

/// Whose audience does a key test?
fn issuer_of(key: &str) -> Option<&str> {
    let (issuer, claim) = key.rsplit_once(':')?;
    claim.eq_ignore_ascii_case("aud").then_some(issuer)
}

/// Where nothing else stands under the operator, and the operator without it does not stand there already.
fn without_qualifier(statement: &Statement<'_, '_>, block: &Block<'_, '_>) -> Option<Fix> {
    let (_, bare) = block.name.split_once(':')?;
    let [_] = block.keys.as_slice() else { return None };
    let blocks = &statement.condition.as_ref()?.blocks;
    let is_free = blocks.iter().all(|other| other.name != bare);
    is_free.then(|| Fix::new(format!("write `{bare}`"), vec![replace_string(block.member.name_span(), bare)]))
}
