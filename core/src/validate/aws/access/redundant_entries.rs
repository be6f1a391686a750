//! Entries of one list that others cover (`redundancy`).
//!
//! The entries are put in order, so that those that begin alike stand together: equal ones are neighbours, and a pattern
//! is held against those that begin as it does.

use smallvec::SmallVec;

use crate::validate::check::{Check, Example, kinds};
use crate::validate::cover::{Case, Wildcard};
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Element, Entry, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::removal::remove_elements;

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&REDUNDANT_ACTION, &REDUNDANT_RESOURCE], run: Run::Statement(look) };

static REDUNDANT_ACTION: Check = Check::suggestion(
    "REDUNDANT_ACTION",
    kinds::ALL,
    "an entry of the list covers others, which say nothing more; letter case does not count",
)
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
"Action":["sqs:SendMessage","sns:Publish","sqs:Send*","SQS:sendmessage"],"Resource":"*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny",
"NotAction":["sqs:SendMessage","sqs:SendMessage"],"Resource":"*"}}"#,
        ),
        Example::scp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["*","sqs:*"],"Resource":"*"}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:Send*","sqs:*Message"],"Resource":"*"},
{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}"#,
    )],
);

static REDUNDANT_RESOURCE: Check = Check::suggestion(
    "REDUNDANT_RESOURCE",
    kinds::WITH_RESOURCES,
    "an entry of the list covers others, which say nothing more",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":["arn:aws:sqs:*:111122223333:jobs-*","arn:aws:sqs:eu-west-1:111122223333:jobs-a"]}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":["arn:aws:sqs:eu-west-1:111122223333:jobs","*","arn:aws:sqs:eu-west-1:111122223333:jobs"]}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":["arn:aws:sqs:*:111122223333:jobs-*","arn:aws:sqs:*:111122223333:Jobs-a","arn:aws:sqs:*:*:jobs-*-b"]}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for element in statement.action_elements() {
        look_at(report, statement, element, Case::Folded, &REDUNDANT_ACTION);
    }
    for element in statement.resource_elements() {
        look_at(report, statement, element, Case::Exact, &REDUNDANT_RESOURCE);
    }
}

fn look_at(
    report: &mut Report<'_>,
    statement: &Statement<'_, '_>,
    element: &Element<'_, '_>,
    case: Case,
    check: &'static Check,
) {
    let entries = &element.entries;
    if entries.len() < 2 {
        return;
    }
    for Group { head, members } in find_groups(report, entries, case) {
        let Some(head) = entries.get(head) else { continue };
        let members: Vec<&Entry<'_>> = members.iter().filter_map(|at| entries.get(*at)).collect();
        let kept = members.iter().find(|entry| case.compare(&entry.text, &head.text).is_eq()).map(|entry| entry.index);
        let gone: Vec<usize> =
            members.iter().filter(|entry| Some(entry.index) != kept).filter_map(|entry| entry.index).collect();
        let edits = remove_elements(element.value(), |at| gone.binary_search(&at).is_ok());
        let title = if let [only] = gone[..] {
            format!("remove `{}`", entries.get(only).map_or("", |entry| &entry.text))
        } else {
            format!("remove the {} entries that `{}` covers", gone.len(), head.text)
        };
        let details = format!("`{}` covers what else is listed here", head.text);
        let places = members.iter().map(|entry| statement.at_entry(element, entry)).collect();
        report.add_with_fixes(check, details, places, vec![Fix::new(title, edits)]);
    }
}

/// Entries that one of them covers.
struct Group {
    head: usize,
    /// In the order of the list, the head among them.
    members: Vec<usize>,
}

/// The groups of a list, each under an entry that no other covers. An entry may be in several.
fn find_groups(report: &mut Report<'_>, entries: &[Entry<'_>], case: Case) -> Vec<Group> {
    let text = |at: usize| entries.get(at).map_or("", |entry| &*entry.text);
    let mut order: SmallVec<[usize; 64]> = (0..entries.len()).collect();
    // an entry that stands first in the list stands first among equals
    order.sort_by(|a, b| case.compare(text(*a), text(*b)));
    let mut groups: Vec<Group> = Vec::new();
    let mut is_covered: Vec<bool> = Vec::new();
    for (place, at) in order.iter().enumerate() {
        let Some(wildcard) = Wildcard::of(text(*at), case) else { continue };
        if is_covered.get(*at).copied().unwrap_or(false) {
            continue;
        }
        let begins_alike = |other: &&usize| case.starts_with(text(**other), wildcard.prefix);
        let before = order.iter().take(place).rev().take_while(begins_alike);
        let after = order.iter().skip(place + 1).take_while(begins_alike);
        let mut members = Vec::new();
        for other in before.chain(after) {
            if !report.spend(wildcard.cost(text(*other))) {
                return Vec::new();
            }
            if wildcard.covers(text(*other)) {
                members.push(*other);
            }
        }
        if members.is_empty() {
            continue;
        }
        is_covered.resize(entries.len(), false);
        for member in &members {
            if let Some(mark) = is_covered.get_mut(*member) {
                *mark = true;
            }
        }
        members.push(*at);
        groups.push(Group { head: *at, members });
    }
    let mut place = 0;
    while let Some(first) = order.get(place).copied() {
        let rest = order.get(place..).unwrap_or(&[]);
        let equal = rest.iter().take_while(|other| case.compare(text(first), text(**other)).is_eq()).count().max(1);
        place += equal;
        if equal > 1 && !is_covered.get(first).copied().unwrap_or(false) && Wildcard::of(text(first), case).is_none() {
            groups.push(Group { head: first, members: rest.iter().take(equal).copied().collect() });
        }
    }
    // what a covered pattern covers is among what the covering one does
    groups.retain(|group| !is_covered.get(group.head).copied().unwrap_or(false));
    for group in &mut groups {
        group.members.sort_unstable();
    }
    groups
}
