//! The flags of `aws iam simulate-custom-policy`, and the input they make.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, ValueEnum};
use iam_eval::simulate::{ContextEntry, OrganizationLevel, SimulateCustomPolicyInput};

use super::shorthand;
use super::texts::{self, Text};

/// Simulates IAM policies as `aws iam simulate-custom-policy` does, without calling AWS.
///
/// A policy is its JSON, or `file://NAME`.
#[derive(Debug, Parser)]
#[command(name = "simulate")]
pub(crate) struct Arguments {
    /// The identity policies
    #[arg(long, num_args = 1.., value_name = "POLICY")]
    policy_input_list: Vec<String>,
    /// The actions, such as s3:ListBucket
    #[arg(long, num_args = 1.., value_name = "ACTION")]
    action_names: Vec<String>,
    /// The resources; `*` unless given
    #[arg(long, num_args = 1.., value_name = "ARN")]
    resource_arns: Vec<String>,
    /// Context keys: ContextKeyName=…,ContextKeyValues=a,b,ContextKeyType=string, or JSON
    #[arg(long, num_args = 1.., value_name = "ENTRY")]
    context_entries: Vec<String>,
    /// The permissions boundary
    #[arg(long, num_args = 1.., value_name = "POLICY")]
    permissions_boundary_policy_input_list: Vec<String>,
    /// The resource's policy; needs --caller-arn
    #[arg(long, value_name = "POLICY")]
    resource_policy: Option<String>,
    /// An IAM ARN of the account that owns the resource
    #[arg(long, value_name = "ARN")]
    resource_owner: Option<String>,
    /// Who asks: a user, role or group
    #[arg(long, value_name = "ARN")]
    caller_arn: Option<String>,
    /// Ours: the account that would sign the call
    #[arg(long, value_name = "ACCOUNT")]
    caller_account: Option<String>,
    /// Service control policies of all levels, as JSON
    #[arg(long, value_name = "JSON")]
    ordered_organization_policy_input_list: Option<String>,
    /// Ours: the service control policies of one level; once for each, from the root down
    #[arg(long, num_args = 1.., value_name = "POLICY")]
    service_control_policy_input_list: Vec<String>,
    /// A scenario of ec2:RunInstances
    #[arg(long, value_name = "OPTION")]
    resource_handling_option: Option<String>,
    /// At most so many actions; all of them unless given
    #[arg(long, value_name = "NUMBER")]
    max_items: Option<i64>,
    /// The marker that the page before ended with
    #[arg(long, alias = "starting-token", value_name = "MARKER")]
    marker: Option<String>,
    /// The whole input as JSON; flags take precedence
    #[arg(long, value_name = "JSON")]
    cli_input_json: Option<String>,
    /// How to print the answer
    #[arg(long, value_enum, default_value = "json")]
    output: OutputFormat,
}

/// How to print the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    Json,
    Table,
}

/// What is to be asked, and where each policy came from.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) input: SimulateCustomPolicyInput,
    pub(crate) output: OutputFormat,
    policies: Vec<(String, Text)>,
}

impl Asked {
    /// The policy that answers and errors call by this name.
    pub(crate) fn policy(&self, id: &str) -> Option<&Text> {
        self.policies.iter().find(|(own, _)| own == id).map(|(_, text)| text)
    }
}

