//! Roles that a call hands to a service: `iam:PassRole` leaves no event of its own.

use std::sync::Arc;

use super::mapper::a_use;
use super::meaning::Use;
use super::parameters::{Parameters, plain_text};
use super::resources::{Found, escape};

/// May a call pass a role (rule `passrole_any`)? Not where a role is what the call is about.
pub(super) fn may_pass(service: &str, event: &str, is_documented: bool) -> bool {
    match service {
        "sts" => false,
        "iam" => event == "AddRoleToInstanceProfile",
        _ => is_documented,
    }
}

/// The roles that are passed: every ARN of a role under a name that ends as such names do.
pub(super) fn uses<'r>(request: &Parameters<'r>, passed_to: &[&str], service: &str) -> Vec<Use<'r>> {
    let mut uses: Vec<Use<'r>> = Vec::new();
    for parameter in &request.all {
        let value = &parameter.value;
        if !value.starts_with("arn:") || !value.contains(":iam::") || !value.contains(":role/") {
            continue;
        }
        let plain = plain_text(&parameter.name);
        let is_role = ["role", "roles", "rolearn", "rolearns"].iter().any(|ending| plain.ends_with(ending));
        // the role itself is passed under any documented name, as in `DeliverLogsPermissionArn`
        let is_known = plain.ends_with("permissionarn");
        if (!is_role && !is_known) || plain.contains("principal") {
            continue;
        }
        let arn = escape(value).into_owned();
        if uses.iter().any(|known| known.resource == arn) {
            continue;
        }
        let mut used = a_use(Arc::from("iam:PassRole"), Found::exact(arn), true);
        let to = match passed_to {
            [] => Some(format!("{service}.amazonaws.com")),
            [only] => Some((*only).to_owned()),
            // which of them is not in the record
            _ => None,
        };
        used.context.extend(to.map(|to| ("iam:PassedToService", to.into())));
        uses.push(used);
    }
    uses
}
