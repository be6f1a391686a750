//! The programs that the two READMEs show compile, run and end well. They are written again here,
//! since a README has no way to hide the lines that a doc-test of `?` needs, and held against what
//! the READMEs say. Neither this file nor the root's README is part of the package.

use std::error::Error;

const THIS: &str = include_str!("readme.rs");

#[rustfmt::skip]
#[test]
fn readme() -> Result<(), Box<dyn Error>> {
// readme begins
use iam_eval::{Policy, PolicySet, Request};

let admin: Policy = r#"{"Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#.parse()?;
let boundary: Policy = r#"{"Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": ["s3:*", "ec2:Describe*"], "Resource": "*"}}"#.parse()?;

let set = PolicySet::builder().identity([admin]).permissions_boundary(boundary).build();
let decision = set.evaluate(&Request::new("iam:DeleteUser", "*")?);

assert!(!decision.is_allowed());
println!("{}", decision.explain()); // denied: no statement of the permissions boundary allows it
// readme ends
    assert_eq!(decision.explain(), "denied: no statement of the permissions boundary allows it");
    assert_eq!(between(include_str!("../../README.md"), "```rust\n", "```"), shown("readme"));
    Ok(())
}

#[rustfmt::skip]
mod crate_page {
// crate_page begins
use iam_eval::{Policy, PolicySet, Request};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let admin: Policy = r#"{"Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#.parse()?;
    let boundary: Policy = r#"{"Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": ["s3:*", "ec2:Describe*"], "Resource": "*"}}"#.parse()?;
    let set = PolicySet::builder().identity([admin]).permissions_boundary(boundary).build();
    for action in ["s3:ListBucket", "ec2:StartInstances", "iam:DeleteUser"] {
        println!("{action}: {}", set.evaluate(&Request::new(action, "*")?).explain());
    }
    Ok(())
}
// crate_page ends

#[test]
fn crate_page() -> Result<(), Box<dyn std::error::Error>> {
    assert_eq!(super::between(include_str!("../README.md"), "<<'EOF'\n", "EOF\n"), super::shown("crate_page"));
    main()
}
}

/// What stands between two marks, the first of each.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    text.split_once(from)?.1.split_once(to).map(|(inside, _)| inside)
}

fn shown(program: &str) -> Option<&'static str> {
    between(THIS, &format!("\n// {program} begins\n"), &format!("// {program} ends\n"))
}
