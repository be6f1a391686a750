//! What several resources are called together.

use std::borrow::Cow;

use crate::action::Action;
use crate::arn::Arn;

use super::services::ServiceFacts;

/// Old formats of AWS's policy generator, captured for these services (rule `sim_resource_templates`):
/// what follows `arn:PARTITION:`.
const TEMPLATES: [(&str, &str); 7] = [
    ("ec2", "ec2:${Region}:${Account}:${ResourceType}/${ResourcePath}"),
    ("iam", "iam::${Account}:${ResourceType}/${ResourceName}"),
    ("kms", "kms:${Region}:${Account}:${ResourceType}/${Id}"),
    ("lambda", "lambda:${Region}:${Account}:${ResourceType}:${ResourceId}"),
    ("s3", "s3:::${BucketName}/${KeyName}"),
    ("sqs", "sqs:${Region}:${Account}:${QueueName}"),
    ("sts", "iam::${Account}:${RelativeId}"),
];

/// `EvalResourceName` of an action on these resources (rules `sim_eval_resource_name`,
/// `sim_action_mixing`); `None` where it has none or it is not known.
pub(super) fn name<'r>(action: &Action, resources: &'r [String], services: &dyn ServiceFacts) -> Option<Cow<'r, str>> {
    match resources {
        [] => Some("*".into()),
        [one] => Some(one.into()),
        [first, ..] => {
            if services.knows(action) == Some(false) {
                return Some("*".into());
            }
            let format = services.template(action).or_else(|| {
                let row = TEMPLATES.iter().find(|(service, _)| *service == action.service());
                row.map(|(_, format)| *format)
            })?;
            let partition = Arn::parse(first).map_or("aws", Arn::partition);
            Some(format!("arn:{partition}:{format}").into())
        }
    }
}
