//! A decision that is known, as the files in `data` state it, asked of both evaluators.
//!
//! It must not know which rule is asked about. The law its users check: the compiled evaluator, its
//! answer alone, and the naive reference all say what the file says.

use iam_eval::wire::{self, PolicySetInput, RequestInput};
use serde::Deserialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::reference;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Of the worked cases.
    pub number: Option<usize>,
    pub rule: String,
    pub note: String,
    /// As written, so that the text of a number reaches the crate.
    pub policies: Box<RawValue>,
    pub request: Box<RawValue>,
    /// `allow`, `deny_explicit`, `deny_implicit`, `depends`, or `error`.
    pub expect: String,
    /// The code of an error.
    pub code: Option<String>,
    pub decided_by: Option<String>,
    pub level: Option<u64>,
    #[serde(default)]
    pub maybe_explicit: bool,
    pub principal_grade: Option<String>,
    pub depends_on: Option<Json>,
    pub missing_keys: Option<Json>,
    /// Whether the naive evaluator can be asked too.
    #[serde(default = "yes")]
    pub reference: bool,
}

fn yes() -> bool {
    true
}

/// Reads the cases of a file.
pub fn read(text: &'static str) -> Vec<Case> {
    serde_json::from_str(text).expect("the cases are of the shape above")
}

impl Case {
    /// As `wire::evaluate` takes it.
    pub fn input(&self) -> String {
        format!(r#"{{"policies": {}, "request": {}}}"#, self.policies, self.request)
    }

    /// What is answered otherwise, by whom; none if both evaluators are right.
    pub fn faults(&self) -> impl Iterator<Item = String> {
        let engines = [("compiled", asked_of_the_crate(self)), ("reference", asked_of_the_reference(self))];
        let number = self.number.map_or_else(String::new, |number| format!("{number} "));
        let name = format!("{number}{}, {}", self.rule, self.note);
        engines
            .into_iter()
            .filter_map(move |(engine, told)| Some(format!("{name} ({engine}): {}\n  {}", told.err()?, self.input())))
    }
}

fn same<T: Copy + PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}")) }
}

fn asked_of_the_crate(case: &Case) -> Result<(), String> {
    let told = match wire::evaluate(&case.input()) {
        Ok(told) => told,
        Err(error) if case.expect == "error" => return same("code", Some(error.code()), case.code.as_deref()),
        Err(error) => return Err(format!("expected {}, found the error `{error}`", case.expect)),
    };
    let told: Json = serde_json::from_str(&told).expect("a decision is JSON");
    let answer = match case.expect.as_str() {
        "allow" => "allowed",
        "deny_explicit" => "explicitDeny",
        "deny_implicit" => "implicitDeny",
        other => other,
    };
    same("answer", told["answer"].as_str(), Some(answer))?;
    same("maybe_explicit", told["maybeExplicit"] == true, case.maybe_explicit)?;
    if let Some(layer) = &case.decided_by {
        same("decided_by", told["decidedBy"]["layer"].as_str(), Some(layer))?;
    }
    if let Some(level) = case.level {
        same("level", told["decidedBy"]["level"].as_u64(), Some(level))?;
    }
    if let Some(grade) = &case.principal_grade {
        same("principal_grade", told["principalGrade"].as_str(), Some(grade))?;
    }
    if let Some(depends_on) = &case.depends_on {
        same("depends_on", &told["dependsOn"], depends_on)?;
    }
    if let Some(missing_keys) = &case.missing_keys {
        same("missing_keys", &told["missingKeys"], missing_keys)?;
    }
    // the answer alone takes another way through the index
    let set: PolicySetInput<'_> = serde_json::from_str(case.policies.get()).expect("it was read above");
    let request: RequestInput = serde_json::from_str(case.request.get()).expect("it was read above");
    let decided = set.build().expect("as above").decide(&request.build().expect("as above"));
    same("decide", decided.as_str(), answer)
}

fn asked_of_the_reference(case: &Case) -> Result<(), String> {
    if !case.reference {
        return Ok(());
    }
    let json = |text: &RawValue| serde_json::from_str::<Json>(text.get()).expect("it is JSON");
    let outcome = match reference::decide(&json(&case.policies), &json(&case.request)) {
        Ok(outcome) => outcome,
        Err(_) if case.expect == "error" => return Ok(()),
        Err(error) => return Err(format!("expected {}, found the error `{error}`", case.expect)),
    };
    let answer = match outcome.answer {
        reference::Answer::Allow => "allow",
        reference::Answer::DenyExplicit => "deny_explicit",
        reference::Answer::DenyImplicit => "deny_implicit",
        reference::Answer::Depends => "depends",
    };
    same("answer", answer, &case.expect)?;
    same("maybe_explicit", outcome.maybe_explicit, case.maybe_explicit)?;
    match &case.decided_by {
        Some(layer) => same("decided_by", outcome.decided_by, Some(layer)),
        None => Ok(()),
    }
}
