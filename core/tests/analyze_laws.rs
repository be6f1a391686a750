//! The solver against the evaluator: on small spaces each request is asked about, on large ones every request that is
//! shown is as claimed.

use iam_eval::Policy;
use iam_eval::analyze::{
    AnalyzeOptions, Region, Verdict, check_contained, check_equivalent, check_redundant, check_unreachable, is_empty,
};
use proptest::prelude::*;
use serde_json::{Value, json};

#[path = "small_policies/mod.rs"]
mod small_policies;

use small_policies::{allows, config, policy, requests, set};

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
