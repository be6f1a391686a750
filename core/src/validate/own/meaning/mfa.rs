//! Conditions on multi-factor authentication that a request without the key meets.
//!
//! Source: IAM user guide, "AWS global condition context keys", `aws:MultiFactorAuthPresent`: the key is absent from
//! requests that are signed with long-term access keys, and from those of some services.

use crate::analyze::{Region, is_empty_spending};
use crate::condition::ConditionOperator;
use crate::document::{Policy, PolicyType, Version};
use crate::request::Request;
use crate::validate::check::{Check, Example};
use crate::validate::fix::{Edit, Fix};
use crate::validate::own::evidence::{EVERYTHING, Evidence};
use crate::validate::report::Report;
use crate::validate::subject::{Block, Condition, Key, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&IE_MFA_FAILS_OPEN], run: Run::Document(look) };

static IE_MFA_FAILS_OPEN: Check = Check::security(
    "IE_MFA_FAILS_OPEN",
    KINDS,
    "a request without the key of multi-factor authentication passes, although one that says that there was none does \
     not: long-term access keys send no such key",
)
.own()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"},
{"Effect":"Deny","Action":"ec2:TerminateInstances","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}}]}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:TerminateInstances","Resource":"*",
"Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*",
"Condition":{"NumericGreaterThan":{"aws:MultiFactorAuthAge":"3600"}}}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"},
{"Effect":"Deny","Action":"ec2:TerminateInstances","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"},
{"Effect":"Deny","Action":"ec2:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}},
{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Null":{"aws:MultiFactorAuthPresent":"true"}}}]}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:TerminateInstances","Resource":"*",
"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}"#,
        ),
    ],
);

/// A resource control policy is about requests of all accounts, and those of services have no such key.
const KINDS: &[PolicyType] =
    &[PolicyType::Identity, PolicyType::Session, PolicyType::Resource, PolicyType::Trust, PolicyType::ServiceControl];

/// What a copy of a statement costs, in steps.
const COPY: usize = 32;

const PRESENT: &str = "aws:MultiFactorAuthPresent";
const AGE: &str = "aws:MultiFactorAuthAge";

fn is_of_mfa(name: &str) -> bool {
    name.eq_ignore_ascii_case(PRESENT) || name.eq_ignore_ascii_case(AGE)
}

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let of_mfa = |statement: &Statement<'_, '_>| statement.condition_keys().any(|(_, key)| is_of_mfa(&key.name));
    if !subject.statements.iter().any(of_mfa) {
        return;
    }
    let Some(evidence) = report.evidence(subject) else { return };
    // what a document denies, others may allow
    let everything = Policy::parse(EVERYTHING).ok().filter(|_| !evidence.has_principals());
    let beside = everything.map(|everything| Region::of([&evidence.policy, &everything]));
    for statement in &subject.statements {
        if evidence.has_spent_all() {
            break;
        }
        look_at_statement(report, subject, &evidence, beside.as_ref(), statement);
    }
}

fn look_at_statement(
    report: &mut Report<'_>,
    subject: &Subject<'_, '_>,
    evidence: &Evidence,
    beside: Option<&Region>,
    statement: &Statement<'_, '_>,
) {
    let Some((block, key)) = statement.condition_keys().find(|(_, key)| is_of_mfa(&key.name)) else { return };
    let Some(request) = find_open(evidence, beside, subject.language(), statement) else { return };
    let details = format!(
        "`{}` on `{}` without `{}` passes, although it does not where the request says that there was no \
         authentication with a second factor: {}",
        request.action().as_str(),
        request.resource(),
        key.name,
        if statement.is_deny() {
            "deny with `BoolIfExists`, or where `Null` says that the key is absent"
        } else {
            "allow with `Bool` rather than with `BoolIfExists`"
        }
    );
    let witness = Some(request).filter(|request| evidence.region.holds(request)).map(Box::new);
    let fixes = fix(statement, block).into_iter().collect();
    report.add_whole(&IE_MFA_FAILS_OPEN, details, vec![statement.at_key(block, key)], fixes, witness);
}

