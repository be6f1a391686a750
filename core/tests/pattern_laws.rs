//! The laws of the wildcard language, tried on random small patterns against a naive reading,
//! against all short texts, and against globset.

use globset::GlobBuilder;
use iam_eval::pattern::{Answer, Dialect, Pattern, Piece, Search, Template, find_text, is_arn_shaped};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// One character of a pattern and whether it may be a metacharacter.
type Written = (char, bool);

/// The naive reading: each unit of the pattern against each unit of the text.
fn naive(dialect: Dialect, pattern: &[Written], text: &str) -> bool {
    match dialect {
        Dialect::Arn => naive_arn(pattern, text),
        Dialect::Resource => naive_units(&resource_units(pattern), text, false),
        Dialect::Action => naive_units(&free_units(pattern), text, true),
        Dialect::Like | Dialect::Literal => naive_units(&free_units(pattern), text, false),
    }
}

/// A unit of the pattern: a literal unit, or a wildcard and whether it may match a colon.
#[derive(Clone, Copy)]
enum Unit {
    Literal(u16),
    One(bool),
    Run(bool),
}

fn units_of((c, wild): Written, crosses: bool) -> Vec<Unit> {
    match (c, wild) {
        ('*', true) => vec![Unit::Run(crosses)],
        ('?', true) => vec![Unit::One(crosses)],
        _ => {
            let mut buffer = [0; 2];
            let units = c.encode_utf16(&mut buffer);
            units.iter().map(|&unit| Unit::Literal(unit)).collect()
        }
    }
}

fn free_units(pattern: &[Written]) -> Vec<Unit> {
    pattern.iter().flat_map(|&c| units_of(c, true)).collect()
}

/// Rules 9 and 10, word by word; padding (rule 11) is the caller's.
fn resource_units(pattern: &[Written]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (at, &written) in pattern.iter().enumerate() {
        let colons = pattern[..at].iter().filter(|(c, _)| *c == ':').count();
        let next = pattern.get(at + 1);
        let at_border = next.is_none_or(|(c, _)| *c == ':');
        let crosses = colons >= 5 || (written.0 == '*' && at_border);
        units.extend(units_of(written, crosses));
    }
    units
}

/// Rule 67: six fields, each by itself.
fn naive_arn(pattern: &[Written], text: &str) -> bool {
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    if pattern == [('*', true)] {
        return fields.len() == 6;
    }
    let parts: Vec<&[Written]> = pattern.splitn(6, |(c, _)| *c == ':').collect();
    parts.len() == 6
        && fields.len() == 6
        && parts.iter().zip(&fields).all(|(part, field)| naive_units(&free_units(part), field, false))
}

fn naive_units(pattern: &[Unit], text: &str, fold: bool) -> bool {
    let fold = |unit: u16| match u8::try_from(unit) {
        Ok(byte) if fold => u16::from(byte.to_ascii_lowercase()),
        _ => unit,
    };
    let text: Vec<u16> = text.encode_utf16().collect();
    // reach[i]: the units read so far match the first i units of the text
    let mut reach = vec![false; text.len() + 1];
    reach[0] = true;
    for &unit in pattern {
        let mut next = vec![false; text.len() + 1];
        let allowed = |i: usize, crosses: bool| crosses || text[i] != u16::from(b':');
        for i in 0..=text.len() {
            next[i] = match unit {
                Unit::Run(crosses) => reach[i] || (i > 0 && next[i - 1] && allowed(i - 1, crosses)),
                Unit::One(crosses) => i > 0 && reach[i - 1] && allowed(i - 1, crosses),
                Unit::Literal(own) => i > 0 && reach[i - 1] && fold(text[i - 1]) == fold(own),
            };
        }
        reach = next;
    }
    reach[text.len()]
}

fn written(dialect: Dialect, source: &str) -> Vec<Written> {
    let wild = dialect != Dialect::Literal;
    let mut pattern: Vec<Written> = source.chars().map(|c| (c, wild)).collect();
    let fields = source.split(':').count();
    if dialect == Dialect::Resource && source.starts_with("arn:") && (3..6).contains(&fields) {
        for _ in fields..6 {
            pattern.extend([(':', true), ('*', true)]);
        }
    }
    pattern
}

const DIALECTS: [Dialect; 5] = [Dialect::Like, Dialect::Action, Dialect::Resource, Dialect::Arn, Dialect::Literal];

fn dialect() -> impl Strategy<Value = Dialect> {
    select(DIALECTS.to_vec())
}

/// Pieces are strings so that colons, stars and whole prefixes come often.
fn joined(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    vec(select(pieces), 0..most).prop_map(|pieces| pieces.concat())
}

