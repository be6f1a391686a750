//! A document as the solver sees it, made once for all findings.

use std::cell::{Cell, OnceCell};

use crate::analyze::{AnalyzeOptions, CheckedPolicyType, Region, check_contained_spending};
use crate::condition::ConditionOperator;
use crate::document::{Effect, Policy, PolicyType};
use crate::validate::options::ValidateOptions;
use crate::validate::subject::{Block, Subject};

/// What the solver may spend on one check of a document: half a tenth of a second at the very worst.
const STEPS: usize = 1 << 19;

/// A statement that allows everything.
pub(super) const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;

/// A document as the solver sees it.
pub(in crate::validate) struct Evidence {
    pub policy: Policy,
    pub kind: CheckedPolicyType,
    pub region: Region,
    /// `max_steps` is what one question may take.
    pub options: AnalyzeOptions,
    /// Does a statement deny?
    pub has_deny: bool,
    steps: Cell<usize>,
    is_everything: OnceCell<bool>,
}

impl Evidence {
    /// Of longer documents nothing is asked: AWS stores none of a tenth of it.
    pub const MAX_BYTES: usize = 1 << 20;

    pub fn of(policy: &Policy, subject: &Subject<'_, '_>, options: &ValidateOptions<'_>) -> Self {
        let kind = match options.policy_type {
            PolicyType::Resource | PolicyType::Trust => CheckedPolicyType::ResourcePolicy,
            _ => CheckedPolicyType::IdentityPolicy,
        };
        Self {
            policy: policy.clone(),
            kind,
            region: region(policy, kind),
            options: AnalyzeOptions { max_steps: STEPS, multivalued_keys: multivalued_keys(subject, options) },
            has_deny: policy.statements().any(|statement| statement.effect() == Effect::Deny),
            steps: Cell::new(STEPS),
            is_everything: OnceCell::new(),
        }
    }

    /// A check begins, with all steps to spend.
    pub fn begin(&self) {
        self.steps.set(STEPS);
    }

    /// Asks a question that takes from the steps of the check.
    pub fn spending<T>(&self, ask: impl FnOnce(&mut usize) -> T) -> T {
        let mut steps = self.steps.get();
        let answer = ask(&mut steps);
        self.steps.set(steps);
        answer
    }

    /// Does the document surely let through every request, as far as somebody thinks it may?
    pub fn lets_everything_through(&self) -> bool {
        *self.is_everything.get_or_init(|| {
            let Ok(everything) = Policy::parse(EVERYTHING) else { return false };
            let everything = Region::of([&everything]);
            check_contained_spending(&everything, &self.region, &self.options, &mut { STEPS }).is_proved()
        })
    }

    /// Does the document say who?
    pub fn has_principals(&self) -> bool {
        self.kind == CheckedPolicyType::ResourcePolicy
    }

    /// The requests of another document of the same kind.
    pub fn region_of(&self, policy: &Policy) -> Region {
        region(policy, self.kind)
    }

    /// Has the check no more steps to spend?
    pub fn has_spent_all(&self) -> bool {
        self.steps.get() == 0
    }

    /// The options of a question that keeps its own count: no more than is left.
    pub fn options_left(&self) -> AnalyzeOptions {
        AnalyzeOptions { max_steps: self.steps.get(), ..self.options.clone() }
    }
}

fn region(policy: &Policy, kind: CheckedPolicyType) -> Region {
    match kind {
        CheckedPolicyType::ResourcePolicy => Region::of_resource(policy),
        CheckedPolicyType::IdentityPolicy => Region::of([policy]),
    }
}

/// The keys of the document that hold several values: those that the catalogue says do, without one those that are
/// compared as sets.
fn multivalued_keys(subject: &Subject<'_, '_>, options: &ValidateOptions<'_>) -> Vec<String> {
    let mut keys = vec!["aws:tagkeys".to_owned()];
    let mut plain: Vec<String> = Vec::new();
    for (block, key) in subject.statements.iter().flat_map(|statement| statement.condition_keys()) {
        let lower = key.name.to_ascii_lowercase();
        if keys.len() + plain.len() >= MAX_KEYS || plain.contains(&lower) {
            continue;
        }
        let qualifier = block.operator.and_then(|operator| operator.qualifier);
        // what AWS makes of several values and an operator for one is not written down: such a key has one value
        if qualifier.is_none() && !is_null(block) {
            plain.push(lower);
            continue;
        }
        let is_multivalued = match options.catalog.and_then(|catalog| key.facts(catalog)) {
            Some(facts) => facts.is_multi_valued(),
            None => qualifier.is_some(),
        };
        if is_multivalued && !keys.contains(&lower) {
            keys.push(lower);
        }
    }
    keys.retain(|key| !plain.contains(key));
    keys
}

fn is_null(block: &Block<'_, '_>) -> bool {
    block.operator.is_some_and(|operator| operator.operator == ConditionOperator::Null)
}

/// How many keys of several values are told from others.
const MAX_KEYS: usize = 64;
