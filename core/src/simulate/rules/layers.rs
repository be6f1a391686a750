//! How the simulator puts the layers together, and what it refuses of them.

use serde_json::{Value, json};

use super::{OBJECT, USER, allow, deny, first, message, policy, resource_policy};

const ROOT: &str = "arn:aws:iam::111122223333:root";
const GROUP: &str = "arn:aws:iam::111122223333:group/g";

/// The caller asks for an object whose bucket has a policy.
fn with_resource_policy(identity: &[String], boundary: &[String], resource: &str, owner: Option<&str>) -> Value {
    first(json!({
        "PolicyInputList": identity, "PermissionsBoundaryPolicyInputList": boundary, "ResourcePolicy": resource,
        "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT], "CallerArn": USER, "ResourceOwner": owner,
    }))
}

#[test]
fn sim_same_account() {
    for principal in [USER, ROOT, "*"] {
        let grant = resource_policy("Allow", principal);
        let result = with_resource_policy(&[], &[allow("s3:PutObject")], &grant, None);
        assert_eq!(result["EvalDecision"], "allowed", "{principal}");
        assert_eq!(result["MatchedStatements"][0]["SourcePolicyType"], "Resource Policy");
        let result = with_resource_policy(&[], &[deny("s3:*")], &grant, None);
        assert_eq!(result["EvalDecision"], "explicitDeny", "{principal}");
    }
    let other = resource_policy("Allow", "arn:aws:iam::111122223333:user/ann");
    assert_eq!(with_resource_policy(&[], &[], &other, None)["EvalDecision"], "implicitDeny");
}

#[test]
fn sim_cross_account() {
    let owner = Some("arn:aws:iam::999999999999:root");
    let grant = resource_policy("Allow", USER);
    let result = with_resource_policy(&[], &[], &grant, owner);
    assert_eq!(result["EvalDecision"], "implicitDeny");
    let details = json!({ "IAM Policy": "implicitDeny", "Resource Policy": "allowed" });
    assert_eq!(result["EvalDecisionDetails"], details);
    assert_eq!(result["ResourceSpecificResults"][0]["EvalDecisionDetails"], details);
    assert_eq!(with_resource_policy(&[allow("*")], &[], &grant, owner)["EvalDecision"], "allowed");
    let result = with_resource_policy(&[allow("*")], &[allow("s3:Put*")], &grant, owner);
    assert_eq!(result["EvalDecision"], "implicitDeny");
    assert_eq!(result["EvalDecisionDetails"]["Permissions Boundary Policy"], "implicitDeny");
    // without a resource policy the owner does not matter
    let result = first(json!({
        "PolicyInputList": [allow("*")], "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT],
        "CallerArn": USER, "ResourceOwner": owner,
    }));
    assert_eq!((&result["EvalDecision"], &result["EvalDecisionDetails"]), (&json!("allowed"), &json!({})));
}

#[test]
fn sim_caller_may_be_a_group() {
    let group = |principal: &str| {
        first(json!({
            "PolicyInputList": [], "ResourcePolicy": resource_policy("Allow", principal),
            "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT], "CallerArn": GROUP,
        }))["EvalDecision"]
            .clone()
    };
    assert_eq!(group("*"), "allowed");
    assert_eq!(group(ROOT), "allowed");
    assert_eq!(group(GROUP), "implicitDeny");
    assert_eq!(group("arn:aws:iam::999999999999:root"), "implicitDeny");
}

#[test]
fn sim_role_is_granted_by_its_arn() {
    let role = "arn:aws:iam::111122223333:role/team/app";
    let result = first(json!({
        "PolicyInputList": [], "PermissionsBoundaryPolicyInputList": [allow("iam:*")],
        "ResourcePolicy": resource_policy("Allow", role), "ActionNames": ["s3:GetObject"],
        "ResourceArns": [OBJECT], "CallerArn": role,
    }));
    assert_eq!(result["EvalDecision"], "allowed");
}

