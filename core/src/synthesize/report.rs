//! A synthesis in other forms: words, Terraform, Access Analyzer's answer.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::usage::Time;

use super::containment::WithinResult;
use super::coverage::Proof;
use super::result::Synthesis;
use super::template::ArnTemplate;

impl Synthesis {
    /// The answer in words: what was used, what is granted and why, what is proved, what is not certain.
    pub fn report(&self) -> String {
        let mut text = String::new();
        let mut line = |words: String| {
            text.push_str(&words);
            text.push('\n');
        };
        line(format!("Usage of {}", self.principals.join(", ")));
        if let (Some(first), Some(last)) = (self.window.first, self.window.last) {
            line(format!("from {first} to {last}"));
        }
        let sizes: Vec<String> = self.policies.iter().map(|policy| format!("{} characters", policy.size)).collect();
        line(format!("{} statements in {} policies ({})", self.evidence.len(), self.policies.len(), sizes.join(", ")));
        for evidence in &self.evidence {
            let actions = evidence.pairs.len();
            let last = evidence.last.map_or_else(String::new, |last| format!(", last on {last}"));
            line(format!("  {}: {} events for {actions} uses{last}", evidence.sid, evidence.count));
        }
        let coverage = &self.coverage;
        line(match coverage.proof {
            Proof::Proved => format!(
                "Everything used is granted: {} of {} uses, each asked of the evaluator",
                coverage.covered, coverage.used
            ),
            _ => format!("Not everything used is granted: {} of {} uses", coverage.covered, coverage.used),
        });
        match coverage.is_minimal {
            Some(true) => {
                line("Nothing can be left out: each pair of action and resource is needed by a use".to_owned());
            }
            Some(false) => line("Some pair of action and resource could be left out".to_owned()),
            None => {}
        }
        let within = &self.within_current;
        match within.result {
            WithinResult::Proved => line("Everything granted is granted by today's policies".to_owned()),
            WithinResult::Refuted => {
                for (action, resource) in &within.outside_current {
                    line(format!("Not granted today: {action} on {resource}"));
                }
            }
            WithinResult::Undecided => {
                line(format!("{} pairs could not be compared with today's policies", within.undecided.len()));
            }
            WithinResult::NotGiven => {}
        }
        for widening in &self.widened {
            line(format!("Wider than used: {} instead of {}", widening.to.join(", "), widening.from.join(", ")));
        }
        for uncertain in &self.uncertain {
            line(format!("Not certain ({}): {} on {}", uncertain.reason, uncertain.action, uncertain.resource));
        }
        for suggestion in &self.suggestions {
            line(format!(
                "AWS documents {} as also needed for {}",
                suggestion.action,
                suggestion.because_of.join(", ")
            ));
        }
        for condition in &self.conditions {
            let values: Vec<&str> = condition.values.iter().map(|(value, _)| value.as_str()).collect();
            line(format!("All events of {} have {} = {}", condition.sid, condition.key, values.join(" or ")));
        }
        text
    }

    /// The policies as Terraform: a resource each, named after the policy; with
    /// [`ArnTemplate::Terraform`](super::ArnTemplate::Terraform) for any account, and the data sources beside them.
    pub fn to_terraform(&self, template: ArnTemplate) -> String {
        let mut text = String::new();
        let is_template = template == ArnTemplate::Terraform;
        if is_template {
            for source in ["aws_partition", "aws_region", "aws_caller_identity"] {
                let _ = writeln!(text, "data \"{source}\" \"current\" {{}}");
            }
            text.push('\n');
        }
        for policy in &self.policies {
            let label: String =
                policy.name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
            let document = policy.document.to_json_pretty();
            let document = if is_template {
                self.filled(&document, template)
            } else {
                // a policy's `${` is Terraform's own, and so is `%{`
                document.replace("${", "$${").replace("%{", "%%{")
            };
            let indented = document.replace('\n', "\n    ");
            let _ = write!(
                text,
                "resource \"aws_iam_policy\" \"{label}\" {{\n  name   = \"{}\"\n  policy = <<-POLICY\n    {indented}\n  POLICY\n}}\n",
                policy.name
            );
        }
        text
    }

    /// The answer in the shape of Access Analyzer's `GetGeneratedPolicy`; the caller says which job it was
    /// and when.
    pub fn as_access_analyzer(&self, job_id: &str, started: Time, completed: Time) -> Value {
        let policies: Vec<Value> =
            self.policies.iter().map(|policy| json!({"policy": policy.document.to_json()})).collect();
        let window = |time: Option<Time>| time.map_or(Value::Null, |time| json!(time));
        json!({
            "jobDetails": {"jobId": job_id, "status": "SUCCEEDED", "startedOn": started, "completedOn": completed},
            "generatedPolicyResult": {
                "properties": {
                    "isComplete": self.is_complete,
                    "principalArn": self.principals.first(),
                    "cloudTrailProperties": {
                        "trailProperties": [],
                        "startTime": window(self.window.first),
                        "endTime": window(self.window.last),
                    },
                },
                "generatedPolicies": policies,
            },
        })
    }
}