/// A request of those that a statement is about, which passes without a key of multi-factor authentication and not
/// with one that says no.
fn find_open(
    evidence: &Evidence,
    beside: Option<&Region>,
    version: Version,
    statement: &Statement<'_, '_>,
) -> Option<Request> {
    let probe = without_mfa(statement, version)?;
    let probe = evidence.region_of(&probe);
    let is_shown = |region: &Region, request: &Request| {
        with_no(request).is_some_and(|other| region.holds(request) && !region.holds(&other))
    };
    let own = find(&evidence.region, &probe, evidence).filter(|request| is_shown(&evidence.region, request));
    if own.is_some() || !statement.is_deny() {
        return own;
    }
    let beside = beside?;
    find(beside, &probe, evidence).filter(|request| is_shown(beside, request))
}

fn find(region: &Region, probe: &Region, evidence: &Evidence) -> Option<Request> {
    evidence.spending(|steps| {
        if *steps == 0 {
            return None;
        }
        // a copy costs, too
        *steps = steps.saturating_sub(evidence.policy.statements().len() * COPY);
        let both = region.clone().intersect(probe.clone());
        is_empty_spending(&both, &evidence.options, steps).witness().cloned()
    })
}

/// The statement as one that allows where there is no key of multi-factor authentication, whatever it says of one.
fn without_mfa(statement: &Statement<'_, '_>, version: Version) -> Option<Policy> {
    let mut own: serde_json::Value = serde_json::from_str(statement.value.source()).ok()?;
    let members = own.as_object_mut()?;
    members.remove("Sid");
    members.insert("Effect".into(), "Allow".into());
    let condition = members.get_mut("Condition")?.as_object_mut()?;
    for keys in condition.values_mut().filter_map(serde_json::Value::as_object_mut) {
        keys.retain(|name, _| !is_of_mfa(name));
    }
    condition.retain(|_, keys| keys.as_object().is_some_and(|keys| !keys.is_empty()));
    let null = condition.entry("Null").or_insert_with(|| serde_json::json!({}));
    for name in [PRESENT, AGE] {
        null.as_object_mut()?.insert(name.into(), "true".into());
    }
    Policy::parse(&serde_json::json!({"Version": version.as_str(), "Statement": own}).to_string()).ok()
}

/// The same request where it says that there was no second factor, or one long ago.
fn with_no(request: &Request) -> Option<Request> {
    let mut builder = Request::builder(request.action().as_str(), request.resource());
    if let Some(principal) = request.principal() {
        builder = builder.principal(principal.clone());
    }
    for (name, value) in request.context().iter().filter(|(name, _)| !is_of_mfa(name)) {
        builder = builder.context(name, value.clone());
    }
    builder.context(PRESENT, "false").context(AGE, "4000000000").build().ok()
}

/// The operator that says what is meant, where the block has but this key and no block of that operator is there.
fn fix(statement: &Statement<'_, '_>, block: &Block<'_, '_>) -> Option<Fix> {
    let operator = block.operator.filter(|operator| operator.operator == ConditionOperator::Bool)?;
    let [Key { .. }] = block.keys.as_slice() else { return None };
    let wanted = if statement.is_deny() { "BoolIfExists" } else { "Bool" };
    let is_wrong = operator.qualifier.is_none() && operator.if_exists != statement.is_deny();
    let is_there = |condition: &Condition<'_, '_>| condition.blocks.iter().any(|other| other.name == wanted);
    let may = is_wrong && !statement.condition.as_ref().is_some_and(is_there);
    let edit = || Edit { span: block.member.name_span(), text: format!("\"{wanted}\"") };
    may.then(|| Fix::new(format!("write `{wanted}`"), vec![edit()]))
}
