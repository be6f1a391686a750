//! Known paths to access that was not given.

use std::cell::Cell;

use crate::analyze::{EscalationPath, find_escalation_paths, may_take_path};
use crate::pattern::Pattern;
use crate::validate::check::{Check, Example};
use crate::validate::own::GIVEN;
use crate::validate::own::places::of_requests;
use crate::validate::report::Report;
use crate::validate::subject::Subject;
use crate::validate::table::{Rule, Run};

use super::administrator::lets_everything_through;

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&IE_ESCALATION_PATH], run: Run::Document(look) };

static IE_ESCALATION_PATH: Check = Check::security(
    "IE_ESCALATION_PATH",
    GIVEN,
    "the requests of a known path to more access are all let through: who has the policy can gain what was not given",
)
.own()
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreatePolicyVersion","Resource":"*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole",
"Resource":"arn:aws:iam::111122223333:role/*"},
{"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}]}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*",
"Condition":{"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}},
{"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}]}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*Policy*","Resource":"*"},
{"Effect":"Deny","NotAction":["iam:Get*","iam:List*"],"Resource":"*"}]}"#,
        ),
    ],
);

/// At how many entries one looks before the solver is asked.
const MAX_LOOKS: usize = 1 << 18;

/// May a statement allow an action, by the words of its actions?
fn may_be_allowed(subject: &Subject<'_, '_>, action: &str, left: &Cell<usize>) -> bool {
    let (service, name) = action.split_once(':').unwrap_or((action, ""));
    let names = |text: &str| match text.split_once(':') {
        _ if left.get() == 0 => true,
        Some((own, rest)) if !own.contains(['*', '?']) => {
            own.eq_ignore_ascii_case(service)
                && if rest.contains(['*', '?']) {
                    Pattern::action(rest).is_match(name)
                } else {
                    rest.eq_ignore_ascii_case(name)
                }
        }
        _ => Pattern::action(text).is_match(action),
    };
    let mut allows = subject.statements.iter().filter(|statement| statement.is_allow());
    allows.any(|statement| {
        statement.not_action.is_some()
            || statement.action.iter().flat_map(|element| &element.entries).any(|entry| {
                left.set(left.get().saturating_sub(1));
                names(&entry.text)
            })
    })
}

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    // most documents lack an action of each path
    let left = Cell::new(MAX_LOOKS);
    if !may_take_path(&|action| may_be_allowed(subject, action, &left)) {
        return;
    }
    let (Some(catalog), Some(evidence)) = (report.catalog(), report.evidence(subject)) else { return };
    if lets_everything_through(&evidence, subject) {
        return;
    }
    let found = find_escalation_paths(&evidence.region, catalog, &evidence.options_left()).found;
    for path in &found {
        // what takes more than another path says no more
        let takes = |path: &EscalationPath| -> Vec<String> {
            path.requests.iter().map(|request| request.action().as_str().to_ascii_lowercase()).collect()
        };
        let own = takes(path);
        let is_longer = found.iter().any(|other| {
            let other = takes(other);
            other.len() < own.len() && other.iter().all(|action| own.contains(action))
        });
        if is_longer {
            continue;
        }
        let mut steps: Vec<String> = Vec::new();
        for request in &path.requests {
            let step = format!("`{}` on `{}`", request.action().as_str(), request.resource());
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        let details = format!(
            "path `{}` ({}) is open by {}: leave out one of the actions, or limit the resources to ones that are worth \
             no more",
            path.id,
            path.category,
            steps.join(", then ")
        );
        let places = of_requests(&evidence, subject, &path.requests);
        let witness = path.requests.first().map(|request| Box::new(request.clone()));
        report.add_with_witness(&IE_ESCALATION_PATH, details, places, witness);
    }
}