#[test]
fn sim_resource_policy_needs() {
    let input = |resources: Value, resource: &str, caller: Option<&str>| {
        let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": resource, "Principal": "*" });
        let document = json!({ "Statement": statement }).to_string();
        json!({
            "PolicyInputList": [], "ResourcePolicy": document, "ActionNames": ["s3:GetObject"],
            "ResourceArns": resources, "CallerArn": caller,
        })
    };
    let no_entity = "Invalid Entity Arn: * does not clearly define entity type and name.";
    assert_eq!(message(input(json!([]), OBJECT, Some(USER))), no_entity);
    assert_eq!(message(input(json!(["*"]), "*", Some(USER))), no_entity);
    let bad_name = "ResourceNames are not in a valid ARN format: *.";
    assert_eq!(message(input(json!([OBJECT]), "*", Some(USER))), bad_name);
    let no_caller = "Invalid caller - Caller cannot be null or empty.";
    assert_eq!(message(input(json!([OBJECT]), OBJECT, None)), no_caller);
    assert_eq!(first(input(json!([OBJECT]), OBJECT, Some(USER)))["EvalDecision"], "allowed");
}

fn with_levels(levels: &[&[String]]) -> Value {
    let level = |policies: &&[String]| json!({ "ServiceControlPolicyInputList": policies });
    json!({
        "PolicyInputList": [allow("s3:*")], "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT],
        "OrderedOrganizationPolicyInputList": levels.iter().map(level).collect::<Vec<_>>(),
    })
}

#[test]
fn sim_scp() {
    let rows: [(&[&[String]], &str); 4] = [
        (&[&[allow("*")], &[allow("s3:*")]], "allowed"),
        (&[&[allow("*")], &[allow("iam:*")]], "implicitDeny"),
        (&[&[allow("iam:*")], &[allow("*"), deny("s3:*")]], "explicitDeny"),
        (&[&[allow("iam:*"), allow("s3:*")]], "allowed"),
    ];
    for (levels, decision) in rows {
        let result = first(with_levels(levels));
        assert_eq!(result["EvalDecision"], decision);
        let allowed = decision == "allowed";
        assert_eq!(result["OrganizationsDecisionDetail"]["AllowedByOrganizations"], allowed);
        assert_eq!(result["MatchedStatements"].as_array().unwrap().is_empty(), !allowed);
        assert!(result["ResourceSpecificResults"][0].get("OrganizationsDecisionDetail").is_none());
    }
    assert_eq!(
        message(with_levels(&[&[]])),
        "Organization policy at index 1 must contain at least one service control policy"
    );
}

#[test]
fn sim_scp_denial_tells_no_missing_keys() {
    let statement =
        json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "Null": { "k": "false" } } });
    let mut input = with_levels(&[&[allow("iam:*")]]);
    input["PolicyInputList"] = json!([json!({ "Statement": statement }).to_string()]);
    assert_eq!(first(input.clone())["MissingContextValues"], json!([]));
    input["OrderedOrganizationPolicyInputList"] = json!([]);
    assert_eq!(first(input)["MissingContextValues"], json!(["k"]));
}

#[test]
fn sim_boundary_detail() {
    let asked = |boundary: &[String]| {
        first(json!({
            "PolicyInputList": [allow("*")], "PermissionsBoundaryPolicyInputList": boundary,
            "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT, "arn:aws:s3:::b/b"],
        }))
    };
    let detail = |result: &Value| result["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"].clone();
    let result = asked(&[policy("Allow", "s3:*", OBJECT)]);
    assert_eq!(detail(&result), false);
    assert_eq!(detail(&result["ResourceSpecificResults"][0]), true);
    assert_eq!(detail(&result["ResourceSpecificResults"][1]), false);
    let result = asked(&[deny("s3:*")]);
    assert_eq!(result["MatchedStatements"][0]["SourcePolicyId"], "PermissionsBoundaryPolicyInputList.1");
    assert_eq!(result["MatchedStatements"][0]["SourcePolicyType"], "Permissions Boundary Policy");
    assert!(asked(&[]).get("PermissionsBoundaryDecisionDetail").is_none());
}

#[test]
fn sim_list_limits() {
    let input = |policies: Value, boundaries: Value| {
        json!({
            "PolicyInputList": policies, "PermissionsBoundaryPolicyInputList": boundaries, "ActionNames": ["a:b"],
        })
    };
    assert_eq!(
        message(input(json!([]), json!([allow("*"), allow("*")]))),
        "The list of Permissions Boundary policies cannot exceed 1 items."
    );
    for bad in ["{", "", r#"{"Version":"2099-01-01","Statement":[]}"#, r#"{"Statement":[],"Statement":[]}"#] {
        let input = input(json!([allow("*"), bad]), json!([]));
        assert_eq!(message(input), "Policy input list item 2 has invalid content", "{bad}");
    }
}
