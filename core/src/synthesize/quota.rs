//! Making policies small enough (rule `fit_quota`).

use std::collections::BTreeSet;

use super::document::size_of;
use super::statements::Grouped;

/// The statements of each policy: as few policies as first fit finds, largest statements first, and
/// within each in the order that they had. None where a statement alone is too large, or there are too
/// many policies.
pub(super) fn split(statements: &[Grouped], max_size: usize, max_policies: usize) -> Option<Vec<Vec<Grouped>>> {
    if size_of(statements) <= max_size {
        return Some(vec![statements.to_vec()]);
    }
    let mut pieces: Vec<Grouped> = Vec::new();
    for statement in statements {
        pieces.extend(halved(statement, max_size)?);
    }
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by_key(|at| (usize::MAX - pieces.get(*at).map_or(0, |piece| size_of(std::slice::from_ref(piece))), *at));
    let mut bins: Vec<Vec<usize>> = Vec::new();
    for at in order {
        let fits = |bin: &Vec<usize>| {
            let mut all: Vec<Grouped> = bin.iter().filter_map(|at| pieces.get(*at).cloned()).collect();
            all.extend(pieces.get(at).cloned());
            size_of(&all) <= max_size
        };
        match bins.iter_mut().find(|bin| fits(bin)) {
            Some(bin) => bin.push(at),
            None => bins.push(vec![at]),
        }
        if bins.len() > max_policies {
            return None;
        }
    }
    let policies = bins.into_iter().map(|mut bin| {
        bin.sort_unstable();
        bin.into_iter().filter_map(|at| pieces.get(at).cloned()).collect()
    });
    Some(policies.collect())
}

/// A statement in parts that are small enough each: halves of its resources, then of its actions.
fn halved(statement: &Grouped, max_size: usize) -> Option<Vec<Grouped>> {
    let mut done = Vec::new();
    let mut open = vec![statement.clone()];
    while let Some(next) = open.pop() {
        if size_of(std::slice::from_ref(&next)) <= max_size {
            done.push(next);
            continue;
        }
        let half = |all: &BTreeSet<String>| {
            let middle = all.len() / 2;
            let first: BTreeSet<String> = all.iter().take(middle).cloned().collect();
            let second: BTreeSet<String> = all.iter().skip(middle).cloned().collect();
            (first, second)
        };
        if next.resources.len() > 1 {
            let (first, second) = half(&next.resources);
            open.push(Grouped { resources: second, ..next.clone() });
            open.push(Grouped { resources: first, ..next });
        } else if next.actions.len() > 1 {
            let (first, second) = half(&next.actions);
            open.push(Grouped { actions: second, compact: None, ..next.clone() });
            open.push(Grouped { actions: first, compact: None, ..next });
        } else {
            return None;
        }
    }
    let several = done.len() > 1;
    for (at, part) in done.iter_mut().enumerate() {
        if several {
            part.sid = format!("{}Part{}", part.sid, at + 1);
        }
    }
    Some(done)
}
