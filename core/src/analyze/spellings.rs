//! Texts that stand for all others where a key is compared with whole texts: with some of them in any letter case, or
//! beside numbers and times.
//!
//! A number has as many spellings as one likes, and so has what is neither number nor time. Of all that one operator
//! cannot tell apart, one text is named nowhere; it stands for the rest.

use std::collections::HashSet;

use crate::condition::number::Number;
use crate::condition::{ConditionOperator, Lowered, OperatorFamily, date};

use super::classes::plain;
use super::key::Literal;

/// How many texts are named at most.
const MAX_TEXTS: usize = 64;

/// How many letters of a text are written in the other case.
const MAX_LETTERS: usize = 10;

/// Texts of which one meets the conditions if any does; none where that cannot be said. `typed` has one text of each
/// class that the other operators tell apart.
pub(super) fn spellings(texts: &[Literal<'_>], typed: &[Literal<'_>], classes: &[String]) -> Option<Vec<String>> {
    let mut named: HashSet<String> = HashSet::new();
    let mut caseless: Vec<String> = Vec::new();
    for (atom, _) in texts {
        // what is filled in may be any text
        if atom.is_open() || atom.values.iter().any(|value| value.contains("${")) {
            return None;
        }
        let values = atom.values.iter().map(|value| String::from(&**value));
        match (atom.family()?, atom.operator?.operator) {
            (_, ConditionOperator::StringEquals | ConditionOperator::StringNotEquals) => named.extend(values),
            (_, ConditionOperator::StringEqualsIgnoreCase | ConditionOperator::StringNotEqualsIgnoreCase) => {
                caseless.extend(values);
            }
            (OperatorFamily::Bool, _) => caseless.push("true".to_owned()),
            _ => return None,
        }
    }
    // what is written in another letter case may be another number
    let is_typed = !typed.is_empty();
    if named.len() + caseless.len() > MAX_TEXTS || is_typed && !caseless.is_empty() {
        return None;
    }
    let mut all: Vec<String> = named.iter().chain(&caseless).cloned().collect();
    for value in &caseless {
        all.push(in_other_letters(value, &named)?);
    }
    for class in if is_typed { classes } else { &[] } {
        let is_named = named.contains(class);
        all.push(if is_named { spelled_otherwise(class, typed, &named)? } else { class.clone() });
    }
    // and what is none of them
    let caseless: Vec<Lowered> = caseless.iter().map(|value| Lowered::new(value)).collect();
    let is_other = |text: &String| !named.contains(text) && !caseless.iter().any(|value| value.equals(text));
    all.push((1..=MAX_TEXTS + 1).map(|times| "x".repeat(times)).find(is_other)?);
    Some(all)
}

/// A text equal but for the letter case, that is not named; the same text where all that are equal are named.
fn in_other_letters(value: &str, named: &HashSet<String>) -> Option<String> {
    let lowered = Lowered::new(value);
    let letters: Vec<char> = value.chars().collect();
    let cased: Vec<usize> = (0..letters.len())
        .filter(|at| letters.get(*at).is_some_and(|letter| letter.is_lowercase() || letter.is_uppercase()))
        .take(MAX_LETTERS)
        .collect();
    let changed = |chosen: usize| -> String {
        let is_chosen =
            |at: usize| cased.iter().position(|place| *place == at).is_some_and(|bit| chosen >> bit & 1 == 1);
        let other = |letter: char| -> String {
            if letter.is_lowercase() { letter.to_uppercase().collect() } else { letter.to_lowercase().collect() }
        };
        letters
            .iter()
            .enumerate()
            .map(|(at, letter)| if is_chosen(at) { other(*letter) } else { letter.to_string() })
            .collect()
    };
    let mut others = (0..1_usize << cased.len()).map(changed);
    let other = others.find(|text| !named.contains(text) && lowered.equals(text));
    // of letters of ASCII all forms were tried, but for the sign for kelvin
    let is_all = value.is_ascii() && !value.contains(['k', 'K']) && cased.len() < MAX_LETTERS;
    other.or_else(|| is_all.then(|| value.to_owned()))
}

/// A text that is neither number nor time, and not named.
fn other_than(named: &HashSet<String>) -> Option<String> {
    (1..=MAX_TEXTS + 1).map(|times| "x".repeat(times)).find(|text| !named.contains(text))
}

/// The same number or time in other words, that are not named.
fn spelled_otherwise(class: &str, typed: &[Literal<'_>], named: &HashSet<String>) -> Option<String> {
    let families =
        || typed.iter().filter_map(|(atom, _)| atom.family()).filter(|family| *family != OperatorFamily::Bool);
    if families().all(|family| family == OperatorFamily::Numeric) {
        // what is no number is like all that is none
        let Some(number) = Number::parse(class) else { return other_than(named) };
        let plain = plain(class)?;
        let point = if plain.contains('.') { "" } else { "." };
        let mut others = (1..=MAX_TEXTS + 1).map(|zeros| format!("{plain}{point}{}", "0".repeat(zeros)));
        return others.find(|text| !named.contains(text) && Number::parse(text) == Some(number));
    }
    if families().all(|family| family == OperatorFamily::Date) {
        let Some(millis) = date::parse_millis(class) else { return other_than(named) };
        let (start, point) = (class.strip_suffix('Z')?, if class.contains('.') { "" } else { "." });
        let mut others = (1..=MAX_TEXTS + 1).map(|zeros| format!("{start}{point}{}Z", "0".repeat(zeros)));
        return others.find(|text| !named.contains(text) && date::parse_millis(text) == Some(millis));
    }
    None
}
