//! The conditions of two statements together: side by side where an operator or a key differs, and joined where both
//! are the same.

use crate::condition::{ConditionOperator, QualifiedOperator, SetQualifier};

use super::draft::Test;
use super::values::{is_within, meet_values};
use super::work::Work;

/// What the conditions of two statements say together.
pub(super) struct TestsMet {
    pub tests: Vec<Test>,
    /// Keys that both ask for.
    pub shared: Vec<String>,
    /// The conditions that the language cannot say together: what is said instead lets through less.
    pub narrowed: Vec<Test>,
}

/// What one and another condition of the same operator and key say together.
enum Joined {
    One(Test),
    /// No request meets both.
    Never,
    /// They have to stand side by side.
    Apart,
}

/// The conditions of two statements, all of which are to hold; none where they contradict each other, or where
/// nothing that is surely less can be said.
pub(super) fn meet_tests(some: &[Test], others: &[Test], work: &Work) -> Option<TestsMet> {
    let mut met = TestsMet { tests: some.to_vec(), shared: Vec::new(), narrowed: Vec::new() };
    for other in others {
        if met.tests.iter().any(|test| test.is_same(other)) {
            continue;
        }
        if met.tests.iter().any(|test| test.is_key(&other.key)) {
            met.shared.push(other.key.to_ascii_lowercase());
        }
        met.add(other, work)?;
    }
    Some(met)
}

impl TestsMet {
    fn add(&mut self, other: &Test, work: &Work) -> Option<()> {
        let place = self.tests.iter().position(|test| test.operator == other.operator && test.is_key(&other.key));
        let Some((at, own)) = place.and_then(|at| Some((at, self.tests.get(at)?.clone()))) else {
            self.tests.push(other.clone());
            return Some(());
        };
        match join(&own, other, work) {
            Joined::Never => return None,
            Joined::One(test) => {
                self.tests.remove(at);
                // in whatever way it was said, it may be said already
                return self.add(&test, work);
            }
            Joined::Apart => {}
        }
        let is_free = |operator| !self.tests.iter().any(|test| test.operator == operator && test.is_key(&other.key));
        if let Some(test) = respelled(other).filter(|test| is_free(test.operator)) {
            self.tests.push(test);
            return Some(());
        }
        if let Some(test) = respelled(&own).filter(|test| is_free(test.operator)) {
            self.tests.remove(at);
            self.tests.extend([test, other.clone()]);
            return Some(());
        }
        // a value that meets both lists is one of each
        let values = meet_values(own.operator.operator, &own.values, &other.values, work)?;
        if own.operator.qualifier != Some(SetQualifier::ForAnyValue) || values.is_empty() {
            return None;
        }
        self.tests.remove(at);
        self.tests.push(Test { values, ..own });
        self.narrowed.push(other.clone());
        Some(())
    }
}

fn join(own: &Test, other: &Test, work: &Work) -> Joined {
    let operator = own.operator;
    let Some(values) = meet_values(operator.operator, &own.values, &other.values, work) else { return Joined::Apart };
    if operator.operator == ConditionOperator::Null {
        return if values.is_empty() { Joined::Never } else { Joined::One(Test { values, ..own.clone() }) };
    }
    match operator.qualifier {
        Some(SetQualifier::ForAnyValue) => {
            // what one asks for is all that the other does, or each has a value of its own
            if is_within(operator.operator, &own.values, &other.values, work) {
                Joined::One(own.clone())
            } else if is_within(operator.operator, &other.values, &own.values, work) {
                Joined::One(other.clone())
            } else {
                Joined::Apart
            }
        }
        _ if !values.is_empty() => Joined::One(Test { values, ..own.clone() }),
        // no values at all meet it
        Some(SetQualifier::ForAllValues) => Joined::Apart,
        None if operator.if_exists => {
            let absent = QualifiedOperator::from(ConditionOperator::Null);
            Joined::One(Test { operator: absent, key: own.key.clone(), values: vec!["true".to_owned()] })
        }
        None => Joined::Never,
    }
}