/// Reads the command line.
pub(crate) fn read(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<(Arguments, Vec<Vec<String>>), clap::Error> {
    let matches = Arguments::command().try_get_matches_from(arguments)?;
    let levels = matches.get_occurrences::<String>("service_control_policy_input_list");
    let levels = levels.into_iter().flatten().map(|level| level.cloned().collect()).collect();
    Ok((Arguments::from_arg_matches(&matches)?, levels))
}

impl Arguments {
    /// The input that the flags make; `levels` are the service control policies, one list for each
    /// time the flag was given.
    pub(crate) fn ask(self, levels: &[Vec<String>]) -> Result<Asked, String> {
        let (mut input, place) = match &self.cli_input_json {
            Some(argument) => {
                let text = texts::read("--cli-input-json", argument)?;
                (texts::parse(&text)?, text.place)
            }
            None => (SimulateCustomPolicyInput::default(), String::new()),
        };
        let mut asked = Vec::new();
        let mut policies = |name: &str, flag: &str, arguments: &[String], list: &mut Vec<String>| {
            if !arguments.is_empty() {
                let texts = texts::read_list(flag, arguments)?;
                *list = texts.iter().map(|text| text.text.clone()).collect();
                asked.extend((1..).zip(texts).map(|(at, text)| (format!("{name}.{at}"), text)));
                return Ok(());
            }
            let of_input = list.iter().map(|text| Text { text: text.clone(), place: format!("{place}: {name}") });
            asked.extend((1..).zip(of_input).map(|(at, text)| (format!("{name}.{at}"), text)));
            Ok::<(), String>(())
        };
        policies("PolicyInputList", "--policy-input-list", &self.policy_input_list, &mut input.policy_input_list)?;
        policies(
            "PermissionsBoundaryPolicyInputList",
            "--permissions-boundary-policy-input-list",
            &self.permissions_boundary_policy_input_list,
            &mut input.permissions_boundary_policy_input_list,
        )?;
        if let Some(argument) = &self.ordered_organization_policy_input_list {
            let text = texts::read("--ordered-organization-policy-input-list", argument)?;
            input.ordered_organization_policy_input_list = texts::parse(&text)?;
        }
        if !levels.is_empty() {
            input.ordered_organization_policy_input_list = vec![OrganizationLevel::default(); levels.len()];
        }
        let levels = levels.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
        for ((at, level), arguments) in (1..).zip(&mut input.ordered_organization_policy_input_list).zip(levels) {
            let name = format!("OrderedOrganizationPolicyInputList.{at}");
            let list = &mut level.service_control_policy_input_list;
            policies(&name, "--service-control-policy-input-list", arguments, list)?;
        }
        if let Some(argument) = &self.resource_policy {
            input.resource_policy = Some(texts::read("--resource-policy", argument)?.text);
        }
        if let Some(text) = &input.resource_policy {
            let file = self.resource_policy.as_deref().and_then(|argument| argument.strip_prefix("file://"));
            let place = file.unwrap_or("--resource-policy").to_owned();
            asked.push(("ResourcePolicy".to_owned(), Text { text: text.clone(), place }));
        }
        let entries = self.entries()?;
        replace_list(&mut input.context_entries, entries);
        replace_list(&mut input.action_names, self.action_names);
        replace_list(&mut input.resource_arns, self.resource_arns);
        replace(&mut input.resource_owner, self.resource_owner);
        replace(&mut input.caller_arn, self.caller_arn);
        replace(&mut input.caller_account, self.caller_account);
        replace(&mut input.resource_handling_option, self.resource_handling_option);
        replace(&mut input.max_items, self.max_items);
        replace(&mut input.marker, self.marker);
        if input.action_names.is_empty() {
            return Err("expected at least one action; give --action-names".to_owned());
        }
        Ok(Asked { input, output: self.output, policies: asked })
    }

    fn entries(&self) -> Result<Vec<ContextEntry>, String> {
        let mut entries = Vec::new();
        for argument in &self.context_entries {
            let text = texts::read("--context-entries", argument)?;
            match text.text.trim_start().chars().next() {
                Some('[') => entries.extend(texts::parse::<Vec<ContextEntry>>(&text)?),
                Some('{') => entries.push(texts::parse(&text)?),
                _ => entries.push(shorthand::read(&text.text)?),
            }
        }
        Ok(entries)
    }
}

fn replace<T>(place: &mut Option<T>, given: Option<T>) {
    if given.is_some() {
        *place = given;
    }
}

fn replace_list<T>(place: &mut Vec<T>, given: Vec<T>) {
    if !given.is_empty() {
        *place = given;
    }
}
