//! Whether a condition of a statement holds for a request.

use std::cmp::Ordering;

use crate::condition::{
    ConditionOperator, Lowered, OperatorFamily, PolicyValue, QualifiedOperator, RequestValue, SetQualifier,
};
use crate::document::{Condition, Effect, Version};
use crate::pattern::{Dialect, Pattern, is_arn_shaped};
use crate::request::{Context, KeyName, Lookup};

use super::semantics::Semantics;
use super::truth::Truth;
use super::variable::Variable;

/// A condition made ready to be tested many times.
#[derive(Debug, Clone)]
pub(crate) struct ConditionTest {
    /// `None`: an operator nobody knows.
    operator: Option<QualifiedOperator>,
    pub key: KeyName,
    values: Box<[Value]>,
    /// So many values at the front are compared exactly, and sorted: in which order values stand matters
    /// to ARNs alone.
    sorted: usize,
}

/// As much as comparing all values of a condition with all of a key costs, in bytes compared: past it
/// whether the condition holds is not known. No policy of AWS's and no request comes near (a policy has
/// at most 6,144 characters).
const MAX_COMPARED_BYTES: usize = 1 << 26;

/// One value of a condition.
#[derive(Debug, Clone)]
enum Value {
    Exactly(Box<str>),
    IgnoringCase(Lowered),
    Like(Pattern),
    Arn(Pattern),
    /// An ARN operator's value that is no ARN.
    MalformedArn,
    Typed(PolicyValue),
    /// `Null`: whether the key is to be absent.
    Absent(bool),
    Variable(Variable),
}

/// What comparing one value of the policy with one of the request says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    Truth(Truth),
    /// The policy's value cannot be understood.
    Malformed,
    /// An ARN of which not all is known: it may match so far, and it may turn out to be none.
    MayBeMalformed(Truth),
}

impl ConditionTest {
    pub fn compile(condition: Condition<'_>, version: Version) -> Self {
        let operator = condition.operator();
        let mut values: Box<[Value]> = match operator {
            Some(operator) => {
                condition.values().map(|text| Value::compile(operator.operator, text.as_str(), version)).collect()
            }
            None => Box::default(),
        };
        values.sort_by(|one, other| match (one, other) {
            (Value::Exactly(one), Value::Exactly(other)) => one.cmp(other),
            (one, other) => one.is_not_exact().cmp(&other.is_not_exact()),
        });
        let sorted = values.partition_point(|value| !value.is_not_exact());
        Self { operator, key: KeyName::new(condition.key().as_str()), values, sorted }
    }

    /// The values that have variables.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.values.iter().filter_map(|value| match value {
            Value::Variable(variable) => Some(variable),
            _ => None,
        })
    }

    /// The context keys that the values need for their variables.
    pub fn variable_keys(&self) -> impl Iterator<Item = (&KeyName, &str)> {
        self.variables().flat_map(Variable::keys)
    }

    /// Whether the condition holds. O(values × request values), each comparison linear.
    pub fn test(&self, context: &Context, effect: Effect, semantics: Semantics) -> Truth {
        let Some(operator) = self.operator else {
            // rule `unknown_operator`: fail closed
            return Truth::from(effect == Effect::Deny);
        };
        let found = context.lookup(&self.key);
        if operator.operator == ConditionOperator::Null {
            return self.test_null(found);
        }
        let (exact, others) = self.values.split_at_checked(self.sorted).unwrap_or_default();
        let against = Against { operator: operator.operator, exact, values: others, context, effect, semantics };
        if costs_too_much(others, found) {
            return Truth::Unknown;
        }
        match found {
            Lookup::Absent => absent(operator),
            Lookup::Unknown if self.values.is_empty() && absent(operator) == Truth::No => Truth::No,
            Lookup::Unknown => Truth::Unknown,
            Lookup::Present => self.test_present(operator),
            Lookup::One(value) => against.element(value),
            Lookup::Many(values) => match operator.qualifier {
                // rule `multivalued_scalar_never`
                None => Truth::No,
                Some(SetQualifier::ForAnyValue) => {
                    values.iter().map(|value| against.element(value)).fold(Truth::No, Truth::or)
                }
                Some(SetQualifier::ForAllValues) => {
                    values.iter().map(|value| against.element(value)).fold(Truth::Yes, Truth::and)
                }
            },
        }
    }

    /// Is it not known whether the condition holds, because finding out would take too long?
    pub fn costs_too_much(&self, context: &Context) -> bool {
        let others = self.values.get(self.sorted..).unwrap_or_default();
        costs_too_much(others, context.lookup(&self.key))
    }

    /// Rule `null_operator`: a list of values is an "or".
    fn test_null(&self, found: Lookup<'_>) -> Truth {
        let is_absent = match found {
            Lookup::Absent => Truth::Yes,
            Lookup::Unknown => Truth::Unknown,
            Lookup::Present | Lookup::One(_) | Lookup::Many(_) => Truth::No,
        };
        let wants = |absent: bool| self.values.iter().any(|value| matches!(value, Value::Absent(is) if *is == absent));
        match (wants(true), wants(false)) {
            (true, true) => Truth::Yes,
            (true, false) => is_absent,
            (false, true) => is_absent.negate_if(true),
            (false, false) => Truth::No,
        }
    }

    /// Rule `unknown_value_of_present_key`: only what holds of every value is known.
    fn test_present(&self, operator: QualifiedOperator) -> Truth {
        if self.values.is_empty() {
            // rule `empty_policy_list`; an empty set would still satisfy ForAllValues
            let may_be_empty = operator.qualifier == Some(SetQualifier::ForAllValues);
            return if may_be_empty { Truth::Unknown } else { Truth::No };
        }
        let any = |value: &Value| matches!(value, Value::Like(pattern) if pattern.matches_everything());
        if !self.values.iter().any(any) {
            return Truth::Unknown;
        }
        match (operator.qualifier, operator.operator.is_negated()) {
            (None, negated) => Truth::Yes.negate_if(negated),
            (Some(SetQualifier::ForAllValues), false) => Truth::Yes,
            (Some(SetQualifier::ForAnyValue), true) => Truth::No,
            // the set may be empty
            (Some(_), _) => Truth::Unknown,
        }
    }
}

