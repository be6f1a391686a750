//! Which name may have been meant?

use super::key::placeholder;
use super::lookup::Catalog;
use super::service::Service;

/// How many suggestions help.
const MOST: usize = 3;
/// Names longer than any of AWS's are not compared.
const LONGEST: usize = 128;

pub(super) fn actions(catalog: &Catalog, text: &str) -> Vec<String> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Vec::new();
    }
    let Some((prefix, name)) = text.split_once(':') else { return Vec::new() };
    if let Some(action) = catalog.action(text) {
        return vec![action.to_string()];
    }
    let Some(service) = catalog.service(prefix) else { return of_unknown_service(catalog, prefix, name) };
    // an operation that is no action, such as ListObjectsV2
    if let Some(operation) = service.operation(name).filter(|operation| operation.is_documented()) {
        return operation.base_action().map(|action| action.to_string()).into_iter().collect();
    }
    // what AWS no longer lists is not what was meant
    let listed = service.actions().filter(|action| action.retired_since().is_none());
    let near = nearest(listed.map(|action| action.name()), name);
    if !near.is_empty() {
        return near.iter().map(|near| format!("{}:{near}", service.prefix())).collect();
    }
    let elsewhere = catalog.services().filter_map(|service| service.action(name));
    elsewhere.take(MOST).map(|action| action.to_string()).collect()
}

pub(super) fn keys<'c>(catalog: &'c Catalog, text: &str) -> Vec<&'c str> {
    let Some((prefix, _)) = text.split_once(':').filter(|_| text.len() <= LONGEST) else { return Vec::new() };
    let is_own = |name: &&str| name.split_once(':').is_some_and(|(own, _)| own.eq_ignore_ascii_case(prefix));
    let own = catalog.service(prefix);
    let of_service = own.iter().flat_map(|service| service.condition_keys()).map(|key| key.name());
    let global = catalog.global_condition_keys().map(|key| key.name());
    // a name with a placeholder is not one to write
    nearest(of_service.chain(global).filter(|name| is_own(name) && placeholder(name).is_none()), text)
}

fn of_unknown_service(catalog: &Catalog, prefix: &str, name: &str) -> Vec<String> {
    let client = |service: &Service<'_>| service.sdk_clients().any(|client| client.eq_ignore_ascii_case(prefix));
    if let Some(service) = catalog.services().find(client) {
        return service.action(name).map(|action| action.to_string()).into_iter().collect();
    }
    let prefixes = nearest(catalog.services().map(|service| service.prefix()), prefix);
    let near = prefixes.iter().filter_map(|prefix| catalog.service(prefix)?.action(name));
    near.map(|action| action.to_string()).collect()
}

/// The names at a small distance: at most a quarter of the length; the nearest first, then those with
/// the longest common start, then in order.
pub(crate) fn nearest<'n>(names: impl Iterator<Item = &'n str>, text: &str) -> Vec<&'n str> {
    let lower = text.to_ascii_lowercase();
    let most = (lower.chars().count() / 4).max(1);
    let mut found: Vec<(usize, usize, &str)> = names
        .filter_map(|name| {
            let name_lower = name.to_ascii_lowercase();
            let distance = distance(&name_lower, &lower, most)?;
            let common = name_lower.bytes().zip(lower.bytes()).take_while(|(a, b)| a == b).count();
            Some((distance, usize::MAX - common, name))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(_, _, name)| name).collect()
}

/// How many letters have to be put in, left out, changed, or swapped with their neighbour to make one text
/// of the other? None where it is more than `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut rows = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for (i, letter) in a.iter().enumerate() {
        let [before_last, last, row] = &mut rows;
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let changed = last[j] + usize::from(letter != other);
            let mut best = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *other && *letter == b[j - 1] {
                best = best.min(before_last[j - 1] + 1);
            }
            row[j + 1] = best;
        }
        if rows[2].iter().all(|cost| *cost > most) {
            return None;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][b.len()]).filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn a_swap_is_one_step() {
        assert_eq!(distance("getobjcet", "getobject", 2), Some(1));
        assert_eq!(distance("", "ab", 2), Some(2));
        assert_eq!(distance("abc", "xyz", 2), None);
        assert_eq!(distance("abc", "", 2), None);
        assert_eq!(distance("", "", 1), Some(0));
    }
}
