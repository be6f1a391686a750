//! What holds of validating any document, well formed or not.

use iam_eval::PolicyType;
use iam_eval::validate::{OwnFindings, PolicyResourceType, ValidateOptions, validate};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const KINDS: [PolicyType; 6] = [
    PolicyType::Identity,
    PolicyType::Resource,
    PolicyType::Trust,
    PolicyType::Session,
    PolicyType::ServiceControl,
    PolicyType::ResourceControl,
];

/// Names and values as they are written, right and wrong.
fn member() -> impl Strategy<Value = String> {
    let name = select(
        &[
            "Version",
            "version",
            "Id",
            "Statement",
            "Sid",
            "Effect",
            "effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "Actions",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition",
            "\\u0041ction",
            "StringEquals",
            "Null",
            "ForAllValues:StringLike",
            "NoOperator",
            "aws:PrincipalOrgID",
            "aws:SourceArn",
            "AWS",
            "Service",
            "",
        ][..],
    );
    let value = select(
        &[
            "\"2012-10-17\"",
            "\"2008-10-17\"",
            "\"Allow\"",
            "\"deny\"",
            "\"*\"",
            "\"s3:*\"",
            "\"s3:Get*\"",
            "\"é ${a\"",
            "\"${}${a, b}${ c}\"",
            "\"\\u0024{a}\"",
            "\"arn:aws:s3:::b/*\"",
            "\"\"",
            "[]",
            "{}",
            "null",
            "1e999",
            "true",
            "[\"*\",1]",
            "[\"s3:*\",\"s3:Get*\",\"s3:*\"]",
            "{\"AWS\":[\"*\"]}",
        ][..],
    );
    (name, value).prop_map(|(name, value)| format!("\"{name}\": {value}"))
}

fn object(members: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (vec(members, 0..7), select(&[",", ", ", " ,\n\t"][..]))
        .prop_map(|(members, comma)| format!("{{{}}}", members.join(comma)))
}

fn condition() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => member(),
        1 => object(object(member()).prop_map(|keys| format!("\"StringLike\":{keys}")))
            .prop_map(|operators| format!("\"Condition\":{operators}")),
    ]
}

fn document() -> impl Strategy<Value = String> {
    let statements = vec(object(condition()), 0..4);
    (vec(member(), 0..3), statements, any::<bool>()).prop_map(|(mut members, mut statements, is_list)| {
        let statement = if is_list || statements.len() != 1 {
            format!("[{}]", statements.join(",\n"))
        } else {
            statements.remove(0)
        };
        members.push(format!("\"Statement\": {statement}"));
        format!("{{{}}}", members.join(", "))
    })
}

/// A text that is a document but for a piece that was cut out or doubled.
fn damaged() -> impl Strategy<Value = String> {
    (document(), any::<prop::sample::Index>(), 0..4_usize, any::<bool>()).prop_map(|(text, at, length, is_doubled)| {
        let from = at.index(text.len());
        let to = (from + length).min(text.len());
        match (text.get(..from), text.get(from..to), text.get(to..)) {
            (Some(before), Some(piece), Some(after)) if is_doubled => format!("{before}{piece}{piece}{after}"),
            (Some(before), Some(_), Some(after)) => format!("{before}{after}"),
            _ => text,
        }
    })
}

/// Looks at a text as each kind of policy.
fn look(text: &str) {
    for kind in KINDS {
        let mut options = ValidateOptions::new(kind).own(OwnFindings::All);
        options.has_old_scp_syntax = true;
        if kind == PolicyType::Resource {
            options = options.resource_type(PolicyResourceType::S3Bucket);
        }
        let answer = validate(text, &options).unwrap();
        let starts: Vec<usize> = answer.findings.iter().map(|finding| finding.locations[0].span.start).collect();
        assert!(starts.is_sorted(), "{starts:?}");
        for finding in &answer.findings {
            assert!(finding.check.policy_types().contains(&kind), "{}", finding.code());
            assert!(!finding.details.is_empty());
            for location in &finding.locations {
                assert!(location.span.slice(text).is_some(), "{} in {text}", finding.code());
            }
            for fix in &finding.fixes {
                let mended = fix.apply(text).unwrap();
                let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&mended).is_ok();
                assert!(is_json, "{} of {} leaves {mended}", fix.title, finding.code());
                assert_ne!(mended, text, "{} of {}", fix.title, finding.code());
                // what hides everything else is gone for good
                let still = validate(&mended, &options).unwrap();
                let count = |findings: &[iam_eval::validate::Finding]| {
                    findings.iter().filter(|other| other.code() == finding.code()).count()
                };
                if finding.code() == "EMPTY_SID_VALUE" || finding.code() == "MISSING_VERSION" {
                    assert!(count(&still.findings) < count(&answer.findings), "{} leaves {mended}", fix.title);
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn findings_lie_in_the_document_and_fixes_leave_json(text in document()) {
        look(&text);
    }

    #[test]
    fn damaged_documents_are_answered(text in damaged()) {
        look(&text);
    }
}

/// Texts that would cost much if anything were done again for each part of them.
#[test]
fn hostile_documents_end() {
    let statement = |inner: &str| {
        format!(r#"{{"Statement":{{"Effect":"Deny","Action":"s3:*","Principal":"*",{inner},"Sid":"a"}}}}"#)
    };
    let list = |piece: &str, times: usize| vec![piece; times].join(",");
    let numbered = |times: usize, piece: &dyn Fn(usize) -> String| (0..times).map(piece).collect::<Vec<_>>().join(",");
    let long = "k".repeat(200_000);
    for text in [
        statement(&format!(r#""Resource":"{}""#, "${".repeat(100_000))),
        statement(&format!(r#""Resource":"{}""#, "${a,'".repeat(100_000))),
        statement(&format!(r#""Resource":[{}]"#, list(r#""${ }${}${a,b}${""#, 30_000))),
        statement(&format!(r#""Condition":{{"StringLike":{{"{long}":[{}]}}}}"#, list(r#""${""#, 30_000))),
        statement(&format!(r#""NotPrincipal":{{"{long}":[{}]}}"#, list(r#""${""#, 30_000))),
        statement(&numbered(30_000, &|at| format!(r#""Actio{at}":1"#))),
        statement(&format!(r#""Condition":{{"Null":{{{}}}}}"#, numbered(30_000, &|at| format!(r#""k{at}":[]"#)))),
        format!(r#"{{{}"Statement":[{}]}}"#, " ".repeat(100_000), list(r#"{"Resource":"${"}"#, 20_000)),
        format!(r#"{{"Statement":[{}]}}"#, list("{}", 150_000)),
        format!(r#"{{"Statement":[{}]}}"#, list(r#"{"Sid":"a"}"#, 20_000)),
        format!(r#"{{"Statement":[{}]}}"#, list(r#"{"Sid":""}"#, 20_000)),
        format!(r#"{{"Statement":[{}]}}"#, numbered(20_000, &|at| format!(r#"{{"Sid":"-{at}"}}"#))),
        format!(
            r#"{{"Statement":[{},{}]}}"#,
            list(r#"{"Sid":"a"}"#, 10_000),
            numbered(10_000, &|at| format!(r#"{{"Sid":"a{at}"}}"#))
        ),
        format!("[{}]", "1,".repeat(100_000)),
        format!("{}1", "[".repeat(100_000)),
        "\u{feff}".repeat(10_000),
    ] {
        for kind in [PolicyType::Identity, PolicyType::Resource, PolicyType::ResourceControl] {
            if let Err(error) = validate(&text, &ValidateOptions::new(kind)) {
                assert!(error.is_limit(), "{error}");
            }
        }
    }
}