/// Values that are searched for cost next to nothing; the others are each compared with each.
fn costs_too_much(values: &[Value], found: Lookup<'_>) -> bool {
    let bytes = match found {
        Lookup::One(value) => value.len(),
        Lookup::Many(many) if values.len() > 1 => many.iter().map(|value| value.len() + 1).sum(),
        _ => 0,
    };
    values.len().saturating_mul(bytes) > MAX_COMPARED_BYTES
}

/// Rules `missing_key_positive`, `missing_key_negated`, `if_exists`, `for_any_value`, `for_all_values`.
fn absent(operator: QualifiedOperator) -> Truth {
    match operator.qualifier {
        Some(SetQualifier::ForAnyValue) => Truth::No,
        Some(SetQualifier::ForAllValues) => Truth::Yes,
        None => Truth::from(operator.if_exists || operator.operator.is_negated()),
    }
}

/// One condition's values, and all that is needed to compare them with a value of the request.
struct Against<'t> {
    operator: ConditionOperator,
    /// Sorted.
    exact: &'t [Value],
    /// All others.
    values: &'t [Value],
    context: &'t Context,
    effect: Effect,
    semantics: Semantics,
}

impl Against<'_> {
    /// Whether one value of the request satisfies the operator: it equals some value of the policy,
    /// or none for a negated operator (rule `condition_and_or`).
    fn element(&self, text: &str) -> Truth {
        if self.values.is_empty() && self.exact.is_empty() {
            // rule `empty_policy_list`, negated operators included
            return Truth::No;
        }
        if self.has_exactly(text) {
            return Truth::Yes.negate_if(self.operator.is_negated());
        }
        let family = self.operator.family();
        let request = RequestValue::read(family, text);
        let refuses = match family {
            // rules `ip_request_malformed`, `arn_request_malformed`: neither polarity matches
            OperatorFamily::Ip => request.is_malformed(),
            OperatorFamily::Arn => !is_arn(text),
            // rule `sim_numeric`
            OperatorFamily::Numeric => self.semantics == Semantics::Simulator && request.is_malformed(),
            _ => false,
        };
        if refuses {
            return Truth::No;
        }
        let mut found = Truth::No;
        let mut may_have_ended = false;
        for value in self.values {
            match self.compare(value, text, &request) {
                Compared::Truth(truth) => found = found.or(truth),
                Compared::MayBeMalformed(truth) => {
                    may_have_ended = true;
                    found = found.or(truth);
                }
                Compared::Malformed => match (family, self.semantics) {
                    // rule `arn_policy_malformed`: it ends the comparison, unless an earlier value matched
                    (OperatorFamily::Arn, _) if found == Truth::No => return self.ended(),
                    // or one of which not all is known: it matched, or this ended it
                    (OperatorFamily::Arn, _) => {
                        let matched = Truth::Yes.negate_if(self.operator.is_negated());
                        return if matched == self.ended() { matched } else { Truth::Unknown };
                    }
                    // rule `sim_ip_invalid`
                    (OperatorFamily::Ip, Semantics::Simulator) => break,
                    // rule `policy_value_malformed`: it equals nothing
                    _ => {}
                },
            }
            if found == Truth::Yes {
                break;
            }
        }
        let held = found.negate_if(self.operator.is_negated());
        if may_have_ended && held != self.ended() { Truth::Unknown } else { held }
    }

    fn has_exactly(&self, text: &str) -> bool {
        let expected = |value: &Value| match value {
            Value::Exactly(expected) => (**expected).cmp(text),
            _ => Ordering::Greater,
        };
        match self.exact {
            [] => false,
            [one] => expected(one).is_eq(),
            many => many.binary_search_by(expected).is_ok(),
        }
    }

    /// What a malformed ARN in the policy makes of a comparison, in both polarities: denial.
    fn ended(&self) -> Truth {
        Truth::from(self.effect == Effect::Deny)
    }

    fn compare(&self, value: &Value, text: &str, request: &RequestValue<'_>) -> Compared {
        let truth = match value {
            Value::Exactly(expected) => Truth::from(**expected == *text),
            Value::IgnoringCase(expected) => Truth::from(expected.equals(text)),
            Value::Like(pattern) | Value::Arn(pattern) => Truth::from(pattern.is_match(text)),
            Value::MalformedArn => return Compared::Malformed,
            Value::Typed(expected) if expected.is_malformed() => return Compared::Malformed,
            Value::Typed(expected) => Truth::from(expected.compare(self.operator, request)),
            Value::Absent(_) => Truth::No,
            Value::Variable(variable) => return self.compare_variable(variable, text),
        };
        Compared::Truth(truth)
    }

    fn compare_variable(&self, variable: &Variable, text: &str) -> Compared {
        match self.operator.family() {
            OperatorFamily::Arn if variable.is_always_arn() => Compared::Truth(variable.matches(text, self.context)),
            OperatorFamily::Arn => match variable.expand(self.context) {
                Err(Truth::Unknown) => Compared::MayBeMalformed(variable.matches(text, self.context)),
                // a `*` that was filled in is literal, and no ARN
                Ok(filled) if !is_arn_shaped(&filled) => Compared::Malformed,
                Ok(_) => Compared::Truth(variable.matches(text, self.context)),
                Err(truth) => Compared::Truth(truth),
            },
            _ if is_ignoring_case(self.operator) => match variable.expand(self.context) {
                Ok(filled) => Compared::Truth(Truth::from(Lowered::new(&filled).equals(text))),
                Err(truth) => Compared::Truth(truth),
            },
            _ => Compared::Truth(variable.matches(text, self.context)),
        }
    }
}

