//! Which workflows of GitHub a role trusts (`github_sub`).

use crate::condition::OperatorFamily;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Block, Key, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::exact::is_exact;
use super::provider::{claim_of, is_github, trusted_issuers};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED], run: Run::Statement(look) };

static SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: Check = Check::warning(
    "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
    kinds::TRUST,
    "the condition on `token.actions.githubusercontent.com:sub` does not name one repository and one branch: whoever can \
     push to another branch may take on the role",
)
.examples(
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":["repo:acme/site:ref:refs/heads/main",
"repo:acme/site:ref:refs/heads/*"]}}}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:acme/site:pull_request"}}}}"#,
        ),
    ],
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":["repo:acme/site:ref:refs/heads/release/1"]}}}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:acme/site:environment:prod",
"token.actions.githubusercontent.com:ref":"refs/heads/main"}}}}"#,
        ),
    ],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let subjects = || claims(statement).filter(|(_, _, _, claim)| claim.eq_ignore_ascii_case("sub"));
    if !statement.is_allow() || subjects().next().is_none() {
        return;
    }
    let issuers = trusted_issuers(statement);
    let has_branch =
        claims(statement).any(|(_, key, _, claim)| claim.eq_ignore_ascii_case("ref") && is_one_branch(key));
    for (block, key, issuer, _) in subjects() {
        if !issuers.contains(&issuer.to_ascii_lowercase()) {
            continue;
        }
        for entry in &key.values {
            let is_settled = match read(&entry.text) {
                Some(Rest::Branch) => true,
                Some(Rest::Other) => has_branch,
                None => false,
            };
            if !is_settled {
                // the way to each value holds the name of the key, which may be long
                if !report.spend(key.name.len() / 16) {
                    return;
                }
                let details = format!(
                    "expected `repo:OWNER/NAME:ref:refs/heads/BRANCH` without wildcards, found `{}`",
                    entry.text
                );
                let places = vec![statement.at_condition_value(block, key, entry)];
                report.add(&SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED, details, places);
            }
        }
    }
}

/// The keys of GitHub's issuer whose values must be one of a list, with the issuer and the claim.
fn claims<'t, 'd, 's>(
    statement: &'t Statement<'d, 's>,
) -> impl Iterator<Item = (&'t Block<'d, 's>, &'t Key<'d, 's>, &'t str, &'t str)> {
    statement.condition_keys().filter_map(|(block, key)| {
        let operator = block.operator?.operator;
        if operator.family() != OperatorFamily::String || operator.is_negated() {
            return None;
        }
        let (issuer, _) = key.name.rsplit_once(':')?;
        let claim = claim_of(&key.name, issuer).filter(|_| is_github(issuer))?;
        Some((block, key, issuer, claim))
    })
}

/// What of a repository does a subject name?
enum Rest {
    Branch,
    Other,
}

/// None where it does not name one repository.
///
/// Source: GitHub documentation, "`OpenID` Connect reference", "Example subject claims".
fn read(subject: &str) -> Option<Rest> {
    let (repository, rest) = subject.strip_prefix("repo:")?.split_once(':')?;
    let (owner, name) = repository.split_once('/')?;
    if owner.is_empty() || name.is_empty() || name.contains('/') || !is_exact(repository) {
        return None;
    }
    let branch = rest.strip_prefix("ref:").is_some_and(is_branch);
    Some(if branch { Rest::Branch } else { Rest::Other })
}

fn is_branch(text: &str) -> bool {
    is_exact(text) && text.strip_prefix("refs/heads/").is_some_and(|branch| !branch.is_empty())
}

/// A condition that allows more than one does not settle it (seen in AWS's answers, rule `github_sub`).
fn is_one_branch(key: &Key<'_, '_>) -> bool {
    matches!(key.values.as_slice(), [only] if is_branch(&only.text))
}
