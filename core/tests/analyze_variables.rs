//! The solver on policy variables: what is proved of templates survives every filling of a small space, what is shown
//! is so, and what a person decides is decided.

use iam_eval::analyze::{AnalyzeOptions, Region, Verdict, check_contained};
use iam_eval::{Answer, ContextValue, Policy, PolicySet, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

const PIECES: &[&str] = &["a", "b", ":", "/", "*", "?", "${u}", "${u, 'a'}", "${t}", "${*}", "::", "*:", "${u}"];
const FILLINGS: &[Option<&str>] =
    &[None, Some(""), Some("a"), Some("ab"), Some(":"), Some("a:b"), Some("*"), Some("::::"), Some("/a")];
const RUNS: &[&str] = &["", "a", "b", ":", "a:b", "/", "*", "::a", "?"];

/// Where a template stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    Resource,
    Condition(&'static str),
}

fn template() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 1..6);
    let fields = prop::sample::select(vec!["", "", "arn:aws:s3:::", "arn:aws:s3:", "arn:*:s3:"]);
    (fields, pieces).prop_map(|(fields, pieces)| format!("{fields}{}", pieces.concat()))
}

/// Templates of which one is often inside the other.
fn pair() -> impl Strategy<Value = (String, String)> {
    let wider =
        (template(), any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(text, from, to)| {
            // a part of it becomes a wildcard
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (from, to) = (places[from.index(places.len())], places[to.index(places.len())]);
            let (from, to) = (from.min(to), from.max(to));
            let wider = format!("{}*{}", &text[..from], &text[to..]);
            (text, wider)
        });
    prop_oneof![2 => wider, 1 => (template(), template()), 1 => template().prop_map(|text| (text.clone(), text + "*"))]
}

fn policy(place: Place, text: &str) -> Policy {
    let mut statement = json!({"Effect": "Allow", "Action": "s:a", "Resource": "*"});
    match place {
        Place::Resource => statement["Resource"] = json!(text),
        Place::Condition(operator) => statement["Condition"][operator]["k"] = json!(text),
    }
    let text = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    iam_eval::ParseOptions::new().profile(iam_eval::Profile::Lenient).parse(&text).unwrap()
}

fn set(policy: &Policy) -> PolicySet {
    PolicySet::builder().identity([policy.clone()]).build()
}

/// Texts that a template matches, mostly, with what fills it.
fn requests(place: Place, text: &str) -> Vec<Request> {
    let mut all = Vec::new();
    for user in FILLINGS {
        for tag in [None, Some("a"), Some(":"), Some("")] {
            for at in 0..RUNS.len() {
                let filled = text
                    .replace("${u, 'a'}", user.unwrap_or("a"))
                    .replace("${u}", user.unwrap_or("a"))
                    .replace("${t}", tag.unwrap_or(""))
                    .replace("${*}", "\u{1}");
                let mut subject = String::new();
                let mut index = at;
                for letter in filled.chars() {
                    match letter {
                        '*' => {
                            subject.push_str(RUNS[index % RUNS.len()]);
                            index += at;
                        }
                        '?' => subject.push(['a', 'b', '/'][at % 3]),
                        '\u{1}' => subject.push('*'),
                        other => subject.push(other),
                    }
                }
                let resource = if matches!(place, Place::Resource) { subject.as_str() } else { "r" };
                if resource.is_empty() {
                    continue;
                }
                let mut builder = Request::builder("s:a", resource);
                if let Place::Condition(_) = place {
                    builder = builder.context("k", subject.as_str());
                }
                for (key, value) in [("u", *user), ("t", tag)] {
                    if let Some(value) = value {
                        builder = builder.context(key, ContextValue::from(value));
                    }
                }
                all.extend(builder.build().ok());
            }
        }
    }
    all
}

