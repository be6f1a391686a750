//! The principal form: sources, exclusions, the entity.

use serde_json::{Value, json};

use super::{OBJECT, USER, allow, deny};
use crate::simulate::{SimulatePrincipalPolicyInput, SimulationError, simulate_principal_policy};

/// A user with an inline policy, one of its group, a managed one that is attached twice, one of
/// AWS's, a boundary and an organization.
fn input() -> Value {
    let inline = |kind: &str, owner: &str, name: &str, action: &str| json!({ "PolicyName": name, "AttachmentType": kind, "AttachmentName": owner, "PolicyDocument": allow(action) });
    let managed = |arn: &str, action: &str| json!({ "PolicyArn": arn, "PolicyDocument": allow(action) });
    json!({
        "PolicySourceArn": USER,
        "ActionNames": ["s3:Inline", "s3:Group", "s3:Managed", "s3:Aws"],
        "SourcePolicies": {
            "Arn": USER,
            "InlinePolicies": [inline("user", "ann", "Own", "s3:Inline"), inline("group", "g", "Own", "s3:Group")],
            "ManagedPolicies": [
                managed("arn:aws:iam::111122223333:policy/team/M", "s3:Managed"),
                managed("arn:aws:iam::111122223333:policy/team/M", "s3:Managed"),
                managed("arn:aws:iam::aws:policy/service-role/A", "s3:Aws"),
            ],
            "PermissionsBoundary": managed("arn:aws:iam::111122223333:policy/team/M", "s3:*"),
            "ServiceControlPolicies": [{ "ServiceControlPolicyInputList": [allow("*")] }],
        },
    })
}

fn simulate(input: Value) -> Result<Value, SimulationError> {
    let input: SimulatePrincipalPolicyInput = serde_json::from_value(input).unwrap();
    simulate_principal_policy(&input).map(|output| serde_json::to_value(output).unwrap()["EvaluationResults"].take())
}

/// The actions that are allowed, by the part after the colon.
fn allowed(input: Value) -> Vec<String> {
    let results = simulate(input).unwrap();
    let allowed = results.as_array().unwrap().iter().filter(|result| result["EvalDecision"] == "allowed");
    allowed.map(|result| result["EvalActionName"].as_str().unwrap()[3..].to_owned()).collect()
}

fn excluding(exclusions: Value) -> Value {
    let mut input = input();
    input["PolicyExclusionList"] = exclusions;
    input
}

#[test]
fn sim_principal_sources() {
    let results = simulate(input()).unwrap();
    let ids: Vec<Vec<&str>> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["MatchedStatements"].as_array().unwrap())
        .map(|statements| statements.iter().map(|one| one["SourcePolicyId"].as_str().unwrap()).collect())
        .collect();
    // the managed policy counts once
    assert_eq!(ids, [["user_ann_Own"], ["group_g_Own"], ["M"], ["A"]]);
    assert_eq!(results[0]["MatchedStatements"][0]["SourcePolicyType"], "IAM Policy");
    let mut with_added = input();
    with_added["PolicyInputList"] = json!([deny("s3:Aws")]);
    let results = simulate(with_added).unwrap();
    assert_eq!(results[3]["MatchedStatements"][0]["SourcePolicyId"], "PolicyInputList.1");
}

#[test]
fn sim_principal_arn() {
    let error = |arn: &str| {
        let mut input = input();
        input["PolicySourceArn"] = arn.into();
        simulate(input).map(|_| ()).map_err(|error| (error.code, error.message))
    };
    assert_eq!(error("arn:aws:iam::111122223333:user/elsewhere/ann"), Ok(()));
    let unknown = Err(("NoSuchEntity", "Unable to retrieve specified IAM entity.".to_owned()));
    assert_eq!(error("arn:aws:iam::111122223333:user/bob"), unknown);
    assert_eq!(error("arn:aws:iam::111122223333:role/ann"), unknown);
    let other = "Invalid Policy Source Arn: caller's account 111122223333 does not have access to policies in account \
                 999999999999.";
    assert_eq!(error("arn:aws:iam::999999999999:user/ann"), Err(("InvalidInput", other.to_owned())));
    for bad in ["arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:assumed-role/r/s", "ann"] {
        assert_eq!(error(bad), Err(("InvalidInput", format!("Invalid ARN provided in the request: {bad}"))));
    }
}

