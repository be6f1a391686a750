//! From a command line to a printed answer.

use std::ffi::OsString;

use iam_eval::simulate::{SimulatePolicyOutput, SimulationError, simulate_custom_policy};
use serde::Serialize;

use super::arguments::{self, Asked, OutputFormat};
use super::table;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line; also where it asks for help.
    Usage(clap::Error),
    /// What it names or holds.
    Input(String),
}

/// What is to be printed.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>, color: bool) -> Result<String, Failure> {
    let (arguments, levels) = arguments::read(arguments).map_err(Failure::Usage)?;
    let mut asked = arguments.ask(&levels).map_err(Failure::Input)?;
    let output = all_pages(&mut asked).map_err(|error| Failure::Input(explain(&asked, &error)))?;
    match asked.output {
        OutputFormat::Json => json(&output).map_err(|error| Failure::Input(error.to_string())),
        OutputFormat::Table => Ok(table::render(&asked, &output, color)),
    }
}

/// As the AWS CLI does, asks for the pages that are left unless only some were wanted.
fn all_pages(asked: &mut Asked) -> Result<SimulatePolicyOutput, SimulationError> {
    let wants_all = asked.input.max_items.is_none() && asked.input.marker.is_none();
    let mut output = simulate_custom_policy(&asked.input)?;
    while wants_all && output.is_truncated {
        asked.input.marker = output.marker.take();
        let next = simulate_custom_policy(&asked.input)?;
        output.evaluation_results.extend(next.evaluation_results);
        (output.is_truncated, output.marker) = (next.is_truncated, next.marker);
    }
    Ok(output)
}

/// AWS's words, and where a policy could not be read.
fn explain(asked: &Asked, error: &SimulationError) -> String {
    let SimulationError { code, message, .. } = error;
    let mut text = format!("An error occurred ({code}) when calling the SimulateCustomPolicy operation: {message}");
    if let (Some(id), Some(reason)) = (error.policy(), error.parse_error()) {
        let place = asked.policy(id).map_or(id, |policy| &policy.place);
        text = format!("{place}:{}:{}: {}\n{text}", reason.line(), reason.column(), reason.message());
    }
    text
}

/// Indented by four blanks, as the AWS CLI prints.
fn json(output: &SimulatePolicyOutput) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    output.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, formatter))?;
    bytes.push(b'\n');
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
