//! By which action may which principal take on a role (`trust_action_principal`)?

use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::replace_string;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Actions, Entry, PrincipalKind, Principals, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::provider::Provider;
use super::sts;

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&MISMATCHED_ACTION_FOR_PRINCIPAL], run: Run::Statement(look) };

static MISMATCHED_ACTION_FOR_PRINCIPAL: Check = Check::error(
    "MISMATCHED_ACTION_FOR_PRINCIPAL",
    kinds::TRUST,
    "an action by which the principal cannot take on the role: who comes by SAML calls `sts:AssumeRoleWithSAML`, who \
     comes by OpenID Connect `sts:AssumeRoleWithWebIdentity`, and who has credentials of AWS `sts:AssumeRole`",
)
.for_untyped_too()
.examples(
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:saml-provider/corp"},"Action":["sts:AssumeRole","sts:TagSession"]}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["444455556666"]},
"Action":"STS:AssumeRoleWithWebIdentity"}}"#,
        ),
        Example::resource(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},
"Action":"sts:AssumeRoleWithSAML","Resource":"*"}}"#,
        ),
    ],
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:saml-provider/corp"},"Action":["sts:AssumeRoleWithSAML","sts:SetSourceIdentity"]}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:*"}}"#,
        ),
    ],
);

/// With what does a caller come?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller {
    Saml,
    WebIdentity,
    Credentials,
}

impl Caller {
    fn own_action(self) -> &'static str {
        match self {
            Self::Saml => "sts:AssumeRoleWithSAML",
            Self::WebIdentity => "sts:AssumeRoleWithWebIdentity",
            Self::Credentials => "sts:AssumeRole",
        }
    }

    /// Can it call this action of STS?
    fn may_call(self, action: &str) -> bool {
        let is = |name: &str| action.eq_ignore_ascii_case(name);
        match self {
            Self::Saml => is("AssumeRoleWithSAML") || is("TagSession") || is("SetSourceIdentity"),
            Self::WebIdentity => !is("AssumeRole") && !is("AssumeRoleWithSAML"),
            Self::Credentials => !is("AssumeRoleWithSAML") && !is("AssumeRoleWithWebIdentity"),
        }
    }
}

/// What a place costs, in steps: it is kept, and a document may have as many as it has principals times actions.
const COST_OF_PLACE: usize = 64;

/// The longest ARN of a principal (IAM API reference, `arnType`).
const LONGEST_NAME: usize = 2048;

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let (Some(actions), Some(principals)) = (&statement.action, &statement.principal) else { return };
    if !actions.entries.iter().any(|entry| is_looked_at(report, entry)) {
        return;
    }
    let callers: Vec<_> = callers(principals).collect();
    let has = |caller: Caller| callers.iter().any(|(_, _, found)| *found == caller);
    let present: Vec<Caller> =
        [Caller::Saml, Caller::WebIdentity, Caller::Credentials].into_iter().filter(|caller| has(*caller)).collect();
    for action in &actions.entries {
        let Some(name) = sts::single_action(&action.text).filter(|_| is_looked_at(report, action)) else { continue };
        if present.iter().all(|caller| caller.may_call(name)) {
            continue;
        }
        if !report.spend(callers.len()) {
            return;
        }
        let cannot: Vec<_> = callers.iter().filter(|(_, _, caller)| !caller.may_call(name)).collect();
        if !report.spend(cannot.len().saturating_mul(COST_OF_PLACE)) {
            return;
        }
        // the same names stand in the finding of every action, so long ones are left to its places
        let short = cannot.iter().map(|(_, entry, _)| &*entry.text).filter(|text| text.len() <= LONGEST_NAME);
        let named: Vec<_> = short.take(3).map(|text| format!("`{text}`")).collect();
        let who = if named.is_empty() { "these principals".to_owned() } else { named.join(", ") };
        let details = format!("`{}` cannot be called by {who}", action.text);
        let mut places = vec![statement.at_entry(actions, action)];
        places.extend(cannot.into_iter().map(|(kind, entry, _)| statement.at_principal(principals, kind, entry)));
        let fixes = correct(actions, action, principals, &present).into_iter().collect();
        report.add_with_fixes(&MISMATCHED_ACTION_FOR_PRINCIPAL, details, places, fixes);
    }
}

/// A pattern may cover the right action, and of an action that there is not that is said elsewhere.
fn is_looked_at(report: &Report<'_>, entry: &Entry<'_>) -> bool {
    let known = |name: &str| {
        let service = report.catalog().and_then(|catalog| catalog.service("sts"));
        service.is_none_or(|service| service.action(name).is_some())
    };
    sts::single_action(&entry.text).is_some_and(known)
}

type Found<'p, 'd, 's> = (&'p PrincipalKind<'d, 's>, &'p Entry<'s>, Caller);

fn callers<'p, 'd, 's>(principals: &'p Principals<'d, 's>) -> impl Iterator<Item = Found<'p, 'd, 's>> {
    principals.kinds.iter().flat_map(|kind| {
        kind.values.entries.iter().filter_map(move |entry| {
            let caller = match &*kind.name {
                "AWS" => Caller::Credentials,
                "Federated" => match Provider::read(&entry.text) {
                    Provider::Saml => Caller::Saml,
                    Provider::Oidc(_) => Caller::WebIdentity,
                    Provider::Malformed | Provider::Open => return None,
                },
                _ => return None,
            };
            Some((kind, entry, caller))
        })
    })
}

/// Where all come in one way, and by an action of this statement that is not theirs, theirs was meant.
fn correct(
    actions: &Actions<'_, '_>,
    action: &Entry<'_>,
    principals: &Principals<'_, '_>,
    present: &[Caller],
) -> Option<Fix> {
    let [caller] = present else { return None };
    let is_assumption = |text: &str| sts::single_action(text).is_some_and(is_assume);
    let is_only = actions.entries.len() <= 8
        && actions.entries.iter().filter(|entry| is_assumption(&entry.text)).count() == 1
        && is_assumption(&action.text)
        && !sts::any_covers(actions, caller.own_action());
    let all_come = principals.kinds.len() == 1;
    let right = caller.own_action();
    (is_only && all_come).then(|| Fix::new(format!("write `{right}`"), vec![replace_string(action.span, right)]))
}

fn is_assume(name: &str) -> bool {
    name.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("AssumeRole"))
}
