//! Many resources with a common start as one (rule `suffix_guard`).

use std::collections::{BTreeMap, BTreeSet};

use crate::usage::fold_head;

use super::granted::{Granted, is_wild};
use super::options::SynthesizeOptions;
use super::result::{Widening, WideningStep};

/// How many siblings are enough where what tells them apart is made up: ids and times.
const ENOUGH_VARIABLE: usize = 2;

/// Folds siblings of the resources of some actions; what was folded is listed.
pub(super) fn fold(
    granted: &Granted,
    folds: impl Fn(&str) -> bool,
    options: &SynthesizeOptions,
) -> (Granted, Vec<Widening>) {
    let mut widened = Vec::new();
    let mut folded = Granted::new();
    for (action, resources) in granted {
        if !folds(action) || (is_sensitive(action) && !options.allow_sensitive_fold) {
            folded.insert(action.clone(), resources.clone());
            continue;
        }
        let mut groups: BTreeMap<(&str, &str), Vec<&String>> = BTreeMap::new();
        let mut kept = BTreeSet::new();
        for resource in resources {
            match parent(resource).filter(|_| !is_wild(resource)) {
                Some(group) if options.allow_sensitive_fold || !is_sensitive_resource(resource) => {
                    groups.entry(group).or_default().push(resource);
                }
                _ => {
                    kept.insert(resource.clone());
                }
            }
        }
        for ((head, start), siblings) in groups {
            let all_variable =
                siblings.iter().all(|sibling| sibling.get(head.len() + start.len()..).is_some_and(is_variable));
            let enough = if all_variable { ENOUGH_VARIABLE } else { options.min_siblings };
            if siblings.len() < enough.max(2) || start.len() < options.min_literal {
                kept.extend(siblings.into_iter().cloned());
                continue;
            }
            let to = format!("{head}{start}*");
            let from = siblings.into_iter().cloned().collect();
            widened.push(Widening { from, to: vec![to.clone()], step: WideningStep::Suffix });
            kept.insert(to);
        }
        super::granted::drop_covered(&mut kept);
        folded.insert(action.clone(), kept);
    }
    widened.dedup();
    (folded, widened)
}

fn is_sensitive(action: &str) -> bool {
    matches!(action, "iam:PassRole" | "sts:AssumeRole") || action.starts_with("secretsmanager:")
}

fn is_sensitive_resource(resource: &str) -> bool {
    resource.contains(":iam:") || resource.contains(":kms:") || resource.contains(":secretsmanager:")
}

/// What a resource shares with its siblings: the head that is never crossed, and the start behind it up
/// to a separator.
fn parent(resource: &str) -> Option<(&str, &str)> {
    let head = fold_head(resource);
    let tail = resource.get(head.len()..).filter(|tail| !tail.is_empty() && !head.is_empty())?;
    // a bucket is never widened to another
    if head.ends_with(":::") {
        return None;
    }
    let component = tail.rfind(['/', ':']).map_or(0, |at| at + 1);
    let last = tail.get(component..)?;
    // siblings in a folder share the folder; without one, the name up to its last separator
    let end =
        if component > 0 || is_variable(last) { component } else { tail.rfind(['-', '_', '.']).map_or(0, |at| at + 1) };
    // a separator at the very end has nothing behind it to fold
    (end < tail.len()).then(|| (head, tail.get(..end).unwrap_or("")))
}

/// Does a text look made up: a UUID, a ULID, a time, hexadecimal of eight or more, an id of EC2?
pub(super) fn is_variable(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_hex = |text: &str| text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_uuid = text.len() == 36
        && [8, 13, 18, 23].iter().all(|at| bytes.get(*at) == Some(&b'-'))
        && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    let is_ulid = text.len() == 26 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_time = digits >= 8 && text.bytes().all(|byte| byte.is_ascii_digit() || b"-:TZ._".contains(&byte));
    let is_id = text.split_once('-').is_some_and(|(kind, id)| kind.len() <= 8 && is_hex(id));
    is_hex(text) || is_uuid || is_ulid || is_time || is_id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(action: &str, resources: &[String]) -> Vec<String> {
        let granted = Granted::from([(action.to_owned(), resources.iter().cloned().collect())]);
        fold(&granted, |_| true, &SynthesizeOptions::default()).0.remove(action).unwrap().into_iter().collect()
    }

    #[test]
    fn suffix_guard() {
        let keys: Vec<String> = (0..6).map(|at| format!("arn:aws:s3:::b/logs/{at}.gz")).collect();
        assert_eq!(folded("s3:GetObject", &keys), ["arn:aws:s3:::b/logs/*"]);
        assert_eq!(folded("s3:GetObject", &keys[..4]).len(), 4);
        // a bucket is never widened, nor are its first folders
        let top: Vec<String> = (0..9).map(|at| format!("arn:aws:s3:::b/{at}")).collect();
        assert_eq!(folded("s3:GetObject", &top).len(), 9);
        let buckets: Vec<String> = (0..9).map(|at| format!("arn:aws:s3:::logs-{at}")).collect();
        assert_eq!(folded("s3:ListBucket", &buckets).len(), 9);
        let functions: Vec<String> =
            (0..9).map(|at| format!("arn:aws:lambda:eu-west-1:111122223333:function:worker-{at}")).collect();
        assert_eq!(
            folded("lambda:InvokeFunction", &functions),
            ["arn:aws:lambda:eu-west-1:111122223333:function:worker-*"]
        );
        let uuids: Vec<String> =
            (0..2).map(|at| format!("arn:aws:s3:::b/job/{at}2345678-1234-1234-1234-123456789012")).collect();
        assert_eq!(folded("s3:GetObject", &uuids), ["arn:aws:s3:::b/job/*"]);
        let roles: Vec<String> = (0..9).map(|at| format!("arn:aws:iam::111122223333:role/app/worker-{at}")).collect();
        assert_eq!(folded("iam:PassRole", &roles).len(), 9);
        assert_eq!(folded("iam:GetRole", &roles).len(), 9);
    }
}
