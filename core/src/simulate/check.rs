//! What may be asked: actions, resources, options.

use crate::action::Action;
use crate::arn::Arn;
use crate::document::{Element, Policy, Statement};

use super::error::SimulationError;
use super::services::ServiceFacts;

/// Reads the actions as they are written (rule `sim_action_literal`).
pub(super) fn actions(names: &[String]) -> Result<Vec<Action>, SimulationError> {
    let read = |name: &String| {
        let has_names = name.contains(':');
        has_names
            .then(|| Action::literal(name))
            .ok_or_else(|| SimulationError::invalid("The action is invalid since it is missing names"))
    };
    names.iter().map(read).collect()
}

/// Rule `sim_resource_arns`: which resources there are; none for those omitted and for `*` alone.
pub(super) fn resources(arns: &[String]) -> Result<&[String], SimulationError> {
    arns.iter().try_for_each(|arn| resource(arn))?;
    Ok(match arns {
        [only] if only == "*" => &[],
        arns => arns,
    })
}

fn resource(arn: &str) -> Result<(), SimulationError> {
    if arn == "*" { Ok(()) } else { arn_format(arn) }
}

fn arn_format(arn: &str) -> Result<(), SimulationError> {
    let good = Arn::parse(arn)
        .is_some_and(|arn| !arn.partition().is_empty() && !arn.service().is_empty() && !arn.resource().is_empty());
    if good {
        return Ok(());
    }
    Err(SimulationError::invalid(format!("ResourceNames are not in a valid ARN format: {arn}.")))
}

/// Rule `sim_resource_policy_needs`, of the request.
pub(super) fn resource_policy_request(resources: &[String]) -> Result<(), SimulationError> {
    if resources.is_empty() || resources.iter().any(|resource| resource == "*") {
        let message = "Invalid Entity Arn: * does not clearly define entity type and name.";
        return Err(SimulationError::invalid(message));
    }
    Ok(())
}

/// Rule `sim_resource_policy_needs`, of the resource policy: it names ARNs.
pub(super) fn resource_policy(policy: &Policy) -> Result<(), SimulationError> {
    let elements = policy.statements().filter_map(Statement::resource);
    elements.flat_map(Element::entries).try_for_each(|entry| arn_format(entry.as_str()))
}

/// The scenarios of `ResourceHandlingOption`, and the one action that has any (IAM API reference).
const HANDLING_OPTIONS: [&str; 6] = [
    "EC2-Classic-InstanceStore",
    "EC2-Classic-EBS",
    "EC2-VPC-InstanceStore",
    "EC2-VPC-InstanceStore-Subnet",
    "EC2-VPC-EBS",
    "EC2-VPC-EBS-Subnet",
];
const HANDLED_ACTION: &str = "ec2:runinstances";

/// Rule `sim_handling_option`: an option changes no answer, but not every action has one.
pub(super) fn handling_option(option: Option<&str>, actions: &[Action]) -> Result<(), SimulationError> {
    if !option.is_some_and(|option| HANDLING_OPTIONS.contains(&option)) {
        return Ok(());
    }
    match actions.iter().find(|action| action.lower() != HANDLED_ACTION) {
        None => Ok(()),
        Some(action) => Err(SimulationError::invalid(format!(
            "Invalid input resource handling options. Action does not support resource handling options: {action}. \
             Please refer to https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html"
        ))),
    }
}

/// Rule `sim_action_mixing`: with resources, actions that AWS knows and others do not mix.
pub(super) fn mixing(
    actions: &[Action],
    resources: &[String],
    services: &dyn ServiceFacts,
) -> Result<(), SimulationError> {
    if resources.is_empty() {
        return Ok(());
    }
    let named = |known: bool| {
        let of_kind = actions.iter().filter(|action| services.knows(action) == Some(known));
        of_kind.map(Action::as_str).collect::<Vec<_>>().join(",")
    };
    let (known, unknown) = (named(true), named(false));
    if known.is_empty() || unknown.is_empty() {
        return Ok(());
    }
    // AWS's message ends with a blank
    let message =
        format!("Invalid Input Actions: [{known}] and [{unknown}] require different authorization information. ");
    Err(SimulationError::invalid(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sim_action_literal() {
        let names = ["s3:", "s3:*", "s3:Get Object", "a:b:c", ":"].map(String::from);
        let read = actions(&names).unwrap();
        assert!(read.iter().zip(&names).all(|(action, name)| action.as_str() == name));
        for bad in ["GetObject", "", "*"] {
            let error = actions(&[bad.to_owned()]).unwrap_err();
            assert_eq!(error.message, "The action is invalid since it is missing names", "{bad}");
        }
    }

    #[test]
    fn sim_resource_arns() {
        for good in ["arn:unknown:s3:::name", "arn:aws:s3:??:x:*", "*"] {
            assert!(resources(&[good.to_owned()]).is_ok(), "{good}");
        }
        for bad in ["arn:aws:s3", "arn::s3:::name", "arn:aws::::name", "arn:aws:s3:::", "", "**"] {
            let error = resources(&[bad.to_owned()]).unwrap_err();
            assert_eq!(error.message, format!("ResourceNames are not in a valid ARN format: {bad}."));
        }
        assert!(resources(&["*".to_owned()]).unwrap().is_empty());
        assert_eq!(resources(&["*".to_owned(), "*".to_owned()]).unwrap().len(), 2);
    }

    #[test]
    fn sim_handling_option() {
        let run = [Action::literal("EC2:RunInstances")];
        let get = [Action::literal("s3:GetObject")];
        assert!(handling_option(Some("EC2-VPC-EBS"), &run).is_ok());
        assert!(handling_option(Some("whatever"), &get).is_ok());
        let error = handling_option(Some("EC2-VPC-EBS"), &get).unwrap_err();
        assert!(error.message.starts_with("Invalid input resource handling options. Action does not support"));
        assert!(error.message.contains("s3:GetObject"));
    }
}