fn source() -> impl Strategy<Value = String> {
    prop_oneof![
        joined(&["a", "b", ":", "*", "?", "😀", "A"], 7),
        joined(&["a", "b", ":", ":", "*", "?", "*:", "::"], 12),
        joined(&["*", "*", "?", "a", "b", "aab", "aba"], 12),
        joined(&["a", "b", ":", "*", "?"], 7).prop_map(|rest| format!("arn:{rest}")),
        joined(&["a", "*", "?", "😀", ":::::", "b:"], 7).prop_map(|rest| format!(":{rest}")),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        joined(&["a", "b", ":", "*", "?", "😀", "A", "\n"], 9),
        joined(&["a", "b", ":", ":", "::", "ab"], 14),
        joined(&["a", "b", "aab", "aba"], 16),
        joined(&["a", "b", ":"], 12).prop_map(|rest| format!("arn:{rest}")),
    ]
}

/// All texts of at most `longest` characters.
fn all_texts(alphabet: &[char], longest: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut start = 0;
    for _ in 0..longest {
        let end = texts.len();
        for at in start..end {
            for &c in alphabet {
                let longer = format!("{}{c}", texts[at]);
                texts.push(longer);
            }
        }
        start = end;
    }
    texts
}

/// The texts that the brute-force laws try: short ones of every kind, longer ones of few letters.
fn tried_texts() -> Vec<String> {
    let mut texts = all_texts(&['a', 'b', ':', 'z', '😀'], 4);
    texts.extend(all_texts(&['a', 'b', ':'], 5));
    texts.extend(all_texts(&['a', ':'], 8));
    texts
}

