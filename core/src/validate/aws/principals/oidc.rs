//! OIDC issuers that are trusted whoever the token is for (`oidc`).

use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::provider::{Provider, claim_of, is_github};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL, &MISSING_GITHUB_REPO_CONDITION_KEY],
    run: Run::Statement(look),
};

static MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: Check = Check::security(
    "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
    kinds::TRUST,
    "an issuer of OpenID Connect is trusted without a condition on any claim of its own: everybody to whom it gives a \
     token may take on the role",
)
.examples(
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/id.example.com/tenant"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringEquals":{"id.example.com:aud":"app"}}}}"#,
    )],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/id.example.com/tenant"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringEquals":{"id.example.com/tenant:aud":"app"}}}}"#,
    )],
);

static MISSING_GITHUB_REPO_CONDITION_KEY: Check = Check::security(
    "MISSING_GITHUB_REPO_CONDITION_KEY",
    kinds::TRUST,
    "GitHub's issuer is trusted without a condition on `token.actions.githubusercontent.com:sub`, which names the \
     repository: workflows of others may take on the role",
)
.examples(
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"]},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}}}"#,
    )],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringLike":{"Token.Actions.GitHubUserContent.com:Sub":"repo:acme/site:ref:refs/heads/main"}}}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(principals) = statement.principal.as_ref().filter(|_| statement.is_allow()) else { return };
    let keys = statement.condition_keys().count();
    for (kind, entry) in principals.values_of("Federated") {
        let Provider::Oidc(issuer) = Provider::read(&entry.text) else { continue };
        if !report.spend(keys) {
            return;
        }
        let mut has_claim = false;
        let mut has_subject = false;
        for claim in statement.condition_keys().filter_map(|(_, key)| claim_of(&key.name, issuer)) {
            has_claim = true;
            has_subject |= claim.eq_ignore_ascii_case("sub");
        }
        let place = || vec![statement.at_principal(principals, kind, entry)];
        if !has_claim {
            let details = format!("whoever has a token of `{issuer}` is trusted; say whose with `{issuer}:sub`");
            report.add(&MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL, details, place());
        }
        if is_github(issuer) && !has_subject {
            let details = format!("workflows of any repository are trusted; name it with `{issuer}:sub`");
            report.add(&MISSING_GITHUB_REPO_CONDITION_KEY, details, place());
        }
    }
}