fn check(place: Place, new: &str, existing: &str) -> Result<Verdict, TestCaseError> {
    let (a, b) = (policy(place, new), policy(place, existing));
    let verdict = check_contained(&Region::of([&a]), &Region::of([&b]), &AnalyzeOptions::default());
    let (a, b) = (set(&a), set(&b));
    let is_new = |request: &Request| a.decide(request) == Answer::Allowed && b.decide(request) != Answer::Allowed;
    match &verdict {
        Verdict::Proved => {
            for request in requests(place, new) {
                prop_assert!(!is_new(&request), "{new} in {existing}: proved, but {request:?}");
            }
        }
        Verdict::Refuted(request) => prop_assert!(is_new(request), "{new} in {existing}: {request:?}"),
        _ => {}
    }
    Ok(verdict)
}

fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 200 };
    ProptestConfig { cases, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn templates_of_resources((new, existing) in pair()) {
        check(Place::Resource, &new, &existing)?;
    }

    #[test]
    fn templates_of_conditions((new, existing) in pair(), operator in prop::sample::select(
        vec!["StringLike", "StringEquals", "ArnLike", "StringEqualsIgnoreCase", "StringNotLike", "ArnNotLike"])
    ) {
        check(Place::Condition(operator), &new, &existing)?;
    }
}

/// A template inside a wider one of the same variables.
#[test]
fn a_template_inside_a_wider_one() {
    let inside = [
        ("home/${aws:username}/docs/*", "home/${aws:username}/*"),
        ("arn:aws:s3:::b/${aws:username}/docs/*", "arn:aws:s3:::b/${aws:username}/*"),
        ("arn:aws:s3:::b/${aws:username}/docs/*", "arn:aws:s3:::b/${aws:username}*"),
        ("arn:aws:s3:::b/${aws:username}/${aws:userid}", "arn:aws:s3:::b/${aws:username}/*"),
        ("arn:aws:s3:::b/${aws:username}/${aws:userid}", "arn:aws:s3:::b/*/${aws:userid}"),
        ("arn:aws:s3:::${u}/a/b", "arn:aws:s3:::${U}/?/b"),
        ("${u}", "${u, 'a'}"),
        ("a${u, 'b'}c", "a${u, 'b'}*"),
    ];
    for (new, existing) in inside {
        assert!(check(Place::Resource, new, existing).unwrap().is_proved(), "{new} in {existing}");
        let like = Place::Condition("StringLike");
        assert!(check(like, new, existing).unwrap().is_proved(), "{new} in {existing}");
    }
    let outside = [
        ("home/${u}/*", "home/${u}/docs/*"),
        ("home/*", "home/${u}/*"),
        ("home/${u}/a", "home/${t}/a"),
        ("home/${u}", "home/?"),
        ("home/a/b", "home/${u, 'a'}/*"),
        ("${u, 'a'}", "${u}"),
        // what fills it may hold colons, past which a wildcard does not run
        ("arn:aws:${u}x:a", "arn:aws:*x:a"),
    ];
    for (new, existing) in outside {
        assert!(check(Place::Resource, new, existing).unwrap().witness().is_some(), "{new} in {existing}");
    }
}

/// A statement for each of some values, all with variables.
#[test]
fn variables_in_several_statements() {
    let document = |statements: Value| -> Policy {
        json!({"Version": "2012-10-17", "Statement": statements}).to_string().parse().unwrap()
    };
    let own = |action: &str, resource: &str| json!({"Effect": "Allow", "Action": action, "Resource": resource});
    let new = document(json!([own("s3:Get*", "b/${aws:username}/x/*"), own("s3:Put*", "b/${aws:username}/y*")]));
    let existing = document(json!([own("s3:*", "b/${aws:username}/*"), own("s3:Put*", "b/*")]));
    let options = AnalyzeOptions::default();
    assert!(check_contained(&Region::of([&new]), &Region::of([&existing]), &options).is_proved());
    assert!(check_contained(&Region::of([&existing]), &Region::of([&new]), &options).witness().is_some());
}