fn witness(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::No(witness) => Some(witness),
        Answer::Yes | Answer::Undecided => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn match_is_the_naive_reading(dialect in dialect(), source in source(), text in text()) {
        let pattern = Pattern::new(dialect, &source);
        prop_assert_eq!(pattern.is_match(&text), naive(dialect, &written(dialect, &source), &text));
    }

    #[test]
    fn members_match(dialect in dialect(), source in source(), fills in vec(text(), 12)) {
        // filling wildcards makes members more often than chance does
        let mut fills = fills.iter();
        let text: String = source.chars().map(|c| match c {
            '*' => fills.next().cloned().unwrap_or_default(),
            '?' => "b".to_owned(),
            c => c.to_string(),
        }).collect();
        let pattern = Pattern::new(dialect, &source);
        prop_assert_eq!(pattern.is_match(&text), naive(dialect, &written(dialect, &source), &text));
        if dialect == Dialect::Like {
            prop_assert!(pattern.is_match(&text));
        }
    }

    #[test]
    fn like_agrees_with_globset(
        source in "[ab*?\\[\\]{},!\\\\/^.-]{0,10}",
        text in "[ab*?\\[\\]{},!\\\\/^.\n-]{0,12}",
    ) {
        let mut glob = String::new();
        for c in source.chars() {
            match c {
                // globset reads `**` as a path wildcard
                '*' if glob.ends_with('*') && !glob.ends_with("\\*") => {}
                '*' | '?' | 'a' | 'b' | '/' => glob.push(c),
                c => glob.extend(['\\', c]),
            }
        }
        let oracle = GlobBuilder::new(&glob)
            .literal_separator(false)
            .backslash_escape(true)
            .build()
            .map_err(|error| TestCaseError::fail(error.to_string()))?
            .compile_matcher();
        prop_assert_eq!(Pattern::like(&source).is_match(&text), oracle.is_match(&text));
    }

    #[test]
    fn template_is_the_naive_reading(
        dialect in dialect(),
        pieces in vec((any::<bool>(), source()), 0..5),
        text in text(),
    ) {
        let mut expanded: Vec<Written> = Vec::new();
        let mut template = Vec::new();
        for (slot, (is_slot, source)) in pieces.iter().enumerate() {
            let wild = !is_slot && dialect != Dialect::Literal;
            expanded.extend(source.chars().map(|c| (c, wild)));
            template.push(if *is_slot { Piece::Slot(slot) } else { Piece::Wild(source) });
        }
        let template = Template::new(dialect, &template);
        let fill = |slot: usize| Some(pieces[slot].1.as_str());
        let filled = template.fill(fill).expect("every slot is filled");
        let member: String = expanded.iter().filter(|&&c| c != ('*', true)).map(|c| c.0).collect();
        for text in [&text, &member] {
            let expected = naive(dialect, &expanded, text);
            prop_assert_eq!(template.is_match(text, fill), expected);
            prop_assert_eq!(filled.is_match(text), expected);
        }
    }

    #[test]
    fn every_match_has_the_literal_ends(dialect in dialect(), source in source(), text in text()) {
        let pattern = Pattern::new(dialect, &source);
        if pattern.is_match(&text) {
            let lower = text.to_ascii_lowercase();
            prop_assert!(lower.starts_with(&pattern.literal_prefix().to_ascii_lowercase()));
            prop_assert!(lower.ends_with(&pattern.literal_suffix().to_ascii_lowercase()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn covers_is_inclusion(
        (da, db) in (dialect(), dialect()),
        same in any::<bool>(),
        (a, b) in (source(), source()),
    ) {
        let a = Pattern::new(da, &a);
        let b = Pattern::new(if same { da } else { db }, &b);
        let answer = a.covers(&b);
        prop_assert_ne!(&answer, &Answer::Undecided);
        if let Some(witness) = witness(&answer) {
            prop_assert!(b.is_match(witness) && !a.is_match(witness), "{:?}", witness);
        } else {
            for text in tried_texts() {
                prop_assert!(!b.is_match(&text) || a.is_match(&text), "{:?}", text);
            }
        }
    }

    #[test]
    fn disjoint_is_an_empty_intersection(
        (da, db) in (dialect(), dialect()),
        same in any::<bool>(),
        (a, b) in (source(), source()),
    ) {
        let a = Pattern::new(da, &a);
        let b = Pattern::new(if same { da } else { db }, &b);
        let answer = a.is_disjoint(&b);
        prop_assert_ne!(&answer, &Answer::Undecided);
        if let Some(witness) = witness(&answer) {
            prop_assert!(a.is_match(witness) && b.is_match(witness), "{:?}", witness);
        } else {
            for text in tried_texts() {
                prop_assert!(!(a.is_match(&text) && b.is_match(&text)), "{:?}", text);
            }
        }
        prop_assert_eq!(answer == Answer::Yes, a.intersect(&b).is_empty());
    }

    #[test]
    fn intersection_is_what_both_match(
        (da, db) in (dialect(), dialect()),
        same in any::<bool>(),
        (a, b) in (source(), source()),
    ) {
        let a = Pattern::new(da, &a);
        let b = Pattern::new(if same { da } else { db }, &b);
        let both = a.intersect(&b);
        for text in tried_texts() {
            let expected = a.is_match(&text) && b.is_match(&text);
            if both.exact {
                prop_assert_eq!(both.is_match(&text), expected, "{:?} {:?}", text, both.patterns);
            } else {
                prop_assert!(expected || !both.is_match(&text), "{:?} {:?}", text, both.patterns);
            }
        }
        for member in &both.patterns {
            prop_assert_eq!(a.covers(member), Answer::Yes, "{:?}", member);
            prop_assert_eq!(b.covers(member), Answer::Yes, "{:?}", member);
        }
        if a.dialect() == b.dialect() && matches!(a.dialect(), Dialect::Like | Dialect::Action) {
            prop_assert!(both.exact || both.patterns.len() > 8);
        }
    }

    #[test]
    fn found_texts_qualify_and_none_is_missed(
        dialects in vec(dialect(), 4),
        sources in vec(source(), 4),
    ) {
        let made = dialects.iter().zip(&sources).map(|(d, s)| Pattern::new(*d, s));
        let patterns: Vec<Pattern> = made.collect();
        let (all_of, none_of) = ([&patterns[0], &patterns[1]], [&patterns[2], &patterns[3]]);
        let qualifies = |text: &str| {
            all_of.iter().all(|p| p.is_match(text)) && !none_of.iter().any(|p| p.is_match(text))
        };
        let length = |text: &str| text.encode_utf16().count();
        match find_text(&all_of, &none_of) {
            Search::Undecided => prop_assert!(false, "small patterns are decided"),
            Search::Found(text) => {
                prop_assert!(qualifies(&text), "{:?}", text);
                for shorter in tried_texts() {
                    prop_assert!(length(&shorter) >= length(&text) || !qualifies(&shorter));
                }
            }
            Search::Empty => for text in tried_texts() {
                prop_assert!(!qualifies(&text), "{:?}", text);
            }
        }
    }

    #[test]
    fn shortest_witness_is_shortest(dialect in dialect(), source in source()) {
        let pattern = Pattern::new(dialect, &source);
        let length = |text: &str| text.encode_utf16().count();
        if let Some(witness) = pattern.shortest_witness() {
            prop_assert!(pattern.is_match(&witness));
            for text in tried_texts() {
                prop_assert!(length(&text) >= length(&witness) || !pattern.is_match(&text));
            }
        } else {
            prop_assert!(pattern.matches_nothing());
            prop_assert!(!tried_texts().iter().any(|text| pattern.is_match(text)));
        }
    }
}

#[test]
fn any_arn_is_what_is_arn_shaped() {
    for text in tried_texts() {
        assert_eq!(Pattern::arn("*").is_match(&text), is_arn_shaped(&text));
    }
}