impl Value {
    fn is_not_exact(&self) -> bool {
        !matches!(self, Self::Exactly(_))
    }

    fn compile(operator: ConditionOperator, text: &str, version: Version) -> Self {
        let dialect = match operator {
            ConditionOperator::StringLike | ConditionOperator::StringNotLike => Dialect::Like,
            _ if operator.family() == OperatorFamily::Arn => Dialect::Arn,
            _ => Dialect::Literal,
        };
        // rules `version_gates_variables`, `variable_scope`
        if version == Version::V2012
            && operator.allows_variables()
            && let Some(variable) = Variable::read(text, dialect)
        {
            return Self::Variable(variable);
        }
        match (operator, operator.family()) {
            (ConditionOperator::Null, _) => Self::Absent(text.eq_ignore_ascii_case("true")),
            (_, OperatorFamily::Arn) if is_arn_pattern(text) => Self::Arn(Pattern::arn(text)),
            (_, OperatorFamily::Arn) => Self::MalformedArn,
            (ConditionOperator::StringLike | ConditionOperator::StringNotLike, _) => Self::Like(Pattern::like(text)),
            _ if is_ignoring_case(operator) => Self::IgnoringCase(Lowered::new(text)),
            _ => PolicyValue::compile(operator, text).map_or_else(|| Self::Exactly(text.into()), Self::Typed),
        }
    }
}

fn is_ignoring_case(operator: ConditionOperator) -> bool {
    matches!(operator, ConditionOperator::StringEqualsIgnoreCase | ConditionOperator::StringNotEqualsIgnoreCase)
}

/// Whether a request's value is an ARN for the ARN operators.
fn is_arn(text: &str) -> bool {
    text.starts_with("arn:") && is_arn_shaped(text)
}

/// Whether a policy's value is one: `*`, or six fields.
fn is_arn_pattern(text: &str) -> bool {
    text == "*" || is_arn_shaped(text)
}
