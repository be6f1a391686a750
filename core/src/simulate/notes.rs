//! What should be known about an answer and AWS's fields do not say.

use std::borrow::Cow;

use serde::Serialize;

use super::output::SimulatePolicyOutput;

/// Something to know about an answer that AWS's fields do not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Note {
    /// A stable name, in kebab case.
    pub code: &'static str,
    /// A sentence for people.
    pub message: Cow<'static, str>,
}

/// What holds of every simulation (rule `sim_not_real`).
const ALWAYS: [(&str, &str); 2] = [
    (
        "not-simulated",
        "session policies, resource control policies, VPC endpoint policies and trust policies are not simulated",
    ),
    ("resource-policy-given", "no resource has a policy but the one given as `ResourcePolicy`"),
];

const ORGANIZATIONS: (&str, &str) = (
    "scp-conditions",
    "conditions of service control policies are evaluated here; AWS's console long took no notice of such policies",
);

pub(super) fn of(output: &SimulatePolicyOutput) -> Vec<Note> {
    let results = &output.evaluation_results;
    let mut notes: Vec<Note> = ALWAYS.into_iter().map(note).collect();
    if results.iter().any(|result| result.organizations_decision_detail.is_some()) {
        notes.push(note(ORGANIZATIONS));
    }
    let mut services: Vec<&str> = results
        .iter()
        .filter(|result| result.eval_resource_name.is_none())
        .filter_map(|result| result.eval_action_name.split(':').next())
        .collect();
    services.sort_unstable();
    services.dedup();
    notes.extend(services.into_iter().map(|service| Note {
        code: "template-unknown",
        message: format!("how AWS names several resources of `{service}` together is not known, so `EvalResourceName` is left out")
            .into(),
    }));
    notes
}

fn note((code, message): (&'static str, &'static str)) -> Note {
    Note { code, message: message.into() }
}