#[test]
fn sim_principal_boundary() {
    let mut replaced = input();
    replaced["PermissionsBoundaryPolicyInputList"] = json!([allow("s3:Group")]);
    assert_eq!(allowed(replaced), ["Group"]);
    let mut narrow = input();
    narrow["SourcePolicies"]["PermissionsBoundary"]["PolicyDocument"] = deny("s3:Aws").into();
    let results = simulate(narrow).unwrap();
    assert_eq!(results[3]["EvalDecision"], "explicitDeny");
    assert_eq!(results[3]["MatchedStatements"][0]["SourcePolicyId"], "M");
}

#[test]
fn sim_exclusions() {
    let by_type = |name: &str| allowed(excluding(json!([{ "PolicyType": name }])));
    assert_eq!(by_type("inline"), ["Managed", "Aws"]);
    assert_eq!(by_type("user-managed"), ["Inline", "Group", "Aws"]);
    assert_eq!(by_type("aws-managed"), ["Inline", "Group", "Managed"]);
    assert_eq!(by_type("rcp").len(), 4);
    let results =
        simulate(excluding(json!([{ "PolicyType": "permission-boundary" }, { "PolicyType": "scp" }]))).unwrap();
    assert!(results[0].get("PermissionsBoundaryDecisionDetail").is_none());
    assert!(results[0].get("OrganizationsDecisionDetail").is_none());
    // by ARN without its path, and never as a boundary
    let by_arn = |arn: &str| allowed(excluding(json!([{ "PolicyArn": arn }])));
    assert_eq!(by_arn("arn:aws:iam::111122223333:policy/M"), ["Inline", "Group", "Aws"]);
    assert_eq!(by_arn("arn:aws:iam::111122223333:policy/team/M").len(), 4);
    assert_eq!(by_arn("arn:aws:iam::aws:policy/A"), ["Inline", "Group", "Managed"]);
    // what the request adds is never left out
    let mut added = excluding(json!([{ "PolicyType": "inline" }]));
    added["PolicyInputList"] = json!([allow("s3:Inline")]);
    assert_eq!(allowed(added), ["Inline", "Managed", "Aws"]);
}

fn inline(name: &str, kind: &str, owner: &str) -> Value {
    let identifier = json!({ "PolicyName": name, "AttachmentType": kind, "AttachmentName": owner });
    excluding(json!([{ "InlinePolicyIdentifier": identifier }]))
}

#[test]
fn sim_exclusions_of_inline_policies() {
    for owner in ["ann", "a*", "an?"] {
        assert_eq!(allowed(inline("Own", "user", owner)), ["Group", "Managed", "Aws"], "{owner}");
    }
    for (kind, owner) in [("role", "ann"), ("user", "g"), ("user", "*bob")] {
        assert_eq!(allowed(inline("Own", kind, owner)).len(), 4, "{kind} {owner}");
    }
    let message = "Invalid inline policy exclusion: policyName, attachmentType, and attachmentName are required";
    for (name, owner) in [("Ow*", "ann"), ("Ow?", "ann"), ("Own", "a*n*")] {
        assert_eq!(simulate(inline(name, "user", owner)).unwrap_err().message, message, "{name} {owner}");
    }
    let error = simulate(inline("*", "user", "ann")).unwrap_err();
    assert_eq!(error.code, "ValidationError");
    assert!(error.message.ends_with(r"pattern: .*[\w+=,.@-]+.*"), "{error}");
    let error = simulate(excluding(json!([{ "PolicyType": "bogus" }]))).unwrap_err();
    assert_eq!(
        error.message,
        "1 validation error detected: Value 'bogus' at 'policyExclusionList.1.member.policyType' failed to satisfy \
         constraint: Member must satisfy enum value set: [scp, permission-boundary, aws-managed, inline, user-managed, rcp]"
    );
}

#[test]
fn sim_defaults_are_those_of_the_entity() {
    let condition = json!({ "StringEquals": { "aws:username": "ann", "aws:userid": USER } });
    let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition });
    let mut input = input();
    input["SourcePolicies"] = json!({ "Arn": USER });
    input["ResourceArns"] = json!([OBJECT]);
    input["PolicyInputList"] = json!([json!({ "Statement": statement }).to_string()]);
    assert_eq!(allowed(input.clone()).len(), 4);
    input["CallerArn"] = "arn:aws:iam::111122223333:user/bob".into();
    assert!(allowed(input).is_empty());
}
