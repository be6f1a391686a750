//! Wildcards: every answer about all texts comes with a text that proves it, and no text at hand
//! refutes it.

use iam_eval::pattern::{Answer, Dialect, Pattern, Piece, Search, Template, find_text};

const DIALECTS: [Dialect; 5] = [Dialect::Like, Dialect::Action, Dialect::Resource, Dialect::Arn, Dialect::Literal];

/// Reads two dialects from the first byte and, a line each, two patterns and a text.
pub fn check(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let rest = String::from_utf8_lossy(rest);
    let mut parts = rest.splitn(3, '\n');
    let mut next = || parts.next().unwrap_or("");
    let dialect = |number: u8| DIALECTS[usize::from(number) % DIALECTS.len()];
    // equal dialects for half of the inputs: only those intersect in general
    let (first, second) = (dialect(choice & 15), dialect(if choice & 128 == 0 { *choice & 15 } else { choice >> 4 }));
    let (a, b) = (Pattern::new(first, next()), Pattern::new(second, next()));
    let text = next();
    for pattern in [&a, &b] {
        alone(pattern, text);
    }
    let witnesses = [covers(&a, &b), covers(&b, &a), disjoint(&a, &b), disjoint(&b, &a)];
    let texts = witnesses.into_iter().flatten().chain([text.to_owned(), a.as_str().to_owned(), b.as_str().to_owned()]);
    let texts: Vec<String> = texts.collect();
    related(&a, &b, &texts);
    template(first, a.as_str(), text);
}

fn alone(pattern: &Pattern, text: &str) {
    let matches = pattern.is_match(text);
    assert!(!(matches && pattern.matches_nothing()));
    assert!(matches || !pattern.matches_everything());
    if let Some(own) = pattern.literal_text() {
        assert!(pattern.is_literal() && pattern.is_match(own));
    }
    match pattern.shortest_witness() {
        Some(witness) => {
            assert!(pattern.is_match(&witness), "{pattern:?} does not match its witness {witness:?}");
            let units = |text: &str| text.encode_utf16().count();
            assert!(!matches || units(&witness) <= units(text), "{pattern:?}: {text:?} is shorter than {witness:?}");
        }
        None => assert!(!matches && pattern.matches_nothing()),
    }
    if matches && pattern.dialect() != Dialect::Action {
        assert!(text.starts_with(pattern.literal_prefix()) && text.ends_with(pattern.literal_suffix()));
    }
    assert_eq!(pattern.covers(pattern), Answer::Yes);
}

fn covers(outer: &Pattern, inner: &Pattern) -> Option<String> {
    let Answer::No(witness) = outer.covers(inner) else { return None };
    assert!(inner.is_match(&witness) && !outer.is_match(&witness), "{outer:?} covers {inner:?}: {witness:?}");
    Some(witness)
}

fn disjoint(a: &Pattern, b: &Pattern) -> Option<String> {
    let Answer::No(witness) = a.is_disjoint(b) else { return None };
    assert!(a.is_match(&witness) && b.is_match(&witness), "{a:?} meets {b:?}: {witness:?}");
    Some(witness)
}

fn related(a: &Pattern, b: &Pattern, texts: &[String]) {
    let (a_covers, b_covers, disjoint) = (a.covers(b), b.covers(a), a.is_disjoint(b));
    let both = a.intersect(b);
    if a_covers == Answer::Yes && !b.matches_nothing() {
        assert_ne!(disjoint, Answer::Yes);
    }
    if both.is_empty() {
        assert!(!matches!(disjoint, Answer::No(_)));
    }
    match find_text(&[b], &[a]) {
        Search::Found(text) => {
            assert!(b.is_match(&text) && !a.is_match(&text));
            assert_ne!(a_covers, Answer::Yes, "{a:?} covers {b:?}: {text:?}");
        }
        Search::Empty => assert!(!matches!(a_covers, Answer::No(_))),
        Search::Undecided => {}
    }
    for member in &both.patterns {
        let witness = member.shortest_witness();
        assert!(witness.is_some_and(|text| a.is_match(&text) && b.is_match(&text)), "{a:?} and {b:?}: {member:?}");
    }
    for text in texts {
        let (in_a, in_b) = (a.is_match(text), b.is_match(text));
        assert!(a_covers != Answer::Yes || !in_b || in_a, "{a:?} covers {b:?}: {text:?}");
        assert!(b_covers != Answer::Yes || !in_a || in_b, "{b:?} covers {a:?}: {text:?}");
        assert!(disjoint != Answer::Yes || !(in_a && in_b), "{a:?} meets {b:?}: {text:?}");
        assert!(!both.is_match(text) || (in_a && in_b), "{a:?} and {b:?}: {both:?} matches {text:?}");
        assert!(!(both.exact && in_a && in_b) || both.is_match(text), "{a:?} and {b:?}: {both:?} lacks {text:?}");
    }
}

/// A template matches what the pattern it fills to matches; the slot stands where `{` does.
fn template(dialect: Dialect, source: &str, text: &str) {
    let mut pieces = Vec::new();
    for (at, wild) in source.split('{').enumerate() {
        if at > 0 {
            pieces.push(Piece::Slot(0));
        }
        pieces.push(Piece::Wild(wild));
    }
    let template = Template::new(dialect, &pieces);
    assert!(pieces.len() == 1 || !template.is_match(text, |_| None), "an unknown slot matches nothing");
    for value in ["", "*", "a:b", text] {
        let filled = template.fill(|_| Some(value)).expect("every slot has a value");
        assert_eq!(filled.is_match(text), template.is_match(text, |_| Some(value)), "{template:?} with {value:?}");
    }
}
