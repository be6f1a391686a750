//! What is found in templates.

use std::borrow::Cow;

use crate::document::PolicyType;
use crate::json::Document;
use crate::limits::Limits;
use crate::sources::{FoundDocument, find_documents};
use crate::text::Span;
use crate::validate::{PolicyResourceType, validate};

fn find(template: &str) -> Vec<FoundDocument<'_>> {
    find_documents(template, None, &Limits::default()).unwrap()
}

/// A managed policy with these statements.
fn with_statements(statements: &str) -> String {
    format!(
        r#"{{"Resources": {{"P": {{"Type": "AWS::IAM::ManagedPolicy", "Properties": {{"PolicyDocument":
           {{"Version": "2012-10-17", "Statement": {statements}}}}}}}}}}}"#
    )
}

fn texts(template: &str) -> Vec<String> {
    find(template).into_iter().map(|found| found.text.map(Cow::into_owned).unwrap_or_default()).collect()
}

fn statements(statements: &str) -> Vec<String> {
    let cut = |text: String| {
        let start = text.find("Statement\":").map_or(0, |at| at + 11);
        text[start..text.len() - 1].trim().to_owned()
    };
    texts(&with_statements(statements)).into_iter().map(cut).collect()
}

#[test]
fn a_document_without_functions_is_taken_as_it_is() {
    let template = with_statements(r#"[ {"Effect": "Deny",  "Action": "\u00733:*", "Resource": "*"} ]"#);
    let found = find(&template).remove(0);
    let text = found.text.as_deref().unwrap();
    assert!(matches!(found.text, Some(Cow::Borrowed(_))));
    assert_eq!(found.positions.outer(Span::new(0, text.len())).slice(&template), Some(text));
    assert_eq!(found.address, "Resources.P.Properties.PolicyDocument");
    assert!(found.holes.is_empty() && found.conditions.is_empty());
}

#[test]
fn what_each_document_is_for_is_known() {
    let template = r#"{"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []},
            "Policies": [{"PolicyName": "a", "PolicyDocument": {"Statement": [1]}}, {"PolicyDocument": {"Statement": [2]}}]}},
        "Open": {"Type": "AWS::S3::BucketPolicy", "Properties": {"PolicyDocument": "{\"Statement\": [3]}"}},
        "Guard": {"Type": "AWS::Organizations::Policy", "Properties": {"Type": "RESOURCE_CONTROL_POLICY", "Content": {}}},
        "Tags": {"Type": "AWS::Organizations::Policy", "Properties": {"Type": "TAG_POLICY", "Content": {}}},
        "Function": {"Type": "AWS::Serverless::Function", "Properties": {"Policies":
            ["AWSLambdaExecute", {"S3ReadPolicy": {"BucketName": "b"}}, {"Statement": [4]}, {"Ref": "Managed"}]}},
        "Other": {"Type": "AWS::EC2::Instance", "Properties": {"PolicyDocument": {"Statement": []}}}}}"#;
    let found = find(template);
    let about = |one: &FoundDocument<'_>| (one.address.clone(), one.policy_type, one.resource_type);
    assert_eq!(
        found.iter().map(about).collect::<Vec<_>>(),
        [
            (
                "Resources.Role.Properties.AssumeRolePolicyDocument".into(),
                PolicyType::Trust,
                Some(PolicyResourceType::RoleTrust)
            ),
            ("Resources.Role.Properties.Policies[0].PolicyDocument".into(), PolicyType::Identity, None),
            ("Resources.Role.Properties.Policies[1].PolicyDocument".into(), PolicyType::Identity, None),
            (
                "Resources.Open.Properties.PolicyDocument".into(),
                PolicyType::Resource,
                Some(PolicyResourceType::S3Bucket)
            ),
            ("Resources.Guard.Properties.Content".into(), PolicyType::ResourceControl, None),
            ("Resources.Function.Properties.Policies[2]".into(), PolicyType::Identity, None),
        ]
    );
    assert_eq!(found[3].text.as_deref(), Some(r#"{"Statement": [3]}"#));
    assert!(found.iter().all(|one| !one.is_type_guessed));
}

#[test]
fn what_is_not_known_becomes_what_checks_pass_over() {
    assert_eq!(
        statements(
            r#"[{"Effect": "Allow", "Action": ["s3:Get*", {"Ref": "Verb"}, {"Fn::Sub": "s3:${Verb}Object"}, {"Fn::Sub": "${S}:Get"}],
            "Resource": [{"Fn::GetAtt": ["B", "Arn"]}, {"Fn::Sub": "arn:aws:s3:::${B}/*"}, {"Fn::Join": ["", [{"Fn::GetAtt": "B.Arn"}, "/*"]]}],
            "Condition": {"StringEquals": {"aws:SourceVpc": {"Ref": "Vpc"}}}}]"#
        ),
        [
            r#"[{"Effect":"Allow","Action":["s3:Get*","*","s3:*Object","*"],"Resource":["*","arn:aws:s3:::${aws:PrincipalTag/unknown}/*","*"],"Condition":{"StringEquals":{"aws:SourceVpc":"${aws:PrincipalTag/unknown}"}}}]"#
        ]
    );
}

