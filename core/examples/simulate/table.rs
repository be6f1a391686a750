//! The answer for people: one line for each action and resource.

use std::collections::HashMap;
use std::fmt::Write as _;

use iam_eval::simulate::{EvalDecision, EvaluationResult, MatchedStatement, SimulatePolicyOutput, StatementPositions};
use iam_eval::{ParseOptions, Policy, Profile};

use super::arguments::Asked;

const COLUMNS: [&str; 5] = ["DECISION", "ACTION", "RESOURCE", "BECAUSE OF", "MISSING KEYS"];

/// A table with aligned columns, then what should be known about it.
pub(crate) fn render(asked: &Asked, output: &SimulatePolicyOutput, color: bool) -> String {
    let mut names = Names { asked, policies: HashMap::new() };
    let mut rows = Vec::new();
    for result in &output.evaluation_results {
        names.add_rows(result, &mut rows);
    }
    let mut widths = COLUMNS.map(|title| title.chars().count());
    for (_, cells) in &rows {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    line(&mut text, &COLUMNS.map(str::to_owned), &widths, None);
    for (decision, cells) in &rows {
        line(&mut text, cells, &widths, color.then_some(*decision));
    }
    if let Some(marker) = &output.marker {
        let _ = writeln!(text, "more: --marker {marker}");
    }
    for note in output.notes() {
        let _ = writeln!(text, "note: {}", note.message);
    }
    text
}

fn line(text: &mut String, cells: &[String; 5], widths: &[usize; 5], color: Option<EvalDecision>) {
    let mut whole = String::new();
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let padding = " ".repeat(2 + width.saturating_sub(cell.chars().count()));
        match color.filter(|_| at == 0) {
            Some(decision) => {
                let _ = write!(whole, "\x1b[{}m{cell}\x1b[0m{padding}", code(decision));
            }
            None => {
                let _ = write!(whole, "{cell}{padding}");
            }
        }
    }
    let _ = writeln!(text, "{}", whole.trim_end());
}

/// Green, yellow, red.
fn code(decision: EvalDecision) -> u8 {
    match decision {
        EvalDecision::Allowed => 32,
        EvalDecision::ImplicitDeny => 33,
        EvalDecision::ExplicitDeny => 31,
    }
}

/// How statements are called: by `Sid` and file.
struct Names<'a> {
    asked: &'a Asked,
    policies: HashMap<String, Option<(Policy, StatementPositions)>>,
}

impl Names<'_> {
    fn add_rows(&mut self, result: &EvaluationResult, rows: &mut Vec<(EvalDecision, [String; 5])>) {
        let mut add = |resource: &str, decision, statements: &[MatchedStatement], by_boundary, missing: &[String]| {
            let by = if statements.is_empty() {
                self.nothing(result, by_boundary).to_owned()
            } else {
                statements.iter().map(|statement| self.statement(statement)).collect::<Vec<_>>().join(", ")
            };
            let word = EvalDecision::as_str(decision).to_owned();
            let action = result.eval_action_name.clone();
            rows.push((decision, [word, action, resource.to_owned(), by, missing.join(", ")]));
        };
        for one in &result.resource_specific_results {
            let by_boundary = one.permissions_boundary_decision_detail;
            let (decision, missing) = (one.eval_resource_decision, &one.missing_context_values);
            add(&one.eval_resource_name, decision, &one.matched_statements, by_boundary, missing);
        }
        if result.resource_specific_results.is_empty() {
            let resource = result.eval_resource_name.as_deref().unwrap_or("*");
            let by_boundary = result.permissions_boundary_decision_detail;
            let (decision, missing) = (result.eval_decision, &result.missing_context_values);
            add(resource, decision, &result.matched_statements, by_boundary, missing);
        }
    }

    /// Why it is denied where no statement says so.
    fn nothing(
        &self,
        result: &EvaluationResult,
        by_boundary: Option<iam_eval::simulate::PermissionsBoundaryDecisionDetail>,
    ) -> &'static str {
        let by_organization = result.organizations_decision_detail;
        if by_organization.is_some_and(|detail| !detail.allowed_by_organizations) {
            "service control policies"
        } else if by_boundary.is_some_and(|detail| !detail.allowed_by_permissions_boundary) {
            "the permissions boundary does not allow it"
        } else if self.asked.input.resource_policy.is_some() {
            "no statement allows it for this caller"
        } else {
            "no statement allows it"
        }
    }

    fn statement(&mut self, statement: &MatchedStatement) -> String {
        let id = &statement.source_policy_id;
        let text = self.asked.policy(id);
        let policy = self.policies.entry(id.clone()).or_insert_with(|| {
            let policy = ParseOptions::new().profile(Profile::Lenient).parse(&text?.text).ok()?;
            let positions = StatementPositions::of(&policy);
            Some((policy, positions))
        });
        let index = policy.as_ref().and_then(|(_, positions)| positions.find(statement.start_position));
        let sid = policy.as_ref().zip(index).and_then(|((policy, _), index)| policy.statement(index)?.sid());
        let line = statement.end_position.line;
        let place = text.map_or(id.as_str(), |text| text.place.as_str());
        match (sid, index) {
            (Some(sid), _) => format!("{sid} in {place}"),
            (None, Some(index)) => format!("statement {} in {place}", index + 1),
            (None, None) => format!("the statement that ends on line {line} of {place}"),
        }
    }
}