/// The same condition with another operator.
fn respelled(test: &Test) -> Option<Test> {
    use ConditionOperator as Op;
    let has_wildcards = |value: &String| value.contains(['*', '?']);
    let operator = match test.operator.operator {
        Op::StringEquals => Op::StringLike,
        Op::StringNotEquals => Op::StringNotLike,
        Op::StringLike if !test.values.iter().any(has_wildcards) => Op::StringEquals,
        Op::StringNotLike if !test.values.iter().any(has_wildcards) => Op::StringNotEquals,
        Op::ArnEquals => Op::ArnLike,
        Op::ArnLike => Op::ArnEquals,
        Op::ArnNotEquals => Op::ArnNotLike,
        Op::ArnNotLike => Op::ArnNotEquals,
        _ => return None,
    };
    let is_text = matches!(test.operator.operator, Op::StringEquals | Op::StringNotEquals);
    let mut values = Vec::with_capacity(test.values.len());
    for value in &test.values {
        // rule `variable_forms`: what stands for itself
        values.push(match (is_text && has_wildcards(value), value.contains("${")) {
            (false, _) => value.clone(),
            (true, true) => return None,
            (true, false) => value
                .chars()
                .map(|letter| match letter {
                    '*' => "${*}".to_owned(),
                    '?' => "${?}".to_owned(),
                    other => other.to_string(),
                })
                .collect(),
        });
    }
    Some(Test { operator: QualifiedOperator { operator, ..test.operator }, values, ..test.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(operator: &str, key: &str, values: &[&str]) -> Test {
        let values = values.iter().map(ToString::to_string).collect();
        Test { operator: operator.parse().unwrap(), key: key.to_owned(), values }
    }

    fn met(own: &Test, other: &Test) -> Option<Vec<String>> {
        let met = meet_tests(std::slice::from_ref(own), std::slice::from_ref(other), &Work::of(1 << 20))?;
        Some(met.tests.iter().map(|test| format!("{} {} {:?}", test.operator, test.key, test.values)).collect())
    }

    #[test]
    fn conditions_stand_side_by_side_or_are_joined() {
        let equals = |values: &[&str]| test("StringEquals", "k", values);
        assert_eq!(met(&equals(&["a", "b"]), &equals(&["b"])).unwrap(), [r#"StringEquals k ["b"]"#]);
        assert_eq!(met(&equals(&["a"]), &equals(&["b"])), None);
        let exists = |values: &[&str]| test("StringEqualsIfExists", "K", values);
        assert_eq!(met(&exists(&["a"]), &exists(&["b"])).unwrap(), [r#"Null K ["true"]"#]);
        assert_eq!(
            met(&equals(&["a"]), &exists(&["a"])).unwrap(),
            [r#"StringEquals k ["a"]"#, r#"StringEqualsIfExists K ["a"]"#]
        );
    }

    #[test]
    fn each_value_of_several_may_meet_another_condition() {
        let any = |values: &[&str]| test("ForAnyValue:StringEquals", "k", values);
        assert_eq!(
            met(&any(&["a*"]), &any(&["b"])).unwrap(),
            [r#"ForAnyValue:StringEquals k ["a*"]"#, r#"ForAnyValue:StringLike k ["b"]"#]
        );
        assert_eq!(met(&any(&["a", "b"]), &any(&["b"])).unwrap(), [r#"ForAnyValue:StringEquals k ["b"]"#]);
        let number = |values: &[&str]| test("ForAnyValue:NumericEquals", "k", values);
        let narrowed = meet_tests(&[number(&["1", "2"])], &[number(&["2", "3"])], &Work::of(1 << 20)).unwrap();
        assert_eq!((narrowed.tests.len(), narrowed.narrowed.len()), (1, 1));
    }

    #[test]
    fn variables_stand_beside_what_they_are_compared_with() {
        let equals = |value: &str| test("StringEquals", "k", &[value]);
        assert_eq!(
            met(&equals("${aws:username}"), &equals("a?")).unwrap(),
            [r#"StringEquals k ["${aws:username}"]"#, r#"StringLike k ["a${?}"]"#]
        );
    }
}
