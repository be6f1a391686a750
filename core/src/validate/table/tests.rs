//! What holds of every check.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::validate::{CheckStatus, Example, Finding, OwnFindings, ValidateOptions, Validation, checks, validate};

fn look_at(example: &Example, catalog: &Catalog) -> Validation {
    let mut options = ValidateOptions::new(example.policy_type).catalog(catalog).own(OwnFindings::All);
    options.resource_type = example.resource_type;
    options.has_old_scp_syntax = true;
    validate(example.text, &options).unwrap()
}

fn count(validation: &Validation, code: &str) -> usize {
    validation.findings.iter().filter(|finding| finding.code() == code).count()
}

#[test]
fn a_code_stands_once_in_the_table() {
    let mut seen = BTreeSet::new();
    for check in checks() {
        assert!(seen.insert(check.code()), "{} stands twice", check.code());
        assert_eq!(check.code().starts_with("IE_"), check.status() == CheckStatus::Own, "{}", check.code());
        assert!(!check.meaning().is_empty());
    }
}

#[test]
fn every_check_fires_on_its_example_and_is_quiet_on_a_near_miss() {
    let catalog = Catalog::default();
    for check in checks() {
        let is_retired = check.status() == CheckStatus::Retired;
        assert!(!check.triggers().is_empty() && !check.near_misses().is_empty(), "{} has no examples", check.code());
        for example in check.triggers() {
            let validation = look_at(example, &catalog);
            let found: Vec<_> = validation.findings.iter().map(|finding| finding.code()).collect();
            assert_eq!(found.contains(&check.code()), !is_retired, "{}: {found:?} in {}", check.code(), example.text);
        }
        for example in check.near_misses() {
            let validation = look_at(example, &catalog);
            assert_eq!(count(&validation, check.code()), 0, "{} in {}", check.code(), example.text);
        }
    }
}

#[test]
fn every_fix_takes_its_finding_away_and_leaves_json() {
    let catalog = Catalog::default();
    for example in checks().flat_map(|check| check.triggers()) {
        let validation = look_at(example, &catalog);
        for finding in &validation.findings {
            for fix in &finding.fixes {
                let text = fix.apply(example.text).unwrap();
                assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{} leaves {text}", fix.title);
                let options = ValidateOptions::new(example.policy_type).catalog(&catalog).own(OwnFindings::All);
                let options = ValidateOptions { resource_type: example.resource_type, ..options };
                let mended = validate(&text, &options).unwrap();
                // what was hidden behind it may come to light
                let is_same = |other: &&Finding| {
                    let path = |finding: &Finding| finding.locations.first().map(|location| location.path.clone());
                    other.code() == finding.code() && other.details == finding.details && path(other) == path(finding)
                };
                let count = |validation: &Validation| validation.findings.iter().filter(is_same).count();
                let (before, after) = (count(&validation), count(&mended));
                assert!(after < before, "{} of {} leaves {after} of {before}: {text}", fix.title, finding.code());
            }
        }
    }
}

#[test]
fn every_place_lies_in_the_document() {
    let catalog = Catalog::default();
    for example in checks().flat_map(|check| check.triggers().iter().chain(check.near_misses())) {
        for finding in look_at(example, &catalog).findings {
            assert!(!finding.locations.is_empty(), "{}", finding.code());
            for location in finding.locations {
                assert!(location.span.slice(example.text).is_some(), "{location:?}");
            }
        }
    }
}
