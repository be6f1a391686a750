//! How much work a question about all requests may take.

use crate::analyze::AnalyzeOptions;

/// The options of a question that says how many steps it may take; the default unless said.
pub(super) fn options(max_steps: Option<usize>) -> AnalyzeOptions {
    let default = AnalyzeOptions::default();
    AnalyzeOptions { max_steps: max_steps.unwrap_or(default.max_steps), ..default }
}

#[cfg(test)]
mod tests {
    use crate::wire;

    #[test]
    fn a_question_without_steps_is_undecided() {
        let allow = |action: &str| {
            format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{action}","Resource":"*"}}]}}"#
            )
        };
        let (existing, new) = (allow("s3:Get*"), allow("s3:Put*"));
        let ask = |steps: &str| {
            let input = format!(
                r#"{{"existingPolicyDocument":{existing},"newPolicyDocument":{new},"policyType":"IDENTITY_POLICY"{steps}}}"#
            );
            wire::check_no_new_access(&input).unwrap()
        };
        assert!(ask(r#","maxSteps":0"#).contains(r#""undecided":true"#));
        assert!(!ask("").contains("undecided"));
    }
}
