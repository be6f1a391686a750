//! The solver against the evaluator: on small spaces each request is asked about, on large ones every request that is
//! shown is as claimed.

use iam_eval::analyze::{
    AnalyzeOptions, Region, Verdict, check_contained, check_equivalent, check_redundant, check_unreachable, is_empty,
};
use iam_eval::{Answer, ContextValue, Policy, PolicySet, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

const ACTIONS: &[&str] = &["s:a", "s:b", "s:ab", "s:*", "s:a*", "*", "t:?", "S:A", "?:b", "s:*b"];
const RESOURCES: &[&str] = &["*", "x", "y", "x*", "?y", "xy", "*x"];

/// A condition as a policy writes it.
fn condition() -> impl Strategy<Value = Value> {
    let texts = prop::collection::vec(prop::sample::select(vec!["a", "b", "ab", "a*", "*", "?", "A"]), 1..3);
    let string = prop::sample::select(vec![
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringNotLike",
        "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
        "StringEqualsIfExists",
        "StringNotLikeIfExists",
    ]);
    let numbers = prop::collection::vec(prop::sample::select(vec!["1", "2", "-1", "1.5", "q"]), 1..3);
    let numeric = prop::sample::select(vec![
        "NumericEquals",
        "NumericNotEquals",
        "NumericLessThan",
        "NumericLessThanEquals",
        "NumericGreaterThan",
        "NumericGreaterThanEqualsIfExists",
    ]);
    let many = prop::sample::select(vec![
        "ForAnyValue:StringEquals",
        "ForAllValues:StringEquals",
        "ForAnyValue:StringNotEquals",
        "ForAllValues:StringNotLike",
        "ForAnyValue:StringLikeIfExists",
        "StringEquals",
        "StringNotEquals",
    ]);
    prop_oneof![
        3 => (string, texts.clone()).prop_map(|(operator, values)| json!({operator: {"k": values}})),
        2 => (numeric, numbers).prop_map(|(operator, values)| json!({operator: {"n": values}})),
        2 => (many, texts).prop_map(|(operator, values)| json!({operator: {"aws:TagKeys": values}})),
        1 => (prop::sample::select(vec!["k", "n", "aws:TagKeys"]), any::<bool>())
            .prop_map(|(key, is_absent)| json!({"Null": {key: is_absent.to_string()}})),
        1 => prop::sample::select(vec!["true", "false"]).prop_map(|value| json!({"Bool": {"k": value}})),
    ]
}

fn statement() -> impl Strategy<Value = Value> {
    let list = |of: &'static [&'static str]| prop::collection::vec(prop::sample::select(of), 1..3);
    let effect = prop::sample::select(vec!["Allow", "Allow", "Deny"]);
    let names = (prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    let conditions = prop::collection::vec(condition(), 0..3);
    (effect, list(ACTIONS), list(RESOURCES), names, conditions).prop_map(
        |(effect, actions, resources, (not_action, not_resource), conditions)| {
            let mut statement = json!({"Effect": effect});
            statement[if not_action { "NotAction" } else { "Action" }] = json!(actions);
            statement[if not_resource { "NotResource" } else { "Resource" }] = json!(resources);
            for condition in conditions {
                for (operator, keys) in condition.as_object().unwrap() {
                    for (key, values) in keys.as_object().unwrap() {
                        statement["Condition"][operator][key] = values.clone();
                    }
                }
            }
            statement
        },
    )
}

fn policy() -> impl Strategy<Value = Policy> {
    prop::collection::vec(statement(), 1..4).prop_map(|statements| {
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
    })
}

/// Every request that the policies above tell apart, and some that they do not.
fn requests() -> Vec<Request> {
    let keys: Vec<Option<&str>> =
        vec![None, Some("a"), Some("b"), Some("ab"), Some("A"), Some(""), Some("true"), Some("cc")];
    let numbers = [None, Some("1"), Some("1.2"), Some("2"), Some("9"), Some("-1"), Some("-9"), Some("q")];
    let tags: [Option<&[&str]>; 7] =
        [None, Some(&[]), Some(&["a"]), Some(&["b"]), Some(&["a", "b"]), Some(&["cc", "ab"]), Some(&["cc"])];
    let mut all = Vec::new();
    for (at, action) in ["s:a", "s:b", "s:ab", "s:c", "t:a", "t:cc", "u:b"].into_iter().enumerate() {
        for resource in ["x", "y", "xy", "z", "xx", "zy", "zx"] {
            for (of_key, key) in keys.iter().enumerate() {
                for (of_number, number) in numbers.iter().enumerate() {
                    for (of_tags, tags) in tags.iter().enumerate() {
                        // a part of all combinations is enough: each pair is there
                        if (at + of_key * 3 + of_number * 5 + of_tags) % 3 != 0 {
                            continue;
                        }
                        let mut builder = Request::builder(action, resource);
                        if let Some(key) = key {
                            builder = builder.context("k", *key);
                        }
                        if let Some(number) = number {
                            builder = builder.context("n", *number);
                        }
                        if let Some(tags) = tags {
                            let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
                            builder = builder.context("aws:TagKeys", ContextValue::from(tags));
                        }
                        all.push(builder.build().unwrap());
                    }
                }
            }
        }
    }
    all
}

fn set(policy: &Policy) -> PolicySet {
    PolicySet::builder().identity([policy.clone()]).build()
}

/// Few cases unless `PROPTEST_CASES` says how many: each asks about thousands of requests.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 48 };
    ProptestConfig { cases, ..default }
}