#[test]
fn what_is_known_is_put_together() {
    assert_eq!(
        statements(
            r#"[{"Sid": {"Ref": "S"}, "Resource": [{"Fn::Join": [":", ["arn", "aws", {"Ref": "AWS::NoValue"}, "x", {"Fn::If": ["C", "y", "z"]}]]},
            {"Fn::Sub": ["a-${ N }-${!aws:username}-${Z", {"N": {"Fn::Join": ["", ["b", 1]]}}]}]}]"#
        ),
        [
            r#"[{"Sid":"Unknown","Resource":["arn:aws:x:y","a-b1-${aws:username}-${Z"]}]"#,
            r#"[{"Sid":"Unknown","Resource":["arn:aws:x:z","a-b1-${aws:username}-${Z"]}]"#
        ]
    );
}

#[test]
fn a_statement_whose_effect_or_condition_is_unknown_is_left_out() {
    let all = r#"[{"Effect": {"Ref": "E"}, "Action": "a:b"}, {"Effect": "Allow", "Condition": {"Ref": "C"}},
        {"Effect": "Allow", "Condition": {"Bool": {"Fn::GetAtt": "x.y"}}}, {"Fn::Transform": {}}, {"Effect": "Deny"}]"#;
    assert_eq!(statements(all), [r#"[{"Effect": "Deny"}]"#]);
    let found = find_documents(&with_statements(all), None, &Limits::default()).unwrap().len();
    assert_eq!(found, 1);
    let template = with_statements(r#"{"Effect": {"Ref": "E"}, "Action": "a:b"}"#);
    let found = find(&template).remove(0);
    assert!(found.text.as_deref().unwrap().ends_with(r#""Statement":[]}"#));
    let answer = validate(found.text.as_deref().unwrap(), &found.validate_options()).unwrap();
    assert!(answer.findings.iter().all(|finding| found.is_in_doubt(finding)), "{:?}", answer.findings);
}

#[test]
fn every_branch_is_read() {
    let read = |text: &str| {
        let template = with_statements(text);
        let found = find(&template);
        let of_one = |one: &FoundDocument<'_>| {
            let text = one.text.clone().unwrap();
            let start = text.find("Statement\":").unwrap() + 11;
            let conditions: String =
                one.conditions.iter().flat_map(|(name, holds)| [&**name, if *holds { "1" } else { "0" }]).collect();
            format!("{} {conditions}", &text[start..text.len() - 1])
        };
        found.iter().map(of_one).collect::<Vec<_>>()
    };
    assert_eq!(read(r#"[1,{"Fn::If":["A",2,{"Ref":"AWS::NoValue"}]}]"#), ["[1,2] A1", "[1] A0"]);
    // one value for each condition
    assert_eq!(read(r#"[{"Fn::If":["A",1,2]},{"Fn::If":["A",3,4]}]"#), ["[1,3] A1", "[2,4] A0"]);
    assert_eq!(read(r#"[{"Fn::If":["A",1,2]},{"Fn::If":["B",3,4]}]"#), ["[1,3] A1B1", "[2,4] A0B0"]);
    // what a branch hides has its turn
    let nested = r#"[{"Fn::If":["A",{"Fn::If":["B",1,2]},3]}]"#;
    assert_eq!(read(nested), ["[1] A1B1", "[3] A0", "[2] A1B0"]);
    // what can never be is not read
    assert_eq!(read(r#"[{"Fn::If":["A",{"Fn::If":["A",1,2]},3]}]"#), ["[1] A1", "[3] A0"]);
    assert_eq!(read(r#"{"Fn::If":["A",[1],[2]]}"#), ["[1] A1", "[2] A0"]);
}

#[test]
fn a_property_may_hang_on_a_condition_too() {
    let template = r#"{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": {"Fn::If": ["A", {"Statement": [1]}, {"Ref": "Trust"}]},
        "Policies": {"Fn::If": ["A", [{"PolicyDocument": {"Statement": [{"Fn::If": ["A", 1, 2]}]}}], {"Ref": "AWS::NoValue"}]}}}}}"#;
    let found = find(template);
    let about = |one: &FoundDocument<'_>| (one.text.as_deref().map(str::to_owned), one.conditions.clone());
    assert_eq!(
        found.iter().map(about).collect::<Vec<_>>(),
        [
            (Some(r#"{"Statement": [1]}"#.into()), vec![("A".into(), true)]),
            (None, vec![("A".into(), false)]),
            (Some(r#"{"Statement":[1]}"#.into()), vec![("A".into(), true)]),
        ]
    );
}

#[test]
fn more_branches_than_are_read_are_told() {
    // each one hides the next
    let mut statement = "0".to_owned();
    for at in 0..20 {
        statement = format!(r#"{{"Fn::If":["C{at}",{statement},{at}]}}"#);
    }
    let template = with_statements(&format!("[{statement}]"));
    let found = find(&template);
    assert_eq!(found.len(), 8);
    assert!(found[0].holes.iter().any(|hole| hole.cause.starts_with("Fn::If with more")));
}

#[test]
fn a_text_that_is_put_together_has_its_holes() {
    let template = r#"{"Resources": {"R": {"Type": "AWS::Logs::ResourcePolicy", "Properties": {"PolicyDocument":
        {"Fn::Sub": "{\"Statement\": [{\"Resource\": \"arn:aws:logs:${AWS::Region}:*\", \"Effect\": \"Allow\"}]}"}}}}}"#;
    let found = find(template).remove(0);
    let text = found.text.as_deref().unwrap();
    assert_eq!(found.holes[0].span.slice(text), Some(r#""arn:aws:logs:${aws:PrincipalTag/unknown}:*""#));
    assert!(found.positions.outer(Span::new(3, 4)).slice(template).unwrap().starts_with(r#"{"Fn::Sub""#));
    let json = template.replace("\"Fn::Sub\": ", "\"Fn::ToJsonString\": {\"Statement\": [1]}, \"x\":");
    assert_eq!(find(&json).len(), 1, "no function of two members");
    let json = r#"{"Resources": {"R": {"Type": "AWS::Logs::ResourcePolicy", "Properties": {"PolicyDocument":
        {"Fn::ToJsonString": {"Statement": [{"Ref": "x"}, 1]}}}}}}"#;
    assert_eq!(texts(json), [r#"{"Statement":[1]}"#]);
}

#[test]
fn a_place_leads_back_to_the_template() {
    let template = with_statements(
        r#"[{"Effect": "Allow", "Action": [  "s3:Get*", {"Ref": "Verb"}], "Resource": {"Fn::Sub": "${X}"}, "Condition" : {}}]"#,
    );
    let found = find(&template).remove(0);
    let text = found.text.as_deref().unwrap();
    let document = Document::read(text, &Limits::default()).unwrap();
    let place = |needle: &str| {
        let at = text.find(needle).unwrap();
        found.positions.outer(Span::new(at, at + needle.len())).slice(&template).unwrap()
    };
    assert_eq!(place(r#""s3:Get*""#), r#""s3:Get*""#);
    assert_eq!(place(r#""s3:Get*","*""#), r#""s3:Get*", {"Ref": "Verb"}"#);
    assert_eq!(place(r#""Condition""#), r#""Condition""#);
    assert_eq!(place("{}"), "{}");
    let whole = found.positions.outer(document.root().span()).slice(&template).unwrap();
    assert!(whole.starts_with(r#"{"Version""#) && whole.ends_with("{}}]}"), "{whole}");
    // what hangs on the unknown action is in doubt, too
    assert_eq!(found.holes[0].reach.unwrap().slice(text), Some("{}"));
    assert_eq!(found.holes[1].reach, None);
}

#[test]
fn a_template_that_would_grow_without_end_is_refused() {
    let long = "x".repeat(20_000);
    let uses = "${a}".repeat(5_000);
    let statement = format!(r#"[{{"Resource": {{"Fn::Sub": ["{uses}", {{"a": "{long}"}}]}}}}]"#);
    let error = find_documents(&with_statements(&statement), None, &Limits::default()).unwrap_err();
    assert_eq!((error.code(), error.is_limit()), ("limit-growth", true));
    let mut nested = "\"x\"".to_owned();
    for _ in 0..25 {
        nested = format!(r#"{{"Fn::Sub": ["${{a}}${{a}}", {{"a": {nested}}}]}}"#);
    }
    // two levels a time: the limit of nesting must be out of the way
    let limits = Limits { max_depth: 120, ..Limits::default() };
    let error = find_documents(&with_statements(&format!("[{{\"Sid\": {nested}}}]")), None, &limits).unwrap_err();
    assert!(error.is_limit(), "{error}");
}
