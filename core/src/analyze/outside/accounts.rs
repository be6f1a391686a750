//! Accounts that stand for all others where wildcards tell accounts apart.

use std::collections::BTreeSet;

use crate::arn::{Arn, is_account_id};
use crate::pattern::{Pattern, Search, find_text};

use super::named::Named;
use super::tenant::Tenant;

/// How many patterns are looked at in all combinations.
const MAX_PATTERNS: usize = 4;

pub(super) struct Accounts {
    pub all: Vec<String>,
    /// Whether they stand for all.
    pub is_complete: bool,
}

/// An account for each combination of the patterns that conditions compare accounts with.
pub(super) fn told_apart(named: &Named, is_taken: &dyn Fn(&str) -> bool) -> Accounts {
    let mut texts: BTreeSet<&str> = BTreeSet::new();
    for (key, values) in &named.keys {
        let of = |value: &'_ super::named::Value| value.is_pattern() && !value.is_open;
        match named.tenant(key) {
            Some(Tenant::Account) => texts.extend(values.iter().filter(|value| of(value)).map(|value| &*value.text)),
            Some(Tenant::Arn) => {
                let arns = values.iter().filter(|value| of(value)).filter_map(|value| Arn::parse(&value.text));
                texts.extend(arns.map(Arn::account));
            }
            _ => {}
        }
    }
    texts.retain(|text| text.contains(['*', '?']) && *text != "*");
    let patterns: Vec<Pattern> = texts.into_iter().map(Pattern::like).collect();
    let mut accounts = Accounts { all: Vec::new(), is_complete: patterns.len() <= MAX_PATTERNS };
    let few = patterns.get(..patterns.len().min(MAX_PATTERNS)).unwrap_or_default();
    for chosen in 1..1_usize << few.len() {
        let is_chosen = |at: &usize| chosen >> at & 1 == 1;
        let (all_of, none_of): (Vec<usize>, Vec<usize>) = (0..few.len()).partition(is_chosen);
        let pick = |at: Vec<usize>| at.into_iter().filter_map(|at| few.get(at)).collect::<Vec<_>>();
        match account(&pick(all_of), &pick(none_of), is_taken) {
            Ok(found) => accounts.all.extend(found),
            Err(Unknown) => accounts.is_complete = false,
        }
    }
    accounts
}

/// Whether there is such an account is not known.
struct Unknown;

/// An account that matches some patterns and none of others; `None` where no text of twelve does.
fn account(
    all_of: &[&Pattern],
    none_of: &[&Pattern],
    is_taken: &dyn Fn(&str) -> bool,
) -> Result<Option<String>, Unknown> {
    // no account has a letter
    if all_of
        .iter()
        .any(|pattern| pattern.as_str().contains(|letter: char| !letter.is_ascii_digit() && !"*?".contains(letter)))
    {
        return Ok(None);
    }
    let shape = Pattern::like("????????????");
    let wanted: Vec<&Pattern> = all_of.iter().copied().chain([&shape]).collect();
    let text = match find_text(&wanted, none_of) {
        Search::Found(text) => text,
        Search::Empty => return Ok(None),
        Search::Undecided => return Err(Unknown),
    };
    let is_one = |account: &String| {
        is_account_id(account)
            && all_of.iter().all(|pattern| pattern.is_match(account))
            && !none_of.iter().any(|pattern| pattern.is_match(account))
            && !is_taken(account)
    };
    // a pattern of twelve digits has one account, and names it
    let is_whole = |pattern: &&&Pattern| pattern.as_str().bytes().filter(u8::is_ascii_digit).count() >= text.len();
    if all_of.iter().any(|pattern| is_whole(&pattern)) {
        return Ok(None);
    }
    // what is left open may be any digit
    let digits = "0123456789";
    let filled = digits.chars().flat_map(|first| digits.chars().map(move |last| (first, last)));
    let mut filled = filled.map(|(first, last)| {
        let mut open = text.chars().filter(|letter| !letter.is_ascii_digit()).count();
        let digit = |letter: char| {
            if letter.is_ascii_digit() {
                return letter;
            }
            open -= 1;
            if open == 0 { last } else { first }
        };
        text.chars().map(digit).collect::<String>()
    });
    filled.find(is_one).map(Some).ok_or(Unknown)
}
