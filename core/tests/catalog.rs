//! The catalogue that the crate carries: its size, its form, and that it says what its sources say.

#![cfg(feature = "catalog")]

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::Path;

use iam_eval::catalog::{AccessLevel, Catalog, KeyType, Operation};
use proptest::prelude::*;

const TEXT: &str = include_str!("../data/catalog.txt");

/// A file of the shared facts; a user's clone has none.
fn facts(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/catalog").join(name);
    let text = read_to_string(path).ok();
    if text.is_none() {
        println!("skipped: {name} is not here");
    }
    text
}

#[test]
fn it_has_the_services_and_actions() {
    let catalog = Catalog::embedded();
    let actions: usize = catalog.services().map(|service| service.actions().len()).sum();
    assert!(catalog.services().len() >= 460, "{} services", catalog.services().len());
    assert!(actions >= 22_000, "{actions} actions");
    let provenance = catalog.provenance();
    assert!(provenance.sources.len() >= 3);
    assert!(provenance.oldest_date() < provenance.newest_date());
}

#[test]
fn its_form_is_strict() {
    assert!(Catalog::from_text(TEXT.to_owned()).is_ok());
    for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
        assert!(!line.ends_with('\t') && !line.ends_with(' '), "{line}");
    }
    for (bad, line) in [
        ("", 1),
        ("V\t2", 1),
        ("S\ta", 1),
        ("V\t1\nA\tx\tR", 2),
        ("V\t1\nS\tb\nS\ta", 3),
        ("V\t1\nS\ta\nA\tx\tR\nA\tX\tR", 4),
        ("V\t1\nS\ta\nA\tx\tZ", 3),
        ("V\t1\nS\ta\nA\tx\tR\nK\ta:k\tS", 4),
        ("V\t1\nS\ta\nP\tlate", 3),
        ("V\t1\nQ\ta", 2),
    ] {
        assert_eq!(Catalog::from_text(bad.to_owned()).unwrap_err().line(), line, "{bad}");
    }
}

#[test]
fn everything_named_is_there() {
    let catalog = Catalog::embedded();
    let (mut types_missing, mut keys_missing) = (BTreeSet::new(), BTreeSet::new());
    for service in catalog.services() {
        for action in service.actions() {
            for resource in action.resources() {
                if resource.resource_type().is_none() {
                    types_missing.insert(format!("{action} {}", resource.name()));
                }
                for key in resource.condition_keys().chain(action.condition_keys()) {
                    if service.condition_key(key).is_none() && catalog.condition_key(key).is_none() {
                        keys_missing.insert(format!("{action} {key}"));
                    }
                }
            }
            let found = catalog.action(&action.to_string().to_ascii_uppercase());
            assert_eq!(found.map(|found| found.to_string()), Some(action.to_string()));
        }
    }
    assert!(types_missing.is_empty(), "{types_missing:?}");
    assert!(keys_missing.is_empty(), "{keys_missing:?}");
}

#[test]
fn operations_are_as_aws_documents_them() {
    let Some(text) = facts("operations.tsv") else { return };
    let catalog = Catalog::embedded();
    let mut seen = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let [service, operation, _, actions] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let found = catalog.operation(service, operation);
        let expected: Vec<String> = actions
            .split(' ')
            .filter(|action| *action != "-")
            .map(|action| action.split('{').next().unwrap())
            .map(|action| if action == "=" { operation } else { action })
            .map(|action| if action.contains(':') { action.to_owned() } else { format!("{service}:{action}") })
            .collect();
        let found = found.unwrap_or_else(|| panic!("{line}"));
        assert_eq!(found.actions().map(|action| action.to_string()).collect::<Vec<_>>(), expected, "{line}");
        assert_eq!((found.name(), found.is_documented()), (operation, !expected.is_empty()));
        seen += 1;
    }
    assert!(seen > 18_000);
}

#[test]
fn levels_and_flags_are_as_the_reference_has_them() {
    let Some(text) = facts("service-reference.txt") else { return };
    let catalog = Catalog::embedded();
    let mut service = "";
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields.as_slice() {
            ["S", prefix, ..] => service = prefix,
            ["A", name, level, flags, ..] => {
                let action = catalog.action(&format!("{service}:{name}")).unwrap_or_else(|| panic!("{service} {line}"));
                let letter = match action.access_level() {
                    Some(AccessLevel::Read) => "R",
                    Some(AccessLevel::Write) => "W",
                    Some(AccessLevel::List) => "L",
                    Some(AccessLevel::Tagging) => "T",
                    Some(AccessLevel::PermissionsManagement) => "P",
                    _ => "?",
                };
                assert!(letter == *level || *level == "?", "{service} {line}");
                assert_eq!(action.is_known_to_policy_generation(), flags.contains('g'), "{service} {line}");
                assert_eq!(action.has_last_accessed(), flags.contains('u'), "{service} {line}");
            }
            _ => {}
        }
    }
}

