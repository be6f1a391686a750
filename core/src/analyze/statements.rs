//! Statements that a policy could do without.

use crate::document::{Effect, Policy};

use super::answer::{Undecided, UndecidedReason, Verdict};
use super::containment::{AnalyzeOptions, check_contained_spending};
use super::custom_check::CheckedPolicyType;
use super::question::check_unreachable_spending;
use super::region::Region;

/// What a copy of a statement costs, in steps.
const COPY: usize = 32;

/// Statements of which something was asked, by their index from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FoundStatements {
    /// Those of which it is so.
    pub statements: Vec<usize>,
    /// Those of which it is not known.
    pub undecided: Vec<(usize, Undecided)>,
}

impl FoundStatements {
    fn add(&mut self, index: usize, verdict: Verdict) -> bool {
        match verdict {
            Verdict::Proved => self.statements.push(index),
            Verdict::Undecided(why) => self.undecided.push((index, why)),
            Verdict::Refuted(_) => return false,
        }
        self.statements.last() == Some(&index)
    }

    fn sorted(mut self) -> Self {
        self.statements.sort_unstable();
        self.undecided.sort_unstable_by_key(|(index, _)| *index);
        self
    }
}

/// Which statements may be left out, all of them together, without changing what a policy lets through? Of two that
/// say the same the first stays. Steps are shared by all statements.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, CheckedPolicyType, find_redundant_statements}};
///
/// let policy: Policy = r#"{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},
///     {"Effect":"Allow","Action":"s3:Get*","Resource":"*"},{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#.parse()?;
/// let found = find_redundant_statements(&policy, CheckedPolicyType::IdentityPolicy, &AnalyzeOptions::default());
/// assert_eq!(found.statements, [0, 2]);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn find_redundant_statements(
    policy: &Policy,
    kind: CheckedPolicyType,
    options: &AnalyzeOptions,
) -> FoundStatements {
    find_redundant_among(policy, kind, options, &|_| true)
}

/// As [`find_redundant_statements`], of those that are asked about alone.
pub(crate) fn find_redundant_among(
    policy: &Policy,
    kind: CheckedPolicyType,
    options: &AnalyzeOptions,
    is_asked: &dyn Fn(usize) -> bool,
) -> FoundStatements {
    let (mut found, mut steps) = (FoundStatements::default(), options.max_steps);
    let mut left = Region::of_checked(policy, kind);
    let asked = policy.statements().filter(|statement| is_asked(statement.index()));
    for statement in asked.collect::<Vec<_>>().into_iter().rev() {
        let clauses: usize = left.layers.iter().map(Vec::len).sum();
        steps = steps.saturating_sub(clauses * COPY);
        if steps == 0 {
            found.undecided.push((statement.index(), Undecided { reason: UndecidedReason::Steps }));
            continue;
        }
        let mut without = left.clone();
        for clauses in &mut without.layers {
            clauses.retain(|clause| clause.index != statement.index());
        }
        let verdict = match statement.effect() {
            Effect::Allow => check_contained_spending(&left, &without, options, &mut steps),
            Effect::Deny => check_contained_spending(&without, &left, options, &mut steps),
        };
        if found.add(statement.index(), verdict) {
            left = without;
        }
    }
    found.sorted()
}

/// Which statements match no request at all? Steps are shared by all statements.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, CheckedPolicyType, find_unreachable_statements}};
///
/// let policy: Policy = r#"{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
///     {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":
///         {"StringEquals":{"aws:SourceVpc":"a"},"Null":{"aws:SourceVpc":"true"}}}]}"#.parse()?;
/// let found = find_unreachable_statements(&policy, CheckedPolicyType::IdentityPolicy, &AnalyzeOptions::default());
/// assert_eq!(found.statements, [1]);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn find_unreachable_statements(
    policy: &Policy,
    kind: CheckedPolicyType,
    options: &AnalyzeOptions,
) -> FoundStatements {
    find_unreachable_among(&Region::of_checked(policy, kind), options, &|_| true)
}

/// As [`find_unreachable_statements`], of those of a region that are asked about alone.
pub(crate) fn find_unreachable_among(
    region: &Region,
    options: &AnalyzeOptions,
    is_asked: &dyn Fn(usize) -> bool,
) -> FoundStatements {
    let (mut found, mut steps) = (FoundStatements::default(), options.max_steps);
    for clause in region.layers.iter().flatten().filter(|clause| is_asked(clause.index)) {
        found.add(clause.index, check_unreachable_spending(region, clause, options, &mut steps));
    }
    found.sorted()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_left_out_together() {
        let text = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":"*","Resource":"*"},
            {"Effect":"Allow","Action":"*","Resource":"*"},
            {"Effect":"Deny","Action":"s3:*","Resource":"*"},
            {"Effect":"Deny","Action":["s3:Get*","s3:*"],"Resource":"*"},
            {"Effect":"Deny","Action":"sqs:*","Resource":"*"}]}"#;
        let found = find_redundant_statements(
            &text.parse().unwrap(),
            CheckedPolicyType::IdentityPolicy,
            &AnalyzeOptions::default(),
        );
        assert_eq!((found.statements, found.undecided), (vec![1, 3], vec![]));
    }

    #[test]
    fn who_was_not_tried_may_still_call() {
        let text = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":
                {"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:user/bob*"}}},
            {"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":
                {"StringEquals":{"aws:SourceVpc":"a"},"Null":{"aws:SourceVpc":"true"}}}]}"#;
        let kind = CheckedPolicyType::ResourcePolicy;
        let found = find_unreachable_statements(&text.parse().unwrap(), kind, &AnalyzeOptions::default());
        assert_eq!(found.statements, [1]);
        assert_eq!(found.undecided.first().map(|(index, _)| *index), Some(0));
    }

    #[test]
    fn many_statements_end() {
        let one = r#"{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"}"#;
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, vec![one; 5_000].join(","));
        let policy = text.parse().unwrap();
        let found = find_redundant_statements(&policy, CheckedPolicyType::IdentityPolicy, &AnalyzeOptions::default());
        assert!(!found.undecided.is_empty());
    }
}
