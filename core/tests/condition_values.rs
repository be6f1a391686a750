//! Laws of condition values that hold for every text.

use std::cmp::Ordering;

use iam_eval::condition::{
    ConditionOperator, Lowered, Network, Number, OperatorFamily, PolicyValue, QualifiedOperator, RequestValue, binary,
    date, ip, is_storable,
};
use proptest::prelude::*;

/// A number written out: sign, digits before the point, digits after it.
type Plain = (bool, Vec<u8>, Vec<u8>);

/// Writes a number without exponent, every zero of it.
fn plain(negative: bool, whole: &str, fraction: &str, exponent: i32) -> Plain {
    let mut whole = whole.as_bytes().to_vec();
    let mut fraction = fraction.as_bytes().to_vec();
    for _ in 0..exponent {
        whole.push(if fraction.is_empty() { b'0' } else { fraction.remove(0) });
    }
    for _ in exponent..0 {
        fraction.insert(0, whole.pop().unwrap_or(b'0'));
    }
    (negative, whole, fraction)
}

/// Schoolbook: pad both to one length, compare digit by digit.
fn naive(a: &Plain, b: &Plain) -> Ordering {
    let whole = a.1.len().max(b.1.len());
    let fraction = a.2.len().max(b.2.len());
    let digits = |number: &Plain| {
        let mut digits = vec![b'0'; whole - number.1.len()];
        digits.extend(&number.1);
        digits.extend(&number.2);
        digits.resize(whole + fraction, b'0');
        digits
    };
    let (left, right) = (digits(a), digits(b));
    let zero = |digits: &[u8]| digits.iter().all(|&digit| digit == b'0');
    match (a.0 && !zero(&left), b.0 && !zero(&right)) {
        (true, true) => right.cmp(&left),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => left.cmp(&right),
    }
}

/// Few digits and short exponents, so that equal and close values are common.
fn number() -> impl Strategy<Value = (String, Plain)> {
    let parts = (any::<bool>(), "[0-3]{0,4}", "[0-3]{0,4}", -6..=6_i32, any::<bool>());
    parts.prop_filter_map("no digits", |(negative, whole, fraction, exponent, point)| {
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let sign = if negative { "-" } else { "" };
        let point = if point || !fraction.is_empty() { "." } else { "" };
        let power = if exponent == 0 { String::new() } else { format!("e{exponent}") };
        let text = format!("{sign}{whole}{point}{fraction}{power}");
        Some((text, plain(negative, &whole, &fraction, exponent)))
    })
}

/// Texts that look like values of some family, most of them not quite.
fn value_like() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-+]?[0-9]{0,20}[.]?[0-9]{0,5}([eE][-+]?[0-9]{0,25})?",
        "[-+]?[0-9]{1,10}(-W?[0-9]{1,3}){0,2}([Tt][0-9:.,]{0,15}([Zz]|[-+][0-9:.]{0,12})?)?",
        "[0-9.]{0,16}(/[+]?[0-9]{0,4})?",
        "[0-9a-fA-F:]{0,42}([0-9.]{0,16})?(/[+]?[0-9]{0,4})?",
        "[A-Za-z0-9+/]{0,12}={0,3}",
        "[aAσςΣİ'\u{301} 1\u{10400}]{0,12}",
        "(ForAllValues|ForAnyValue)?:?(String|Numeric|Bool|Null)(Equals|Like)?(IfExists)?",
    ]
}

