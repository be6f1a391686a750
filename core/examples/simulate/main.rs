//! `aws iam simulate-custom-policy` without AWS.
//!
//! ```text
//! cargo run --example simulate -- --output table \
//!     --policy-input-list file://core/examples/policies/administrator-access.json \
//!     --permissions-boundary-policy-input-list file://core/examples/policies/boundary-s3-ec2-describe.json \
//!     --action-names s3:ListBucket ec2:StartInstances iam:DeleteUser
//! ```
//!
//! The flags are those of the AWS CLI, and so is the JSON, as `--no-paginate` prints it. Exit code 0
//! if there is an answer, 2 for bad usage or input.

mod arguments;
mod run;
mod shorthand;
mod table;
mod texts;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let wants_color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let color = wants_color && std::io::stdout().is_terminal();
    match run::run(std::env::args_os(), color) {
        Ok(text) => match std::io::stdout().write_all(text.as_bytes()) {
            // whoever reads may stop early, as `head` does
            Ok(()) => ExitCode::SUCCESS,
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => fail(&error.to_string()),
        },
        Err(run::Failure::Usage(error)) => {
            let _ = error.print();
            ExitCode::from(if error.use_stderr() { 2 } else { 0 })
        }
        Err(run::Failure::Input(message)) => fail(&message),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}