#[test]
fn condition_keys_have_their_types() {
    let catalog = Catalog::embedded();
    let types = |name: &str| catalog.condition_key(name).map(|key| key.types().collect::<Vec<_>>());
    assert_eq!(types("AWS:sourceip"), Some(vec![KeyType::IpAddress]));
    assert_eq!(types("aws:EpochTime"), Some(vec![KeyType::Date, KeyType::Numeric]));
    assert_eq!(types("s3:ExistingObjectTag/team"), Some(vec![KeyType::String]));
    assert_eq!(types("aws:PrincipalTag/"), None);
    assert_eq!(types("s3:NoSuchKey"), None);
    assert!(catalog.condition_key("saml:aud").is_some());
    assert!(catalog.condition_key("aws:CalledVia").unwrap().is_multi_valued());
}

#[test]
fn a_name_that_is_none_is_guessed() {
    let catalog = Catalog::embedded();
    let first = |name: &str| catalog.did_you_mean(name).into_iter().next();
    assert_eq!(first("s3:getobject").as_deref(), Some("s3:GetObject"));
    assert_eq!(first("s3:ListObjectsV2").as_deref(), Some("s3:ListBucket"));
    assert_eq!(first("s3:PutObjetc").as_deref(), Some("s3:PutObject"));
    assert_eq!(first("ec2:AssumeRole").as_deref(), Some("sts:AssumeRole"));
    assert_eq!(first("dynamodbb:GetItem").as_deref(), Some("dynamodb:GetItem"));
    assert_eq!(first("nothing"), None);
    assert_eq!(first("s3:Xyzzyplugh"), None);
    assert!(catalog.did_you_mean(&"s3:".repeat(100_000)).is_empty());
}

#[test]
fn retired_services_are_kept() {
    let catalog = Catalog::embedded();
    assert!(catalog.service("deeplens").unwrap().is_retired());
    assert!(!catalog.service("s3").unwrap().is_retired());
    assert!(catalog.service("sqs").unwrap().has_resource_control_policies());
}

#[test]
fn a_pattern_expands_to_what_it_matches() {
    let catalog = Catalog::embedded();
    let expand = |pattern: &str| catalog.expand(pattern).map(|action| action.to_string()).collect::<Vec<_>>();
    assert_eq!(expand("SQS:sendmessage"), ["sqs:SendMessage"]);
    assert_eq!(expand("sqs:Send*"), ["sqs:SendMessage"]);
    assert!(expand("s?s:List*").iter().any(|action| action.starts_with("sns:")));
    assert_eq!(expand("*").len(), expand("*:*").len());
    assert!(expand("*").len() >= 22_000);
    assert!(expand("nothing").is_empty() && expand("").is_empty());
}

#[test]
fn arns_have_types() {
    let catalog = Catalog::embedded();
    let types = |arn: &str| {
        let found = catalog.classify(arn);
        found.into_iter().map(|(service, kind)| format!("{}/{}", service.prefix(), kind.name())).collect::<Vec<_>>()
    };
    assert!(types("arn:aws:s3:::b/k").contains(&"s3/object".to_owned()));
    assert_eq!(types("arn:aws:iam::111122223333:user/ann"), ["iam/user"]);
    assert!(types("arn:aws:sqs").is_empty() && types("*").is_empty());
}

proptest! {
    /// Whatever the text is, it is refused or answers.
    #[test]
    fn no_text_panics(
        at in 0..TEXT.len().min(200_000),
        put in "[\t\n A-Z{}!;$ ]{0,6}",
        cut in 0..40_usize,
        question in "[a-zA-Z0-9:*?/${} ]{0,20}",
    ) {
        let text = TEXT.get(..220_000).unwrap_or(TEXT);
        let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + cut..).unwrap_or(""));
        if let Ok(catalog) = Catalog::from_text(format!("{before}{put}{after}")) {
            let _ = catalog.provenance();
            let _ = catalog.did_you_mean(&question);
            let _ = catalog.expand(&question).count();
            let _ = catalog.condition_key(&question).map(|key| key.types().count());
            for service in catalog.services() {
                for action in service.actions() {
                    let _ = action.resources().filter_map(|resource| resource.resource_type()).count();
                    let _ = service.operation(action.name()).map(|operation: Operation<'_>| operation.actions().count());
                }
            }
        }
    }
}