proptest! {
    #[test]
    fn numeric_values_are_ordered_as_written_out(a in number(), b in number()) {
        let (left, right) = (Number::parse(&a.0).unwrap(), Number::parse(&b.0).unwrap());
        prop_assert_eq!(left.cmp(&right), naive(&a.1, &b.1), "{} {}", a.0, b.0);
        prop_assert_eq!(left == right, naive(&a.1, &b.1).is_eq());
    }

    #[test]
    fn canonical_number_is_the_same_number(a in number()) {
        let canonical = Number::parse(&a.0).unwrap().canonical_text();
        let again = Number::parse(&canonical).unwrap();
        prop_assert_eq!(Number::parse(&a.0), Some(again), "{}", canonical);
        prop_assert_eq!(again.canonical_text(), canonical);
    }

    #[test]
    fn canonical_date_is_the_same_moment(millis in any::<i64>(), near in -100_000_000_000_000..100_000_000_000_000_i64) {
        // The last year at either end is not whole, so it cannot be read back.
        for millis in [millis / 2, near] {
            prop_assert_eq!(date::parse_millis(&date::to_canonical(millis)), Some(millis));
        }
    }

    #[test]
    fn every_text_is_read_and_compared(policy in value_like(), request in value_like()) {
        for &operator in ConditionOperator::all() {
            let read = RequestValue::read(operator.family(), &request);
            let storable = is_storable(operator, &policy);
            let Some(compiled) = PolicyValue::compile(operator, &policy) else { continue };
            let related = compiled.compare(operator, &read);
            if related {
                prop_assert!(!read.is_malformed() && !compiled.is_malformed());
            }
            if storable {
                prop_assert!(!compiled.is_malformed());
            }
        }
        if let Err(error) = policy.parse::<QualifiedOperator>() {
            prop_assert!(error.to_string().starts_with("unknown condition operator"));
        }
    }

    #[test]
    fn a_readable_text_equals_itself(text in value_like()) {
        for operator in [
            ConditionOperator::NumericEquals,
            ConditionOperator::DateEquals,
            ConditionOperator::Bool,
            ConditionOperator::BinaryEquals,
            ConditionOperator::StringEqualsIgnoreCase,
        ] {
            let policy = PolicyValue::compile(operator, &text).unwrap();
            let request = RequestValue::read(operator.family(), &text);
            prop_assert_eq!(policy.is_malformed(), request.is_malformed());
            prop_assert_eq!(policy.compare(operator, &request), !request.is_malformed());
        }
    }

    #[test]
    fn ip_values_agree_with_the_standard_library(text in value_like()) {
        if let Ok(address) = text.parse::<std::net::IpAddr>() {
            let mapped = text.to_ascii_lowercase().starts_with("::ffff:");
            if address.is_ipv4() || !text.contains('.') || mapped && address.to_canonical().is_ipv4() {
                prop_assert_eq!(ip::parse_request(&text), Some(address.to_canonical()));
            }
        }
        if let Some((first, last)) = Network::parse_policy(&text).and_then(|network| network.bounds()) {
            let network = Network::parse_policy(&text).unwrap();
            prop_assert!(first <= last);
            for end in [first, last] {
                // Of a wide IPv6 network, the mapped addresses are IPv4's.
                prop_assert!(network.contains(end) || end.is_ipv6() && end.to_canonical().is_ipv4());
            }
        }
    }

    #[test]
    fn binary_equals_agrees_with_decoding(text in value_like()) {
        use base64::Engine;
        let decoded = base64::engine::general_purpose::STANDARD.decode(&text);
        prop_assert_eq!(binary::is_strict_base64(&text), decoded.is_ok());
    }

    #[test]
    fn string_ignore_case_is_equality_of_lowered_texts(a in "[aAσςΣİi'\u{307}\u{10400}]{0,6}", b in "[aAσςΣİi'\u{307}\u{10400}]{0,6}") {
        let (left, right) = (Lowered::new(&a), Lowered::new(&b));
        prop_assert_eq!(left.equals(&b), left.as_str() == right.as_str());
    }
}

#[test]
fn every_family_reads_the_empty_text() {
    for family in [OperatorFamily::Numeric, OperatorFamily::Date, OperatorFamily::Ip] {
        assert!(RequestValue::read(family, "").is_malformed());
    }
    assert!(!RequestValue::read(OperatorFamily::Binary, "").is_malformed());
}
