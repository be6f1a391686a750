//! Documents as answers, each for a rule: what is left under a boundary, what a change adds, what is shorter.

use iam_eval::Policy;
use iam_eval::analyze::{
    AnalyzeOptions, Document, Inexact, Layers, Region, check_contained, check_equivalent, find_difference,
    find_effective, minimize,
};

fn policy(statements: &str) -> Policy {
    format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#).parse().unwrap()
}

fn old(statements: &str) -> Policy {
    format!(r#"{{"Version":"2008-10-17","Statement":[{statements}]}}"#).parse().unwrap()
}

fn allow(action: &str, resource: &str, condition: &str) -> String {
    format!(r#"{{"Effect":"Allow",{action},{resource},"Condition":{{{condition}}}}}"#)
}

fn any(action: &str) -> String {
    allow(action, r#""Resource":"*""#, "")
}

fn with(condition: &str) -> String {
    allow(r#""Action":"*""#, r#""Resource":"*""#, condition)
}

fn on(resource: &str) -> String {
    allow(r#""Action":"s3:GetObject""#, resource, "")
}

fn effective(identity: &Policy, boundary: &Policy) -> Document {
    let layers = Layers::new().identity([identity]).permissions_boundary(boundary);
    let options = AnalyzeOptions::default();
    let found = find_effective(&layers, &options);
    if let Some(policy) = &found.policy {
        assert!(check_contained(&Region::of([policy]), &layers.region(), &options).is_proved());
    }
    found
}

/// The statements of an exact answer, without what is around them.
#[track_caller]
fn exactly(found: Document) -> String {
    assert!(found.is_exact, "{found:?}");
    let text = found.policy.expect("something is left").to_json();
    let start = r#"{"Version":"2012-10-17","Statement":["#;
    text.strip_prefix(start).and_then(|text| text.strip_suffix("]}")).expect(start).to_owned()
}

#[track_caller]
fn assert_effective(identity: &str, boundary: &str, expected: &str) {
    assert_eq!(exactly(effective(&policy(identity), &policy(boundary))), expected);
}

#[test]
fn administrator_under_two_actions_is_those_two_actions() {
    assert_effective(
        &any(r#""Action":"*""#),
        &any(r#""Action":["s3:*","ec2:Describe*"]"#),
        r#"{"Effect":"Allow","Action":["ec2:Describe*","s3:*"],"Resource":"*"}"#,
    );
}

#[test]
fn nothing_in_common_is_no_document() {
    let found = effective(&policy(&any(r#""Action":"s3:*""#)), &policy(&any(r#""Action":"ec2:*""#)));
    assert!(found.policy.is_none() && found.is_exact && found.reasons.is_empty() && found.left_out.is_none());
    // a layer that is given and holds no policy allows nothing, one that is not given does not restrict
    let all = policy(&any(r#""Action":"*""#));
    let options = AnalyzeOptions::default();
    assert!(find_effective(&Layers::new().identity([&all]).session([]), &options).policy.is_none());
    assert_eq!(exactly(find_effective(&Layers::new(), &options)), r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
}

#[test]
fn not_action_meets_actions() {
    assert_effective(
        &any(r#""Action":["s3:Get*","iam:*","ec2:*"]"#),
        &any(r#""NotAction":["iam:*","organizations:*"]"#),
        r#"{"Effect":"Allow","Action":["ec2:*","s3:Get*"],"Resource":"*"}"#,
    );
    assert_effective(
        &any(r#""NotAction":"iam:*""#),
        &any(r#""NotAction":["s3:*","iam:Get*"]"#),
        r#"{"Effect":"Allow","NotAction":["iam:*","s3:*"],"Resource":"*"}"#,
    );
    // what is too much is denied, where that takes nothing else
    assert_effective(
        &any(r#""Action":["s3:*","ec2:*"]"#),
        &any(r#""NotAction":"s3:Delete*""#),
        r#"{"Effect":"Allow","Action":["ec2:*","s3:*"],"Resource":"*"},{"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}"#,
    );
}

#[test]
fn a_deny_that_would_take_from_others_is_not_written() {
    let boundary = format!("{},{}", any(r#""NotAction":"s3:Delete*""#), any(r#""Action":"s3:DeleteObject""#));
    let found = effective(&policy(&any(r#""Action":"s3:*""#)), &policy(&boundary));
    assert!(!found.is_exact);
    assert!(matches!(found.reasons.first(), Some(Inexact::Entries(entries)) if entries == &["s3:Delete*"]));
    assert!(found.left_out.is_some_and(|request| request.action().service() == "s3"));
}

#[test]
fn resources_meet_as_patterns_with_their_overlap() {
    assert_effective(
        &on(r#""Resource":"arn:aws:s3:::ab*""#),
        &on(r#""Resource":"arn:aws:s3:::*bc""#),
        r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::ab*bc","arn:aws:s3:::abc"]}"#,
    );
    assert_effective(
        &on(r#""Resource":"arn:aws:s3:::home/${aws:username}/*""#),
        &on(r#""Resource":"arn:aws:s3:::home/*""#),
        r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::home/${aws:username}/*"}"#,
    );
    // what no pattern says is kept apart by a Deny
    assert_effective(
        &on(r#""Resource":"arn:aws:s3:::home/${aws:username}/*""#),
        &on(r#""Resource":"arn:aws:s3:::home/*/public""#),
        r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::home/${aws:username}/*"},{"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::home/*/public"}"#,
    );
}

#[test]
fn variables_of_old_documents_are_text() {
    let identity = old(&on(r#""Resource":"arn:aws:s3:::${aws:username}""#));
    let found = effective(&identity, &policy(&on(r#""Resource":"*""#)));
    assert_eq!(
        exactly(found),
        r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${$}{aws:username}"}"#
    );
}

#[test]
fn conditions_are_joined_where_the_language_can() {
    let condition =
        |condition: &str| format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#);
    let both = |one: &str, other: &str, together: &str| {
        assert_effective(&with(one), &with(other), &condition(together));
    };
    both(
        r#""StringEquals":{"aws:SourceVpc":["a","b"]}"#,
        r#""StringEquals":{"aws:sourcevpc":["b","c"]}"#,
        r#""StringEquals":{"aws:SourceVpc":"b"}"#,
    );
    both(
        r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#,
        r#""IpAddress":{"aws:SourceIp":["10.1.0.0/16","192.0.2.0/24"]}"#,
        r#""IpAddress":{"aws:SourceIp":"10.1.0.0/16"}"#,
    );
    both(r#""NumericLessThan":{"k":"5"}"#, r#""NumericLessThan":{"k":["3","4"]}"#, r#""NumericLessThan":{"k":"4"}"#);
    both(r#""StringNotEquals":{"k":"a"}"#, r#""StringNotEquals":{"k":"b"}"#, r#""StringNotEquals":{"k":["a","b"]}"#);
    // what one says the other says already
    both(r#""StringEquals":{"k":"ab"}"#, r#""StringLike":{"k":"a*"}"#, r#""StringEquals":{"k":"ab"}"#);
    // nothing but absence
    both(
        r#""StringEqualsIfExists":{"aws:SourceVpc":"a"}"#,
        r#""StringNotEquals":{"aws:SourceVpc":"a"}"#,
        r#""Null":{"aws:SourceVpc":"true"}"#,
    );
    // side by side under another name
    both(
        r#""ForAnyValue:StringEquals":{"aws:TagKeys":"a"}"#,
        r#""ForAnyValue:StringEquals":{"aws:TagKeys":"b*"}"#,
        r#""ForAnyValue:StringEquals":{"aws:TagKeys":"a"},"ForAnyValue:StringLike":{"aws:TagKeys":"b${*}"}"#,
    );
    let never = effective(&policy(&with(r#""Bool":{"k":"true"}"#)), &policy(&with(r#""Bool":{"k":"false"}"#)));
    assert!(never.policy.is_none() && never.is_exact);
}

#[test]
fn denies_of_all_layers_are_carried_over_with_their_names() {
    let identity = policy(&any(r#""Action":["s3:*"]"#));
    let deny = r#"{"Sid":"NoDelete","Effect":"Deny","Action":"s3:Delete*","Resource":"*"}"#;
    let idle = r#"{"Sid":"NoLeave","Effect":"Deny","Action":"organizations:*","Resource":"*"}"#;
    let root = policy(&format!("{},{deny},{idle}", any(r#""Action":"*""#)));
    let layers = Layers::new().identity([&identity]).service_control([[&root]]);
    let found = find_effective(&layers, &AnalyzeOptions::default());
    assert_eq!(exactly(found), format!(r#"{{"Effect":"Allow","Action":"s3:*","Resource":"*"}},{deny}"#));
}

#[test]
fn sids_stay_with_what_comes_through_unchanged() {
    let read = r#"{"Sid":"Read","Effect":"Allow","Action":"s3:Get*","Resource":"*"}"#;
    let write = r#"{"Sid":"Write","Effect":"Allow","Action":["s3:Put*","ec2:*"],"Resource":"*"}"#;
    assert_effective(
        &format!("{read},{write}"),
        &any(r#""Action":"s3:*""#),
        &format!(r#"{read},{{"Effect":"Allow","Action":"s3:Put*","Resource":"*"}}"#),
    );
}

#[test]
fn a_change_is_what_is_added_and_what_is_removed() {
    let options = AnalyzeOptions::default();
    let (before, after) = (policy(&any(r#""Action":"s3:Get*""#)), policy(&any(r#""Action":"s3:*""#)));
    let difference = find_difference(&before, &after, &options);
    assert_eq!(
        exactly(difference.added.document),
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:Get*","Resource":"*"}"#
    );
    assert!(difference.removed.is_nothing.is_proved() && difference.removed.document.policy.is_none());
    // a Deny that goes away gives back what it took
    let deny = r#"{"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}"#;
    let denied = policy(&format!("{},{deny}", any(r#""Action":"s3:*""#)));
    let difference = find_difference(&denied, &after, &options);
    assert_eq!(exactly(difference.added.document), r#"{"Effect":"Allow","Action":"s3:Delete*","Resource":"*"}"#);
    assert!(find_difference(&after, &after, &options).added.document.policy.is_none());
}

#[test]
fn the_shorter_policy_allows_and_denies_the_same() {
    let options = AnalyzeOptions::default();
    let shorter = |statements: &str, quota: Option<usize>| {
        let policy = policy(statements);
        let found = minimize(&policy, quota, &options);
        assert!(found.undecided.is_none());
        let text = found.policy.as_ref().map(Policy::to_json).unwrap_or_default();
        if let Some(shorter) = &found.policy {
            assert!(check_equivalent(&Region::of([&policy]), &Region::of([shorter]), &options).is_proved());
        }
        (text.replace(r#"{"Version":"2012-10-17","Statement":["#, "").replace("]}", ""), found.fits)
    };
    let keyed = |value: &str| {
        format!(
            r#"{{"Sid":"K{value}","Effect":"Allow","Action":"a:b","Resource":"*","Condition":{{"StringEquals":{{"k":"{value}"}}}}}}"#
        )
    };
    let (text, fits) = shorter(&format!("{},{}", keyed("x"), keyed("y")), None);
    assert!(text.contains(r#""StringEquals":{"k":["x","y"#) && fits, "{text}");
    // a Deny stays, whatever this policy allows
    let deny = r#"{"Sid":"No","Effect":"Deny","Action":["ec2:*","ec2:Run*"],"Resource":"*"}"#;
    let (text, _) = shorter(&format!("{},{deny}", any(r#""Action":["s3:Get*","s3:GetObject"]"#)), None);
    assert_eq!(
        text,
        r#"{"Effect":"Allow","Action":"s3:Get*","Resource":"*"},{"Sid":"No","Effect":"Deny","Action":"ec2:*","Resource":"*"}"#
    );
    // names go where the quota leaves no room for them
    let named = r#"{"Sid":"AVeryLongNameIndeed","Effect":"Allow","Action":"s3:Get*","Resource":"*"}"#;
    assert!(shorter(named, Some(200)).0.contains("Sid"));
    let (text, fits) = shorter(named, Some(100));
    assert!(!text.contains("Sid") && fits, "{text}");
    assert!(!shorter(named, Some(20)).1);
    let nothing =
        allow(r#""Action":"a:b""#, r#""Resource":"*""#, r#""StringEquals":{"k":"a"},"StringNotEquals":{"k":"a"}"#);
    assert_eq!(shorter(&nothing, None).0, "");
}

/// Whom a statement names is never lost.
#[test]
fn policies_with_principals_are_left_alone() {
    let text =
        r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["s3:Get*","s3:GetObject"],"Resource":"*"}"#;
    let (resource, options) = (policy(text), AnalyzeOptions::default());
    let found = minimize(&resource, Some(10), &options);
    assert!(found.policy.as_ref() == Some(&resource) && found.undecided.is_some() && !found.fits);
    let change = find_difference(&resource, &policy(&any(r#""Action":"*""#)), &options).added;
    assert!(change.document.policy.is_none() && !change.document.is_exact && change.witness().is_none());
}

/// Hostile documents cost a bounded amount of work, and nothing overflows.
#[test]
fn large_documents_end() {
    let many = |count: usize, statement: &dyn Fn(usize) -> String| {
        policy(&(0..count).map(statement).collect::<Vec<_>>().join(","))
    };
    let listed = |count: usize, entry: &dyn Fn(usize) -> String| {
        (0..count).map(|at| format!("\"{}\"", entry(at))).collect::<Vec<_>>().join(",")
    };
    let stars = listed(40, &|at| format!("s3:{}x{at}*", "*ab*ba".repeat(6)));
    let paths = listed(40, &|at| format!("arn:aws:s3:::{}{at}*", "*a*b*c".repeat(6)));
    let hostile = [
        many(300, &|at| any(&format!(r#""Action":"s{at}:*""#))),
        policy(&any(&format!(r#""Action":[{stars}]"#))),
        policy(&on(&format!(r#""Resource":[{paths}]"#))),
        policy(&any(&format!(r#""NotAction":[{stars}]"#))),
        many(60, &|at| with(&format!(r#""StringLike":{{"k{at}":"*a*b*{at}*","k":"*{at}*a*"}}"#))),
        many(60, &|at| format!(r#"{{"Effect":"Deny","Action":"*:*{at}*","Resource":"*{at}*"}}"#)),
        policy(&on(r#""Resource":"${aws:username}*${aws:userid}?""#)),
    ];
    // few steps, since this is no measure of speed
    let options = AnalyzeOptions { max_steps: 1 << 15, ..AnalyzeOptions::default() };
    for one in &hostile {
        let _ = minimize(one, Some(6144), &options);
        for other in &hostile {
            let layers = Layers::new().identity([one]).permissions_boundary(other).service_control([[one], [other]]);
            let found = find_effective(&layers, &options);
            assert_eq!(found.is_exact, found.reasons.is_empty());
            let _ = find_difference(one, other, &options);
        }
    }
}
