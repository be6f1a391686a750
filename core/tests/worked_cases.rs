//! The 34 worked cases of the evaluation rules: which rule each shows, what is answered, and by which
//! layer.

mod cases;
#[allow(dead_code)]
mod reference;

#[test]
fn worked_cases() {
    let cases = cases::read(include_str!("data/worked-cases.json"));
    let numbers: Vec<Option<usize>> = cases.iter().map(|case| case.number).collect();
    assert_eq!(numbers, (1..=34).map(Some).collect::<Vec<_>>());
    for case in &cases {
        // a decision is by some layer, one that depends is not
        assert_eq!(case.decided_by.is_none(), case.expect == "depends", "{}", case.note);
    }
    let wrong: Vec<String> = cases.iter().flat_map(cases::Case::faults).collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
