//! The operator that a misspelled one was probably meant to be.

use super::{ConditionOperator, QualifiedOperator, SetQualifier};

/// Beyond this no spelling is near, and nothing longer is measured.
const LONGEST: usize = 64;
/// So many letters may be wrong in each part of the name.
const SLIPS: usize = 2;

/// Which operator is nearest to `text`, if one is near at all?
///
/// Letter case costs nothing: most errors are `stringequals`. Time and memory
/// are constant, since longer texts are not measured.
pub(super) fn nearest(text: &str) -> Option<QualifiedOperator> {
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.trim().to_ascii_lowercase();
    let (qualifier, name) = match lower.split_once(':') {
        None => (None, lower.as_str()),
        Some((prefix, name)) => {
            let qualifier = [SetQualifier::ForAllValues, SetQualifier::ForAnyValue]
                .into_iter()
                .map(|qualifier| (distance(prefix, qualifier.as_str()), qualifier))
                .min()
                .filter(|(slips, _)| *slips <= SLIPS)?
                .1;
            (Some(qualifier), name.trim_start_matches(':').trim_start())
        }
    };
    let (name, if_exists) = match name.strip_suffix("ifexists") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let (slips, operator) =
        ConditionOperator::all().iter().map(|&operator| (distance(name, operator.as_str()), operator)).min()?;
    // A short name is near to everything: `Null` must keep most of its letters.
    if slips > SLIPS.min(operator.as_str().len() / 3) {
        return None;
    }
    Some(QualifiedOperator { qualifier, operator, if_exists: if_exists && operator != ConditionOperator::Null })
}

/// How many bytes must be inserted, deleted or replaced to turn `lower` into
/// `name` in lower case? (Levenshtein, one row kept.)
fn distance(lower: &str, name: &str) -> usize {
    let name = name.to_ascii_lowercase();
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (i, a) in lower.bytes().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in name.bytes().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[name.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(text: &str) -> Option<String> {
        nearest(text).map(|operator| operator.to_string())
    }

    #[test]
    fn unknown_operator_letter_case() {
        assert_eq!(suggested("stringequals").as_deref(), Some("StringEquals"));
        assert_eq!(suggested("foranyvalue:STRINGLIKEIFEXISTS").as_deref(), Some("ForAnyValue:StringLikeIfExists"));
        assert_eq!(suggested("bool ").as_deref(), Some("Bool"));
    }

    #[test]
    fn unknown_operator_slip() {
        assert_eq!(suggested("StringEqual").as_deref(), Some("StringEquals"));
        assert_eq!(suggested("DateGreaterThen").as_deref(), Some("DateGreaterThan"));
        assert_eq!(suggested("ForAllValue::StringEquals").as_deref(), Some("ForAllValues:StringEquals"));
        assert_eq!(suggested("NullIfExists").as_deref(), Some("Null"));
    }

    #[test]
    fn unknown_operator_far() {
        for text in ["", ":", "Like", "Nil", "Regex", "ForSome:Bool", "é"] {
            assert_eq!(suggested(text), None, "{text}");
        }
        assert_eq!(suggested(&"StringEquals".repeat(100_000)), None);
    }

    #[test]
    fn distance_counts_slips() {
        assert_eq!(distance("bool", "Bool"), 0);
        assert_eq!(distance("", "Null"), 4);
        assert_eq!(distance("kitten", "Sitting"), 3);
    }
}
