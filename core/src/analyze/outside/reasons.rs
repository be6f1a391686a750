//! Which statements make a policy public.

use crate::document::Policy;

use super::super::containment::AnalyzeOptions;
use super::super::custom_check::{CustomCheck, by_statement};
use super::super::region::Region;
use super::named::Named;
use super::public::{PublicAccess, anybody, check_no_public_access};
use super::resource_type::ResourceType;
use super::search::Search;

/// Is a resource's policy public, and which of its statements make it so? As [`check_no_public_access`], with a
/// request for each statement.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, ResourceType, explain_public_access}};
///
/// let policy: Policy = r#"{"Statement":[
///     {"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"},
///     {"Sid":"Everyone","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}"#.parse()?;
/// let (access, check) = explain_public_access(&policy, ResourceType::S3Bucket, &AnalyzeOptions::default());
/// assert!(!access.verdict.is_proved());
/// assert_eq!((check.reasons.len(), check.reasons[0].statement_index), (1, 1));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn explain_public_access(
    policy: &Policy,
    resource_type: ResourceType,
    options: &AnalyzeOptions,
) -> (PublicAccess, CustomCheck) {
    let access = check_no_public_access(policy, resource_type, options);
    let region = Region::of_resource(policy);
    let clauses: Vec<_> = region.layers.iter().flatten().collect();
    let named = Named::of(&[policy], &clauses, &[]);
    let mut steps = options.max_steps;
    let check = by_statement(policy, &region, access.verdict.clone(), &mut steps, |region, steps| {
        let mut search = Search { region, controls: &[], options, steps: *steps };
        let verdict = search.is_closed_to(&anybody(&named), None, &[]);
        *steps = search.steps;
        verdict
    });
    (access, check)
}