fn allows(set: &PolicySet, request: &Request) -> bool {
    set.decide(request) == Answer::Allowed
}

proptest! {
    #![proptest_config(config())]

    /// What is proved holds for every request, and what is refuted fails for the one that is shown.
    #[test]
    fn containment_is_that_of_all_requests(new in policy(), existing in policy()) {
        let options = AnalyzeOptions::default();
        let (a, b) = (Region::of([&new]), Region::of([&existing]));
        let (new, existing) = (set(&new), set(&existing));
        match check_contained(&a, &b, &options) {
            Verdict::Proved => {
                for request in requests() {
                    let is_new = allows(&new, &request) && !allows(&existing, &request);
                    prop_assert!(!is_new, "proved, but {request:?}");
                }
            }
            Verdict::Refuted(request) => prop_assert!(allows(&new, &request) && !allows(&existing, &request)),
            other => prop_assert!(false, "{other:?}"),
        }
    }

    /// The same of layers, of emptiness, and of single statements.
    #[test]
    fn questions_are_those_of_all_requests(one in policy(), two in policy()) {
        let options = AnalyzeOptions::default();
        let both = Region::of([&one]).intersect(Region::of([&two]));
        let (first, second) = (set(&one), set(&two));
        match is_empty(&both, &options) {
            Verdict::Proved => {
                for request in requests() {
                    prop_assert!(!(allows(&first, &request) && allows(&second, &request)), "{request:?}");
                }
            }
            Verdict::Refuted(request) => prop_assert!(allows(&first, &request) && allows(&second, &request)),
            other => prop_assert!(false, "{other:?}"),
        }
        let same = Region::of([&one]);
        prop_assert!(check_equivalent(&same, &same, &options).is_proved());
        for statement in one.statements() {
            let without: Vec<Value> = serde_json::from_str::<Value>(&one.to_json()).unwrap()["Statement"]
                .as_array()
                .unwrap()
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != statement.index())
                .map(|(_, statement)| statement.clone())
                .collect();
            if without.is_empty() {
                continue;
            }
            let without: Policy = json!({"Version": "2012-10-17", "Statement": without}).to_string().parse().unwrap();
            let without = set(&without);
            match check_redundant(&one, statement.index(), &options) {
                Verdict::Proved => {
                    for request in requests() {
                        prop_assert_eq!(allows(&first, &request), allows(&without, &request), "{:?}", request);
                    }
                }
                Verdict::Refuted(request) => prop_assert_ne!(allows(&first, &request), allows(&without, &request)),
                other => prop_assert!(false, "{other:?}"),
            }
            let unreachable = check_unreachable(&one, statement.index(), &options);
            prop_assert!(unreachable.is_proved() || unreachable.witness().is_some());
            if unreachable.is_proved() {
                prop_assert!(check_redundant(&one, statement.index(), &options).is_proved());
            }
        }
    }
}

