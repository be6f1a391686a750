//! EC2: ids that say their type, what a launch makes, and the role it hands over.

use serde_json::Value;

use super::{Found, SceneOf, Use, escape, push_once};

/// What the prefix of an id says of its type (EC2 user guide, "Resource IDs"); images and snapshots have no
/// account in their ARN.
const ID_PREFIXES: &[(&str, &str)] = &[
    ("i-", "instance"),
    ("vol-", "volume"),
    ("snap-", "snapshot"),
    ("ami-", "image"),
    ("sg-", "security-group"),
    ("vpc-", "vpc"),
    ("subnet-", "subnet"),
    ("eni-", "network-interface"),
    ("rtb-", "route-table"),
    ("igw-", "internet-gateway"),
    ("eipalloc-", "elastic-ip"),
    ("nat-", "natgateway"),
    ("acl-", "network-acl"),
    ("lt-", "launch-template"),
    ("key-", "key-pair"),
    ("vpce-", "vpc-endpoint"),
    ("pcx-", "vpc-peering-connection"),
    ("tgw-attach-", "transit-gateway-attachment"),
    ("tgw-rtb-", "transit-gateway-route-table"),
    ("tgw-", "transit-gateway"),
    ("vgw-", "vpn-gateway"),
    ("vpn-", "vpn-connection"),
    ("cgw-", "customer-gateway"),
    ("dopt-", "dhcp-options"),
    ("fl-", "vpc-flow-log"),
    ("eigw-", "egress-only-internet-gateway"),
    ("pl-", "prefix-list"),
    ("sgr-", "security-group-rule"),
];

pub(super) fn ec2_tags<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let ids = call.given.request.values("resourceId").chain(call.given.request.values("resourcesSet"));
    let mut uses = Vec::new();
    for id in ids {
        let kind = ID_PREFIXES.iter().find_map(|(prefix, kind)| id.starts_with(prefix).then_some(*kind));
        let found = match kind {
            Some(kind @ ("snapshot" | "image")) => {
                let region = if call.scene.region.is_empty() { "*" } else { call.scene.region };
                Found::exact(format!("arn:{}:ec2:{region}::{kind}/{}", call.scene.partition, escape(id)))
            }
            Some(kind) => Found::exact(call.arn("ec2", &format!("{kind}/{}", escape(id)))),
            None => {
                Found { arn: call.arn("ec2", &format!("*/{}", escape(id))).into(), is_partial: true, is_unknown: false }
            }
        };
        push_once(&mut uses, call.on(found));
    }
    (!uses.is_empty()).then_some(uses)
}

/// A launch makes volumes, too, and hands the role of its profile over.
pub(super) fn ec2_launch<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    // nothing of the second network is meant by what names the first
    uses.retain(|used| !used.resource.contains(":secondary-") || call.given.request.has("secondarySubnetId"));
    push_once(&mut uses, call.on(Found::exact(call.arn("ec2", "volume/*"))));
    uses.extend(profile_role(call));
    uses
}

pub(super) fn ec2_profile<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    uses.extend(profile_role(call));
    uses
}

/// The role of an instance profile. Its name is not in the record: that of the profile is taken, as the console
/// names it (EC2 user guide, "IAM roles for Amazon EC2"), and marked, rather than all roles.
fn profile_role<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Use<'r>> {
    let text = call.record.request_parameters.as_deref()?;
    let request: Value = serde_json::from_str(text).ok()?;
    let profile = find_member(&request, "iaminstanceprofile", 4)?;
    let text = |name: &str| profile.get(name).and_then(Value::as_str);
    let name = text("name").or_else(|| text("Name"));
    let arn = text("arn").or_else(|| text("Arn"));
    let name = name.or_else(|| arn?.rsplit('/').next())?;
    let role = format!("arn:{}:iam::{}:role/{}", call.scene.partition, call.scene.account, escape(name));
    let mut used = call.implied("iam:PassRole", Found { is_partial: true, ..Found::exact(role) })?;
    used.is_uncertain = true;
    used.context.push(("iam:PassedToService", "ec2.amazonaws.com".into()));
    Some(used)
}

/// The first member of a name, without signs and letter case, so many levels deep.
fn find_member<'v>(value: &'v Value, name: &str, depth: usize) -> Option<&'v Value> {
    let members = value.as_object()?;
    let own = members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    own.or_else(|| members.values().filter(|_| depth > 0).find_map(|value| find_member(value, name, depth - 1)))
}

/// What is to be watched is named by ids alone.
pub(super) fn ec2_flow_logs<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    let request = call.given.request;
    for id in request.values("resourceId").chain(request.values("resourceIds")).chain(request.values("content")) {
        let kind = ID_PREFIXES.iter().find_map(|(prefix, kind)| id.starts_with(prefix).then_some(*kind));
        if let Some(kind) = kind {
            push_once(&mut uses, call.on(Found::exact(call.arn("ec2", &format!("{kind}/{}", escape(id))))));
        }
    }
    if uses.iter().any(|used| used.resource != "*") {
        uses.retain(|used| used.resource != "*");
    }
    uses
}
