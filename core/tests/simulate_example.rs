//! The `simulate` example on the policies that come with it.

use std::ffi::OsString;

#[path = "../examples/simulate/arguments.rs"]
mod arguments;
#[path = "../examples/simulate/run.rs"]
mod run;
#[path = "../examples/simulate/shorthand.rs"]
mod shorthand;
#[path = "../examples/simulate/table.rs"]
mod table;
#[path = "../examples/simulate/texts.rs"]
mod texts;

use run::Failure;
use serde_json::Value;

/// Runs a command line; `@NAME` stands for `file://` and an example policy.
fn run(line: &[&str]) -> Result<String, Failure> {
    let policies = concat!("file://", env!("CARGO_MANIFEST_DIR"), "/examples/policies/");
    let arguments = line.iter().map(|argument| match argument.strip_prefix('@') {
        Some(name) => OsString::from(format!("{policies}{name}.json")),
        None => OsString::from(argument),
    });
    run::run(std::iter::once(OsString::from("simulate")).chain(arguments), false)
}

fn decisions(line: &[&str]) -> Vec<(String, String)> {
    let output: Value = serde_json::from_str(&run(line).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let results = output["EvaluationResults"].as_array().unwrap().iter();
    results.map(|result| (text(&result["EvalActionName"]), text(&result["EvalDecision"]))).collect()
}

fn refusal(line: &[&str]) -> String {
    match run(line) {
        Err(Failure::Input(message)) => message,
        other => panic!("expected a refusal, found {other:?}"),
    }
}

const ADMINISTRATOR: [&str; 2] = ["--policy-input-list", "@administrator-access"];
const THREE: [&str; 4] = ["--action-names", "s3:ListBucket", "ec2:StartInstances", "iam:DeleteUser"];
const BOUNDARY: [&str; 2] = ["--permissions-boundary-policy-input-list", "@boundary-s3-ec2-describe"];

#[test]
fn an_administrator_without_and_with_a_boundary() {
    let without = decisions(&[&ADMINISTRATOR[..], &THREE].concat());
    assert!(without.iter().all(|(_, decision)| decision == "allowed"), "{without:?}");
    let within = decisions(&[&ADMINISTRATOR[..], &BOUNDARY, &THREE].concat());
    let words: Vec<&str> = within.iter().map(|(_, decision)| decision.as_str()).collect();
    assert_eq!(words, ["allowed", "implicitDeny", "implicitDeny"]);
}

#[test]
fn the_table_names_the_statement_and_its_file() {
    let scp = ["--service-control-policy-input-list", "@scp-deny-iam", "--output", "table"];
    let table = run(&[&ADMINISTRATOR[..], &BOUNDARY, &THREE, &scp].concat()).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("DECISION"), "{table}");
    assert!(lines[1].contains("Everything in ") && lines[1].contains("administrator-access.json"), "{table}");
    assert!(lines[2].contains("the permissions boundary does not allow it"), "{table}");
    assert!(lines[3].starts_with("explicitDeny") && lines[3].contains("service control policies"), "{table}");
    let column = lines[0].find("ACTION").unwrap();
    assert!(
        lines[1..4].iter().all(|line| line[..column].ends_with(' ') && !line[column..].starts_with(' ')),
        "{table}"
    );
}

#[test]
fn a_bucket_policy_and_its_condition() {
    let base = [
        "--policy-input-list",
        r#"{"Version":"2012-10-17","Statement":[]}"#,
        "--resource-policy",
        "@bucket-policy",
        "--caller-arn",
        "arn:aws:iam::111122223333:user/ann",
        "--resource-arns",
        "arn:aws:s3:::reports/q3.csv",
        "--action-names",
        "s3:GetObject",
    ];
    assert_eq!(decisions(&base)[0].1, "allowed");
    for entry in [
        "ContextKeyName=aws:SecureTransport,ContextKeyValues=false,ContextKeyType=boolean",
        r#"[{"ContextKeyName":"aws:SecureTransport","ContextKeyValues":["false"],"ContextKeyType":"boolean"}]"#,
    ] {
        assert_eq!(decisions(&[&base[..], &["--context-entries", entry]].concat())[0].1, "explicitDeny", "{entry}");
    }
}

#[test]
fn the_shorthand_of_context_entries() {
    let read = |text: &str| serde_json::to_string(&shorthand::read(text).unwrap()).unwrap();
    let expected = r#"{"ContextKeyName":"a:b","ContextKeyValues":["x","y=z"],"ContextKeyType":"stringList"}"#;
    assert_eq!(read("ContextKeyName=a:b,ContextKeyValues=x,y=z,ContextKeyType=stringList"), expected);
    assert_eq!(read(r#"ContextKeyType='stringList',ContextKeyValues=[x,"y=z"],ContextKeyName="a:b""#), expected);
    assert!(read("ContextKeyName=a,ContextKeyValues=\"1,2\"").contains(r#"["1,2"]"#));
    for bad in ["", "x", "Name=a", "ContextKeyName=a,b", "ContextKeyName=\"a"] {
        assert!(shorthand::read(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_whole_input_as_json_and_page_by_page() {
    let document = r#"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"#;
    let input = format!(r#"{{"PolicyInputList":["{document}"],"ActionNames":["s3:a","s3:b","iam:c"]}}"#);
    let whole = decisions(&["--cli-input-json", &input]);
    assert_eq!(whole.len(), 3);
    let page: Value = serde_json::from_str(&run(&["--cli-input-json", &input, "--max-items", "2"]).unwrap()).unwrap();
    assert_eq!(page["IsTruncated"], true);
    let marker = page["Marker"].as_str().unwrap();
    assert_eq!(decisions(&["--cli-input-json", &input, "--starting-token", marker]), whole[2..]);
    let many: Vec<String> = (0..250).map(|at| format!("s3:a{at}")).collect();
    let names: Vec<&str> = std::iter::once("--action-names").chain(many.iter().map(String::as_str)).collect();
    assert_eq!(decisions(&[&["--cli-input-json", input.as_str()][..], &names].concat()).len(), 250);
}

#[test]
fn refusals_say_what_and_where() {
    let message = refusal(&["--policy-input-list", "{\n  \"Version\" 1}", "--action-names", "a:b"]);
    let mut lines = message.lines();
    assert_eq!(lines.next(), Some("--policy-input-list:2:13: expected `:`, found `1`"));
    assert!(lines.next().unwrap().ends_with("Policy input list item 1 has invalid content"), "{message}");
    let message = refusal(&["--cli-input-json", "{\n\"ActionNames\":[],}"]);
    assert!(message.starts_with("--cli-input-json:2:"), "{message}");
    assert!(
        refusal(&["--policy-input-list", "file://no-such-file.json", "--action-names", "a:b"]).contains("no-such-file")
    );
    assert!(refusal(&ADMINISTRATOR).contains("--action-names"));
    assert!(matches!(run(&["--no-such-flag"]), Err(Failure::Usage(error)) if error.exit_code() == 2));
}