/// Pairs that a hostile reader found proved, each with a request that shows otherwise: they are refuted, or undecided.
#[test]
fn nothing_is_proved_that_is_not_so() {
    let document = |statements: &str| -> Policy {
        format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#).parse().unwrap()
    };
    let given = |effect: &str, resource: &str, condition: &str| {
        format!(r#"{{"Effect":"{effect}","Action":"*","Resource":"{resource}","Condition":{{{condition}}}}}"#)
    };
    let all = || given("Allow", "*", "");
    let none = || given("Deny", "*", "");
    let allow = |condition: &str| given("Allow", "*", condition);
    let but = |condition: &str| format!("{},{}", given("Allow", "*", ""), given("Deny", "*", condition));
    let pairs = [
        (all(), given("Allow", "${j}", "")),
        (all(), given("Allow", "*${j}", "")),
        (allow(r#""Bool":{"aws:ViaAWSService":"true"}"#), none()),
        (
            allow(
                r#""StringEquals":{"aws:ResourceTag/p":"${aws:PrincipalTag/p}"},"StringLike":{"aws:ResourceTag/p":["red","blue*"]}"#,
            ),
            none(),
        ),
        (
            allow(r#""StringEquals":{"aws:ResourceTag/p":"prod"}"#),
            but(r#""StringEquals":{"aws:ResourceTag/p":"${aws:PrincipalTag/p}"}"#),
        ),
        (
            allow(
                r#""StringEquals":{"aws:ResourceTag/t":"a"},"StringEqualsIgnoreCase":{"aws:ResourceTag/t":"${aws:PrincipalTag/t}"}"#,
            ),
            none(),
        ),
        (allow(r#""NumericGreaterThan":{"n":"5"},"NumericLessThan":{"n":"5.001"}"#), none()),
        (allow(r#""NumericLessThan":{"n":"-5"},"NumericGreaterThan":{"n":"-5.001"}"#), none()),
        (allow(r#""NumericGreaterThan":{"n":"1000"},"DateGreaterThan":{"n":"1999-01-01T00:00:00Z"}"#), none()),
        (allow(r#""NumericEquals":{"n":"5"},"DateNotEquals":{"n":"1970-01-01T00:00:05Z"}"#), none()),
        (allow(r#""StringLike":{"k":"${j}*"},"StringNotEquals":{"k":"${j}*"}"#), none()),
        (
            allow(r#""StringLike":{"k":"arn:aws:iam::*:role/${j}"},"ArnNotLike":{"k":"arn:aws:iam::*:role/${j}"}"#),
            none(),
        ),
        (allow(r#""StringLike":{"k":"arn:*"}"#), but(r#""ArnLike":{"k":"role/${aws:username}"}"#)),
        (
            allow(r#""ForAnyValue:StringEquals":{"dynamodb:Attributes":"a"}"#),
            allow(r#""ForAllValues:StringEquals":{"dynamodb:Attributes":"a"}"#),
        ),
        (
            given("Allow", "arn:aws:s3:::${aws:PrincipalTag/t}", r#""StringEquals":{"aws:PrincipalTag/t":"a${*}"}"#),
            given("Allow", "arn:aws:s3:::a$*", ""),
        ),
        (allow(r#""StringEquals":{"k":["5","a${*}"]},"NumericNotEquals":{"k":"5"}"#), none()),
        (allow(r#""DateGreaterThanEquals":{"n":"9223372036854775807"}"#), none()),
        (given("Allow", "${Foo, b}${k}", ""), given("Allow", "${foo, b}${k}", "")),
    ];
    let options = AnalyzeOptions::default();
    for (new, existing) in &pairs {
        let (a, b) = (document(new), document(existing));
        let verdict = check_contained(&Region::of([&a]), &Region::of([&b]), &options);
        assert!(!verdict.is_proved(), "{new} in {existing}");
    }
    // callers: another session of the role, another partition, a key that follows from the caller, and layers that
    // are of different kinds
    let resource = |principal: &str, condition: &str| -> Policy {
        let text = format!(
            r#"{{"Effect":"Allow","Action":"*","Resource":"*","Principal":{principal},"Condition":{{{condition}}}}}"#
        );
        document(&text)
    };
    let role = resource(r#"{"AWS":"arn:aws:iam::111111111111:role/r"}"#, "");
    let session = resource(r#"{"AWS":"arn:aws:sts::111111111111:assumed-role/r/s"}"#, "");
    let china = resource(r#"{"AWS":"arn:aws-cn:iam::111111111111:root"}"#, "");
    let account = resource(r#"{"AWS":"111111111111"}"#, "");
    let owner = resource(r#"{"AWS":"111111111111"}"#, r#""StringEquals":{"aws:ResourceAccount":"222222222222"}"#);
    let by_arn = resource(
        r#"{"AWS":"111111111111"}"#,
        r#""ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111111111111:role/r9"}"#,
    );
    let nobody = document(r#"{"Effect":"Deny","Action":"*","Resource":"*","Principal":"*"}"#);
    let of = Region::of_resource;
    for (new, existing) in
        [(&role, &session), (&china, &nobody), (&owner, &nobody), (&by_arn, &nobody), (&account, &session)]
    {
        assert!(!check_contained(&of(new), &of(existing), &options).is_proved(), "{}", new.source());
    }
    assert!(!is_empty(&of(&by_arn), &options).is_proved());
    assert!(check_contained(&of(&session), &of(&session), &options).is_proved());
    let anybody = document(&all());
    assert!(!check_contained(&Region::of([&anybody]), &of(&account), &options).is_proved());
    assert!(!is_empty(&Region::of([&anybody]).intersect(of(&account)), &options).is_proved());
}

/// What would take too long is undecided, and nothing overflows.
#[test]
fn large_questions_end() {
    let many = |statement: &dyn Fn(usize) -> String, count: usize| -> Policy {
        let statements: Vec<String> = (0..count).map(statement).collect();
        format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(",")).parse().unwrap()
    };
    let all = |_| r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#.to_owned();
    let bucket = |at: usize| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b{at}/*"}}"#);
    let key = |at: usize| {
        format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringLike":{{"k{at}":"a*"}}}}}}"#)
    };
    let pinned = |at: usize| {
        format!(
            r#"{{"Effect":"Allow","Action":"s{at}:*","Resource":"${{aws:PrincipalTag/t}}","Condition":{{"StringEquals":{{"aws:PrincipalTag/t":"v{at}"}}}}}}"#
        )
    };
    let cased = |_| {
        let keys: Vec<String> = (0..3_000_u32)
            .map(|at| {
                let name: String = (0..12).map(|bit| if at >> bit & 1 == 1 { 'K' } else { 'k' }).collect();
                format!(r#""{name}":"a*""#)
            })
            .collect();
        format!(
            r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringLike":{{{}}}}}}}"#,
            keys.join(",")
        )
    };
    let options = AnalyzeOptions::default();
    let policies = [many(&all, 1), many(&bucket, 400), many(&key, 400), many(&pinned, 200), many(&cased, 1)];
    for one in &policies {
        for other in &policies {
            let _ = check_contained(&Region::of([one]), &Region::of([other]), &options);
        }
    }
}
